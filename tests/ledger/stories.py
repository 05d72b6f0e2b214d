"""What the stories of the ledger are told with: one county in the school year 2022-2023, its clock, its rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import msgspec

from ledger.book import Book
from ledger.event import COUNTY, Act, Authority, Event, Source
from ledger.hand_in import HandIn
from ledger.life import Stream, Version
from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.home_visits import HomesVisited
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.preparation import PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import Month, Record, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.refusals import Refused
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
from tests.books import open_book
from tests.ledger.account_samples import ACCOUNT_SAMPLES
from tests.ledger.people import HILL as HILL
from tests.ledger.people import LI as LI
from tests.ledger.people import TOWN as TOWN
from tests.ledger.people import WANG as WANG
from tests.ledger.people import ZHAO as ZHAO
from tests.ledger.person_samples import PERSON_SAMPLES
from tests.ledger.personal_data_samples import PERSONAL_DATA_SAMPLES
from tests.ledger.policy_samples import POLICY_SAMPLES
from tests.ledger.process_samples import PROCESS_SAMPLES
from tests.ledger.register_samples import REGISTER_SAMPLES
from tests.ledger.review_samples import REVIEW_SAMPLES
from tests.ledger.seal_key_samples import SEAL_KEY_SAMPLES
from tests.ledger.statement_samples import STATEMENT_SAMPLES

R = TypeVar("R", bound=Record)

AUTUMN = TermAnnounced(TermId("2022-2023-1"), date(2022, 9, 1), date(2023, 1, 13), 19)
SPRING = TermAnnounced(TermId("2022-2023-2"), date(2023, 2, 13), date(2023, 6, 30), 19)
HOLIDAY = DayDeclared(date(2022, 10, 3), DayKind.HOLIDAY)
SCHOOL = SchoolRegistered(
    AUTUMN.start, TOWN, "城关镇第一小学", "城关镇", "公办", "小学", ("一年级", "二年级", "三年级"), False, "甲方阵"
)
TEACHER = TeacherRegistered(
    AUTUMN.start,
    LI,
    "0f" * 16,
    "女",
    date(1990, 5, 4),
    date(2012, 9, 1),
    TOWN,
    "语文",
    "一年级",
    Post.HOMEROOM,
    date(2018, 9, 1),
    "一级教师",
    "本科",
    45,
    "文科组",
)
LESSON = LessonObserved(
    date(2022, 9, 5),
    3,
    LI,
    WANG,
    TOWN,
    "语文",
    "一年级",
    LessonForm.UNANNOUNCED,
    "导入自然。",
    "学会了留白。",
    "《秋天》",
    2,
)
MEETING = PreparationHeld(date(2022, 9, 7), TOWN, "文科组", LI, (LI, WANG, ZHAO), 2, (WANG, ZHAO))
TRAINING = TrainingAttended(
    "PX-01", LI, "新课标研修", Level.CITY, date(2022, 10, 8), date(2022, 10, 10), Decimal("24.5")
)
REPORT = TrainingFollowedUp("PX-01", ThreeOnesPart.REPORT, date(2022, 10, 20))
REFLECTION = TrainingFollowedUp("PX-01", ThreeOnesPart.REFLECTION, date(2022, 10, 25))
BOOK_READ = BookRead(AUTUMN.term, LI, "给教师的建议", True, True, False)
ESSAY = EssayWritten(AUTUMN.term, LI, 1980)
CHECK = RoutineChecked(Month(date(2022, 9, 1)), LI, CheckedItem.LESSON_PLANS, Grade.EXCELLENT)
MENTORSHIP = MentorshipFormed(LI, WANG, "语文", date(2022, 9, 1), date(2023, 7, 1), "合格")
ROTATION = RotationStarted(LI, TOWN, HILL, RotationKind.FULL_TIME, date(2022, 9, 1), date(2023, 1, 13))
AWARD = AwardWon(
    "优质课",
    Level.COUNTY,
    "小学语文",
    LI,
    Prize.FIRST,
    date(2022, 11, 11),
    "县字001号",
    "YZK-2022",
    "教研〔2022〕6号",
    "县教研室",
)
SANCTION = ConductSanctioned(LI, date(2022, 9, 9), "有偿补课", "警告", 6)
LEAVE = LeaveTaken(LI, date(2022, 12, 1), date(2022, 12, 9), "病假", Decimal("6.5"), "假字12号")
VISITS = HomesVisited(AUTUMN.term, LI, 20, 1)


def month_confirmed(number: int, year: int = 2022) -> RotationMonthConfirmed:
    """The month in which ROTATION was confirmed once more."""
    return RotationMonthConfirmed(LI, ROTATION.start, Month(date(year, number, 1)))


_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        AUTUMN,
        HOLIDAY,
        SCHOOL,
        TEACHER,
        LESSON,
        MEETING,
        TRAINING,
        REPORT,
        BOOK_READ,
        ESSAY,
        CHECK,
        MENTORSHIP,
        ROTATION,
        month_confirmed(9),
        AWARD,
        SANCTION,
        LEAVE,
        VISITS,
    )
}
SAMPLES = (
    _SAMPLES
    | REGISTER_SAMPLES
    | PERSON_SAMPLES
    | POLICY_SAMPLES
    | PROCESS_SAMPLES
    | STATEMENT_SAMPLES
    | PERSONAL_DATA_SAMPLES
)
SAMPLES |= SEAL_KEY_SAMPLES | ACCOUNT_SAMPLES | REVIEW_SAMPLES
"""One record of every kind, every field filled in."""


class SettableClock:
    """A clock that stands where it was set; UTC."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Go on by days, minutes, microseconds …; back where they are negative."""
        self.now += timedelta(**by)


def changed(record: R, **fields: Any) -> R:
    """The record said otherwise in these fields."""
    return msgspec.structs.replace(record, **fields)


def clerk(term: TermAnnounced | None = AUTUMN, authority: Authority = COUNTY) -> HandIn:
    """One more hand-in of the county's clerk, for the autumn unless told."""
    return HandIn("clerk", authority, term)


def row(*records: Record, number: int = 2, file: str = "a", sheet: str = "听课记录") -> Submission:
    """What a row of a workbook says; `file` stands for the workbook's digest."""
    return Submission(records, Source(file * 64, sheet, number))


def lessons(count: int, observer: TeacherId = LI, first: int = 1) -> list[Submission]:
    """That many rows, each of another lesson."""
    return [row(changed(LESSON, observer=observer, period=first + i), number=2 + i) for i in range(count)]


def stood(*records: Record) -> list[Event[Record]]:
    """These records as events of one entry, each from a hand-in of its own."""
    noon = datetime(2022, 9, 30, 4, tzinfo=UTC)
    return [
        Event(noon + timedelta(days=i), "clerk", COUNTY, Act.RECORDED, Source(f"{i:064d}", "听课记录", 2), record)
        for i, record in enumerate(records)
    ]


def versions(*records: Record) -> list[Version]:
    """These records as the versions of one entry, each from a hand-in of its own."""
    return Stream(stood(*records)).versions


def codes(outcomes: Sequence[list[Record] | Refused]) -> list[str]:
    """What became of each: `written`, `duplicate`, or the code of its refusal."""
    return [
        outcome.code if isinstance(outcome, Refused) else "written" if outcome else "duplicate" for outcome in outcomes
    ]


@contextmanager
def fresh_book() -> Iterator[Book]:
    """An empty book in a folder of its own, for one example of a property."""
    with TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "book.sqlite")
        try:
            yield book
        finally:
            book.close()


def assert_no_gap(book: Book) -> None:
    """Positions count 1, 2, 3 …, and the versions of each stream too."""
    rows = book.stored.rows()
    assert [position for position, *_ in rows] == list(range(1, len(rows) + 1))
    versions: dict[bytes, list[int]] = {}
    for _, stream, version, _, _ in rows:
        versions.setdefault(stream, []).append(version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
