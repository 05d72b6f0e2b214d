"""The routes of histories: a teacher's, a school's, and each as a statement to be taken away."""

from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed, may
from api.accounts.visitor import Visitor
from api.desk.computing import Computing
from api.desk.history_seen import check_history, check_whole, may_take_whole, seen_history
from api.desk.history_words import history_table
from api.http.computing_desk import TheComputing
from api.http.door import TheVisitor
from api.http.exporting import attachment, export_links, exported
from api.http.open_ledger import TheLedger
from api.http.questions import Day, Filled
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.computed import computed
from api.pages.frame import page
from api.pages.history.history_page import shown_history
from api.pages.teacher.desk import TheTeacherDesk
from api.pages.texts import printed_text
from ledger.book import Book
from ledger.home import Ledger
from ledger.verifying.report import Told
from projections.history.credits import History
from projections.history.proving import READERS, statement_of
from projections.known_at import position_known
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL

routes = APIRouter(include_in_schema=False)


class HistoryQuestion(Filled):
    """The two dates."""

    as_of: Day | None = None
    known_at: Annotated[str | None, Query(max_length=40)] = None


class Asking:
    """Somebody who asks for a history."""

    def __init__(
        self,
        request: Request,
        visitor: TheVisitor,
        ledger: TheLedger,
        register: TheRegister,
        computing: TheComputing,
        question: Annotated[HistoryQuestion, Query()],
    ) -> None:
        self.request = request
        self.visitor: Visitor = visitor
        self.ledger: Ledger = ledger
        self.register: RegisterDesk = register.at_once
        self.computing: Computing = computing
        self.question = question

    def history(self, of: str, code: str) -> History | Response:
        """The history, or the page that tells how far it is. Raises Refused `not-allowed`, Misuse as the readers do."""
        check_history(self.visitor, of, code)
        asked = self.question
        known_at = position_known(self.ledger.book, asked.known_at)
        return computed(
            self.request,
            self.visitor,
            self.computing,
            ("history", of, code, asked.as_of, known_at),
            partial(_read, self.ledger.book, of, code, asked, known_at),
            printed_text("credits.title"),
            "",
        )

    def who(self, of: str, code: str) -> str:
        """The name of a teacher or a school, unsealed for this answer alone."""
        if of == TEACHER:
            return self.register.names([code]).get(code, "")  # type: ignore[call-overload,no-any-return]
        return self.register.school_name(code)


TheAsking = Annotated[Asking, Depends()]


@routes.get("/my/history")
def my_own(desk: TheTeacherDesk) -> Response:
    """One's own: under the address that others who may see it have."""
    check_history(desk.visitor, TEACHER, desk.own)
    return RedirectResponse(f"/teachers/{quote(desk.own)}/history", 303)


@routes.get("/teachers/{code}/history")
def of_teacher(code: str, asking: TheAsking) -> Response:
    """All terms of a teacher."""
    return _shown(asking, TEACHER, code)


@routes.get("/schools/{school}/history")
def of_school(school: str, asking: TheAsking) -> Response:
    """All terms of a school."""
    return _shown(asking, SCHOOL, school)


@routes.get("/teachers/{code}/history/statement")
def statement_of_teacher(code: str, asking: TheAsking) -> Response:
    """A teacher's as a statement: the bytes that anybody with the ledger derives again."""
    return _statement(asking, TEACHER, code)


@routes.get("/schools/{school}/history/statement")
def statement_of_school(school: str, asking: TheAsking) -> Response:
    """A school's as a statement."""
    return _statement(asking, SCHOOL, school)


def _shown(asking: Asking, of: str, code: str) -> Response:
    whole = asking.history(of, code)
    if isinstance(whole, Response):
        return whole
    found, name = seen_history(asking.visitor, whole), asking.who(of, whole.code)
    who = f"{name} {whole.code}".strip()
    table = history_table(found, who, asking.register.school_name)
    if (file := exported(asking.request, table)) is not None:
        return file
    asked = asking.question
    return page(
        asking.request,
        asking.visitor,
        "history/history.html",
        found=found,
        digest=whole.digest,
        of_teacher=of == TEACHER,
        name=name,
        mine=of == TEACHER and whole.code == asking.visitor.teacher,
        compares=may(asking.visitor, Deed.COMPARE),
        shown=shown_history(found, asking.register.school_name),
        may_take=may_take_whole(asking.visitor, whole),
        query=asking.request.url.query,
        as_of=str(asked.as_of or ""),
        known_at=asked.known_at or "",
        export_links=export_links(asking.request),
    )


def _statement(asking: Asking, of: str, code: str) -> Response:
    found = asking.history(of, code)
    if isinstance(found, Response):
        return found
    check_whole(asking.visitor, found)
    content = statement_of(asking.ledger.book, found)
    name = printed_text("credits.file", code=found.code, day=found.as_of)
    return Response(content, media_type="application/json", headers=attachment(name, "json"))


def _read(book: Book, of: str, code: str, asked: HistoryQuestion, known_at: int | None, told: Told) -> History:
    return READERS[of](book, code, asked.as_of, known_at, told)
