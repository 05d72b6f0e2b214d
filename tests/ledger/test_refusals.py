"""A refusal is data: a code for programs, a sentence for a person, and what it is about."""

from ledger.refusals import Misuse, Refused


def test_a_refusal_carries_code_sentence_entries_in_the_way_and_fields_at_fault() -> None:
    refused = Refused("clash", "同一条记录已经登记过。", see=["ab12"], fields=["notes"])
    assert (refused.code, refused.message, str(refused)) == (
        "clash",
        "同一条记录已经登记过。",
        "同一条记录已经登记过。",
    )
    assert (refused.see, refused.fields) == (("ab12",), ("notes",))


def test_a_refusal_may_have_nothing_in_the_way_and_no_field_at_fault() -> None:
    refused = Refused("no-ledger", "这里没有账本。")
    assert (refused.see, refused.fields) == ((), ())


def test_a_misuse_is_a_refusal_too() -> None:
    assert issubclass(Misuse, Refused)
