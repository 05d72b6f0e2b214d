"""What is made from the book and kept beside it, fact files and views: how far it has come, brought up, made anew."""

from collections.abc import Callable
from typing import TypedDict

from ledger.book import Book
from projections.fact_files.building import MOST_BEHIND, keep_up, rebuild
from projections.fact_files.status import FactsStatus, facts_status
from projections.views import keeping as views
from projections.views.keeping import ViewsStatus, views_status

MOST_VIEWS_BEHIND = 1_000
"""So many events may the views lag behind, and still be called ready."""

Told = Callable[[int, int], None]
"""Hears how many events are done, of how many."""


class State(TypedDict):
    """The book's last position, store and format; how far fact files and views have come (None: not kept)."""

    position: int
    store: str
    format: int
    facts: FactsStatus | None
    views: ViewsStatus | None


def state_of(book: Book) -> State:
    """How a book is, and what is made from it."""
    return {
        "position": book.position,
        "store": book.stored.store,
        "format": book.stored.format,
        "facts": facts_status(book),
        "views": views_status(book),
    }


def is_ready(state: State) -> bool:
    """Whether questions are answered quickly: the views have all but the latest, the fact files are not far behind."""
    facts, kept = state["facts"], state["views"]
    if facts is None or kept is None:
        return True
    return kept["generation"] is not None and kept["lag"] <= MOST_VIEWS_BEHIND and facts["lag"] <= 2 * MOST_BEHIND


def bring_up(book: Book, told: Callable[[], None]) -> None:
    """Bring fact files and views up to the book; cheap where there is nothing to do.

    `told` hears that a part is done, and may end the work by raising: what is done is gone on with the next time,
    unless views are being made anew.
    """
    keep_up(book, told=lambda done, last: told())
    views.brought_up_to_date(book, lambda position: told())


def rebuild_facts(book: Book, told: Told) -> None:
    """Fact files made anew beside the old. Raises Refused `facts-busy`, `facts-not-written`."""
    rebuild(book, told=told)


def rebuild_views(book: Book, told: Told) -> None:
    """Views made anew beside the old; who comes while another makes them waits."""
    last = book.position
    views.rebuild(book, lambda position: told(position, last))
