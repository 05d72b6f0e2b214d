"""The fields of a record as a story writes them: by English or Chinese names, codes and months as people write."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar, cast, get_args, get_origin

import msgspec

from ledger.interchange.appending import read_record
from ledger.records.record import Month, Record, TeacherId
from ledger.refusals import Refused
from projections.canonical import as_json
from projections.language.scopes import field_hints
from projections.language.yaml_text import Path as Place
from projections.stories.story import Untold

_YES = {"是": True, "否": False}
_ENCODED = msgspec.json.Encoder(decimal_format="number")

R = TypeVar("R", bound=Record)

CodeOf = Callable[[Any], str]
"""A teacher's code as it was meant: YAML reads 000101 as the number 101."""


def named_in_english(record: type[Record], said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said by field, each field by its own name where its Chinese one was written."""
    chinese = {label: name for name, label in record.labels.items()}
    return {chinese.get(name, name): value for name, value in said.items()}


def written(record: type[R], said: Mapping[str, Any], place: Place, code_of: CodeOf) -> R:
    """The record of a kind that says this. Raises Untold, at the line of the field at fault."""
    hints = field_hints(record)
    data = {name: _plain(value, hints.get(name), code_of) for name, value in said.items() if value is not None}
    try:
        return cast(R, read_record(record, msgspec.Raw(_ENCODED.encode(data))))
    except Refused as refused:
        raise Untold(at_field(place, refused), refused.code, refused.message) from None


def at_field(place: Place, refused: Refused) -> Place:
    """The place of the field that a refusal names."""
    return (*place, refused.fields[0]) if refused.fields else place


def _plain(value: Any, hint: Any, code_of: CodeOf) -> Any:
    """A value of YAML in the form of an appended line."""
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return [_plain(one, inner, code_of) for one in (value if isinstance(value, list) else [value])]
    if isinstance(value, Mapping) and isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = field_hints(hint)
        return {name: _plain(one, hints.get(name), code_of) for name, one in value.items()}
    if hint is TeacherId:
        return code_of(value)
    if hint is Month and isinstance(value, date | str):
        return str(value)[: len("2022-09")] + "-01"
    if hint is bool:
        return _YES.get(value, value) if isinstance(value, str) else value
    if _is_text(hint) and isinstance(value, int | Fraction) and not isinstance(value, bool):
        return str(value)
    return as_json(value)


def _is_text(hint: Any) -> bool:
    """Whether a field holds text, or a code, which is text with a name of its own."""
    return getattr(hint, "__supertype__", hint) is str
