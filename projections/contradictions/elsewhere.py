"""Active at another school while serving full time on rotation, or while on loan."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.records.record import TeacherId
from ledger.records.rotation import RotationStarted
from ledger.records.rotation_course import (
    LoanMade,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationResumed,
)
from projections.contradictions.activities import Activities, Activity, found_in, told
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Found, Material


class Service(NamedTuple):
    """A rotation as it went: its record, the last day of it, and the days in between on which it was broken off."""

    found: Found[RotationStarted]
    end: date
    gaps: tuple[tuple[date, date], ...]

    def covers(self, day: date) -> bool:
        """Whether the teacher serves on a day; the days on which it is broken off or taken up again are not sure."""
        return self.found.record.start <= day <= self.end and not any(off <= day <= on for off, on in self.gaps)


def services(material: Material) -> list[Service]:
    """The rotations with their real ends and interruptions."""
    ends = {(one.record.teacher, one.record.start): one.record.on for one in material.of(RotationCompleted)}
    ends |= {(one.record.teacher, one.record.start): one.record.on for one in material.of(RotationEndedEarly)}
    breaks: defaultdict[tuple[TeacherId, date], list[tuple[date, bool]]] = defaultdict(list)
    for broken in material.of(RotationInterrupted):
        breaks[broken.record.teacher, broken.record.start].append((broken.record.on, True))
    for resumed in material.of(RotationResumed):
        breaks[resumed.record.teacher, resumed.record.start].append((resumed.record.on, False))
    found = []
    for rotation in material.of(RotationStarted):
        key = rotation.record.teacher, rotation.record.start
        found.append(Service(rotation, ends.get(key, rotation.record.planned_end), _gaps(breaks.get(key, []))))
    return found


def _gaps(changes: list[tuple[date, bool]]) -> tuple[tuple[date, date], ...]:
    """From each breaking off to the next taking up, or for ever."""
    gaps: list[tuple[date, date]] = []
    off: date | None = None
    for day, broken in sorted(changes):
        if broken:
            off = off or day
        elif off:
            gaps.append((off, day))
            off = None
    return (*gaps, (off, date.max)) if off else tuple(gaps)


def active_on_rotation(material: Material, activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each full-time rotation; its key is the entry of the rotation."""
    full_time = [one for one in services(material) if one.found.record.rotation.is_full_time]
    done = activities.of_persons({material.person(one.found.record.teacher) for one in full_time})
    for service in full_time:
        rotation = service.found.record
        person = material.person(rotation.teacher)
        acts = [act for act in done[person] if act.school != rotation.host and service.covers(act.on)]
        if acts:
            says = (
                f"教师 {person} 在 {rotation.host} {rotation.rotation}({rotation.start} 至 {service.end})期间,"
                f"有别处的记录:{told(acts)}。"
            )
            yield _elsewhere(What.ON_ROTATION, person, service.found, acts, says)


def active_on_loan(material: Material, activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each loan; its key is the entry of the loan."""
    loans = material.of(LoanMade)
    done = activities.of_persons({material.person(loan.record.teacher) for loan in loans})
    for loan in loans:
        lent = loan.record
        person = material.person(lent.teacher)
        until = lent.until or date.max
        acts = [act for act in done[person] if act.school != lent.to and lent.since <= act.on <= until]
        if acts:
            span = f"{lent.since} 起" if lent.until is None else f"{lent.since} 至 {lent.until}"
            says = f"教师 {person} 借调到{lent.to}({span})期间,有别处的记录:{told(acts)}。"
            yield _elsewhere(What.ON_LOAN, person, loan, acts, says)


def _elsewhere(
    what: What, person: TeacherId, away: Found[RotationStarted] | Found[LoanMade], acts: list[Activity], says: str
) -> Contradiction:
    days = {act.on for act in acts}
    return contradiction(what, (away.entry.hex(),), says, [person], [away, *found_in(acts)], days)
