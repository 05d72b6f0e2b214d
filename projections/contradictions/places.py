"""A person in two places in one period: watching one lesson while giving another, or giving two lessons at once."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from ledger.spelling import squeeze
from projections.contradictions.activities import Activities, Activity, Doing, found_in
from projections.contradictions.contradiction import Contradiction, What, contradiction


def in_two_places(activities: Activities) -> Iterator[Contradiction]:
    """One contradiction for each person, day and period; its key is these three.

    Two lessons are in two places if the schools differ, or the grades do; a grade that only says more (三年级 and
    三年级1班) is the same. Records without a period tell nothing.
    """
    for (person, on, period), there in activities.slots_taken_twice().items():
        if any(_apart(one, other) for one, other in combinations(_distinct(there), 2)):
            says = f"教师 {person} 在 {on} 第 {period} 节同时在两处:{_told(there)}。"
            yield contradiction(What.TWO_PLACES, (person, on, period), says, [person], found_in(there), [on])


def _distinct(there: Sequence[Activity]) -> list[Activity]:
    """One for each lesson observed, and for each place taught at: a lesson that fifty observe is given once."""
    return list(
        {one.found.entry if one.doing is Doing.OBSERVES else (one.school, one.grade): one for one in there}.values()
    )


def _told(there: Sequence[Activity]) -> str:
    return "、".join(dict.fromkeys(f"在 {one.school} {one.grade}{one.doing}" for one in there))


def _apart(one: Activity, other: Activity) -> bool:
    if one.doing is not other.doing or one.doing is Doing.OBSERVES:
        return True
    grade, other_grade = squeeze(one.grade), squeeze(other.grade)
    alike = grade.startswith(other_grade) or other_grade.startswith(grade)
    return one.school != other.school or not alike
