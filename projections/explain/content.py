"""What a record says, in a few of its own words: the level and prize of an award, the title of a paper."""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any, get_origin

from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from projections.language.scopes import field_hints

_MOST_WORDS, _LONGEST = 4, 24
_CODES = (TeacherId, SchoolId, TermId, Month, date)
_NO_CONTENT = ("notes", "reflection", "certificate", "document", "code", "identity")


def about(record: Record) -> str:
    """The first few words and numbers of a record that are no codes, days or remarks, as `县级 一等奖 教学论文`."""
    return _words(type(record), _content(type(record))(record))


@cache
def _content(record: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    """What reads the fields that may hold content."""
    hints = field_hints(record)
    told = [
        name
        for name in record.__struct_fields__
        if not (hints[name] in (*_CODES, bool) or get_origin(hints[name]) is tuple or name in _NO_CONTENT)
    ]
    return lambda record: tuple([getattr(record, name) for name in told])


@lru_cache(16_384)
def _words(record: type[Record], values: tuple[Any, ...]) -> str:
    """Many records say the same; `record`: their kind, since what is equal may be written in different ways."""
    said = [str(value) for value in values if value]
    return " ".join([word for word in said if len(word) <= _LONGEST][:_MOST_WORDS])
