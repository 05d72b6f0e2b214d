"""Handing a workbook in: sheet by sheet, row by row, in batches that are each written whole or not at all."""

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from api.desk.batches import BATCH, EACH_BY_ITSELF, AllOrNothing, Batches, Manner
from api.desk.known import Known
from api.desk.text_warnings import Bearers
from api.workbook.making import Maker
from api.workbook.opening import OpenWorkbook, is_csv, open_workbook
from api.workbook.report import Report, SheetCount
from api.workbook.rows import ReadRow
from api.workbook.which_sheets import NOTHING_ASKED, Asked, Reading, csv_sheet_name, sheets_to_read
from api.workbook.writing_rows import Bringing, RowWriter
from ledger.bulk import no_collection
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import TermId
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.scope import school_of

Progress = Callable[[str, int, int], None]
"""Called with the sheet, the rows of it done and the rows it has."""


def hand_in_workbook(
    ledger: Ledger,
    path: Path,
    hand_in: HandIn,
    manner: Manner = EACH_BY_ITSELF,
    progress: Progress = lambda sheet, done, rows: None,
    asked: Asked = NOTHING_ASKED,
) -> Report:
    """Hand in the workbook, or the table in plain text, at `path`.

    Refused rows are reported and hold no other row back. Raises Refused where the file as a whole cannot be read
    (`not-a-workbook`, `missing-sheet`, `missing-column` …); then nothing is written.
    """
    workbook = open_workbook(path, csv_sheet_name(path, asked) if is_csv(path) else "")
    return hand_in_opened(ledger, workbook, hand_in, manner, progress, asked)


def hand_in_opened(
    ledger: Ledger,
    workbook: OpenWorkbook,
    hand_in: HandIn,
    manner: Manner = EACH_BY_ITSELF,
    progress: Progress = lambda sheet, done, rows: None,
    asked: Asked = NOTHING_ASKED,
) -> Report:
    """The same with a workbook that is open already."""
    run = _Run(ledger, workbook, hand_in, manner, progress, asked)
    try:
        with no_collection():
            run.all_sheets()
    except AllOrNothing:
        run.report.undone()
    run.report.position = ledger.book.position
    run.report.warnings.settle()
    return run.report


class _Run:
    """One hand-in under way."""

    def __init__(
        self,
        ledger: Ledger,
        workbook: OpenWorkbook,
        hand_in: HandIn,
        manner: Manner,
        progress: Progress,
        asked: Asked,
    ) -> None:
        self.ledger = ledger
        self.workbook = workbook
        self.hand_in = hand_in
        self.manner = manner
        self.progress = progress
        self.asked = asked
        self.report = Report()
        self.today = ledger.book.today()
        self.bringing = Bringing(workbook.digest, asked.document, hand_in, self.today)
        self.known = Known(ledger)
        self.report.warnings.bearers = self._bearers
        self.batches = Batches(ledger, hand_in, manner)

    def all_sheets(self) -> None:
        """Every sheet in order, in one transaction where all rows stand or fall together."""
        readings, self.report.ignored_sheets = sheets_to_read(self.workbook, self.asked, self.hand_in.authority)
        for reading in readings:
            self.report.header_rows[reading.opened.name] = reading.header.row
            if reading.header.ignored:
                self.report.ignored_columns[reading.opened.name] = reading.header.ignored
        self._name_term(readings)
        with self.batches.hand_in():
            self.known.refresh()  # others may have written while one transaction was waited for
            self._sheets(readings)
            self._look_beside(readings)
            if self.manner.atomic and self.report.rejections:
                raise AllOrNothing

    def _name_term(self, readings: Sequence[Reading]) -> None:
        """Take the term that was named beside the file, where the file has no sheet 学期."""
        if any(reading.sheet.record is TermAnnounced for reading in readings):
            return
        named = self.asked.term or (self.asked.mapping.term if self.asked.mapping else "")
        if named:
            if named not in self.known.register.terms:
                raise Refused("no-term", f"账本里没有学期“{named}”;请核对,或先交写有“学期”表的工作簿。")
            self.report.term = named
            self._take_term()
        elif needing := [reading.sheet.name for reading in readings if _needs_term(reading)]:
            raise Refused("no-term", f"“{needing[0]}”表要说明是哪个学期;请加上“学期”表,或用 --term 写明。")

    def _sheets(self, readings: Sequence[Reading]) -> None:
        for reading in readings:
            self.known.look_up(again=not self.batches.is_one)
            name, is_term = reading.opened.name, reading.sheet.record is TermAnnounced
            self.report.sheets[name] = SheetCount()
            vault, term = self.ledger.vault, self.hand_in.term
            maker = Maker(reading, self.known, vault, term, self.today, school_of(self.hand_in.authority))
            rows = maker.rows()
            if is_term:
                rows = iter(self._only_term(reading, maker, list(rows)))
            writer = RowWriter(reading, maker, self.known, vault, self.report, self.bringing, term)
            done = 0
            while batch := list(islice(rows, BATCH)):
                with self.batches.batch() as pen:
                    others_wrote = pen.position != self.known.seen
                    writer.write(pen, batch)
                    if not others_wrote:
                        self.known.seen = pen.position
                done += len(batch)
                self.progress(name, done, len(reading.opened.rows))
            if is_term:
                self._take_term(reading)

    def _bearers(self) -> Bearers:
        return self.known.codes.names

    def _look_beside(self, readings: Sequence[Reading]) -> None:
        """Names in what every row bears, and in the name of the file, which people pass on."""
        warnings = self.report.warnings
        warnings.search(self.workbook.path.name, "文件名")
        warnings.search(self.asked.document, "文号")
        warnings.search(self.hand_in.correcting, "更正的理由")
        warnings.search(self.hand_in.actor, "经手人")
        for reading in readings:
            warnings.search(reading.opened.name, "表名", sheet=reading.opened.name)

    def _take_term(self, reading: Reading | None = None) -> None:
        """The workbook's term as it stands: where its own row was refused, the one announced before."""
        if self.report.term not in self.known.register.terms and not self.batches.is_one:
            self.known.refresh()  # somebody else has just announced it
        term = self.known.register.terms.get(self.report.term)
        if term is None:
            where = reading.opened.name if reading else ""
            why = next((one.message for one in self.report.rejections), f"账本里没有 {self.report.term}。")
            raise Refused("no-term", f"“{where}”表的学期不能用:{why}")
        self.hand_in.term = term
        self.known.of_term(term)

    def _only_term(self, reading: Reading, maker: Maker, rows: list[ReadRow]) -> list[ReadRow]:
        """The rows of the sheet 学期, which name the one term that the workbook is of."""
        terms = [maker.record(row) for row in rows if not row.fault]
        named = {term.term for term in terms if isinstance(term, TermAnnounced)}
        name = reading.opened.name
        if not rows and self.asked.term in self.known.register.terms:
            named = {TermId(self.asked.term)}
        if len(named) != 1:
            where = f"第 {rows[0].number} 行:{_why(rows[0])}" if rows and not named else "应有且只有一个学期"
            raise Refused("no-term", f"“{name}”表没有说明工作簿是哪个学期({where});请改正后再交。")
        [self.report.term] = named
        if self.asked.term and self.asked.term != self.report.term:
            raise Refused(
                "no-term", f"“{name}”表写的是 {self.report.term},--term 写的是 {self.asked.term};请核对是哪个学期。"
            )
        return rows


def _needs_term(reading: Reading) -> bool:
    """Whether the rows of a sheet do not say themselves which term they are of."""
    of_term, mapped = reading.sheet.of_term, reading.mapped
    if not of_term or (mapped and of_term in (reading.sheet.headings.get(one) for one in mapped.constants)):
        return False
    return not any(reading.sheet.headings.get(one) == of_term for one in reading.header.columns)


def _why(row: ReadRow) -> str:
    return row.fault[1].message if row.fault else ""
