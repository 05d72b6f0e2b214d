"""Who attests is data: which office stands for which kind of record, as the county's grants name it.

The county office may always. Until the county grants a kind to another office, only the county does.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.in_force import InForce
from ledger.parties import code_now, teacher_fields
from ledger.records.authority import AuthorityGranted
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationStarted
from ledger.refusals import Refused
from ledger.register import in_effect_on
from ledger.spelling import squeeze
from ledger.vocabulary import Office

ALWAYS = 0
"""The step of an authority that needs no grant and no other after it."""


class Entitled:
    """The county's grants, the register, and what they make of an authority."""

    def __init__(self, in_force: InForce) -> None:
        self._in_force = in_force

    def steps(self, authority: Authority, record: Record, along: Sequence[Record], today: date) -> set[int]:
        """Which steps of attesting a record the authority may take; empty where it has no part in it.

        `along`: other records of the same entry, which may name the schools that this one does not.
        """
        if authority == COUNTY:
            return {ALWAYS}
        return {
            grant.step
            for grant in self._grants(record, along, today)
            if authority in self._authorities(grant, (record, *along))
        }

    def last_step(self, record: Record, along: Sequence[Record], today: date) -> int:
        """The step that completes the attesting of a record; 0 where only the county attests."""
        return max((grant.step for grant in self._grants(record, along, today)), default=ALWAYS)

    def offices(self, record: Record, along: Sequence[Record], today: date) -> dict[int, set[Authority]]:
        """Which offices take which step of attesting a record, by the county's grants; none where only the county."""
        found: dict[int, set[Authority]] = {}
        for grant in self._grants(record, along, today):
            found.setdefault(grant.step, set()).update(self._authorities(grant, (record, *along)))
        return found

    def code_now(self, actor: str) -> str:
        """The code that stands for an actor, where it is that of a teacher whose file was merged into another."""
        merged = self._in_force.by(TeacherMerged, "teacher")
        return code_now(TeacherId(actor), lambda code: next((one.into for one in reversed(merged(code))), None))

    def own_act(self, who: HandIn, record: Record, today: date) -> bool:
        """Whether a section or issuing office records an act of its own.

        By a grant that nobody has to go before or follow, and not by the person whom the record counts for.
        """
        authority = who.authority
        if not authority.startswith((f"{COUNTY}:", "office:")) or who.actor == getattr(record, record.whose, None):
            return False
        grants = self._grants(record, (), today)
        only_step = max((grant.step for grant in grants), default=1) == 1
        return only_step and any(authority in self._authorities(grant, (record,)) for grant in grants)

    def _grants(self, record: Record, along: Sequence[Record], today: date) -> list[AuthorityGranted]:
        kind = record.kind.partition("/")[0]
        named = [
            grant
            for grant in self._in_force.by(AuthorityGranted, "of")(kind)
            if grant.since <= today and (grant.until is None or today <= grant.until)
        ]
        posts = {row.post for row in self._rows((record, *along))}
        for_post = [grant for grant in named if posts & set(grant.posts)]
        return for_post or [grant for grant in named if not grant.posts]

    def _authorities(self, grant: AuthorityGranted, records: Sequence[Record]) -> set[Authority]:
        match grant.office:
            case Office.OWN_SCHOOL:
                return self._own_school(records)
            case Office.TOWNSHIP:
                return self._township(records)
            case Office.HOST_SCHOOL:
                return {Authority(f"school:{one}") for one in _said(self._with_rotation(records), "host")}
            case Office.HOME_SCHOOL:
                return {Authority(f"school:{one}") for one in _said(self._with_rotation(records), "home")}
            case Office.ISSUER:
                return {Authority(f"office:{squeeze(one)}") for one in _said(records, "issuer")}
            case Office.COUNTY:
                return {Authority(f"{COUNTY}:{grant.section}") if grant.section else COUNTY}

    def _with_rotation(self, records: Sequence[Record]) -> list[Record]:
        """The records, and the rotations that they are about: a month or an end does not name the schools."""
        rotation = self._in_force.by(RotationStarted, "teacher", "start")
        keys = {(one.teacher, one.start) for one in records if hasattr(one, "start") and hasattr(one, "teacher")}
        return [*records, *(found for key in keys for found in rotation(key))]

    def _own_school(self, records: Sequence[Record]) -> set[Authority]:
        return {Authority(f"school:{school}") for school in self._schools(records)}

    def _township(self, records: Sequence[Record]) -> set[Authority]:
        found = set()
        for school in self._schools(records):
            rows = self._in_force.by(SchoolRegistered, "school")(school)
            if rows:
                found.add(Authority(f"township:{max(rows, key=lambda row: row.in_effect).township}"))
        return found

    def _schools(self, records: Sequence[Record]) -> set[SchoolId]:
        """The schools of whom the records count for; where they count for a school, that school."""
        rows = self._rows(records)
        return {row.school for row in rows} or {
            getattr(record, record.whose) for record in records if record.whose and not _of_teacher(record)
        }

    def _rows(self, records: Sequence[Record]) -> list[TeacherRegistered]:
        """The register's rows of whom the records count for, as they were on the records' days."""
        found = []
        for record in records:
            if not _of_teacher(record):
                continue
            teacher: TeacherId = getattr(record, record.whose)
            rows = self._in_force.by(TeacherRegistered, "teacher")(teacher)
            day = getattr(record, record.happened_on) if record.happened_on else date.max
            row = in_effect_on(rows, day) or min(rows, key=lambda one: one.in_effect, default=None)
            if row:
                found.append(row)
        return found


def own_record(name: str, who: HandIn) -> Refused:
    """The refusal of whoever recorded, or is the person concerned, to stand for the record as well."""
    return Refused(
        "own-record",
        f"{who.actor} 是记录 {name} 的登记人、本人或上一道审核人,不能再审核它;请换一个人办理。",
        see=[name],
    )


def not_entitled(name: str, who: HandIn, what: str) -> Refused:
    """The refusal of an act by an office that has no part in the record."""
    return Refused(
        "not-entitled",
        f"{who.authority} 不能{what}记录 {name};请由县局授权的单位办理(见 authority.granted)。",
        see=[name],
    )


def _of_teacher(record: Record) -> bool:
    """Whether a record counts for a teacher, and not for a school or the county."""
    return record.whose in teacher_fields(record.__class__)


def _said(records: Iterable[Record], name: str) -> set[str]:
    return {getattr(record, name) for record in records if getattr(record, name, "")}
