"""What each named part of a pack is computed from, whatever its kind, and which parts its clauses in force use."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from projections.language.clauses import Example, Override, Reading
from projections.language.pack import Pack, spoken
from projections.language.references import needs_of_parts, owner_of
from projections.language.schema import Says, SourceRef
from projections.language.syntax import FormulaError, names_in, parse

_NO_FORMULA = (Says, Reading, Example, Override, SourceRef)
_NO_NAMES = ("otherwise", "unit", "says", "covers")


def parts_named(pack: Pack) -> dict[str, set[str]]:
    """For every named part, as formulas write its name, the parts that it is computed from, in this term or before."""
    named = needs_of_parts(pack)
    return named | {name: owners(names_of(earlier)) & named.keys() for name, earlier in pack.earlier.items()}


def used_parts(pack: Pack) -> set[str]:
    """The parts, as formulas write their names, that the clauses in force are computed from, and these clauses."""
    named = parts_named(pack)
    used: set[str] = set()
    waiting = [spoken(name) for name, clause in pack.clauses.items() if clause.status != "historical"]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += named.get(name, ())
    return used


def resting(pack: Pack, begin: set[str], among: Collection[str] | None = None) -> set[str]:
    """Parts, as formulas write their names, with all that is computed from them; `among`: only of these."""
    found = set(begin)
    needs = {name: named for name, named in parts_named(pack).items() if among is None or name in among}
    while more := {name for name, named in needs.items() if name not in found and named & found}:
        found |= more
    return found


def owners(names: set[str]) -> set[str]:
    """The parts that names such as `observe_20.target` and `own_school.score` belong to."""
    return {owner_of(name) for name in names}


def names_of(part: Any) -> set[str]:
    """Every name in the formulas of a part of a pack."""
    return {name for text in _texts(part) for name in _names_of(text)}


def _names_of(text: str) -> set[str]:
    try:
        tree = parse(text)
    except FormulaError:
        return set()
    return names_in(tree)


def _texts(value: Any) -> Iterator[str]:
    """Every text that may be a formula."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, _NO_FORMULA):
        return
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in _NO_NAMES:
                yield from _texts(getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
