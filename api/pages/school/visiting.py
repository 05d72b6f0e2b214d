"""How a page of one school is answered: of an evaluation, as the page or its list as a file, for who may see it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.accounts.visitor import Visitor
from api.desk.exports import Table
from api.http.door import TheVisitor
from api.http.exporting import export_links, exported, wants_file
from api.http.page_routes import Visit, shown
from api.http.questions import PageQuestion, TheDesk
from api.http.reading_desk import ReadingDesk
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.frame import framed, page
from api.pages.school.scope import OneSchool, school_of


class SchoolQuestion(PageQuestion):
    """The question that a page of the room answers: also of which school, in which order, what of it."""

    school: str = ""
    sort: str = ""
    only: str = ""
    what: str = ""
    page: Annotated[int, Field(ge=1)] = 1


class Asking:
    """Somebody who asks for a page of one school."""

    def __init__(
        self,
        request: Request,
        desk: ReadingDesk,
        visitor: Visitor,
        register: RegisterDesk,
        question: SchoolQuestion,
    ) -> None:
        self.request = request
        self.visitor = visitor
        self.question = question
        self.school: OneSchool = school_of(visitor, register, question.school)
        self._desk = desk

    @property
    def said(self) -> dict[str, str]:
        """What was asked for beside term, pack and days, as links keep it."""
        asked = self.question
        given = {"school": asked.school, "sort": asked.sort, "only": asked.only, "what": asked.what}
        return {name: value for name, value in given.items() if value}

    async def answer(
        self, template: str, shown_of: Callable[[Visit], dict[str, object]], table: Callable[[Visit], Table]
    ) -> Response:
        """The page that a template makes of what is shown, names put in; or its list as a file."""
        if not self.school.code:
            return page(self.request, self.visitor, "school/none.html")
        if wants_file(self.request):
            return await run_in_threadpool(self._file, table)

        def made(visit: Visit) -> str:
            return framed(
                self.visitor,
                template,
                address=self.request.url.path,
                asked=visit.asked,
                asking=self,
                school=self.school,
                export_links=export_links(self.request),
                **shown_of(visit),
            )

        return await shown(self.request, self._desk, self.visitor, self.question, made)

    def _file(self, table: Callable[[Visit], Table]) -> Response:
        visit = Visit(self._desk, self.question, self.visitor)
        answer = exported(self.request, Table("", [], []) if visit.empty else table(visit))
        assert answer is not None
        return answer


def _asking(
    request: Request,
    desk: TheDesk,
    visitor: TheVisitor,
    register: TheRegister,
    question: Annotated[SchoolQuestion, Query()],
) -> Asking:
    return Asking(request, desk, visitor, register, question)


TheAsking = Annotated[Asking, Depends(_asking)]
