"""The routes of the room of results made official, for who draws them up, objects, decides and checks."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check, may
from api.accounts.visitor import Visitor
from api.desk.matters import hand_in_of
from api.desk.statements import StatementDesk
from api.http.door import TheForm, TheVisitor, TheWriter, needs
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.reading_desk import known_pack
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.frame import page
from api.pages.sent_form import fields_sent
from api.pages.statements.statement_page import StatementPage, choices, scope_in_words, scopes, table_of
from api.pages.texts import printed_text
from ledger.home import Ledger
from ledger.records.statement import Scope
from ledger.refusals import Misuse, Refused
from projections.catalogue import shipped_packs
from projections.statements.drafting import Drawing, draw_up
from projections.statements.listing import Statement, find_statement, statements
from projections.statements.reproducing import adopted_pack, official_result

routes = APIRouter(include_in_schema=False)

Reads = Annotated[None, Depends(needs(Deed.READ))]
_DRAFTED = "statement.drafted"


@routes.get("/statements")
def list_of_statements(
    request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, _: Reads
) -> Response:
    """Every statement, the newest first."""
    found = statements(ledger.book)
    if (file := exported(request, table_of(found, register))) is not None:
        return file
    today, register = ledger.book.today(), register.at_once
    return page(
        request,
        visitor,
        "statements/list.html",
        listed=[StatementPage(one, visitor, register, today) for one in found],
        may_draft=may(visitor, Deed.PUBLISH, Matter(_DRAFTED)),
        export_links=export_links(request),
    )


@routes.get("/statements/new")
def new_draft(request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister) -> HTMLResponse:
    """The form of a draft; with a question in the address what the draft would be, of which nothing is written."""
    check(visitor, Deed.PUBLISH, Matter(_DRAFTED))
    asked = dict(request.query_params)
    drawing, refused = None, None
    if asked.get("pack") and asked.get("term"):
        try:
            drawing = _drawn(ledger, asked)
        except Refused as error:
            refused = error
    return _form(request, visitor, register, asked, drawing, refused)


@routes.post("/statements/new")
async def draft(
    request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """A draft is drawn up; where no notice is due, it is final at once."""
    sent = fields_sent(form)
    authority = check(visitor, Deed.PUBLISH, Matter(_DRAFTED))

    def made() -> Response:
        desk = StatementDesk(ledger, hand_in_of(visitor, authority))
        try:
            pack, scope = known_pack(sent.get("pack", ""), ledger.book), sent.get("scope", "county")
            if sent.get("unnoticed"):
                drawn = desk.issue(pack, sent.get("term", ""), scope, _day(sent, "as_of"), sent.get("reason", ""))
            else:
                drawn = desk.draft(pack, sent.get("term", ""), scope, _day(sent, "as_of"))
        except Refused as refused:
            return _form(request, visitor, register, sent, None, refused)
        return _on(drawn, "drafted")

    return await run_in_threadpool(made)


@routes.get("/statements/{number}")
def statement(
    number: str,
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    _: Reads,
    done: str = "",
) -> HTMLResponse:
    """One statement."""
    return _shown(request, visitor, ledger, register, find_statement(ledger.book, number), done=done)


@routes.post("/statements/{number}/{step}")
async def take_step(
    number: str,
    step: str,
    request: Request,
    visitor: TheWriter,
    ledger: TheLedger,
    register: TheRegister,
    form: TheForm,
) -> Response:
    """A step: on notice, an objection, a decision on it, final, dropped."""
    if step not in _STEPS:
        raise Misuse("unknown-step", f"结果没有“{step}”这一步;请从结果的页面办理。")
    sent = fields_sent(form, ["fields"])
    deed, kind, take = _STEPS[step]
    whose = sent.get("teacher", "") if deed is Deed.OBJECT else ""
    authority = check(visitor, deed, Matter(kind, whose))

    def taken() -> Response:
        found = find_statement(ledger.book, number)
        try:
            after = take(StatementDesk(ledger, hand_in_of(visitor, authority)), found, sent)
        except Refused as refused:
            return _shown(request, visitor, ledger, register, found, tried=(step, sent, refused))
        return _on(after, step)

    return await run_in_threadpool(taken)


def _noticed(desk: StatementDesk, found: Statement, sent: dict[str, Any]) -> Statement:
    more = [name for name in sent.get("more_fields", "").replace("、", ",").split(",") if name]
    fields = [*sent["fields"], *(name.strip() for name in more)]
    if not fields:
        raise Refused("missing-value", "没有写明公示哪些项目;请至少勾选一项,如姓名、学校。", fields=["fields"])
    days = sent.get("days", "")
    return desk.notice(found, int(days) if days.isascii() and days.isdigit() else 0, _day(sent, "since"), fields)


def _objected(desk: StatementDesk, found: Statement, sent: dict[str, Any]) -> Statement:
    return desk.object(found, sent.get("teacher", ""), sent.get("words", ""), None)


def _decided(desk: StatementDesk, found: Statement, sent: dict[str, Any]) -> Statement:
    return desk.decide(
        found,
        sent.get("teacher", ""),
        upheld=sent.get("upheld") == "yes",
        reason=sent.get("reason", ""),
        told_on=_day(sent, "told_on"),
    )


def _final(desk: StatementDesk, found: Statement, sent: dict[str, Any]) -> Statement:
    return desk.finalise(found, sent.get("supersedes", ""), sent.get("reason", ""))


def _dropped(desk: StatementDesk, found: Statement, sent: dict[str, Any]) -> Statement:
    return desk.drop(found, sent.get("reason", ""))


_STEPS: dict[str, tuple[Deed, str, Callable[[StatementDesk, Statement, dict[str, Any]], Statement]]] = {
    "notice": (Deed.PUBLISH, "statement.noticed", _noticed),
    "object": (Deed.OBJECT, "statement.objected", _objected),
    "decide": (Deed.PUBLISH, "statement.objection_decided", _decided),
    "final": (Deed.PUBLISH, "statement.finalised", _final),
    "drop": (Deed.PUBLISH, "statement.dropped", _dropped),
}


def _drawn(ledger: Ledger, asked: dict[str, str]) -> Drawing:
    pack = known_pack(asked["pack"], ledger.book)
    return draw_up(ledger.book, pack, asked["term"], Scope(asked.get("scope") or "county"), _day(asked, "as_of"))


def _day(sent: dict[str, Any], name: str) -> date | None:
    """A day of the form; None where it was left empty. Raises Refused `bad-date`."""
    written = sent.get(name, "")
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused("bad-date", f"“{written}”不是日期;请写成 2022-09-05 的样子。", fields=[name]) from None


def _form(
    request: Request,
    visitor: Visitor,
    register: RegisterDesk,
    asked: dict[str, Any],
    drawing: Drawing | None,
    refused: Refused | None,
) -> HTMLResponse:
    terms = sorted(register.now.terms.values(), key=lambda term: term.start, reverse=True)
    preview = drawing and {
        "digest": sha256(drawing.content).hexdigest(),
        "teachers": len(drawing.result["teachers"]),
        "schools": len(drawing.result["schools"]),
        "position": drawing.position,
        "as_of": drawing.as_of,
        "scope": scope_in_words(drawing.scope, register),
    }
    return page(
        request,
        visitor,
        "statements/new.html",
        status=409 if refused else 200,
        asked_for=asked,
        preview=preview,
        refused=refused,
        packs=list(shipped_packs().values()),
        terms=terms,
        scopes=scopes(register),
    )


def _shown(
    request: Request,
    visitor: Visitor,
    ledger: Ledger,
    register: RegisterDesk,
    found: Statement,
    done: str = "",
    tried: tuple[str, dict[str, Any], Refused] | None = None,
) -> HTMLResponse:
    shown = StatementPage(found, visitor, register, ledger.book.today())
    fields = []
    if shown.may["notice"]:
        result = msgspec.json.decode(official_result(ledger.book, ledger.statements, found.drafted))
        fields = choices(adopted_pack(ledger.book, found.drafted.pack_digest), result)
    return page(
        request,
        visitor,
        "statements/statement.html",
        status=409 if tried else 200,
        shown=shown,
        fields=fields,
        others=_others(ledger, found) if shown.may["final"] else [],
        tried=tried[0] if tried else "",
        sent=tried[1] if tried else {},
        refused=tried[2] if tried else None,
        said=printed_text(f"statement.done_{done}") if done in ("drafted", *_STEPS) else "",
    )


def _others(ledger: Ledger, found: Statement) -> list[Statement]:
    """The final statements of the same pack, term and scope, which this one may take the place of."""
    draft = found.drafted
    return [
        one
        for one in statements(ledger.book)
        if one.state.value == "final"
        and (one.drafted.pack, one.drafted.term, one.drafted.scope) == (draft.pack, draft.term, draft.scope)
    ]


def _on(after: Statement, done: str) -> RedirectResponse:
    return RedirectResponse(f"/statements/{after.drafted.statement}?done={done}", 303)
