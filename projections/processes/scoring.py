"""打分的进程: who of the judges has still to score whom, and whether a contest's scores may be shown to anybody yet.

Nobody is to see what another judge gave before all have given theirs: a score is known to its judge alone until every
judge who did not stand aside has scored every part of everybody who entered, or until the scores are closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.book import Book
from ledger.in_force import InForce, stored_names
from ledger.processes.contest import closing
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestEntered, ContestScored, ContestStoodAside
from ledger.records.record import TeacherId, entry_of
from ledger.spelling import squeeze


@dataclass(frozen=True)
class Place:
    """Somebody who entered a group: the number that stands for the name on judges' pages, and the entry.

    Numbers are given out in the order in which a group was entered and are never given again, so that a number means
    the same person when another entry was voided.
    """

    number: int
    said: ContestEntered

    @property
    def entry(self) -> str:
        """The entry of the record, in hexadecimal."""
        return entry_of(self.said).hex()


@dataclass(frozen=True)
class JudgeSoFar:
    """How far a judge has come: scores given, of how many."""

    judge: TeacherId
    given: int
    of: int


@dataclass(frozen=True)
class Scoring:
    """A contest's scores: by judge, then by group (squeezed), teacher and part (squeezed) of whom they are."""

    contest: ContestAnnounced
    places: Mapping[str, Sequence[Place]]
    scores: Mapping[TeacherId, Mapping[tuple[str, TeacherId, str], Decimal]]
    aside: frozenset[tuple[TeacherId, TeacherId]]
    closed: bool

    def is_aside(self, judge: TeacherId, teacher: TeacherId) -> bool:
        """Whether a judge does not judge somebody."""
        return (judge, teacher) in self.aside

    def score(self, judge: TeacherId, place: Place, part: str) -> Decimal | None:
        """What a judge gave for a part of somebody's showing; None where nothing yet."""
        said = place.said
        return self.scores.get(judge, {}).get((squeeze(said.group), said.teacher, squeeze(part)))

    def judges(self) -> list[JudgeSoFar]:
        """How far each judge has come, in the order announced."""
        return [self.so_far(judge) for judge in self.contest.judges]

    def so_far(self, judge: TeacherId) -> JudgeSoFar:
        """How far a judge has come with those whom the judge does not stand aside for."""
        own = [one for those in self.places.values() for one in those if not self.is_aside(judge, one.said.teacher)]
        given = sum(self.score(judge, one, part.name) is not None for one in own for part in self.contest.parts)
        return JudgeSoFar(judge, given, len(own) * len(self.contest.parts))

    @property
    def shown(self) -> bool:
        """Whether scores, totals and ranks may be seen: all are in, or the scores are closed."""
        return self.closed or all(one.given == one.of for one in self.judges())


def scoring(book: Book, contest: ContestAnnounced, in_force: InForce) -> Scoring:
    """How far the scoring of a contest has come."""
    numbers = _numbers(book, contest.code)
    standing = in_force.by(ContestEntered, "code")(contest.code)
    places = {
        group: sorted(
            (Place(numbers[entry_of(one)], one) for one in standing if squeeze(one.group) == squeeze(group)),
            key=lambda one: one.number,
        )
        for group in contest.groups
    }
    scores: dict[TeacherId, dict[tuple[str, TeacherId, str], Decimal]] = {}
    for one in in_force.by(ContestScored, "code")(contest.code):
        scores.setdefault(one.judge, {})[squeeze(one.group), one.teacher, squeeze(one.part)] = one.score
    aside = frozenset((one.judge, one.teacher) for one in in_force.by(ContestStoodAside, "code")(contest.code))
    return Scoring(contest, places, scores, aside, closing(contest.code, in_force) is not None)


def _numbers(book: Book, code: str) -> dict[bytes, int]:
    """The number of every entry that was ever made, by its name, counted in each group from 1."""
    numbers: dict[bytes, int] = {}
    in_group: dict[str, int] = {}
    for _, event in book.read(stored_names(ContestEntered)):
        said = event.data
        if not isinstance(said, ContestEntered) or said.code != code or entry_of(said) in numbers:
            continue
        group = squeeze(said.group)
        in_group[group] = in_group.get(group, 0) + 1
        numbers[entry_of(said)] = in_group[group]
    return numbers
