"""The kernel, which takes whole columns, says of everybody what the plain reading says of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from api.workbook.handing_in import hand_in_workbook
from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.home import Home
from projections.canonical import canonical
from projections.evaluation import Evaluation, evaluate
from projections.language.loading import load_pack
from projections.language.pack import Pack
from projections.language.schema import Rounding
from projections.language.subject_scopes import subject_of_measure
from projections.plain import PlainReading
from projections.standing import read_standing
from tests.books import open_book
from tests.projections.books_over_years import standing_over_years
from tests.projections.changed_packs import CHANGES, ROUNDINGS, SHIPPED
from tests.projections.counties_over_years import COUNTIES_OVER_YEARS
from tests.projections.random_packs import random_pack
from tests.projections.small_counties import TERM, SmallCounty, small_counties

GOLDEN = Path("tests/golden/county.xlsx")
MANY = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
FEWER = settings(MANY, max_examples=15)  # with each of many packs
SEEDS, STEPS = st.integers(0, 10**9), st.integers(1, 40)


@cache
def shipped_pack() -> Pack:
    """The pack as it is shipped."""
    return load_pack(SHIPPED)


@cache
def changed_pack(change: str) -> Pack:
    """The shipped pack with a change."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "changed.yaml"
        path.write_text(CHANGES[change](SHIPPED.read_text(encoding="utf-8")), encoding="utf-8")
        return load_pack(path)


@contextmanager
def book_of(county: SmallCounty) -> Iterator[tuple[Book, int]]:
    """A book with a small county written in it, and the position that is asked about."""
    with TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "book.sqlite")
        try:
            yield book, county.write(book)
        finally:
            book.close()


def assert_plain_says_the_same(evaluation: Evaluation) -> None:
    """Every answer alike, to the last digit and in the same order."""
    plain = PlainReading(
        evaluation.pack, evaluation.standing, evaluation.term, evaluation.as_of, historical=evaluation.historical
    )
    said = {name: of for name, of in evaluation.result.items() if name not in ("pack_digest", "term", "as_of")}
    expected = plain.of_everybody()
    for section, answers in expected.items():
        assert said.get(section) == answers
        assert section == "county" or list(said[section]) == list(answers)
    assert list(said) == list(expected)
    assert canonical(said) == canonical(expected)


def test_the_golden_county_is_the_same_either_way(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    with home.opened() as ledger:
        hand_in_workbook(ledger, GOLDEN, HandIn("local"))
        for as_of in (None, date(2022, 11, 11)):
            assert_plain_says_the_same(evaluate(ledger.book, shipped_pack(), TERM, as_of))


@MANY
@given(county=small_counties())
def test_whatever_is_recorded_the_kernel_says_what_the_plain_reading_says(county: SmallCounty) -> None:
    with book_of(county) as (book, known_at):
        assert_plain_says_the_same(evaluate(book, shipped_pack(), TERM, county.as_of, known_at))


@pytest.mark.parametrize("change", CHANGES)
@FEWER
@given(county=small_counties())
def test_whatever_the_pack_says_the_kernel_reads_it_as_the_plain_reading_does(change: str, county: SmallCounty) -> None:
    with book_of(county) as (book, known_at):
        assert_plain_says_the_same(evaluate(book, changed_pack(change), TERM, county.as_of, known_at))


@pytest.mark.parametrize("rounding", ROUNDINGS)
@settings(FEWER, max_examples=6)
@given(county=small_counties())
def test_however_points_are_rounded_both_round_alike(rounding: Rounding, county: SmallCounty) -> None:
    shipped = shipped_pack()
    conventions = structs.replace(shipped.head.conventions, rounding=rounding)
    pack = replace(shipped, head=structs.replace(shipped.head, conventions=conventions))
    with book_of(county) as (book, known_at):
        assert_plain_says_the_same(evaluate(book, pack, TERM, county.as_of, known_at))


@FEWER
@given(county=COUNTIES_OVER_YEARS, seed=SEEDS, steps=STEPS, historical=st.booleans())
def test_whatever_words_a_pack_speaks_the_kernel_reads_it_as_the_plain_reading_does(
    county: SmallCounty, seed: int, steps: int, historical: bool
) -> None:
    with standing_over_years(county, seed) as standing:
        for number in range(3):
            pack = random_pack(seed + number, steps)
            assert_plain_says_the_same(Evaluation(pack, standing, county.term, county.as_of, historical))


@FEWER
@given(county=COUNTIES_OVER_YEARS, seed=SEEDS, steps=STEPS)
def test_what_takes_many_together_may_as_well_be_asked_of_the_kernel(
    county: SmallCounty, seed: int, steps: int
) -> None:
    with standing_over_years(county, seed) as standing:
        pack = random_pack(seed, steps)
        evaluation = Evaluation(pack, standing, county.term, county.as_of)
        alone = PlainReading(pack, standing, county.term, county.as_of)
        helped = PlainReading(pack, standing, county.term, county.as_of, evaluation)
        assert helped.of_everybody() == alone.of_everybody()


@FEWER
@given(county=COUNTIES_OVER_YEARS, seed=SEEDS, steps=STEPS)
def test_every_record_of_any_subject_is_either_counted_or_left_out_with_a_reason(
    county: SmallCounty, seed: int, steps: int
) -> None:
    with standing_over_years(county, seed) as standing:
        plain = PlainReading(random_pack(seed, steps), standing, county.term, county.as_of)
        for name, measure in plain.pack.measures.items():
            for code in plain.subjects.codes(subject_of_measure(measure)):
                trace = plain.traced(code, name)
                items = plain.records.by(measure.of, measure.by, code)
                counted = [(one.position, one.entry) for one in trace.counted]
                left_out = [(one.position, one.entry) for one in trace.left_out]
                assert sorted(counted + left_out) == sorted((item.position, item.entry) for item in items)
                assert all(one.reason for one in trace.left_out)
                if measure.take == "sum" and measure.periods_with is None and not measure.periods_reaching:
                    assert trace.value == sum(one.worth for one in trace.counted)


@FEWER
@given(county=small_counties())
def test_every_record_of_a_person_is_either_counted_or_left_out_with_a_reason(county: SmallCounty) -> None:
    with book_of(county) as (book, known_at):
        plain = PlainReading(shipped_pack(), read_standing(book, known_at), county.term, county.as_of)
        for teacher in plain.teachers():
            for name, measure in plain.pack.measures.items():
                trace = plain.traced(teacher, name)
                items = plain.records.by(measure.of, measure.by, teacher)
                counted = [(one.position, one.entry) for one in trace.counted]
                left_out = [(one.position, one.entry) for one in trace.left_out]
                assert sorted(counted + left_out) == sorted((item.position, item.entry) for item in items)
                assert all(one.reason for one in trace.left_out)
                if measure.take == "sum" and measure.periods_with is None and not measure.periods_reaching:
                    assert trace.value == sum(one.worth for one in trace.counted)
