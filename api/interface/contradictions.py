"""Records that cannot all be true, each with why and whom to ask first."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.http.door import TheVisitor
from api.http.questions import Day, TheDesk
from api.http.register_desk import TheRegister
from api.interface.described import read
from api.interface.moments import TheMoments
from api.interface.seen import some_of
from api.interface.shapes.contradictions import ContradictionAnswer
from api.interface.telling import ListedAsOf, Moment, told_in_parts
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.contradictions.contradiction import State
from projections.contradictions.report import contradictions

routes = APIRouter(tags=["records"])


class ContradictionsQuestion(ListedAsOf):
    """Of what is told, and to whom."""

    before: Day | None = Field(None, description="评审、检查的日子,看此前集中补记(默认同 as_of)")
    teacher: str | None = Field(None, description="只看要先问这位教师的", examples=["000109"])
    all: bool = Field(False, description="已办结的也列出")


@routes.get("/api/v1/contradictions", responses=read(list[ContradictionAnswer]), summary="互相矛盾的记录,先问谁")
async def found_contradictions(
    request: Request,
    moments: TheMoments,
    desk: TheDesk,
    register: TheRegister,
    visitor: TheVisitor,
    asked: Annotated[ContradictionsQuestion, Query()],
) -> Response:
    """The same as `shilu contradictions --format json`, of those about whom the visitor sees one asked first."""
    check(visitor, Deed.READ, Matter("contradiction.explained", asked.teacher or ""))
    seen = sees(visitor)

    def made(ledger: Ledger, at: Moment) -> list[dict[str, Any]]:
        identities = {code: row.identity for code, row in register.now.teachers.items()}
        if asked.teacher and asked.teacher not in identities:
            nearest = did_you_mean(asked.teacher, identities)
            raise Misuse("unknown-teacher", f"没有登记编号是“{asked.teacher}”的教师;{nearest}。")
        found = contradictions(
            ledger.book,
            as_of=at.day,
            before=asked.before,
            known_at=at.position,
            teacher=TeacherId(asked.teacher) if asked.teacher else None,
            id_numbers=desk.id_numbers(identities),
        )
        return [one.to_json() for one in found]

    def rows(at: Moment) -> list[dict[str, Any]]:
        listed = moments.rows(f"contradictions {asked.before} {asked.teacher}", at, made)
        return [
            one
            for one in listed
            if (asked.all or one["state"] is not State.SETTLED) and some_of(seen, tuple(one["persons"]))
        ]

    return await told_in_parts(request, asked, lambda before: moments.of(asked, before), rows)
