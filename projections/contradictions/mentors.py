"""A mentor who is younger in service than the pupil."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.records.employment import TeacherCareerBegun
from ledger.records.mentorship import MentorshipFormed
from ledger.records.record import Record, TeacherId
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Found, Material


class _Begun(NamedTuple):
    on: date
    said: Found[Record]


def younger_mentors(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each mentorship; its key is the entry of it.

    Service counts from the first lesson of one's life where that is on record (教龄), else from the day of hire.
    """
    careers = {found.record.teacher: _Begun(found.record.on, found) for found in material.of(TeacherCareerBegun)}
    for mentorship in material.of(MentorshipFormed):
        pair = mentorship.record
        mentor = careers.get(pair.mentor) or _hired(material, pair.mentor)
        mentee = careers.get(pair.mentee) or _hired(material, pair.mentee)
        if mentor and mentee and mentor.on > mentee.on:
            says = f"师傅 {pair.mentor} 从 {mentor.on} 起任教,徒弟 {pair.mentee} 从 {mentee.on} 起,师傅资历反而浅。"
            yield contradiction(
                What.YOUNGER_MENTOR,
                (mentorship.entry.hex(),),
                says,
                [pair.mentor, pair.mentee],
                [mentorship, mentor.said, mentee.said],
                [pair.start],
            )


def _hired(material: Material, teacher: TeacherId) -> _Begun | None:
    rows = material.rows_of_teachers.get(teacher)
    if not rows:
        return None
    hired = rows[-1].record.hired
    return _Begun(hired, next(row for row in rows if row.record.hired == hired))
