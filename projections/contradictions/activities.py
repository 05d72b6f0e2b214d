"""Who was where on a day: lessons observed and given, meetings attended, each as one activity of one person."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from ledger.records.lesson import LessonObserved
from ledger.records.lesson_given import LessonGiven, MentalHealthTaught
from ledger.records.preparation import PreparationHeld
from ledger.records.record import Record, SchoolId, TeacherId
from projections.contradictions.material import Found, Material

Slot = tuple[TeacherId, date, int]
"""A person, a day and a period of the timetable."""


class Doing(StrEnum):
    """What a person did, in words."""

    OBSERVES = "听课"
    TEACHES = "上课"
    MEETS = "参加集体备课"


class Activity(NamedTuple):
    """One person at a school on a day, as a record has it.

    `period` is the first of so many `lessons` in a row; 0: in no period of the timetable.
    """

    person: TeacherId
    on: date
    period: int
    doing: Doing
    school: SchoolId
    grade: str
    lessons: int
    found: Found[Record]

    def periods(self) -> range:
        """The periods of the timetable that it takes; none where it is in none."""
        return range(self.period, self.period + max(1, self.lessons)) if self.period else range(0)

    @property
    def told_by_observer(self) -> bool:
        """Whether it is a lesson that only its observer's record tells of."""
        return self.doing is Doing.TEACHES and isinstance(self.found.record, LessonObserved)


_Row = tuple[TeacherId, date, int, Doing, SchoolId, str, int, Found[Record]]
"""The fields of an Activity: a county has 300,000, of which few are looked at as more than a tuple."""


_SLOT: Callable[[_Row], Slot] = itemgetter(0, 1, 2)


class Activities:
    """Every activity on record, to be picked from."""

    def __init__(self, material: Material) -> None:
        self._lessons = [*_lessons(material)]
        self._meetings = [*_meetings(material)]
        self._of_person: dict[TeacherId, list[Activity]] | None = None

    def of_persons(self, persons: Collection[TeacherId]) -> dict[TeacherId, list[Activity]]:
        """What some persons did."""
        picked: dict[TeacherId, list[Activity]] = {person: [] for person in persons}
        for rows in (self._lessons, self._meetings):
            for row in rows:
                if row[0] in picked:
                    picked[row[0]].append(Activity._make(row))
        return picked

    def first_days(self) -> dict[TeacherId, date]:
        """The first day on which each person did anything."""
        first: dict[TeacherId, date] = {}
        for rows in (self._lessons, self._meetings):
            for row in rows:
                if row[0] not in first or row[1] < first[row[0]]:
                    first[row[0]] = row[1]
        return first

    def lessons(self, wanted: Callable[[_Row], bool]) -> list[Activity]:
        """The lessons, observed or given, that are wanted."""
        return [Activity._make(row) for row in self._lessons if wanted(row)]

    def lessons_on(self, wanted: Callable[[date], bool]) -> list[Activity]:
        """The lessons on days that are wanted; each day is asked about once."""
        days = {day for day in {row[1] for row in self._lessons} if wanted(day)}
        return self.lessons(lambda row: row[1] in days) if days else []

    def slots_taken_twice(self) -> dict[Slot, list[Activity]]:
        """Of each slot in which a person has several lessons on record, these."""
        counted: Counter[Slot] = Counter(map(_SLOT, self._lessons))
        several = self.lessons(lambda row: row[6] > 1)
        for act in several:
            counted.update((act.person, act.on, period) for period in act.periods()[1:])
        twice = {slot for slot, times in counted.items() if times > 1 and slot[2]}
        found: defaultdict[Slot, list[Activity]] = defaultdict(list)
        for act in self.lessons(lambda row: _SLOT(row) in twice):
            found[act.person, act.on, act.period].append(act)
        for act in several:
            for period in act.periods()[1:]:
                if (act.person, act.on, period) in twice:
                    found[act.person, act.on, period].append(act)
        return found


def _lessons(material: Material) -> Iterator[_Row]:
    seen = material.of(LessonObserved)
    records = [one.record for one in seen]
    days, periods = [one.on for one in records], [one.period for one in records]
    place = [one.school for one in records], [one.grade for one in records], [one.lessons for one in records], seen
    yield from zip(material.persons([one.observer for one in records]), days, periods, repeat(Doing.OBSERVES), *place)
    yield from zip(material.persons([one.teacher for one in records]), days, periods, repeat(Doing.TEACHES), *place)
    for given in material.of(LessonGiven):
        told = given.record
        person = material.person(told.teacher)
        yield person, told.on, told.period, Doing.TEACHES, told.school, told.grade, 1, given
    for taught in material.of(MentalHealthTaught):
        said = taught.record
        yield material.person(said.teacher), said.on, 0, Doing.TEACHES, said.school, said.grade, 1, taught


def _meetings(material: Material) -> Iterator[_Row]:
    for meeting in material.of(PreparationHeld):
        held = meeting.record
        for person in dict.fromkeys(material.persons([held.leader, *held.attended])):
            yield person, held.on, 0, Doing.MEETS, held.school, "", 0, meeting


def found_in(activities: Iterable[Activity]) -> list[Found[Record]]:
    """The records that activities are told by."""
    return [activity.found for activity in activities]


def told(activities: Iterable[Activity]) -> str:
    """Activities in words: the first three, and how many there are."""
    in_order = sorted(activities, key=lambda one: (one.on, one.period, one.doing, one.found.position))
    first = "、".join(_told(one) for one in in_order[:3])
    return first if len(in_order) <= 3 else f"{first}等 {len(in_order)} 次"


def _told(one: Activity) -> str:
    period = f"第 {one.period} 节" if one.period else ""
    return f"{one.on} {period}在 {one.school} {one.doing}"
