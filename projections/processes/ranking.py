"""排名: the totals of a contest by the weights announced, exact, and who comes before whom.

A part counts the mean of its judges' scores; a total is the sum of the parts by weight, never rounded. Where the
highest and lowest are dropped, these are two judges: of those who scored every part of the teacher the one whose
weighted total is highest and the one whose is lowest, the earlier code where totals are equal; with fewer than
three such judges none is dropped. Without a score in some part there is no total and no rank.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestScored
from ledger.records.record import TeacherId
from ledger.spelling import squeeze
from ledger.vocabulary import DropRule, TieRule

_FEWEST_JUDGES = 3
_PER_CENT = 100

Scores = Mapping[TeacherId, Mapping[str, Fraction]]
"""Of each judge the score of each part, by its announced name."""


class Weighed(Protocol):
    """A part with its weight in per cent."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def weight(self) -> Decimal | Fraction:
        """In per cent of the total."""


class Weighing(Protocol):
    """What a total is worked out by: the parts, and whose scores are left out; a contest's or a review's."""

    @property
    def parts(self) -> Sequence[Weighed]:
        """All parts, whose weights come to 100."""

    @property
    def drop(self) -> DropRule:
        """Whose scores are left out of the means."""


@dataclass(frozen=True)
class Ranked:
    """A teacher's result: the mean of each part scored, the total, and the rank; None where a part has no score."""

    teacher: TeacherId
    parts: Mapping[str, Fraction]
    total: Fraction | None
    rank: int | None


def ranking(contest: ContestAnnounced, entered: Iterable[TeacherId], scored: Iterable[ContestScored]) -> list[Ranked]:
    """The results of one group, the first first, those without a rank last."""
    names = {squeeze(part.name): part.name for part in contest.parts}
    scores: dict[TeacherId, dict[TeacherId, dict[str, Fraction]]] = {teacher: {} for teacher in entered}
    for one in scored:
        if one.teacher in scores and squeeze(one.part) in names:
            scores[one.teacher].setdefault(one.judge, {})[names[squeeze(one.part)]] = Fraction(one.score)
    parts = {teacher: means(contest, given) for teacher, given in scores.items()}
    totals = {teacher: total(contest, means_of) for teacher, means_of in parts.items()}
    ranks = _ranks(contest, parts, totals)
    results = [Ranked(teacher, parts[teacher], totals[teacher], ranks.get(teacher)) for teacher in scores]
    return sorted(results, key=lambda one: (one.rank is None, one.rank, one.teacher))


def means(contest: Weighing, scores: Scores) -> dict[str, Fraction]:
    """The mean of each part scored, over the judges that are not dropped."""
    left_out = dropped(contest, scores)
    by_part: defaultdict[str, list[Fraction]] = defaultdict(list)
    for judge, of_judge in scores.items():
        if judge not in left_out:
            for part, score in of_judge.items():
                by_part[part].append(score)
    found = {part.name: by_part[part.name] for part in contest.parts}
    return {name: sum(given, Fraction(0)) / len(given) for name, given in found.items() if given}


def total(contest: Weighing, of_parts: Mapping[str, Fraction]) -> Fraction | None:
    """The parts added up by their weights; None where one is missing, or none was announced."""
    if not contest.parts or any(part.name not in of_parts for part in contest.parts):
        return None
    return sum((of_parts[part.name] * Fraction(part.weight) for part in contest.parts), Fraction(0)) / _PER_CENT


def dropped(contest: Weighing, scores: Scores) -> set[TeacherId]:
    """The judges whose scores of a teacher are left out."""
    if contest.drop is not DropRule.EXTREMES:
        return set()
    totals = {judge: found for judge in sorted(scores) if (found := total(contest, scores[judge])) is not None}
    if len(totals) < _FEWEST_JUDGES:
        return set()
    highest = max(totals, key=lambda judge: totals[judge])
    lowest = min((judge for judge in totals if judge != highest), key=lambda judge: totals[judge])
    return {highest, lowest}


def _ranks(
    contest: ContestAnnounced,
    parts: Mapping[TeacherId, Mapping[str, Fraction]],
    totals: Mapping[TeacherId, Fraction | None],
) -> dict[TeacherId, int]:
    """By teacher: equal results share a rank, and the next one follows as announced."""
    results: dict[TeacherId, tuple[Fraction, ...]] = {}
    for teacher, found in totals.items():
        if found is not None:
            first = parts[teacher][contest.parts[0].name]
            results[teacher] = (found, first) if contest.ties is TieRule.FIRST_PART else (found,)
    ordered = sorted(results.values(), reverse=True)
    if contest.ties is TieRule.SHARED:
        ordered = sorted(set(ordered), reverse=True)
    return {teacher: ordered.index(result) + 1 for teacher, result in results.items()}
