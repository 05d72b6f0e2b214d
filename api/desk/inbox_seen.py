"""What of an office's inbox somebody sees: a subject officer, who shares the office of others, the own subject's."""

from collections.abc import Sequence
from typing import Any

from api.accounts.visitor import Role, Visitor
from api.desk.matters import may_read
from api.desk.unseen_scores import UnseenScores
from ledger.book import Book
from ledger.register import Register
from projections.waiting_entries import WaitingEntry, waiting_entries


def rows_seen(
    book: Book, visitor: Visitor, register: Register, rows: Sequence[dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    """Those of an inbox's rows that are for a visitor to see, in the same order."""
    if not sees_a_part(visitor):
        return rows
    seen = {one.position for one in waiting_entries(book, rows) if may_read(visitor, one.record, register)}
    return [one for one in rows if one["position"] in seen]


def sees_a_part(visitor: Visitor) -> bool:
    """Whether an inbox may hold what is not for a visitor to see."""
    return any(one.role is Role.SUBJECT_OFFICER for one in visitor.held) and not any(
        one.role is Role.SECTION for one in visitor.held
    )


def without_scores(book: Book, visitor: Visitor, entries: Sequence[WaitingEntry]) -> list[WaitingEntry]:
    """Entries without scores that nobody may see yet: whoever attests them waits until they are."""
    unseen = UnseenScores(book, visitor)
    return [one for one in entries if not unseen.hides(one.record)]
