"""Where teachers and schools belong today, by the book: what the scope of a role is measured by."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date
from threading import Lock
from typing import Generic, TypeVar

from api.accounts.written_since import written_since
from ledger.book import Book
from ledger.event import COUNTY, Authority
from ledger.in_force import step_names, stored_names
from ledger.parties import code_now
from ledger.processes.rotation_course import COURSE_KINDS, RotationState, courses
from ledger.records.authority import AuthorityGranted
from ledger.records.contest import ContestAnnounced
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.review import ReviewAnnounced
from ledger.register import in_effect_on
from ledger.spelling import squeeze
from ledger.vocabulary import Office

V = TypeVar("V")

_AWAY = (RotationState.SERVING, RotationState.INTERRUPTED)


class _Part(Generic[V]):
    """What is made of the records of some classes on a day: anew when one was written, or a day on."""

    def __init__(self, book: Book, classes: Sequence[type[Record]], make: Callable[[Book], V]) -> None:
        self._book, self._make = book, make
        self._names = list(dict.fromkeys(name for one in classes for name in (*stored_names(one), *step_names(one))))
        self._making = Lock()
        self._kept: tuple[date, V] | None = None
        self._position = 0

    def now(self) -> V:
        """As it is now."""
        with self._making:
            today, position = self._book.today(), self._book.position
            kept = self._kept
            if kept is None or kept[0] != today or self._written_by(position):
                kept = self._kept = today, self._make(self._book)
            self._position = position
            return kept[1]

    def _written_by(self, position: int) -> bool:
        if position == self._position:
            return False
        return next(written_since(self._book, self._names, self._position, position), None) is not None


class _Once(Generic[V]):
    """A part as it was when it was first asked."""

    def __init__(self, part: _Part[V]) -> None:
        self._part = part
        self._now: V | None = None

    def now(self) -> V:
        """As it was then."""
        if self._now is None:
            self._now = self._part.now()
        return self._now


class BookCircle:
    """The circle of a book (`api.accounts.visitor.Circle`), for any thread; anew where what it rests on changed."""

    def __init__(self, book: Book) -> None:
        self._teachers = _Part(book, [TeacherRegistered], _rows_of_teachers)
        self._schools = _Part(book, [SchoolRegistered], _townships)
        self._away = _Part(book, COURSE_KINDS, _away)
        self._merged = _Part(book, [TeacherMerged], _merged)
        self._contests = _Part(book, [ContestAnnounced], _organisers)
        self._reviews = _Part(book, [ReviewAnnounced], _holders)
        self._grants = _Part(book, [AuthorityGranted], _granted)

    def for_a_visit(self) -> "BookCircle":
        """The circle for one request: each part of it as it stands when it is first asked.

        Asked anew each time, every teacher of a list of thousands would cost several questions to the book.
        """
        found = copy(self)
        for name, part in vars(self).items():
            setattr(found, name, _Once(part))
        return found

    def schools_of(self, teacher: str) -> tuple[SchoolId, ...]:
        """The school of a teacher, and those where the teacher serves now; none of who is not on the register."""
        code = self.code_now(teacher)
        row = self._teachers.now().get(code)
        return (*((row.school,) if row else ()), *self._away.now().get(code, ()))

    def code_now(self, teacher: str) -> TeacherId:
        """The code that stands for a teacher whose file was merged into another."""
        return code_now(TeacherId(teacher), self._merged.now().get)

    def township_of(self, school: str) -> str:
        """The township of a school; empty where it is not on the register."""
        return self._schools.now().get(SchoolId(school), "")

    def schools_in(self, township: str) -> frozenset[SchoolId]:
        """The schools of a township."""
        wanted = squeeze(township)
        return frozenset(school for school, one in self._schools.now().items() if squeeze(one) == wanted)

    def teachers_of(self, subject: str) -> frozenset[TeacherId]:
        """The teachers of a subject."""
        wanted = squeeze(subject)
        return frozenset(code for code, row in self._teachers.now().items() if squeeze(row.subject) == wanted)

    def organiser_of(self, contest: str) -> Authority:
        """The office that holds a contest: a school, a township, and for the county its section for research."""
        unit = self._contests.now().get(contest, "")
        schools = self._schools.now()
        if unit in schools:
            return Authority(f"school:{unit}")
        return Authority(f"township:{unit}") if unit and unit in schools.values() else _RESEARCH

    def holder_of(self, review: str) -> Authority:
        """The office that holds a round of review, as its scope says: a school, a township, else the county."""
        return Authority(self._reviews.now().get(review, COUNTY))

    def granted(self, authority: str) -> frozenset[str]:
        """The kinds, without version, that the county lets a section of its own attest, or an issuing office."""
        return self._grants.now().get(authority, frozenset())


_RESEARCH = Authority(f"{COUNTY}:教研室")


def _rows_of_teachers(book: Book) -> Mapping[TeacherId, TeacherRegistered]:
    rows: defaultdict[TeacherId, list[TeacherRegistered]] = defaultdict(list)
    for row in book.kept(TeacherRegistered).records:
        rows[row.teacher].append(row)
    today = book.today()
    return {code: in_effect_on(said, today) or min(said, key=lambda one: one.in_effect) for code, said in rows.items()}


def _townships(book: Book) -> Mapping[SchoolId, str]:
    rows: defaultdict[SchoolId, list[SchoolRegistered]] = defaultdict(list)
    for row in book.kept(SchoolRegistered).records:
        rows[row.school].append(row)
    today = book.today()
    now = {code: in_effect_on(said, today) or said[0] for code, said in rows.items()}
    return {code: row.township for code, row in now.items()}


def _away(book: Book) -> Mapping[TeacherId, tuple[SchoolId, ...]]:
    """Of teachers who serve elsewhere today the schools where they do."""
    records = [record for kind in COURSE_KINDS for record in book.kept(kind).records]
    today = book.today()
    found: defaultdict[TeacherId, list[SchoolId]] = defaultdict(list)
    for course in courses(records):
        if course.started and course.state(today) in _AWAY and today <= course.last_day:
            found[course.started.teacher].append(course.started.host)
    return {teacher: tuple(hosts) for teacher, hosts in found.items()}


def _merged(book: Book) -> Mapping[TeacherId, TeacherId]:
    return {one.teacher: one.into for one in book.kept(TeacherMerged).records}


def _organisers(book: Book) -> Mapping[str, str]:
    return {one.code: one.unit for one in book.kept(ContestAnnounced).records}


def _holders(book: Book) -> Mapping[str, str]:
    return {one.code: one.scope for one in book.kept(ReviewAnnounced).records}


def _granted(book: Book) -> Mapping[str, frozenset[str]]:
    today = book.today()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in book.kept(AuthorityGranted).records:
        if one.office is Office.COUNTY and one.since <= today and (one.until is None or today <= one.until):
            found[f"{COUNTY}:{one.section}" if one.section else COUNTY].add(one.of)
    return {authority: frozenset(kinds) for authority, kinds in found.items()}
