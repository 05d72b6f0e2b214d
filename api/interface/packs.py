"""Packs: which there are, their clauses, what changed between two, which records they need."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.desk.packs_needed import needs_told
from api.desk.packs_told import pack_told, packs_listed
from api.http.door import TheVisitor, needs
from api.http.open_ledger import TheLedger
from api.http.questions import Day, Filled
from api.http.reading_desk import known_pack
from api.interface.described import read
from api.interface.seen import check_sees_everything
from api.interface.shapes.packs import ChangeAnswer, NeedsAnswer, PackAnswer, PackListed
from api.interface.telling import told
from projections.about_packs.diff import pack_changes
from projections.known_at import position_known

routes = APIRouter(tags=["packs"], dependencies=[Depends(needs(Deed.READ))])


class NeedsQuestion(Filled):
    """Of which packs; with a term also how much of what was scored rests on traces."""

    model_config = ConfigDict(extra="forbid")

    pack: list[str] = Field(default_factory=list, description="考核办法,可以写几个(默认施行中的全部)", max_length=20)
    term: str | None = Field(None, description="按这个学期实际得分算留痕的占比", examples=["2022-2023-1"])
    as_of: Day | None = Field(None, description="算到哪一天为止(默认今天)")
    known_at: str | None = Field(None, description="按账本在哪个位置或时间的内容算(默认现在)", max_length=40)


@routes.get("/api/v1/packs", responses=read(list[PackListed]), summary="考核办法")
async def all_packs(request: Request) -> Response:
    """The same as `shilu packs list --format json`."""
    return await told(request, lambda headers: packs_listed())


@routes.get("/api/v1/packs/needs", responses=read(NeedsAnswer), summary="办法要哪些记录和栏目,哪些没有用处")
async def all_needs(
    request: Request, ledger: TheLedger, visitor: TheVisitor, asked: Annotated[NeedsQuestion, Query()]
) -> Response:
    """The same as `shilu packs needs --format json`; for those who see the whole county, whose records it counts."""
    check_sees_everything(visitor, Deed.COMPARE)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        packs = [known_pack(name, ledger.book) for name in asked.pack]
        position = position_known(ledger.book, asked.known_at)
        return needs_told(ledger, packs, asked.term, asked.as_of, position)

    return await told(request, made)


@routes.get("/api/v1/packs/{pack}", responses=read(PackAnswer), summary="一个办法的条款、出处、读法")
async def one_pack(request: Request, pack: str, ledger: TheLedger) -> Response:
    """The same as `shilu packs show --format json`; `ID` or `ID@VERSION`."""
    return await told(request, lambda headers: pack_told(known_pack(pack, ledger.book)))


@routes.get("/api/v1/packs/{pack}/changes", responses=read(list[ChangeAnswer]), summary="两个办法、两版之间改了什么")
async def changes(
    request: Request,
    pack: str,
    ledger: TheLedger,
    to: Annotated[str, Query(description="和哪个办法或哪一版比", examples=["shenqiu-2022"])],
) -> Response:
    """The same as `shilu packs diff PACK TO --format json`."""

    def made(headers: dict[str, str]) -> list[dict[str, Any]]:
        found = pack_changes(known_pack(pack, ledger.book), known_pack(to, ledger.book))
        return [one.to_json() for one in found]

    return await told(request, made)
