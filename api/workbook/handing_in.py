"""Handing a workbook in: sheet by sheet, row by row, in batches that are each written whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from api.workbook.cells import Codes
from api.workbook.header import Header, find_header, letter
from api.workbook.opening import OpenSheet, OpenWorkbook, open_workbook
from api.workbook.report import Rejection, Report, SheetCount
from api.workbook.rows import ReadRow, read_rows
from api.workbook.sheets import SHEETS, Extras, Sheet, columns_of, particulars
from ledger.book import Pen
from ledger.bulk import no_collection
from ledger.checks import check_record
from ledger.event import Source
from ledger.hand_in import HandIn, Submission
from ledger.home import Ledger
from ledger.records.record import Record, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.vault import name_index

BATCH = 20_000
"""Rows written in one transaction; each costs a wait for the disk."""

REFERRED_TO = (TermAnnounced, SchoolRegistered, TeacherRegistered)
"""The records that later rows refer to by a code, a name or a day."""

Progress = Callable[[str, int, int], None]
"""Called with the sheet, the rows of it done and the rows it has."""


@dataclass(frozen=True)
class Manner:
    """How a workbook is handed in: only tried (`dry_run`), or all rows or none (`atomic`)."""

    dry_run: bool = False
    atomic: bool = False


class _AllOrNothing(Exception):
    """Undoes the one transaction of an atomic hand-in in which a row was refused."""


def hand_in_workbook(
    ledger: Ledger,
    path: Path,
    hand_in: HandIn,
    manner: Manner = Manner(),
    progress: Progress = lambda sheet, done, rows: None,
) -> Report:
    """Hand in the term workbook at `path`.

    Refused rows are reported and hold no other row back. Raises Refused where the workbook as a whole cannot
    be read (`not-a-workbook`, `missing-sheet`, `missing-column` …); then nothing is written.
    """
    workbook = open_workbook(path, [sheet.name for sheet in SHEETS])
    missing = [sheet.name for sheet in SHEETS if sheet.name not in workbook.sheet_names]
    if missing:
        raise Refused(
            "missing-sheet",
            f"{path.name} 缺少“{'”、“'.join(missing)}”表;没有内容的表也要有表名和表头,请补上再交。",
        )
    run = _Run(ledger, workbook, hand_in, manner, progress)
    try:
        with no_collection():
            run.all_sheets()
    except _AllOrNothing:
        run.undone()
    run.report.position = ledger.book.position
    return run.report


class _Run:
    """One hand-in under way."""

    def __init__(
        self, ledger: Ledger, workbook: OpenWorkbook, hand_in: HandIn, manner: Manner, progress: Progress
    ) -> None:
        self.ledger = ledger
        self.workbook = workbook
        self.hand_in = hand_in
        self.manner = manner
        self.progress = progress
        self.report = Report()
        self.today = ledger.book.today()
        self.codes = Codes()
        self.pen: Pen | None = None
        self.own_names: dict[TeacherId, str] = {}
        self.names_before: dict[TeacherId, str] | None = None  # those of other hand-ins; unsealed once, not each sheet
        self.register = ledger.register()
        self.seen = ledger.book.position

    def all_sheets(self) -> None:
        """Every sheet in order, in one transaction where all rows stand or fall together."""
        found = [self._opened(sheet) for sheet in SHEETS]
        whole = self.manner.dry_run or self.manner.atomic
        if not whole:
            self._sheets(found)
            return
        with self._transaction(keep=not self.manner.dry_run) as pen:
            self.pen = pen
            self._sheets(found)
            if self.manner.atomic and self.report.rejections:
                raise _AllOrNothing

    def undone(self) -> None:
        """Say that nothing was accepted."""
        for count in self.report.sheets.values():
            count.accepted = 0

    def _opened(self, sheet: Sheet) -> tuple[Sheet, OpenSheet, Header]:
        """A sheet with its header found, before anything is written: one bad header refuses the workbook."""
        opened = self.workbook.sheet(sheet.name)
        header = find_header(opened, sheet.all_headings)
        if header.ignored:
            self.report.ignored_columns[sheet.name] = header.ignored
        return sheet, opened, header

    def _sheets(self, found: Sequence[tuple[Sheet, OpenSheet, Header]]) -> None:
        for sheet, opened, header in found:
            self._look_up()
            self.report.sheets[sheet.name] = SheetCount()
            rows = read_rows(opened, header, columns_of(sheet, self.codes, self.today))
            if sheet.record is TermAnnounced:
                rows = iter(self._only_term(sheet, list(rows)))
            done = 0
            while batch := list(islice(rows, BATCH)):
                self._batch(sheet, header, batch)
                done += len(batch)
                self.progress(sheet.name, done, len(opened.rows))
            if sheet.record is TermAnnounced:
                self._take_term(sheet)

    def _look_up(self) -> None:
        """Take the codes and names that this sheet may refer to, those of another's hand-in meanwhile too.

        A name is looked for as it stood in the workbook's term, first among the workbook's own rows.
        """
        if not self.pen and self.ledger.book.position != self.seen:
            self.seen = self.ledger.book.position
            self.register = self.ledger.register()
            self.names_before = None
        if self.names_before is None:
            self.names_before = self.ledger.names(self.register, self.hand_in.term)
        self.codes.schools = set(self.register.schools)
        self.codes.teachers = set(self.register.teachers)
        self.codes.names = name_index(self.names_before | self.own_names)

    def _take_term(self, sheet: Sheet) -> None:
        """The workbook's term as it stands: where its own row was refused, the one announced before."""
        if self.report.term not in self.register.terms:
            why = self.report.rejections[0].message
            raise Refused("no-term", f"“{sheet.name}”表的学期不能用:{why}")
        self.hand_in.term = self.register.terms[self.report.term]
        self.names_before = None

    def _only_term(self, sheet: Sheet, rows: list[ReadRow]) -> list[ReadRow]:
        """The rows of the sheet 学期, which name the one term that the workbook is of."""
        terms = [self._main(sheet, row) for row in rows if not row.fault]
        named = {term.term for term in terms if isinstance(term, TermAnnounced)}
        if len(named) != 1:
            where = f"第 {rows[0].number} 行:{_why(rows[0])}" if rows and not named else "应有且只有一个学期"
            raise Refused("no-term", f"“{sheet.name}”表没有说明工作簿是哪个学期({where});请改正后再交。")
        [self.report.term] = named
        return rows

    def _batch(self, sheet: Sheet, header: Header, rows: list[ReadRow]) -> None:
        """Read, check and write some rows in one transaction."""
        submissions: list[Submission] = []
        sent: list[ReadRow] = []
        refused_before = len(self.report.rejections)
        with self._pen() as pen:
            others_wrote = pen.position != self.seen
            for row in rows:
                try:
                    submissions.append(self._submission(sheet, row))
                    sent.append(row)
                except Refused as refused:
                    self._reject(sheet, header, row, refused)
            count = self.report.sheets[sheet.name]
            for row, outcome in zip(sent, pen.write(submissions), strict=True):
                if isinstance(outcome, Refused):
                    self._reject(sheet, header, row, outcome)
                    continue
                if outcome:
                    count.accepted += 1
                else:
                    count.duplicate += 1
                if sheet.record in REFERRED_TO:
                    self._known(sheet, outcome, row)
            if not others_wrote:
                self.seen = pen.position
        self.report.rejections[refused_before:] = sorted(
            self.report.rejections[refused_before:], key=lambda rejection: rejection.row
        )

    def _submission(self, sheet: Sheet, row: ReadRow) -> Submission:
        if row.fault:
            heading, fault = row.fault
            raise Refused(fault.code, fault.message, fields=[heading])
        record = self._main(sheet, row)
        check_record(record, self.register, self.today)
        source = Source(self.workbook.digest, sheet.name, row.number)
        if sheet.parts:
            return Submission([record, *sheet.parts(record, _extras(sheet, row))], source)
        return Submission([record], source)

    def _main(self, sheet: Sheet, row: ReadRow) -> Record:
        """The record that a row without fault makes."""
        values = row.values[: len(sheet.headings)]
        if sheet.record is TeacherRegistered:
            teacher = values[0]
            values.insert(1, self.ledger.vault.identity(teacher, particulars(_extras(sheet, row))))
        if sheet.of_term:
            assert self.hand_in.term is not None
            term = self.hand_in.term
            values.insert(0, term.term if sheet.of_term == "term" else term.start)
        return sheet.record(*values)

    def _known(self, sheet: Sheet, added: list[Record], row: ReadRow) -> None:
        """Take in what later rows may refer to; a teacher's name goes into the vault only now, accepted."""
        if sheet.record is TeacherRegistered:
            teacher, person = TeacherId(row.values[0]), particulars(_extras(sheet, row))
            self.own_names[teacher] = person.name
            if added:
                self.ledger.vault.keep(teacher, person)
        for record in added:
            self.register.apply(record)

    def _reject(self, sheet: Sheet, header: Header, row: ReadRow, refused: Refused) -> None:
        heading = refused.fields[0] if row.fault else sheet.heading_of(refused.fields)
        self.report.sheets[sheet.name].rejected += 1
        self.report.rejections.append(
            Rejection(
                sheet.name,
                row.number,
                heading,
                letter(header.columns[heading]),
                refused.code,
                refused.message,
                refused.see,
            )
        )

    @contextmanager
    def _pen(self) -> Iterator[Pen]:
        """The pen of the whole hand-in where there is one, else one for this batch."""
        if self.pen:
            yield self.pen
            return
        with self._transaction(keep=True) as pen:
            yield pen

    @contextmanager
    def _transaction(self, *, keep: bool) -> Iterator[Pen]:
        vault = self.ledger.vault
        with self.ledger.book.writing(self.hand_in, keep=keep) as pen:
            vault.begin()
            try:
                yield pen
            except BaseException:
                vault.undo()
                raise
            if keep:
                vault.commit()
            else:
                vault.undo()


def _extras(sheet: Sheet, row: ReadRow) -> Extras:
    """What stands in a row beside its record, by field."""
    names = [beside.field for beside in sheet.beside.values()]
    return dict(zip(names, row.values[len(sheet.headings) :], strict=True))


def _why(row: ReadRow) -> str:
    return row.fault[1].message if row.fault else ""
