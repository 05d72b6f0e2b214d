"""Pages that show no numbers: an empty ledger, and what could not be done."""

from api.accounts.visitor import Visitor
from api.pages.frame import framed
from api.pages.rendering import render


def empty_page(visitor: Visitor) -> str:
    """Said where the book has no term yet: how to begin."""
    return framed(visitor, "empty.html")


def problem_page(status: int, title: str, detail: str, code: str) -> str:
    """What could not be done, as a page."""
    return render("problem.html", status=status, title=title, detail=detail, code=code)
