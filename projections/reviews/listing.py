"""The list of a round derived: every applicant's scores, rank, and why the person is on the list or is not.

A pure function of the book: scores by what it held when the dossiers were frozen, with what was put right since
because an objection was found right; vetoes by all that it holds when the list is drawn up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.records.review_listing import ReviewListed
from ledger.refusals import Refused
from ledger.spelling import squeeze
from projections.canonical import canonical, number
from projections.evaluation import Evaluation, find_term
from projections.language.pack import Pack
from projections.reviews.as_known import standing_as_known
from projections.reviews.course import Application, Course, course_of
from projections.reviews.judging import Judging, Vote, judging_of
from projections.reviews.parting import Parting
from projections.reviews.ranking import Candidate, Outcome, filled, ranks_of
from projections.reviews.scoring import PartScore, computed_parts, judged_parts, total_of
from projections.reviews.sources import Verdict, verdict_of
from projections.reviews.vetoes import VetoFound, vetoes_found
from projections.statements.reproducing import adopted_pack

FORM = "shilu-review/1"


@dataclass(frozen=True)
class Ranked:
    """What is derived of one applicant. `place`: the rank in the group; None where the person is not ranked."""

    teacher: TeacherId
    number: int
    group: str
    school: str
    parts: tuple[PartScore, ...]
    total: Fraction | None
    conditions: tuple[Verdict, ...]
    vetoes: tuple[VetoFound, ...]
    vote: Vote | None
    tie_vote: Vote | None
    parted_by: tuple[Fraction, ...]
    outcome: Outcome
    place: int | None

    @property
    def listed(self) -> bool:
        """Whether the person is on the list."""
        return self.outcome is Outcome.LISTED

    def official(self) -> dict[str, Any]:
        """What the digest is of."""
        return {
            "teacher": self.teacher,
            "number": self.number,
            "group": self.group,
            "parts": {part.name: part.to_json() for part in self.parts},
            "total": None if self.total is None else number(self.total.numerator, self.total.denominator),
            "conditions": [one.official() for one in self.conditions],
            "vetoes": [one.to_json() for one in self.vetoes],
            "vote": _vote(self.vote),
            "tie_vote": _vote(self.tie_vote),
            "parted_by": [str(value) for value in self.parted_by],
            "outcome": self.outcome.value,
            "place": self.place,
        }


@dataclass(frozen=True)
class ReviewResult:
    """A list derived: all applicants, the first first in each group, and those listed in order."""

    course: Course
    pack: Pack
    position: int
    on: date
    revision: int
    corrections: tuple[str, ...]
    ranked: Sequence[Ranked]
    evaluation: Evaluation
    judging: Judging

    @property
    def listed(self) -> tuple[TeacherId, ...]:
        """Who is on the list, group by group as announced, the first first."""
        return tuple(one.teacher for one in self.ranked if one.listed)

    @property
    def tied(self) -> list[Ranked]:
        """Equals on whom the panel has still to vote."""
        return [one for one in self.ranked if one.outcome is Outcome.TIED]

    def of(self, teacher: str) -> Ranked:
        """What is derived of an applicant. Raises Refused `not-applied`."""
        for one in self.ranked:
            if one.teacher == teacher:
                return one
        raise Refused("not-applied", f"教师 {teacher} 的档案没有在评审 {self.course.code} 里封存;请核对教师编号。")

    def official(self) -> dict[str, Any]:
        """What the digest is of: no positions and no words of ours, so that the same answers have the same digest."""
        announced = self.course.announced
        return {
            "form": FORM,
            "code": announced.code,
            "pack_digest": announced.pack_digest,
            "term": announced.term,
            "as_of": announced.as_of.isoformat(),
            "revision": self.revision,
            "on": self.on.isoformat(),
            "corrections": list(self.corrections),
            "places": [
                {"group": one.group, "school": one.school or None, "places": one.places} for one in announced.places
            ],
            "applicants": [one.official() for one in self.ranked],
            "listed": list(self.listed),
        }

    @cached_property
    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical(self.official())

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            **self.official(),
            "position": self.position,
            "digest": self.digest,
            "applicants": [
                {**one.official(), "conditions": [said.to_json() for said in one.conditions]} for one in self.ranked
            ],
        }


def result_of(
    book: Book,
    course: Course,
    position: int | None = None,
    *,
    on: date | None = None,
    revision: int | None = None,
) -> ReviewResult:
    """Derive the list of a round from what the book holds at a position (now), as of a day (today).

    `revision`: the number that it has, or is to have. Raises Refused `not-frozen`, `pack-lost`, `pack-altered`.
    """
    frozen, announced = course.frozen, course.announced
    if frozen is None:
        raise Refused("not-frozen", f"评审 {course.code} 的档案还没有封存,不能排名;请先用 shilu review freeze 封存。")
    at, day = book.position if position is None else position, on or book.today()
    pack = adopted_pack(book, announced.pack_digest)
    corrections = course.corrections()
    standing = standing_as_known(book, frozen.position, corrections, at)
    evaluation = Evaluation(pack, standing, find_term(standing, announced.term), announced.as_of)
    judging = judging_of(book, course)
    teachers = [one.teacher for one in frozen.dossiers]
    vetoes = vetoes_found(book, at, announced, pack, teachers, day)
    applications = {one.teacher: one for one in course.applications.values()}
    parting = Parting(announced, evaluation)
    ranked = [
        _derived(applications[one.teacher], one.number, evaluation, judging, vetoes[one.teacher], parting)
        for one in frozen.dossiers
    ]
    return ReviewResult(
        course,
        pack,
        at,
        day,
        revision if revision is not None else course.revision + 1,
        corrections,
        list(_placed(course, ranked)),
        evaluation,
        judging,
    )


def standing_result(book: Book, code: str) -> ReviewResult:
    """What the list that stands says of everybody; before there is one, what it would say now.

    Raises Misuse `unknown-review`, Refused `not-frozen`, `scores-missing`: nobody sees what others gave before all
    have given theirs.
    """
    course = course_of(book, code)
    if course.listed is not None:
        return result_of_list(book, course.code, course.listed)
    result = result_of(book, course)
    missing = result.judging.missing()
    if missing:
        raise Refused(
            "scores-missing",
            f"评审 {course.code} 还有 {len(missing)} 位评审组成员没有评完,得分和名次还不能看;请等全部评完。",
        )
    return result


def result_of_list(book: Book, code: str, listed: ReviewListed) -> ReviewResult:
    """A list derived again from the round as it stood when it was drawn up."""
    before = course_of(book, code, listed.position)
    return result_of(book, before, listed.position, on=listed.on, revision=listed.revision)


def _derived(
    application: Application,
    own: int,
    evaluation: Evaluation,
    judging: Judging,
    vetoes: tuple[VetoFound, ...],
    parting: Parting,
) -> Ranked:
    """What is derived of one applicant by himself; the place is found among all."""
    announced, teacher = judging.course.announced, application.teacher
    computed = computed_parts(announced, evaluation, teacher)
    parts = (*computed, *judged_parts(announced, judging.scores[own]))
    conditions = tuple(verdict_of(evaluation, teacher, clause) for clause in announced.terms.clauses)
    total, vote = total_of(parts, announced.digits), judging.vote(own)
    if application.withdrawn:
        outcome = Outcome.WITHDRAWN
    elif vetoes:
        outcome = Outcome.VETOED
    elif not all(one.met for one in conditions):
        outcome = Outcome.NOT_ELIGIBLE
    elif total is None:
        outcome = Outcome.INCOMPLETE
    elif vote is not None and not vote.passed:
        outcome = Outcome.VOTED_DOWN
    else:
        outcome = Outcome.BEYOND
    return Ranked(
        teacher,
        own,
        application.said.group,
        str(judging.schools.get(teacher, "")),
        parts,
        total,
        conditions,
        vetoes,
        vote,
        judging.tie_vote(own),
        parting.values(teacher, parts),
        outcome,
        None,
    )


def _placed(course: Course, ranked: Sequence[Ranked]) -> Iterator[Ranked]:
    """Everybody group by group: those in the running by rank, then the others by number."""
    for group in course.announced.groups:
        own = [one for one in ranked if squeeze(one.group) == squeeze(group)]
        running = [one for one in own if one.outcome is Outcome.BEYOND]
        candidates = [Candidate(one.number, one.school, (one.total or Fraction(0), *one.parted_by)) for one in running]
        places = [one for one in course.announced.places if squeeze(one.group) == squeeze(group)]
        votes = {one.number: one.tie_vote for one in running if one.tie_vote is not None}
        ranks, outcomes = ranks_of(candidates), filled(candidates, places, votes)
        for one in sorted(running, key=lambda one: _order(one, ranks, outcomes)):
            yield replace(one, outcome=outcomes[one.number], place=ranks[one.number])
        yield from sorted((one for one in own if one.number not in ranks), key=lambda one: one.number)


def _order(one: Ranked, ranks: Mapping[int, int], outcomes: Mapping[int, Outcome]) -> tuple[int, bool, int, int]:
    """By rank; of equals whom a vote parted those who were listed first, by votes."""
    favour = one.tie_vote.in_favour if one.tie_vote else 0
    return ranks[one.number], outcomes[one.number] is not Outcome.LISTED, -favour, one.number


def _vote(vote: Vote | None) -> dict[str, Any] | None:
    return None if vote is None else {"in_favour": vote.in_favour, "of": vote.of, "passed": vote.passed}
