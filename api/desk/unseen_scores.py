"""Scores and votes that nobody but who gave them may see yet: of a contest until its scores are shown, of a review's
panel until there is a list; votes on equals until the list that takes them in. Every door asks here before it tells
what a record says.
"""

from collections import Counter
from collections.abc import Mapping

from api.accounts.visitor import Visitor
from ledger.book import Book
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestScored
from ledger.records.record import Record
from ledger.records.review_listing import ReviewClosed, ReviewListed
from ledger.records.review_panel import ReviewScored, ReviewTieVoted, ReviewVoted
from projections.processes.contests import standing_at
from projections.processes.scoring import scoring

_OF_PANELS = (ReviewScored, ReviewVoted, ReviewTieVoted)

SECRET_KINDS = frozenset(one.kind for one in (ContestScored, *_OF_PANELS))
"""The kinds that may be such, with version."""

SECRET_FIELDS = ("score", "in_favour")
"""What of them is not to be seen."""

_OVER = 2**31
"""More lists than any round has."""


class UnseenScores:
    """What is not to be seen yet by one visitor, as the book stands; each contest and round is looked at once."""

    def __init__(self, book: Book, visitor: Visitor) -> None:
        self._book, self._visitor = book, visitor
        self._contests: dict[str, bool] = {}
        self._rounds: Mapping[str, int] | None = None

    def hides(self, record: Record) -> bool:
        """Whether a record is a score or vote of somebody else's that is not to be seen yet."""
        if isinstance(record, ContestScored):
            return record.judge != self._visitor.teacher and not self._shown(record.code)
        if isinstance(record, _OF_PANELS):
            lists = self._lists().get(record.code, 0)
            taken_in = lists > record.revision if isinstance(record, ReviewTieVoted) else lists > 0
            return record.member != self._visitor.teacher and not taken_in
        return False

    def _shown(self, contest: str) -> bool:
        if contest not in self._contests:
            in_force = standing_at(self._book)
            announced = in_force.by(ContestAnnounced, "code")(contest)
            self._contests[contest] = not announced or scoring(self._book, announced[-1], in_force).shown
        return self._contests[contest]

    def _lists(self) -> Mapping[str, int]:
        """How many lists each round has; of one that is closed there is nothing more to wait for."""
        if self._rounds is None:
            lists = Counter(one.code for one in self._book.kept(ReviewListed).records)
            self._rounds = lists | Counter({one.code: _OVER for one in self._book.kept(ReviewClosed).records})
        return self._rounds
