"""支教交流: who serves where, since when, how many months are confirmed, what is due, and when they are due back."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from api.pages.asked import Asked
from api.pages.county.listing import Cell, Listing, Row, persons, record, record_link, school
from api.pages.texts import printed_text
from ledger.processes.rotation_course import RotationState
from projections.processes.rotations import PAST, RotationNow

STATES = (
    RotationState.SERVING.value,
    "soon",
    PAST,
    RotationState.PLANNED.value,
    RotationState.INTERRUPTED.value,
    RotationState.COMPLETED.value,
    RotationState.ENDED_EARLY.value,
    "weak",
)
"""What the list may be narrowed to: how a rotation stands; due back soon; to a weak school."""

_SOON = timedelta(days=60)
_AWAY = (RotationState.SERVING.value, RotationState.INTERRUPTED.value, PAST)
_BADGES = {
    RotationState.SERVING.value: "good",
    RotationState.PLANNED.value: "waits",
    RotationState.INTERRUPTED.value: "mind",
    PAST: "bad",
}


def rotations_listing(asked: Asked, rotations: Iterable[RotationNow]) -> Listing:
    """Every rotation, by teacher and start."""
    return Listing(
        "county_rotations",
        ("teacher", "home", "host", "kind", "state", "start", "planned_end", "months", "allowance", "record"),
        [_row(asked, one) for one in rotations],
        numbers=frozenset(["months", "allowance"]),
        days=frozenset(["start"]),
        people=frozenset(["teacher"]),
        states=STATES,
    )


def rotations_of(rotations: Iterable[RotationNow], schools: frozenset[str] | None) -> list[RotationNow]:
    """The rotations from or to some schools; all, where none are named."""
    return [one for one in rotations if schools is None or not schools.isdisjoint((one.home, one.host))]


def flows(asked: Asked, rotations: Iterable[RotationNow]) -> list[tuple[str, str, int]]:
    """From which school to which how many are away now, most first."""
    away = Counter((one.home, one.host, one.to_weak) for one in rotations if one.state in _AWAY)
    return [
        (asked.school_name(home), printed_text("county_rotations.weak_mark") * weak + asked.school_name(host), count)
        for (home, host, weak), count in sorted(away.items(), key=lambda item: (-item[1], item[0]))
    ]


def _row(asked: Asked, one: RotationNow) -> Row:
    day = asked.evaluation.as_of
    states = [one.state, *(["soon"] if _due_soon(one, day) else []), *(["weak"] if one.to_weak else [])]
    standing = asked.evaluation.standing
    begun = one.state != RotationState.PLANNED  # a plan and what began from it are two records
    return Row(
        [
            persons(asked, [one.teacher]),
            school(asked, one.home),
            _host(asked, one.host, to_weak=one.to_weak),
            Cell(one.kind),
            Cell(_said(one.state), badge=_BADGES.get(one.state, "gone" if one.ended else "")),
            Cell(one.start),
            Cell(one.ended or one.planned_end, says=_back(one, day)),
            Cell(one.months),
            Cell(one.allowance),
            record(record_link(standing, "rotation", (one.teacher, one.start)) if begun else ""),
        ],
        schools=(one.home, one.host),
        teachers=(one.teacher,),
        states=states,
    )


def _host(asked: Asked, code: str, *, to_weak: bool) -> Cell:
    return school(asked, code, printed_text("county_rotations.to_weak") if to_weak else "")


def _said(state: str) -> str:
    return printed_text(f"county_rotations.state_{state}")


def _back(one: RotationNow, day: date) -> str:
    """When the teacher is due back, and how far that is off."""
    if one.ended:
        return printed_text("county_rotations.ended_on", day=one.ended)
    if one.state == PAST:
        return printed_text("county_rotations.overdue", day=one.planned_end, days=(day - one.planned_end).days)
    if _due_soon(one, day):
        return printed_text("county_rotations.soon", day=one.planned_end, days=(one.planned_end - day).days)
    return str(one.planned_end)


def _due_soon(one: RotationNow, day: date) -> bool:
    return not one.ended and day <= one.planned_end <= day + _SOON
