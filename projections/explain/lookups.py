"""What the explanations of a pack look up in it again and again, looked up once."""

from collections.abc import Iterable
from functools import cached_property

from projections.language.clauses import Clause
from projections.language.pack import Pack, formula
from projections.language.references import formulas_of, needs_of_parts, owner_of
from projections.language.subject_scopes import EVENT, law_on, subject_of, subject_of_total, subject_scope
from projections.language.syntax import names_in


class Lookups:
    """What a pack's clauses name, the head of each clause's explanation, and reasons that are none."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._named: dict[str, frozenset[str]] = {}
        self._mentioned: dict[str, frozenset[str]] = {}
        self._in_force: dict[str, tuple[list[str], list[str]]] = {}
        self._sources: dict[str, dict[str, object]] = {}
        self._needs = needs_of_parts(pack)

    @cached_property
    def reasons_for_others(self) -> frozenset[str]:
        """Why a record counts for something else, and was never meant to count for this."""
        return frozenset(condition.otherwise for one in self._pack.measures.values() for condition in one.where)

    def names(self, texts: Iterable[str]) -> frozenset[str]:
        """The names in some formulas."""
        return frozenset().union(*(self._names(text) for text in texts if text))

    def measures(self, texts: Iterable[str], kind: str) -> list[str]:
        """The measures and pools of a kind of subject that formulas name, each once, in the pack's order."""
        named, pack = self.names(texts), self._pack
        return [name for name in (*pack.measures, *pack.pools) if name in named and subject_of(pack, name) == kind]

    def unit(self, texts: Iterable[str]) -> str:
        """The unit of the first measure, pool or total that formulas name; empty where there is none."""
        named = self.names(texts)
        for section in (self._pack.measures, self._pack.pools, self._pack.totals):
            for name, rule in section.items():
                if name in named and rule.unit:
                    return rule.unit
        return ""

    def totals(self, name: str, clause: Clause) -> list[str]:
        """The totals of the clause's own subjects that its formulas name, in the pack's order."""
        named = self._mentioned_in(name, clause)
        totals = self._pack.totals
        return [one for one in totals if one in named and subject_of_total(self._pack, totals[one]) == clause.per]

    def in_force(self, name: str, clause: Clause) -> tuple[list[str], list[str]]:
        """The dated values and the windows of its subjects that a clause goes by, through whatever it is made of."""
        if name not in self._in_force:
            self._in_force[name] = self._found_in_force(name, clause)
        return self._in_force[name]

    def source(self, name: str) -> dict[str, object]:
        """What an explanation says of where its clause comes from."""
        if name not in self._sources:
            self._sources[name] = self._found_source(name)
        return dict(self._sources[name])

    def _names(self, text: str) -> frozenset[str]:
        if text not in self._named:
            self._named[text] = frozenset(names_in(formula(text)))
        return self._named[text]

    def _mentioned_in(self, name: str, clause: Clause) -> frozenset[str]:
        if name not in self._mentioned:
            self._mentioned[name] = self.names(formulas_of(clause))
        return self._mentioned[name]

    def _found_in_force(self, name: str, clause: Clause) -> tuple[list[str], list[str]]:
        seen, waiting = set[str](), {owner_of(one) for one in self._mentioned_in(name, clause)}
        while waiting:
            one = waiting.pop()
            seen.add(one)
            waiting |= self._needs.get(one, set()) - seen
        pack = self._pack
        scope = subject_scope(pack, clause.per)
        values = [
            one for one, value in pack.values.items() if one in seen & scope.keys() and law_on(pack, value) != EVENT
        ]
        return values, [one for one, window in pack.windows.items() if one in seen and window.per == clause.per]

    def _found_source(self, name: str) -> dict[str, object]:
        clause, head = self._pack.clauses[name], self._pack.head_of(name)
        source: dict[str, object] = {
            "pack": f"{head.id}@{head.version}",
            "document": head.document.name,
            "date": head.document.date.isoformat(),
            "section": clause.source.section,
            "origin": clause.origin,
            "trace": clause.trace,
            "readings": [f"{reading.question} {reading.choice}" for reading in clause.readings],
        }
        if clause.overrides:
            source["overrides"] = [f"{one.pack} {one.clause}:{one.why}" for one in clause.overrides]
        if clause.status == "historical":
            source["status"] = clause.status
        return source
