"""Lessons on a day without school, and more lessons in a day than the timetable has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from ledger.records.lesson import LessonObserved
from ledger.records.record import TeacherId
from ledger.vocabulary import DayKind
from projections.contradictions.activities import Activities, Activity, found_in, told
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Material
from projections.contradictions.thresholds import PERIODS_A_DAY, SCHOOL_WEEKDAYS

_PersonsDay = tuple[TeacherId, date]


def lessons_on_free_days(material: Material, activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each person and day; its key is these two. Asked is who recorded the lesson for oneself.

    A day is free if the calendar declares it so, or if it is a weekend day that is no make-up day.
    """
    on_free_days = activities.lessons_on(lambda day: bool(_why_free(material, day)))
    for (person, on), acts in _by_day(act for act in on_free_days if not act.told_by_observer).items():
        says = f"{on} 是{_why_free(material, on)},教师 {person} 却有课的记录:{told(acts)}。"
        yield contradiction(
            What.FREE_DAY, (person, on), says, [person], found_in(acts), [on], school_weekdays=SCHOOL_WEEKDAYS
        )


def _why_free(material: Material, day: date) -> str:
    declared = material.declared.get(day)
    if declared is DayKind.HOLIDAY:
        return "校历放假的日子"
    weekend = day.isoweekday() > SCHOOL_WEEKDAYS
    return "周末,校历没有补课" if weekend and declared is not DayKind.MAKE_UP else ""


def beyond_the_timetable(activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each person and day; its key is these two.

    Counted are the periods in which the person observed or taught, and the lessons that are in no period. A period
    that the timetable does not have is too much by itself. What one observer alone tells of a teacher is asked of
    the observer.
    """
    # Only a period that is none of the timetable's can make a day too long.
    odd = activities.lessons(lambda row: not row[2] or row[2] + row[6] - 1 > PERIODS_A_DAY)
    days = {(act.person, act.on) for act in odd}
    for (person, on), acts in _by_day(activities.lessons(lambda row: (row[0], row[1]) in days)).items():
        lessons = _lessons(acts)
        if lessons > PERIODS_A_DAY and not _told_by_one_other(person, acts):
            says = f"教师 {person} 在 {on} 一天有 {lessons} 节课的记录,课表一天只有 {PERIODS_A_DAY} 节:{told(acts)}。"
        else:
            acts = [act for act in acts if act.periods() and act.periods()[-1] > PERIODS_A_DAY]
            if all(act.told_by_observer for act in acts):
                continue
            says = f"课表一天只有 {PERIODS_A_DAY} 节,教师 {person} 却有更后面的节次:{told(acts)}。"
        yield contradiction(
            What.TIMETABLE, (person, on), says, [person], found_in(acts), [on], periods_a_day=PERIODS_A_DAY
        )


def _by_day(acts: Iterable[Activity]) -> dict[_PersonsDay, list[Activity]]:
    by_day: defaultdict[_PersonsDay, list[Activity]] = defaultdict(list)
    for act in acts:
        by_day[act.person, act.on].append(act)
    return by_day


def _lessons(acts: list[Activity]) -> int:
    """The lessons of a day: what several tell of is one, and so are two in one period, which is told by itself."""
    periods = {period for act in acts for period in act.periods()}
    return len(periods) + sum(max(1, act.lessons) for act in acts if not act.period and not act.told_by_observer)


def _told_by_one_other(person: TeacherId, acts: list[Activity]) -> bool:
    """Whether all of it is in the records of a single observer, who has as many lessons that day and is asked."""
    tellers = {act.found.record.observer if isinstance(act.found.record, LessonObserved) else person for act in acts}
    return len(tellers) == 1 and person not in tellers
