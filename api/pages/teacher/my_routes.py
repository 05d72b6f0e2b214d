"""我的档案: the page of the teacher who is signed in: quotas, points and honours, each with why, and what waits."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check
from api.http.kept_answers import Answer
from api.http.page_routes import Visit, shown, teacher_answer
from api.http.questions import PageQuestion, TheDesk
from api.pages.teacher.desk import TheTeacherDesk
from api.pages.teacher.time_line_page import counts
from api.pages.teacher_page import OwnMatters

routes = APIRouter(include_in_schema=False)


@routes.get("/my")
async def my_record(
    request: Request, desk: TheDesk, mine: TheTeacherDesk, question: Annotated[PageQuestion, Query()]
) -> Response:
    """One's own record."""
    code = mine.own
    check(mine.visitor, Deed.READ, Matter(teacher=code))

    def page(visit: Visit) -> str | Answer:
        states = counts(mine, code)
        return teacher_answer(visit, desk, code, OwnMatters(states["returned"], states["recorded"]))

    return await shown(request, desk, mine.visitor, question, page)
