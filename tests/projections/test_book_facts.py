"""What the book says of a record: when it was recorded, which office attested it when, how many files are with it."""

from datetime import date

from ledger.acts.request import Evidence, Request
from ledger.book import Book
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.records.record import entry_of, stream_of
from projections.book_facts import NEVER, SaidOfRecord
from projections.facts import Facts
from projections.standing import Standing, read_standing
from tests.ledger.stories import (
    AUTUMN,
    LESSON,
    LI,
    MEETING,
    SCHOOL,
    TEACHER,
    TOWN,
    WANG,
    SettableClock,
    changed,
    clerk,
    row,
)

OFFICE = Authority(f"school:{TOWN}")
PHOTOGRAPH = Evidence("1f" * 32, "image/jpeg", 1000, "照片.jpg")
SCAN = Evidence("2f" * 32, "application/pdf", 2000, "记录.pdf")
BY_COUNTY = HandIn("clerk", COUNTY, AUTUMN)


def step(act: Act, reason: str = "", evidence: Evidence | None = None) -> Request:
    """An act on the lesson's entry."""
    return Request(act, stream_of(LESSON), entry_of(LESSON), reason=reason, evidence=evidence)


def written(book: Book) -> None:
    """The register of the county, and a lesson that the school hands in."""
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, changed(TEACHER, teacher=WANG))])
    with book.writing(HandIn("school clerk", OFFICE, AUTUMN)) as pen:
        assert pen.write([row(LESSON)]) == [[LESSON]]


def said(standing: Standing) -> SaidOfRecord:
    """What is said of the one lesson."""
    [found] = standing.said_of("lesson.observed")
    return found


def test_what_the_county_records_itself_is_attested_the_day_it_is_recorded(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, changed(TEACHER, teacher=WANG), LESSON)])
    day = date(2023, 1, 31)
    assert said(read_standing(book)) == SaidOfRecord(day, COUNTY, day, COUNTY, 0)


def test_what_a_school_records_is_attested_when_the_office_attests_it(book: Book, clock: SettableClock) -> None:
    written(book)
    assert said(read_standing(book)) == SaidOfRecord(date(2023, 1, 31), OFFICE, NEVER, "", 0)
    clock.advance(days=2, hours=13)  # after midnight in the county, still the day before in UTC
    before = book.position
    book.act(BY_COUNTY, step(Act.ATTESTED))
    assert said(read_standing(book)) == SaidOfRecord(date(2023, 1, 31), OFFICE, date(2023, 2, 3), COUNTY, 0)
    assert said(read_standing(book, before)).attested_on == NEVER


def test_what_is_returned_is_attested_no_more(book: Book) -> None:
    written(book)
    book.act(BY_COUNTY, step(Act.RETURNED, "缺反思"))
    assert said(read_standing(book)).attested_by == ""


def test_a_file_counts_once_however_often_it_is_attached(book: Book) -> None:
    written(book)
    for file in (PHOTOGRAPH, PHOTOGRAPH, SCAN):
        book.act(HandIn("school clerk", OFFICE, AUTUMN), step(Act.EVIDENCED, evidence=file))
    assert said(read_standing(book)).evidence == 2
    evidence = Facts(read_standing(book)).table("lesson.observed").column("record.evidence")
    assert evidence.values.fractions(1) == [2]


def test_of_those_who_attended_a_meeting_the_meeting_is_told(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, MEETING)])
    standing = read_standing(book)
    attended = standing.said_of("preparation.attended")
    assert len(attended) == len(standing.records_of("preparation.attended").records) > 1
    assert {one.recorded_on for one in attended} == {date(2023, 1, 31)}


def test_everybody_on_a_list_stands_at_the_first_place(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, changed(MEETING, attended=(WANG, LI, WANG)))])
    facts = Facts(read_standing(book))
    table = facts.table("preparation.held")
    assert table.is_list("attended")
    assert not table.is_list("leader")
    rows, codes, places = table.listed("attended")
    assert [facts.words.word(code) for code in codes.tolist()] == [WANG, LI]
    assert (rows.tolist(), places.tolist()) == ([0, 0], [1, 2])
