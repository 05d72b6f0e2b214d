"""What each part of a pack is computed from, and whether anything is computed from itself."""

from collections.abc import Iterator

from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.schema import Clause, Eligibility, Points, Quota
from projections.language.scopes import TEACHER
from projections.language.syntax import names_in
from projections.language.yaml_text import Path as Place

OWN_QUOTAS = "own_quotas"


def find_circle(pack: Pack) -> tuple[Place, list[str]] | None:
    """The place of a part that is computed from itself, and the way round; None where there is none."""
    places, needs = _references(pack)
    done: set[str] = set()

    def walk(node: str, way: list[str]) -> list[str] | None:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done or node not in needs:
            return None
        for needed in sorted(needs[node]):
            if circle := walk(needed, [*way, node]):
                return circle
        done.add(node)
        return None

    for node in needs:
        if circle := walk(node, []):
            return places[circle[0]], circle
    return None


def _references(pack: Pack) -> tuple[dict[str, Place], dict[str, set[str]]]:
    """For every named part: where it stands, and the parts its formulas name."""
    places: dict[str, Place] = {}
    needs: dict[str, set[str]] = {}

    def add(name: str, place: Place, texts: list[str], others: list[str]) -> None:
        places[spoken(name)] = place
        mentioned = {one for text in texts for one in names_in(formula(text))}
        needs[spoken(name)] = {_owner(one) for one in mentioned} | {one for one in others if one and one != EVERYONE}

    for name, people in pack.people.items():
        add(name, ("people", name), [people.if_], [])
    for name, roster in pack.rosters.items():
        add(name, ("rosters", name), [], [roster.who])
    for name, measure in pack.measures.items():
        # The formulas of a measure name fields of records, which are computed from nothing.
        add(name, ("measures", name), [], [measure.among.roster] if measure.among else [])
    for name, total in pack.totals.items():
        add(name, ("totals", name), [], [total.of, total.over])
    for name, clause in pack.clauses.items():
        add(name, ("clauses", name), *_of_clause(clause))
    own = {spoken(name) for name, _ in pack.quotas(TEACHER)}
    places[OWN_QUOTAS], needs[OWN_QUOTAS] = ("clauses",), own
    return places, {name: {one for one in named if one in places} for name, named in needs.items()}


def _owner(name: str) -> str:
    """The part that a name such as `observe_20.target` belongs to."""
    return name.partition(".")[0]


def _of_clause(clause: Clause) -> tuple[list[str], list[str]]:
    """The formulas of a clause, and the people it is for."""
    if isinstance(clause, Quota):
        return [text for text in (clause.done, clause.target, clause.when) if text], [clause.for_]
    if isinstance(clause, Points):
        return [part.value for part in clause.parts.values()], [part.for_ for part in clause.parts.values()]
    if isinstance(clause, Eligibility):
        return [clause.judged_on, *(one.if_ for one in clause.conditions.values())], [clause.for_]
    return [clause.amount], []


def formulas_of(clause: Clause) -> Iterator[str]:
    """Every formula of a clause."""
    yield from _of_clause(clause)[0]
