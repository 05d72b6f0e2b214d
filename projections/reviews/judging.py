"""Who of the panel judges whom, how far the judging has come, and what the votes came to.

A member stands aside where the member said so, is related to an applicant, or is of the applicant's school on the day
on which the dossiers were frozen.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ledger.book import Book
from ledger.processes.review_listing import enough
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.review import Majority
from ledger.register import in_effect_on
from ledger.spelling import squeeze
from projections.reviews.course import Course

_HUNDRED = 100
_MORE_THAN_HALF = Majority(1, 2, over=True)


@dataclass(frozen=True)
class Vote:
    """What a vote came to: for, of how many who do not stand aside, and whether that is the majority announced."""

    in_favour: int
    of: int
    passed: bool


@dataclass(frozen=True)
class Judging:
    """The panel's work on a round: who judges which number, and what was given."""

    course: Course
    schools: Mapping[TeacherId, str]
    """The school of every member and applicant when the dossiers were frozen."""

    @cached_property
    def judges(self) -> dict[int, tuple[TeacherId, ...]]:
        """Of each number the members who do not stand aside, in the order announced."""
        course = self.course
        aside = {(one.member, one.teacher) for one in course.aside}
        aside |= {(one.member, one.teacher) for one in course.relations}
        found = {}
        for one in course.frozen.dossiers if course.frozen else ():
            school = self.schools.get(one.teacher)
            found[one.number] = tuple(
                member
                for member in course.announced.panel
                if member != one.teacher
                and (member, one.teacher) not in aside
                and (not school or self.schools.get(member) != school)
            )
        return found

    @cached_property
    def scores(self) -> dict[int, dict[TeacherId, dict[str, Fraction]]]:
        """Of each number by member what was given for each part, in per cent of the most that may be given."""
        parts = {squeeze(part.name): part for part in self.course.announced.judged}
        found: dict[int, dict[TeacherId, dict[str, Fraction]]] = {number: {} for number in self.judges}
        for one in self.course.scores:
            part = parts.get(squeeze(one.part))
            if part is not None and one.member in self.judges.get(one.number, ()):
                share = Fraction(one.score) / Fraction(part.most) * _HUNDRED
                found[one.number].setdefault(one.member, {})[part.name] = share
        return found

    def missing(self) -> dict[TeacherId, list[int]]:
        """By member the numbers that the member has still to score or vote on."""
        announced = self.course.announced
        voted = {(one.member, one.number) for one in self.course.votes}
        found: defaultdict[TeacherId, list[int]] = defaultdict(list)
        for number, members in self.judges.items():
            for member in members:
                given = self.scores[number].get(member, {})
                unscored = any(part.name not in given for part in announced.judged)
                if unscored or (announced.majority and (member, number) not in voted):
                    found[member].append(number)
        return dict(found)

    @property
    def all_in(self) -> bool:
        """Whether scores may be shown: nobody is to see another's before all have given theirs."""
        return bool(self.course.frozen) and not self.missing()

    def vote(self, number: int) -> Vote | None:
        """What the vote on a number came to; None where the round announced none."""
        majority = self.course.announced.majority
        if majority is None:
            return None
        members = self.judges.get(number, ())
        given = {one.member: one.in_favour for one in self.course.votes if one.number == number}
        return self._counted([given.get(member, False) for member in members])

    def tie_vote(self, number: int) -> Vote | None:
        """What the last vote on a number among equals came to; None where there was none."""
        votes = [one for one in self.course.tie_votes if one.number == number]
        if not votes:
            return None
        last = max(one.revision for one in votes)
        given = {one.member: one.in_favour for one in votes if one.revision == last}
        return self._counted([given.get(member, False) for member in self.judges.get(number, ())])

    def _counted(self, given: list[bool]) -> Vote:
        """By the majority announced; where none was, by more than half."""
        favour, of = sum(given), len(given)
        return Vote(favour, of, bool(of) and enough(self.course.announced.majority or _MORE_THAN_HALF, favour, of))


def judging_of(book: Book, course: Course) -> Judging:
    """The panel's work, by the register as the book held it when the dossiers were frozen."""
    frozen = course.frozen
    if frozen is None:
        return Judging(course, {})
    named = {*course.announced.panel, *(one.teacher for one in frozen.dossiers)}
    rows: defaultdict[TeacherId, list[TeacherRegistered]] = defaultdict(list)
    for row in book.kept(TeacherRegistered, frozen.position).records:
        if row.teacher in named:
            rows[row.teacher].append(row)
    on_the_day = {
        code: in_effect_on(own, frozen.on) or min(own, key=lambda row: row.in_effect) for code, own in rows.items()
    }
    return Judging(course, {code: row.school for code, row in on_the_day.items()})
