"""Templates to HTML: everything put into them is escaped, and a name that is not there is an error."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages.forms import csrf_field
from api.pages.navigation import is_signed_in, may_search, shown_rooms
from api.pages.record_lines import record_lines
from api.pages.texts import printed_text
from api.typesetting import in_print
from api.web_words import for_the_web, plainly
from ledger.refusals import Refused

_REFUSALS = ("refused", "wrong", "why")
"""Under which names pages show the words of a refusal."""

STATIC = Path(__file__).parent / "static"
"""The files that pages load: style sheets, scripts, the seal."""


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
_environment.globals["record_lines"] = record_lines
_environment.globals["csrf_field"] = csrf_field
_environment.globals["is_signed_in"] = is_signed_in
_environment.globals["may_search"] = may_search
_environment.globals["shown_rooms"] = shown_rooms
_environment.filters["day"] = day_in_words
_environment.filters["print"] = in_print


def render(template: str, **shown: Any) -> str:
    """The page that a template makes; what was refused is said without commands."""
    said = {name: _on_the_web(name, value) for name, value in shown.items()}
    return _environment.get_template(template).render(**said)


def _on_the_web(name: str, value: Any) -> Any:
    if isinstance(value, Refused):
        return plainly(value)
    return for_the_web(value) if name in _REFUSALS and isinstance(value, str) else value


def parted(items: Sequence[Any], page: int, per_page: int) -> tuple[Sequence[Any], int, int]:
    """The items on a page, the page shown (the last one for a page beyond it), and how many pages there are."""
    pages = max(1, -(-len(items) // per_page))
    shown = min(max(1, page), pages)
    return items[(shown - 1) * per_page : shown * per_page], shown, pages
