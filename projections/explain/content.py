"""What a record says, in a few of its own words: the level and prize of an award, the title of a paper."""

from datetime import date
from typing import Any

from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from projections.language.scopes import field_hints

_MOST_WORDS, _LONGEST = 4, 24
_CODES = (TeacherId, SchoolId, TermId, Month, date)
_NO_CONTENT = ("notes", "reflection", "certificate", "document", "code", "identity")


def about(record: Record) -> str:
    """The first few words and numbers of a record that are no codes, days or remarks, as `县级 一等奖 教学论文`."""
    hints = field_hints(type(record))
    said = []
    for name in record.__struct_fields__:
        value: Any = getattr(record, name)
        if hints[name] in _CODES or name in _NO_CONTENT or isinstance(value, bool | tuple) or value in (None, "", 0):
            continue
        if len(word := str(value)) <= _LONGEST:
            said.append(word)
    return " ".join(said[:_MOST_WORDS])
