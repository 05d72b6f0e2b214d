"""Rankings: the place of each member of a population by its keys, and who is within the places."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from projections.language.clauses import Ranking


@dataclass(frozen=True)
class Place:
    """A place among peers; nobody's is all 0. `sharing`: who have it; `up_to`: who have it or one before it."""

    place: int = 0
    of: int = 0
    from_bottom: int = 0
    sharing: int = 0
    up_to: int = 0

    @property
    def last(self) -> bool:
        """Whether nobody is behind."""
        return self.from_bottom == 1


NOWHERE = Place()
"""Of those who are not in the population."""


def places(ranking: Ranking, members: list[str], value: Callable[[str, str], Any]) -> dict[str, Place]:
    """The place of each member; `value`: of a formula's text for a member."""
    found: dict[str, Place] = {}
    peers_of = {code: tuple(value(code, name) for name in ranking.among) for code in members}
    keys = {code: tuple(_height(value(code, key.value), key.first) for key in ranking.by) for code in members}
    for group in dict.fromkeys(peers_of.values()):
        peers = [code for code in members if peers_of[code] == group]
        sharing = Counter(keys[code] for code in peers)
        in_order = sorted(sharing)  # the best first
        skip, ahead = ranking.after_shared == "skip", 0
        for number, key in enumerate(in_order, 1):
            behind = len(peers) - ahead - sharing[key]
            place = Place(
                place=1 + ahead if skip else number,
                of=len(peers),
                from_bottom=1 + behind if skip else 1 + len(in_order) - number,
                sharing=sharing[key],
                up_to=ahead + sharing[key],
            )
            found |= {code: place for code in peers if keys[code] == key}
            ahead += sharing[key]
    return {code: found[code] for code in members}


def chosen(ranking: Ranking, place: Place, value: Callable[[str], Any]) -> bool:
    """Whether a place is within the places that there are."""
    if not ranking.places or not place.place:
        return False
    there_are: int = floor(value(ranking.places))
    if ranking.border != "none_in":
        return place.place <= there_are
    # Where the next place follows a shared one, places do not count heads; those up to the shared place do.
    last = place.place + place.sharing - 1 if ranking.after_shared == "skip" else place.up_to
    return last <= there_are


def _height(value: Any, first: str) -> Fraction:
    """A key as a number of which the least comes first."""
    return -Fraction(value) if first == "highest" else Fraction(value)
