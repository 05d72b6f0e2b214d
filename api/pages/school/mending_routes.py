"""A record that was sent back, mended by the school on a form with what it says; then it waits again."""

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.correcting import correct_for, entry_tag, said_now
from api.desk.matters import authority_for, versions_meant
from api.http.door import TheForm, TheVisitor, needs
from api.http.open_ledger import TheLedger
from api.http.people_desk import ThePeople
from api.http.problems import of_refusal
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.frame import page
from api.pages.kind_form import KindForm, kind_form, text_of
from api.pages.record_fields import called
from api.pages.school.scope import school_of
from api.pages.sent_form import fields_sent
from api.pages.teacher.naming import Naming
from api.pages.texts import printed_text
from api.search.people import People
from ledger.acts.finding import Place, places_at
from ledger.home import Ledger
from ledger.life import State, Version
from ledger.parties import teacher_fields
from ledger.records.record import Record
from ledger.refusals import Misuse, Refused
from ledger.steps import Returned
from ledger.store.codec import decode

routes = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Deed.CORRECT))])

Position = Annotated[int, Path(ge=1, le=2**63 - 1)]


class _SchoolNaming(Naming):
    """Names as a school writes them: of two bearers of one the school's own."""

    def __init__(self, register: RegisterDesk, people: People, visitor: Visitor, school: str) -> None:
        super().__init__(register, people, visitor)
        self.school_of_visitor = school


class _Returned(NamedTuple):
    """A record that was sent back: where it is, what it says, with which reason."""

    place: Place
    version: Version
    record: Record


class _Desk(NamedTuple):
    ledger: Ledger
    register: RegisterDesk
    visitor: Visitor
    naming: Naming

    def returned(self, position: int) -> _Returned:
        """What was written at a position and sent back since, which the visitor may mend.

        Raises Misuse `unknown-entry`, Refused `not-allowed`, `not-returned`.
        """
        places = places_at(self.ledger.book.stored, [position])
        if not places:
            raise Misuse("unknown-entry", printed_text("mending.nothing_there"))
        [[version, *_], whole] = versions_meant(self.ledger, [places[0], Place(places[0].stream, places[0].entry)])
        record, _ = said_now(self.ledger, places[0])
        authority_for(self.visitor, Deed.CORRECT, record, self.register.now)
        said_last = max(one.number for one in whole if one.part == version.part)
        if version.state is not State.RETURNED or said_last != version.number:
            raise Refused("not-returned", printed_text("mending.not_returned"))
        return _Returned(places[0], version, record)

    def form(self, record: Record) -> KindForm:
        """The form of a record, with what it says."""
        terms = sorted(self.register.now.terms.values(), key=lambda one: one.start, reverse=True)
        empty = kind_form(record.__class__, fixed={}, defaults={}, terms=[one.term for one in terms])
        people = teacher_fields(record.__class__)

        def shown(name: str, value: Any) -> str:
            if name in people and value:
                return "、".join(map(self.naming.person, value if isinstance(value, tuple) else (value,)))
            return self.naming.school_named(value) if empty.offers_schools(name) and value else text_of(value)

        return empty.holding(record, shown)


def _desk(ledger: TheLedger, register: TheRegister, visitor: TheVisitor, people: ThePeople) -> _Desk:
    school = school_of(visitor, register).code
    return _Desk(ledger, register, visitor, _SchoolNaming(register, people, visitor, school))


TheMending = Annotated[_Desk, Depends(_desk)]


@routes.get("/school/mend/{position}")
def returned(position: Position, request: Request, desk: TheMending) -> Response:
    """The form of a record that was sent back."""
    found = desk.returned(position)
    return _form(request, desk, position, found, desk.form(found.record))


@routes.post("/school/mend/{position}")
def mend(position: Position, request: Request, desk: TheMending, form: TheForm) -> Response:
    """Put what was filled in in the place of what was said; it waits to be attested again."""
    found = desk.returned(position)
    sent = fields_sent(form)
    read = desk.form(found.record).read(sent, desk.naming, desk.ledger.book.today())
    reason = sent.get("reason", "")
    if not read.is_whole:
        return _form(request, desk, position, found, read.form, reason=reason)
    try:
        correct_for(desk.ledger, desk.visitor, found.place, read.data, reason, sent.get("tag", ""))
    except Refused as refused:
        return _form(request, desk, position, found, read.form.told(refused), refused, reason)
    return RedirectResponse("/school/inbox?mended=1", 303)


def _form(
    request: Request,
    desk: _Desk,
    position: int,
    found: _Returned,
    filled: KindForm,
    refused: Refused | None = None,
    reason: str = "",
) -> Response:
    return page(
        request,
        desk.visitor,
        "school/mend_returned.html",
        status=of_refusal(refused).status if refused else 422 if filled.wrong else 200,
        position=position,
        heading=printed_text("mending.title", called=called(found.record.kind)),
        returned=_why(desk.ledger, found),
        entry=found.place.entry.hex(),
        form=filled,
        offers_of=desk.naming.offers(),
        refused=refused.message if refused and not filled.wrong else "",
        tag=entry_tag(desk.ledger, found.place),
        reason=reason or printed_text("mending.reason_given"),
    )


def _why(ledger: Ledger, found: _Returned) -> str:
    """The reason for which it was sent back."""
    events = [decode(name, body) for _, _, _, name, body in ledger.book.stored.standing([found.place.stream])]
    said = [one.reason for one in events if isinstance(one.data, Returned) and found.version.number in one.data.of]
    return said[-1] if said else ""
