"""The routes of the pages: a question in, a page out."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.accounts.visitor import Visitor
from api.desk.exports import Table
from api.desk.withheld import explanations_for
from api.http.answering import HTML, answered
from api.http.door import TheVisitor
from api.http.exporting import export_links, exported, wants_file
from api.http.kept_answers import Answer, marks
from api.http.questions import ListQuestion, PageQuestion, TheDesk
from api.http.reading_desk import Question, ReadingDesk, identities
from api.interface.seen import check_sees_everything
from api.pages.asked import Asked
from api.pages.dashboard_page import dashboard_page
from api.pages.groups_page import group_page, groups_page, groups_table
from api.pages.plain_pages import empty_page
from api.pages.teacher_page import OwnMatters, teacher_page
from api.pages.teachers_page import NamesOf, no_such_teacher_page, teachers_page, teachers_table
from api.pages.why import Names, named_in
from ledger.records.record import TeacherId

routes = APIRouter(include_in_schema=False)

ThePage = Annotated[PageQuestion, Query()]


class Visit:
    """One visit to a page: the evaluation it shows, and where its names come from; empty where no term is known.

    `people`: the identities of those whose names stand on the page as marks, to be put in when it is sent.
    """

    def __init__(self, desk: ReadingDesk, question: PageQuestion, visitor: Visitor) -> None:
        self._desk = desk
        self.visitor = visitor
        self.people: dict[TeacherId, str] = {}
        terms = desk.terms(question.known_at)
        self.empty = not terms and not question.term
        if not self.empty:
            term = question.term or desk.current_term(terms, question.as_of)
            self.found = desk.evaluated(question.pack_or_first, term, question.as_of, question.known_at)
            self.asked = Asked(self.found.evaluation, terms, question.said(), visitor)

    @property
    def names_of(self) -> NamesOf:
        """Fetches names of the evaluation's teachers."""

        def names(codes: Iterable[str]) -> Names:
            return self._desk.names(self.found.evaluation, codes)

        return names

    @property
    def marks_of(self) -> NamesOf:
        """In place of the names of the evaluation's teachers gives marks, where there is a name."""

        def names(codes: Iterable[str]) -> Names:
            known = identities(self.found.evaluation, codes)
            named = self._desk.unsealed(known)
            self.people |= {code: known[code] for code in named}
            return marks(named)

        return names


@routes.get("/teachers")
async def teachers(
    request: Request, desk: TheDesk, visitor: TheVisitor, question: Annotated[ListQuestion, Query()]
) -> Response:
    """Whom the visitor sees; as a file too, made anew each time, with the names themselves in it."""
    check(visitor, Deed.COMPARE)
    if wants_file(request):
        table = partial(_teachers_table, question)
        return await run_in_threadpool(_as_file, request, desk, visitor, question, table)
    links = export_links(request)

    def page(visit: Visit) -> str:
        return teachers_page(visit.asked, visit.marks_of, links, question.school, question.page)

    return await shown(request, desk, visitor, question, page)


def _groups_table(visit: Visit) -> Table:
    return groups_table(visit.asked)


def _teachers_table(question: ListQuestion, visit: Visit) -> Table:
    return teachers_table(visit.asked, visit.names_of, question.school)


def _as_file(
    request: Request, desk: ReadingDesk, visitor: Visitor, question: PageQuestion, table: Callable[[Visit], Table]
) -> Response:
    """A list as the file that is asked for; the page that says how to begin where there is nothing yet."""
    visit = Visit(desk, question, visitor)
    if visit.empty:
        return HTMLResponse(empty_page(visitor))
    file = exported(request, table(visit))
    assert file
    return file


@routes.get("/dashboard")
async def dashboard(request: Request, desk: TheDesk, visitor: TheVisitor, question: ThePage) -> Response:
    """The county at a glance, for whoever sees all of it."""
    check_sees_everything(visitor, Deed.COMPARE)

    def page(visit: Visit) -> str:
        last = desk.last_recorded(visit.found.evaluation)
        return dashboard_page(visit.asked, visit.found.figures, last)

    return await shown(request, desk, visitor, question, page)


@routes.get("/teachers/{code}")
async def teacher(code: str, request: Request, desk: TheDesk, visitor: TheVisitor, question: ThePage) -> Response:
    """One teacher's page."""
    check(visitor, Deed.READ, Matter(teacher=code))

    return await shown(
        request,
        desk,
        visitor,
        question,
        lambda visit: teacher_answer(visit, desk, code),
        status_of_nothing=404,
    )


def teacher_answer(visit: Visit, desk: ReadingDesk, code: str, own: OwnMatters | None = None) -> str | Answer:
    """A teacher's page; `own`: what waits for the teacher, on the page that is the teacher's own."""
    now = visit.found.evaluation.code_now(code)
    if now not in visit.asked.people:
        return _not_there(no_such_teacher_page(visit.asked, now, visit.names_of))
    told = explanations_for(sees(visit.asked.visitor), visit.found.of_teacher(now), visit.found.evaluation.pack, now)
    names = visit.marks_of({now, *named_in(told)})
    return teacher_page(visit.asked, now, names, told, desk.rotations(visit.found.evaluation, now), own)


@routes.get("/groups")
async def groups(request: Request, desk: TheDesk, visitor: TheVisitor, question: ThePage) -> Response:
    """Every preparation group of the schools that the visitor sees."""
    check(visitor, Deed.COMPARE)
    if wants_file(request):
        return await run_in_threadpool(_as_file, request, desk, visitor, question, _groups_table)
    links = export_links(request)
    return await shown(request, desk, visitor, question, lambda visit: groups_page(visit.asked, links))


@routes.get("/groups/{school}/{group:path}")
async def group(
    school: str, group: str, request: Request, desk: TheDesk, visitor: TheVisitor, question: ThePage
) -> Response:
    """One preparation group."""
    check(visitor, Deed.COMPARE, Matter(school=school))

    def page(visit: Visit) -> str:
        told = visit.found.of_group(f"{school}/{group}")
        return group_page(visit.asked, f"{school}/{group}", visit.marks_of, told)

    return await shown(request, desk, visitor, question, page, status_of_nothing=404)


async def shown(
    request: Request,
    desk: ReadingDesk,
    visitor: Visitor,
    question: PageQuestion,
    page: Callable[[Visit], str | Answer],
    status_of_nothing: int = 200,
) -> Response:
    """A page, or what is said where the book has no term yet."""

    def asked() -> Question | None:
        terms = desk.terms(question.known_at)
        if not terms and not question.term:
            return None
        term = question.term or desk.current_term(terms, question.as_of)
        return desk.question(question.pack_or_first, term, question.as_of, question.known_at)

    def made() -> Answer:
        visit = Visit(desk, question, visitor)
        if visit.empty:
            return Answer(empty_page(visitor).encode(), HTML, status_of_nothing)
        shown = page(visit)
        return shown if isinstance(shown, Answer) else Answer(shown.encode(), HTML, people=visit.people)

    return await answered(request, desk, asked, made)


def _not_there(page: str) -> Answer:
    return Answer(page.encode(), HTML, 404)
