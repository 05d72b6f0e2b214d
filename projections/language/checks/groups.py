"""Whom and what duties go over: subjects, sets of people, rosters, totals over rosters, stretches of time."""

from projections.language.checks.checking import Checking
from projections.language.checks.lookups import number_said
from projections.language.checks.never import never_holds
from projections.language.pack import EVERYONE, formula
from projections.language.schema import Earlier, Roster, Subjects, Total, Window
from projections.language.scopes import TEACHER, kinds_of_record, names_of_record
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP, attributes_of, wider_subjects
from projections.language.types import Type
from projections.language.yaml_text import Path as Place

_MEMBER = {"teachers": TEACHER, "schools": SCHOOL}


def check_groups(checking: Checking) -> None:
    """Every subject, set of people, roster, window, total and look back."""
    pack = checking.pack
    for name, subjects in pack.subjects.items():
        _subjects(checking, ("subjects", name), subjects)
    for name, people in pack.people.items():
        at = ("people", name, "if")
        if checking.formula(at, people.if_, checking.of_subject(TEACHER), Type.YES) and never_holds(
            pack, [formula(people.if_)], checking.of_subject(TEACHER).words
        ):
            checking.fault(at, "never-applies", f"没有人能属于 {name}:条件自相矛盾", "请核对公式")
    for name, roster in pack.rosters.items():
        _roster(checking, ("rosters", name), roster)
    for name, window in pack.windows.items():
        _window(checking, ("windows", name), window)
    for name, total in pack.totals.items():
        _total(checking, ("totals", name), total)
    for name, earlier in pack.earlier.items():
        _earlier(checking, ("earlier", name), earlier)


def _subjects(checking: Checking, place: Place, subjects: Subjects) -> None:
    if checking.known((*place, "of"), subjects.of, kinds_of_record(), "记录"):
        scope = names_of_record(subjects.of)
        if checking.known((*place, "key"), subjects.key, scope, "字段") and scope[subjects.key] is not Type.WORD:
            found = scope[subjects.key]
            checking.fault((*place, "key"), "wrong-type", f"字段 {subjects.key} 是{found},这里要文字", "请换一个字段")


def member_of(roster: Roster) -> str | None:
    """What kind of subject the members of a roster are; none for school bands."""
    return _MEMBER.get(roster.of)


def _roster(checking: Checking, place: Place, roster: Roster) -> None:
    checking.for_people((*place, "who"), roster.who)
    if not checking.per(place, roster.per):
        return
    if roster.who != EVERYONE and roster.of != "teachers":
        checking.fault((*place, "who"), "wrong-value", "只有教师的名册才能用 who 限定", "请删去 who")
    if roster.without_self and member_of(roster) != roster.per:
        message = f"{roster.per} 不会在 {roster.of} 的名册里,without_self 没有意义"
        checking.fault((*place, "without_self"), "wrong-value", message, "请删去 without_self")
    if not roster.shared:
        checking.fault((*place, "same"), "wrong-value", "same 是空的", "全县用 same: county")
    member = member_of(roster)
    if member is None and roster.per != TEACHER:
        checking.fault((*place, "of"), "wrong-value", "级段的名册只能是教师的", "请用 of: schools,或 per: teacher")
    for number, name in enumerate(roster.shared):
        at = (*place, "same") if isinstance(roster.same, str) else (*place, "same", number)
        if member is None:
            if name not in (SCHOOL, TOWNSHIP):
                checking.fault(at, "wrong-value", "级段的名册只能按 school 或 township", "请改 same")
            continue
        for subject in dict.fromkeys((roster.per, member)):
            known = shared_by(checking, subject)
            if name not in known:
                message = f"{subject} 没有可比的 {name}"
                checking.fault(at, "unknown-name", message, f"{subject} 有:{'、'.join(sorted(known)[:12])}")
                break


def shared_by(checking: Checking, subject: str) -> set[str]:
    """What a subject may have in common with others."""
    attributes = attributes_of(checking.pack, subject).keys()
    shared = {COUNTY, *attributes}
    if subject == TOWNSHIP:
        return shared
    if subject != COUNTY and ("own_school" in wider_subjects(checking.pack, subject) or subject == SCHOOL):
        shared |= {SCHOOL, TOWNSHIP}
    return shared


def _window(checking: Checking, place: Place, window: Window) -> None:
    if not checking.per(place, window.per):
        return
    names = checking.of_subject(window.per)
    checking.formula((*place, "from"), window.from_, names, Type.DAY)
    checking.formula((*place, "to"), window.to, names, Type.DAY)
    if window.split == "school_year":
        checking.needs_school_year((*place, "split"))


def _total(checking: Checking, place: Place, total: Total) -> None:
    pack = checking.pack
    if not checking.known((*place, "over"), total.over, pack.rosters, "名册", "rosters"):
        return
    roster = pack.rosters[total.over]
    member = member_of(roster)
    if member is None:
        checking.fault((*place, "over"), "wrong-value", "级段的名册不能合计", "请用教师或学校的名册")
        return
    names = checking.of_subject(member)
    checking.formula((*place, "of"), total.of, names, Type.NUMBER, Type.YES)
    unit = checking.unit(total.of, names)
    if total.unit and unit and total.unit != unit and total.take != "count":
        message = f"合计的单位写的是{total.unit},“{total.of}”的单位是{unit}"
        checking.fault((*place, "unit"), "wrong-unit", message, "请改成同一个单位")


def _earlier(checking: Checking, place: Place, earlier: Earlier) -> None:
    if earlier.back < 1:
        checking.fault((*place, "back"), "wrong-value", "back 至少是 1", "请写往前数几个学期或学年")
    number_said(checking, place, earlier.otherwise, "otherwise", "还没有以前时算多少")
    if checking.per(place, earlier.per):
        names = checking.of_subject(earlier.per)
        checking.formula((*place, "of"), earlier.of, names, Type.NUMBER, Type.YES)


def windows_of(checking: Checking, subject: str) -> list[str]:
    """The stretches of time that a subject's records may lie in."""
    built_in = ["term", "teaching_weeks", *(["present_weeks", "present_months"] if subject == TEACHER else [])]
    return built_in + [name for name, window in checking.pack.windows.items() if window.per == subject]
