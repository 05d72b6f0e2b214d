"""The routes of the room of policies; none of them writes anything."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, may
from api.desk.exports import Table
from api.http.computing_desk import TheComputing
from api.http.door import TheVisitor, needs
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.reading_desk import known_pack
from api.http.register_desk import TheRegister
from api.pages.computed import computed
from api.pages.frame import page
from api.pages.policies.pack_page import clauses, clauses_table, in_force, packs_known, packs_table
from api.pages.policies.trying_page import PER_TABLE, ROWS, Tried, settings_sent, tried, values_of
from api.pages.texts import printed_text, text
from ledger.refusals import Refused
from projections.about_packs.diff import pack_changes
from projections.about_packs.traces import Traces

routes = APIRouter(include_in_schema=False)

Reads = Annotated[None, Depends(needs(Deed.READ))]
_ASKED = ("pack", "against", "term", "as_of")
"""What a simulation is asked about, beside the values that are changed."""

Simulates = Annotated[None, Depends(needs(Deed.SIMULATE))]


@routes.get("/policies")
def all_packs(request: Request, visitor: TheVisitor, ledger: TheLedger, _: Reads) -> Response:
    """Every pack that there is, and every version that was adopted."""
    listed = packs_known(ledger.book)
    if (file := exported(request, packs_table(listed))) is not None:
        return file
    return page(
        request,
        visitor,
        "policies/list.html",
        listed=listed,
        in_force=in_force,
        may_try=may(visitor, Deed.SIMULATE),
        export_links=export_links(request),
    )


@routes.get("/policies/simulate")
def simulate(
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    computing: TheComputing,
    _: Simulates,
) -> Response:
    """What if: the form, and where it was asked what would come of it."""
    asked = dict(request.query_params)
    settings = settings_sent(asked)
    found: Tried | Response | None = None
    refused = None
    if asked.get("go"):
        try:
            found = computed(
                request,
                visitor,
                computing,
                ("simulated", *(asked.get(name, "") for name in _ASKED), *settings),
                partial(tried, ledger.book, register, asked, settings),
                printed_text("trying.title"),
                "policies-simulate",
            )
        except Refused as error:
            refused = error
    if isinstance(found, Response):
        return found
    if found:
        found = found.with_names(register.names(found.people))
    if found and found.tables and (file := exported(request, found.table(asked.get("table", "")))) is not None:
        return file
    packs = packs_known(ledger.book)
    chosen = asked.get("pack") or packs[0].name
    return page(
        request,
        visitor,
        "policies/simulate.html",
        status=409 if refused else 200,
        sent=asked,
        refused=refused,
        found=found,
        packs=packs,
        chosen=chosen,
        terms=sorted(register.now.terms.values(), key=lambda term: term.start, reverse=True),
        values=list(values_of(known_pack(chosen, ledger.book))) if _is_known(chosen, packs) else [],
        rows=range(1, ROWS + 1),
        most=PER_TABLE,
        export_links=export_links(request),
    )


@routes.get("/policies/{name}")
def one_pack(name: str, request: Request, visitor: TheVisitor, ledger: TheLedger, _: Reads) -> Response:
    """A pack with its clauses."""
    pack = known_pack(name, ledger.book)
    shown = clauses(pack, ledger.book)
    if (file := exported(request, clauses_table(pack, shown))) is not None:
        return file
    return page(
        request,
        visitor,
        "policies/pack.html",
        pack=pack,
        shown=shown,
        others=[one for one in packs_known(ledger.book) if one.pack.digest != pack.digest],
        in_force=in_force(pack.head.in_force),
        traces=Traces(pack, None).to_json(),
        export_links=export_links(request),
    )


@routes.get("/policies/{name}/changes")
def changes(
    name: str,
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    _: Reads,
    to: Annotated[str, Query(max_length=200)],
) -> Response:
    """What is other in another pack or version."""
    before, after = known_pack(name, ledger.book), known_pack(to, ledger.book)
    found = pack_changes(before, after)
    table = Table(
        text("changes.title"),
        [text(f"changes.{column}") for column in ("what", "since", "says")],
        [[text(f"changes.{one.what}"), one.since, one.says] for one in found],
    )
    if (file := exported(request, table)) is not None:
        return file
    return page(
        request,
        visitor,
        "policies/changes.html",
        before=before,
        after=after,
        found=found,
        export_links=export_links(request),
    )


def _is_known(name: str, packs: list[Any]) -> bool:
    return name in {one.name for one in packs} | {one.pack.head.id for one in packs}
