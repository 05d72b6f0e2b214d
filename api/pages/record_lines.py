"""The lines of the records that counted or did not: a page has hundreds, and a template takes long over each."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from api.pages.texts import printed_text

_KEPT = 4_096
"""One record stands behind several clauses of a page."""


class ShownRecord(NamedTuple):
    """A record that counted or did not: its day, the row it was read in, its place in the book, its entry's name
    cut short, and on whose authority it stands where that is not the county's."""

    day: str
    row: str
    position: int
    entry: str
    authority: str
    worth: int | float = 1
    reason: str = ""


def record_lines(records: Iterable[ShownRecord], *, shows_worth: bool = False) -> Markup:
    """An item of a list for each record; `shows_worth`: with what it is worth."""
    return Markup("".join(_line(record, shows_worth=shows_worth) for record in records))


def _line(record: ShownRecord, *, shows_worth: bool) -> str:
    said = f'  <li><span class="day">{_escaped(record.day)}</span> '
    if record.row:
        said += f'<span class="row">{_escaped(record.row)}</span> '
    said += f'<span class="place">{_place(record.position)}</span> <code>{_escaped(record.entry)}</code>'
    if record.authority:
        said += f' <span class="tag">{_escaped(record.authority)}</span>'
    if shows_worth:
        said += f' <span class="worth">{_escaped(printed_text("why.worth_of", worth=record.worth))}</span>'
    if record.reason:
        said += f' <b class="reason">{_escaped(record.reason)}</b>'
    return said + "</li>\n"


@lru_cache(_KEPT)
def _place(position: int) -> str:
    return _escaped(printed_text("why.position", position=position))


@lru_cache(_KEPT)
def _escaped(words: str) -> str:
    return str(escape(words))
