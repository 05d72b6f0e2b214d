"""Steps of a round of review: announced, applied for, checked, frozen, judged, listed, on notice, decided, closed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk import reviews
from api.desk.round_matters import announcing, applying, checking, conducting, judging
from api.desk.round_seen import RoundSeen
from api.http.door import TheWriter, needs
from api.http.open_ledger import TheLedger
from api.http.reading_desk import known_pack
from api.interface.bodies import JSON, Body, Reason, sent_as
from api.interface.shapes.reviews import RoundAnswer
from api.interface.written import problems
from ledger.home import Ledger
from ledger.vocabulary import Level
from projections.reviews.course import Course, course_of

routes = APIRouter()

MOST_SCORES = 2_000

_Code = Annotated[str, Path(description="评审编号", max_length=40, examples=["PS-2023-01"])]
_Teacher = Annotated[str, Field(max_length=20, examples=["000109"])]
_Number = Annotated[int, Field(ge=1, le=100_000, description="档案号", examples=[3])]
_WRITES = problems(404, 409, 415)


class RoundBody(Body):
    """What a round announces: the fields of the kind `review.announced`, as `GET /api/v1/kinds/review.announced` tells.

    `pack` is `ID` or `ID@VERSION`; its text is adopted. Of `places` each may say a share in place of a number.
    """

    model_config = ConfigDict(extra="allow")

    code: Annotated[str, Field(max_length=40, examples=["PS-2023-01"])]
    title: Annotated[str, Field(max_length=200, examples=["2023年一级教师评审"])]
    scope: Annotated[str, Field(max_length=100, examples=["county"])] = "county"
    pack: Annotated[str, Field(max_length=100, examples=["taikang-2022"])]


class ApplicationBody(Body):
    """Who applies, in which group (where there is one only, it need not be said)."""

    teacher: _Teacher
    group: Annotated[str, Field(max_length=100, examples=["小学"])] = ""
    on: date | None = None


class WithdrawalBody(Body):
    """Who takes an application back."""

    teacher: _Teacher
    on: date | None = None


class CheckBody(Body):
    """Whether what a teacher applied with is in order, and the entries whose originals were seen."""

    teacher: _Teacher
    level: Annotated[Level, Field(examples=["校级"])]
    passed: bool
    originals: list[Annotated[str, Field(max_length=64)]] = Field([], max_length=5_000)
    reason: Reason = ""
    on: date | None = None


class RelationBody(Body):
    """To whom of the applicants a member is related, and how."""

    teacher: _Teacher
    relation: Reason


class AsideBody(Body):
    """Whom a member does not judge, and why."""

    teacher: _Teacher
    reason: Reason = ""


Score = Annotated[Decimal, Field(ge=0, le=100_000)]
Part = Annotated[str, Field(max_length=100)]


class JudgedBody(Body):
    """What a member gives the dossier of a number: by part the score, and the vote where one is announced."""

    number: _Number
    scores: Annotated[dict[Part, Score], Field(max_length=50, examples=[{"述职答辩": "88.5"}])] = {}  # noqa: RUF012
    in_favour: bool | None = None


class ScoresBody(Body):
    """A member's own scores and votes, dossier by dossier."""

    dossiers: list[JudgedBody] = Field(min_length=1, max_length=MOST_SCORES)


class VoteBody(Body):
    """A vote on the dossier of a number."""

    number: _Number
    in_favour: bool


class TieVotesBody(Body):
    """A member's own votes on equals who have not all a place."""

    votes: list[VoteBody] = Field(min_length=1, max_length=MOST_SCORES)


class ListBody(Body):
    """Why a list takes the place of the one before; the first needs no reason."""

    because: Reason = ""


class NoticeOfRound(Body):
    """From which day (today), for how many working days (as announced)."""

    since: date | None = None
    days: Annotated[int | None, Field(ge=1, le=366)] = None


class ObjectionToRound(Body):
    """What a teacher objects to in the list that is on notice; `about` whom, where it is about one."""

    teacher: _Teacher
    words: Reason
    about: Annotated[str, Field(max_length=20, description="涉及的教师")] = ""
    on: date | None = None


class AnswerToObjection(Body):
    """Whether an objection is right, the answer, and the entries that were corrected for it."""

    teacher: _Teacher
    upheld: bool
    answer: Reason
    explanation: Annotated[str, Field(max_length=200, description="出示的依据:条款,或结果摘要")] = ""
    corrected: list[Annotated[str, Field(max_length=64)]] = Field([], max_length=1_000)


class GivingBody(Body):
    """The number of the document by which it is given."""

    document: Annotated[str, Field(max_length=100, examples=["教人〔2023〕12号"])] = ""


class AppealBody(Body):
    """Why a teacher who applied appeals against the decision."""

    teacher: _Teacher
    words: Reason


class AnswerToAppeal(Body):
    """Whether an appeal reopens the round, and why."""

    teacher: _Teacher
    reopens: bool
    reason: Reason
    corrected: list[Annotated[str, Field(max_length=64)]] = Field([], max_length=1_000)


class ClosingBody(Body):
    """Why a round is closed on which nothing was decided; one that was decided on needs no reason."""

    reason: Reason = ""


class EmptyBody(Body):
    """Nothing is to be said."""


@routes.post(
    "/api/v1/reviews",
    status_code=201,
    dependencies=[Depends(needs(Deed.CONDUCT)), Depends(sent_as(JSON))],
    responses=_WRITES
    | {
        201: {
            "model": RoundAnswer,
            "description": "已发布",
            "headers": {"Location": {"description": "这一次评审", "schema": {"type": "string"}}},
        }
    },
    summary="发布评审公告",
    tags=["reviews"],
)
def announce(body: RoundBody, ledger: TheLedger, visitor: TheWriter) -> Response:
    """Every limit that is kept while the round runs is fixed here."""
    who = announcing(visitor, body.scope)
    known_pack(body.pack, ledger.book)
    course = reviews.announce(ledger, who, body.model_dump(exclude_unset=True))
    code = course.announced.code
    return JSONResponse(_seen(ledger, visitor, course), 201, {"Location": f"/api/v1/reviews/{code}"})


def _step(name: str, deed: Deed, what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The route of a step of a round."""
    return routes.post(
        f"/api/v1/reviews/{{review}}/{name}",
        dependencies=[Depends(needs(deed)), Depends(sent_as(JSON))],
        responses=_WRITES,
        response_model=RoundAnswer,
        response_model_exclude_unset=True,
        summary=what,
        operation_id=f"{name.replace('-', '_')}_of_round",
        tags=["reviews"],
    )


@_step("applications", Deed.APPLY, "申报")
def apply(review: _Code, body: ApplicationBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """By the teacher, or an office for one of its own; within the days of the step."""
    who = applying(visitor, "review.applied", review, body.teacher)
    return _seen(ledger, visitor, reviews.apply(ledger, who, review, body.teacher, body.group, body.on))


@_step("withdrawals", Deed.APPLY, "撤回申报")
def withdraw(review: _Code, body: WithdrawalBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """Before the dossiers are frozen; a teacher may apply again while applications are open."""
    who = applying(visitor, "review.withdrawn", review, body.teacher)
    return _seen(ledger, visitor, reviews.withdraw(ledger, who, review, body.teacher, body.on))


@_step("checks", Deed.CHECK, "审核申报材料")
def check_material(review: _Code, body: CheckBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """Level by level, as announced; nobody checks an application of one's own."""
    course = reviews.check(
        ledger,
        checking(visitor, review, body.teacher),
        review,
        body.teacher,
        body.level,
        passed=body.passed,
        originals=body.originals,
        reason=body.reason,
        on=body.on,
    )
    return _seen(ledger, visitor, course)


@_step("freezing", Deed.CONDUCT, "封存档案")
def freeze(review: _Code, body: EmptyBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """The dossiers of all who passed every check, each with its digest and its number."""
    return _seen(ledger, visitor, reviews.freeze(ledger, conducting(visitor, "review.frozen", review), review))


@_step("relations", Deed.SCORE, "评审组成员申报与申报人的关系")
def declare_relation(review: _Code, body: RelationBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """A member never judges a relation."""
    who, member = judging(visitor, "review.relation_declared", review)
    course = reviews.declare_relation(ledger, who, review, member, body.teacher, body.relation)
    return _seen(ledger, visitor, course)


@_step("standing-aside", Deed.SCORE, "评审组成员回避")
def stand_aside(review: _Code, body: AsideBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """A member does not judge this applicant."""
    who, member = judging(visitor, "review.stood_aside", review)
    return _seen(ledger, visitor, reviews.stand_aside(ledger, who, review, member, body.teacher, body.reason))


@_step("scores", Deed.SCORE, "评审组成员打分、表决")
def score(review: _Code, body: ScoresBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """One's own, each dossier once; nobody sees those of others before all are in. Those before a refused one stand."""
    who, member = judging(visitor, "review.scored", review)
    course = course_of(ledger.book, review)
    for one in body.dossiers:
        course = reviews.judge(ledger, who, review, member, one.number, one.scores, in_favour=one.in_favour)
    return _seen(ledger, visitor, course)


@_step("tie-votes", Deed.SCORE, "同分表决")
def tie_vote(review: _Code, body: TieVotesBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """On equals who have not all a place on the list that stands, each once. Those before a refused one stand."""
    who, member = judging(visitor, "review.tie_voted", review)
    course = course_of(ledger.book, review)
    for one in body.votes:
        course = reviews.tie_vote(ledger, who, review, member, one.number, in_favour=one.in_favour)
    return _seen(ledger, visitor, course)


@_step("lists", Deed.CONDUCT, "拟定推荐名单")
def make_list(review: _Code, body: ListBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """Derived from what the book holds; one that takes the place of another says why, and both are kept."""
    who = conducting(visitor, "review.listed", review)
    return _seen(ledger, visitor, reviews.list_(ledger, who, review, body.because))


@_step("notices", Deed.CONDUCT, "公示名单")
def notice(review: _Code, body: NoticeOfRound, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """The last list, for working days, with the fields that were announced."""
    who = conducting(visitor, "review.noticed", review)
    return _seen(ledger, visitor, reviews.notice(ledger, who, review, body.since, body.days))


@_step("objections", Deed.APPLY, "对公示提出异议")
def objection(review: _Code, body: ObjectionToRound, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """While the list is on notice."""
    who = applying(visitor, "review.objected", review, body.teacher)
    return _seen(ledger, visitor, reviews.object_(ledger, who, review, body.teacher, body.words, body.about, body.on))


@_step("answers", Deed.CONDUCT, "答复异议")
def answer(review: _Code, body: AnswerToObjection, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """One that is upheld is followed by a list that is derived again."""
    course = reviews.decide_objection(
        ledger,
        conducting(visitor, "review.objection_decided", review),
        review,
        body.teacher,
        upheld=body.upheld,
        answer=body.answer,
        explanation=body.explanation,
        corrected=body.corrected,
    )
    return _seen(ledger, visitor, course)


@_step("decision", Deed.CONDUCT, "作出决定")
def decide(review: _Code, body: EmptyBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """When the notice is over and every objection answered."""
    return _seen(ledger, visitor, reviews.decide(ledger, conducting(visitor, "review.decided", review), review))


@_step("giving", Deed.CONDUCT, "授予:职称、荣誉、推荐名额记入档案")
def give(review: _Code, body: GivingBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """To everybody on the list that was decided on, as events; done again, nothing is written."""
    who = conducting(visitor, "review.decided", review)
    return _seen(ledger, visitor, reviews.give(ledger, who, review, document=body.document))


@_step("appeals", Deed.APPLY, "申诉")
def appeal(review: _Code, body: AppealBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """By a teacher who applied, within the days for it."""
    who = applying(visitor, "review.appealed", review, body.teacher)
    return _seen(ledger, visitor, reviews.appeal(ledger, who, review, body.teacher, body.words))


@_step("appeal-answers", Deed.CONDUCT, "答复申诉")
def answer_appeal(review: _Code, body: AnswerToAppeal, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """One that reopens the round is followed by another list."""
    who = conducting(visitor, "review.appeal_decided", review)
    course = reviews.decide_appeal(
        ledger, who, review, body.teacher, reopens=body.reopens, reason=body.reason, corrected=body.corrected
    )
    return _seen(ledger, visitor, course)


@_step("closing", Deed.CONDUCT, "归档")
def close(review: _Code, body: ClosingBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """The round is over; what it keeps is kept as long as was announced."""
    who = conducting(visitor, "review.closed", review)
    return _seen(ledger, visitor, reviews.close(ledger, who, review, body.reason))


def _seen(ledger: Ledger, visitor: Visitor, course: Course) -> dict[str, Any]:
    return RoundSeen(ledger.book, course, visitor).to_json()
