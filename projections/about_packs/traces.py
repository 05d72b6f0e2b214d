"""留痕: what of a pack rests on traces kept for inspection, and which share of points that is.

A clause rests on traces where it is marked `trace: true`, or is computed from one that is.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from projections.about_packs.bounds_of_formulas import most_of
from projections.about_packs.parts import names_of, owners, resting, used_parts
from projections.canonical import as_json
from projections.language.clauses import Eligibility, Points, PointsPart
from projections.language.pack import Pack, spoken
from projections.simulation.shifts import exact
from projections.simulation.subjects_answered import subjects_answered


class Traces:
    """What rests on traces in one pack; with the answers of a term also the points that were really given."""

    def __init__(self, pack: Pack, result: Mapping[str, Any] | None = None) -> None:
        self._pack = pack
        self._result = result

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        pack = self._pack
        clauses = {name: clause for name, clause in pack.clauses.items() if clause.status != "historical"}
        marked = [name for name, clause in clauses.items() if clause.trace]
        on_traces = [name for name in clauses if spoken(name) in self._resting]
        return {
            "pack": f"{pack.head.id}@{pack.head.version}",
            "marked": marked,
            "resting": on_traces,
            "clauses": len(clauses),
            "points": [self._of_points(name, one) for name, one in clauses.items() if isinstance(one, Points)],
            "eligibility": [
                self._of_eligibility(name, one) for name, one in clauses.items() if isinstance(one, Eligibility)
            ],
        }

    def rests(self, part: Any) -> bool:
        """Whether a part of a clause is computed from what rests on traces."""
        return bool(owners(names_of(part)) & self._resting)

    def _of_points(self, name: str, clause: Points) -> dict[str, Any]:
        parts = []
        for part, said in clause.parts.items():
            trace = clause.trace or self.rests(said)
            parts.append(
                {
                    "part": part,
                    "says": said.says.zh,
                    "trace": trace,
                    "maximum": as_json(_most(self._pack, said)),
                    "sum": as_json(self._given(name, part)),
                }
            )
        shares = {key: as_json(_share(parts, key)) for key in ("maximum", "sum")}
        return {"clause": name, "says": clause.says.zh, "parts": parts, "share": shares}

    def _of_eligibility(self, name: str, clause: Eligibility) -> dict[str, Any]:
        own = [condition for condition, one in clause.conditions.items() if clause.trace or self.rests(one)]
        return {"clause": name, "says": clause.says.zh, "conditions": len(clause.conditions), "resting": own}

    def _given(self, clause: str, part: str) -> Fraction | None:
        """The points of a part of a clause, of everybody together; None without the answers of a term."""
        if self._result is None:
            return None
        return sum((exact(value) for value in self._values(clause, part)), Fraction(0))

    def _values(self, clause: str, part: str) -> Iterator[Any]:
        for _, _, answers in subjects_answered(self._result or {}):
            scores = answers.get("scores") or {clause: answers.get("points") or {}}
            parts = scores.get(clause, {}).get("parts") or {}
            if part in parts:
                yield parts[part]

    @cached_property
    def _resting(self) -> set[str]:
        """The names, as formulas write them, of everything that rests on traces."""
        pack = self._pack
        marked = {spoken(name) for name, clause in pack.clauses.items() if clause.trace}
        return resting(pack, marked, used_parts(pack))


def _most(pack: Pack, part: PointsPart) -> Fraction | None:
    """The most that a part can give, where it says so."""
    most = most_of(pack, part.value)
    weight = most_of(pack, part.weight) if part.weight else Fraction(1)
    most = None if most is None or weight is None else most * weight
    ceiling = most_of(pack, part.at_most) if part.at_most else None
    known = [one for one in (most, ceiling) if one is not None]
    return min(known, default=None)


def _share(parts: list[dict[str, Any]], key: str) -> Fraction | None:
    """Which share of the parts together rests on traces; None where one of them is not known, or all are nothing."""
    if not parts or any(part[key] is None for part in parts):
        return None
    total = sum((exact(part[key]) for part in parts), Fraction(0))
    traced = sum((exact(part[key]) for part in parts if part["trace"]), Fraction(0))
    return traced / total if total else None
