"""Results as flat tables for spreadsheets: one row a teacher, one column a number."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from api.cli.answers_told import beside_teachers, columns
from api.desk.exports import harmless
from api.workbook.files import written_whole
from ledger.records.record import TeacherId
from projections.evaluation import Evaluation


def flat_table(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str]) -> pd.DataFrame:
    """One row a teacher: code, name, and a column for each number and verdict."""
    answers = evaluation.teachers if teacher is None else {teacher: evaluation.of_teacher(teacher)}
    rows = []
    for code, said in answers.items():
        row: dict[str, object] = {"编号": code, "姓名": harmless(names.get(TeacherId(code), ""))}
        row |= columns(said)
        rows.append(row)
    return pd.DataFrame(rows)


def csv_text(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str]) -> str:
    """The table as CSV; with the mark that makes Excel read it as UTF-8."""
    return "\ufeff" + flat_table(evaluation, teacher, names).to_csv(index=False)


def write_xlsx(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str], path: Path) -> None:
    """The table of teachers as a workbook, with a sheet for every other kind of subject that has answers."""
    with written_whole(path) as partial, partial.open("wb") as target, pd.ExcelWriter(target, "xlsxwriter") as book:
        flat_table(evaluation, teacher, names).to_excel(book, index=False, sheet_name="考核结果")
        for _, called, subjects in beside_teachers(evaluation) if teacher is None else ():
            rows = [{called: harmless(code)} | columns(answers) for code, answers in subjects.items()]
            if rows:
                pd.DataFrame(rows).to_excel(book, index=False, sheet_name=called[:31])


def write_parquet(evaluation: Evaluation, teacher: str | None, names: Mapping[TeacherId, str], path: Path) -> None:
    """The table of teachers as a Parquet file, for programs that read columns."""
    table = flat_table(evaluation, teacher, names)
    # None, where a clause says nothing of somebody; and not pandas' way, which wants numbers and words told apart.
    columns = {name: [None if pd.isna(cell) else cell for cell in table[name]] for name in table.columns}
    with written_whole(path) as partial:
        parquet.write_table(pa.table(columns), partial)


def write_sheets(tables: Mapping[str, tuple[list[str], list[list[object]]]], path: Path) -> None:
    """Tables of headings and rows as the sheets of a workbook, written whole or not at all."""
    with written_whole(path) as partial, partial.open("wb") as target, pd.ExcelWriter(target, "xlsxwriter") as book:
        for name, (headings, rows) in tables.items():
            told = [[harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
            pd.DataFrame(told, columns=headings).to_excel(book, index=False, sheet_name=name)
