"""On the roll of a school, but not at the post there: works elsewhere, or has no lessons assigned (B4)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ledger.records.employment import TeacherEmployed, TeacherLeft
from ledger.records.leave import LeaveTaken
from ledger.records.record import SchoolId, TeacherId, TermId
from ledger.records.registered import TeacherRegistered
from ledger.records.rotation_course import LoanMade
from ledger.records.school_year import TermAnnounced
from ledger.records.workload import TeachingAssigned
from ledger.vocabulary import Post
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.elsewhere import Service, services
from projections.contradictions.material import Material
from projections.contradictions.thresholds import LONG_LEAVE_DAYS

NOT_TEACHING = (Post.RESEARCHER, Post.DIRECTOR, Post.BUREAU_LEADER, Post.SECTION_HEAD)
"""Posts without lessons of their own."""


def works_elsewhere(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each employment by which a teacher works at another school than the register has; its key
    is the entry of the employment. A rotation or a loan to that place is the reason, and nothing is found."""
    away = _Away(material)
    day = material.as_of
    for employed in material.of(TeacherEmployed):
        said = employed.record
        row = material.register_row(said.teacher, day)
        if row is None or (said.until and said.until < day) or said.works_at == row.record.school:
            continue
        if said.works_at not in away.places(said.teacher, day):
            says = (
                f"教师 {said.teacher} 在册学校是 {row.record.school},{said.since} 起的任用却是在 {said.works_at} 上班,"
                f"也没有支教或借调的记录(编制在 {said.roll_unit})。"
            )
            yield contradiction(
                What.WORKS_ELSEWHERE, (employed.entry.hex(),), says, [said.teacher], [employed, row], [said.since]
            )


def without_lessons(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each teacher and term in which the school assigned lessons to others and none to this one;
    its key is teacher and term. Not meant: posts without lessons, those who serve full time or are lent elsewhere,
    were long on leave, have left, or were not hired yet."""
    assigned: defaultdict[TermId, set[TeacherId]] = defaultdict(set)
    schools: defaultdict[TermId, set[SchoolId]] = defaultdict(set)
    for assignment in material.of(TeachingAssigned):
        assigned[assignment.record.term].add(assignment.record.teacher)
        schools[assignment.record.term].add(assignment.record.school)
    away = _Away(material)
    for term in material.terms:
        if term.start > material.as_of or term.term not in schools:
            continue
        day = min(term.end, material.as_of)
        for teacher in material.rows_of_teachers:
            row = material.register_row(teacher, day)
            if row is None or teacher in assigned[term.term] or row.record.school not in schools[term.term]:
                continue
            if _teaches(row.record, day) and material.person(teacher) == teacher and not away.in_term(teacher, term):
                says = (
                    f"教师 {teacher} 在 {row.record.school} 在册,{term.term} 学期该校排了课,却没有这位教师的任课安排。"
                )
                key = (teacher, term.term)
                yield contradiction(
                    What.NO_LESSONS, key, says, [teacher], [row], [term.start], long_leave_days=LONG_LEAVE_DAYS
                )


def _teaches(row: TeacherRegistered, day: date) -> bool:
    return row.post not in NOT_TEACHING and row.hired <= day


class _Away:
    """Who is away from the post with a reason on record."""

    def __init__(self, material: Material) -> None:
        self._services: defaultdict[TeacherId, list[Service]] = defaultdict(list)
        for service in services(material):
            self._services[service.found.record.teacher].append(service)
        self._loans: defaultdict[TeacherId, list[LoanMade]] = defaultdict(list)
        for loan in material.of(LoanMade):
            self._loans[loan.record.teacher].append(loan.record)
        self._leaves: defaultdict[TeacherId, list[LeaveTaken]] = defaultdict(list)
        for leave in material.of(LeaveTaken):
            self._leaves[leave.record.teacher].append(leave.record)
        self._left: dict[TeacherId, date] = {one.record.teacher: one.record.on for one in material.of(TeacherLeft)}

    def places(self, teacher: TeacherId, day: date) -> set[str]:
        """Where a rotation or a loan has the teacher on a day."""
        hosts = {one.found.record.host for one in self._services.get(teacher, ()) if one.covers(day)}
        loans = self._loans.get(teacher, ())
        return hosts | {loan.to for loan in loans if loan.since <= day <= (loan.until or date.max)}

    def in_term(self, teacher: TeacherId, term: TermAnnounced) -> bool:
        """Whether there is a reason for having no lessons in a term."""
        if self._left.get(teacher, date.max) <= term.end:
            return True
        for service in self._services.get(teacher, ()):
            rotation = service.found.record
            if rotation.rotation.is_full_time and rotation.start <= term.end and service.end >= term.start:
                return True
        for loan in self._loans.get(teacher, ()):
            if loan.since <= term.end and (loan.until or date.max) >= term.start:
                return True
        return self._leave_days(teacher, term) >= LONG_LEAVE_DAYS

    def _leave_days(self, teacher: TeacherId, term: TermAnnounced) -> int:
        """The days of a term that leave takes; a day of two leaves is one."""
        days: set[int] = set()
        for leave in self._leaves.get(teacher, ()):
            first, last = max(leave.start, term.start), min(leave.end, term.end)
            days.update(range(first.toordinal(), last.toordinal() + 1))
        return len(days)
