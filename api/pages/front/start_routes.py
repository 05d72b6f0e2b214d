"""The start page: what a visitor came for, by role; where nobody can sign in yet, the list of teachers."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.accounts.visitor import Role
from api.http.door import TheVisitor
from api.http.questions import TheDesk
from api.pages.frame import page
from api.pages.navigation import is_signed_in, shown_rooms

routes = APIRouter(include_in_schema=False)

STARTS: tuple[tuple[frozenset[Role], str], ...] = (
    (frozenset({Role.SECTION, Role.SUBJECT_OFFICER, Role.TOWNSHIP}), "nav.county"),
    (frozenset({Role.SCHOOL_CLERK, Role.TEACHING_OFFICE, Role.PRINCIPAL}), "nav.school"),
    (frozenset({Role.TEACHER}), "nav.my"),
    (frozenset({Role.JUDGE}), "nav.contests"),
    (frozenset({Role.AUDITOR}), "nav.audit"),
    (frozenset({Role.ADMINISTRATOR}), "nav.accounts"),
)
"""The room in which somebody's day begins; of several roles the first here."""


@routes.get("/")
def start(request: Request, desk: TheDesk, visitor: TheVisitor) -> Response:
    """To the room where the visitor's day begins."""
    if not is_signed_in(visitor):
        return RedirectResponse(f"/teachers?{request.url.query}".rstrip("?"), 303)
    rooms = {room.label: room.address for room in shown_rooms(visitor, "")}
    held = {one.role for one in visitor.held}
    for roles, room in STARTS:
        if held & roles and room in rooms:
            return RedirectResponse(rooms[room], 303)
    return page(request, visitor, "front/start.html", rooms=list(shown_rooms(visitor, "")))
