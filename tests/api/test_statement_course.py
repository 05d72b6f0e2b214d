"""A result made official from draft to successor, as the county office lives through it, day by day."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import msgspec
import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import entry_of, stream_of
from ledger.records.registered import SchoolRegistered
from ledger.refusals import Misuse, Refused
from projections.evaluation import evaluate
from projections.statements.listing import StatementState, find_statement, statements
from projections.statements.public_notice import NoticeState, view_on
from projections.statements.reproducing import Verdict, official_result, reproduce
from tests.api.official_county import LAST_DAY, NAMES, PACK, TERM, desk, lesson, official_county, say
from tests.books import ledger_over, open_book
from tests.ledger.people import HILL, LI, TOWN, WANG, ZHAO
from tests.ledger.stories import SettableClock, changed

FIELDS = ("name", "school", "points.total")


@pytest.fixture
def ledger(tmp_path: Path, book: Book) -> Iterator[Ledger]:
    with official_county(tmp_path, book) as ledger:
        yield ledger


def codes(call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    assert caught.value.message.endswith("。")
    return caught.value.code


def test_the_whole_course_of_a_statement(ledger: Ledger, clock: SettableClock) -> None:
    """The clock stands at Tuesday, 31 January 2023."""
    book, office = ledger.book, desk(ledger)

    # The draft: pack text, result and position are fixed.
    made = office.draft(PACK, TERM, "county", LAST_DAY)
    assert (made.drafted.statement, made.state) == ("JG-1", StatementState.DRAFT)
    assert made.drafted.result == evaluate(book, PACK, TERM, LAST_DAY).digest
    assert codes(office.finalise, made) == "not-noticed"

    # On notice for three working days, with the fields declared.
    made = office.notice(made, 3, None, FIELDS)
    assert made.state is StatementState.NOTICE
    notice = made.whole_json()["notice"]
    assert notice == {"from": "2023-01-31", "to": "2023-02-02", "days": 3, "fields": list(FIELDS)}
    assert codes(office.finalise, made) == "notice-lasts"
    assert codes(office.notice, made, 5, None, FIELDS) == "clash"

    # A teacher objects through the school; the county hears and decides, with a reason.
    clock.advance(days=1)
    made = desk(ledger, LI, Authority("school:S001")).object(made, LI, "少算一次公开课", None)
    assert made.course.undecided()
    clock.advance(days=2)  # Friday: the notice is over
    assert codes(office.finalise, made) == "objection-undecided"
    assert codes(office.decide, made, WANG, upheld=False, reason="已核对") == "not-objected"
    assert codes(office.decide, made, LI, upheld=False, reason=" ") == "no-reason"
    made = office.decide(made, LI, upheld=False, reason="已核对听课记录")
    assert made.whole_json()["objections"] == [
        {
            "teacher": LI,
            "on": "2023-02-01",
            "words": "少算一次公开课",
            "decided": {"on": "2023-02-03", "upheld": False, "reason": "已核对听课记录", "told_on": "2023-02-03"},
        }
    ]
    assert codes(office.object, made, WANG, "太晚了", None) == "not-on-notice"

    # Final; nothing follows but a successor.
    made = office.finalise(made)
    assert made.state is StatementState.FINAL
    assert codes(office.drop, made, "改主意") == "statement-closed"
    assert codes(office.object, made, WANG, "早该说的", date(2023, 2, 2)) == "statement-closed"

    # A late record changes no statement; a later statement takes it in and supersedes the first.
    say(book, lesson(6, day=7))
    assert reproduce(book, ledger.statements, made.drafted).verdict is Verdict.SAME
    assert codes(office.issue, PACK, TERM, "county", LAST_DAY, "有补登") == "already-final"
    second = office.issue(PACK, TERM, "county", LAST_DAY, "有补登,只补一节", supersedes="JG-1")
    assert second.drafted.statement == "JG-2"
    listed = [one.to_json() for one in statements(book)]
    assert [(one["id"], one["state"]) for one in listed] == [("JG-2", "final"), ("JG-1", "superseded")]
    assert listed[0]["digest"] != listed[1]["digest"]
    assert second.whole_json()["supersedes"] == "JG-1"
    assert find_statement(book, "jg-1").whole_json()["superseded_by"] == "JG-2"
    for one in statements(book):
        assert reproduce(book, ledger.statements, one.drafted).verdict is Verdict.SAME


def test_an_upheld_objection_ends_the_draft_and_a_new_one_is_drawn_up(ledger: Ledger, clock: SettableClock) -> None:
    office = desk(ledger)
    made = office.notice(office.draft(PACK, TERM, "county", LAST_DAY), 1, None, FIELDS)
    made = office.object(made, LI, "9月7日第6节没有算", None)
    made = office.decide(made, LI, upheld=True, reason="确有这一节")
    clock.advance(days=1)
    assert codes(office.finalise, made) == "objection-upheld"
    say(ledger.book, lesson(6, day=7))
    dropped = office.drop(made, "异议成立,补登后重拟")
    assert dropped.state is StatementState.DROPPED
    again = office.draft(PACK, TERM, "county", LAST_DAY)
    assert again.drafted.statement == "JG-2"
    assert again.drafted.result != made.drafted.result
    assert again.drafted.pack_digest == made.drafted.pack_digest  # the text is in the book once
    assert sum(1 for _ in ledger.book.read(["pack.adopted/1"])) == 1


def test_only_what_was_declared_is_on_notice_and_only_while_it_lasts(ledger: Ledger, clock: SettableClock) -> None:
    office, today = desk(ledger), ledger.book.today()
    made = office.notice(office.draft(PACK, TERM, "county", LAST_DAY), 2, date(2023, 2, 4), FIELDS)  # a Saturday

    def seen(day: date) -> tuple[NoticeState, list[dict[str, object]]]:
        view = view_on(ledger.book, ledger.statements, made, NAMES, day)
        return view.state, view.rows

    assert seen(today) == (NoticeState.NOT_YET, [])
    state, rows = seen(date(2023, 2, 4))
    assert state is NoticeState.SHOWN
    assert [tuple(row) for row in rows] == [FIELDS] * 3
    assert [row["name"] for row in rows] == ["李静", "王强", "赵敏"]
    result = msgspec.json.decode(official_result(ledger.book, ledger.statements, made.drafted))
    assert [row["points.total"] for row in rows] == [
        answers["points"]["total"] for answers in result["teachers"].values()
    ]
    assert seen(date(2023, 2, 7)) == (NoticeState.SHOWN, rows)  # the Tuesday is the second working day
    assert seen(date(2023, 2, 8)) == (NoticeState.OVER, [])


def test_a_field_that_no_answer_has_is_not_put_on_notice(ledger: Ledger) -> None:
    office = desk(ledger)
    made = office.draft(PACK, TERM, "county", LAST_DAY)
    for field in ("identity", "born", "points.totals", "quotas.observe-21"):
        assert codes(office.notice, made, 3, None, ["name", field]) == "unknown-field"
    with pytest.raises(Misuse):
        office.notice(made, 0, None, FIELDS)


@pytest.mark.parametrize(
    ("scope", "teachers", "groups"),
    [
        ("county", [LI, WANG, ZHAO], ["S001/文科组"]),
        ("township:城关镇", [LI, WANG], ["S001/文科组"]),
        ("township:张集乡", [ZHAO], []),
        (f"school:{TOWN}", [LI, WANG], ["S001/文科组"]),
        (f"school:{HILL}", [ZHAO], []),
    ],
)
def test_a_scope_has_its_own_teachers_and_groups(
    ledger: Ledger, scope: str, teachers: list[str], groups: list[str]
) -> None:
    made = desk(ledger).issue(PACK, TERM, scope, LAST_DAY, "不需要公示")
    result = msgspec.json.decode(official_result(ledger.book, ledger.statements, made.drafted))
    assert (list(result["teachers"]), list(result["groups"])) == (teachers, groups)
    whole = evaluate(ledger.book, PACK, TERM, LAST_DAY).result
    assert all(result["teachers"][code] == whole["teachers"][code] for code in teachers)
    assert reproduce(ledger.book, ledger.statements, made.drafted).verdict is Verdict.SAME


def test_final_results_of_different_scopes_stand_beside_each_other(ledger: Ledger) -> None:
    office = desk(ledger)
    for scope in ("county", "school:S001", "township:城关镇"):
        office.issue(PACK, TERM, scope, LAST_DAY, "不需要公示")
    assert {one.state for one in statements(ledger.book)} == {StatementState.FINAL}
    assert codes(office.issue, PACK, TERM, "school:Ｓ００１", LAST_DAY, "再来一次") in (
        "already-final",
        "unknown-scope",
    )


@pytest.mark.parametrize(("scope", "code"), [("school:S999", "empty-result"), ("village:甲", "empty-result")])
def test_a_scope_that_nobody_is_in_is_refused_and_nothing_is_written(ledger: Ledger, scope: str, code: str) -> None:
    before = ledger.book.position
    assert codes(desk(ledger).draft, PACK, TERM, scope, LAST_DAY) == code
    assert ledger.book.position == before


def test_neither_a_school_nor_a_section_makes_a_statement(ledger: Ledger) -> None:
    assert codes(desk(ledger, "x", Authority("school:S001")).draft, PACK, TERM, "school:S001") == "out-of-scope"
    section = desk(ledger, "wang", Authority("county:人事股"))
    assert codes(section.draft, PACK, TERM, "county", LAST_DAY) == "not-entitled"
    made = desk(ledger).notice(desk(ledger).draft(PACK, TERM, "county", LAST_DAY), 1, None, FIELDS)
    assert made.state is StatementState.NOTICE
    assert codes(section.drop, made, "重拟") == "not-entitled"


def test_no_step_of_a_statement_is_taken_back_or_altered(ledger: Ledger) -> None:
    made = desk(ledger).notice(desk(ledger).draft(PACK, TERM, "county", LAST_DAY), 1, None, FIELDS)
    for step in (made.drafted, made.course.noticed):
        assert step is not None
        for act in (Act.VOIDED, Act.RETURNED, Act.WITHDRAWN):
            asked = Request(act, stream_of(step), entry_of(step), reason="写错")
            with pytest.raises(Refused) as caught:
                ledger.book.act(HandIn("boss"), asked)
            assert caught.value.code == "official-step"
        asked = Request(Act.CORRECTED, stream_of(step), entry_of(step), reason="写错")
        with pytest.raises(Refused) as caught:
            ledger.book.correct(HandIn("boss"), asked, step)
        assert caught.value.code == "official-step"
    assert find_statement(ledger.book, made.drafted.statement).state is StatementState.NOTICE


def test_a_teacher_who_is_not_in_the_result_cannot_object(ledger: Ledger) -> None:
    office = desk(ledger)
    made = office.notice(office.draft(PACK, TERM, f"school:{HILL}", LAST_DAY), 2, None, FIELDS)
    with pytest.raises(Misuse):
        office.object(made, LI, "我也要看", None)
    with pytest.raises(Misuse):
        find_statement(ledger.book, "JG-9")


def test_steps_are_not_dated_before_the_draft_nor_ahead(ledger: Ledger, clock: SettableClock) -> None:
    office = desk(ledger)
    made = office.draft(PACK, TERM, "county", LAST_DAY)
    assert codes(office.notice, made, 5, date(2023, 1, 16), FIELDS) == "out-of-order"
    made = office.notice(made, 2, None, FIELDS)
    assert codes(office.object, made, LI, "明天再说", date(2023, 2, 1)) == "future-date"


def test_a_statement_counts_the_register_of_its_own_position(ledger: Ledger) -> None:
    """Li moved to the other school afterwards; the statement of the school stays as it was."""
    made = desk(ledger).issue(PACK, TERM, f"school:{TOWN}", LAST_DAY, "不需要公示")
    rows = ledger.book.kept(SchoolRegistered).records
    say(ledger.book, changed(rows[0], in_effect=date(2022, 9, 2), township="新城镇"))
    assert reproduce(ledger.book, ledger.statements, made.drafted).verdict is Verdict.SAME


def test_two_offices_that_issue_at_once_leave_one_final_result(tmp_path: Path, clock: SettableClock) -> None:
    first = open_book(tmp_path / "book.sqlite", clock)
    with official_county(tmp_path, first) as ledger:
        books = [open_book(tmp_path / "book.sqlite", clock) for _ in range(4)]
        ledgers = [ledger_over(tmp_path, book, ledger.vault) for book in books]

        def issue(one: Ledger) -> str:
            try:
                return desk(one).issue(PACK, TERM, "county", LAST_DAY, "不需要公示").state.value
            except Refused as refused:
                return refused.code

        with ThreadPoolExecutor(len(ledgers)) as threads:
            outcomes = sorted(threads.map(issue, ledgers))
        assert outcomes == ["already-final"] * 3 + ["final"]
        assert [one.state for one in statements(first)] == [StatementState.FINAL]
        for book in (*books, first):
            book.close()
