"""评审: what the record holds for an applicant, as far as somebody may know it: no verdict that tells of a sanction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.desk.round_seen import RoundSeen
from api.desk.withheld import SANCTIONS
from ledger.book import Book
from projections.about_packs.resting_on import resting_on
from projections.reviews.applying import Holding, holding_of
from projections.reviews.sources import Verdict
from projections.reviews.vetoes import VetoFound
from projections.statements.reproducing import adopted_pack


@dataclass(frozen=True)
class HeldForRound:
    """The verdicts that somebody may know; `withheld`: those of which nothing is told, in words."""

    holding: Holding
    conditions: Sequence[Verdict]
    withheld: Sequence[str]
    vetoes: Sequence[VetoFound]
    lacking: Sequence[str]

    @property
    def eligible(self) -> bool | None:
        """Whether nothing is lacking; None where that would tell of a sanction."""
        return None if self.withheld else self.holding.eligible

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md; what is not to be known left out."""
        told = self.holding.to_json()
        if not self.withheld:
            return told
        shown = {one.clause for one in self.conditions}
        told["conditions"] = [one for one in told["conditions"] if one["clause"] in shown]
        gone = ("vetoes", "lacking", "explained")
        return {name: said for name, said in told.items() if name not in gone} | {
            "eligible": None,
            "withheld": list(self.withheld),
        }


def held_for_round(book: Book, seen: RoundSeen, teacher: str) -> HeldForRound:
    """What is told of a teacher. Raises Misuse `unknown-teacher`, Refused `pack-lost`."""
    holding = holding_of(book, seen.course, teacher)
    if seen.knows_sanctions(teacher):
        return HeldForRound(holding, holding.conditions, (), holding.vetoes, holding.lacking)
    resting = resting_on(adopted_pack(book, seen.course.announced.pack_digest), SANCTIONS)
    hidden = {*resting.conditions, *resting.vetoes}
    return HeldForRound(
        holding,
        [one for one in holding.conditions if one.clause not in hidden],
        [one.says for one in holding.conditions if one.clause in hidden],
        (),
        (),
    )
