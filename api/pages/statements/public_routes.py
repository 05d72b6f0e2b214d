"""The routes that everybody may ask, without signing in: what is on public notice today, and each notice."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from api.desk.round_notice import all_on_notice
from api.http.door import Anybody
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.rendering import render
from api.pages.statements.posted import Notices
from api.pages.statements.statement_page import scope_in_words
from projections.statements.public_notice import NoticeState

routes = APIRouter(include_in_schema=False)


def notices(request: Request, ledger: TheLedger, register: TheRegister) -> Notices:
    """The notices of the ledger, one for all who ask."""
    state = request.app.state
    if not hasattr(state, "notices"):
        state.notices = Notices(ledger, register)
    found = state.notices
    assert isinstance(found, Notices)
    return found


TheNotices = Annotated[Notices, Depends(notices)]


@routes.get("/public/notices")
def all_notices(_: Anybody, those: TheNotices, ledger: TheLedger, register: TheRegister) -> HTMLResponse:
    """What is on public notice today: results of a term, and lists of rounds of review."""
    listed = [(one, scope_in_words(one.drafted.scope, register)) for one in those.listed()]
    rounds = all_on_notice(ledger.book, ledger.book.today())
    return HTMLResponse(render("statements/on_notice.html", listed=listed, rounds=rounds))


@routes.get("/public/statements/{number}")
def notice(
    number: str,
    _: Anybody,
    those: TheNotices,
    register: TheRegister,
    at: Annotated[int, Query(ge=1, le=100_000, alias="page")] = 1,
) -> HTMLResponse:
    """A notice: the declared fields only, gone after its term."""
    found = those.page(number, at)
    shown = found.state is NoticeState.SHOWN
    scope = scope_in_words(found.statement.drafted.scope, register)
    return HTMLResponse(render("statements/posted.html", found=found, shown=shown, scope=scope), 200 if shown else 404)
