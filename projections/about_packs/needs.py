"""Which kinds of record and which fields a pack uses: what has to be asked of schools, and nothing beside it."""

from collections import defaultdict
from collections.abc import Iterable

from ledger.records import KINDS
from ledger.records.record import SchoolId
from projections.about_packs.parts import names_of, used_parts
from projections.language.clauses import Allowance
from projections.language.listed import LISTED
from projections.language.pack import Pack, spoken
from projections.language.schema import Measure, Part
from projections.language.scopes import field_hints, kinds_of_record, main_kind

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
_OF_SUBJECTS = ("values", "people", "windows", "rosters", "totals", "earlier", "clauses")
"""The sections whose formulas are about a person or another subject."""


def needs_of(packs: Iterable[Pack]) -> Needs:
    """The kinds that packs count or look up, and of each the fields that they use; always the register and terms.

    What only history uses (`status: historical`), or no clause at all, is not asked for.
    """
    needs: defaultdict[str, set[str]] = defaultdict(set)
    needs["term.announced"] |= {"term", "start", "end"}
    needs[_SCHOOL] |= {"school"}
    needs[_TEACHER] |= {"teacher", "school", "post"}
    for pack in packs:
        used = used_parts(pack)
        for name, measure in pack.measures.items():
            if spoken(name) in used:
                _add_measure(needs, measure)
        for pool in (one for name, one in pack.pools.items() if spoken(name) in used):
            _add_names(needs, {name.removeprefix("my.") for name in names_of(pool)})
            _add(needs, _WINDOWS.get(pool.window, {}))
        for subject in (one for name, one in pack.subjects.items() if spoken(name) in used):
            needs[subject.of] |= {subject.key}
        for section in _OF_SUBJECTS:
            for name, part in getattr(pack, section).items():
                if spoken(name) in used:
                    _add_names(needs, names_of(part))
                    _add_of_subject(needs, pack, part)
        for roster in (one for name, one in pack.rosters.items() if spoken(name) in used):
            _add_names(needs, {f"school.{same}" if same == "township" else same for same in roster.shared})
            if roster.of == "school_bands":
                needs[_SCHOOL] |= {"grades", "stage"}
        if any(window.split for name, window in pack.windows.items() if spoken(name) in used):
            _add(needs, _CALENDAR)
    return dict(needs)


def _add_of_subject(needs: defaultdict[str, set[str]], pack: Pack, part: Part) -> None:
    """What a clause, window or roster names of another subject than a teacher, and of a rotation."""
    if isinstance(part, Allowance):
        _add_allowance(needs, part)
        return
    per, names = getattr(part, "per", ""), names_of(part)
    if per == "preparation_group":
        needs["preparation.held"] |= {"school", "group"}
    elif per in ("school", "township"):
        needs[_SCHOOL] |= {per} | (names & field_hints(kinds_of_record()[_SCHOOL]).keys())
    elif per in pack.subjects:
        kind = pack.subjects[per].of
        needs[kind] |= names & field_hints(kinds_of_record()[kind]).keys()


def _add_measure(needs: defaultdict[str, set[str]], measure: Measure) -> None:
    """What a measure counts: its kind, the fields that it names, and those of the people and schools in it."""
    names = names_of(measure) | _happened_on(measure.of)
    if measure.within:
        _add(needs, _WINDOWS.get(measure.within.window, {}))
    if measure.link:
        needs[measure.link.to] |= set(measure.link.alike)
    kind, main = measure.of, main_kind(measure.of)
    needs[kind if kind in _stored() else str(main)] |= set()
    for name in names:
        first, _, rest = name.partition(".")
        if first == "main" and main:
            _add_field(needs, main, rest)
        elif first == "linked" and measure.link:
            _add_field(needs, measure.link.to, rest)
        else:
            _add_field(needs, kind, name)
    if "band" in names:
        _add_field(needs, kind, "grade")
        _add_field(needs, kind, "school.stage")


def _happened_on(kind: str) -> set[str]:
    """The field that says when it happened, by which every measure tells what had happened; none, or one."""
    if kind in LISTED:
        return {f"main.{LISTED[kind].main.happened_on}"}
    return {day for day in [getattr(kinds_of_record()[kind], "happened_on", "")] if day}


def _add_field(needs: defaultdict[str, set[str]], kind: str, name: str) -> None:
    """A field of a kind, or of the teacher or school that it names."""
    first, _, rest = name.partition(".")
    if first == "my":
        _add_names(needs, {rest})
        return
    hints = field_hints(kinds_of_record()[kind])
    if first not in hints:
        return
    if kind in LISTED:
        needs[LISTED[kind].main_kind] |= LISTED[kind].fields.get(first, set())
    else:
        needs[kind].add(first)
    if rest:
        _add_names(needs, {f"school.{rest}" if hints[first] is SchoolId else rest})


def _add_names(needs: defaultdict[str, set[str]], names: Iterable[str]) -> None:
    """Names of a formula about a person: attributes of the register, and what is computed from the calendar."""
    for name in names:
        _add(needs, _NAMED.get(name, {}))
        first, _, rest = name.removeprefix("own_").partition(".")
        if first == "school" and rest in field_hints(kinds_of_record()[_SCHOOL]):
            needs[_SCHOOL].add(rest)
        elif first in field_hints(kinds_of_record()[_TEACHER]):
            needs[_TEACHER].add(first)


def _add_allowance(needs: defaultdict[str, set[str]], clause: Allowance) -> None:
    names = names_of(clause)
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
