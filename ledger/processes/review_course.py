"""评审的进程: what stands of one round of review, as its rules ask for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.review import ReviewAnnounced
from ledger.records.review_applying import ReviewApplied, ReviewChecked, ReviewFrozen, ReviewWithdrawn
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.review_panel import ReviewRelationDeclared, ReviewScored, ReviewStoodAside, ReviewTieVoted
from ledger.refusals import Refused
from ledger.register import in_effect_on
from ledger.vocabulary import ReviewStep


@dataclass
class ReviewCourse:
    """What was done in one round. Its records stand for ever, and come in the order in which they were written."""

    announced: ReviewAnnounced
    in_force: InForce

    @property
    def code(self) -> str:
        """The round's code."""
        return self.announced.code

    def application(self, teacher: TeacherId) -> ReviewApplied | None:
        """A teacher's application, unless it was taken back."""
        applied = self.in_force.by(ReviewApplied, "code", "teacher")((self.code, teacher))
        gone = {one.turn for one in self.in_force.by(ReviewWithdrawn, "code", "teacher")((self.code, teacher))}
        return next((one for one in applied if one.turn not in gone), None)

    def applications(self) -> Iterator[ReviewApplied]:
        """The applications that were not taken back."""
        gone = {(one.teacher, one.turn) for one in self.in_force.by(ReviewWithdrawn, "code")(self.code)}
        for one in self.in_force.by(ReviewApplied, "code")(self.code):
            if (one.teacher, one.turn) not in gone:
                yield one

    def checks(self, application: ReviewApplied) -> list[ReviewChecked]:
        """What was found of an application, level by level."""
        found = self.in_force.by(ReviewChecked, "code", "teacher")((self.code, application.teacher))
        return [one for one in found if one.turn == application.turn]

    @property
    def frozen(self) -> ReviewFrozen | None:
        """The dossiers, once they are frozen."""
        found = self.in_force.by(ReviewFrozen, "code")(self.code)
        return found[-1] if found else None

    def aside(self, teacher: TeacherId) -> set[TeacherId]:
        """The members of the panel who do not judge an applicant: by their word, as related, or of the same school."""
        key = self.code, teacher
        found = {one.member for one in self.in_force.by(ReviewStoodAside, "code", "teacher")(key)}
        found |= {one.member for one in self.in_force.by(ReviewRelationDeclared, "code", "teacher")(key)}
        school = self.school_of(teacher)
        own = (member for member in self.announced.panel if school and self.school_of(member) == school)
        return found | {teacher, *own}

    def judges(self, teacher: TeacherId) -> list[TeacherId]:
        """The members who judge an applicant."""
        aside = self.aside(teacher)
        return [member for member in self.announced.panel if member not in aside]

    def school_of(self, teacher: TeacherId) -> str:
        """The school of a teacher when the dossiers were frozen, before that on the cut-off day; empty if unknown."""
        row = registered_on(teacher, self)
        return row.school if row else ""

    def scores_of(self, number: int) -> list[ReviewScored]:
        """The scores that a dossier has."""
        return self.in_force.by(ReviewScored, "code", "number")((self.code, number))

    def tie_votes(self) -> list[ReviewTieVoted]:
        """The votes on equals that no list has taken in yet."""
        return self.in_force.by(ReviewTieVoted, "code", "revision")((self.code, len(self.lists)))

    @property
    def lists(self) -> list[ReviewListed]:
        """The lists, one after the other."""
        return self.in_force.by(ReviewListed, "code")(self.code)

    @property
    def notices(self) -> list[ReviewNoticed]:
        """The notices, one after the other."""
        return self.in_force.by(ReviewNoticed, "code")(self.code)

    def notice(self) -> ReviewNoticed | None:
        """The notice of the last list, if it is or was on notice."""
        return next((one for one in self.notices if one.revision == len(self.lists)), None)

    @property
    def answers(self) -> list[ReviewObjectionDecided]:
        """The answers to objections."""
        return self.in_force.by(ReviewObjectionDecided, "code")(self.code)

    def unanswered(self) -> list[ReviewObjected]:
        """The objections that nobody has answered."""
        answered = {(one.teacher, one.objected_on) for one in self.answers}
        objected = self.in_force.by(ReviewObjected, "code")(self.code)
        return [one for one in objected if (one.teacher, one.on) not in answered]

    @property
    def decisions(self) -> list[ReviewDecided]:
        """The decisions, one after the other."""
        return self.in_force.by(ReviewDecided, "code")(self.code)

    @property
    def decision(self) -> ReviewDecided | None:
        """The last decision."""
        return next(reversed(self.decisions), None)

    def appeals_open(self) -> list[ReviewAppealed]:
        """The appeals that nobody has answered."""
        answered = {(one.teacher, one.appealed_on) for one in self.appeal_answers}
        appealed = self.in_force.by(ReviewAppealed, "code")(self.code)
        return [one for one in appealed if (one.teacher, one.on) not in answered]

    @property
    def appeal_answers(self) -> list[ReviewAppealDecided]:
        """The answers to appeals."""
        return self.in_force.by(ReviewAppealDecided, "code")(self.code)

    @property
    def reopening(self) -> ReviewAppealDecided | None:
        """The answer that reopened the round, where no decision has come after it."""
        decision = self.decision
        found = [one for one in self.appeal_answers if one.reopens and decision and one.revision == decision.revision]
        return found[-1] if found else None

    @property
    def closed(self) -> ReviewClosed | None:
        """The end of the round."""
        found = self.in_force.by(ReviewClosed, "code")(self.code)
        return found[-1] if found else None


def registered_on(teacher: TeacherId, course: ReviewCourse) -> TeacherRegistered | None:
    """The row of the register that a round goes by, for a teacher."""
    rows = course.in_force.by(TeacherRegistered, "teacher")(teacher)
    frozen = course.frozen
    day = frozen.on if frozen else course.announced.as_of
    return in_effect_on(rows, day) or min(rows, key=lambda row: row.in_effect, default=None)


def course_of(code: str, in_force: InForce) -> ReviewCourse:
    """What stands of a round. Raises Refused `review-unknown`, `review-closed`."""
    found = in_force.by(ReviewAnnounced, "code")(code)
    if not found:
        raise Refused("review-unknown", f"评审 {code} 没有公告;请核对评审编号,或先发布评审公告。", fields=["code"])
    course = ReviewCourse(found[-1], in_force)
    if course.closed:
        raise Refused(
            "review-closed",
            f"评审 {code} 已于 {course.closed.on} 归档,不再登记任何一步;要再评,请另发公告。",
            see=entries_named([course.closed]),
            fields=["code"],
        )
    return course


def steps_now(course: ReviewCourse, *steps: ReviewStep) -> tuple[ReviewStep, ...]:
    """In which steps' days something may be done: these, or where an appeal reopened the round those of appeals."""
    return (ReviewStep.APPEAL,) if course.reopening else steps
