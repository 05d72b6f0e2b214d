"""The routes of an application: what is held and lacking, applied, taken back; by the teacher or an office for one."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.desk import reviews
from api.desk.round_matters import applying
from api.http.door import TheForm, TheVisitor, TheWriter
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.frame import page
from api.pages.reviews.application_page import ApplicationPage
from api.pages.reviews.round_page import RoundDesk
from api.pages.reviews.routes import on
from api.pages.sent_form import fields_sent
from ledger.refusals import Misuse, Refused

routes = APIRouter(include_in_schema=False)


@routes.get("/reviews/{code}/application")
def application(
    code: str,
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    teacher: str = "",
) -> HTMLResponse:
    """A teacher's own; an office is asked for whom."""
    desk = RoundDesk(ledger, register, visitor, code)
    check(visitor, Deed.APPLY)
    whose = teacher or (visitor.teacher if desk.seen.applies else "")
    return _shown(request, desk, whose)


@routes.post("/reviews/{code}/application")
async def apply(
    code: str, request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """Somebody applies."""
    sent = fields_sent(form)

    def made() -> Response:
        desk = RoundDesk(ledger, register, visitor, code)
        teacher = _whose(desk, sent)
        who = applying(visitor, "review.applied", desk.code, teacher)
        try:
            reviews.apply(ledger, who, desk.code, teacher, sent.get("group", ""))
        except Refused as refused:
            return _shown(request, desk, teacher, sent, refused)
        return on(desk.code, "applied")

    return await run_in_threadpool(made)


@routes.post("/reviews/{code}/withdrawal")
async def withdraw(
    code: str, request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """An application is taken back."""
    sent = fields_sent(form)

    def made() -> Response:
        desk = RoundDesk(ledger, register, visitor, code)
        teacher = _whose(desk, sent)
        who = applying(visitor, "review.withdrawn", desk.code, teacher)
        try:
            reviews.withdraw(ledger, who, desk.code, teacher)
        except Refused as refused:
            return _shown(request, desk, teacher, sent, refused)
        return on(desk.code, "withdrawn")

    return await run_in_threadpool(made)


def _whose(desk: RoundDesk, sent: dict[str, Any]) -> str:
    return sent.get("teacher") or (desk.visitor.teacher if desk.seen.applies else "")


def _shown(
    request: Request,
    desk: RoundDesk,
    teacher: str,
    sent: dict[str, Any] | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    shown, unknown = None, None
    if teacher:
        check(desk.visitor, Deed.READ, Matter("review.applied", teacher))
        desk.seen.check_kept(teacher)
        try:
            shown = ApplicationPage(desk, teacher)
        except Misuse as error:
            unknown = error
    return page(
        request,
        desk.visitor,
        "reviews/application.html",
        status=409 if refused else 404 if unknown else 200,
        desk=desk,
        announced=desk.course.announced,
        shown=shown,
        asked_for=teacher,
        sent=sent or {},
        refused=refused or unknown,
    )
