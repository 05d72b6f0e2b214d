"""What the names in formulas are called when they are shown to people."""

from ledger.records.record import Record
from projections.language.clauses import Points
from projections.language.pack import Pack, spoken
from projections.language.scopes import kinds_of_record

_LABELS = {
    "weeks_present": "在岗周数",
    "months_present": "在岗月数",
    "teaching_weeks": "教学周数",
    "term_months": "本学期月数",
    "term.id": "学期",
    "term.first_day": "学期第一天",
    "term.last_day": "学期最后一天",
    "as_of": "截至日",
    "school_year.first_day": "学年第一天",
    "school_year.last_day": "学年最后一天",
    "township": "乡镇",
    "judging_day": "评定日",
    "own_quotas.unmet": "本人未完成的指标数",
    "teacher": "教师",
    "sex": "性别",
    "born": "出生日期",
    "hired": "入职日期",
    "school": "学校",
    "subject": "学科",
    "grade": "年级",
    "post": "职务",
    "post_since": "任现职务日期",
    "title": "职称",
    "degree": "学历",
    "class_size": "班级人数",
    "group": "备课组",
    "school.name": "学校名称",
    "school.township": "乡镇",
    "school.category": "学校类别",
    "school.stage": "学段",
    "school.weak": "薄弱学校",
    "school.band": "方阵",
    "home": "派出学校",
    "host": "受援学校",
    "rotation": "支教类型",
    "start": "开始日期",
    "planned_end": "计划结束",
    "months": "到岗月数",
}
RESULTS = {
    "done": "已做",
    "target": "应做",
    "met": "是否完成",
    "short": "还差",
    "over": "超出",
    "exempt": "是否减免或视同完成",
    "total": "合计",
    "gated": "是否不计分",
    "eligible": "是否符合",
    "vetoed": "是否被否决",
    "place": "名次",
    "of": "同组人数",
    "from_bottom": "倒数名次",
    "chosen": "是否在名额内",
    "last": "是否末位",
    "base": "总数",
    "reached": "达到的",
    "share": "占比",
    "day": "日期",
    "value": "数值",
}
"""What people call the parts of a clause's answer."""
_WINDOWS = {"first_day": "第一天", "last_day": "最后一天", "days": "天数", "periods": "段数"}
_WIDER = {"own_school": "所在学校的", "own_township": "所在乡镇的", "county": "全县的"}
_PREFIXES = {"my": "本人的", "main": "主记录的", "linked": "相关记录的"}
_RECORD = {
    "record.recorded_on": "登记日期",
    "record.attested_on": "审核日期",
    "record.attested_by": "审核单位",
    "record.authority": "登记单位",
    "record.evidence": "附件数",
    "linked.known": "有没有相关记录",
    "inside.first_day": "窗口内第一天",
    "inside.last_day": "窗口内最后一天",
    "place": "排名次序",
}


def label(pack: Pack, name: str, kind: str = "") -> str:
    """The Chinese words for a name of a formula, about a record where a kind is given; else the name itself."""
    found = pack.labels.get((name, kind))
    if found is None:
        found = pack.labels[name, kind] = _label(pack, name, kind)
    return found


def _label(pack: Pack, name: str, kind: str) -> str:
    owner, _, rest = name.partition(".")
    if name in _RECORD:
        return _RECORD[name]
    for section in (pack.measures, pack.pools, pack.totals, pack.people, pack.values, pack.earlier):
        if name in section:
            return section[name].says.zh
    if owner in _WIDER and rest:
        return _WIDER[owner] + label(pack, rest)
    if owner in _PREFIXES and rest:
        return _PREFIXES[owner] + label(pack, rest, kind)
    if owner in pack.rosters:
        return f"{pack.rosters[owner].says.zh}的总数"
    if owner in pack.windows:
        return f"“{pack.windows[owner].says.zh}”{_WINDOWS.get(rest, rest)}"
    for clause_name, clause in pack.clauses.items():
        if spoken(clause_name) == owner:
            parts = clause.parts if isinstance(clause, Points) else {}
            part = next((part.says.zh for known, part in parts.items() if spoken(known) == rest), "")
            return f"“{clause.says.zh}”{part or RESULTS.get(rest, rest)}"
    return _field(kind, name) or _LABELS.get(name, name)


def _field(kind: str, name: str) -> str:
    """What people call a field of a kind of record; empty where it is none."""
    record = kinds_of_record().get(kind)
    return record.labels.get(name, "") if record and issubclass(record, Record) else ""
