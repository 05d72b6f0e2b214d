"""评审一览: every round with how far it has come, and what of it waits for whoever looks."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.accounts.visitor import Visitor
from api.desk.round_seen import RoundSeen
from ledger.book import Book
from ledger.vocabulary import ReviewStep
from projections.reviews.course import Course, RoundState


@dataclass(frozen=True)
class Listed:
    """A round of the list. `can_apply`: a teacher may apply today; `own`: has applied; `judges`: has to judge now."""

    course: Course
    can_apply: bool
    own: bool
    judges: bool
    count: int

    @property
    def link(self) -> str:
        """Where it is."""
        return f"/reviews/{self.course.code}"


def listed(book: Book, found: Iterable[Course], visitor: Visitor) -> list[Listed]:
    """The rounds for a visitor, the one announced last first."""
    today, shown = book.today(), []
    for course in found:
        seen = RoundSeen(book, course, visitor)
        window = course.announced.window(ReviewStep.APPLY)
        own = seen.own is not None and seen.own.withdrawn is None
        can_apply = seen.applies and not own and window.opens <= today <= window.closes
        judges = bool(seen.member) and course.state is RoundState.JUDGING
        standing = sum(one.withdrawn is None for one in seen.applications())
        shown.append(Listed(course, can_apply and course.closed is None, own, judges, standing))
    return shown
