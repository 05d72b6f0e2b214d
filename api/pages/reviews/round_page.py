"""一次评审: what was announced, how far it has come, who applied and was checked, objections, what may be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from api.accounts.permitted import Deed, may, sees
from api.accounts.visitor import Visitor
from api.desk.exports import Table
from api.desk.round_matters import check_reads, may_apply, may_check
from api.desk.round_notice import FIELDS, is_on_notice
from api.desk.round_result import as_listed
from api.desk.round_seen import RoundSeen
from api.http.register_desk import RegisterDesk
from api.pages.texts import text
from ledger.home import Ledger
from ledger.records.record import TeacherId
from ledger.records.review_applying import ReviewChecked
from ledger.vocabulary import Level
from projections.language.pack import Pack
from projections.reviews.course import Appeal, Application, Course, Objection, RoundState, course_of
from projections.reviews.listing import Ranked, ReviewResult
from projections.reviews.scoring import rounded
from projections.statements.reproducing import adopted_pack


@dataclass(frozen=True)
class Applicant:
    """An application as a line: who, in which group, found in order at which levels, where it stands now.

    `state`: waits, passed, failed, withdrawn; `at`: the level whose turn it is.
    """

    said: Application
    name: str
    school: str
    state: str
    at: Level | None
    number: int | None
    listed: bool

    @property
    def teacher(self) -> TeacherId:
        """Who applied."""
        return self.said.teacher

    @property
    def checks(self) -> Sequence[ReviewChecked]:
        """What was found."""
        return self.said.checks


@dataclass(frozen=True)
class Window:
    """The days of a step, and whether they are past, now or to come."""

    step: str
    opens: date
    closes: date
    when: str


class RoundDesk:
    """All that a round's pages show, as it stands now for one visitor.

    Raises Refused `not-allowed`, Misuse `unknown-review`.
    """

    def __init__(self, ledger: Ledger, register: RegisterDesk, visitor: Visitor, code: str) -> None:
        check_reads(visitor)
        self.ledger, self.book, self.visitor = ledger, ledger.book, visitor
        self.course: Course = course_of(self.book, code)
        self.seen = RoundSeen(self.book, self.course, visitor)
        self.register = register.at_once
        self.today = self.book.today()

    @property
    def code(self) -> str:
        """The round's code."""
        return self.course.code

    @property
    def state(self) -> RoundState:
        """How far it has come."""
        return self.course.state

    @cached_property
    def names(self) -> dict[TeacherId, str]:
        """The names of those whom the page speaks of."""
        codes = {one.teacher for one in self.seen.applications()}
        codes |= {one.said.teacher for one in self.objections} | {one.said.teacher for one in self.appeals}
        if self.seen.whole or self.seen.member:
            codes |= {*self.course.announced.panel, *self.course.applications}
        return self.register.names(codes)

    def name(self, code: str) -> str:
        """A name, or nothing where the page may not say it."""
        return self.names.get(TeacherId(code), "")

    def school(self, code: str) -> str:
        """The name of the school that somebody is at."""
        return self.register.school_name(self.register.school_of(code))

    @property
    def windows(self) -> list[Window]:
        """The days of every step."""
        today = self.today
        return [
            Window(
                one.step.value,
                one.opens,
                one.closes,
                "past" if one.closes < today else "now" if one.opens <= today else "ahead",
            )
            for one in self.course.announced.steps
        ]

    @cached_property
    def applicants(self) -> list[Applicant]:
        """The applications that the visitor sees."""
        listed = set(self.course.listed.listed) if self.course.listed else set()
        return [self._line(one, listed) for one in self.seen.applications()]

    def applicant(self, teacher: str) -> Applicant | None:
        """The line of one applicant, where the visitor sees it."""
        return next((one for one in self.applicants if one.teacher == teacher), None)

    def _line(self, one: Application, listed: set[TeacherId]) -> Applicant:
        teacher = one.teacher
        at = next((level for level in self.course.announced.checks if level.value not in one.passed), None)
        state = "withdrawn" if one.withdrawn else "failed" if one.failed else "waits" if at else "passed"
        return Applicant(
            one,
            self.name(teacher),
            self.school(teacher),
            state,
            at,
            self.course.number_of(teacher) if self.seen.whole else None,
            teacher in listed,
        )

    @property
    def to_check(self) -> list[Applicant]:
        """The applications whose turn it is at a level of the visitor's, before dossiers are frozen."""
        if self.course.frozen or self.course.closed:
            return []
        own = self.levels
        waiting = (one for one in self.applicants if one.state == "waits" and one.at in own)
        return [one for one in waiting if may_check(self.visitor, self.code, one.teacher)]

    @cached_property
    def levels(self) -> frozenset[Level]:
        """The levels for which the visitor checks."""
        scopes = {held.scope.partition(":")[0] for held in self.visitor.held}
        found = {"school": Level.SCHOOL, "township": Level.TOWNSHIP, "county": Level.COUNTY}
        return frozenset(found[one] for one in scopes if one in found) if may(self.visitor, Deed.CHECK) else frozenset()

    @cached_property
    def objections(self) -> list[Objection]:
        """The objections that the visitor sees, the earliest first."""
        return [one for one in self.course.objections if self.seen.sees(one.said.teacher)]

    @cached_property
    def appeals(self) -> list[Appeal]:
        """The appeals that the visitor sees, the earliest first."""
        return [one for one in self.course.appeals if self.seen.sees(one.said.teacher)]

    @cached_property
    def result(self) -> ReviewResult:
        """Everybody ranked: as the list that stands was derived, else as it would be now."""
        return as_listed(self.book, self.course)

    @cached_property
    def own_result(self) -> Ranked | None:
        """The visitor's own parts and total, and why on the list or not, once the list is on notice."""
        own = self.seen.own
        if own is None or not self.course.notices:
            return None
        return next((one for one in self.result.ranked if one.teacher == own.teacher), None)

    @property
    def own_digest(self) -> str:
        """The digest of the visitor's own frozen dossier; empty before it is frozen."""
        frozen = self.course.frozen.dossiers if self.course.frozen else ()
        own = self.visitor.teacher if self.seen.applies else ""
        return next((one.digest for one in frozen if one.teacher == own), "")

    @cached_property
    def pack(self) -> Pack:
        """The pack of the round, as it was adopted."""
        return adopted_pack(self.book, self.course.announced.pack_digest)

    def clause(self, name: str) -> str:
        """What a clause of the pack says; its name where the pack has none such."""
        found = self.pack.clauses.get(name)
        return found.says.zh if found else name

    @property
    def notice_fields(self) -> str:
        """The fields that are put on notice, in words."""
        return "、".join(FIELDS.get(name, name) for name in self.course.announced.fields)

    @property
    def unanswered(self) -> list[Objection]:
        """The objections that nobody has answered."""
        return self.course.open_objections()

    @property
    def unanswered_appeals(self) -> list[Appeal]:
        """The appeals that nobody has answered."""
        return self.course.open_appeals()

    @property
    def only_judges(self) -> bool:
        """Whether the visitor sees the round as a member of its panel, and no applicants by name."""
        return bool(self.seen.member) and not self.seen.whole and not self.applicants

    @property
    def may_apply_for_others(self) -> bool:
        """Whether the visitor applies for teachers who have no account."""
        own = self.seen.applies and not self.seen.whole
        return may(self.visitor, Deed.APPLY) and not own and self.course.frozen is None and self.course.closed is None

    @property
    def may_reproduce(self) -> bool:
        """Whether the visitor may have the round derived again."""
        return may(self.visitor, Deed.COMPARE) and sees(self.visitor).everything

    def told(self, value: Fraction | None) -> str:
        """A number as it is shown, to the digits announced."""
        return told(value, self.course.announced.digits)

    @property
    def on_notice(self) -> bool:
        """Whether everybody may see the list today."""
        return is_on_notice(self.course, self.today)

    @property
    def steps(self) -> list[str]:
        """The steps that are open to the visitor as it stands; what may be done when the book decides."""
        return [*self._steps_of_office(), *self._steps_of_teacher()] if not self.course.closed else []

    def _steps_of_office(self) -> list[str]:
        course, state = self.course, self.state
        if not self.seen.conducts:
            return []
        open_now = {
            "freeze": course.frozen is None and bool(course.in_order),
            "list": state in (RoundState.JUDGING, RoundState.LISTED, RoundState.NOTICED, RoundState.REOPENED)
            and self.seen.shows_scores,
            "notice": bool(course.lists) and course.notice is None and state is not RoundState.DECIDED,
            "answer": bool(course.open_objections()),
            "decide": state is RoundState.NOTICED,
            "give": state is RoundState.DECIDED,
            "answer_appeal": bool(course.open_appeals()),
            "close": True,
        }
        return [name for name, is_open in open_now.items() if is_open]

    def _steps_of_teacher(self) -> list[str]:
        own = self.visitor.teacher if self.seen.applies else ""
        found = []
        if self.on_notice and (may_apply(self.visitor, "review.objected", self.code, own) if own else self.for_others):
            found.append("object")
        if self.state is RoundState.DECIDED and (self.seen.own if own else self.for_others):
            found.append("appeal")
        return found

    @property
    def for_others(self) -> bool:
        """Whether the visitor takes down what others object to."""
        return self.seen.conducts

    def table(self) -> Table:
        """The applications as they are taken away."""
        heads = ("teacher", "name", "school", "group", "on", "state", "number", "listed")
        rows = [
            [
                one.teacher,
                one.name,
                one.school,
                one.said.said.group,
                one.said.said.on,
                text(f"round.application_{one.state}"),
                one.number,
                text("round.listed_yes") if one.listed else "",
            ]
            for one in self.applicants
        ]
        return Table(f"{self.course.announced.title} {self.code}", [text(f"round.head_{one}") for one in heads], rows)


def told(value: Fraction | None, digits: int) -> str:
    """A number as it is shown: half up to so many digits, none where it is whole; nothing where there is none."""
    if value is None:
        return ""
    near = rounded(value, digits)
    return str(near.numerator) if near.denominator == 1 else f"{near.numerator / near.denominator:.{digits}f}"
