"""Handing lines in: a file of any length, read line by line and written in batches."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import NamedTuple

import msgspec

from api.desk.batches import BATCH, EACH_BY_ITSELF, AllOrNothing, Batches, Manner
from api.desk.checking import check_written
from api.desk.intake import REFERRED_TO, Intake
from api.desk.known import Known
from api.desk.line_report import LineRejection, LineReport
from api.desk.open_lines import OpenLines
from api.desk.text_warnings import Bearers
from ledger.bulk import no_collection
from ledger.event import Source
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.interchange.appending import read_append_line
from ledger.pen import Pen
from ledger.personal_text import PersonalText
from ledger.records.record import Record, TeacherId, entry_of
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse, Refused
from ledger.submission import Submission
from ledger.vault import Particulars

Progress = Callable[[int, int], None]
"""Called with the bytes read and the bytes there are."""


class _Row(NamedTuple):
    number: int
    kind: str


def hand_in_lines(
    ledger: Ledger,
    lines: OpenLines,
    hand_in: HandIn,
    manner: Manner = EACH_BY_ITSELF,
    progress: Progress = lambda done, size: None,
    *,
    term: str = "",
    tell_entries: bool = False,
) -> LineReport:
    """Hand in every line; refused ones are reported and hold no other back.

    `term`: of which term rows of the register are; else the one that covers the day they take effect, or the one
    announced last. Raises Misuse `unknown-term`.
    """
    run = _Run(ledger, lines, hand_in, manner, term)
    if tell_entries:
        run.report.entries = []
    try:
        with no_collection(), run.batches.hand_in():
            run.every_line(progress)
            if manner.atomic and run.report.rejected:
                raise AllOrNothing
    except AllOrNothing:
        run.report.undone()
    run.report.position = ledger.book.position
    run.report.warnings.settle()
    return run.report


class _Run:
    """One hand-in under way."""

    def __init__(self, ledger: Ledger, lines: OpenLines, hand_in: HandIn, manner: Manner, term: str) -> None:
        self.report = LineReport()
        self.batches = Batches(ledger, hand_in, manner)
        self._ledger = ledger
        self._lines = lines
        self._known = Known(ledger)
        self._knows_persons = False
        self.report.warnings.bearers = self._bearers
        self.report.warnings.kept = self._text_of_names
        self._introducing: type[Record] | None = None  # sent, and what comes next may refer to it
        self._intake = Intake[_Row](
            self._known, ledger.vault, hand_in, ledger.book.today(), self._refused, self._written
        )
        if term:
            if term not in self._known.register.terms:
                raise Misuse("unknown-term", f"账本里没有学期“{term}”;请核对,如 2022-2023-1。")
            hand_in.term = self._known.register.terms[term]
        hand_in.term_on = self._term_on

    def every_line(self, progress: Progress) -> None:
        """All lines, a batch at a time."""
        numbered = self._lines.numbered()
        while batch := list(islice(numbered, BATCH)):
            self._batch(batch)
            progress(self._lines.read_so_far, self._lines.size)

    def _batch(self, lines: Iterable[tuple[int, bytes]]) -> None:
        refused_before = len(self.report.rejections)
        with self.batches.batch() as pen:
            if pen.position != self._known.seen:  # others have written until now, and nobody does before it ends
                self._known.refresh()
                self._knows_persons = False
            for number, line in lines:
                try:
                    self._line(pen, number, line)
                except Refused as refused:
                    self._refused(_Row(number, _kind_in(line)), refused)
            self._intake.write(pen)
            self._introducing = None
            self._known.seen = pen.position
        self.report.rejections[refused_before:] = sorted(
            self.report.rejections[refused_before:], key=lambda rejection: rejection.row
        )

    def _line(self, pen: Pen, number: int, line: bytes) -> None:
        records, person, says_telephone = read_append_line(line)
        main = records[0]
        if self._introducing is not None and main.__class__ is not self._introducing:
            self._intake.write(pen)  # whether the codes before it are known is known once they are written
            self._introducing = None
        for record in records:
            check_written(record, self._known.register)
        if isinstance(main, TeacherRegistered):
            if person is not None and not says_telephone:
                person = self._with_telephone(main.teacher, person)
            main = records[0] = self._identified(main, person)
        submission = Submission(records, Source(self._lines.digest, row=number), whole=False)
        self._intake.send(pen, _Row(number, main.kind), submission, person)
        if main.__class__ in REFERRED_TO:
            self._introducing = main.__class__

    def _with_telephone(self, teacher: TeacherId, person: Particulars) -> Particulars:
        """A person of whose telephone number nothing is said, with the one that is known."""
        self._know_persons()
        before = self._known.person(teacher)
        return msgspec.structs.replace(person, telephone=before.telephone) if before else person

    def _know_persons(self) -> None:
        if not self._knows_persons:
            self._known.look_up(again=False)
            self._knows_persons = True

    def _identified(self, row: TeacherRegistered, person: Particulars | None) -> TeacherRegistered:
        """A teacher's row with the digest of the person; without one the person stays whoever it was."""
        if person is not None:
            self._know_persons()
            return msgspec.structs.replace(row, identity=self._ledger.vault.identity(row.teacher, person))
        before = self._known.register.teachers.get(row.teacher)
        if not row.identity and before is not None:
            return msgspec.structs.replace(row, identity=before.identity)
        return row

    def _bearers(self) -> Bearers:
        self._know_persons()
        return self._known.codes.names

    def _text_of_names(self) -> PersonalText | None:
        """What is kept of the register's names; nothing where this hand-in names people itself."""
        return None if self._knows_persons else self._ledger.personal_text()

    def _term_on(self, day: date) -> TermAnnounced | None:
        """The term that covers a day, else the one announced last."""
        register = self._known.register
        return register.term_on(day) or next(reversed(register.terms.values()), None)

    def _written(self, row: _Row, submission: Submission, added: list[Record]) -> None:
        if added:
            self.report.accepted += 1
            for record in added:
                self.report.warnings.look(record, row.number)
            if self.report.entries is not None:
                self.report.entries.append(entry_of(added[0]).hex())
        else:
            self.report.duplicate += 1

    def _refused(self, row: _Row, refused: Refused) -> None:
        field = refused.fields[0] if refused.fields else ""
        self.report.reject(LineRejection(row.number, row.kind, field, refused.code, refused.message, refused.see))


class _Kind(msgspec.Struct):
    kind: str = ""


_read_kind = msgspec.json.Decoder(_Kind).decode


def _kind_in(line: bytes) -> str:
    """The kind that a refused line names, as far as it can be read."""
    try:
        return _read_kind(line).kind
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
