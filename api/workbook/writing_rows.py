"""Rows of one sheet checked, written under the writer's lock, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.desk.intake import Intake
from api.desk.known import Known
from api.workbook.making import Maker
from api.workbook.report import Rejection, Report
from api.workbook.rows import ReadRow
from api.workbook.which_sheets import Reading
from ledger.event import Source
from ledger.hand_in import HandIn
from ledger.pen import Pen
from ledger.records.record import Record
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vault import Vault

LATE_AFTER = timedelta(days=60)
"""What is recorded so long after the end of its term is marked as recorded late."""


@dataclass(frozen=True)
class Bringing:
    """What a hand-in brings with every row: the file's digest, the paper's number, who brings it, the day it is."""

    digest: str
    document: str
    hand_in: HandIn
    today: date


class RowWriter:
    """Writes the rows of one sheet."""

    def __init__(
        self,
        reading: Reading,
        maker: Maker,
        known: Known,
        vault: Vault,
        report: Report,
        bringing: Bringing,
        term: TermAnnounced | None,
    ) -> None:
        self._reading = reading
        self._maker = maker
        self._known = known
        self._report = report
        self._bringing = bringing
        self._term = term
        self._name = reading.opened.name
        self._count = report.sheets[self._name]
        self._intake = Intake[ReadRow](known, vault, bringing.hand_in, bringing.today, self._reject, self._written)

    def write(self, pen: Pen, rows: Sequence[ReadRow]) -> None:
        """Check some rows and write them; refusals go to the report, in the order of rows."""
        refused_before = len(self._report.rejections)
        for row in rows:
            try:
                self._send(pen, row)
            except Refused as refused:
                self._reject(row, refused)
        self._intake.write(pen)
        self._report.rejections[refused_before:] = sorted(
            self._report.rejections[refused_before:], key=lambda rejection: rejection.row
        )

    def _send(self, pen: Pen, row: ReadRow) -> None:
        if row.fault:
            heading, fault = row.fault
            raise Refused(fault.code, fault.message, fields=[heading])
        record, bringing = self._maker.record(row), self._bringing
        person = self._maker.person(row) if isinstance(record, TeacherRegistered) else None
        source = Source(bringing.digest, self._name, row.number, bringing.document)
        parts = self._reading.sheet.parts
        said = [record, *parts(record, self._maker.extras(row))] if parts else [record]
        self._intake.send(pen, row, Submission(said, source), person)

    def _written(self, row: ReadRow, submission: Submission, added: list[Record]) -> None:
        if not added:
            self._count.duplicate += 1
            return
        self._count.accepted += 1
        for record in added:
            self._report.warnings.look(record, row.number, self._name, by_label=True)
        if self._is_late(submission.records[0]):
            self._report.late[self._name] = self._report.late.get(self._name, 0) + 1

    def _is_late(self, record: Record) -> bool:
        """Whether the record is of a term that ended long ago: the workbook's, else that of its own day."""
        term = record if isinstance(record, TermAnnounced) else self._term
        if term is None and record.happened_on:
            term = self._known.register.term_on(getattr(record, record.happened_on))
        return term is not None and self._bringing.today > term.end + LATE_AFTER

    def _reject(self, row: ReadRow, refused: Refused) -> None:
        heading = refused.fields[0] if row.fault else self._reading.sheet.heading_of(refused.fields)
        column, letter = self._reading.header.place(heading)
        self._count.rejected += 1
        self._report.rejections.append(
            Rejection(self._name, row.number, column, letter, refused.code, refused.message, refused.see)
        )
