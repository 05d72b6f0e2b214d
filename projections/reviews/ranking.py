"""Who comes before whom, and who has a place: equals parted as declared, places filled from the top, ties never split.

Equals whom nothing declared parts share a rank. They are listed together where all of them have a place; where not all
have, none has one until the panel has voted on them, and nobody behind them takes what they wait for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from ledger.records.review import ReviewPlaces
from projections.reviews.judging import Vote


class Outcome(StrEnum):
    """评审结论: why an applicant is on the list, or is not."""

    LISTED = "listed"
    VETOED = "vetoed"
    WITHDRAWN = "withdrawn"
    NOT_ELIGIBLE = "not-eligible"
    INCOMPLETE = "incomplete"
    VOTED_DOWN = "voted-down"
    BEYOND = "beyond-places"
    TIED = "tied"


class Candidate(NamedTuple):
    """Somebody who may be listed: the number, the school, and by what is ranked, the larger first."""

    number: int
    school: str
    key: tuple[Fraction, ...]


@dataclass
class Cap:
    """So many places, of a school or (empty) of all; `held` where equals wait for them."""

    school: str
    left: int
    held: bool = False
    takes: Callable[[Candidate], bool] = field(init=False)

    def __post_init__(self) -> None:
        self.takes = lambda one: self.school in ("", one.school)


def ranks_of(candidates: Iterable[Candidate]) -> dict[int, int]:
    """The rank of each number: equals share one, and the next is so many further on."""
    ranks: dict[int, int] = {}
    for block in blocks(candidates):
        rank = len(ranks) + 1
        ranks |= {one.number: rank for one in block}
    return ranks


def blocks(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """The candidates from the top, equals together, in the order of their numbers."""
    ordered = sorted(candidates, key=lambda one: (tuple(-value for value in one.key), one.number))
    return [list(block) for _, block in groupby(ordered, key=lambda one: one.key)]


def filled(
    candidates: Iterable[Candidate], places: Sequence[ReviewPlaces], tie_votes: Mapping[int, Vote]
) -> dict[int, Outcome]:
    """What came of each candidate of one group.

    `places` of the group: a candidate takes one of the own school's, where it has some, and one of those of all,
    where there are some; who has neither has none. `tie_votes`: what the panel's votes on equals came to, by number.
    """
    caps = [Cap(one.school, one.places) for one in places]
    found: dict[int, Outcome] = {}
    for block in blocks(candidates):
        _fill(block, caps, tie_votes, found)
    return found


def _fill(
    block: Sequence[Candidate], caps: Sequence[Cap], votes: Mapping[int, Vote], found: dict[int, Outcome]
) -> None:
    """Give places to some equals, or leave them to a vote; by what the vote came to, where it was held."""
    able = []
    for one in block:
        own = [cap for cap in caps if cap.takes(one)]
        if own and all(cap.left for cap in own):
            able.append(one)
        else:
            waits = any(cap.held for cap in own if not cap.left)
            found[one.number] = Outcome.TIED if waits and len(block) > 1 else Outcome.BEYOND
    short = [cap for cap in caps if sum(map(cap.takes, able)) > cap.left]
    if short and all(one.number in votes for one in able):
        _fill_by_votes(able, caps, votes, found)
        return
    for one in able:
        if any(cap.takes(one) for cap in short):
            found[one.number] = Outcome.TIED
        else:
            found[one.number] = Outcome.LISTED
            for cap in caps:
                cap.left -= cap.takes(one)
    for cap in short:
        cap.left, cap.held = 0, True


def _fill_by_votes(
    able: Sequence[Candidate], caps: Sequence[Cap], votes: Mapping[int, Vote], found: dict[int, Outcome]
) -> None:
    """Equals in the order of the votes for them; who did not get the majority has no place."""
    for one in able:
        if not votes[one.number].passed:
            found[one.number] = Outcome.BEYOND
    passed = [one for one in able if votes[one.number].passed]
    for block in blocks(one._replace(key=(Fraction(votes[one.number].in_favour),)) for one in passed):
        _fill(block, caps, {}, found)
