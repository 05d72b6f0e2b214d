"""The routes that hold a statement against the book: derived again byte by byte, and what came later."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.desk.exports import Table
from api.desk.statement_words import PARTS, VERDICTS, cell, change, later
from api.http.computing_desk import TheComputing
from api.http.door import TheVisitor
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.register_desk import RegisterDesk, TheRegister
from api.interface.seen import check_sees_everything
from api.pages.computed import computed
from api.pages.frame import page
from api.pages.texts import printed_text, text
from projections.statements.affected import Consequences, affected
from projections.statements.listing import find_statement
from projections.statements.reproducing import reproduce

routes = APIRouter(include_in_schema=False)

MOST_RECORDS = 8
"""Records named beside each subject; those that came later may be thousands."""


@routes.get("/statements/{number}/reproduce")
def reproduced(
    number: str, request: Request, visitor: TheVisitor, ledger: TheLedger, computing: TheComputing
) -> Response:
    """A statement derived again now, every time anew: the same, otherwise, or not to be derived."""
    check_sees_everything(visitor, Deed.COMPARE)
    drafted = find_statement(ledger.book, number).drafted
    told = computed(
        request,
        visitor,
        computing,
        ("reproduced", number),
        partial(reproduce, ledger.book, ledger.statements, drafted),
        printed_text("reproduced.title", number=number),
        "statements",
        is_kept=False,
    )
    if isinstance(told, Response):
        return told
    return page(
        request,
        visitor,
        "statements/reproduced.html",
        told=told,
        verdict=VERDICTS[told.verdict],
        before=cell(told.first.before) if told.first else "",
        after=cell(told.first.after) if told.first else "",
        where="/".join(told.first.place) if told.first else "",
        entries=(told.made_by or {}).get("entries", []),
    )


@routes.get("/statements/{number}/affected")
def all_affected(
    number: str,
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    computing: TheComputing,
) -> Response:
    """Whose answers would be others now, and by which records."""
    check_sees_everything(visitor, Deed.COMPARE)
    drafted = find_statement(ledger.book, number).drafted
    told = computed(
        request,
        visitor,
        computing,
        ("affected", number),
        partial(affected, ledger.book, drafted),
        printed_text("affected.title_of", number=number),
        "statements",
    )
    if isinstance(told, Response):
        return told
    rows = _rows(told, register)
    table = Table(
        text("affected.title_of", number=told.drafted.statement),
        [text(f"affected.{name}") for name in ("subject", "change", "records")],
        [[who, "\n".join(changes), "\n".join(said for said, _ in records)] for who, changes, records in rows],
    )
    if (file := exported(request, table)) is not None:
        return file
    return page(request, visitor, "statements/affected.html", told=told, rows=rows, export_links=export_links(request))


def _rows(told: Consequences, register: RegisterDesk) -> list[tuple[str, list[str], list[tuple[str, str]]]]:
    """Of every subject: who, what would be otherwise, and the records that make it so, each with its entry."""
    register = register.at_once
    names = register.names([place[1] for place in told.by_subject if place[:1] == ("teachers",)])
    rows = []
    for place, one in told.by_subject.items():
        who = text("statements.county")
        if place:
            called = register.school_name(place[1]) if place[0] == "schools" else names.get(place[1], "")  # type: ignore[call-overload]
            who = f"{PARTS.get(place[0], place[0])} {called} {place[1]}"
        changes = [change(one_change, told.pack) for one_change in one.changes]
        rows.append((who, changes, [(later(record), record.entry) for record in one.records[:MOST_RECORDS]]))
    return rows
