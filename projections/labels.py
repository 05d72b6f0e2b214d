"""What the names in formulas are called when they are shown to people."""

from projections.language.pack import Pack, spoken
from projections.language.schema import Points

_LABELS = {
    "weeks_present": "在岗周数",
    "months_present": "在岗月数",
    "teaching_weeks": "教学周数",
    "term_months": "本学期月数",
    "term.id": "学期",
    "term.first_day": "学期第一天",
    "term.last_day": "学期最后一天",
    "as_of": "截至日",
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
_RESULTS = {
    "done": "已做",
    "target": "应做",
    "met": "是否完成",
    "short": "还差",
    "total": "合计",
    "eligible": "是否符合",
}


def label(pack: Pack, name: str) -> str:
    """The Chinese words for a name of a formula; the name itself where there are none."""
    for section in (pack.measures, pack.totals, pack.people):
        if name in section:
            return section[name].says.zh
    owner, _, rest = name.partition(".")
    if owner in pack.rosters:
        return f"{pack.rosters[owner].says.zh}的总数"
    for clause_name, clause in pack.clauses.items():
        if spoken(clause_name) == owner:
            parts = clause.parts if isinstance(clause, Points) else {}
            part = next((part.says.zh for known, part in parts.items() if spoken(known) == rest), "")
            return f"“{clause.says.zh}”{part or _RESULTS.get(rest, rest)}"
    return _LABELS.get(name, name)
