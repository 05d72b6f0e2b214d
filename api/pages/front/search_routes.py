"""查找: a teacher found by name, pinyin, initials, code or school, by whoever may see that teacher.

What is looked for is a name, so it is sent as a form and stands in no address, which browsers and logs keep.
"""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed, check, sees
from api.http.door import TheForm, TheVisitor
from api.http.people_desk import ThePeople
from api.pages.frame import page

routes = APIRouter(include_in_schema=False)

MOST = 40
LONGEST = 60
"""Characters of what is looked for; more is no name."""


@routes.get("/search")
def ask(request: Request, visitor: TheVisitor) -> Response:
    """The page that asks whom to look for."""
    check(visitor, Deed.COMPARE)
    return page(request, visitor, "front/search.html", words="", found=None, most=MOST)


@routes.post("/search")
async def look(request: Request, visitor: TheVisitor, form: TheForm, people: ThePeople) -> Response:
    """Who was found: one alone is shown at once, several are listed, the best first."""
    check(visitor, Deed.COMPARE)
    words = str(form.get("q", "")).strip()[:LONGEST]
    if not words:
        return RedirectResponse("/search", 303)
    found = await run_in_threadpool(people.find, words, sees(visitor), MOST)
    if len(found) == 1:
        return RedirectResponse(f"/teachers/{found[0].teacher}", 303)
    return page(request, visitor, "front/search.html", words=words, found=found, most=MOST)
