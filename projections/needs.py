"""Which kinds of record and which fields a pack uses: what has to be asked of schools, and nothing beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ledger.records import KINDS
from ledger.records.record import SchoolId
from projections.language.pack import Pack
from projections.language.schema import Allowance, Example, Measure, Part, Reading, Says, SourceRef
from projections.language.scopes import field_hints, kinds_of_record, main_kind
from projections.language.syntax import FormulaError, names_in, parse

Needs = dict[str, set[str]]
"""Fields by kind, each kind by its name without version."""

_SCHOOL, _TEACHER = "school.registered", "teacher.registered"
_PRESENCE = {"leave.taken": {"teacher", "start", "end"}}
_CALENDAR = {"term.announced": {"term", "start", "end"}, "day.declared": {"on", "day"}}
_NAMED: dict[str, Needs] = {
    "teaching_weeks": _CALENDAR,
    "term_months": _CALENDAR,
    "weeks_present": _CALENDAR | _PRESENCE,
    "months_present": _CALENDAR | _PRESENCE,
}
"""Names of clauses that are computed from records without naming them."""

_WINDOWS: dict[str, Needs] = {
    "teaching_weeks": _CALENDAR,
    "present_weeks": _CALENDAR | _PRESENCE,
    "present_months": _CALENDAR | _PRESENCE,
}
_ATTENDANCE: dict[str, set[str]] = {"teacher": {"leader", "attended"}, "reflected": {"reflections"}}
"""What one teacher's part in a meeting is read from, in the record of the meeting."""

_NO_FORMULA = (Says, Reading, Example, SourceRef)


def needs_of(packs: Iterable[Pack]) -> Needs:
    """The kinds that packs count or look up, and of each the fields that they use; always the register and terms."""
    needs: defaultdict[str, set[str]] = defaultdict(set)
    needs["term.announced"] |= {"term", "start", "end"}
    needs[_SCHOOL] |= {"school"}
    needs[_TEACHER] |= {"teacher", "school", "post"}
    for pack in packs:
        for measure in pack.measures.values():
            _add_measure(needs, measure)
        for part in (*pack.people.values(), *pack.rosters.values(), *pack.clauses.values()):
            _add_names(needs, _names(part))
            if isinstance(part, Allowance):
                _add_allowance(needs, part)
        for roster in pack.rosters.values():
            _add_names(needs, {f"school.{roster.same}" if roster.same == "township" else "school"})
            if roster.of == "school_bands":
                needs[_SCHOOL] |= {"grades", "stage"}
        if any(quota for quota in pack.quotas("preparation_group")):
            needs["preparation.held"] |= {"school", "group"}
    return dict(needs)


def _add_measure(needs: defaultdict[str, set[str]], measure: Measure) -> None:
    """What a measure counts: its kind, the fields that it names, and those of the people and schools in it."""
    names = _names(measure) | {measure.by} | set(measure.once_per)
    if measure.within:
        names.add(measure.within.day)
        _add(needs, _WINDOWS.get(measure.within.window, {}))
    if measure.among:
        names |= set(measure.among.item)
    kind, main = measure.of, main_kind(measure.of)
    needs[kind if kind in _stored() else str(main)] |= set()
    for name in names:
        first, _, rest = name.partition(".")
        if first == "main" and main:
            _add_field(needs, main, rest)
        else:
            _add_field(needs, kind, name)
    if "band" in names:
        _add_field(needs, kind, "grade")
        _add_field(needs, kind, "school.stage")


def _add_field(needs: defaultdict[str, set[str]], kind: str, name: str) -> None:
    """A field of a kind, or of the teacher or school that it names."""
    first, _, rest = name.partition(".")
    if first == "my":
        _add_names(needs, {rest})
        return
    hints = field_hints(kinds_of_record()[kind])
    if first not in hints:
        return
    if kind == "preparation.attended":
        needs["preparation.held"] |= _ATTENDANCE.get(first, set())
    else:
        needs[kind].add(first)
    if rest:
        _add_names(needs, {f"school.{rest}" if hints[first] is SchoolId else rest})


def _add_names(needs: defaultdict[str, set[str]], names: Iterable[str]) -> None:
    """Names of a formula about a person: attributes of the register, and what is computed from the calendar."""
    for name in names:
        _add(needs, _NAMED.get(name, {}))
        first, _, rest = name.partition(".")
        if first == "school" and rest in field_hints(kinds_of_record()[_SCHOOL]):
            needs[_SCHOOL].add(rest)
        elif first in field_hints(kinds_of_record()[_TEACHER]):
            needs[_TEACHER].add(first)


def _add_allowance(needs: defaultdict[str, set[str]], clause: Allowance) -> None:
    names = _names(clause)
    needs["rotation.started"] |= {"teacher", "start"} | (
        names & field_hints(kinds_of_record()["rotation.started"]).keys()
    )
    if "months" in names:
        needs["rotation.month_confirmed"].add("month")


def _add(needs: defaultdict[str, set[str]], more: Needs) -> None:
    for kind, fields in more.items():
        needs[kind] |= fields


def _stored() -> set[str]:
    """Kinds that are stored as such, and not read off another."""
    return {kind.partition("/")[0] for kind in KINDS}


def _names(part: Part) -> set[str]:
    """Every name in the formulas of a part of a pack."""
    return {name for text in _texts(part) for name in _names_of(text)}


def _names_of(text: str) -> set[str]:
    try:
        return names_in(parse(text))
    except FormulaError:
        return set()


def _texts(value: Any) -> Iterator[str]:
    """Every text that may be a formula."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, _NO_FORMULA):
        return
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in ("otherwise", "unit", "says", "covers"):
                yield from _texts(getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
