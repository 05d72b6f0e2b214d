"""The head of a pack: its dates, its conventions; and that no two things bear one name."""

import re

from projections.language.checks.checking import Checking
from projections.language.days import month_and_day
from projections.language.pack import EVERYONE, spoken
from projections.language.schema import Conventions, Span
from projections.language.scopes import GROUP, TEACHER, TERM, kinds_of_record, names_of_record
from projections.language.subject_scopes import BUILT_IN, EVENT, attributes_of, subject_of
from projections.language.types import FUNCTIONS, Type
from projections.language.yaml_text import Path as Place

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NAME = re.compile(r"[^\W\d]\w*")
_CLAUSE = re.compile(r"[^\W\d]\w*(-\w+)*")
_CALLED = ("tables", "scales")
_NAMED = ("values", "people", "windows", "rosters", "measures", "pools", "totals", "earlier", "clauses")
_TAKEN = {
    EVERYONE,
    "my",
    "linked",
    "inside",
    "record",
    "place",
    "main",
    "band",
    "judging_day",
    "own_quotas",
    "own_school",
    "own_township",
    "weeks_present",
    "months_present",
    "present_weeks",
    "present_months",
    *BUILT_IN,
    *(name.partition(".")[0] for name in TERM),
}
"""Words of the language that no part of a pack may be called."""

_OPERATORS = ("and", "or", "not", "in")


def check_head(checking: Checking) -> None:
    """Dates in force, conventions, id."""
    head = checking.pack.head
    if not _ID.fullmatch(head.id):
        checking.fault(
            ("id",), "wrong-value", f"id “{head.id}”里有不能用的字符", "请用字母、数字和连字符,如 county-2024"
        )
    if not head.version.strip():
        checking.fault(("version",), "wrong-value", "version 是空的", '请写上,如 "1"')
    span_in_order(checking, ("in_force",), head.in_force)
    _conventions(checking, head.conventions)


def span_in_order(checking: Checking, place: Place, span: Span) -> bool:
    """Check that a span does not end before it begins."""
    if span.to and span.to < span.from_:
        checking.fault(place, "wrong-value", "in_force 的 to 早于 from", "请核对施行日期")
        return False
    return True


def _conventions(checking: Checking, conventions: Conventions) -> None:
    at = ("conventions",)
    for day in conventions.weekdays:
        if not 1 <= day <= 7:
            checking.fault((*at, "weekdays"), "wrong-value", f"星期 {day} 不存在", "请用 1(周一)到 7(周日)")
    if len(set(conventions.weekdays)) < len(conventions.weekdays):
        checking.fault((*at, "weekdays"), "wrong-value", "同一个星期几写了两次", "请删去多的一个")
    begins = conventions.school_year_from
    if begins and not _is_day_of_year(begins):
        checking.fault((*at, "school_year_from"), "wrong-value", f"“{begins}”不是某月某日", "请写成 08-01 的样子")
    if conventions.law_on and conventions.law_on != EVENT:
        checking.formula((*at, "law_on"), conventions.law_on, checking.of_subject(TEACHER), Type.DAY)
    elif conventions.law_on:
        hint = "条款没有“发生的那天”;请写一个日期,如 term.first_day,只在 values 里写 law_on: event"
        checking.fault((*at, "law_on"), "wrong-value", "全办法的 law_on 不能是 event", hint)
    seen: dict[str, str] = {}
    for band, grades in conventions.grade_bands.bands.items():
        for grade in grades:
            if grade in seen:
                place = (*at, "grade_bands", "bands", band)
                checking.fault(
                    place, "wrong-value", f"{grade} 既在 {seen[grade]},又在 {band}", "一个年级只能在一个级段"
                )
            seen[grade] = band


def _is_day_of_year(text: str) -> bool:
    try:
        month_and_day(text)
    except ValueError:
        return False
    return True


def check_names(checking: Checking) -> None:
    """That names can be written in formulas, and that no two things are called alike."""
    seen: dict[str, str] = {}
    for section in (*_CALLED, *_NAMED, "subjects"):
        for name in getattr(checking.pack, section):
            place, said = (section, name), spoken(name)
            if not (_CLAUSE if section == "clauses" else _NAME).fullmatch(name):
                hint = "请用字母、汉字、数字和下划线,不以数字开头" + (
                    ";条款名可用连字符" if section == "clauses" else ""
                )
                checking.fault(place, "wrong-value", f"公式里写不出“{name}”这个名称", hint)
            elif said in seen:
                checking.fault(place, "name-taken", f"“{name}”与 {seen[said]} 里的同名", "请换一个名称")
            elif section in _CALLED and said in FUNCTIONS:
                checking.fault(place, "name-taken", f"已有叫 {said} 的函数", "请换一个名称")
            elif section not in _CALLED and (said in _TAKEN or said in _OPERATORS):
                checking.fault(place, "name-taken", f"“{said}”是语言自己的词", "请换一个名称")
            elif section in _NAMED and (whose := _recorded(checking, section, name)):
                checking.fault(place, "name-taken", f"{whose}本来就有 {said} 这一项", "请换一个名称")
            seen.setdefault(said, section)


def _recorded(checking: Checking, section: str, name: str) -> str:
    """Whose recorded attributes have a part's name already: those of its subject, or of the records counted."""
    pack, part = checking.pack, getattr(checking.pack, section)[name]
    if section == "values":
        kinds = {measure.of for measure in pack.measures.values()} & kinds_of_record().keys()
        return next((f"记录 {kind} " for kind in sorted(kinds) if name in names_of_record(kind)), "")
    if section == "clauses":
        return ""
    per = getattr(part, "per", "") or (GROUP if getattr(part, "by", "") == GROUP else TEACHER)
    if section in ("pools", "totals"):
        per = subject_of(pack, name)
    if per not in checking.subjects:
        return ""
    taken = {one.partition(".")[0] for one in attributes_of(pack, per)}
    return f"{per} 的登记" if name in taken else ""
