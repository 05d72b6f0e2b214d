"""The routes of handing in: choose a kind, fill in its form with a photograph; mend what was returned."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.desk.correcting import correct_for, entry_tag
from api.desk.recording import record_for
from api.http.door import TheForm
from api.http.people_desk import ThePeople
from api.pages.frame import page
from api.pages.kind_form import KindForm
from api.pages.sent_form import fields_sent
from api.pages.teacher.desk import TeacherDesk, TheTeacherDesk
from api.pages.teacher.hand_in_page import form_for, form_of, kind_named, kinds_for
from api.pages.teacher.naming import Naming
from api.pages.teacher.record_page import RecordPage
from api.pages.teacher.record_routes import attach_files, check_files, files_sent
from api.pages.texts import printed_text
from ledger.life import GONE, State
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)


@routes.get("/my/hand-in")
def choose(request: Request, desk: TheTeacherDesk) -> Response:
    """Every kind that may be handed in."""
    check(desk.visitor, Deed.RECORD, Matter(teacher=desk.own))
    often, groups = kinds_for(desk.visitor)
    return page(request, desk.visitor, "teacher/hand_in.html", often=often, groups=groups)


@routes.get("/my/hand-in/{kind}")
def ask(kind: str, request: Request, desk: TheTeacherDesk, people: ThePeople) -> Response:
    """The empty form of a kind."""
    check(desk.visitor, Deed.RECORD, Matter(kind, desk.own))
    naming = Naming(desk.register, people, desk.visitor)
    return _form(request, desk, naming, kind, form_for(desk, naming, kind_named(desk.visitor, kind)))


@routes.post("/my/hand-in/{kind}")
def hand_in(kind: str, request: Request, desk: TheTeacherDesk, people: ThePeople, form: TheForm) -> Response:
    """Record what was filled in, with its files; or the form again, with what is wrong beside each field."""
    check(desk.visitor, Deed.RECORD, Matter(kind, desk.own))
    naming = Naming(desk.register, people, desk.visitor)
    filled = form_for(desk, naming, kind_named(desk.visitor, kind))
    read = filled.read(fields_sent(form), naming, desk.ledger.book.today())
    if not read.is_whole:
        return _form(request, desk, naming, kind, read.form)
    files = files_sent(form)
    try:
        check_files(files)
        recorded = record_for(desk.ledger, desk.visitor, kind, read.data)
    except Refused as refused:
        return _form(request, desk, naming, kind, read.form.told(refused), refused)
    attach_files(desk, RecordPage(desk, recorded.entry), files)
    return RedirectResponse(f"/records/{recorded.entry}?done={'recorded' if recorded.is_new else 'duplicate'}", 303)


@routes.get("/my/correct/{entry}")
def mend(entry: str, request: Request, desk: TheTeacherDesk, people: ThePeople) -> Response:
    """The form of a record of one's own, with what it says, to be mended."""
    found = _mine(desk, entry)
    naming = Naming(desk.register, people, desk.visitor)
    return _correcting(request, desk, naming, found, form_of(desk, naming, found.main.record))


@routes.post("/my/correct/{entry}")
def mended(entry: str, request: Request, desk: TheTeacherDesk, people: ThePeople, form: TheForm) -> Response:
    """Put what was filled in in the place of what was said; it waits to be attested again."""
    found = _mine(desk, entry)
    naming = Naming(desk.register, people, desk.visitor)
    filled = form_of(desk, naming, found.main.record)
    read = filled.read(fields_sent(form), naming, desk.ledger.book.today())
    reason, tag = str(form.get("reason", "")).strip(), str(form.get("tag", ""))
    if not read.is_whole:
        return _correcting(request, desk, naming, found, read.form, reason=reason)
    files = files_sent(form)
    try:
        check_files(files)
        _, now = correct_for(desk.ledger, desk.visitor, found.place, read.data, reason, tag)
    except Refused as refused:
        return _correcting(request, desk, naming, found, read.form.told(refused), refused, reason)
    attach_files(desk, RecordPage(desk, now), files)
    return RedirectResponse(f"/records/{now}?done=corrected", 303)


def _mine(desk: TeacherDesk, entry: str) -> RecordPage:
    """A record of the visitor's own, who may correct it. Raises Refused `not-allowed`."""
    found = RecordPage(desk, entry)
    check(desk.visitor, Deed.CORRECT, Matter(found.main.record.kind, desk.own))
    mine = found.main.actor == desk.visitor.actor
    if mine and found.main.state in GONE:
        raise Refused(
            "no-longer-stands",
            "这条记录已经撤回、作废,或者改成了另一条,不能再改;请到时间线里看。",
            see=[found.told.entry],
        )
    if "correct" not in found.shown().may:
        raise Refused("not-allowed", "只有登记人能在这里更正;记录写错了您的事,请打开那条记录提出异议。")
    return found


def _form(
    request: Request, desk: TeacherDesk, naming: Naming, kind: str, filled: KindForm, refused: Refused | None = None
) -> Response:
    return page(
        request,
        desk.visitor,
        "teacher/form.html",
        status=422 if filled.wrong or refused else 200,
        heading=filled.record.called,
        lead=printed_text(f"kinds.{kind}"),
        form=filled,
        offers_of=naming.offers(),
        refused=refused if refused and not filled.wrong else None,
        send_to=f"/my/hand-in/{kind}",
        correcting=None,
    )


def _correcting(
    request: Request,
    desk: TeacherDesk,
    naming: Naming,
    found: RecordPage,
    filled: KindForm,
    refused: Refused | None = None,
    reason: str = "",
) -> Response:
    shown = found.shown()
    returned = found.main.state is State.RETURNED
    correcting: dict[str, Any] = {
        "entry": shown.entry,
        "says": shown.says,
        "tag": entry_tag(desk.ledger, found.place),
        "reason": reason or (printed_text("form.mended") if returned else ""),
    }
    return page(
        request,
        desk.visitor,
        "teacher/form.html",
        status=422 if filled.wrong or refused else 200,
        heading=printed_text("form.mend_title", called=shown.called),
        lead="",
        form=filled,
        offers_of=naming.offers(),
        refused=refused if refused and not filled.wrong else None,
        send_to=f"/my/correct/{shown.entry}",
        correcting=correcting,
    )
