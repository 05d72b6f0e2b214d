"""The routes of time lines: one's own, and that of a teacher whose records one sees."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check
from api.http.exporting import export_links, exported, wants_file
from api.pages.frame import page
from api.pages.teacher.desk import TeacherDesk, TheTeacherDesk
from api.pages.teacher.time_line_page import Wanted, time_line_page, time_line_table
from api.pages.texts import printed_text

routes = APIRouter(include_in_schema=False)

_MOST_PAGES = 1_000


def _wanted(
    kind: str = "", state: str = "", term: str = "", page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1
) -> Wanted:
    return Wanted(kind, state, term, page)


TheWanted = Annotated[Wanted, Depends(_wanted)]


@routes.get("/my/records")
def my_records(request: Request, desk: TheTeacherDesk, wanted: TheWanted) -> Response:
    """One's own time line."""
    check(desk.visitor, Deed.READ, Matter(teacher=desk.own))
    return _time_line(request, desk, desk.own, wanted, mine=True)


@routes.get("/teachers/{code}/records")
def records(code: str, request: Request, desk: TheTeacherDesk, wanted: TheWanted) -> Response:
    """The time line of a teacher."""
    check(desk.visitor, Deed.READ, Matter(teacher=code))
    return _time_line(request, desk, code, wanted, mine=code == desk.visitor.teacher)


def _time_line(request: Request, desk: TeacherDesk, code: str, wanted: Wanted, *, mine: bool) -> Response:
    if wants_file(request):
        file = exported(request, time_line_table(desk, code, wanted))
        assert file
        return file
    who = f"{desk.register.names([code]).get(code, '')} {code}".strip()  # type: ignore[call-overload]
    asked = {name: value for name, value in wanted._asdict().items() if value}
    return page(
        request,
        desk.visitor,
        "teacher/time_line.html",
        code=code,
        mine=mine,
        heading=printed_text("timeline.mine") if mine else printed_text("timeline.title", who=who),
        wanted=wanted,
        shown=time_line_page(desk, code, wanted),
        turned=lambda number: "?" + urlencode(asked | {"page": number}),
        export_links=export_links(request),
    )
