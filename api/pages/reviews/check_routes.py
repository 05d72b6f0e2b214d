"""The routes of checking: whose turn it is at the visitor's level, one by one, the originals seen ticked off."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, check
from api.desk import reviews
from api.desk.round_matters import checking
from api.http.door import TheForm, TheVisitor, TheWriter
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.frame import page
from api.pages.record_fields import called, shown_fields
from api.pages.reviews.application_page import ApplicationPage
from api.pages.reviews.round_page import RoundDesk
from api.pages.sent_form import fields_sent
from api.pages.texts import printed_text
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from projections.dossier import DossierLine

routes = APIRouter(include_in_schema=False)

_LONGEST = 60
_NOT_SHOWN = frozenset({"teacher", "on"})


@routes.get("/reviews/{code}/checks")
def to_check(
    code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, done: str = ""
) -> HTMLResponse:
    """The applications whose turn it is."""
    check(visitor, Deed.CHECK)
    desk = RoundDesk(ledger, register, visitor, code)
    last = desk.applicant(done)
    said = printed_text("checking.done", name=last.name or last.teacher, count=len(desk.to_check)) if last else ""
    return page(request, visitor, "reviews/checks.html", desk=desk, announced=desk.course.announced, said=said)


@routes.get("/reviews/{code}/checks/{teacher}")
def one_check(
    code: str, teacher: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister
) -> HTMLResponse:
    """One application: every record with its evidence, and the originals that were seen."""
    desk = RoundDesk(ledger, register, visitor, code)
    checking(visitor, desk.code, teacher)
    desk.seen.check_kept(teacher)
    return _shown(request, desk, teacher)


@routes.post("/reviews/{code}/checks/{teacher}")
async def take_check(
    code: str,
    teacher: str,
    request: Request,
    visitor: TheWriter,
    ledger: TheLedger,
    register: TheRegister,
    form: TheForm,
) -> Response:
    """What was found is recorded."""
    sent = fields_sent(form, ["originals"])

    def taken() -> Response:
        desk = RoundDesk(ledger, register, visitor, code)
        who = checking(visitor, desk.code, teacher)
        try:
            reviews.check(
                ledger,
                who,
                desk.code,
                teacher,
                sent.get("level", ""),
                passed=sent.get("passed") == "yes",
                originals=sent["originals"],
                reason=sent.get("reason", ""),
            )
        except Refused as refused:
            return _shown(request, desk, teacher, sent, refused)
        return RedirectResponse(f"/reviews/{code}/checks?done={teacher}", 303)

    return await run_in_threadpool(taken)


def _shown(
    request: Request,
    desk: RoundDesk,
    teacher: str,
    sent: dict[str, Any] | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    shown = ApplicationPage(desk, teacher)
    return page(
        request,
        desk.visitor,
        "reviews/check.html",
        status=409 if refused else 200,
        desk=desk,
        announced=desk.course.announced,
        shown=shown,
        line=desk.applicant(teacher),
        records=[_record(one, desk) for one in shown.lines],
        sent=sent or {},
        refused=refused,
    )


def _record(line: DossierLine, desk: RoundDesk) -> dict[str, Any]:
    """A record as it is looked through: what it is, when, what it says in short, its evidence."""
    fields = shown_fields(line.record, _NoNames(), desk.register.school_name)
    said = [f"{one.label} {one.said}" for one in fields if one.name not in _NOT_SHOWN and len(one.said) <= _LONGEST]
    return {
        "entry": line.entry,
        "called": called(line.kind),
        "day": line.day,
        "said": ";".join(said),
        "evidence": len(line.evidence),
        "attested": line.attested,
    }


class _NoNames(dict[TeacherId, str]):
    """Colleagues in a record are told by their codes alone."""
