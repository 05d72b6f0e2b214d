"""What each part of a pack is computed from, and whether anything is computed from itself."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import msgspec

from projections.language.clauses import Allowance, Clause, Points, Ranking, Veto
from projections.language.formula_fields import FORMULAS
from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.schema import Measure, Part, Pool
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import EVENT, law_on
from projections.language.syntax import FormulaError, names_in
from projections.language.yaml_text import Path as Place

OWN_QUOTAS = "own_quotas"

_PREFIXES = ("my", "own_school", "own_township", "county")
_SECTIONS = ("values", "people", "windows", "rosters", "measures", "pools", "totals", "earlier", "clauses")


def find_circles(pack: Pack, needs: dict[str, set[str]]) -> Iterator[tuple[Place, list[str]]]:
    """The place of each part that is computed from itself, and the way round; a part stands in one circle only.

    `needs`: those of `needs_of_parts`.
    """
    places = _places(pack)
    done: set[str] = set()
    for start in needs:
        while start not in done and (circle := _circle_from(start, needs, done)):
            done |= set(circle)
            yield places[circle[0]], circle


def _circle_from(start: str, needs: dict[str, set[str]], done: set[str]) -> list[str] | None:
    """The first way round met on the way from a part; `done` takes the parts from which there is none."""
    way, waiting = [start], [sorted(needs[start], reverse=True)]
    while way:
        if not waiting[-1]:
            done.add(way.pop())
            waiting.pop()
            continue
        needed = waiting[-1].pop()
        if needed in way:
            return [*way[way.index(needed) :], needed]
        if needed not in done:
            way.append(needed)
            waiting.append(sorted(needs.get(needed, ()), reverse=True))
    return None


def _places(pack: Pack) -> dict[str, Place]:
    places: dict[str, Place] = {OWN_QUOTAS: ("clauses",)}
    for section in _SECTIONS:
        places |= {spoken(name): (section, name) for name in getattr(pack, section)}
    return places


def needs_of_parts(pack: Pack) -> dict[str, set[str]]:
    """For every named part, as formulas write it, the parts that it is computed from."""
    needs: dict[str, set[str]] = {OWN_QUOTAS: _own_quotas(pack)}
    for name, value in pack.values.items():
        needs[name] = _owners([law_on(pack, value)] if law_on(pack, value) != EVENT else [])
    for name, people in pack.people.items():
        needs[name] = _owners([people.if_])
    for name, window in pack.windows.items():
        needs[name] = _owners([window.from_, window.to])
    for name, roster in pack.rosters.items():
        needs[name] = {roster.who}
    for name, measure in pack.measures.items():
        needs[name] = _of_measure(pack, measure)
    for name, pool in pack.pools.items():
        needs[name] = {*pool.of, pool.window} | _of_steps(pool)
    for name, total in pack.totals.items():
        needs[name] = {total.over} | _owners([total.of])
    for name in pack.earlier:
        needs[name] = set()  # what something was in terms before is computed from that term, not from this
    for name, clause in pack.clauses.items():
        needs[spoken(name)] = _of_clause(pack, name, clause)
    known = needs.keys() - {EVERYONE}
    return {name: named & known for name, named in needs.items()}


def _own_quotas(pack: Pack) -> set[str]:
    return {spoken(name) for name, quota in pack.quotas(TEACHER) if quota.status == "in_force"}


def _of_measure(pack: Pack, measure: Measure) -> set[str]:
    """Fields of records are computed from nothing; `my.` and the values of the pack are not."""
    needed = {measure.within.window} if measure.within else set()
    needed |= {measure.among.roster} if measure.among else set()
    texts = [*formulas_of(measure), *measure.once_per, *_of_groups(measure)]
    of_record = {name for text in texts for name in _names(text)}
    needed |= {owner_of(name) for name in of_record if name.startswith("my.")}
    return needed | _of_steps(measure) | (of_record & pack.values.keys())


def _of_steps(rule: Measure | Pool) -> set[str]:
    """What the steps of a measure or pool ask of the subject, and with `my.` of whoever a record is counted for."""
    of_subject = [rule.periods_reaching, rule.lots.at_least if rule.lots else ""]
    if rule.best:
        of_subject += [rule.best.count, rule.best.share, rule.best.each, *rule.best.shares]
    of_record = [*_of_groups(rule), *(text for cap in rule.caps for text in (cap.at_most, cap.if_))]
    mine = {name for text in of_record for name in _names(text) if name.startswith("my.")}
    return _owners(of_subject) | {owner_of(name) for name in mine}


def _of_groups(rule: Measure | Pool) -> list[str]:
    """The formulas by which records are alike in a step."""
    return [one for part in (rule.lots, rule.best, *rule.caps) if part for one in part.per]


def _of_clause(pack: Pack, name: str, clause: Clause) -> set[str]:
    if isinstance(clause, Allowance):
        return set()
    mentioned = set(clause.among) if isinstance(clause, Ranking) else set()
    for text in formulas_of(clause):
        # How many there are in a ranking is known before its places: the formula of `places` may ask for it.
        counted = {f"{spoken(name)}.of"} if isinstance(clause, Ranking) and text == clause.places else set()
        mentioned |= _names(text) - counted
    needed = {owner_of(one) for one in mentioned}
    if clause.in_force and not clause.dated_by:
        needed |= _owners([pack.head.conventions.law_on])
    needed |= {clause.for_, getattr(clause, "over", "")}
    if isinstance(clause, Points):
        needed |= {part.for_ for part in clause.parts.values()}
    return needed | {
        spoken(veto) for veto, other in pack.clauses.items() if isinstance(other, Veto) and name in other.bars
    }


def _owners(texts: Iterable[str]) -> set[str]:
    return {owner_of(name) for text in texts for name in _names(text)}


def owner_of(name: str) -> str:
    """The part that a name such as `my.own_school.observe_20.target` belongs to."""
    first, _, rest = name.partition(".")
    while first in _PREFIXES and rest:
        first, _, rest = rest.partition(".")
    return first


def _names(text: str) -> set[str]:
    try:
        return names_in(formula(text)) if text else set()
    except FormulaError:
        return set()


def formulas_of(part: Part | Clause) -> Iterator[str]:
    """Every formula of a clause, or of another part of a pack, those of the parts inside it included."""
    for name, is_formula in _speaking_fields(type(part)):
        value = getattr(part, name)
        if not value:
            continue
        if is_formula:
            yield from (one for one in (value if isinstance(value, list) else [value]) if one)
        elif isinstance(value, msgspec.Struct):
            yield from formulas_of(value)  # type: ignore[arg-type]
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                if isinstance(one, msgspec.Struct):
                    yield from formulas_of(one)  # type: ignore[arg-type]


@cache
def _speaking_fields(part: type[Part | Clause]) -> list[tuple[str, bool]]:
    """The fields of a part that are formulas, and those that may hold parts."""
    plain = (str, int, bool, date)
    return [
        (field.name, field.name in FORMULAS.get(part, ()))
        for field in msgspec.structs.fields(part)
        if field.name in FORMULAS.get(part, ()) or field.type not in plain
    ]
