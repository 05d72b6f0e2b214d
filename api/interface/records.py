"""Records: what was recorded about a teacher, what waits for an office, and all that became of one record."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.accounts.visitor import Visitor
from api.desk.correcting import entry_tag
from api.desk.inbox_seen import rows_seen
from api.desk.record_history import history_for
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.http.views_desk import TheViews
from api.interface.described import read
from api.interface.shapes.records import HistoryAnswer, TimeLineAnswer, Waiting
from api.interface.telling import tagged, told
from ledger.acts.finding import find
from ledger.hand_in import office_named
from ledger.refusals import Refused

routes = APIRouter(tags=["records"])

_MOST = 500
_FURTHEST = 2**63 - 1

After = Annotated[int, Query(ge=0, le=_FURTHEST, description="接着上一页:只要账本里这个位置之后的", examples=[0])]
Before = Annotated[int | None, Query(ge=1, le=_FURTHEST, description="接着上一页:只要账本里这个位置之前的")]
Most = Annotated[int, Query(ge=1, le=_MOST, description="最多几条")]


@routes.get("/api/v1/teachers/{teacher}/records", responses=read(list[TimeLineAnswer]), summary="一位教师的时间线")
async def time_line(
    request: Request, teacher: str, desk: TheViews, visitor: TheVisitor, before: Before = None, most: Most = 100
) -> Response:
    """What was recorded about a teacher, the newest first; where `Link` is there, older ones follow."""
    check(visitor, Deed.READ, Matter(teacher=teacher))
    seen = sees(visitor)

    def made(headers: dict[str, str]) -> list[dict[str, Any]]:
        found = desk.time_line(teacher, before, most)
        if len(found) == most:
            headers |= _next(request, before=found[-1]["position"])
        return [one for one in found if seen.kind(one["kind"], teacher)]

    return await told(request, made)


@routes.get("/api/v1/inbox", responses=read(list[Waiting]), summary="一个单位的待办")
async def waiting(
    request: Request,
    desk: TheViews,
    ledger: TheLedger,
    register: TheRegister,
    visitor: TheVisitor,
    authority: Annotated[
        str, Query(description="哪个单位(默认自己的;能查看全县的,默认 county)", examples=["school:S001"])
    ] = "",
    after: After = 0,
    most: Most = 100,
) -> Response:
    """What waits for an office, the oldest first; where `Link` is there, newer ones follow."""
    check(visitor, Deed.COMPARE)
    office = _office(visitor, authority)

    def made(headers: dict[str, str]) -> list[dict[str, Any]]:
        found = desk.inbox(office, after, most)
        if len(found) == most:
            headers |= _next(request, after=found[-1]["position"])
        return list(rows_seen(ledger.book, visitor, register.now, found))

    return await told(request, made)


@routes.get(
    "/api/v1/records/{entry}", responses=read(HistoryAnswer), summary="一条记录:每一版内容、每一步、谁在何时为何"
)
async def record(
    request: Request, entry: str, ledger: TheLedger, visitor: TheVisitor, register: TheRegister
) -> Response:
    """All versions of an entry and all steps since; its ETag is what `If-Match` of a later act names."""
    check(visitor, Deed.READ)

    def made() -> Response:
        found = history_for(ledger, visitor, entry, register.now)
        return tagged(request, found.to_json(), {}, entry_tag(ledger, find(ledger.book.stored, found.entry)))

    return await run_in_threadpool(made)


def _office(visitor: Visitor, authority: str) -> str:
    """The office whose inbox is asked for. Raises Misuse `bad-authority`, Refused `not-allowed`."""
    own = [held.scope for held in visitor.held if held.scope]
    if sees(visitor).everything:
        return authority or (own[0] if own else "county")
    asked = office_named(authority) if authority else next(iter(own), "")
    if asked not in own:
        raise Refused("not-allowed", "只能看自己单位的待办;请把 authority 写成自己的单位,或不写。")
    return asked


def _next(request: Request, **on: object) -> dict[str, str]:
    """Where the list goes on."""
    address = request.url.include_query_params(**on)
    return {"Link": f'<{address.path}?{address.query}>; rel="next"'}
