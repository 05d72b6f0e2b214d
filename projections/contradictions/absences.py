"""Active while on leave, before the day of hire, or after having left."""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.records.employment import TeacherArrived, TeacherLeft
from ledger.records.leave import LeaveTaken
from projections.contradictions.activities import Activities, found_in, told
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Material

_DAY = timedelta(days=1)


def active_on_leave(material: Material, activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each leave; its key is the entry of the leave."""
    leaves = material.of(LeaveTaken)
    done = activities.of_persons({material.person(leave.record.teacher) for leave in leaves})
    for leave in leaves:
        away = leave.record
        first, last = _surely_away(away)
        person = material.person(away.teacher)
        acts = [act for act in done[person] if first <= act.on <= last]
        if acts:
            says = f"教师 {person} 在请假({away.reason},{away.start} 至 {away.end})期间有记录:{told(acts)}。"
            days = {act.on for act in acts}
            yield contradiction(What.ON_LEAVE, (leave.entry.hex(),), says, [person], [leave, *found_in(acts)], days)


def _surely_away(leave: LeaveTaken) -> tuple[date, date]:
    """The first and last day that are wholly of leave: half a day of it may be on either end."""
    if leave.days is None or leave.days % 1 == 0:
        return leave.start, leave.end
    return leave.start + _DAY, leave.end - _DAY


def active_before_hire(material: Material, activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each person and day of hire; its key is these two. Hired: as the register has it now."""
    hired = {teacher: rows[-1].record.hired for teacher, rows in material.rows_of_teachers.items()}
    early = {teacher for teacher, first in activities.first_days().items() if first < hired.get(teacher, date.min)}
    for teacher, done in activities.of_persons(early).items():
        acts = [act for act in done if act.on < hired[teacher]]
        # The first row that says so: a later one may have come in for another reason.
        said = next(row for row in material.rows_of_teachers[teacher] if row.record.hired == hired[teacher])
        says = f"教师 {teacher} 登记的入职日期是 {hired[teacher]},此前已有记录:{told(acts)}。"
        key = (teacher, hired[teacher])
        days = {act.on for act in acts}
        yield contradiction(What.BEFORE_HIRE, key, says, [teacher], [said, *found_in(acts)], days)


def active_after_leaving(material: Material, activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each leaving; its key is the entry of it. Whoever came back is here again."""
    arrivals = material.of(TeacherArrived)
    leavings = material.of(TeacherLeft)
    done = activities.of_persons({material.person(leaving.record.teacher) for leaving in leavings})
    for leaving in leavings:
        left = leaving.record
        person = material.person(left.teacher)
        back = min(
            (one.record.on for one in arrivals if one.record.teacher == left.teacher and one.record.on > left.on),
            default=date.max,
        )
        acts = [act for act in done[person] if left.on < act.on < back]
        if acts:
            says = f"教师 {person} 已于 {left.on} {left.leaving},此后仍有记录:{told(acts)}。"
            records = [leaving, *found_in(acts)]
            days = {act.on for act in acts}
            yield contradiction(What.AFTER_LEAVING, (leaving.entry.hex(),), says, [person], records, days)
