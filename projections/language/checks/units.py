"""单位: what numbers are numbers of, so that lessons are not added to hours.

A number that says no unit fits any other; a product or quotient has none that can be said.
"""

from collections.abc import Iterator, Mapping

from projections.language.clauses import Figure, Quota
from projections.language.pack import Pack, formula, spoken
from projections.language.schema import Measure, Pool
from projections.language.subject_scopes import subject_of_measure, subject_of_pool, subject_of_total, wider_subjects
from projections.language.syntax import Call, Formula, FormulaError, Name, Operation, parts_of

_ALIKE = {
    "min": slice(None),
    "max": slice(None),
    "if": slice(1, None),
    "floor": slice(None),
    "ceil": slice(None),
    "abs": slice(None),
    "round": slice(0, 1),
    "round_up": slice(0, 1),
    "round_down": slice(0, 1),
    "share_at_most": slice(0, 2),
}
"""The functions whose result is of the unit of their arguments, and of which."""

_COMPARED = ("==", "!=", "<", "<=", ">", ">=")
_SPOKEN = {"+": "相加", "-": "相减", "if": "二选一"}


class MisfitUnits(Exception):
    """Two units in one sum, comparison or choice; the message says which."""


def unit_of(tree: Formula, units: Mapping[str, str]) -> str:
    """The unit of a formula; empty for a pure number. Raises MisfitUnits."""
    if isinstance(tree, Name):
        return units.get(tree.name, "")
    inner = [(part, unit_of(part, units)) for part in parts_of(tree)]
    if isinstance(tree, Call) and tree.function in _ALIKE:
        return _one_unit(inner[_ALIKE[tree.function]], tree.function)
    if isinstance(tree, Operation) and tree.operator in ("+", "-", "minus"):
        return _one_unit(inner, tree.operator)
    if isinstance(tree, Operation) and tree.operator in _COMPARED:
        _one_unit(inner, tree.operator)
    return ""


def units_of_subject(pack: Pack, subject: str) -> dict[str, str]:
    """The unit of each number that a subject's formulas may name; made once a pack: do not change them in place."""
    if subject not in pack.units:
        units = dict(_narrow(pack, subject))
        for prefix, wider in wider_subjects(pack, subject).items():
            units |= {f"{prefix}.{name}": unit for name, unit in _narrow(pack, wider)}
        pack.units[subject] = units
    return pack.units[subject]


def units_of_measure(pack: Pack, measure: Measure) -> dict[str, str]:
    """The unit of each number that a measure's formulas about a record may name."""
    mine = units_of_subject(pack, subject_of_measure(measure)) if _is_known(pack, measure) else {}
    return {name: value.unit for name, value in pack.values.items() if value.unit} | {
        f"my.{name}": unit for name, unit in mine.items()
    }


def unit_of_records(pack: Pack, pool: Pool) -> str:
    """The unit of a pool that is one of its records' worths; empty where it is a count, of records or periods."""
    is_count = pool.take == "count" or pool.periods_with is not None or bool(pool.periods_reaching)
    units = [pack.measures[name].unit for name in pool.of if name in pack.measures and pack.measures[name].unit]
    return units[0] if units and not is_count else ""


def _is_known(pack: Pack, measure: Measure) -> bool:
    return measure.per in ("", "teacher", "preparation_group", "school", "township", "county", *pack.subjects)


def _narrow(pack: Pack, subject: str) -> Iterator[tuple[str, str]]:
    """The units of a subject's own numbers; of what a quota gives, those of its measures."""
    own = {name: value.unit for name, value in pack.values.items() if value.unit}
    own |= {name: one.unit for name, one in pack.measures.items() if one.unit and subject_of_measure(one) == subject}
    for name, pool in pack.pools.items():
        if subject_of_pool(pack, pool) == subject and (unit := pool.unit or unit_of_records(pack, pool)):
            own[name] = unit
    for name, total in pack.totals.items():
        counted = pack.measures.get(total.of)
        unit = total.unit or (counted.unit if counted and total.take != "count" else "")
        if unit and subject_of_total(pack, total) == subject:
            own[name] = unit
    yield from own.items()
    for name, clause in pack.clauses.items():
        if isinstance(clause, Figure) and clause.per == subject and clause.unit:
            yield f"{spoken(name)}.value", clause.unit
        if isinstance(clause, Quota) and clause.per == subject and (unit := _said(clause.done, own)):
            yield from ((f"{spoken(name)}.{one}", unit) for one in ("done", "target", "short", "over"))


def _said(text: str, units: Mapping[str, str]) -> str:
    try:
        return unit_of(formula(text), units)
    except (FormulaError, MisfitUnits):
        return ""


def _one_unit(inner: list[tuple[Formula, str]], sign: str) -> str:
    said = [(part, unit) for part, unit in inner if unit]
    for part, unit in said[1:]:
        if unit != said[0][1]:
            one, other = _shown(said[0][0]), _shown(part)
            how = _SPOKEN.get(sign, "比较")
            raise MisfitUnits(f"{one}的单位是{said[0][1]},{other}的单位是{unit},不能{how}")
    return said[0][1] if said else ""


def _shown(tree: Formula) -> str:
    return f"“{tree.name}”" if isinstance(tree, Name) else "另一边" if isinstance(tree, Operation) else "一边"
