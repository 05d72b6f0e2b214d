"""Results in words: what people call a field of a notice, the value in it, the state of a statement, what was done."""

from typing import Any

from ledger.event import Act
from ledger.records import KINDS
from projections.language.pack import Pack
from projections.statements.affected import Later
from projections.statements.differences import Difference
from projections.statements.public_notice import PERSON

STATES = {"draft": "草案", "notice": "公示", "final": "定稿", "superseded": "已被取代", "dropped": "已放弃"}
VERDICTS = {"same": "一致", "differs": "不同", "cannot": "不能复算"}
PARTS = {"teachers": "教师", "groups": "备课组", "schools": "学校", "townships": "乡镇", "county": "全县"}
_ACTS = {
    "recorded": "登记",
    "corrected": "更正",
    "attested": "审核",
    "returned": "退回",
    "withdrawn": "撤回",
    "voided": "作废",
}
_SECTIONS_OF_CLAUSES = ("quotas", "eligibility")
_WORDS = {
    "quotas": "指标",
    "points": "积分",
    "total": "合计",
    "eligibility": "资格",
    "done": "已做",
    "target": "应做",
    "met": "完成",
    "eligible": "符合",
    "fails": "不满足的条件",
}


def change(one: Difference, pack: Pack) -> str:
    """What is otherwise: the field, what it was, what it is."""
    what = heading(".".join(one.within), pack) or "全部"
    return f"{what}:{cell(one.before)} → {cell(one.after)}"


def later(record: Later) -> str:
    """Something written afterwards: where, what was done, to what kind of record."""
    done = "补登" if record.late and record.act is Act.RECORDED else _ACTS.get(record.act, record.act)
    return f"第 {record.position} 条{done}{KINDS[record.kind].called if record.kind in KINDS else record.kind}"


def heading(field: str, pack: Pack | None) -> str:
    """A field as the notice calls it: a clause by what it says."""
    clauses = pack.clauses if pack else {}
    parts = {name: part for _, one in pack.points() for name, part in one.parts.items()} if pack else {}
    words = [
        clauses[name].says.zh
        if name in clauses
        else parts[name].says.zh
        if name in parts and ".parts." in field
        else _WORDS.get(name, name)
        for name in field.split(".")
        if name != "parts"
    ]
    if len(words) > 1 and field.partition(".")[0] in _SECTIONS_OF_CLAUSES:
        words = words[1:]
    return PERSON.get(field) or " ".join(words)


def posted(value: Any, field: str, pack: Pack | None) -> str:
    """A value as the notice shows it; of honours those that the person is eligible for."""
    if field == "eligibility" and isinstance(value, dict):
        clauses = pack.clauses if pack else {}
        names = [name for name, said in value.items() if said.get("eligible")]
        return "、".join(clauses[name].says.zh if name in clauses else name for name in names)
    return "" if value is None else cell(value)


def field(name: str) -> str:
    """A field of a person by its word, another as it is written."""
    return PERSON.get(name, name)


def cell(value: Any) -> str:
    """A value in words."""
    if value is None:
        return "(没有)"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return ";".join(f"{name}:{cell(said)}" for name, said in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
