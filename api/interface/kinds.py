"""The kinds of record, and the JSON Schema of each: what a program that hands records in has to fill in."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.http.door import needs
from api.interface.described import read
from api.interface.shapes.kinds import KindListed
from api.interface.telling import told
from ledger.interchange.appending import record_class
from ledger.interchange.schemas import record_schema
from ledger.records import KINDS
from ledger.refusals import Misuse, Refused

routes = APIRouter(tags=["records"], dependencies=[Depends(needs(Deed.READ))])


@routes.get("/api/v1/kinds", responses=read(list[KindListed]), summary="记录的种类")
async def all_kinds(request: Request) -> Response:
    """The same as `shilu schema --format json`."""

    def made(headers: dict[str, str]) -> list[dict[str, str]]:
        return [{"kind": kind, "called": record.called} for kind, record in KINDS.items()]

    return await told(request, made)


@routes.get("/api/v1/kinds/{kind:path}", responses=read(dict[str, Any]), summary="一种记录的 JSON Schema")
async def one_kind(request: Request, kind: str) -> Response:
    """The same as `shilu schema KIND --format json`; `lesson.observed`, or with its version `lesson.observed/2`."""

    def made(headers: dict[str, str]) -> dict[str, Any]:
        try:
            return record_schema(record_class(kind))
        except Refused as refused:
            raise Misuse(refused.code, refused.message) from None

    return await told(request, made)
