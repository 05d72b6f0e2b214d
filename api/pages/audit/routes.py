"""The routes of the room of auditors and inspectors: lists that are read, taken away, and followed to each record."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.permitted import Deed, check
from api.accounts.visitor import Visitor
from api.desk.record_history import history, history_for
from api.http.door import TheVisitor, needs
from api.http.exporting import export_links, exported, wants_file
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.http.views_desk import TheViews
from api.pages.audit.exemptions import exemptions_listing
from api.pages.audit.held import held_listing
from api.pages.audit.history import happenings
from api.pages.audit.late import MOST_EXPORTED, PER_PAGE, Asked, late_listing
from api.pages.audit.listing import Listing
from api.pages.audit.shown_numbers import shown_listing
from api.pages.frame import page
from api.pages.record_fields import called
from ledger.acts.finding import find
from ledger.records import KINDS
from projections.contradictions.thresholds import DAYS_LATE

routes = APIRouter(include_in_schema=False)

Audits = Annotated[None, Depends(needs(Deed.AUDIT))]


@routes.get("/audit")
def start(request: Request, visitor: TheVisitor, _: Audits) -> HTMLResponse:
    """Where an auditor begins."""
    return page(request, visitor, "audit/start.html")


@routes.get("/audit/record")
def find_record(
    ledger: TheLedger, visitor: TheVisitor, _: Audits, entry: Annotated[str, Query(max_length=64)]
) -> RedirectResponse:
    """On to the history of the record that is meant by a number, its beginning, or a position."""
    return RedirectResponse(f"/records/{find(ledger.book.stored, entry).entry.hex()}/history", 303)


@routes.get("/audit/late")
def late(
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    views: TheViews,
    register: TheRegister,
    _: Audits,
    days: Annotated[int, Query(ge=0, le=20_000)] = DAYS_LATE,
    kind: Annotated[str, Query(max_length=100)] = "",
    how: Literal["all", "single", "workbook"] = "all",
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """What was recorded long after its day."""
    asked = Asked(days, kind if kind in _kinds() else "", how, before)
    if wants_file(request):
        asked = asked._replace(before=None)
    most = MOST_EXPORTED if wants_file(request) else PER_PAGE
    listing = late_listing(ledger.book, views, register, asked, most)
    return _listed(request, visitor, listing, late=asked, kinds=_kinds())


@routes.get("/audit/exemptions")
def exemptions(request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, _: Audits) -> Response:
    """Which duties whom was relieved of, and by whom."""
    return _listed(request, visitor, exemptions_listing(ledger.book, register))


@routes.get("/audit/held")
def held(
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    _: Audits,
    teacher: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What keeps particulars from being destroyed."""
    return _listed(request, visitor, held_listing(ledger, register, teacher.strip()), teacher=teacher.strip())


@routes.get("/audit/shown")
def shown(request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister, _: Audits) -> Response:
    """Who saw ID numbers."""
    return _listed(request, visitor, shown_listing(ledger, register))


@routes.get("/records/{entry}/history")
def whole_history(
    entry: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister
) -> HTMLResponse:
    """Every version of a record, and every act upon it, as far as the visitor may read it."""
    check(visitor, Deed.READ)
    told = history_for(ledger, visitor, entry, register.now)
    return page(
        request,
        visitor,
        "audit/history.html",
        told=told,
        called=called(told.kind),
        happenings=happenings(told, register),
        hidden=len(history(ledger, entry).versions) - len(told.versions),
    )


def _listed(request: Request, visitor: Visitor, listing: Listing, **more: Any) -> Response:
    """A list as a page, or as the file that is asked for."""
    if (file := exported(request, listing.table())) is not None:
        return file
    return page(
        request, visitor, "audit/list.html", listing=listing, export_links=export_links(request), **{**_NONE, **more}
    )


_NONE: dict[str, Any] = {"late": None, "kinds": {}, "teacher": None}


def _kinds() -> dict[str, str]:
    """The kinds that a list may be narrowed to, with what people call them: those that speak of teachers on a day."""
    return {
        name.partition("/")[0]: record.called
        for name, record in KINDS.items()
        if record.called and record.happened_on and record.whose
    }
