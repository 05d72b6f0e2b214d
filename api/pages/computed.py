"""A page that takes long to work out: shown at once as “正在推算” with its progress, and as itself when it is done."""

from collections.abc import Callable, Hashable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.computing import Computation, Computing
from api.http.computing_desk import TheComputing
from api.http.door import TheVisitor, needs
from api.http.exporting import wants_file
from api.pages.frame import framed
from ledger.verifying.report import Told

T = TypeVar("T")

routes = APIRouter(include_in_schema=False)

PATIENCE = 0.4
"""Seconds in which a small county is ready: it is shown what came out without a page between."""

WORKING = 202
"""The status of a page that is not there yet; answers of no other status than 200 are kept."""


def computed(
    request: Request,
    visitor: Visitor,
    computing: Computing,
    asked: Hashable,
    make: Callable[[Told], T],
    title: str,
    section: str,
    *,
    is_kept: bool = True,
) -> T | HTMLResponse:
    """What `make` gives, or the page that tells how far it is; `asked` names the question, whoever asks it.

    `make` is run by another thread, and what it gives is kept: there are no names in it. A file, and whoever does not
    say that they show pages, waits for the end. Raises what `make` raises, and Refused `too-many-jobs`.
    """
    shows_pages = "text/html" in request.headers.get("accept", "")
    patience = PATIENCE if shows_pages and not wants_file(request) else None
    found = computing.ask(asked, make, visitor.account, patience=patience, is_kept=is_kept)
    if visitor.account not in found.waiting:
        result: T = found.result
        return result
    told = _told(computing, found)
    return HTMLResponse(framed(visitor, "computing.html", title=title, section=section, **told), WORKING)


@routes.get("/computing/{id}")
def progress(
    id: str, visitor: TheVisitor, computing: TheComputing, _: Annotated[None, Depends(needs(Deed.READ))]
) -> Response:
    """How far a computation is; where it is over, or who asks waits for none of that id, the page is asked for anew."""
    found = computing.find(id, visitor.account)
    if found is None or found.is_over:
        return Response(status_code=200, headers={"HX-Refresh": "true"})
    return HTMLResponse(framed(visitor, "_computing.html", **_told(computing, found)))


def _told(computing: Computing, found: Computation) -> dict[str, object]:
    return {"found": found, "ahead": computing.ahead_of(found)}
