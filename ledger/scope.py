"""Whose records an office may bring: a school those of its own teachers and rooms, a township those of its schools.

Pure rules over a record, the authority it is brought with, and the register; the county, its sections and issuing
offices may bring any. Whether what was brought counts is another matter (`ledger.acts.entitled`).
"""

from collections.abc import Callable
from datetime import date

from ledger.event import Authority
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.refusals import Refused
from ledger.register import Register
from ledger.spelling import squeeze
from ledger.vocabulary import Post

COUNTY_ONLY = frozenset(
    [
        "account.closed",
        "account.opened",
        "authority.granted",
        "conduct.lifted",
        "conduct.sanctioned",
        "contradiction.settled",
        "day.declared",
        "fault.found",
        "leader.linked",
        "mentorship.terms_announced",
        "pack.adopted",
        "pairing.assessed",
        "person.forgotten",
        "reading.decided",
        "retention.declared",
        "role.given",
        "role.taken",
        "school.appraised",
        "school.closed",
        "school.designated_weak",
        "school.inspected",
        "school.merged",
        "school.visited",
        "school.vetoed",
        "seal_key.replaced",
        "statement.drafted",
        "statement.dropped",
        "statement.finalised",
        "statement.noticed",
        "statement.objection_decided",
        "statement.superseded",
        "studio.assessed",
        "studio.dissolved",
        "studio.founded",
        "studio.limits_announced",
        "supervision.reported",
        "supervision.visited",
        "teacher.merged",
        "term.announced",
        "township.assigned",
        "vault.renewed",
        "veto.imposed",
        "week.declared",
    ]
)
"""Kinds that no school and no township may bring."""

_PLACES = ("school", "works_at")
"""The fields that say where something happened, or to which school it belongs."""

_PARTIES = ("home", "host", "mentor", "mentee")
"""Schools and teachers beside the one it counts for, whose school may bring the record too."""


def never_stands(record: Record) -> bool:
    """Nothing stands yet."""
    return False


def school_of(authority: Authority) -> SchoolId | None:
    """The school that an authority is, if it is one."""
    office, _, name = authority.partition(":")
    return SchoolId(squeeze(name)) if office == "school" else None


def check_scope(
    record: Record, authority: Authority, register: Register, stands: Callable[[Record], bool] = never_stands
) -> None:
    """Refuse what a school or township may not bring.

    Raises Refused `wrong-school` where the record says that it belongs to another school than the one that brings
    it, `out-of-scope` where it is about somebody else's teacher or school, or of a kind that only the county
    brings. What stands already (`stands`) passes: it will add nothing.
    """
    office, _, name = authority.partition(":")
    if office not in ("school", "township"):
        return
    bringing = _Bringing(squeeze(name), is_school=office == "school", register=register)
    refused = bringing.refusal(record)
    if refused and not stands(record):
        raise refused


class _Bringing:
    """A school or township that brings a record."""

    def __init__(self, name: str, *, is_school: bool, register: Register) -> None:
        self._name = name
        self._is_school = is_school
        self._register = register

    def refusal(self, record: Record) -> Refused | None:
        """Why it may not bring the record, if it may not."""
        if record.kind.partition("/")[0] in COUNTY_ONLY:
            return self._out(f"“{record.called or record.kind}”只能由县局登记;请交给县局", [])
        for place in _PLACES:
            school = getattr(record, place, None)
            if school and not self._is_own_place(record, school):
                code, why = ("wrong-school", "不是交表的学校") if self._is_school else ("out-of-scope", "不在本乡镇")
                return Refused(code, f"学校 {school} {why}({self._name});请核对学校,或由那所学校来交。", fields=[place])
        return self._about_others(record)

    def _about_others(self, record: Record) -> Refused | None:
        """Of whom the record is, if that is nobody of the own school or township."""
        own_field = record.whose or ("unit" if hasattr(record, "unit") else "")
        if not own_field:
            return None
        whose = getattr(record, own_field)
        if isinstance(record, SchoolRegistered) or own_field in ("school", "unit", "strong"):
            return None if self._is_own_unit(whose) else self._out(f"{whose} 不属于本单位", [own_field])
        day = getattr(record, record.happened_on) if record.happened_on else None
        if self._is_own_teacher(whose, day) or (isinstance(record, TeacherRegistered) and not self._is_known(whose)):
            return None
        for party in _PARTIES:
            said = getattr(record, party, None)
            if said and (self._is_own_unit(said) or self._is_own_teacher(TeacherId(said), day)):
                return None
        return self._out(f"教师 {whose} 不是本单位的教师", [own_field])

    def _is_own_place(self, record: Record, school: SchoolId) -> bool:
        if self._is_own_unit(school):
            return True
        # The head of a central school has to observe in every school of the township (B5).
        if isinstance(record, LessonObserved) and self._is_school:
            observer = self._register.teachers.get(record.observer)
            head = observer is not None and observer.post is Post.CENTRAL_PRINCIPAL
            return head and self._township_of(school) == self._township_of(SchoolId(self._name))
        return False

    def _is_own_unit(self, unit: str) -> bool:
        """Whether a school's code or township's name is the one that brings, or lies in it."""
        return squeeze(unit) == self._name or (not self._is_school and self._township_of(SchoolId(unit)) == self._name)

    def _is_own_teacher(self, teacher: TeacherId, day: date | None) -> bool:
        """Whether a teacher is, or was at the end of the record's term, at an own school."""
        row = self._register.teachers.get(teacher)
        if row is None:
            return False
        if self._is_own_unit(row.school):
            return True
        term = self._register.term_on(day) if day else None
        row = self._register.teachers_in(term).get(teacher) if term else None
        return row is not None and self._is_own_unit(row.school)

    def _is_known(self, teacher: TeacherId) -> bool:
        return teacher in self._register.teachers

    def _township_of(self, school: SchoolId) -> str | None:
        row = self._register.schools.get(school)
        return squeeze(row.township) if row else None

    def _out(self, why: str, fields: list[str]) -> Refused:
        return Refused("out-of-scope", f"{why}(以 {self._name} 的名义);请核对,或由主管单位来交。", fields=fields)
