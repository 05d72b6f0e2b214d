"""The routes of one record: its page; taken back, objected to, a file attached, by whoever may."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed, check
from api.desk.acting import act_for
from api.desk.attaching import attach_for
from api.http.door import TheForm
from api.http.problems import of_refusal
from api.pages.frame import page
from api.pages.teacher.desk import TeacherDesk, TheTeacherDesk
from api.pages.teacher.record_page import RecordPage
from api.pages.texts import printed_text
from ledger.acts.evidence import MOST_BYTES, describe
from ledger.event import Act
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)

DONE = frozenset({"recorded", "corrected", "withdrawn", "objected", "evidenced", "duplicate", "without_file"})
"""What the page may say was just done."""


@routes.get("/records/{entry}")
def record(entry: str, request: Request, desk: TheTeacherDesk, done: str = "") -> Response:
    """A record with everything that was done to it."""
    check(desk.visitor, Deed.READ)
    said = printed_text(f"entry.done_{done}") if done in DONE else ""
    return _shown(request, desk, entry, said=said, again=done in ("recorded", "duplicate"))


@routes.post("/records/{entry}/withdraw")
def withdraw(entry: str, request: Request, desk: TheTeacherDesk, form: TheForm) -> Response:
    """Take back what one recorded, while it waits."""
    check(desk.visitor, Deed.WITHDRAW)
    return _acted(request, desk, entry, Act.WITHDRAWN, form)


@routes.post("/records/{entry}/object")
def object_to(entry: str, request: Request, desk: TheTeacherDesk, form: TheForm) -> Response:
    """Object to a record that names oneself."""
    check(desk.visitor, Deed.OBJECT)
    return _acted(request, desk, entry, Act.OBJECTED, form)


@routes.post("/records/{entry}/evidence")
def evidence(entry: str, request: Request, desk: TheTeacherDesk, form: TheForm) -> Response:
    """Attach photographs, scans or PDFs to a record."""
    check(desk.visitor, Deed.EVIDENCE)
    found, files = RecordPage(desk, entry), files_sent(form)
    try:
        check_files(files)
        attached = attach_files(desk, found, files)
    except Refused as refused:
        return _shown(request, desk, entry, refused=refused, doing="evidence")
    return _to(entry, "evidenced" if attached else "without_file")


def check_files(files: list[UploadFile]) -> None:
    """Refuse files that could not be attached, before anything is recorded.

    Raises Refused `evidence-too-large`, `evidence-type`, with the field of the form that sends them.
    """
    for file in files:
        try:
            describe(file.file.read(MOST_BYTES + 1), file.filename or "")
        except Refused as refused:
            raise Refused(refused.code, refused.message, fields=["evidence"]) from None
        file.file.seek(0)


def attach_files(desk: TeacherDesk, to: RecordPage, files: list[UploadFile]) -> int:
    """Attach every file that was sent; how many. Raises Refused as `attach_for`."""
    for file in files:
        # One byte more than may be: what is too large is refused by its size, and not read to its end.
        attach_for(desk.ledger, desk.visitor, to.place, file.file.read(MOST_BYTES + 1), file.filename or "")
    return len(files)


def files_sent(form: FormData) -> list[UploadFile]:
    """The files of a form; a field without one sends an empty name."""
    return [one for one in form.getlist("evidence") if isinstance(one, UploadFile) and one.filename]


def _acted(request: Request, desk: TeacherDesk, entry: str, act: Act, form: FormData) -> Response:
    reason = str(form.get("reason", "")).strip()
    found = RecordPage(desk, entry)
    try:
        act_for(desk.ledger, desk.visitor, act, [found.place], reason)
    except Refused as refused:
        return _shown(request, desk, entry, refused=refused, doing=act.value, reason=reason)
    return _to(entry, act.value)


def _to(entry: str, done: str) -> Response:
    return RedirectResponse(f"/records/{entry}?done={done}", 303)


def _shown(
    request: Request,
    desk: TeacherDesk,
    entry: str,
    *,
    said: str = "",
    again: bool = False,
    refused: Refused | None = None,
    doing: str = "",
    **kept: Any,
) -> Response:
    shown = RecordPage(desk, entry).shown()
    return page(
        request,
        desk.visitor,
        "teacher/record.html",
        status=of_refusal(refused).status if refused else 200,
        shown=shown,
        mine=bool(desk.visitor.teacher),
        said=said,
        again=again and bool(desk.visitor.teacher),
        refused=refused,
        doing=doing,
        reason=kept.get("reason", ""),
    )
