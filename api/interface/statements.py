"""Statements: results made official, their steps, what was on public notice, the bytes of the result itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.accounts.permitted import Deed, check, sees
from api.accounts.visitor import Visitor
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.interface.described import PROBLEMS, read
from api.interface.seen import check_sees_everything, sees_township
from api.interface.shapes.statements import (
    AffectedAnswer,
    NoticeAnswer,
    ReproducedAnswer,
    StatementAnswer,
    StatementListed,
)
from api.interface.telling import Listed, Moment, told, told_in_parts
from ledger.refusals import Refused
from projections.statements.affected import affected
from projections.statements.listing import Statement, find_statement, statements
from projections.statements.public_notice import view_on
from projections.statements.reproducing import official_result, reproduce

routes = APIRouter(tags=["statements"])


@routes.get("/api/v1/statements", responses=read(list[StatementListed]), summary="考核结果,最新的在前")
async def all_statements(
    request: Request, ledger: TheLedger, visitor: TheVisitor, asked: Annotated[Listed, Query()]
) -> Response:
    """The same as `shilu statement list --format json`: which there are, no answers."""
    check(visitor, Deed.READ)
    book = ledger.book

    def rows(at: Moment) -> list[dict[str, Any]]:
        return [one.to_json() for one in statements(book, at.position)]

    return await told_in_parts(request, asked, lambda before: before or Moment(book.position, book.today()), rows)


@routes.get("/api/v1/statements/{statement}", responses=read(StatementAnswer), summary="一份结果的进程")
async def one_statement(request: Request, statement: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """The same as `shilu statement show --format json`; objections of those whom the visitor sees."""
    check(visitor, Deed.READ)
    seen = sees(visitor)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        whole = find_statement(ledger.book, statement).whole_json()
        return whole | {"objections": [one for one in whole["objections"] if seen.teacher(one["teacher"])]}

    return await told(request, made)


@routes.get("/api/v1/statements/{statement}/notice", responses=read(NoticeAnswer), summary="公示出来的样子")
async def notice(
    request: Request, statement: str, ledger: TheLedger, visitor: TheVisitor, register: TheRegister
) -> Response:
    """The same as `shilu statement show --notice --format json`: the declared fields, while the notice lasts."""
    check(visitor, Deed.READ)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        found = find_statement(ledger.book, statement)
        noticed = found.course.noticed
        named = register.names(register.now.teachers) if noticed and "name" in noticed.fields else {}
        return view_on(ledger.book, ledger.statements, found, named, ledger.book.today()).to_json()

    return await told(request, made)


@routes.get(
    "/api/v1/statements/{statement}/result",
    responses={200: {"content": {"application/json": {}}, "description": "逐字节和定稿时一样"}, **PROBLEMS},
    summary="正式结果本身,逐字节",
)
async def result(statement: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """What `shilu statement show --out` writes; its SHA-256 is the statement's digest."""
    check(visitor, Deed.READ)

    def made() -> Response:
        found = find_statement(ledger.book, statement)
        _check_scope(visitor, found)
        return Response(official_result(ledger.book, ledger.statements, found.drafted), media_type="application/json")

    return await run_in_threadpool(made)


@routes.get(
    "/api/v1/statements/{statement}/reproduction", responses=read(ReproducedAnswer), summary="重新算一遍,逐字节核对"
)
async def reproduction(request: Request, statement: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """The same as `shilu statement reproduce --format json`; `verdict` says whether it is the same."""
    check_sees_everything(visitor, Deed.COMPARE)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        return reproduce(ledger.book, ledger.statements, find_statement(ledger.book, statement).drafted).to_json()

    return await told(request, made)


@routes.get(
    "/api/v1/statements/{statement}/affected", responses=read(AffectedAnswer), summary="以后的更正、补登会改变谁的结果"
)
async def all_affected(request: Request, statement: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """The same as `shilu statement affected --format json`."""
    check_sees_everything(visitor, Deed.COMPARE)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        return affected(ledger.book, find_statement(ledger.book, statement).drafted).to_json()

    return await told(request, made)


def _check_scope(visitor: Visitor, found: Statement) -> None:
    """Refuse the result of a scope that the visitor does not see all of. Raises Refused `not-allowed`."""
    scope, _, name = found.drafted.scope.partition(":")
    seen = sees(visitor)
    if seen.everything or (scope == "township" and sees_township(visitor, name)):
        return
    if scope == "school" and seen.school(name):
        return
    raise Refused("not-allowed", "这份结果的范围超出了您能查看的;请看自己的结果,或在公示期内看公示。")
