"""What schools have handed in for a term is what is counted record by record; the file of each record is known."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_type_hints

from hypothesis import HealthCheck, given, settings

from ledger.book import Book
from ledger.life import State
from ledger.records import KINDS
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, TeacherId
from ledger.records.school_year import TermAnnounced
from ledger.scope import COUNTY_ONLY
from projections.catalogue import find_pack
from projections.county_board import county_board
from projections.evaluation import Evaluation
from projections.school_reports import SchoolReport, school_reports
from projections.sources import sources_of
from projections.standing import read_standing
from projections.touched import REGISTER
from tests.api.two_schools import handed_in, observations, school_workbook, two_schools
from tests.projections.small_counties import SmallCounty, small_counties
from tests.projections.test_kernel_held_to_plain import book_of

PACK = find_pack("taikang-2022")
SOME = settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _reports(book: Book, term: TermAnnounced, as_of: date, known_at: int) -> tuple[Evaluation, list[SchoolReport]]:
    evaluation = Evaluation(PACK, read_standing(book, known_at), term, as_of)
    return evaluation, school_reports(evaluation, county_board(evaluation), book)


def _by_hand(book: Book, evaluation: Evaluation, known_at: int) -> Counter[tuple[str, str, State]]:
    """By school, kind and state how many records of the term stand."""
    term, as_of = evaluation.term, evaluation.as_of
    school_of = {row.teacher: row.school for row in evaluation.county.teachers.records}
    schools = {row.school for row in evaluation.county.schools.records}
    found: Counter[tuple[str, str, State]] = Counter()
    for name, record_class in KINDS.items():
        kind = name.partition("/")[0]
        if not record_class.whose or kind in COUNTY_ONLY or kind in REGISTER:
            continue
        kept = book.kept(record_class, known_at)
        for state, record in zip(kept.states, kept.records, strict=True):
            whose = getattr(record, record_class.whose)
            of_teacher = get_type_hints(record_class)[record_class.whose] is TeacherId
            school = school_of.get(whose, "") if of_teacher else whose
            if school in schools and _is_of(record, term, as_of):
                found[school, kind, state] += 1
    return found


def _is_of(record: Record, term: TermAnnounced, as_of: date) -> bool:
    day: date | None = getattr(record, record.happened_on) if record.happened_on else None
    said = getattr(record, "term", None)
    if said is not None:
        return bool(said == term.term) and (day is None or day <= as_of)
    start = term.start.replace(day=1) if record.happened_on == "month" else term.start
    return day is not None and start <= day <= min(term.end, as_of)


@SOME
@given(small_counties())
def test_every_number_is_what_is_counted_record_by_record(county: SmallCounty) -> None:
    with book_of(county) as (book, known_at):
        evaluation, reports = _reports(book, county.term, county.as_of, known_at)
        told: Counter[tuple[str, str, State]] = Counter()
        for report in reports:
            for one in report.kinds:
                told[report.school, one.kind, State.ATTESTED] += one.attested
                told[report.school, one.kind, State.RECORDED] += one.waiting
                told[report.school, one.kind, State.RETURNED] += one.returned
                assert one.records >= one.attested + one.waiting + one.returned > 0
                assert one.kind not in report.missing
        assert +told == _by_hand(book, evaluation, known_at)


def test_a_school_that_hands_in_a_workbook_is_told_by_its_file_and_what_is_missing(tmp_path: Path) -> None:
    home = two_schools(tmp_path)
    lessons = observations(3)
    handed_in(home, school_workbook(tmp_path, "first.xlsx", 听课记录=lessons[:2]))
    handed_in(home, school_workbook(tmp_path, "again.xlsx", 听课记录=lessons))
    with home.opened() as ledger:
        book = ledger.book
        [term] = book.kept(TermAnnounced).records
        _, [one, two] = _reports(book, term, date(2022, 12, 30), book.position)
        assert (one.school, one.records, one.waiting) == ("S001", 3, 3)
        assert [book.records for book in one.workbooks] == [2, 1]
        assert one.last_day == date(2022, 9, 7)
        assert one.recorded_on == book.today()
        assert "lesson.observed" not in one.missing
        assert (two.school, two.records, two.recorded_on, two.workbooks) == ("S002", 0, None, ())
        assert "lesson.observed" in two.missing
        assert "contest.announced" not in two.missing  # the county's own
        positions = book.kept(LessonObserved).positions
        events = book.at(positions)
        sources = sources_of(book, 1, book.position)
        files = [events[position].source.file for position in positions]  # type: ignore[union-attr]
        assert [
            sources.files[number - 1] for number in sources.of(read_standing(book).table("lesson.observed").positions)
        ] == files
