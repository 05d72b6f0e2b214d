"""What a change of rules does to one subject's answers: for each clause before and after, and who gains or loses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

GAINS, LOSES, CHANGES = "gains", "loses", "changes"

_GOOD = ("met", "eligible", "chosen", "reached")
"""What is a gain where it becomes true, and a loss where it no longer is."""

_ADDED_UP = ("points", "scores", "allowances")
"""Lists of parts and a total."""


@dataclass(frozen=True)
class Shift:
    """One answer that is another: `what` is the list it stands in (quotas, points …), `change` what it means."""

    what: str
    clause: str
    before: Any
    after: Any
    change: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return dict(vars(self))


def shifts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Shift]:
    """What differs between two answers about a subject, clause by clause, in the order of the answers."""
    if "scores" in before or "scores" in after:
        before, after = _all_scored(before, after), _all_scored(after, before)
    lists = _union(before, after)
    return [shift for what in lists for shift in _of_list(what, before.get(what), after.get(what))]


def _all_scored(answers: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with all points under `scores`, where the first clause of points stands under `points` as well.

    Where there is only one, it is taken for the clause that stands first in the `other` answers.
    """
    found = {what: said for what, said in answers.items() if what != "points"}
    first = other.get("points") or {}
    name = next((one for one, said in other.get("scores", {}).items() if _same_points(said, first)), "")
    return {"scores": {name: answers.get("points") or {}}} | found


def _same_points(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(name) == other.get(name) for name in ("parts", "total"))


def verdict(found: Iterable[Shift]) -> str:
    """What shifts come to together: `gains` or `loses` where nothing points the other way, else `changes`."""
    meanings = {shift.change for shift in found} - {CHANGES}
    return meanings.pop() if len(meanings) == 1 else CHANGES


def points_total(answers: Mapping[str, Any]) -> Fraction:
    """The points of a subject, exact: the total, or the sum of totals where there are several clauses of points."""
    scores = answers.get("scores") or {"": answers.get("points") or {}}
    return sum((exact(one.get("total") or 0) for one in scores.values()), Fraction(0))


def exact(value: Any) -> Fraction:
    """A number of the answers, as it was rounded: 16.84 is 1684/100."""
    return Fraction(str(value))


def _of_list(what: str, before: Any, after: Any) -> Iterator[Shift]:
    if before == after:
        return
    before, after = before or {}, after or {}
    if what in _ADDED_UP:
        yield from _added_up(what, before, after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for clause in _union(before, after):
            was, now = before.get(clause), after.get(clause)
            if was != now:
                yield Shift(what, clause, was, now, _of_veto(was, now) if what == "vetoes" else _meaning(was, now))
    else:
        yield Shift(what, "", before or None, after or None, CHANGES)


def _added_up(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Shift]:
    """Of what has parts every part, and the total, which alone says who gains."""
    if "total" not in before and "total" not in after:
        for clause in _union(before, after):
            for shift in _added_up(what, before.get(clause) or {}, after.get(clause) or {}):
                yield Shift(what, f"{clause}.{shift.clause}", shift.before, shift.after, shift.change)
        return
    was, now = before.get("parts") or {}, after.get("parts") or {}
    for part in _union(was, now):
        if was.get(part) != now.get(part):
            yield Shift(what, part, was.get(part), now.get(part), CHANGES)
    old, new = exact(before.get("total") or 0), exact(after.get("total") or 0)
    if old != new:
        yield Shift(what, "total", before.get("total"), after.get("total"), GAINS if new > old else LOSES)


def _meaning(before: Any, after: Any) -> str:
    """What it means that one clause's answer is another; a duty that is new, or gone, is one unmet or met."""
    if not isinstance(before or {}, Mapping) or not isinstance(after or {}, Mapping):
        return CHANGES
    was, now = before or {}, after or {}
    for name in _GOOD:
        assumed = name == "met"  # nobody is behind with what is no duty
        old, new = was.get(name, assumed), now.get(name, assumed)
        if isinstance(old, bool) and isinstance(new, bool) and old is not new and name in {**was, **now}:
            return GAINS if new else LOSES
    if "place" in was and "place" in now and "chosen" not in {**was, **now} and was["place"] != now["place"]:
        return GAINS if now["place"] < was["place"] else LOSES
    return CHANGES


def _of_veto(before: Any, after: Any) -> str:
    if bool(before) is bool(after):
        return CHANGES
    return LOSES if after else GAINS


def _union(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*before, *after]))
