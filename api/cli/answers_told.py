"""What the clauses say of one subject, told for people: one line a clause, or one column a number."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.evaluation import Answers, Evaluation
from projections.language.clauses import Eligibility, Points, Quota
from projections.language.pack import Pack
from projections.language.scopes import GROUP
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP

Line = tuple[str, object, object, str]
"""Clause, what it gives, against what, and the verdict or what is missing."""


def lines(pack: Pack, answers: Answers) -> Iterator[Line]:
    """One line for each clause that says something, points apart."""
    called = {name: clause.says.zh for name, clause in pack.clauses.items()}
    for name, one in answers.get("quotas", {}).items():
        yield called[name], _short(one["done"]), _short(one["target"]), _duty(pack, name, one)
    for name, one in answers.get("targets", {}).items():
        missing = f";还没有达到的:{'、'.join(one['missing'][:10])}" if one["missing"] else ""
        verdict = "达到" if one["met"] else "未达到"
        yield called[name], f"{one['reached']}/{one['base']}", one["target"], verdict + missing
    for name, one in answers.get("eligibility", {}).items():
        yield (
            called[name],
            "符合" if one["eligible"] else "不符合",
            "",
            "、".join(_conditions(pack, name, one["fails"])),
        )
    for name, vetoed in answers.get("vetoes", {}).items():
        yield called[name], "被否决" if vetoed else "没有", "", ""
    for name, one in answers.get("ranks", {}).items():
        chosen = {True: "在名额内", False: "不在名额内", None: ""}[one.get("chosen")]
        yield called[name], f"第 {one['place']} 名" if one["place"] else "不参加排名", f"共 {one['of']}", chosen
    for name, one in answers.get("days", {}).items():
        yield called[name], one["day"] or "没有填写", "", "已到" if one["reached"] else "未到"
    for name, value in answers.get("values", {}).items():
        yield called[name], _short(value), "", ""


def points(pack: Pack, answers: Answers, per: str) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    """Each clause of points with its parts, total and, where nothing is scored, the reason."""
    scores = answers.get("scores") or {
        name: answers["points"]
        for name, clause in list(pack.points(per))[:1]
        if answers.get("points") and clause.status == "in_force"
    }
    for name, said in scores.items():
        clause = pack.clauses[name]
        assert isinstance(clause, Points)
        rows: list[tuple[str, object]] = [(clause.parts[part].says.zh, value) for part, value in said["parts"].items()]
        gated = [("不计分", said["gated"])] if "gated" in said else []
        yield clause.says.zh, [*rows, ("合计", said["total"]), *gated]


def columns(answers: Answers) -> dict[str, object]:
    """One column for each number and verdict, by the names of the clauses."""
    row: dict[str, object] = {}
    for name, quota in answers.get("quotas", {}).items():
        row |= {f"{name} 已做": quota["done"], f"{name} 应做": quota["target"]}
        row[f"{name} 完成"] = _yes(quota["met"])
    if answers.get("points") and not answers.get("scores"):
        row |= {f"积分 {part}": value for part, value in answers["points"]["parts"].items()}
        row["积分 合计"] = answers["points"]["total"]
    for name, said in list(answers.get("scores", {}).items()):
        row |= {f"{name} {part}": value for part, value in said["parts"].items()} | {f"{name} 合计": said["total"]}
    for name, honour in answers.get("eligibility", {}).items():
        row[name] = "是" if honour["eligible"] else f"否({'、'.join(honour['fails'])})"
    for name, vetoed in answers.get("vetoes", {}).items():
        row[name] = _yes(vetoed)
    for name, rank in answers.get("ranks", {}).items():
        row |= {f"{name} 名次": rank["place"], f"{name} 同组": rank["of"]}
        if "chosen" in rank:
            row[f"{name} 入选"] = _yes(rank["chosen"])
    for name, target in answers.get("targets", {}).items():
        row |= {f"{name} 达到": target["reached"], f"{name} 总数": target["base"], f"{name} 占比": target["share"]}
        row |= {f"{name} 完成": _yes(target["met"]), f"{name} 未达到": "、".join(target["missing"])}
    for name, day in answers.get("days", {}).items():
        row |= {f"{name} 日期": day["day"] or "", f"{name} 已到": _yes(day["reached"])}
    row |= answers.get("values", {})
    return row


def beside_teachers(evaluation: Evaluation) -> Iterator[tuple[str, str, Mapping[str, Answers]]]:
    """Everybody but teachers: the kind of subject, what it is called, and the answers by code."""
    others = evaluation.others
    yield GROUP, "备课组", evaluation.groups
    yield SCHOOL, "学校", evaluation.schools
    yield TOWNSHIP, "乡镇", others.get("townships", {})
    yield COUNTY, "全县", {"全县": others["county"]} if "county" in others else {}
    for kind, subjects in others.get("subjects", {}).items():
        yield kind, evaluation.pack.subjects[kind].says.zh, subjects


def _short(value: float) -> float:
    """A number for tables: a third with four decimals, not sixteen."""
    return value if isinstance(value, int) else round(value, 4)


def _duty(pack: Pack, name: str, quota: Any) -> str:
    clause = pack.clauses[name]
    assert isinstance(clause, Quota)
    lines_missing = [clause.also[line].says.zh for line, one in quota.get("lines", {}).items() if not one["met"]]
    settled = f"({quota['settled']})" if "settled" in quota else ""
    return ("完成" if quota["met"] else "未完成") + settled + (f";{'、'.join(lines_missing)}" if lines_missing else "")


def _conditions(pack: Pack, name: str, fails: list[str]) -> Iterator[str]:
    clause = pack.clauses[name]
    assert isinstance(clause, Eligibility)
    for fail in fails:
        condition = clause.conditions.get(fail)
        yield condition.says.zh if condition else pack.clauses[fail].says.zh


def _yes(value: bool) -> str:
    return "是" if value else "否"
