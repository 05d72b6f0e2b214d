"""Names and ID numbers: sealed per person, apart from the book, unreadable once a key is gone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from ledger.vault import Particulars, Vault, name_index
from tests.books import by_another_hand, everything_kept, open_vault
from tests.ledger.people import VAULT_KEY
from tests.ledger.stories import LI, TEACHER, WANG, ZHAO, changed, clerk, row

CODES = {"li": LI, "wang": WANG, "zhao": ZHAO}
LI_MING = Particulars("李明华", "11010519491231002X")
WANG_FANG = Particulars("王芳", "440524188001010014")


def kept(vault: Vault, **persons: Particulars) -> dict[str, str]:
    """Persons kept in one batch; their identities."""
    vault.begin()
    identities = {name: vault.keep(CODES[name], person) for name, person in persons.items()}
    vault.commit()
    return identities


def keep(vault: Vault, particulars: Particulars = LI_MING) -> str:
    """One person kept; the identity."""
    return kept(vault, li=particulars)["li"]


def altered(path: Path, statement: str, *values: object) -> None:
    """The vault changed by another hand."""
    with by_another_hand(path) as other:
        assert other.execute(statement, values).rowcount > 0


def refusal(vault: Vault, identity: str) -> str:
    with pytest.raises(Refused) as caught:
        vault.particulars({LI: identity})
    return caught.value.code


# Kept and read


def test_what_was_kept_is_read_by_code_and_identity(vault: Vault, path: Path) -> None:
    identities = kept(vault, li=LI_MING, wang=WANG_FANG)
    asked = {LI: identities["li"], WANG: identities["wang"]}
    assert vault.particulars(asked) == {LI: LI_MING, WANG: WANG_FANG}
    assert vault.names(asked) == {LI: "李明华", WANG: "王芳"}
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert again.particulars(asked) == {LI: LI_MING, WANG: WANG_FANG}


def test_many_who_are_asked_for_at_once_are_found_as_the_few_are(vault: Vault) -> None:
    identities = kept(vault, li=LI_MING, wang=WANG_FANG)
    many = {TeacherId(f"9{i:05d}"): "0" * 32 for i in range(600)} | {LI: identities["li"]}
    assert vault.particulars(many) == vault.particulars({LI: identities["li"]}) == {LI: LI_MING}


def test_whoever_was_not_asked_for_or_never_kept_is_left_out(vault: Vault) -> None:
    identity = kept(vault, li=LI_MING, wang=WANG_FANG)["li"]
    assert vault.names({LI: identity, ZHAO: "0" * 32}) == {LI: "李明华"}
    assert vault.names({}) == {}


def test_every_version_of_a_person_is_kept_under_its_own_identity(vault: Vault) -> None:
    before, after = keep(vault), keep(vault, Particulars("李鸣华", LI_MING.id_number))
    assert vault.names({LI: before}) == {LI: "李明华"}
    assert vault.names({LI: after}) == {LI: "李鸣华"}


def test_a_person_without_an_id_number_may_be_kept(vault: Vault) -> None:
    identity = keep(vault, Particulars("李明华"))
    assert vault.particulars({LI: identity})[LI].id_number == ""


# The identity


@pytest.mark.parametrize(
    "spelled",
    [
        Particulars("李 明 华", LI_MING.id_number),
        Particulars("\u3000李明华 ", LI_MING.id_number),
        Particulars("李明华", "１１０１０５１９４９１２３１００２Ｘ"),
    ],
)
def test_the_identity_does_not_change_with_width_or_spacing_and_the_first_spelling_stays(
    vault: Vault, spelled: Particulars
) -> None:
    identity = keep(vault)
    assert keep(vault, spelled) == identity
    assert vault.particulars({LI: identity}) == {LI: LI_MING}


@pytest.mark.parametrize(
    "other",
    [Particulars("李鸣华", LI_MING.id_number), Particulars("李明华"), Particulars("李明", "华" + LI_MING.id_number)],
)
def test_the_identity_changes_with_the_name_and_with_the_id_number(vault: Vault, other: Particulars) -> None:
    assert keep(vault, other) != keep(vault)


def test_two_people_of_one_name_have_different_identities(vault: Vault) -> None:
    identities = kept(vault, li=LI_MING, wang=LI_MING)
    assert identities["li"] != identities["wang"]
    assert all(len(identity) == 32 and int(identity, 16) >= 0 for identity in identities.values())


def test_the_identity_tells_nothing_without_the_persons_key(vault: Vault, tmp_path: Path) -> None:
    with closing(open_vault(tmp_path / "other.sqlite", VAULT_KEY)) as other:
        assert keep(other) != keep(vault)


# Nothing in clear


def test_names_and_id_numbers_are_nowhere_in_clear(vault: Vault, book: Book, tmp_path: Path) -> None:
    identity = keep(vault)
    book.append(clerk(), row(changed(TEACHER, identity=identity)))
    together = everything_kept(tmp_path)
    for secret in (LI_MING.name, LI_MING.id_number, LI_MING.id_number[6:14], LI_MING.name[1:]):
        for coding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(coding) not in together
    assert VAULT_KEY not in together
    assert identity.encode() in together  # so the search does find what is there


# Wrong keys and altered bytes


def test_with_another_key_the_vault_is_not_even_opened_and_says_so(vault: Vault, path: Path) -> None:
    with pytest.raises(Refused) as caught:
        open_vault(path, bytes(32))
    assert caught.value.code == "vault-unreadable"
    assert "密钥" in caught.value.message


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
@pytest.mark.parametrize("sealed", ["particulars.sealed", "person.wrapped_key"])
def test_one_bit_altered_in_what_is_sealed_is_found(vault: Vault, path: Path, sealed: str, place: int) -> None:
    identity = keep(vault)
    table, column = sealed.split(".")
    with by_another_hand(path) as other:
        [(stored,)] = other.execute(f"SELECT {column} FROM {table}").fetchall()
    body = bytearray(stored)
    body[place] ^= 1
    altered(path, f"UPDATE {table} SET {column}=?", bytes(body))
    assert refusal(vault, identity) == "vault-unreadable"


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_sealed_bytes_cut_short_are_found(vault: Vault, path: Path, length: int) -> None:
    identity = keep(vault)
    altered(path, "UPDATE particulars SET sealed=substr(sealed, 1, ?)", length)
    assert refusal(vault, identity) == "vault-unreadable"


def test_sealed_bytes_put_under_another_identity_or_person_are_found(vault: Vault, path: Path) -> None:
    identities = kept(vault, li=LI_MING, wang=WANG_FANG)
    altered(path, "UPDATE particulars SET identity=? WHERE code=?", "0" * 32, LI)
    assert refusal(vault, "0" * 32) == "vault-unreadable"
    altered(path, "DELETE FROM particulars WHERE code=?", LI)
    altered(path, "UPDATE particulars SET code=? WHERE code=?", LI, WANG)
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert refusal(again, identities["wang"]) == "vault-unreadable"


def test_after_such_a_refusal_the_vault_still_sees_what_others_write(vault: Vault, path: Path) -> None:
    """A reader that keeps its place in the file reads the old state for ever, and may not write after it."""
    identities = kept(vault, li=LI_MING, wang=WANG_FANG)
    altered(path, "UPDATE particulars SET sealed=? WHERE code=?", bytes(60), LI)
    with pytest.raises(Refused) as held:
        vault.particulars({LI: identities["li"], WANG: identities["wang"]})
    with closing(open_vault(path, VAULT_KEY)) as other:
        late = kept(other, zhao=LI_MING)["zhao"]
    assert vault.names({ZHAO: late}) == {ZHAO: "李明华"}
    assert held.value.code == "vault-unreadable"


# Batches


def test_an_undone_batch_leaves_nothing(vault: Vault, path: Path) -> None:
    vault.begin()
    identity = vault.keep(LI, LI_MING)
    vault.undo()
    assert vault.particulars({LI: identity}) == {}
    with by_another_hand(path) as other:
        assert [other.execute(f"SELECT * FROM {table}").fetchall() for table in ("person", "particulars")] == [[], []]


def test_after_an_undone_batch_a_person_is_given_a_key_that_lasts(vault: Vault, path: Path) -> None:
    vault.begin()
    vault.keep(LI, LI_MING)
    vault.undo()
    identity = keep(vault)
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert again.names({LI: identity}) == {LI: "李明华"}


def test_an_undone_batch_leaves_what_was_kept_before(vault: Vault) -> None:
    identity = keep(vault)
    vault.begin()
    later = vault.keep(LI, Particulars("李鸣华"))
    vault.undo()
    assert vault.names({LI: identity}) == {LI: "李明华"}
    assert vault.names({LI: later}) == {}
    assert keep(vault) == identity


def test_another_reader_sees_a_batch_only_when_it_is_committed(vault: Vault, path: Path) -> None:
    with closing(open_vault(path, VAULT_KEY)) as reader:
        vault.begin()
        identity = vault.keep(LI, LI_MING)
        assert reader.names({LI: identity}) == {}
        vault.commit()
        assert reader.names({LI: identity}) == {LI: "李明华"}


# A person's key destroyed


def test_a_person_whose_key_was_destroyed_is_left_out_and_the_others_are_read(vault: Vault, path: Path) -> None:
    identities = kept(vault, li=LI_MING, wang=WANG_FANG)
    altered(path, "DELETE FROM person WHERE code=?", LI)
    asked = {LI: identities["li"], WANG: identities["wang"]}
    assert vault.names(asked) == {WANG: "王芳"}
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert again.names(asked) == {WANG: "王芳"}


def test_a_person_registered_anew_after_that_has_another_identity_and_the_old_stays_unreadable(
    vault: Vault, path: Path
) -> None:
    old = keep(vault)
    altered(path, "DELETE FROM person WHERE code=?", LI)
    with closing(open_vault(path, VAULT_KEY)) as again:
        new = keep(again)
        assert new != old
        assert again.names({LI: new}) == {LI: "李明华"}


# Names


def test_people_are_found_by_name_in_whatever_width_and_spacing_and_several_may_bear_one() -> None:
    assert name_index({LI: "王 芳", WANG: "王芳", ZHAO: "李明华"}) == {"王芳": [LI, WANG], "李明华": [ZHAO]}
    assert name_index({}) == {}


def test_of_two_threads_that_share_a_vault_the_second_waits_and_neither_ends_the_others_batch(
    vault: Vault, path: Path
) -> None:
    """What the first keeps while the second waits is undone with its batch; the second's stays."""
    second_at_it = Event()

    def second() -> str:
        second_at_it.set()
        return kept(vault, wang=WANG_FANG)["wang"]

    with ThreadPoolExecutor(1) as pool:
        vault.begin()
        waiting = pool.submit(second)
        assert second_at_it.wait(10)
        sleep(0.3)  # it waits for its turn now
        undone = vault.keep(LI, LI_MING)
        assert not waiting.done()
        vault.undo()
        identity = waiting.result(timeout=30)
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert again.names({LI: undone, WANG: identity}) == {WANG: "王芳"}


def test_threads_that_share_a_vault_keep_or_undo_each_its_own(vault: Vault, path: Path) -> None:
    def keep_or_undo(number: int) -> tuple[TeacherId, str]:
        code = TeacherId(f"8{number:05d}")
        vault.begin()
        identity = vault.keep(code, LI_MING)
        (vault.undo if number % 3 == 0 else vault.commit)()
        return code, identity

    with ThreadPoolExecutor(4) as pool:
        identities = dict(pool.map(keep_or_undo, range(40)))
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert sorted(again.names(identities)) == [f"8{number:05d}" for number in range(40) if number % 3]


def test_the_whole_is_checked_as_of_one_moment_whoever_is_kept_meanwhile(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody kept between one question and the next would seem to have particulars and no key."""
    keep(vault)
    tables = vault._tables
    asked = tables.select

    def asked_while_another_writes(statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        found = asked(statement, values)
        with closing(open_vault(path, VAULT_KEY)) as other:
            kept(other, wang=WANG_FANG)
        return found

    monkeypatch.setattr(tables, "select", asked_while_another_writes)
    assert [wrong for _, _, wrong in vault.check_whole()] == [""]


def test_whom_a_restore_did_not_bring_back_is_said_under_the_countys_key(vault: Vault, path: Path) -> None:
    vault.begin_after(7)
    vault.withhold([WANG])
    vault.withhold([LI, WANG])
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert (sorted(again.withheld), again.begins_after) == (sorted([LI, WANG]), 7)
        again.begin_after(9)
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert (sorted(again.withheld), again.begins_after) == (sorted([LI, WANG]), 9)
