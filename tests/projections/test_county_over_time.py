"""A county week by week and term by term: what columns add up to is what is counted record by record."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.hand_in import HandIn
from ledger.life import State
from ledger.records.lesson import LessonObserved
from ledger.records.pack_adopted import PackAdopted
from ledger.submission import Submission
from projections.catalogue import find_pack
from projections.county_board import Cell, county_board
from projections.county_figures import points_of
from projections.evaluation import Evaluation
from projections.observations_by_week import observations_by_week
from projections.packs_of_time import pack_of_term
from projections.standing import read_standing
from projections.term_figures import term_figures
from tests.books import open_book
from tests.ledger.stories import AUTUMN
from tests.projections.small_counties import SmallCounty, small_counties
from tests.projections.test_kernel_held_to_plain import book_of

PACK = find_pack("taikang-2022")
SOME = settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SOME
@given(small_counties(), st.booleans())
def test_weeks_points_and_figures_are_those_of_the_records_and_teachers_of_the_schools(
    county: SmallCounty, some: bool
) -> None:
    with book_of(county) as (book, known_at):
        evaluation = Evaluation(PACK, read_standing(book, known_at), county.term, county.as_of)
        school_of = {row.teacher: str(row.school) for row in evaluation.county.teachers.records}
        registered = {row.school for row in evaluation.county.schools.records}
        schools = frozenset(sorted(registered)[:1]) if some else None
        last = min(county.term.end, county.as_of)
        monday = county.term.start - timedelta(days=county.term.start.weekday())
        counted: Counter[tuple[date, bool]] = Counter()
        kept = book.kept(LessonObserved, known_at)
        for state, lesson in zip(kept.states, kept.records, strict=True):
            here = schools is None or school_of.get(evaluation.code_now(lesson.observer)) in schools
            if here and county.term.start <= lesson.on <= last:
                counted[lesson.on - timedelta(days=lesson.on.weekday()), state is State.ATTESTED] += 1
        weeks = observations_by_week(evaluation, schools)
        assert {(week.monday, True): week.attested for week in weeks if week.attested} | {
            (week.monday, False): week.others for week in weeks if week.others
        } == counted
        assert [week.monday for week in weeks] == [monday + timedelta(days=7 * n) for n in range(len(weeks))]
        totals = sorted(
            said["points"]["total"]
            for code, said in evaluation.teachers.items()
            if "total" in said["points"] and (schools is None or school_of[code] in schools)
        )
        spread = points_of(evaluation, schools)
        assert [(one.of, one.lowest, one.highest) for one in spread] == [
            (len(totals), totals[0], totals[-1]) for _ in spread
        ]
        assert bool(spread) is bool(totals)
        figures = term_figures(evaluation, county_board(evaluation), [], schools)
        assert figures.observations == sum(counted.values())
        assert figures.median == (totals[(len(totals) - 1) // 2] if totals else None)
        quotas = [
            quota["met"]
            for code, said in evaluation.teachers.items()
            if school_of[code] in (registered if schools is None else schools)
            for quota in said["quotas"].values()
        ]
        assert figures.duties == Cell(len(quotas), sum(quotas))


def test_a_term_is_looked_at_with_the_pack_of_its_time(tmp_path: Path) -> None:
    text = PACK.text.replace('version: "1"', 'version: "2"', 1)
    digest = sha256(text.encode()).hexdigest()
    before = replace(AUTUMN, term="2021-2022-1", start=date(2021, 8, 30), end=date(2022, 1, 14))
    after = replace(AUTUMN, term="2023-2024-1", start=date(2023, 8, 28), end=date(2024, 1, 12))
    book = open_book(tmp_path / "book.sqlite")
    with book.writing(HandIn("bureau")) as pen:
        adopted = PackAdopted(date(2023, 3, 1), PACK.head.id, "2", digest, text)
        pen.write([Submission([one]) for one in (AUTUMN, adopted)])
    known = book.position
    assert pack_of_term(book, before, known) is None  # there was none then
    assert pack_of_term(book, AUTUMN, known) == "taikang-2022@1"
    assert pack_of_term(book, after, known) == "taikang-2022@2"
    assert pack_of_term(book, after, known - 1) == "taikang-2022@1"  # as the book was known then
    book.close()


def test_a_share_is_a_whole_percent_of_the_exact_one() -> None:
    for of in range(1, 40):
        for done in range(of + 1):
            assert Cell(of, done).percent == int(Fraction(done * 100, of))
