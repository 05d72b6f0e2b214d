"""赛事一览: every contest that somebody may see, how far it has come, and what is to be done next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.accounts.permitted import Deed, Matter, may
from api.accounts.visitor import Role, Visitor
from api.desk.exports import Table
from api.pages.texts import text
from projections.processes.contests import ContestNow

KIND = "contest.announced"


@dataclass(frozen=True)
class Listed:
    """A contest of the list; `judges`: whether whoever looks is to score it."""

    now: ContestNow
    link: str
    judges: bool

    @property
    def entered(self) -> int:
        """How many entered, in all groups."""
        return sum(group.entered for group in self.now.groups)

    @property
    def given(self) -> int:
        """How many prizes were given."""
        return sum(len(prize.won_by) for group in self.now.groups for prize in group.prizes)

    @property
    def places(self) -> int | None:
        """How many places of prizes were announced; None where no number was."""
        announced = [prize.places for group in self.now.groups for prize in group.prizes]
        return sum(one or 0 for one in announced) if self.now.contest.prizes else None


def listed(found: Iterable[ContestNow], visitor: Visitor) -> list[Listed]:
    """Those of some contests that a visitor may see, the one that opened last first."""
    own = judged_by(visitor)
    seen = [one for one in found if may(visitor, Deed.READ, Matter(KIND, contest=one.contest.code))]
    return [Listed(one, f"/contests/{one.contest.code}", one.contest.code in own) for one in reversed(seen)]


def judged_by(visitor: Visitor) -> set[str]:
    """The codes of the contests that a visitor judges."""
    return {held.name for held in visitor.held if held.role is Role.JUDGE}


def table_of(shown: Sequence[Listed]) -> Table:
    """The list as it is taken away."""
    names = ("code", "series", "level", "unit", "opens", "closes", "state", "entered", "given", "places")
    return Table(
        text("contests.title"),
        [text(f"contests.{name}") for name in names],
        [
            [
                one.now.contest.code,
                one.now.contest.series,
                one.now.contest.level.value,
                one.now.contest.unit,
                one.now.contest.opens,
                one.now.contest.closes,
                text(f"contests.state_{one.now.state}"),
                one.entered,
                one.given,
                one.places,
            ]
            for one in shown
        ],
    )


def prizes_of(now: ContestNow) -> dict[str, str]:
    """What everybody won, by teacher; of several groups the prizes in their order."""
    won: dict[str, str] = {}
    for group in now.groups:
        for prize in group.prizes:
            for teacher in prize.won_by:
                won[teacher] = f"{won[teacher]}、{prize.prize}" if teacher in won else prize.prize.value
    return won
