"""The routes of the pages: a question in, a page out."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import HTMLResponse

from api.http.questions import ListQuestion, PageQuestion, TheDesk
from api.http.reading_desk import ReadingDesk
from api.pages.asked import Asked
from api.pages.groups_page import group_page, groups_page
from api.pages.plain_pages import empty_page
from api.pages.teacher_page import teacher_page
from api.pages.teachers_page import NamesOf, no_such_teacher_page, teachers_page
from api.pages.why import Names, named_in

routes = APIRouter(include_in_schema=False)


class Visit:
    """One visit to a page: the evaluation it shows, and where its names come from; empty where no term is known."""

    def __init__(self, desk: ReadingDesk, question: PageQuestion) -> None:
        self._desk = desk
        terms = desk.terms(question.known_at)
        self.empty = not terms and not question.term
        if not self.empty:
            term = question.term or desk.current_term(terms, question.as_of)
            self.found = desk.evaluated(question.pack_or_first, term, question.as_of, question.known_at)
            self.asked = Asked(self.found.evaluation, terms, question.said())

    @property
    def names_of(self) -> NamesOf:
        """Fetches names of the evaluation's teachers."""

        def names(codes: Iterable[str]) -> Names:
            return self._desk.names(self.found.evaluation, codes)

        return names


def _visit(desk: TheDesk, question: Annotated[PageQuestion, Query()]) -> Visit:
    return Visit(desk, question)


TheVisit = Annotated[Visit, Depends(_visit)]


@routes.get("/")
def teachers(desk: TheDesk, question: Annotated[ListQuestion, Query()]) -> HTMLResponse:
    """Everybody, or those looked for."""
    visit = Visit(desk, question)
    if visit.empty:
        return HTMLResponse(empty_page())
    return HTMLResponse(teachers_page(visit.asked, visit.names_of, question.q, question.page))


@routes.get("/teachers/{code}")
def teacher(code: str, desk: TheDesk, visit: TheVisit) -> HTMLResponse:
    """One teacher's page."""
    if visit.empty:
        return HTMLResponse(empty_page(), 404)
    code = visit.found.evaluation.code_now(code)
    if code not in visit.asked.people:
        return HTMLResponse(no_such_teacher_page(visit.asked, code, visit.names_of), 404)
    told = visit.found.of_teacher(code)
    names = visit.names_of({code, *named_in(told)})
    rotations = desk.rotations(visit.found.evaluation, code)
    return HTMLResponse(teacher_page(visit.asked, code, names, told, rotations))


@routes.get("/groups")
def groups(visit: TheVisit) -> HTMLResponse:
    """Every preparation group."""
    return HTMLResponse(empty_page() if visit.empty else groups_page(visit.asked))


@routes.get("/groups/{school}/{group:path}")
def group(school: str, group: str, visit: TheVisit) -> HTMLResponse:
    """One preparation group."""
    if visit.empty:
        return HTMLResponse(empty_page(), 404)
    told = visit.found.of_group(f"{school}/{group}")
    return HTMLResponse(group_page(visit.asked, f"{school}/{group}", visit.names_of, told))
