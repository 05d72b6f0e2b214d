"""全县一览: of each duty how many have done it, the schools furthest behind, how points lie, what was recorded last."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.asked import Asked
from api.pages.frame import framed
from api.pages.texts import printed_text
from ledger.event import COUNTY
from ledger.pen import COUNTY_TIME
from projections.county_figures import CountyFigures, Reached, SchoolBehind
from projections.language.scopes import GROUP, TEACHER
from projections.last_recorded import Written

MOST_SCHOOLS = 10
_NAMED = (TEACHER, GROUP, "school", "township", "county")


@dataclass(frozen=True)
class ShownReached:
    """A duty or an eligibility: how many have it, of how many, and what is counted."""

    says: str
    of: int
    reached: int
    unit: str
    link: str

    @property
    def left(self) -> int:
        """How many have not."""
        return self.of - self.reached


@dataclass(frozen=True)
class ShownSchool:
    """A school and how far its teachers have come."""

    name: str
    code: str
    link: str
    figures: SchoolBehind


@dataclass(frozen=True)
class ShownEvent:
    """An event: what, when, about whom, on whose authority."""

    position: int
    day: str
    says: str
    whose: str
    link: str
    authority: str


def dashboard_page(asked: Asked, figures: CountyFigures, last: Sequence[Written]) -> str:
    """The county at a glance; codes, no names of teachers."""
    of_teachers = [one for one in figures.duties if one.per == TEACHER]
    return framed(
        asked.visitor,
        "dashboard.html",
        asked=asked,
        figures=figures,
        duties_done=sum(one.reached for one in of_teachers),
        duties_all=sum(one.of for one in of_teachers),
        duties=[_reached(asked, one) for one in figures.duties],
        eligible=[_reached(asked, one) for one in figures.eligible],
        behind=[
            ShownSchool(asked.school_name(one.school), one.school, asked.link("/teachers", school=one.school), one)
            for one in figures.behind[:MOST_SCHOOLS]
        ],
        most_schools=MOST_SCHOOLS,
        last=[_event(asked, one) for one in last],
    )


def _reached(asked: Asked, one: Reached) -> ShownReached:
    unit = printed_text(f"unit.{one.per if one.per in _NAMED else 'other'}")
    link = asked.link("/groups") if one.per == GROUP else ""
    return ShownReached(one.says, one.of, one.reached, unit, link)


def _event(asked: Asked, one: Written) -> ShownEvent:
    on_page = one.whose in asked.people
    return ShownEvent(
        one.position,
        one.recorded_at.astimezone(COUNTY_TIME).strftime("%m-%d %H:%M"),
        printed_text("dashboard.event", act=printed_text(f"act.{one.act}"), called=one.called),
        one.whose if on_page else asked.school_name(one.whose),
        asked.link(f"/teachers/{one.whose}") if on_page else "",
        "" if one.authority == COUNTY else one.authority,
    )
