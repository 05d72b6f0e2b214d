"""What later corrections, voids and late records would change of a statement: who, what, and by which records."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.event import Authority
from ledger.home import Ledger
from ledger.records.leave import LeaveTaken
from ledger.records.reading import EssayWritten
from ledger.records.record import Record, entry_of
from projections.evaluation import evaluate
from projections.statements.affected import Consequences, affected
from projections.statements.listing import Statement
from projections.statements.reaching import kinds_reached
from tests.api.official_county import LAST_DAY, PACK, TERM, correct, desk, lesson, official_county, say, void
from tests.ledger.people import LI, TOWN, WANG, ZHAO
from tests.ledger.stories import AUTUMN, changed


@pytest.fixture
def ledger(tmp_path: Path, book: Book) -> Iterator[Ledger]:
    with official_county(tmp_path, book) as ledger:
        yield ledger


@pytest.fixture
def made(ledger: Ledger) -> Statement:
    return desk(ledger).issue(PACK, TERM, "county", LAST_DAY, "不需要公示")


def told(ledger: Ledger, made: Statement) -> Consequences:
    return affected(ledger.book, made.drafted)


def change(consequences: Consequences, teacher: str, place: str) -> tuple[object, object]:
    changes = {"/".join(one.place[2:]): one for one in consequences.of("teachers")[teacher].changes}
    return changes[place].before, changes[place].after


def made_by(consequences: Consequences, teacher: str) -> list[tuple[str, str, bool]]:
    return [(one.entry, one.act.value, one.late) for one in consequences.of("teachers")[teacher].records]


def name(record: Record) -> str:
    return entry_of(record).hex()


def test_right_after_it_was_made_nothing_is_affected(ledger: Ledger, made: Statement) -> None:
    consequences = told(ledger, made)
    assert consequences.by_subject == {}
    assert consequences.digest_now == made.drafted.result


def test_a_late_record_a_correction_and_a_void_each_name_whom_they_would_change(
    ledger: Ledger, made: Statement
) -> None:
    book = ledger.book
    late, wrong = lesson(6, day=7), lesson(1, WANG, 8)
    say(book, late)
    correct(book, wrong, changed(wrong, reflection=""))
    void(book, lesson(1, ZHAO, 9))
    consequences = told(ledger, made)
    assert set(consequences.of("teachers")) == {LI, WANG, ZHAO}
    assert change(consequences, LI, "quotas/observe-20/done") == (15, 16)
    assert change(consequences, WANG, "quotas/observe-20/done") == (3, 2)
    assert change(consequences, ZHAO, "quotas/observe-20/done") == (2, 1)
    assert made_by(consequences, LI) == [(name(late), "recorded", True)]
    assert made_by(consequences, WANG) == [(name(wrong), "corrected", False)]
    assert made_by(consequences, ZHAO) == [(name(lesson(1, ZHAO, 9)), "voided", False)]
    assert consequences.digest_now == evaluate(book, PACK, TERM, LAST_DAY).digest


def test_what_does_not_count_or_happened_later_affects_nobody(ledger: Ledger, made: Statement) -> None:
    say(ledger.book, lesson(7, day=7), authority=Authority("school:S001"))  # not attested
    say(ledger.book, changed(lesson(6), on=date(2023, 1, 20)))  # after the last day
    say(ledger.book, changed(lesson(6, day=7), reflection="", notes=""))
    assert told(ledger, made).by_subject == {}


def test_records_of_other_kinds_are_not_named_as_the_reason(ledger: Ledger, made: Statement) -> None:
    late = lesson(6, day=7)
    say(ledger.book, late, EssayWritten(AUTUMN.term, ZHAO, 2100))
    consequences = told(ledger, made)
    assert [entry for entry, _, _ in made_by(consequences, LI)] == [name(late)]
    assert [entry for entry, _, _ in made_by(consequences, ZHAO)] == [name(EssayWritten(AUTUMN.term, ZHAO, 0))]


def test_leave_that_is_told_of_late_changes_what_is_owed(ledger: Ledger, made: Statement) -> None:
    leave = LeaveTaken(ZHAO, date(2022, 9, 1), date(2022, 11, 30), "产假")
    say(ledger.book, leave)
    consequences = told(ledger, made)
    before, after = change(consequences, ZHAO, "quotas/observe-20/target")
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert after < before
    assert [entry for entry, _, _ in made_by(consequences, ZHAO)] == [name(leave)]


def test_a_statement_of_one_school_is_affected_by_its_own_only(ledger: Ledger) -> None:
    made = desk(ledger).issue(PACK, TERM, f"school:{TOWN}", LAST_DAY, "不需要公示")
    void(ledger.book, lesson(1, ZHAO, 9))
    assert told(ledger, made).by_subject == {}
    void(ledger.book, lesson(1, LI, 5))
    assert set(told(ledger, made).of("teachers")) == {LI}


def test_the_form_for_programs(ledger: Ledger, made: Statement) -> None:
    late = lesson(6, day=7)
    say(ledger.book, late)
    form = told(ledger, made).to_json()
    assert form["id"] == "JG-1"
    assert form["position"] == made.drafted.position
    assert form["known_at"] == ledger.book.position
    assert form["digest"] == made.drafted.result != form["digest_now"]
    assert form["groups"] == form["schools"] == {}
    assert {"at": f"teachers/{LI}/quotas/observe-20/done", "before": 15, "after": 16} in form["teachers"][LI]["changes"]
    assert form["teachers"][LI]["records"] == [
        {
            "position": ledger.book.position,
            "entry": name(late),
            "kind": "lesson.observed/2",
            "act": "recorded",
            "late": True,
        }
    ]


def test_a_clause_reaches_the_kinds_that_it_counts_by_whatever_parts() -> None:
    assert "lesson.observed" in kinds_reached(PACK, ["observe-20"])
    assert "essay.written" not in kinds_reached(PACK, ["observe-20"])
    assert {"lesson.observed", "essay.written", "preparation.held"} <= kinds_reached(PACK, [""]).keys()
