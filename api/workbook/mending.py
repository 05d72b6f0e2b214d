"""A refused row mended: its cells as fields, corrected, and handed in again as that row of that workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from api.workbook.cells import as_text
from api.workbook.handing_in import hand_in_opened
from api.workbook.opening import OpenSheet, OpenWorkbook, is_csv, open_workbook
from api.workbook.report import Rejection, Report
from api.workbook.template import told_of, type_of, words_of
from api.workbook.which_sheets import Asked, Reading, csv_sheet_name, one_sheet
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import TeacherId
from ledger.refusals import Misuse

_SECRET = ("id_number", "telephone")
"""Fields that are shown only where they are at fault themselves."""


@dataclass(frozen=True)
class FieldToMend:
    """A cell of a refused row as a field of a form.

    `heading`: as our sheets call the column; `written`: as this workbook does. `choices`: the words of a closed list.
    `hidden`: what is in it is not shown, and stays unless something else is put in.
    """

    heading: str
    written: str
    said: str
    told: str
    choices: tuple[str, ...]
    needed: bool
    faulty: bool
    hidden: bool
    names_teachers: bool

    def of(self, said: Mapping[str, str]) -> "FieldToMend":
        """The field with what was put in already, by heading."""
        return replace(self, said=said.get(self.heading, self.said))


@dataclass(frozen=True)
class RowToMend:
    """A refused row, and why it was refused."""

    rejection: Rejection
    fields: tuple[FieldToMend, ...]


class Mending:
    """The refused rows of one workbook, as it was handed in and reported on."""

    def __init__(self, path: Path, report: Report, asked: Asked) -> None:
        self._report = report
        self._asked = asked
        self._workbook = open_workbook(path, csv_sheet_name(path, asked) if is_csv(path) else "")

    def row(self, sheet: str, row: int) -> RowToMend:
        """A refused row. Raises Misuse `unknown-row`."""
        rejection = self._rejection(sheet, row)
        reading = one_sheet(self._workbook, sheet, self._asked)
        cells = reading.opened.rows[row - 1]
        found = [
            _field(reading, heading, _cell(cells, column), rejection)
            for heading, column in sorted(reading.header.columns.items(), key=lambda one: one[1])
        ]
        return RowToMend(rejection, tuple(found))

    def hand_in(
        self, ledger: Ledger, sheet: str, row: int, said: Mapping[str, str], hand_in: HandIn
    ) -> Rejection | None:
        """Hand in a row with what is `said` by heading in the place of its cells; why it is refused again, if it is.

        Its source stays this workbook, sheet and row. Raises Misuse `unknown-row`, and what refuses a file as a whole.
        """
        self._rejection(sheet, row)
        reading = one_sheet(self._workbook, sheet, self._asked)
        report = hand_in_opened(ledger, self._with(reading, row, said), hand_in, asked=self._asked_of(reading, sheet))
        return next((one for one in report.rejections if (one.sheet, one.row) == (sheet, row)), None)

    def _rejection(self, sheet: str, row: int) -> Rejection:
        for one in self._report.rejections:
            if (one.sheet, one.row) == (sheet, row):
                return one
        raise Misuse("unknown-row", f"“{sheet}”表第 {row} 行没有被退回,或已经改好收下;请回到结果页核对。")

    def _with(self, reading: Reading, row: int, said: Mapping[str, str]) -> OpenWorkbook:
        """The workbook with nothing in it but the header and this row, each at its place."""
        header, before = reading.header.row, reading.opened.rows[row - 1]
        columns = reading.header.columns
        cells: list[object] = [*before, *([""] * (max(columns.values()) + 1 - len(before)))]
        for heading, column in columns.items():
            field = said.get(heading)
            stays = field is None or field == written(cells[column]) or (not field and _is_secret(reading, heading))
            if not stays:
                cells[column] = field
        rows: list[list[object]] = [[] for _ in range(max(header + 1, row))]
        rows[header], rows[row - 1] = reading.opened.rows[header], cells
        alone = OpenSheet(reading.opened.name, rows)
        of = self._workbook
        return OpenWorkbook(of.path, of.digest, of.is_xlsx, [alone.name], lambda name: alone)

    def _asked_of(self, reading: Reading, sheet: str) -> Asked:
        """What is said beside that one sheet: which it is, and the term that the workbook was of."""
        term = self._report.term or self._asked.term
        if self._asked.mapping and reading.mapped:
            only = replace(self._asked.mapping, sheets=(replace(reading.mapped, called=sheet),))
            return replace(self._asked, mapping=only, term=term)
        return replace(self._asked, sheet=reading.sheet.name, term=term)


def taken_in(report: Report, sheet: str, row: int) -> None:
    """Take note in a report that a refused row was mended and accepted."""
    report.rejections[:] = [one for one in report.rejections if (one.sheet, one.row) != (sheet, row)]
    count = report.sheets[sheet]
    count.rejected, count.accepted = max(count.rejected - 1, 0), count.accepted + 1


def refused_again(report: Report, rejection: Rejection) -> None:
    """Take note in a report of why a row is refused now."""
    place = (rejection.sheet, rejection.row)
    report.rejections[:] = [rejection if (one.sheet, one.row) == place else one for one in report.rejections]


def written(cell: object) -> str:
    """A cell as it is written into a field: a day as a day, a whole number without a point."""
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else as_text(cell)


def _cell(cells: list[object], column: int) -> object:
    return cells[column] if column < len(cells) else ""


def _field(reading: Reading, heading: str, cell: object, rejection: Rejection) -> FieldToMend:
    found = type_of(reading.sheet, heading)
    called, _ = reading.header.place(heading)
    faulty = called == rejection.column
    hidden = _is_secret(reading, heading) and not faulty
    return FieldToMend(
        heading=heading,
        written=called,
        said="" if hidden else written(cell),
        told="" if found.plain is str and not found.is_list else told_of(found),
        choices=words_of(found),
        needed=heading in reading.sheet.needed_headings,
        faulty=faulty,
        hidden=hidden,
        names_teachers=found.plain is TeacherId,
    )


def _is_secret(reading: Reading, heading: str) -> bool:
    beside = reading.sheet.beside.get(heading)
    return beside is not None and beside.field in _SECRET
