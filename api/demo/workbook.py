"""Writing a made-up county as a term workbook, the same bytes for the same plan."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from api.demo.columns import TITLES, kinds
from api.demo.county import County, county_for
from api.demo.earlier import earlier
from api.demo.faults import Fault, faults_in
from api.demo.form import Kind, Row
from api.demo.mess import Spelling
from api.demo.plan import CountyPlan, CountySize, Planted

_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_WITH_TOTAL = ("听课记录", "家访", "读后心得", "赛课获奖")
_ONE_IN = 100
"""A row in so many is typed in twice."""


@dataclass(frozen=True)
class _Line:
    """A row to be written: a record, a record once more, or a row to be refused (then with its code)."""

    row: Row
    code: str = ""


def write_county(path: Path, plan: CountyPlan) -> CountySize:
    """Write the workbook the plan asks for; say what is in it.

    Raises ValueError where the plan cannot be met, before anything is written.
    """
    rng = random.Random(plan.seed)
    county = county_for(rng, plan)
    handed_in = county.term.last_due
    final = plan.until is None or plan.until >= handed_in
    if plan.until is not None and not final:
        handed_in = plan.until
        county = earlier(county, plan.until, rng)
    return write_workbook(path, plan, county, rng, handed_in, faults_in(county, rng) if plan.mess and final else [])


def write_workbook(
    path: Path, plan: CountyPlan, county: County, rng: random.Random, handed_in: date, faults: Sequence[Fault] = ()
) -> CountySize:
    """Write a county of a term as the workbook of a hand-in on a day; say what is in it."""
    records = county.sheets()
    duplicates = {sheet: _twice(rng, plan.mess, rows) for sheet, rows in records.items()}
    spelling = Spelling(rng, plan.mess, county.teachers)
    book = _Book(path, rng, plan, handed_in)
    planted: list[Planted] = []
    for sheet in _sheet_order(rng, plan.mess):
        lines = _lines(rng, plan.mess, records[sheet], duplicates[sheet], [f for f in faults if f.sheet == sheet])
        planted += book.write(sheet, lines, spelling)
    book.close()
    order = list(TITLES)
    return CountySize(
        handed_in=handed_in,
        records={sheet: len(rows) for sheet, rows in records.items()},
        duplicates={sheet: len(rows) for sheet, rows in duplicates.items()},
        planted=tuple(sorted(planted, key=lambda fault: (order.index(fault.sheet), fault.row))),
    )


def _twice(rng: random.Random, mess: float, rows: Sequence[Row]) -> list[Row]:
    """Records to be typed in once more, perhaps spelled otherwise."""
    count = round(len(rows) / _ONE_IN * mess) or (mess > 0 and len(rows) > 4)
    return rng.sample(list(rows), min(count, len(rows)))


def _sheet_order(rng: random.Random, mess: float) -> list[str]:
    """The sheets as they lie in the file; a messy office has laid one elsewhere."""
    sheets = list(TITLES)
    if mess:
        sheets.insert(rng.randrange(len(sheets)), sheets.pop(rng.randrange(len(sheets))))
    return sheets


def _lines(
    rng: random.Random, mess: float, records: Sequence[Row], again: Sequence[Row], faults: Sequence[Fault]
) -> list[_Line]:
    """The rows of a sheet in the order they are written, without blank ones."""
    lines = [_Line(row) for row in (*records, *again)]
    lines += [_Line(fault.row, fault.code) for fault in faults if not fault.last]
    if mess:
        rng.shuffle(lines)
    return lines + [_Line(fault.row, fault.code) for fault in faults if fault.last]


class _Book:
    """The workbook under way; rows are written as they come, so that size costs no memory."""

    def __init__(self, path: Path, rng: random.Random, plan: CountyPlan, handed_in: date) -> None:
        self._rng = rng
        self._plan = plan
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._book.set_properties({"created": datetime.combine(handed_in, time())})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = self._book.add_format({"bold": True})
        self._title = self._book.add_format({"bold": True, "align": "center"})

    def write(self, sheet: str, lines: Sequence[_Line], spelling: Spelling) -> Iterator[Planted]:
        """Write a sheet; yield where its rows to be refused have come to stand."""
        page = self._book.add_worksheet(sheet)
        titles = TITLES[sheet]
        order = list(range(len(titles)))
        if self._messy(0.3):
            self._rng.shuffle(order)
        for place, index in enumerate(order):
            page.set_column(place, place, 24 if kinds(sheet)[index] in (Kind.TEXT, Kind.TEACHERS) else 12)
        at = 0
        if sheet != "学期" and not self._messy(0.15):
            page.merge_range(0, 0, 0, len(titles) - 1, f"{self._plan.term} {sheet}汇总表", self._title)
            at = 1
        page.write_row(at, 0, [titles[index] for index in order], self._bold)
        for line in lines:
            at += 2 if self._messy(0.004) else 1
            cells = spelling.row(sheet, line.row)
            for place, index in enumerate(order):
                cell = cells[index]
                if isinstance(cell, str):
                    page.write_string(at, place, cell)
                elif isinstance(cell, date):
                    page.write_number(at, place, cell.toordinal() - _EXCEL_EPOCH, self._day)
                elif cell is not None:
                    page.write_number(at, place, cell)
            if line.code:
                yield Planted(sheet, at + 1, line.code)
        if self._plan.mess and sheet in _WITH_TOTAL:
            page.write_row(at + 1, 0, ["合计", len(lines)])

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _messy(self, chance: float) -> bool:
        return self._plan.mess > 0 and self._rng.random() < chance * self._plan.mess
