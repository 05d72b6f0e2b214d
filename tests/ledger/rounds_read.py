"""What a round of review in a book says, read plainly and without its rules: what may never be found there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from ledger.book import Book
from ledger.pen import COUNTY_TIME
from ledger.records.conduct import ConductSanctioned
from ledger.records.record import Record, TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.review import ReviewAnnounced
from ledger.records.review_applying import ReviewApplied, ReviewChecked, ReviewFrozen, ReviewWithdrawn
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.review_panel import ReviewRelationDeclared, ReviewScored, ReviewStoodAside, ReviewVoted
from ledger.store.codec import decode
from ledger.vocabulary import ReviewStep

R = TypeVar("R", bound=Record)
STEP_OF: dict[type[Record], tuple[ReviewStep, ...]] = {
    ReviewApplied: (ReviewStep.APPLY,),
    ReviewWithdrawn: (ReviewStep.APPLY, ReviewStep.CHECK),
    ReviewChecked: (ReviewStep.APPLY, ReviewStep.CHECK),
    ReviewFrozen: (ReviewStep.CHECK,),
    ReviewRelationDeclared: (ReviewStep.JUDGE,),
    ReviewStoodAside: (ReviewStep.JUDGE,),
    ReviewScored: (ReviewStep.JUDGE,),
    ReviewVoted: (ReviewStep.JUDGE,),
    ReviewListed: (ReviewStep.JUDGE, ReviewStep.NOTICE, ReviewStep.DECIDE, ReviewStep.APPEAL),
    ReviewNoticed: (ReviewStep.NOTICE, ReviewStep.APPEAL),
    ReviewObjected: (ReviewStep.NOTICE, ReviewStep.APPEAL),
    ReviewObjectionDecided: (ReviewStep.NOTICE, ReviewStep.DECIDE, ReviewStep.APPEAL),
    ReviewDecided: (ReviewStep.DECIDE, ReviewStep.APPEAL),
    ReviewAppealed: (ReviewStep.APPEAL,),
    ReviewAppealDecided: (ReviewStep.APPEAL,),
}
IN_ORDER: tuple[tuple[type[Record], type[Record]], ...] = (
    (ReviewApplied, ReviewFrozen),
    (ReviewChecked, ReviewFrozen),
    (ReviewFrozen, ReviewScored),
    (ReviewFrozen, ReviewVoted),
    (ReviewScored, ReviewListed),
    (ReviewVoted, ReviewListed),
    (ReviewFrozen, ReviewClosed),
    (ReviewListed, ReviewClosed),
    (ReviewDecided, ReviewClosed),
)
"""Kinds of which none comes after any of the other, neither by its day nor by when it was written."""


class Written(NamedTuple):
    """A record with the day on which it was written down."""

    at: int
    day: date
    record: Record

    @property
    def on(self) -> date:
        """The day it says it happened."""
        found: date = getattr(self.record, self.record.happened_on)
        return found


class RoundRead:
    """The records of a book with one round, in order."""

    def __init__(self, book: Book) -> None:
        self.written = list(_written(book))
        self.announced = self.of(ReviewAnnounced)[0]

    def of(self, kind: type[R], until: int | None = None) -> list[R]:
        """The records of a kind, those at a position or before it."""
        return [
            one.record for one in self.written if isinstance(one.record, kind) and (until is None or one.at <= until)
        ]

    def check_all(self) -> None:
        """Assert that nothing is there that may not be."""
        self._check_days()
        self._check_order()
        self._check_panel()
        for one in self.written:
            if isinstance(one.record, ReviewListed):
                self._check_list(one.at, one.record)
            if isinstance(one.record, ReviewDecided):
                self._check_decided(one.at, one.record)

    def _check_days(self) -> None:
        """Everything lies, and was written down, within the days of its step; nothing follows the end."""
        windows = {one.step: one for one in self.announced.steps}
        for one in self.written:
            steps = STEP_OF.get(type(one.record), ())
            for day in (one.on, one.day):
                assert not steps or any(windows[step].opens <= day <= windows[step].closes for step in steps), one
        ends = [one.at for one in self.written if isinstance(one.record, ReviewClosed)]
        assert len(ends) <= 1
        assert not [one for one in self.written if ends and one.at > ends[0] and type(one.record) in STEP_OF]

    def _check_order(self) -> None:
        """Nothing was skipped, and nothing dated or written before what comes first."""
        for first, later in IN_ORDER:
            before = [one for one in self.written if isinstance(one.record, first)]
            after = [one for one in self.written if isinstance(one.record, later)]
            assert all(one.at < other.at and one.on <= other.on for one in before for other in after)
        lists = [one for one in self.written if isinstance(one.record, ReviewListed)]
        assert [one.revision for one in self.of(ReviewListed)] == list(range(1, len(lists) + 1))
        for kind in (ReviewNoticed, ReviewDecided):
            for one in (one for one in self.written if isinstance(one.record, kind)):
                told = [other for other in lists if other.at < one.at][-1]
                assert one.record.revision == told.record.revision  # type: ignore[attr-defined]
                assert told.on <= one.on

    def _check_panel(self) -> None:
        """Nobody judges whom he is related to, of whose school he is, from whom he stands aside; nobody twice."""
        frozen = self.of(ReviewFrozen)
        whose = {one.number: one.teacher for one in frozen[0].dossiers} if frozen else {}
        aside = {(one.member, one.teacher) for one in self.of(ReviewStoodAside)}
        aside |= {(one.member, one.teacher) for one in self.of(ReviewRelationDeclared)}
        judged: list[ReviewScored | ReviewVoted] = [*self.of(ReviewScored), *self.of(ReviewVoted)]
        for one in judged:
            teacher = whose[one.number]
            assert (one.member, teacher) not in aside
            assert one.member in self.announced.panel
            assert self.school(one.member) != self.school(teacher)
        scored = Counter((one.number, one.member, one.part) for one in self.of(ReviewScored))
        assert max(scored.values(), default=1) == 1

    def _check_list(self, at: int, said: ReviewListed) -> None:
        """Within the places; of those whose dossiers are frozen; with the votes; with nothing against them."""
        groups = {one.teacher: one.group for one in self.of(ReviewApplied, at)}
        numbers = {one.teacher: one.number for one in self.of(ReviewFrozen, at)[0].dossiers}
        assert len(set(said.listed)) == len(said.listed)
        for places in self.announced.places:
            of_places = [
                one for one in said.listed if groups[one] == places.group and places.school in ("", self.school(one))
            ]
            assert len(of_places) <= places.places
        for teacher in said.listed:
            passed = {one.level for one in self.of(ReviewChecked, at) if one.teacher == teacher and one.passed}
            assert passed == set(self.announced.checks)
            self._check_votes(numbers[teacher], teacher, at)
            assert not self._against(teacher, said.on, at)

    def _check_votes(self, number: int, teacher: TeacherId, at: int) -> None:
        votes = [one for one in self.of(ReviewVoted, at) if one.number == number]
        majority = self.announced.majority
        if majority:
            favour = sum(one.in_favour for one in votes)
            aside = {one.member for one in self.of(ReviewStoodAside, at) if one.teacher == teacher}
            aside |= {one.member for one in self.of(ReviewRelationDeclared, at) if one.teacher == teacher}
            members = [
                one for one in self.announced.panel if one not in aside and self.school(one) != self.school(teacher)
            ]
            assert len(votes) == len(members)
            assert favour * majority.of > len(members) * majority.parts

    def _check_decided(self, at: int, said: ReviewDecided) -> None:
        """What is decided was on notice to its end, and everybody who objected has an answer."""
        [notice] = [one for one in self.of(ReviewNoticed, at) if one.revision == said.revision]
        assert notice.until < said.on
        answered = {(one.teacher, one.objected_on): one for one in self.of(ReviewObjectionDecided, at)}
        objected = [(one.teacher, one.on) for one in self.of(ReviewObjected, at)]
        assert set(objected) == set(answered)
        assert not [one for one in answered.values() if one.upheld and one.revision >= said.revision]
        listed = self.of(ReviewListed, at)[-1]
        assert not [one for one in listed.listed if self._against(one, said.on, at)]

    def _against(self, teacher: TeacherId, day: date, at: int) -> Sequence[Record]:
        """The sanctions in force, all of which in these stories last longer than any round."""
        return [one for one in self.of(ConductSanctioned, at) if one.teacher == teacher and one.on <= day]

    def school(self, teacher: TeacherId) -> str:
        """The school of a teacher; in these stories nobody moves once the round is announced."""
        return next(one.school for one in reversed(self.of(TeacherRegistered)) if one.teacher == teacher)


def _written(book: Book) -> Iterator[Written]:
    for position, _, _, name, body in book.stored.rows():
        event = decode(name, body)
        assert isinstance(event.data, Record)
        yield Written(position, event.recorded_at.astimezone(COUNTY_TIME).date(), event.data)
