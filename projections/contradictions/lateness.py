"""Records that came into the book long after the day: single lessons observed, and many of long ago before a review."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from ledger.records.lesson import LessonObserved
from ledger.records.lesson_given import LessonGiven
from ledger.records.preparation import PreparationHeld
from ledger.records.record import Record, TeacherId
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Found, Material
from projections.contradictions.thresholds import (
    DAYS_LATE,
    REVIEW_OLDER_DAYS,
    REVIEW_RECORDS,
    REVIEW_WINDOW_DAYS,
    TERM_DAYS_LATE,
)

_PERSON = {LessonObserved: "observer", LessonGiven: "teacher", PreparationHeld: "leader"}
"""The kinds that are looked at, and the field with the person who would have recorded it."""


class _Entered(NamedTuple):
    """A record that came late. `late`: days after it happened; for a workbook, after the last day of the term."""

    found: Found[Record]
    person: TeacherId
    happened: date
    recorded: date
    workbook: str
    late: int


class Entering:
    """What came into the book later than it might have."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.observed = list(_entered(material, LessonObserved))

    def all(self) -> Iterator[_Entered]:
        """The lessons observed and given, and the meetings."""
        yield from self.observed
        yield from _entered(self.material, LessonGiven)
        yield from _entered(self.material, PreparationHeld)


def _entered(material: Material, record_class: type[Record]) -> Iterator[_Entered]:
    """The records of a class that came in more than `DAYS_LATE` late."""
    first = material.first_written(record_class)
    day, who = attrgetter(record_class.happened_on), attrgetter(_PERSON[record_class])
    late_by: dict[tuple[date, int], int] = {}
    for found in material.of(record_class):
        written = first.get(found.entry)
        if written is None:
            continue
        happened = day(found.record)
        key = happened, id(written)  # one object for all that came in at once
        late = late_by.get(key)
        if late is None:
            term = material.term_on(happened) if written.workbook else None
            late = late_by[key] = (written.day - (term.end if term else happened)).days
        if late > DAYS_LATE:
            yield _Entered(found, material.person(who(found.record)), happened, written.day, written.workbook, late)


def recorded_late(entering: Entering) -> Iterator[Contradiction]:
    """One contradiction for each workbook, and for each person and day on which lessons were recorded one by one; its
    key is the digest of the workbook, or person and day. A workbook is the school's act: all its people are asked."""
    late: defaultdict[tuple[str, ...], list[_Entered]] = defaultdict(list)
    for one in entering.observed:
        if one.late > (TERM_DAYS_LATE if one.workbook else DAYS_LATE):
            late[(one.workbook,) if one.workbook else (one.person, one.recorded.isoformat())].append(one)
    for key, those in late.items():
        longest = max((one.recorded - one.happened).days for one in those)
        says = f"{_where(those)}有 {len(those)} 条听课记录登记得很晚,最晚的在听课 {longest} 天以后。"
        yield _entered_late(What.RECORDED_LATE, key, says, those, days_late=DAYS_LATE, term_days_late=TERM_DAYS_LATE)


def entered_before_review(entering: Entering) -> Iterator[Contradiction]:
    """One contradiction for each workbook, and for each person and year of the review where records came in one by
    one; its key is the digest of the workbook, or person and year."""
    before = entering.material.before
    since = before - timedelta(days=REVIEW_WINDOW_DAYS)
    old: defaultdict[tuple[str, ...], list[_Entered]] = defaultdict(list)
    for one in entering.all():
        if one.late > REVIEW_OLDER_DAYS and since <= one.recorded <= before:
            old[(one.workbook,) if one.workbook else (one.person, str(before.year))].append(one)
    for key, those in old.items():
        if len(those) < REVIEW_RECORDS:
            continue
        says = (
            f"{_where(those)}在 {before} 前 {REVIEW_WINDOW_DAYS} 天内补记了 {len(those)} 条早先的记录,"
            f"最早的是 {min(one.happened for one in those)}。"
        )
        yield _entered_late(
            What.BEFORE_REVIEW,
            key,
            says,
            those,
            review_window_days=REVIEW_WINDOW_DAYS,
            review_older_days=REVIEW_OLDER_DAYS,
            review_records=REVIEW_RECORDS,
        )


def _where(those: list[_Entered]) -> str:
    one = those[0]
    days = sorted({other.recorded for other in those})
    when = f"{days[0]}" if len(days) == 1 else f"{days[0]} 至 {days[-1]}"
    if one.workbook:
        return f"{when} 收下的工作簿(文件 {one.workbook[:8]})里"
    return f"教师 {one.person} {when} 逐条登记的记录里"


def _entered_late(
    what: What, key: tuple[str, ...], says: str, those: list[_Entered], **parameters: int
) -> Contradiction:
    persons = sorted({one.person for one in those})
    days = {one.happened for one in those}
    return contradiction(what, key, says, persons, [one.found for one in those], days, **parameters)
