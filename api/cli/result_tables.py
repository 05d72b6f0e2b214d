"""Results as flat tables for spreadsheets: one row a teacher, one column a number."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.workbook.files import written_whole
from ledger.records.record import TeacherId
from projections.evaluation import Evaluation

_FORMULA_STARTS = ("=", "+", "-", "@")


def flat_table(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str]) -> pd.DataFrame:
    """One row a teacher: code, name, done / target / met of each quota, points by part, eligibility."""
    answers = evaluation.teachers if teacher is None else {teacher: evaluation.of_teacher(teacher)}
    rows = []
    for code, said in answers.items():
        row: dict[str, object] = {"编号": code, "姓名": harmless(names.get(TeacherId(code), ""))}
        for name, quota in said["quotas"].items():
            row |= {f"{name} 已做": quota["done"], f"{name} 应做": quota["target"]}
            row[f"{name} 完成"] = "是" if quota["met"] else "否"
        row |= {f"积分 {part}": value for part, value in said["points"].get("parts", {}).items()}
        row["积分 合计"] = said["points"].get("total", "")
        for name, honour in said["eligibility"].items():
            row[name] = "是" if honour["eligible"] else f"否({'、'.join(honour['fails'])})"
        rows.append(row)
    return pd.DataFrame(rows)


def csv_text(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str]) -> str:
    """The table as CSV; with the mark that makes Excel read it as UTF-8."""
    return "\ufeff" + flat_table(evaluation, teacher, names).to_csv(index=False)


def write_xlsx(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str], path: Path) -> None:
    """The table as a workbook, written whole or not at all."""
    with written_whole(path) as partial, partial.open("wb") as target:
        flat_table(evaluation, teacher, names).to_excel(target, index=False, engine="xlsxwriter", sheet_name="考核结果")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
