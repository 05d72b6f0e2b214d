"""The routes of a contest's prizes: the form in which they are given, and the public page of who won."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.accounts.visitor import Visitor
from api.http.door import Anybody, TheForm, TheVisitor, TheWriter
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.contests.contest_page import ContestDesk
from api.pages.contests.prizes_page import PRIZES, Refusal, awards_sent, give, prize_groups
from api.pages.contests.routes import desk_of
from api.pages.contests.winners_page import winners_on
from api.pages.frame import page
from api.pages.rendering import render
from api.pages.sent_form import fields_sent
from api.pages.texts import printed_text
from ledger.processes.contest import announced
from ledger.records.contest_course import ContestNoticed
from ledger.refusals import Refused
from projections.processes.contests import standing_at

routes = APIRouter(include_in_schema=False)

_AWARD = "award.won"


@routes.get("/contests/{code}/prizes")
def prizes(code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister) -> HTMLResponse:
    """The form in which prizes are given."""
    check_gives(visitor, code)
    return _shown(request, desk_of(ledger, register, visitor, code))


@routes.post("/contests/{code}/prizes")
async def award(
    code: str, request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """Prizes are given, each by itself: one that there is no place for holds no other back."""
    sent = fields_sent(form)
    check_gives(visitor, code)

    def given() -> Response:
        desk = desk_of(ledger, register, visitor, code)
        awards = awards_sent(desk.contest, desk.groups(desk.names()), sent)
        count, refused = give(ledger, visitor, awards)
        if not refused:
            return RedirectResponse(f"/contests/{code}?done=awarded", 303)
        return _shown(request, desk_of(ledger, register, visitor, code), sent, count, refused)

    return await run_in_threadpool(given)


@routes.get("/public/contests/{code}")
def winners(code: str, request: Request, ledger: TheLedger, register: TheRegister, _: Anybody) -> HTMLResponse:
    """Who won, for everybody: the fields that were declared, and only while the notice lasts."""
    book = ledger.book
    in_force = standing_at(book)
    kept = book.kept(ContestNoticed)
    notices = [one for one, stands in zip(kept.records, kept.attested, strict=True) if stands and one.code == code]
    try:
        contest = announced(code, in_force)
    except Refused:
        contest = None
    shown = contest and winners_on(contest, notices, in_force, register.now, register.names, book.today())
    return HTMLResponse(render("contests/winners.html", shown=shown), 200 if shown else 404)


def check_gives(visitor: Visitor, code: str) -> None:
    """Refuse who gives no prizes: a teacher may claim an own one, elsewhere. Raises Refused `not-allowed`."""
    check(visitor, Deed.COMPARE)
    check(visitor, Deed.RECORD, Matter(_AWARD, contest=code))


def _shown(
    request: Request,
    desk: ContestDesk,
    sent: dict[str, str] | None = None,
    count: int = 0,
    refused: list[Refusal] | None = None,
) -> HTMLResponse:
    groups = desk.groups(desk.names())
    return page(
        request,
        desk.visitor,
        "contests/prizes.html",
        status=409 if refused else 200,
        desk=desk,
        contest=desk.contest,
        groups=prize_groups(groups, sent or {}, refused or []),
        others=[one for one in refused or [] if one.field == "new"],
        refused=refused or [],
        prizes=PRIZES,
        sent=sent or {},
        today=desk.today.isoformat(),
        said=printed_text("prizes.given", count=count) if count else "",
    )
