"""Small counties made up at random: a term with its calendar, a register that changes, and records of every kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.book import Book
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.home_visits import HomesVisited
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.preparation import PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.submission import Submission
from ledger.vocabulary import (
    CheckedItem,
    DayKind,
    Grade,
    LessonForm,
    Level,
    Post,
    Prize,
    RotationKind,
    ThreeOnesPart,
)

TERM, OTHER_TERM = TermId("2022-2023-1"), TermId("2022-2023-2")
SCHOOL_OFFICE = Authority("school:S1")
GRADES = ("一年级", "二年级", "三年级", "五年级", "六年级", "七年级", "九年级")
YES = st.booleans()
OFTEN = st.sampled_from([True, True, True, False])

Said = tuple[Record, ...]
"""A main record with the parts of it that are said along with it."""


@dataclass(frozen=True)
class HandedIn:
    """What is handed in at once, and on whose authority."""

    authority: Authority
    said: Sequence[Said]


@dataclass(frozen=True)
class SmallCounty:
    """What is handed in, in order; the dates that are asked about."""

    term: TermAnnounced
    hand_ins: Sequence[HandedIn]
    as_of: date
    known_at: float  # how much of the book is known, as a share of what follows the register

    def write(self, book: Book) -> int:
        """Write all of it; the position that is asked about. What is refused, as a clash is, stays out."""
        positions = [self._write(book, handed_in) for handed_in in self.hand_ins]
        first, last = positions[0], positions[-1]
        return first + round((last - first) * self.known_at)

    def _write(self, book: Book, handed_in: HandedIn) -> int:
        with book.writing(HandIn("somebody", handed_in.authority, self.term)) as pen:
            pen.write([Submission(said) for said in handed_in.said])
            return pen.position


FIRST = date(2022, 8, 28)
"""The day that all others are drawn from. Strategies are built once, since building them takes longer than drawing."""


def _days_after(day: date, first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda number: day + timedelta(days=number))


TEACHERS = [TeacherId(f"{100001 + number}") for number in range(12)]
SCHOOLS = [SchoolId(f"S{number + 1}") for number in range(5)]
SOME_TEACHER = st.sampled_from(TEACHERS[:3] * 4 + TEACHERS)  # the later ones are often not on the register
SOME_TEACHERS = st.lists(SOME_TEACHER, max_size=4).map(tuple)
SOME_SCHOOL = st.sampled_from(SCHOOLS[:2] * 4 + SCHOOLS)
SOME_DAY = _days_after(FIRST, 0, 20) | _days_after(FIRST, -8, 120)
SOME_MONTH = SOME_DAY.map(lambda day: Month(day.replace(day=1)))
SOME_TERM = st.sampled_from([TERM, TERM, OTHER_TERM])


@st.composite
def small_counties(draw: st.DrawFn) -> SmallCounty:
    """A county of 3–12 teachers at 2–4 schools, with a few dozen records."""
    start = draw(_days_after(FIRST, -4, 9))
    term = TermAnnounced(TERM, start, start + timedelta(days=draw(TERM_LENGTH)), 19)
    schools = SCHOOLS[: draw(st.integers(2, 4))]
    teachers = TEACHERS[: draw(st.integers(3, 12))]
    register: list[Said] = [(term,), (_next_term(term),)]
    register += [(replace(draw(SCHOOL), school=code, in_effect=draw(IN_EFFECT)),) for code in schools]
    register += [(replace(draw(TEACHER), teacher=code, in_effect=draw(IN_EFFECT)),) for code in teachers]
    changed: list[Said] = [(replace(draw(SCHOOL), school=code),) for code in schools[: draw(st.integers(0, 1))]]
    changed += [(replace(draw(TEACHER), teacher=code),) for code in teachers[: draw(st.integers(0, 3))]]
    said = [one for some in RECORDS for one in draw(some)]
    hand_ins = [
        HandedIn(COUNTY, register),
        HandedIn(COUNTY, [versions[0] for counts, versions in said if counts]),
        HandedIn(SCHOOL_OFFICE, [versions[0] for counts, versions in said if not counts] + changed),
        HandedIn(COUNTY, [version for _, versions in said for version in versions[1:]]),
    ]
    return SmallCounty(term, hand_ins, draw(AS_OF), draw(st.sampled_from([1.0, 1.0, 0.9, 0.6, 0.3])))


def _next_term(term: TermAnnounced) -> TermAnnounced:
    return TermAnnounced(OTHER_TERM, term.end + timedelta(days=1), term.end + timedelta(days=100), 19)


TERM_LENGTH = st.integers(2, 110)
AS_OF = _days_after(FIRST, -5, 160) | st.just(date(2024, 1, 1))
IN_EFFECT = st.just(date(2022, 8, 1)) | SOME_DAY  # mostly before the term ends, at times only afterwards
EDGE_OF_YOUTH = _days_after(FIRST, -1100, -1086)  # three years before

SCHOOL = st.builds(
    SchoolRegistered,
    in_effect=SOME_DAY,
    school=st.just(SCHOOLS[0]),
    name=st.sampled_from(["一小", "二小"]),
    township=st.sampled_from(["甲乡", "乙乡"]),
    category=st.just("村小"),
    stage=st.sampled_from(["小学", "小学", "初中"]),
    grades=st.lists(st.sampled_from(GRADES), max_size=5, unique=True).map(tuple),
    weak=YES,
    band=st.sampled_from(["一方阵", "二方阵"]),
)
TEACHER = st.builds(
    TeacherRegistered,
    in_effect=SOME_DAY,
    teacher=st.just(TEACHERS[0]),
    identity=st.just("0"),
    sex=st.sampled_from(["男", "女"]),
    born=st.dates(date(1971, 1, 1), date(1972, 6, 30)) | st.just(date(1990, 5, 5)),
    hired=EDGE_OF_YOUTH | st.sampled_from([date(2020, 2, 29), date(2001, 9, 1)]),
    school=SOME_SCHOOL,
    subject=st.sampled_from(["语文", "数学"]),
    grade=st.sampled_from(GRADES),
    post=st.sampled_from([Post.TEACHER, Post.TEACHER, Post.HOMEROOM, Post.HOMEROOM, *Post]),
    post_since=EDGE_OF_YOUTH | SOME_DAY | st.just(date(2016, 2, 29)),
    title=st.just("一级教师"),
    degree=st.just("本科"),
    class_size=st.none() | st.integers(0, 4),
    group=st.sampled_from(["", "文科组"]),
)


def _once(record: type[Record], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[list[Said]]:
    return st.builds(record, **fields).map(lambda one: [(one,)])


TEXT = st.sampled_from(["有", "有", "有", ""])
OBSERVATION = _once(
    LessonObserved,
    on=SOME_DAY,
    period=st.integers(1, 3),
    observer=SOME_TEACHER,
    teacher=SOME_TEACHER,
    school=SOME_SCHOOL,
    subject=st.just("语文"),
    grade=st.sampled_from(GRADES),
    form=st.sampled_from([LessonForm.UNANNOUNCED, LessonForm.UNANNOUNCED, LessonForm.OPEN]),
    notes=TEXT,
    reflection=TEXT,
)
PREPARATION = _once(
    PreparationHeld,
    on=SOME_DAY,
    school=SOME_SCHOOL,
    group=st.sampled_from(["文科组", "文科组", "理科组", ""]),
    leader=SOME_TEACHER,
    attended=SOME_TEACHERS,
    model_plans=st.none() | st.integers(0, 3),
    reflections=SOME_TEACHERS,
)
BOOK = _once(
    BookRead,
    term=SOME_TERM,
    teacher=SOME_TEACHER,
    title=st.sampled_from(["书一", "书二"]),
    plan=OFTEN,
    notes=OFTEN,
    gains=OFTEN,
)
ESSAY = _once(EssayWritten, term=SOME_TERM, teacher=SOME_TEACHER, characters=st.sampled_from([0, 1799, 1800, 2468]))
CHECK = _once(
    RoutineChecked,
    month=SOME_MONTH,
    teacher=SOME_TEACHER,
    item=st.sampled_from(CheckedItem),
    grade=st.sampled_from(Grade),
)
AWARD = _once(
    AwardWon,
    series=st.sampled_from(["班主任讲班", "优质课"]),
    level=st.sampled_from([Level.TOWNSHIP, Level.COUNTY, Level.CITY, Level.NATION]),
    group=st.sampled_from(["语文", "数学"]),
    teacher=SOME_TEACHER,
    prize=st.sampled_from(Prize),
    on=SOME_DAY,
)
MONTH_ENDS = st.sampled_from([date(2021, 8, 31), date(2022, 2, 28), date(2022, 3, 31), date(2022, 5, 31)])
SANCTION = _once(
    ConductSanctioned,
    teacher=SOME_TEACHER,
    on=MONTH_ENDS | SOME_DAY | _days_after(FIRST, -190, -175),
    offence=st.just("体罚"),
    sanction=st.just("警告"),
    months=st.sampled_from([0, 1, 3, 6, 12]),
)
MENTORSHIP = _once(
    MentorshipFormed,
    mentor=SOME_TEACHER,
    mentee=SOME_TEACHER,
    subject=st.sampled_from(["语文", "数学"]),
    start=SOME_DAY,
    end=st.just(date(2024, 7, 1)),
)
DECLARED = _once(DayDeclared, on=SOME_DAY, day=st.sampled_from(DayKind))


@st.composite
def _trainings(draw: st.DrawFn) -> list[Said]:
    """A training, first with some of its three parts, later with more of them."""
    code, start = f"T{draw(st.integers(1, 9))}", draw(SOME_DAY)
    end = start + timedelta(days=draw(st.integers(0, 6)))
    hours = Decimal(draw(st.integers(0, 30))) / 4
    training = TrainingAttended(code, draw(SOME_TEACHER), "培训", draw(st.sampled_from(Level)), start, end, hours)
    days = draw(st.lists(_days_after(end, -2, 2) | _days_after(end, 28, 32), max_size=3))
    parts = [TrainingFollowedUp(code, part, day) for part, day in zip(ThreeOnesPart, days, strict=False)]
    return [(training, *parts[:count]) for count in sorted({draw(st.integers(0, len(parts))), len(parts)})]


@st.composite
def _leaves(draw: st.DrawFn) -> list[Said]:
    start = draw(SOME_DAY)
    end = start + timedelta(days=draw(st.integers(0, 3) | st.integers(0, 60)))
    return [(LeaveTaken(draw(SOME_TEACHER), start, end, "病假"),)]


@st.composite
def _home_visits(draw: st.DrawFn) -> list[Said]:
    """Counts that grow from hand-in to hand-in."""
    term, teacher = draw(SOME_TERM), draw(SOME_TEACHER)
    pupils = accumulate(draw(st.lists(st.integers(0, 3), min_size=1, max_size=3)))
    return [(HomesVisited(term, teacher, count, count // 2),) for count in pupils]


@st.composite
def _rotations(draw: st.DrawFn) -> list[Said]:
    """A rotation, with its months confirmed bit by bit."""
    teacher, start = draw(SOME_TEACHER), draw(SOME_DAY)
    kind, end = draw(st.sampled_from(RotationKind)), start + timedelta(days=90)
    rotation = RotationStarted(teacher, draw(SOME_SCHOOL), draw(SOME_SCHOOL), kind, start, end)
    found = draw(st.lists(SOME_MONTH, max_size=3, unique=True))
    months = [RotationMonthConfirmed(teacher, start, month) for month in found]
    return [(rotation, *months[:count]) for count in sorted({len(months) // 2, len(months)})]


def _some(record: st.SearchStrategy[list[Said]], most: int) -> st.SearchStrategy[list[tuple[bool, list[Said]]]]:
    """So many at most of a kind of record, each with whether it is attested and how it grows."""
    return st.lists(st.tuples(OFTEN, record), max_size=most)


RECORDS = [
    _some(DECLARED, 8),
    _some(_leaves(), 4),
    _some(OBSERVATION, 30),
    _some(PREPARATION, 12),
    _some(_trainings(), 4),
    _some(BOOK, 4),
    _some(ESSAY, 4),
    _some(CHECK, 10),
    _some(AWARD, 6),
    _some(SANCTION, 3),
    _some(_home_visits(), 4),
    _some(MENTORSHIP, 3),
    _some(_rotations(), 3),
]
