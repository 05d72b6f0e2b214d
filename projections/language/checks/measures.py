"""Measures: what is counted, for whom, in which stretch of time."""

from ledger.nearest import did_you_mean
from ledger.records.record import SchoolId, TeacherId
from projections.language.checks.checking import Checking, Names, names_of
from projections.language.checks.fields import listed_fields, party_fields, term_fields
from projections.language.checks.groups import windows_of
from projections.language.checks.measure_steps import check_steps
from projections.language.checks.never import never_holds
from projections.language.checks.periods import BY_WEEK_OR_MONTH, check_periods, has_periods
from projections.language.pack import formula
from projections.language.schema import Link, Measure, Within
from projections.language.scopes import (
    GROUP,
    TEACHER,
    TERM,
    field_hints,
    kinds_of_record,
    names_of_record,
    recorded_fields,
)
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP, subject_of_measure
from projections.language.types import Type
from projections.language.yaml_text import Path as Place


def check_measures(checking: Checking) -> None:
    """Every measure."""
    for name, measure in checking.pack.measures.items():
        _measure(checking, ("measures", name), measure)


def _measure(checking: Checking, place: Place, measure: Measure) -> None:
    kinds = kinds_of_record()
    if measure.of not in kinds:
        hint = did_you_mean(measure.of, kinds)
        checking.fault((*place, "of"), "unknown-kind", f"没有叫“{measure.of}”的记录", hint)
        return
    subject = subject_of_measure(measure)
    if measure.per and not checking.per(place, measure.per):
        return
    _by(checking, (*place, "by"), measure, subject)
    if measure.link:
        _link(checking, (*place, "link"), measure.link, measure)
    names = checking.of_measure(measure)
    if measure.within:
        _within(checking, (*place, "within"), measure.within, measure, names)
    sound = True
    for number, condition in enumerate(measure.where):
        at = (*place, "where", number)
        sound = bool(checking.formula((*at, "if"), condition.if_, names, Type.YES)) and sound
        if not condition.otherwise.strip():
            checking.fault((*at, "otherwise"), "unsaid", "不符合时怎么说没有写", "请写 otherwise: 一句话")
    conditions = [formula(one.if_) for one in measure.where] if sound else []
    if never_holds(checking.pack, conditions, names.words):
        message = "这些条件不能同时成立,一条记录也算不上"
        checking.fault((*place, "where"), "never-applies", message, "请核对 where 里的各个条件")
    check_steps(checking, place, measure, names)
    window = measure.within.window if measure.within else ""
    check_periods(checking, place, measure, subject, window, checking.unit(measure.value, names))


def _by(checking: Checking, place: Place, measure: Measure, subject: str) -> None:
    """Whose record each is."""
    kind, by = measure.of, measure.by
    if subject == GROUP:
        if by != GROUP:
            checking.fault(place, "wrong-value", "备课组的计量要写 by: preparation_group", "请改 by")
        elif {"school", "group"} - field_hints(kinds_of_record()[kind]).keys():
            checking.fault(place, "wrong-value", f"{kind} 不是备课组的记录", "请改 by")
    elif subject == TEACHER:
        known = [*party_fields(kind, TeacherId), *listed_fields(kind, TeacherId)]
        checking.known(place, by, known, "当事教师字段")
    elif subject == COUNTY:
        if by != COUNTY:
            checking.fault(place, "wrong-value", "全县的计量要写 by: county", "请改 by")
    elif subject != SCHOOL or by not in listed_fields(kind, SchoolId):
        _by_word(checking, place, by, names_of_record(kind), subject, kind)


def _by_word(checking: Checking, place: Place, by: str, scope: dict[str, Type], subject: str, kind: str) -> None:
    if not checking.known(place, by, scope, "字段"):
        return
    if scope[by] is not Type.WORD:
        checking.fault(place, "wrong-type", f"字段 {by} 是{scope[by]},这里要文字", "请换一个字段")
    elif subject in (SCHOOL, TOWNSHIP) and by in party_fields(kind, TeacherId):
        message = f"{by} 是教师,这里要{'学校' if subject == SCHOOL else '乡镇'}"
        checking.fault(
            place, "wrong-type", message, f"请写 {by}.{'school' if subject == SCHOOL else 'school.township'}"
        )
    elif subject == TOWNSHIP and by in party_fields(kind, SchoolId):
        checking.fault(place, "wrong-type", f"{by} 是学校,这里要乡镇", f"请写 {by}.township")


def _link(checking: Checking, place: Place, link: Link, measure: Measure) -> None:
    kinds = kinds_of_record()
    if link.to not in kinds:
        hint = did_you_mean(link.to, kinds)
        checking.fault((*place, "to"), "unknown-kind", f"没有叫“{link.to}”的记录", hint)
        return
    if not link.alike:
        checking.fault(
            (*place, "alike"), "unsaid", "凭哪些字段相同才算相连没有说", "请写 alike: {它的字段: 这条的字段}"
        )
    theirs, ours = names_of_record(link.to), names_of_record(measure.of)
    for name, own in link.alike.items():
        at = (*place, "alike", name)
        known = checking.known(at, name, theirs, f"字段(在 {link.to} 里)")
        known = checking.known(at, own, ours, f"字段(在 {measure.of} 里)") and known
        if known and theirs[name] is not ours[own]:
            message = f"{name} 是{theirs[name]},{own} 是{ours[own]},不能相同"
            checking.fault(at, "wrong-type", message, "请换一个字段")


def _within(checking: Checking, place: Place, within: Within, measure: Measure, names: Names) -> None:
    subject = subject_of_measure(measure)
    known = windows_of(checking, subject)
    if subject != TEACHER and within.window in ("present_weeks", "present_months"):
        called = "备课组" if subject == GROUP else subject
        message = f"{called}没有在岗周、在岗月"
        checking.fault((*place, "window"), "wrong-value", message, "请用 term、teaching_weeks 或办法自己的 windows")
    elif within.window in checking.pack.windows and within.window not in known:
        whose = checking.pack.windows[within.window].per
        message = f"{within.window} 是 {whose} 的时段,这里算的是 {subject}"
        checking.fault((*place, "window"), "wrong-value", message, f"请另写一个 per: {subject} 的时段")
    else:
        checking.known((*place, "window"), within.window, known, "时段", "windows")
    day = within.day.strip()
    if day in TERM:
        checking.known((*place, "day"), day, recorded_fields(measure.of), "字段")
    elif (found := checking.formula((*place, "day"), day, names, Type.DAY, Type.WORD)) is Type.WORD:
        if day not in term_fields(measure.of):
            checking.fault((*place, "day"), "wrong-type", f"{day} 是文字,这里要日期,或记着学期的字段", "请换一个字段")
        elif within.window in BY_WEEK_OR_MONTH:
            message = f"{day} 只说是哪个学期,分不出是哪一周、哪一月"
            checking.fault((*place, "day"), "wrong-type", message, "请换一个日期字段,或用 window: term")
    elif found and not any(_is_of_record(one, measure) for one in names_of(day)):
        checking.fault((*place, "day"), "unknown-name", f"“{day}”里没有记录的字段", "请写记录发生的那一天")
    if within.each_period is None and within.until and has_periods(checking, within.window) and _by_period(measure):
        message = "一段时间可能跨几期:只在开始的那一期算,还是经过的每期都算,没有说"
        hint = "请写 each_period: true(每期都算)或 false(只算开始的那一期)"
        checking.fault((*place, "until"), "unsaid", message, hint)
    if within.each_period:
        _each_period(checking, (*place, "each_period"), within)
    if within.until:
        checking.formula((*place, "until"), within.until, names, Type.DAY)
        if within.window in BY_WEEK_OR_MONTH:
            message = "一段时间的记录不能逐周、逐月算"
            checking.fault(
                (*place, "until"), "wrong-value", message, "请用 window: term,或办法自己的 windows(可以写 split)"
            )


def _each_period(checking: Checking, place: Place, within: Within) -> None:
    """Check that there is a span, and periods that it may overlap."""
    if not within.until:
        checking.fault(place, "unsaid", "每期都算,却没有说记录到哪天为止", "请在 within 里写 until: 结束的那天")
    elif within.window not in BY_WEEK_OR_MONTH and not has_periods(checking, within.window):
        checking.fault(place, "unsaid", f"每期都算,{within.window} 却没有分期", "请用写了 split 的时段")


def _by_period(measure: Measure) -> bool:
    return measure.periods_with is not None or bool(measure.periods_reaching)


def _is_of_record(name: str, measure: Measure) -> bool:
    return name not in TERM and not name.startswith("my.")
