"""How a page is made for a visitor: a template put into the frame of navigation, search and who is signed in."""

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from api.accounts.visitor import Visitor
from api.pages.rendering import render


def page(request: Request, visitor: Visitor, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """The page that a template of `templates/` makes for a visitor; never kept, made for this one answer.

    The template extends `_page.html` and may ask for `visitor`, `address` (the path asked for) and what is `shown`.
    """
    return HTMLResponse(framed(visitor, template, address=request.url.path, **shown), status)


def framed(visitor: Visitor, template: str, **shown: Any) -> str:
    """The page that a template makes for a visitor, as text: for answers that are kept or sent in another way."""
    return render(template, visitor=visitor, **shown)
