"""How the service is: whether it answers, whether it is ready, how far seal, backups and files have come."""

import asyncio
import os
from typing import Any

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.http.door import needs
from api.http.open_ledger import TheHome, TheLedger
from api.http.questions import TheDesk
from api.http.views_desk import TheViews
from api.interface.described import OUT_OF_ORDER, read
from api.interface.shapes.service import Health, Readiness, StatusAnswer
from api.interface.telling import JSON, told
from ledger.backup.last import last_backup
from ledger.home import Home
from ledger.seal import SealState
from ledger.store.faults import ConnectionLost
from projections.keeping import state_of

routes = APIRouter(tags=["service"])

_HEALTH_STEPS, _STEP_SECONDS = 120, 0.01
"""Whoever watches over the server asks every few seconds; a database that is down is waited for longer elsewhere.

Counted in steps, not by the clock: where machine or server are busy each step lasts longer, and so does the wait. By
the clock a server with 24 askers told its watcher that the database was down, since it had worked for others meanwhile.
"""
_asking_health = CapacityLimiter(4)
"""Threads of its own: it is asked, and told, while all others wait for the book."""


@routes.get("/healthz", responses={200: {"model": Health}, **OUT_OF_ORDER}, summary="是否正常,账本到第几条")
async def health(desk: TheDesk) -> Response:
    """Whether the service answers, and the book's last position; 503 where the book does not tell it at once."""
    ask = to_thread.run_sync(lambda: desk.position, abandon_on_cancel=True, limiter=_asking_health)
    asking = asyncio.ensure_future(ask)
    try:
        for _step in range(_HEALTH_STEPS):
            answered, _ = await asyncio.wait({asking}, timeout=_STEP_SECONDS)
            if answered:
                break
        else:
            raise ConnectionLost(f"the store did not answer within {_HEALTH_STEPS} steps of {_STEP_SECONDS} s")
    finally:
        asking.cancel()
    position = asking.result()
    return Response(msgspec.json.encode({"status": "ok", "position": position}), media_type=JSON)


@routes.get("/readyz", responses={200: {"model": Readiness}, 503: {"model": Readiness}}, summary="是否就绪")
def ready(desk: TheViews, home: TheHome) -> Response:
    """How far seal, fact files and views follow the book; status 503 while files or views are far behind."""
    is_ready, state, seal = desk.state()
    body = msgspec.json.encode({"ready": is_ready, **state, "seal": _told(seal, home)})
    return Response(body, 200 if is_ready else 503, media_type=JSON)


@routes.get(
    "/api/v1/status",
    responses=read(StatusAnswer),
    summary="账本到了第几条,封存、备份、数据文件和视图跟到了哪里",
    dependencies=[Depends(needs(Deed.AUDIT))],
)
async def status(request: Request, ledger: TheLedger, home: TheHome) -> Response:
    """The same as `shilu status --format json`; of the paper copy only the file's name."""

    def made(headers: dict[str, str]) -> dict[str, Any]:
        ledger.seal.look()
        backup, paper = last_backup(home.folder), ledger.keys.unprinted_paper
        beside = {"unprinted_paper": paper and paper.name, "backup": backup and msgspec.to_builtins(backup)}
        return {**state_of(ledger.book), "seal": _told(ledger.seal.state(), home), **beside}

    return await told(request, made)


def _told(seal: SealState, home: Home) -> dict[str, Any]:
    """How far the seal has come; why it stands still without where the ledger lies: everybody may ask."""
    why = seal["standing_still"].replace(f"{home.folder}{os.sep}", "").replace(str(home.folder), "")
    return {**seal, "standing_still": why}
