"""Thirty offices award eight first prizes at once: eight are written, the others are refused, and none crashes."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Barrier

import pytest

from ledger.book import Book
from ledger.records.award import AwardWon
from ledger.records.record import Record
from ledger.records.studio import StudioFounded
from tests.books import open_book
from tests.ledger.contest_stories import OPEN_TO_ALL, award, closed, entered, write
from tests.ledger.stories import assert_no_gap, changed, clerk, codes, row
from tests.ledger.studio_stories import founded, limits
from tests.torture import times

WRITERS = 30
ROUNDS = times(3, 200)

pytestmark = pytest.mark.torture


@pytest.fixture
def books(tmp_path: Path) -> Iterator[list[Book]]:
    """One book, opened by every writer for itself."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(open_book(tmp_path / "book.sqlite"))) for _ in range(WRITERS)]


def raced(books: list[Book], said: list[Record]) -> Counter[str]:
    """All said at once, each by a writer of its own; how often which outcome came."""
    line = Barrier(len(said))

    def say(number: int) -> str:
        line.wait()
        with books[number].writing(clerk()) as pen:
            return codes(pen.write([row(said[number], file=f"{number % 16:x}", number=number)]))[0]

    with ThreadPoolExecutor(len(said)) as pool:
        return Counter(pool.map(say, range(len(said))))


@pytest.mark.parametrize("coded", [True, False], ids=["with the contest's code", "as in a workbook's list"])
def test_of_thirty_first_prizes_awarded_at_once_eight_are_written(books: list[Book], coded: bool) -> None:
    for number in range(ROUNDS):
        contest = changed(OPEN_TO_ALL, code=f"GK-{number}", series=f"说课{number}")
        write(books[0], contest, *(entered(one, contest.code) for one in range(WRITERS)), closed(contest.code))
        outcomes = raced(books, [award(one, of=contest, coded=coded) for one in range(WRITERS)])
        assert outcomes == {"written": 8, "no-prize-left": WRITERS - 8}
    assert len(books[1].kept(AwardWon).records) == 8 * ROUNDS
    assert_no_gap(books[0])


def test_of_thirty_studios_founded_at_once_as_many_are_written_as_were_announced(books: list[Book]) -> None:
    write(books[0], limits(10, 10))
    assert raced(books, [founded(one) for one in range(WRITERS)]) == {"written": 10, "studio-limit": WRITERS - 10}
    assert len(books[1].kept(StudioFounded).records) == 10
    assert_no_gap(books[0])
