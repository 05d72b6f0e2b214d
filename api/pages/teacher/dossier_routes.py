"""打印业务档案: the page that asks for which days and as what file, and the file, made for this one answer."""

from datetime import date
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.desk.matters import may_read
from api.desk.withheld import answers_for
from api.http.exporting import XLSX, attachment
from api.http.open_ledger import TheHome
from api.pages.frame import page
from api.pages.teacher.desk import TeacherDesk, TheTeacherDesk
from api.pages.texts import printed_text
from ledger.home import Home
from ledger.records.record import Record
from ledger.refusals import Misuse

routes = APIRouter(include_in_schema=False)

Form = Literal["pdf", "docx", "xlsx"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES: dict[Form, str] = {"pdf": "application/pdf", "docx": _DOCX, "xlsx": XLSX}
_LONGEST = 64

Short = Annotated[str, Query(max_length=_LONGEST)]


class Wanted:
    """What is asked for: the first and last day, a round of review, a template of Word, whether files are bound in."""

    def __init__(
        self,
        since: Annotated[str, Query(alias="from", max_length=_LONGEST)] = "",
        until: Short = "",
        review: Short = "",
        template: Short = "shilu-plain",
        attachments: bool = False,
    ) -> None:
        self.since, self.until = _day(since), _day(until)
        self.review, self.template, self.attachments = review.strip(), template, attachments


TheWanted = Annotated[Wanted, Depends(Wanted)]


@routes.get("/teachers/{code}/dossier")
def dossier(code: str, request: Request, desk: TheTeacherDesk, home: TheHome, wanted: TheWanted) -> Response:
    """The page that asks."""
    from api.dossier.form import known_forms, read_mapping

    _check(desk, code)
    templates = [
        (name, read_mapping(path.with_suffix(".yaml")).title) for name, path in known_forms(home.folder).items()
    ]
    return page(
        request,
        desk.visitor,
        "teacher/dossier.html",
        code=code,
        mine=code == desk.visitor.teacher,
        who=f"{desk.register.names([code]).get(code, '')} {code}".strip(),  # type: ignore[call-overload]
        wanted=wanted,
        templates=templates,
    )


@routes.get("/teachers/{code}/dossier.{form}")
def dossier_file(code: str, form: Form, desk: TheTeacherDesk, home: TheHome, wanted: TheWanted) -> Response:
    """The file; its name bears the code alone."""
    _check(desk, code)
    name = printed_text("dossier.file", code=code)
    return Response(_made(desk, home, code, form, wanted), media_type=_TYPES[form], headers=attachment(name, form))


def _check(desk: TeacherDesk, code: str) -> None:
    """Raises Refused `not-allowed`, Misuse `unknown-teacher`."""
    check(desk.visitor, Deed.READ, Matter(teacher=code))
    if code not in desk.register.now.teachers:
        raise Misuse("unknown-teacher", printed_text("dossier.nobody", code=code))


def _made(desk: TeacherDesk, home: Home, code: str, form: Form, wanted: Wanted) -> bytes:
    from api.dossier.making import Asked, printing  # slow to load, and nobody else needs it

    register, seen = desk.register.at_once, sees(desk.visitor)
    asked = Asked(code, wanted.since, wanted.until, review=wanted.review)
    now = register.now

    def may(record: Record) -> bool:
        return may_read(desk.visitor, record, now)

    made = printing(
        desk.ledger,
        home.folder,
        asked,
        register.names,
        may,
        partial(answers_for, seen, teacher=code),
    )
    if form == "xlsx":
        from api.dossier.table import dossier_table

        return dossier_table(made).xlsx()
    if form == "docx":
        from api.dossier.form import find_form
        from api.dossier.word import filled

        if wanted.template.endswith(".docx"):  # a path is for the county's own machine
            raise Misuse("unknown-template", printed_text("dossier.no_path"))
        return filled(find_form(wanted.template, home.folder), made)
    return made.sheet(desk.ledger if wanted.attachments else None).pdf()


def _day(said: str) -> date | None:
    if not said.strip():
        return None
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise Misuse("bad-parameters", printed_text("dossier.bad_day")) from None
