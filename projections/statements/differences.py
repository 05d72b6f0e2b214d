"""Where two results differ: each place, with what stood there before and after, in the order of the canonical form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from projections.language.clauses import Points
from projections.language.pack import Pack

Place = tuple[str, ...]
"""The keys that lead to an answer: `("teachers", "000101", "quotas", "observe-20", "done")`."""

_BEFORE_ANSWERS = {"county": 1, "subjects": 3}
_USUALLY = 2
"""How many keys name the part of the result and the subject: `teachers`, code; of other subjects also the kind."""


@dataclass(frozen=True)
class Difference:
    """A place at which two results differ; None where one has nothing there."""

    place: Place
    before: Any
    after: Any

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {"at": "/".join(self.place), "before": self.before, "after": self.after}

    @property
    def subject(self) -> Place:
        """The part of the result, and the subject in it, that the difference is about; of the head neither."""
        if len(self.place) <= 1:
            return ()
        part = self.place[0]
        if part == "county":
            return part, part
        return part, ":".join(self.place[1 : _BEFORE_ANSWERS.get(part, _USUALLY)])

    @property
    def within(self) -> Place:
        """Where in the subject's answers."""
        return self.place[_BEFORE_ANSWERS.get(self.place[0], _USUALLY) :] if self.place else ()

    def clause(self, pack: Pack) -> str:
        """The clause that answers there; empty where the difference is about no clause."""
        for key in self.within:
            if key in pack.clauses:
                return key
        clauses = [name for name, clause in pack.clauses.items() if isinstance(clause, Points)]
        if clauses and self.within[:1] == ("points",):
            parts = {part: name for name in clauses for part in getattr(pack.clauses[name], "parts", {})}
            return parts.get(self.place[-1], clauses[0])
        return ""


def differences(before: Any, after: Any, place: Place = ()) -> Iterator[Difference]:
    """Every place at which two results differ. Lists are compared whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}, key=lambda key: key.encode("utf-16-be")):
            yield from differences(before.get(key), after.get(key), (*place, key))
    elif isinstance(before, dict) and after is None:
        for key in sorted(before):
            yield from differences(before[key], None, (*place, key))
        if not before:
            yield Difference(place, before, after)
    elif isinstance(after, dict) and before is None:
        for key in sorted(after):
            yield from differences(None, after[key], (*place, key))
        if not after:
            yield Difference(place, before, after)
    elif before != after or type(before) is not type(after):
        yield Difference(place, before, after)
