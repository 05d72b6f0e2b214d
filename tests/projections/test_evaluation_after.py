"""Going on from an earlier evaluation gives what evaluating all anew gives, digest for digest, whatever was written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.records.activity import ActivityDone
from ledger.records.result import ResultReached
from ledger.store.rows import Row
from ledger.submission import Submission
from projections.canonical import canonical
from projections.catalogue import find_pack
from projections.evaluation import Evaluation
from projections.language.pack import Pack
from projections.standing import read_standing
from projections.touched import touched_between
from tests.books import open_book
from tests.projections.books_over_years import Clock
from tests.projections.counties_over_years import COUNTIES_OVER_YEARS, county_over_years
from tests.projections.events_one_by_one import GoingOn
from tests.projections.random_clauses import Clauses
from tests.projections.random_packs import PackMaker, random_pack
from tests.projections.small_counties import TEACHERS, SmallCounty, small_counties
from tests.torture import times

SEEDS, STEPS = st.integers(0, 10**9), st.integers(5, 60)
MANY = settings(
    deadline=None,
    max_examples=times(8, 2_000),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def empty_book() -> Iterator[Book]:
    """A book in a folder of its own."""
    with TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "book.sqlite", Clock())
        try:
            yield book
        finally:
            book.close()


@cache
def taikang() -> Pack:
    """The county's own plan."""
    return find_pack("taikang-2022")


def goes_on(
    book: Book, county: SmallCounty, pack: Pack, seed: int, *, historical: bool = False, events: int = 5
) -> None:
    """Event after event the evaluation that goes on says what a fresh one says."""
    going_on = GoingOn(book, county, seed)
    before = read_standing(book)
    evaluation = Evaluation(pack, before, county.term, county.as_of, historical)
    evaluation.compute()
    for position in going_on.steps(events):
        standing = read_standing(book, position)
        touched = touched_between(book.stored, evaluation.standing.position, position)
        evaluation = evaluation.after(standing, touched)
        fresh = Evaluation(pack, standing, county.term, county.as_of, historical)
        assert evaluation.digest == sha256(canonical(fresh.result)).hexdigest()


@MANY
@given(county=COUNTIES_OVER_YEARS, seed=SEEDS, steps=STEPS, historical=st.booleans())
def test_whatever_words_a_pack_speaks_going_on_gives_what_beginning_anew_gives(
    county: SmallCounty, seed: int, steps: int, historical: bool
) -> None:
    with empty_book() as book:
        goes_on(book, county, random_pack(seed, steps), seed, historical=historical)


@settings(MANY, max_examples=times(4, 500))
@given(county=small_counties(), seed=SEEDS)
def test_the_countys_own_plan_goes_on_as_well(county: SmallCounty, seed: int) -> None:
    with empty_book() as book:
        goes_on(book, county, taikang(), seed, events=3)


def _read_by_others() -> Pack:
    """A pack that counts activities by a result that they are linked to, and in a window that results begin."""
    maker = PackMaker(1)
    clauses = Clauses(maker)
    activities = {"of": "activity.done", "by": "teacher"}
    linked = {"link": {"to": "result.reached", "alike": {"teacher": "teacher"}}}
    maker.add("measures", "linked", activities | linked | {"where": [{"if": "linked.known", "otherwise": "无"}]})
    first = maker.add("measures", "first", {"of": "result.reached", "by": "teacher", "take": "first_day"})
    window = maker.add("windows", "window", {"from": first, "to": "as_of"})
    maker.add("measures", "inside", activities | {"within": {"day": "on", "window": window}})
    clauses.figures()
    return maker.pack


def test_what_is_read_by_a_link_or_through_a_window_is_read_anew() -> None:
    with empty_book() as book:
        county, pack = county_over_years(1, 0), _read_by_others()
        county.write(book)
        one, other = TEACHERS[:2]
        day = county.term.start + timedelta(days=9)
        evaluation = Evaluation(pack, read_standing(book), county.term, date(2024, 1, 1))
        digests = [evaluation.digest]
        for record in (
            ActivityDone(one, "监考", "课题一", day),
            ActivityDone(other, "监考", "课题一", day),
            ResultReached(one, "课题一", day + timedelta(days=5)),
            ResultReached(one, "课题二", day - timedelta(days=5)),
            ResultReached(other, "课题二", day - timedelta(days=5)),
        ):
            with book.writing(HandIn("clerk", COUNTY, county.term)) as pen:
                pen.write([Submission([record])])
            standing = read_standing(book)
            touched = touched_between(book.stored, evaluation.standing.position, standing.position)
            assert touched
            evaluation = evaluation.after(standing, touched)
            fresh = Evaluation(pack, standing, county.term, evaluation.as_of)
            assert evaluation.digest == sha256(canonical(fresh.result)).hexdigest()
            digests.append(evaluation.digest)
        assert len(set(digests)) >= 4


def test_what_was_written_in_between_is_all_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with empty_book() as book:
        county_over_years(1, 30).write(book)
        stored, read = type(book.stored), list[Row]()
        named = stored._named  # type: ignore[attr-defined]

        def counted(self: object, rows: Sequence[Row]) -> list[Row]:
            found: list[Row] = named(self, rows)
            read.extend(found)
            return found

        monkeypatch.setattr(stored, "_named", counted)
        assert book.position > 40
        last = book.position
        for before in (20, last - 1):
            read.clear()
            touched_between(book.stored, before, before + 1)
            assert 1 <= len(read) < 10
