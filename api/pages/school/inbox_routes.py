"""The routes of the inbox: what waits, and attesting, returning and deciding, one by one, many, or a whole batch."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.inbox_seen import rows_seen, sees_a_part, without_scores
from api.http.door import TheForm, TheVisitor, needs
from api.http.exporting import export_links, exported, wants_file
from api.http.open_ledger import TheLedger
from api.http.problems import of_refusal
from api.http.register_desk import RegisterDesk, TheRegister
from api.http.views_desk import TheViews, ViewsDesk
from api.pages.frame import page
from api.pages.school.acting_on_waiting import Acted, act_on_ticked, pressed, titles_of
from api.pages.school.batches_page import act_on_batch, batches_of, kinds_of, of_batch, sample_of
from api.pages.school.inbox_page import COUNTED, MENDING, PER_PAGE, Showing, counts_of, inbox_table
from api.pages.school.scope import OneOffice, office_of, staff
from api.pages.texts import printed_text
from ledger.home import Ledger
from ledger.refusals import Refused
from projections.views.asking import Only
from projections.waiting_entries import WaitingEntry, waiting_entries

routes = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Deed.COMPARE))])

_FURTHEST = 2**63 - 1
_ADDRESS = "/school/inbox"


class InboxQuestion(NamedTuple):
    """Of which office, and what of what waits: of a kind, of one teacher or school, of what it waits for."""

    office: str = ""
    kind: str = ""
    whose: str = ""
    waits: str = ""
    after: int = 0

    @property
    def only(self) -> Only:
        """The same, as the views are asked."""
        return Only((self.kind,) if self.kind else (), (self.whose,) if self.whose else (), self.waits)

    def is_about(self, one: Mapping[str, Any]) -> bool:
        """Whether one of those that wait is asked for."""
        asked = {"kind": self.kind, "whose": self.whose, "waits_for": self.waits}
        return all(one[name] == said for name, said in asked.items() if said)

    @property
    def filters(self) -> dict[str, str]:
        """What of it is said, for the hidden fields of a form: wherever one reads on from, it begins anew."""
        return {name: value for name, value in self._asdict().items() if value and name != "after"}

    def link(self, address: str = _ADDRESS, **more: object) -> str:
        """The address of the same question, something of it changed."""
        asked = {name: value for name, value in (self._asdict() | more).items() if value}
        return address + (f"?{urlencode(asked)}" if asked else "")


def _question(
    office: str = "",
    kind: str = "",
    whose: str = "",
    waits: str = "",
    after: Annotated[int, Query(ge=0, le=_FURTHEST)] = 0,
) -> InboxQuestion:
    return InboxQuestion(office, kind, whose, waits, after)


TheQuestion = Annotated[InboxQuestion, Depends(_question)]


class _Desk(NamedTuple):
    """What every page of the inbox is made from."""

    ledger: Ledger
    register: RegisterDesk
    views: ViewsDesk
    visitor: Visitor

    def waiting(self, office: OneOffice, after: int, most: int, only: Only = Only()) -> list[WaitingEntry]:  # noqa: B008
        """Those that wait for an office and the visitor may see, whole."""
        return self.whole(self.rows(self.views.inbox(office.authority, after, most, only)))

    def rows(self, rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """Those of what waits that are the visitor's to see."""
        return rows_seen(self.ledger.book, self.visitor, self.register.now, rows)

    def whole(self, rows: Sequence[dict[str, Any]]) -> list[WaitingEntry]:
        """The same with their records; without scores that nobody may see yet."""
        return without_scores(self.ledger.book, self.visitor, waiting_entries(self.ledger.book, rows))


def _desk(ledger: TheLedger, register: TheRegister, views: TheViews, visitor: TheVisitor) -> _Desk:
    return _Desk(ledger, register, views, visitor)


TheInbox = Annotated[_Desk, Depends(_desk)]


@routes.get(_ADDRESS)
def inbox(request: Request, desk: TheInbox, asked: TheQuestion) -> Response:
    """What waits, a page of it; as a file all that is counted."""
    office = office_of(desk.visitor, desk.register, asked.office)
    if wants_file(request):
        shown = Showing(desk.visitor, desk.register, desk.waiting(office, 0, COUNTED, asked.only)).all()
        file = exported(request, inbox_table(shown, office.name))
        assert file
        return file
    return _inbox(request, desk, office, asked)


@routes.post(_ADDRESS)
def decide(request: Request, desk: TheInbox, form: TheForm) -> Response:
    """Do what was pressed to what was ticked, and show what came of it above what still waits."""
    asked = InboxQuestion(_first(form, "office"), _first(form, "kind"), _first(form, "whose"), _first(form, "waits"))
    office = office_of(desk.visitor, desk.register, asked.office)
    try:
        acted = act_on_ticked(desk.ledger, desk.register, desk.visitor, office.authority, pressed(_fields(form)))
    except Refused as refused:
        return _inbox(request, desk, office, asked, refused=refused, form=form)
    return _inbox(request, desk, office, asked, acted)


@routes.get(f"{_ADDRESS}/batches")
def batches(request: Request, desk: TheInbox, office: str = "") -> Response:
    """The files of which several records wait."""
    found = office_of(desk.visitor, desk.register, office)
    entries = desk.waiting(found, 0, COUNTED, Only(waits_for="attestation"))
    shown = batches_of(entries, desk.visitor, desk.register)
    return page(request, desk.visitor, "school/batches.html", office=found, batches=shown, whole=len(entries) < COUNTED)


@routes.get(f"{_ADDRESS}/batches/{{digest}}")
def batch(
    digest: str, request: Request, desk: TheInbox, office: str = "", draw: Annotated[int, Query(ge=1, le=1000)] = 1
) -> Response:
    """A sample of one file's records, to be looked at before all are judged."""
    return _batch(request, desk, office_of(desk.visitor, desk.register, office), digest, draw)


@routes.post(f"{_ADDRESS}/batches/{{digest}}")
def decide_batch(digest: str, request: Request, desk: TheInbox, form: TheForm) -> Response:
    """Judge all of a batch after some of it was looked at."""
    asked = InboxQuestion(str(form.get("office", "")))
    office = office_of(desk.visitor, desk.register, asked.office)
    entries = of_batch(desk.waiting(office, 0, COUNTED, Only(waits_for="attestation")), digest)
    titles = titles_of(desk.ledger, desk.register, desk.visitor, [one.position for one in entries])
    try:
        chosen = pressed(_fields(form), of_batch=True)
        acted = act_on_batch(desk.ledger, desk.visitor, office.authority, chosen, entries, titles)
    except Refused as refused:
        return _batch(request, desk, office, digest, _drawn(_first(form, "draw")), refused, form)
    return _inbox(request, desk, office, asked, acted)


def _batch(
    request: Request,
    desk: _Desk,
    office: OneOffice,
    digest: str,
    draw: int,
    refused: Refused | None = None,
    form: FormData | None = None,
) -> Response:
    entries = of_batch(desk.waiting(office, 0, COUNTED, Only(waits_for="attestation")), digest)
    return page(
        request,
        desk.visitor,
        "school/batch.html",
        status=_status(refused),
        office=office,
        digest=digest,
        draw=draw,
        count=len(entries),
        kinds=kinds_of(entries),
        entries=Showing(desk.visitor, desk.register, sample_of(entries, digest, draw)).all(),
        refused=refused.message if refused else "",
        ticked=_ticked(form),
        reason=_first(form, "reason"),
    )


def _inbox(
    request: Request,
    desk: _Desk,
    office: OneOffice,
    asked: InboxQuestion,
    acted: Acted | None = None,
    refused: Refused | None = None,
    form: FormData | None = None,
) -> Response:
    first = desk.views.inbox(office.authority, 0, COUNTED)
    waiting = desk.rows(first)
    if len(first) < COUNTED or sees_a_part(desk.visitor):  # all that is shown is there already
        rows = [one for one in waiting if asked.after < one["position"] and asked.is_about(one)][: PER_PAGE + 1]
    else:
        rows = desk.views.inbox(office.authority, asked.after, PER_PAGE + 1, asked.only)
    listed, more = desk.whole(rows[:PER_PAGE]), len(rows) > PER_PAGE
    shown = Showing(desk.visitor, desk.register, listed).all()
    school = office.authority.removeprefix("school:") if office.authority.startswith("school:") else ""
    people = staff(desk.register, school) if school else []
    return page(
        request,
        desk.visitor,
        "school/inbox.html",
        status=_status(refused),
        office=office,
        question=asked,
        counts=counts_of(waiting),
        entries=shown,
        following=asked.link(after=rows[PER_PAGE - 1]["position"]) if more else "",
        first=asked.link(after=0) if asked.after else "",
        people=[(row.teacher, name) for row, name in _with_names(desk.register, people)],
        by_ticking=any(one.may and one.waits_for != MENDING for one in shown),
        said=printed_text("inbox.mended") if request.query_params.get("mended") else "",
        acted=acted,
        refused=refused.message if refused else "",
        ticked=_ticked(form),
        reason=_first(form, "reason"),
        export_links=export_links(request),
    )


def _with_names(register: RegisterDesk, rows: list[Any]) -> list[tuple[Any, str]]:
    names = register.names(row.teacher for row in rows)
    return [(row, names.get(row.teacher, "")) for row in rows]


def _fields(form: FormData) -> Mapping[str, list[str]]:
    """The texts of a form by name."""
    return {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}


def _first(form: FormData | None, name: str) -> str:
    said = form.get(name) if form is not None else None
    return said if isinstance(said, str) else ""


def _ticked(form: FormData | None) -> set[str]:
    """What was ticked, and stays so where what was pressed was refused."""
    return set(_fields(form).get("tick", ())) if form else set()


def _status(refused: Refused | None) -> int:
    return of_refusal(refused).status if refused else 200


def _drawn(said: str) -> int:
    """Which sample was drawn; the first where that is not to be read."""
    return int(said) if said.isdecimal() and len(said) < 4 else 1
