"""Several offices at once in a round of review: one list is written, one word on a dossier, one set of dossiers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest

from ledger.book import Book
from ledger.records.record import Record
from ledger.records.review_applying import FrozenDossier, ReviewFrozen, ReviewWithdrawn
from ledger.records.review_listing import ReviewListed
from ledger.records.review_panel import ReviewScored, ReviewStoodAside
from ledger.vocabulary import ReviewStep
from tests.books import open_book
from tests.ledger.rounds import PANEL, PART, Round, announcement, applicant
from tests.ledger.rounds_read import RoundRead
from tests.ledger.stories import SettableClock, assert_no_gap, clerk, codes, row
from tests.torture import times

WRITERS = 6
EVERYBODY = range(1, WRITERS + 1)

pytestmark = pytest.mark.torture


@pytest.fixture
def clock() -> SettableClock:
    """Before the round begins; all writers go by it."""
    return SettableClock(datetime(2023, 1, 31, 4, tzinfo=UTC))


@pytest.fixture
def books(tmp_path: Path, clock: SettableClock) -> Iterator[list[Book]]:
    """One book, opened by every writer for itself."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(open_book(tmp_path / "book.sqlite", clock))) for _ in range(WRITERS + 1)]


def raced(books: list[Book], said: Sequence[Record]) -> list[str]:
    """All said at once, each by a writer of its own; what became of each."""
    line = Barrier(len(said))

    def say(number: int) -> str:
        line.wait()
        with books[number].writing(clerk()) as pen:
            return codes(pen.write([row(said[number], file=f"{number:x}", number=number)]))[0]

    with ThreadPoolExecutor(len(said)) as pool:
        return list(pool.map(say, range(len(said))))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_of_lists_drawn_up_at_once_one_is_written(books: list[Book], clock: SettableClock) -> None:
    review = Round(books[0], clock, announcement(judged=(), majority=None, panel=(), computed=all_computed()))
    review.frozen_with(EVERYBODY)
    day = review.day(ReviewStep.JUDGE)
    clock.now = noon(day)
    said = [ReviewListed(review.code, 1, day, 10**6, f"{one:064x}", (applicant(one),)) for one in EVERYBODY]
    assert Counter(raced(books, said)) == {"written": 1, "clash": WRITERS - 1}
    RoundRead(books[0]).check_all()


def all_computed() -> tuple[object, ...]:
    """No part is judged."""
    [part] = announcement().computed
    return (type(part)(part.name, part.source, part.most, Decimal(100)),)


@pytest.mark.parametrize("attempt", range(times(3, 200)))
def test_who_withdraws_while_the_dossiers_are_frozen_is_in_them_or_out_of_the_round(
    books: list[Book], clock: SettableClock, attempt: int
) -> None:
    review = Round(books[0], clock)
    for number in EVERYBODY:
        review.apply(number)
    for number in EVERYBODY:
        assert not any(review.check(number, level) for level in review.said.checks)
    day = review.day(ReviewStep.CHECK, 5)
    clock.now = noon(day)
    dossiers = tuple(FrozenDossier(applicant(one), f"{one:064x}", one) for one in EVERYBODY)
    said: list[Record] = [ReviewWithdrawn(review.code, applicant(one), day) for one in (2, 4)]
    frozen, *gone = raced(books, [ReviewFrozen(review.code, day, 1, dossiers), *said])
    if frozen == "written":
        assert gone == ["already-frozen"] * 2
    else:
        assert (frozen, set(gone)) == ("dossiers-differ", {"written"})
    assert_no_gap(books[0])


@pytest.mark.parametrize("attempt", range(times(3, 200)))
def test_a_member_who_scores_and_stands_aside_at_once_has_done_one_of_them(
    books: list[Book], clock: SettableClock, attempt: int
) -> None:
    review = Round(books[0], clock)
    review.frozen_with([1])
    day = review.day(ReviewStep.JUDGE)
    clock.now = noon(day)
    scored = ReviewScored(review.code, 1, PANEL[0], PART, Decimal(90), day)
    aside = ReviewStoodAside(review.code, PANEL[0], applicant(1), day, "师徒")
    assert raced(books, [scored, aside]) in (["written", "already-scored"], ["stands-aside", "written"])
    RoundRead(books[0]).check_all()
