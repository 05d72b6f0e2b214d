"""What the rows of a hand-in may refer to: the ledger's codes, names and days, and those accepted so far."""

from collections.abc import Iterable

from api.workbook.codes import Codes
from ledger.book import Book
from ledger.home import Ledger
from ledger.on_roll import Roll
from ledger.parties import code_now
from ledger.records.employment import TeacherArrived, TeacherLeft, TeacherMerged
from ledger.records.record import Record, SchoolId, TeacherId, entry_of
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.vault import Particulars, name_index

_COUNTYS = (TermAnnounced, DayDeclared)
"""Kinds of the county's that a school's workbook repeats."""


class Known:
    """Codes, names, ID numbers, the register, and who was on the roll."""

    def __init__(self, ledger: Ledger) -> None:
        self.codes = Codes()
        self._ledger = ledger
        self._term: TermAnnounced | None = None
        self._own: dict[TeacherId, Particulars] = {}  # of this hand-in
        self._before: dict[TeacherId, Particulars] | None = None  # of others; unsealed once, not each sheet
        self._countys: set[tuple[bytes, tuple[object, ...]]] | None = None
        self._merged: dict[TeacherId, TeacherId] = {}
        self._by_id_number: dict[str, TeacherId] = {}
        self._rows: dict[TeacherId, TeacherRegistered] = {}
        self.seen = -1
        self._read()
        # A school that tries a ledger out by itself can be held to no scope: nothing says yet what is another's.
        self.schools_at_first = bool(self.register.schools)

    @property
    def book(self) -> Book:
        """The book that is written."""
        return self._ledger.book

    def of_term(self, term: TermAnnounced) -> None:
        """From now on names are looked for as they stood in this term, first among the hand-in's own rows."""
        self._term = term
        self._before = None

    def look_up(self, *, again: bool) -> None:
        """Take the codes and names that a sheet may refer to, those of another's hand-in meanwhile too (`again`)."""
        if again:
            self.refresh()
        if self._before is None:
            register = self.register
            self._rows = register.teachers_in(self._term) if self._term else dict(register.teachers)
            self._before = self._ledger.vault.particulars({code: row.identity for code, row in self._rows.items()})
        persons = self._before | self._own
        self._by_id_number = {
            _id_number(person): code for code, person in reversed(persons.items()) if person.id_number
        }
        self.codes.schools = set(self.register.schools)
        self.codes.teachers = set(self.register.teachers)
        self.codes.names = name_index({code: person.name for code, person in persons.items()})

    def refresh(self) -> None:
        """Read again what others have written meanwhile."""
        if self._ledger.book.position != self.seen:
            self._read()

    def take(self, records: Iterable[Record]) -> None:
        """Take in what was written and later rows may refer to."""
        for record in records:
            self.register.apply(record)
            self.roll.apply(record)
            if isinstance(record, TeacherMerged):
                self._merged[record.teacher] = record.into
            if isinstance(record, TeacherRegistered):
                self._rows[record.teacher] = record

    def take_person(self, teacher: TeacherId, person: Particulars) -> None:
        """Take in whom an accepted row of the sheet 教师 names."""
        self._own[teacher] = person
        if person.id_number:
            self._by_id_number[_id_number(person)] = teacher

    def person(self, teacher: TeacherId) -> Particulars | None:
        """What is known of a teacher's name and ID number."""
        return self._own.get(teacher) or (self._before or {}).get(teacher)

    def standing(self, record: type[Record], code: str) -> Record | None:
        """The register's row of a school or teacher, as it stands in the term."""
        if record is TeacherRegistered:
            return self._rows.get(TeacherId(code)) or self.register.teachers.get(TeacherId(code))
        return self.register.schools.get(SchoolId(code))

    def is_of_school(self, teacher: TeacherId, school: SchoolId) -> bool:
        """Whether a teacher is on the roll of a school in the term."""
        row = self._rows.get(teacher) or self.register.teachers.get(teacher)
        return row is not None and row.school == school

    def stands(self, record: Record) -> bool:
        """Whether the register or calendar says the same already."""
        if isinstance(record, SchoolRegistered | TeacherRegistered):
            code = record.school if isinstance(record, SchoolRegistered) else record.teacher
            row = self.standing(record.__class__, code)
            return row is not None and row.content() == record.content()
        if not isinstance(record, _COUNTYS):
            return False
        if self._countys is None:
            standing = (one for kind in _COUNTYS for one in self._ledger.book.kept(kind).records)
            self._countys = {(entry_of(one), one.content()) for one in standing if isinstance(one, Record)}
        return (entry_of(record), record.content()) in self._countys

    def check_id_number(self, teacher: TeacherId, person: Particulars) -> None:
        """Refuse `duplicate-id-number` where the number is that of another code, unless the two were merged."""
        other = self._by_id_number.get(_id_number(person)) if person.id_number else None
        if other is not None and code_now(other, self._merged.get) != code_now(teacher, self._merged.get):
            raise Refused(
                "duplicate-id-number",
                f"这个身份证号已登记在教师编号 {other} 名下;请核对号码,确是同一人的两个编号时请县局合并档案。",
                fields=["id_number"],
            )

    def _read(self) -> None:
        book = self._ledger.book
        self.seen = book.position
        self.register = self._ledger.register()
        moves = (one for kind in (TeacherArrived, TeacherLeft) for one in book.kept(kind).records)
        self.roll = Roll(one for one in moves if isinstance(one, Record))
        merged = book.kept(TeacherMerged).records
        self._merged = {one.teacher: one.into for one in merged if isinstance(one, TeacherMerged)}
        self._before = self._countys = None


def _id_number(person: Particulars) -> str:
    return squeeze(person.id_number).upper()
