"""What a record of a story need not say: where, in which term, on which day, and what is usual for its kind."""

from datetime import date
from typing import Any

import msgspec

from ledger.records.key_fields import key_fields
from ledger.records.record import Month, Record, SchoolId, TermId
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced
from projections.language.scopes import field_hints
from projections.stories.setting import Setting

_USUAL: dict[str, dict[str, Any]] = {
    "lesson.observed": {"form": "推门听课", "period": 1, "notes": "有记录", "reflection": "有反思"},
    "lesson.reviewed": {"period": 1, "review": "有评议"},
    "lesson.given": {"form": "公开课", "period": 1},
    "book.read": {"title": "书{n}", "plan": True, "notes": True, "gains": True},
    "training.attended": {"title": "培训", "level": "县级", "hours": 8},
    "award.won": {"group": "小学组"},
    "conduct.sanctioned": {"offence": "违反师德"},
    "leave.taken": {"reason": "事假"},
    "home.visited": {"pupils": 0, "meetings": 0},
    "pupils.tutored": {"pupils": 0, "sessions": 0},
    "test.reported": {"excused": 0, "absent": 0},
    "preparation.held": {"group": "备课组"},
}
"""Texts may hold {n}, the number of a repeated record."""

_OWN_SCHOOL = ("school", "home", "roll_unit", "employer", "works_at")
_FROM_REGISTER = ("subject", "grade", "group")
_ENDS = ("end", "planned_end", "closes", "until")


def filled(record: type[Record], said: dict[str, Any], setting: Setting, term: TermAnnounced) -> dict[str, Any]:
    """The fields of a record, with those that need not be said; what remains unsaid is for the reader to miss."""
    fields = dict(said)
    usual = _USUAL.get(record.kind.partition("/")[0], {})
    who = _whose(record, fields, setting, term)
    hints = field_hints(record)
    if record.kind.startswith("lesson.observed") and "observer" in fields and "teacher" not in fields:
        fields["teacher"] = setting.colleague(setting.code_of(fields["observer"]), term.end) or None
        who = _whose(record, fields, setting, term)
    for one in msgspec.structs.fields(record):
        name = one.name
        if name in fields:
            continue
        if who and name in _FROM_REGISTER and one.required and getattr(who, name):
            fields[name] = getattr(who, name)
        elif name in usual:
            fields[name] = usual[name]
        elif one.required:
            value = _of_place_and_time(record, name, hints[name], setting, term, who)
            if value is not None:
                fields[name] = value
    return fields


def _whose(
    record: type[Record], fields: dict[str, Any], setting: Setting, term: TermAnnounced
) -> TeacherRegistered | None:
    """The teacher in whose school and class it happened: of a lesson the one who gave it."""
    for name in ("teacher", record.whose, "leader", "mentor"):
        if fields.get(name):
            return setting.teacher(setting.code_of(fields[name]), term.end)
    return None


def _of_place_and_time(
    record: type[Record], name: str, hint: Any, setting: Setting, term: TermAnnounced, who: TeacherRegistered | None
) -> Any:
    if hint is SchoolId:
        if who and name in _OWN_SCHOOL:
            return who.school
        only = {row.school for row, _ in setting.schools}
        return only.pop() if len(only) == 1 and name in _OWN_SCHOOL else None
    if hint is TermId:
        return term.term
    if hint is Month:
        return term.start.replace(day=1)
    if hint is date:
        return term.end if name in _ENDS else next(setting.school_days(term.start, term.end), term.start)
    if hint is str:
        return None if name in key_fields(record) else ""
    is_list = getattr(hint, "__origin__", None) is tuple
    return [] if is_list else None
