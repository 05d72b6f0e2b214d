"""排名与名额: everybody by rank in each group, every part with what it counts, and why each is listed or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from api.desk.exports import Cell, Table
from api.desk.round_result import as_listed
from api.pages.reviews.round_page import RoundDesk
from api.pages.texts import text
from ledger.records.record import TeacherId
from ledger.spelling import squeeze
from projections.reviews.comparing import Comparison
from projections.reviews.listing import Ranked, ReviewResult


@dataclass(frozen=True)
class Places:
    """The places of a group, or of a school in it, and how many of them are taken."""

    group: str
    school: str
    places: int
    listed: int


class RankingPage:
    """What came out, for whoever may see all of it."""

    def __init__(self, desk: RoundDesk) -> None:
        self.desk = desk
        self.result: ReviewResult = as_listed(desk.book, desk.course)

    @property
    def revision(self) -> int:
        """The number of the list that is shown; 0 where there is none yet."""
        return self.desk.course.revision

    @cached_property
    def names(self) -> dict[TeacherId, str]:
        """The names of all who are ranked."""
        return self.desk.register.names([one.teacher for one in self.result.ranked])

    @property
    def groups(self) -> list[tuple[str, list[Ranked]]]:
        """By group everybody, the first first."""
        ranked = self.result.ranked
        return [
            (group, [one for one in ranked if squeeze(one.group) == squeeze(group)])
            for group in self.desk.course.announced.groups
        ]

    @property
    def places(self) -> list[Places]:
        """The places announced."""
        listed = [one for one in self.result.ranked if one.listed]
        return [
            Places(
                one.group,
                self.desk.register.school_name(one.school) if one.school else "",
                one.places,
                sum(squeeze(who.group) == squeeze(one.group) and one.school in ("", who.school) for who in listed),
            )
            for one in self.desk.course.announced.places
        ]

    def parts(self, one: Ranked) -> Sequence[str]:
        """What each part adds to the total."""
        return [self.desk.told(part.counts) for part in one.parts]

    def why(self, one: Ranked) -> str:
        """Why somebody is on the list or not, in words."""
        found = [text(f"round.outcome_{one.outcome.value}")]
        found += [text("ranking.fails", says=said.says) for said in one.conditions if not said.met]
        found += [self.desk.clause(veto.clause) if veto.clause else "" for veto in one.vetoes]
        if one.vote and not one.vote.passed:
            found.append(text("ranking.vote", in_favour=one.vote.in_favour, of=one.vote.of))
        return ";".join(word for word in found if word)

    def table(self) -> Table:
        """The ranking as it is taken away."""
        announced = self.desk.course.announced
        parts = [*(part.name for part in announced.computed), *(part.name for part in announced.judged)]
        heads = [text(f"ranking.{one}") for one in ("group", "place", "teacher", "name", "school")]
        rows: list[list[Cell]] = [
            [
                one.group,
                one.place,
                one.teacher,
                self.names.get(one.teacher, ""),
                self.desk.school(one.teacher),
                *self.parts(one),
                self.desk.told(one.total),
                self.why(one),
            ]
            for one in self.result.ranked
        ]
        return Table(
            f"{announced.title} {announced.code}",
            [*heads, *parts, text("ranking.total"), text("ranking.outcome")],
            rows,
        )


@dataclass(frozen=True)
class Beside:
    """A line of two applicants: what it is called, what it is for each, and who is ahead in it (0: neither)."""

    called: str
    one: str
    other: str
    ahead: int


def beside(desk: RoundDesk, told: Comparison) -> list[Beside]:
    """The lines of a comparison as they are shown."""
    return [
        Beside(
            line.called,
            _shown(desk, line.one),
            _shown(desk, line.other),
            0 if not line.ahead else 1 if line.ahead == told.one.teacher else 2,
        )
        for line in told.lines
    ]


def _shown(desk: RoundDesk, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return text("comparison.met") if value else text("comparison.not_met")
    return desk.told(Fraction(value))
