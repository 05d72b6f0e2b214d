"""The routes of an announcement of a round: choose a pack, fill in the form, announce."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from api.accounts.permitted import Deed, check
from api.accounts.visitor import Visitor
from api.desk import reviews
from api.desk.round_matters import announcing as announces
from api.http.door import TheForm, TheVisitor, TheWriter
from api.http.open_ledger import TheLedger
from api.http.reading_desk import known_pack
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.frame import page
from api.pages.reviews import announcing
from api.pages.reviews.routes import on
from api.pages.sent_form import fields_sent
from api.pages.statements.statement_page import scopes
from ledger.home import Ledger
from ledger.refusals import Misuse, Refused
from projections.catalogue import adopted_packs, find_pack, shipped_packs
from projections.language.pack import Pack

routes = APIRouter(include_in_schema=False)

_SEVERAL = ("posts", "clauses", "vetoes", "checks", "fields")


@routes.get("/reviews/new")
def new_round(
    request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, pack: str = ""
) -> HTMLResponse:
    """The form of an announcement, once a pack was chosen."""
    check(visitor, Deed.CONDUCT)
    sent = announcing.first_values(ledger.book.today()) | {"pack": pack}
    own = next((held.scope for held in visitor.held if held.scope.startswith(("school:", "township:"))), "county")
    return _form(request, visitor, ledger, register, sent | {"scope": own})


@routes.post("/reviews/new")
async def announce(
    request: Request, visitor: TheWriter, ledger: TheLedger, register: TheRegister, form: TheForm
) -> Response:
    """A round is announced."""
    sent = fields_sent(form, _SEVERAL)
    check(visitor, Deed.CONDUCT)

    def made() -> Response:
        try:
            who = announces(visitor, sent.get("scope", "county"))
            known_pack(sent.get("pack", ""), ledger.book)
            course = reviews.announce(ledger, who, announcing.said(sent, ledger.book.today()))
        except (Refused, Misuse) as refused:
            return _form(request, visitor, ledger, register, sent, refused)
        return on(course.code, "announced")

    return await run_in_threadpool(made)


def _form(
    request: Request,
    visitor: Visitor,
    ledger: Ledger,
    register: RegisterDesk,
    sent: dict[str, Any],
    refused: Refused | Misuse | None = None,
) -> HTMLResponse:
    pack = known_pack(sent["pack"], ledger.book) if sent.get("pack") else None
    terms = sorted(register.now.terms.values(), key=lambda term: term.start, reverse=True)
    status = 200 if refused is None else 403 if refused.code == "not-allowed" else 409
    return page(
        request,
        visitor,
        "reviews/new.html",
        status=status,
        form=announcing,
        sent=sent,
        refused=refused,
        wrong=getattr(refused, "fields", ()) if refused else (),
        pack=pack,
        offered=announcing.offered_by(pack) if pack else None,
        packs=_packs(ledger),
        terms=terms,
        scopes=scopes(register),
    )


def _packs(ledger: Ledger) -> list[Pack]:
    """The packs that the county adopted, and those that come with Shilu."""
    shipped = shipped_packs()
    own = dict.fromkeys(one.pack for one in adopted_packs(ledger.book) if one.pack not in shipped)
    return [*(find_pack(name, ledger.book) for name in own), *shipped.values()]
