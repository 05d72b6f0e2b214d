"""Rows that cannot be read, wherever in the book somebody has put them: each is told, and the rest is read."""

import pytest

from ledger.book import Book
from ledger.home import BOOK, Home
from ledger.store.faults import ConnectionLost
from ledger.store.reading import ReadingRows
from projections.verifying.whole import verify
from tests.books import by_another_hand
from tests.ledger.stories import clerk, lessons

FAR, UNKNOWN = 2**62, 30_000
LESSONS = 5


@pytest.fixture
def county(home: Home) -> Home:
    with home.opened() as ledger:
        for lesson in lessons(LESSONS):
            assert ledger.book.append(clerk(None), lesson)
    return home


def told_of(home: Home) -> set[int | None]:
    return {fault.position for fault in verify(home, only=["book"]).faults}


@pytest.mark.parametrize("at", [3, LESSONS])
def test_a_row_of_no_kind_far_behind_the_end_is_found_at_once(county: Home, at: int) -> None:
    """Looked for place by place, the row would be come to after years."""
    with by_another_hand(county.folder / BOOK) as other:
        other.execute("UPDATE events SET position=?, kind=? WHERE position=?", (FAR, UNKNOWN, at))
    assert {FAR, at} <= told_of(county)


def test_where_the_store_tells_nothing_the_search_ends(county: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(rows: ReadingRows, *asked: object) -> None:
        raise ConnectionLost("no answer")

    for asked in ("lots", "at", "places"):
        monkeypatch.setattr(ReadingRows, asked, lost)
    monkeypatch.setattr(Book, "position", FAR)
    assert told_of(county) >= set(range(1, LESSONS + 1))
