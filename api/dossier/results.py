"""What a pack says of the teacher, as lines of a table: clause, done or points, target, verdict."""

from collections.abc import Mapping
from typing import Any

from api.typesetting import in_print
from projections.dossier import PackResult
from projections.language.pack import Pack

Row = tuple[str, str, str, str]


def results_told(result: PackResult | None, pack: Pack | None) -> Mapping[str, Any]:
    """Title, source and rows; no row where no pack was asked for."""
    if result is None or pack is None:
        return {"title": "", "source": "", "rows": []}
    document = pack.head.document
    return {
        "title": "按考核办法的结果",
        "source": in_print(f"《{document.name}》{document.date},{result.pack}@{result.version},{result.term} 学期"),
        "rows": [tuple(map(in_print, row)) for row in _rows(result.answers, pack)],
    }


def _rows(answers: Mapping[str, Any], pack: Pack) -> list[Row]:
    says = {name: clause.says.zh for name, clause in pack.clauses.items()}
    rows: list[Row] = []
    for name, quota in answers.get("quotas", {}).items():
        met = quota.get("settled") or ("完成" if quota["met"] else "没有完成")
        rows.append((says.get(name, name), str(quota["done"]), str(quota["target"]), met))
    points = answers.get("points")
    if points:
        rows += [(f"得分:{_part(pack, part)}", str(value), "", "") for part, value in points["parts"].items()]
        rows.append(("得分合计", str(points["total"]), "", ""))
    for name, said in answers.get("eligibility", {}).items():
        lacking = "、".join(_condition(pack, name, one) for one in said.get("fails", ()))
        eligible = said["eligible"]
        verdict = "不归您查看" if eligible is None else "符合" if eligible else f"不符合:{lacking}"
        rows.append((says.get(name, name), "", "", verdict))
    return rows


def _part(pack: Pack, part: str) -> str:
    for clause in pack.clauses.values():
        parts = getattr(clause, "parts", None)
        if isinstance(parts, Mapping) and part in parts:
            return str(parts[part].says.zh)
    return part


def _condition(pack: Pack, clause: str, condition: str) -> str:
    """What a condition of eligibility, or a veto, says."""
    conditions = getattr(pack.clauses.get(clause), "conditions", {})
    told = conditions.get(condition) or pack.clauses.get(condition)
    return str(told.says.zh) if told else condition
