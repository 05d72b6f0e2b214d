"""The routes of what proves that nothing was altered: verifying as it goes on, checkpoints, receipts."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, check
from api.accounts.visitor import Visitor
from api.desk.checkpoint_told import checkpoint_told
from api.desk.exports import Table
from api.desk.record_history import history_for
from api.desk.verifications import Verifications
from api.http.door import TheForm, TheVisitor, TheWriter, needs
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.http.verifying_desk import TheVerifications
from api.pages.audit.checkpoints import of_days, signed, text_of_day, witnesses
from api.pages.frame import page
from api.pages.sent_form import fields_sent
from api.pages.texts import text
from ledger.receipt import receipt_for
from ledger.refusals import Misuse, Refused
from projections.verifying.whole import PARTS

routes = APIRouter(include_in_schema=False)

Audits = Annotated[None, Depends(needs(Deed.AUDIT))]
MOST_FAULTS = 200


@routes.get("/audit/verify")
def verifying(request: Request, visitor: TheVisitor, verifications: TheVerifications, _: Audits) -> HTMLResponse:
    """Verifications lately asked for, and the form that asks for one."""
    return _asking(request, visitor, verifications)


@routes.post("/audit/verify")
async def verify(
    request: Request, visitor: TheWriter, verifications: TheVerifications, form: TheForm, _: Audits
) -> Response:
    """A verification is begun; it writes nothing."""
    sent = fields_sent(form, ["parts"])
    held = sent.get("against", "")
    # A field of a form has its line ends as CR LF, which no signed note has.
    against = [(text("verify.held"), f"{held.replace(chr(13), '')}\n".encode())] if held else []
    try:
        asked = await run_in_threadpool(verifications.ask, sent["parts"] or PARTS, against, sent.get("key", ""))
    except Refused as refused:
        return _asking(request, visitor, verifications, sent, refused)
    return RedirectResponse(f"/audit/verify/{asked.id}", 303)


@routes.get("/audit/verify/{id}")
def verification(
    id: str, request: Request, visitor: TheVisitor, verifications: TheVerifications, _: Audits
) -> Response:
    """How far a verification is, and what it found: the first fault with its position and entry."""
    found = verifications.find(id)
    faults = found.report["faults"] if found.report else []
    table = Table(
        text("verify.faults"),
        [text(f"verify.{name}") for name in ("position", "entry", "fault")],
        [[one["position"], one["entry"], one["what"]] for one in faults],
    )
    if (file := exported(request, table)) is not None:
        return file
    return page(
        request,
        visitor,
        "audit/verification.html",
        found=found,
        faults=faults[:MOST_FAULTS],
        most=MOST_FAULTS,
        export_links=export_links(request),
    )


@routes.get("/audit/checkpoints")
def checkpoints(request: Request, visitor: TheVisitor, ledger: TheLedger, _: Audits) -> HTMLResponse:
    """What the seal says now and said every day, and who witnessed it."""
    now, refused = None, None
    try:
        now = checkpoint_told(ledger)
    except Refused as error:
        refused = error
    return page(
        request,
        visitor,
        "audit/checkpoints.html",
        now=now,
        refused=refused,
        keys=ledger.keys.verifier_keys,
        days=of_days(ledger),
        signed=signed(ledger),
        witnesses=witnesses(ledger),
    )


@routes.get("/audit/checkpoints/{day}")
def checkpoint(
    day: str,
    ledger: TheLedger,
    _: Audits,
    old: Annotated[int | None, Query(ge=0, le=2**62)] = None,
) -> Response:
    """A checkpoint to be taken away: `now`, or the last of a day; with `old` the request for a witness."""
    if day == "now":
        told = checkpoint_told(ledger, old)
        name = f"checkpoint-{told.said.size}{'-request' if old is not None else ''}.txt"
        return _file(told.text, name)
    kept = text_of_day(ledger, day)
    if kept is None:
        raise Misuse("unknown-checkpoint", f"没有 {day} 的校验点;请从校验点页面下载。")
    return _file(kept, f"checkpoint-{day}.txt")


@routes.get("/records/{entry}/receipt")
def receipt(
    entry: str,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """A receipt to be taken away: with the public key alone anybody can check it (docs/verify.md)."""
    check(visitor, Deed.READ)
    seen = history_for(ledger, visitor, entry, register.now)
    found = receipt_for(ledger.book, ledger.seal, seen.entry, version or seen.newest.number)
    if found.version not in {one.number for one in seen.versions} | {one.number for one in seen.steps}:
        raise Refused("not-allowed", "这条记录的这一版不归这个账号查看;请找登记它的单位或县局。")
    body = msgspec.json.format(msgspec.json.encode(found), indent=1)
    headers = {"Content-Disposition": f'attachment; filename="receipt-{found.position}.json"'}
    return Response(body + b"\n", media_type="application/json", headers=headers)


def _asking(
    request: Request,
    visitor: Visitor,
    verifications: Verifications,
    sent: dict[str, Any] | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    return page(
        request,
        visitor,
        "audit/verify.html",
        status=409 if refused else 200,
        listed=verifications.all(),
        parts=PARTS,
        sent=sent or {"parts": list(PARTS)},
        refused=refused,
    )


def _file(content: str, name: str) -> PlainTextResponse:
    return PlainTextResponse(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})
