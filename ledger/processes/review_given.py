"""评审所得: the titles, honours and recommendations that a round gave, and whom it gave them to."""

from ledger.processes.honours import is_revoked
from ledger.processes.review_course import ReviewCourse
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record, TeacherId
from ledger.vocabulary import Gives


def given_to_others(course: ReviewCourse) -> list[Record]:
    """What stands of earlier decisions of a round for teachers who were not on every list decided on since."""
    decisions = course.decisions
    lists = {one.revision: one.listed for one in course.lists}
    return [
        given
        for number, decision in enumerate(decisions)
        for teacher in lists[decision.revision]
        if not all(teacher in lists[later.revision] for later in decisions[number:])
        for given in _given(teacher, course)
        if getattr(given, given.happened_on) == decision.on and not is_revoked(given, course.in_force)
    ]


def _given(teacher: TeacherId, course: ReviewCourse) -> list[Record]:
    """What a teacher holds of the name that the round gives, whenever it was given."""
    announced, in_force = course.announced, course.in_force
    if announced.gives is Gives.TITLE:
        return [one for one in in_force.by(TitleHeld, "teacher")(teacher) if one.title == announced.named]
    if announced.gives is Gives.HONOUR:
        return [one for one in in_force.by(HonourGranted, "teacher")(teacher) if one.honour == announced.named]
    return [one for one in in_force.by(HonourRecommended, "teacher")(teacher) if one.honour == announced.named]
