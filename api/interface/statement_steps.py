"""Steps towards a statement: drafted, on public notice, objected to, decided on, final, dropped."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import Field
from starlette.responses import JSONResponse, Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.accounts.visitor import Visitor
from api.desk.matters import hand_in_of
from api.desk.statements import StatementDesk
from api.http.door import TheWriter, needs
from api.http.open_ledger import TheLedger
from api.http.reading_desk import known_pack
from api.interface.bodies import JSON, Body, Reason, sent_as
from api.interface.shapes.statements import StatementAnswer
from api.interface.written import problems
from ledger.event import COUNTY
from ledger.home import Ledger
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
)
from ledger.refusals import Misuse
from projections.statements.listing import find_statement
from projections.statements.public_notice import DEFAULT_FIELDS

routes = APIRouter()

_Number = Annotated[str, Path(description="结果编号", max_length=20, examples=["JG-1"])]
_Teacher = Annotated[str, Field(max_length=20, examples=["000109"])]
_WRITES = problems(404, 409, 415)


class DraftBody(Body):
    """What is drawn up. With `unnoticed`, why no notice is due, it is final at once."""

    pack: Annotated[str, Field(max_length=100, examples=["taikang-2022"])]
    term: Annotated[str, Field(max_length=20, examples=["2022-2023-1"])]
    scope: Annotated[str, Field(max_length=100, examples=["school:S001"])] = COUNTY
    as_of: date | None = None
    unnoticed: Reason = ""
    supersedes: Annotated[str, Field(max_length=20, description="代替哪一份定稿的结果;只和 unnoticed 同用")] = ""


class NoticeBody(Body):
    """For how many working days, from which day (today), with which fields."""

    days: Annotated[int, Field(ge=1, le=366, examples=[5])]
    since: date | None = None
    fields: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)] = list(DEFAULT_FIELDS)  # noqa: RUF012  (pydantic copies it)


class ObjectionBody(Body):
    """What a teacher objects to."""

    teacher: _Teacher
    reason: Reason
    on: date | None = None


class DecisionOnIt(Body):
    """How an objection is decided, and when the teacher was told (the same day)."""

    teacher: _Teacher
    upheld: bool
    reason: Reason
    on: date | None = None
    told_on: date | None = None


class FinalBody(Body):
    """Which final statement gives way to it, and why."""

    supersedes: Annotated[str, Field(max_length=20)] = ""
    reason: Reason = ""


class DropBody(Body):
    """Why it is given up."""

    reason: Reason


@routes.post(
    "/api/v1/statements",
    dependencies=[Depends(needs(Deed.PUBLISH)), Depends(sent_as(JSON))],
    responses=_WRITES
    | {
        200: {"model": StatementAnswer, "description": "一样的草案已经有了"},
        201: {
            "model": StatementAnswer,
            "description": "拟好了",
            "headers": {"Location": {"description": "这份结果", "schema": {"type": "string"}}},
        },
    },
    summary="拟定结果草案;不需要公示的,立即定稿",
    tags=["statements"],
)
def draft(body: DraftBody, ledger: TheLedger, visitor: TheWriter) -> Response:
    """Asked for once more while the same is a draft, on notice or final, nothing is written: that one is the answer."""
    desk = _desk(ledger, visitor, Deed.PUBLISH, StatementDrafted.kind)
    pack, before = known_pack(body.pack, ledger.book), ledger.book.position
    if body.unnoticed:
        made = desk.issue(pack, body.term, body.scope, body.as_of, body.unnoticed, body.supersedes)
    elif body.supersedes:
        raise Misuse("bad-arguments", "supersedes 要和 unnoticed 同用;有公示的,在定稿时写明代替哪一份。")
    else:
        made = desk.draft(pack, body.term, body.scope, body.as_of)
    if made.written[made.drafted.natural_key()] <= before:
        return JSONResponse(made.whole_json())
    return JSONResponse(made.whole_json(), 201, {"Location": f"/api/v1/statements/{made.drafted.statement}"})


def _step(name: str, deed: Deed, what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The route of a step of a statement."""
    return routes.post(
        f"/api/v1/statements/{{statement}}/{name}",
        dependencies=[Depends(needs(deed)), Depends(sent_as(JSON))],
        responses=_WRITES,
        response_model=StatementAnswer,
        response_model_exclude_unset=True,
        summary=what,
        tags=["statements"],
    )


@_step("notice", Deed.PUBLISH, "公示草案")
def notice(statement: _Number, body: NoticeBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """For so many working days, as the county declared them; only the fields named are shown."""
    desk, found = _desk(ledger, visitor, Deed.PUBLISH, StatementNoticed.kind), find_statement(ledger.book, statement)
    return desk.notice(found, body.days, body.since, body.fields).whole_json()


@_step("objections", Deed.OBJECT, "教师在公示期内提出异议")
def objection(statement: _Number, body: ObjectionBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """By the teacher concerned, or an officer who takes it down; the same again on the same day is written once."""
    desk = _desk(ledger, visitor, Deed.OBJECT, StatementObjected.kind, body.teacher)
    whole = desk.object(find_statement(ledger.book, statement), body.teacher, body.reason, body.on).whole_json()
    seen = sees(visitor)
    return whole | {"objections": [one for one in whole["objections"] if seen.teacher(one["teacher"])]}


@_step("decisions", Deed.DECIDE, "答复异议,并告知本人")
def decision(statement: _Number, body: DecisionOnIt, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """All of a teacher's open objections are decided alike."""
    desk = _desk(ledger, visitor, Deed.DECIDE, StatementObjectionDecided.kind)
    decided = desk.decide(
        find_statement(ledger.book, statement),
        body.teacher,
        upheld=body.upheld,
        reason=body.reason,
        on=body.on,
        told_on=body.told_on,
    )
    return decided.whole_json()


@_step("final", Deed.PUBLISH, "公示期满,定稿")
def final(statement: _Number, body: FinalBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """When its notice is over and every objection decided; another final one may give way to it, for a reason."""
    desk = _desk(ledger, visitor, Deed.PUBLISH, StatementFinalised.kind)
    return desk.finalise(find_statement(ledger.book, statement), body.supersedes, body.reason).whole_json()


@_step("drop", Deed.PUBLISH, "放弃草案")
def dropped(statement: _Number, body: DropBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """Its number is given to no other."""
    desk = _desk(ledger, visitor, Deed.PUBLISH, StatementDropped.kind)
    return desk.drop(find_statement(ledger.book, statement), body.reason).whole_json()


def _desk(ledger: Ledger, visitor: Visitor, deed: Deed, kind: str, teacher: str = "") -> StatementDesk:
    authority = check(visitor, deed, Matter(kind, teacher))
    return StatementDesk(ledger, hand_in_of(visitor, authority), once=True)
