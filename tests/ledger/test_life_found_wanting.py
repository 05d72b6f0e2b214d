"""Ways round the life of a record that a sceptical reader found, each closed."""

from datetime import date

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.life import State
from ledger.records.authority import AuthorityGranted
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Misuse, Refused
from ledger.vocabulary import Office
from projections.standing import read_standing
from tests.ledger.stories import (
    AUTUMN,
    AWARD,
    HILL,
    LESSON,
    LI,
    ROTATION,
    SCHOOL,
    TEACHER,
    TOWN,
    WANG,
    changed,
    clerk,
    codes,
    month_confirmed,
    row,
)

SCHOOL_OFFICE, HILL_OFFICE = Authority(f"school:{TOWN}"), Authority(f"school:{HILL}")
CLERK, OFFICE = HandIn("chen", SCHOOL_OFFICE, AUTUMN), HandIn("office", COUNTY)
SECOND = changed(ROTATION, start=date(2022, 12, 1), planned_end=date(2023, 6, 30))
SHORT = changed(ROTATION, planned_end=date(2022, 11, 30))


def asked(act: Act, record: Record, numbers: tuple[int, ...] = ()) -> Request:
    return Request(act, stream_of(record), entry_of(record), numbers, "核对有误")


def say(book: Book, *records: Record, who: HandIn = CLERK, file: str = "c") -> str:
    with book.writing(who) as pen:
        return codes(pen.write([row(*records, file=file)]))[0]


def refused(book: Book, who: HandIn, request: Request) -> str:
    with pytest.raises(Refused) as caught:
        book.act(who, request)
    return caught.value.code


@pytest.fixture
def county(book: Book) -> Book:
    grants = [
        AuthorityGranted("rotation.started", Office.HOST_SCHOOL, AUTUMN.start),
        AuthorityGranted("rotation.month_confirmed", Office.HOST_SCHOOL, AUTUMN.start),
        AuthorityGranted("rotation.month_confirmed", Office.COUNTY, AUTUMN.start, "人事股", step=2),
    ]
    people = [TEACHER, changed(TEACHER, teacher=WANG)]
    with book.writing(clerk()) as pen:
        pen.write([row(one, number=n) for n, one in enumerate([AUTUMN, SCHOOL, *people, *grants])])
    return book


def test_a_correction_that_waits_frees_no_time_while_what_was_attested_still_counts(county: Book) -> None:
    say(county, ROTATION)
    county.act(OFFICE, asked(Act.ATTESTED, ROTATION))
    county.correct(CLERK, asked(Act.CORRECTED, ROTATION), SHORT)
    assert say(county, SECOND) == "already-on-rotation"


def test_a_correction_that_is_withdrawn_takes_all_that_waits_with_it(county: Book) -> None:
    say(county, ROTATION)
    county.correct(CLERK, asked(Act.CORRECTED, ROTATION), SHORT)
    assert say(county, SECOND) == "written"
    county.act(CLERK, asked(Act.WITHDRAWN, ROTATION))
    assert county.kept(type(ROTATION)).records == [SECOND]


def test_each_office_attests_what_is_its_own_step_of_an_entry(county: Book) -> None:
    say(county, ROTATION, month_confirmed(9))
    host, personnel = HandIn("host", HILL_OFFICE), HandIn("personnel", Authority("county:人事股"))
    county.act(host, asked(Act.ATTESTED, ROTATION))
    assert county.kept(type(ROTATION)).states == [State.ATTESTED]
    assert county.kept(type(month_confirmed(9))).states == [State.RECORDED]
    county.act(personnel, asked(Act.ATTESTED, ROTATION))
    assert county.kept(type(month_confirmed(9))).states == [State.ATTESTED]
    say(county, month_confirmed(10), file="d")
    county.act(host, asked(Act.ATTESTED, ROTATION))
    say(county, month_confirmed(11), file="e")
    assert refused(county, HandIn("other", Authority("school:S009")), asked(Act.ATTESTED, ROTATION)) == "not-entitled"
    county.act(host, asked(Act.ATTESTED, ROTATION))
    county.act(personnel, asked(Act.ATTESTED, ROTATION))
    assert county.kept(type(month_confirmed(9))).states == [State.ATTESTED] * 3


def test_with_a_main_record_its_parts_are_withdrawn_by_position_too(county: Book) -> None:
    say(county, ROTATION, month_confirmed(9))
    county.act(CLERK, asked(Act.WITHDRAWN, ROTATION, (1,)))
    assert county.kept(type(month_confirmed(9))).records == []
    assert list(read_standing(county).mains_of("rotation.month_confirmed")) == []


def test_a_workbook_handed_in_to_correct_corrects_nobody_elses_records(county: Book) -> None:
    say(county, LESSON)
    other = HandIn("x", HILL_OFFICE, AUTUMN, correcting="更正")
    assert say(county, changed(LESSON, notes="另写"), who=other) == "not-entitled"
    assert say(county, changed(LESSON, notes="另写"), who=HandIn("chen", COUNTY, AUTUMN, "更正")) == "own-record"


def test_nobody_attests_their_own_record_by_recording_it_for_a_higher_office(county: Book) -> None:
    county.append(OFFICE, row(AuthorityGranted("award.won", Office.COUNTY, AUTUMN.start, "教研室")))
    research = Authority("county:教研室")
    won = changed(AWARD, contest="")
    say(county, won, who=HandIn(LI, research))
    assert county.kept(type(AWARD)).attested == [False]
    assert say(county, LESSON, who=HandIn(LI, COUNTY)) == "own-record"
    later = changed(won, on=date(2022, 12, 1))
    say(county, later)
    with pytest.raises(Refused, match="不能再审核"):
        county.correct(HandIn("chen", research), asked(Act.CORRECTED, later), changed(later, certificate="另号"))


def test_an_objection_stays_open_through_a_correction(county: Book) -> None:
    say(county, LESSON, who=OFFICE)
    county.act(HandIn(LI, SCHOOL_OFFICE), asked(Act.OBJECTED, LESSON))
    county.correct(OFFICE, asked(Act.CORRECTED, LESSON), changed(LESSON, notes="改了一字"))
    county.act(HandIn("decider", COUNTY), asked(Act.DECIDED, LESSON))
    assert refused(county, HandIn("decider", COUNTY), asked(Act.DECIDED, LESSON)) == "not-objected"


def test_one_row_of_the_register_is_voided_or_corrected_by_itself(county: Book) -> None:
    moved = changed(TEACHER, title="高级教师", in_effect=date(2022, 11, 1))
    with county.writing(HandIn("office", COUNTY, AUTUMN)) as pen:
        pen.write([row(moved, file="d")])
    rows = county.kept(type(TEACHER)).records
    assert len(rows) == 3
    county.correct(OFFICE, asked(Act.CORRECTED, moved, (2,)), changed(rows[-1], in_effect=date(2022, 12, 1)))
    days = [one.in_effect for one in county.kept(type(TEACHER)).records if one.teacher == LI]
    assert days == [AUTUMN.start, date(2022, 12, 1)]
    county.act(OFFICE, asked(Act.VOIDED, moved, (4,)))
    assert [one.in_effect for one in county.kept(type(TEACHER)).records if one.teacher == LI] == [AUTUMN.start]


@pytest.mark.parametrize(("actor", "authority"), [("", "county"), (" ", "county"), ("\udcff", "county")])
def test_an_actor_that_cannot_be_shown_is_misuse(actor: str, authority: str) -> None:
    with pytest.raises(Misuse):
        HandIn(actor, Authority(authority))


@pytest.mark.parametrize("authority", ["", "schol:S001", "school:", "nonsense", "county:", "school"])
def test_an_office_that_is_none_is_misuse(authority: str) -> None:
    with pytest.raises(Misuse):
        HandIn("chen", Authority(authority))


def test_space_around_an_actor_makes_nobody_else_of_them(county: Book) -> None:
    say(county, LESSON)
    assert refused(county, HandIn("chen ", COUNTY), asked(Act.ATTESTED, LESSON)) == "own-record"
