"""What is handed in, checked record by record, written under the writer's lock, and taken note of."""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from api.desk.checking import check_brought
from api.desk.known import Known
from api.desk.matters import main_of
from ledger.hand_in import HandIn
from ledger.pen import Pen
from ledger.records.employment import TeacherArrived, TeacherLeft, TeacherMerged
from ledger.records.record import Record
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.submission import Submission
from ledger.vault import Particulars, Vault

REFERRED_TO: frozenset[type[Record]] = frozenset(
    [TermAnnounced, SchoolRegistered, TeacherRegistered, TeacherArrived, TeacherLeft, TeacherMerged]
)
"""The records that later rows refer to by a code, a name or a day."""

T = TypeVar("T")
_Sent = tuple[T, Submission, Particulars | None]


class Intake(Generic[T]):
    """Takes submissions in, each with the row (`T`) that it stands on.

    `refused` and `written` are told of every row; `written` of the records that were added, none for a duplicate.
    """

    def __init__(
        self,
        known: Known,
        vault: Vault,
        hand_in: HandIn,
        today: date,
        refused: Callable[[T, Refused], None],
        written: Callable[[T, Submission, list[Record]], None],
    ) -> None:
        self._known = known
        self._vault = vault
        self._hand_in = hand_in
        self._today = today
        self._refused = refused
        self._written = written
        self._sent: list[_Sent[T]] = []
        self._id_numbers: set[str] = set()  # of rows sent and not yet written

    def send(self, pen: Pen, row: T, submission: Submission, person: Particulars | None = None) -> None:
        """Check a submission, to be written with the others that are waiting. Raises Refused.

        `person`: whom a row of the register names.
        """
        main = submission.records[0]
        if self._hand_in.may_bring:
            for record in submission.records:
                if not self._known.stands(record):  # a school's workbook repeats the county's calendar
                    whole = main if main.__class__ is record.part_of else main_of(self._known.book, record)
                    self._hand_in.may_bring(record, whole, self._known.register)
        check_brought(self._known, main, submission.records, self._hand_in.authority, self._today)
        if person is not None and isinstance(main, TeacherRegistered):
            self._check_person(pen, main, person)
        self._sent.append((row, submission, person))

    def write(self, pen: Pen) -> None:
        """Write what is waiting."""
        sent, self._sent = self._sent, []
        self._id_numbers.clear()
        outcomes = pen.write([submission for _, submission, _ in sent])
        for (row, submission, person), outcome in zip(sent, outcomes, strict=True):
            if isinstance(outcome, Refused):
                self._refused(row, outcome)
                continue
            main = submission.records[0]
            if main.__class__ in REFERRED_TO:
                self._take(main, outcome, person)
            self._written(row, submission, outcome)

    def _check_person(self, pen: Pen, record: TeacherRegistered, person: Particulars) -> None:
        number = squeeze(person.id_number).upper()
        if number in self._id_numbers:
            self.write(pen)  # whether the row above holds the number is known once it is written
        self._known.check_id_number(record.teacher, person)
        if number:
            self._id_numbers.add(number)

    def _take(self, record: Record, added: list[Record], person: Particulars | None) -> None:
        """Take in what later rows may refer to; a teacher's name goes into the vault only now, accepted."""
        if person is not None and isinstance(record, TeacherRegistered):
            self._known.take_person(record.teacher, person)
            if added:
                self._vault.keep(record.teacher, person)
        self._known.take(added)
