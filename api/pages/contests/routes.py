"""The routes of the room of contests: from the announcement to the public page of who won."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check, may
from api.accounts.visitor import Visitor
from api.desk.recording import record_for
from api.http.door import TheForm, TheVisitor, TheWriter, needs
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.contests import announcing, listing
from api.pages.contests.contest_page import ContestDesk
from api.pages.contests.steps import Step, places_of
from api.pages.frame import page
from api.pages.sent_form import fields_sent
from api.pages.texts import printed_text
from ledger.home import Ledger
from ledger.refusals import Misuse, Refused
from projections.processes.contests import contests

routes = APIRouter(include_in_schema=False)

Reads = Annotated[None, Depends(needs(Deed.READ))]


@routes.get("/contests")
def list_of_contests(request: Request, visitor: TheVisitor, ledger: TheLedger, _: Reads, done: str = "") -> Response:
    """Every contest that the visitor may see."""
    found = listing.listed(contests(ledger.book), visitor)
    if (file := exported(request, listing.table_of(found))) is not None:
        return file
    return page(
        request,
        visitor,
        "contests/list.html",
        listed=found,
        may_announce=may(visitor, Deed.RECORD, Matter(announcing.KIND)),
        export_links=export_links(request),
    )


@routes.get("/contests/new")
def new_contest(request: Request, visitor: TheVisitor) -> HTMLResponse:
    """The form of an announcement."""
    check(visitor, Deed.RECORD, Matter(announcing.KIND))
    return _form(request, visitor, announcing.first_values())


@routes.post("/contests/new")
async def announce(request: Request, visitor: TheWriter, ledger: TheLedger, form: TheForm) -> Response:
    """An announcement is made."""
    sent = fields_sent(form, ["posts"])
    check(visitor, Deed.RECORD, Matter(announcing.KIND))

    def made() -> Response:
        try:
            record_for(ledger, visitor, announcing.KIND, announcing.said(sent))
        except Refused as refused:
            return _form(request, visitor, sent, refused)
        return _on(f"/contests/{sent['code']}", "announced")

    return await run_in_threadpool(made)


@routes.get("/contests/{code}")
def contest(
    code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, done: str = ""
) -> Response:
    """One contest."""
    desk = desk_of(ledger, register, visitor, code)
    if (file := exported(request, desk.table(desk.names()))) is not None:
        return file
    return _shown(request, desk, done=done)


@routes.post("/contests/{code}/steps/{step}")
async def take_step(
    code: str,
    step: str,
    request: Request,
    visitor: TheWriter,
    ledger: TheLedger,
    register: TheRegister,
    form: TheForm,
) -> Response:
    """A step of the contest is recorded: somebody entered, stands aside, the scores are closed …"""
    sent = fields_sent(form, ["fields"])

    def taken() -> Response:
        desk = desk_of(ledger, register, visitor, code)
        names = desk.names()
        found = next((one for one in desk.steps(names) if one.name == step), None)
        if found is None:
            raise Misuse("unknown-step", f"赛事没有“{step}”这一步,或不归您办理;请从赛事页面办理。")
        try:
            record_for(ledger, visitor, found.kind, found.said(sent, code, places_of(desk.own_scoring)))
        except Refused as refused:
            return _shown(request, desk, tried=(found, sent, refused))
        return _on(f"/contests/{code}", step)

    return await run_in_threadpool(taken)


def desk_of(ledger: Ledger, register: RegisterDesk, visitor: Visitor, code: str) -> ContestDesk:
    """What a contest's pages show, for who may see it. Raises Refused `not-allowed`, Misuse `unknown-contest`."""
    check(visitor, Deed.READ, Matter(announcing.KIND, contest=code))
    try:
        return ContestDesk(ledger.book, register, visitor, code)
    except Refused as refused:
        if refused.code == "contest-unknown":
            raise Misuse("unknown-contest", refused.message) from None
        raise


def _form(request: Request, visitor: Visitor, sent: dict[str, Any], refused: Refused | None = None) -> HTMLResponse:
    return page(
        request,
        visitor,
        "contests/new.html",
        status=409 if refused else 200,
        sent=sent,
        refused=refused,
        part_lines=announcing.part_lines(sent),
        labels=announcing.LABELS,
        levels=announcing.LEVELS,
        drops=announcing.DROPS,
        ties=announcing.TIES,
        prizes=announcing.PRIZES,
        posts=announcing.POSTS,
    )


def _shown(
    request: Request, desk: ContestDesk, done: str = "", tried: tuple[Step, dict[str, Any], Refused] | None = None
) -> HTMLResponse:
    """The contest's page; `tried`: the step that was refused, what was sent, and why."""
    names = desk.names()
    return page(
        request,
        desk.visitor,
        "contests/contest.html",
        status=409 if tried else 200,
        desk=desk,
        contest=desk.contest,
        names=names,
        groups=desk.groups(names),
        appeals=desk.appeals(names),
        steps=desk.steps(names),
        may_award=desk.may("award.won"),
        tried=tried[0].name if tried else "",
        sent=tried[1] if tried else {},
        refused=tried[2] if tried else None,
        said=printed_text(f"contest.done_{done}") if done in _DONE else "",
        export_links=export_links(request),
    )


def _on(address: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"{quote(address)}?done={done}", 303)


_DONE = (
    "announced",
    "enter",
    "aside",
    "close",
    "promote",
    "notice",
    "publicise",
    "appeal",
    "decide",
    "awarded",
)
"""What is said after it was done."""
