"""Which verdicts of a pack rest on records of some kinds: for whoever may not see these, the verdicts are withheld."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from projections.about_packs.parts import names_of, owners, resting
from projections.language.clauses import Eligibility, Veto
from projections.language.pack import Pack, spoken


@dataclass(frozen=True)
class RestingOn:
    """What rests on records of some kinds: clauses of eligibility with the conditions that do, vetoes, measures."""

    conditions: Mapping[str, frozenset[str]]
    """By clause of eligibility; a veto that bars it is among its conditions, as in the answers."""
    vetoes: frozenset[str]
    measures: frozenset[str]


def resting_on(pack: Pack, kinds: Collection[str]) -> RestingOn:
    """What of a pack rests on records of some kinds (names without version)."""
    begin = {spoken(name) for name, one in pack.measures.items() if one.of in kinds}
    begin |= {spoken(name) for name, one in pack.measures.items() if one.link and one.link.to in kinds}
    found = resting(pack, begin)
    vetoes = {name: one for name, one in pack.clauses.items() if isinstance(one, Veto) and spoken(name) in found}
    conditions = {}
    for name, clause in pack.clauses.items():
        if not isinstance(clause, Eligibility):
            continue
        own = {part for part, one in clause.conditions.items() if owners(names_of(one)) & found}
        own |= {veto for veto, one in vetoes.items() if name in one.bars}
        if own:
            conditions[name] = frozenset(own)
    measures = frozenset(name for name in pack.measures if spoken(name) in found)
    return RestingOn(conditions, frozenset(vetoes), measures)
