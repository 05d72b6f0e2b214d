"""What the seal proves: the checkpoint that is handed out, and the receipt of one entry."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, check
from api.desk.checkpoint_told import checkpoint_told
from api.desk.record_history import history_for
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.interface.described import read
from api.interface.shapes.sealed import CheckpointAnswer, ReceiptAnswer
from api.interface.telling import told
from ledger.receipt import receipt_for
from ledger.refusals import Refused

routes = APIRouter(tags=["seal"])

_FURTHEST = 2**63 - 1


@routes.get("/api/v1/checkpoint", responses=read(CheckpointAnswer), summary="账本的校验点:条数、树根和签名")
async def checkpoint(
    request: Request,
    ledger: TheLedger,
    visitor: TheVisitor,
    old: Annotated[
        int | None, Query(ge=0, le=_FURTHEST, description="给见证单位的请求:附上从它上次见过的条数起的证明")
    ] = None,
) -> Response:
    """The same as `shilu checkpoint --format json`; it tells nothing of anybody."""
    check(visitor, Deed.READ)
    return await told(request, lambda headers: checkpoint_told(ledger, old).to_json())


@routes.get("/api/v1/records/{entry}/receipt", responses=read(ReceiptAnswer), summary="一条记录的凭据")
async def receipt(
    request: Request,
    entry: str,
    ledger: TheLedger,
    visitor: TheVisitor,
    register: TheRegister,
    version: Annotated[int | None, Query(ge=1, le=1_000_000, description="第几版(默认最新一版的内容)")] = None,
) -> Response:
    """The same as `shilu receipt`: anybody can check it with the public key alone (docs/verify.md)."""
    check(visitor, Deed.READ)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        seen = history_for(ledger, visitor, entry, register.now)
        found = receipt_for(ledger.book, ledger.seal, entry, version)
        if found.version not in seen.numbers:
            raise Refused("not-allowed", "这条记录的这一版不归这个账号查看;请找登记它的单位或县局。")
        return dict(msgspec.to_builtins(found))

    return await told(request, made)
