"""Templates to HTML: everything put into them is escaped, and a name that is not there is an error."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages.texts import printed_text
from api.typesetting import in_print

STATIC = Path(__file__).parent / "static"
"""The files that pages load: the style sheet and the seal."""


def day_in_words(day: date) -> str:
    """A day as an office writes it: 2022年9月5日."""
    return printed_text("site.day", year=day.year, month=day.month, date=day.day)


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["text"] = printed_text
_environment.filters["day"] = day_in_words
_environment.filters["print"] = in_print


def render(template: str, **shown: Any) -> str:
    """The page that a template makes."""
    return _environment.get_template(template).render(**shown)


def parted(items: Sequence[Any], page: int, per_page: int) -> tuple[Sequence[Any], int, int]:
    """The items on a page, the page shown (the last one for a page beyond it), and how many pages there are."""
    pages = max(1, -(-len(items) // per_page))
    shown = min(max(1, page), pages)
    return items[(shown - 1) * per_page : shown * per_page], shown, pages
