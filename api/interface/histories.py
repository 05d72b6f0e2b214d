"""Histories: all terms of a teacher or a school, each by the pack of its time; under codes, without names."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.accounts.visitor import Visitor
from api.desk.history_seen import check_history, seen_history
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.questions import Day, Filled
from api.interface.described import read
from api.interface.shapes.history import HistoryAnswer
from api.interface.telling import told
from ledger.home import Ledger
from projections.history.proving import READERS
from projections.known_at import position_known
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL

routes = APIRouter(tags=["evaluation"])


class HistoryQuestion(Filled):
    """The two dates of the question."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day | None = Field(None, description="算到哪一天为止(默认今天)", examples=["2023-01-13"])
    known_at: str | None = Field(
        None, description="按账本在哪个位置或时间的内容算(默认现在)", examples=["6053"], max_length=40
    )


TheQuestion = Annotated[HistoryQuestion, Query()]


@routes.get(
    "/api/v1/teachers/{teacher}/history",
    responses=read(HistoryAnswer),
    summary="一位教师的各个学期,每个学期按当时的办法",
)
async def of_teacher(
    request: Request, teacher: str, ledger: TheLedger, visitor: TheVisitor, asked: TheQuestion
) -> Response:
    """The same as `shilu history --teacher --format json`."""
    return await _told(request, ledger, visitor, TEACHER, teacher, asked)


@routes.get(
    "/api/v1/schools/{school}/history", responses=read(HistoryAnswer), summary="一所学校的各个学期,每个学期按当时的办法"
)
async def of_school(
    request: Request, school: str, ledger: TheLedger, visitor: TheVisitor, asked: TheQuestion
) -> Response:
    """The same as `shilu history --school --format json`."""
    return await _told(request, ledger, visitor, SCHOOL, school, asked)


async def _told(
    request: Request, ledger: Ledger, visitor: Visitor, of: str, code: str, asked: HistoryQuestion
) -> Response:
    check_history(visitor, of, code)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        found = READERS[of](ledger.book, code, asked.as_of, position_known(ledger.book, asked.known_at))
        return seen_history(visitor, found).to_json() | {"digest": found.digest}

    return await told(request, made)
