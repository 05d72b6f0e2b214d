"""The route that everybody may ask, without signing in: the list of a round while it is on public notice."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.desk.round_notice import posted_on
from api.http.door import Anybody
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.pages.rendering import render
from ledger.refusals import Misuse
from projections.reviews.course import course_of

routes = APIRouter(include_in_schema=False)


@routes.get("/public/reviews/{code}")
def notice(code: str, ledger: TheLedger, register: TheRegister, _: Anybody) -> HTMLResponse:
    """The fields that were announced, and only while the notice lasts; which other rounds there are is not told."""
    book = ledger.book
    try:
        course = course_of(book, code)
    except Misuse:
        return HTMLResponse(render("reviews/posted.html", posted=None), 404)
    posted = posted_on(book, course, register.now, register.names, book.today())
    return HTMLResponse(render("reviews/posted.html", posted=posted), 200 if posted.state.value == "shown" else 404)
