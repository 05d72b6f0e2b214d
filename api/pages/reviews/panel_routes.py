"""The routes of the panel: a member's own page, relations declared, scores and votes that are sent from it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.desk import reviews
from api.desk.round_matters import SCORED, judging
from api.http.door import TheForm, TheVisitor, TheWriter
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.frame import page
from api.pages.reviews.panel_page import PanelPage
from api.pages.reviews.round_page import RoundDesk
from api.pages.sent_form import fields_sent
from api.pages.texts import printed_text
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)


@routes.get("/reviews/{code}/panel")
def panel(
    code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, done: int = -1
) -> HTMLResponse:
    """A member's own page."""
    check(visitor, Deed.SCORE, Matter(SCORED, review=code))
    desk = RoundDesk(ledger, register, visitor, code)
    return _shown(request, desk, said=printed_text("panel.sent", count=done) if done >= 0 else "")


@routes.get("/reviews/{code}/panel/{number}")
def dossier(
    code: str, number: int, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister
) -> HTMLResponse:
    """What a dossier holds, by its number."""
    check(visitor, Deed.SCORE, Matter(SCORED, review=code))
    desk = RoundDesk(ledger, register, visitor, code)
    lines = PanelPage(desk).content(number)
    return page(
        request,
        visitor,
        "reviews/numbered.html",
        desk=desk,
        announced=desk.course.announced,
        number=number,
        lines=lines,
    )


@routes.post("/reviews/{code}/panel")
async def take(
    code: str, request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """Scores and votes; each that is right is taken, the others are shown again with what is wrong."""
    sent = fields_sent(form)
    check(visitor, Deed.SCORE, Matter(SCORED, review=code))

    def taken() -> Response:
        who, _ = judging(visitor, SCORED, code)
        desk = RoundDesk(ledger, register, visitor, code)
        written, wrong = PanelPage(desk, sent).take(who)
        if wrong:
            return _shown(request, RoundDesk(ledger, register, visitor, code), sent, wrong)
        return RedirectResponse(f"/reviews/{code}/panel?done={written}", 303)

    return await run_in_threadpool(taken)


@routes.post("/reviews/{code}/panel/relations")
async def declare(
    code: str, request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """A relation to an applicant, or that the member stands aside."""
    sent = fields_sent(form)
    who, member = judging(visitor, "review.relation_declared", code)

    def declared() -> Response:
        teacher, said = sent.get("teacher", ""), sent.get("relation", "")
        try:
            if sent.get("aside"):
                reviews.stand_aside(ledger, who, code, member, teacher, said)
            else:
                reviews.declare_relation(ledger, who, code, member, teacher, said)
        except Refused as refused:
            return _shown(request, RoundDesk(ledger, register, visitor, code), sent, refused=refused)
        return RedirectResponse(f"/reviews/{code}/panel", 303)

    return await run_in_threadpool(declared)


def _shown(
    request: Request,
    desk: RoundDesk,
    sent: Mapping[str, Any] = {},
    wrong: Mapping[str, str] = {},
    refused: Refused | None = None,
    said: str = "",
) -> HTMLResponse:
    return page(
        request,
        desk.visitor,
        "reviews/panel.html",
        status=409 if wrong or refused else 200,
        desk=desk,
        announced=desk.course.announced,
        panel=PanelPage(desk, sent, wrong) if desk.seen.member else None,
        wrong=wrong,
        sent=sent,
        refused=refused,
        said=said,
    )
