"""What every explanation is made with: the subject's values, formulas in words, and the records behind a measure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from projections.evaluation import Evaluation
from projections.explain.explanation import Explanation, Item, in_json
from projections.explain.lookups import Lookups
from projections.labels import label
from projections.lacking import Lacking
from projections.language.clauses import Clause
from projections.language.pack import Pack, formula
from projections.language.scalars import NO_DAY
from projections.language.subject_scopes import law_on
from projections.plain import PlainReading, Trace
from projections.plain.subjects import Subject
from projections.plain.trace import Counted, LeftOut
from projections.working import in_words

_MEMBERS_TOLD = 60
"""Of how many at most it is told what each comes to; of more, as of a whole county, only the total."""


@dataclass(frozen=True)
class Telling:
    """One explanation in the making: whom it is about, and what is read for it."""

    told: Explanation
    evaluation: Evaluation
    reading: PlainReading
    lookups: Lookups

    @property
    def pack(self) -> Pack:
        """The pack explained."""
        return self.evaluation.pack

    @property
    def subject(self) -> Subject:
        """Whom the clause is explained for."""
        return Subject(self.told.per, self.told.subject)

    def value(self, name: str) -> Any:
        """The value of a name for the subject."""
        return self.reading.of(self.subject, name)

    def of(self, text: str, more: dict[str, Any] | None = None) -> Any:
        """The value of a formula for the subject."""
        return self.reading.evaluated(self.subject, text, more)

    def words(self, text: str, more: dict[str, Any] | None = None, *, factor: bool = False) -> str:
        """A formula with each name called by its label, its value in brackets; a sum in brackets if a `factor`."""
        lookup = self._lookup(more)
        return in_words(self.pack, text, lookup, lambda one: self.reading.result_of(one, lookup), factor=factor)

    def lacking(self, text: str, more: dict[str, Any] | None = None) -> str:
        """What would have to happen for a condition to hold; empty where it holds."""
        lookup = self._lookup(more)
        return Lacking(self.pack, lambda one: self.reading.result_of(one, lookup)).of(formula(text))

    def records_of(self, texts: Iterable[str]) -> None:
        """Add the records behind every measure and pool that formulas name."""
        for measure in self.measures(texts):
            self._records(measure)

    def measures(self, texts: Iterable[str]) -> list[str]:
        """The measures and pools of the subject itself that formulas name, each once, in the pack's order."""
        return self.lookups.measures(texts, self.told.per)

    def unit(self, texts: Iterable[str]) -> str:
        """The unit of the first measure, pool or total that formulas name; empty where there is none."""
        return self.lookups.unit(texts)

    def say_what_is_in_force(self, clause: Clause) -> None:
        """Add the dated values and the stretches of time that the clause goes by, as they are for the subject."""
        values, windows = self.lookups.in_force(self.told.clause, clause)
        for name in values:
            value = self.pack.values[name]
            day = self.of(law_on(self.pack, value))
            item = {"name": name, "says": value.says.zh, "value": in_json(self.value(name)), "unit": value.unit}
            self.told.in_force.append(item | {"law_on": day.isoformat() if day != NO_DAY else None})
        for name in windows:
            found, says = self.reading.window(self.subject, name), self.pack.windows[name].says.zh
            self.told.in_force.append({"name": name, "says": says, "from": _day(found.first), "to": _day(found.last)})

    def name_of(self, measure: str) -> str:
        """What people call a measure."""
        return label(self.pack, measure)

    def say_whom_totals_take(self, clause: Clause) -> None:
        """Add what each member of a roster comes to, for every total that the clause's formulas name."""
        for name in self.lookups.totals(self.told.clause, clause):
            total = self.pack.totals[name]
            members = self.reading.rosters.members(total.over, self.subject)
            for member in members if len(members) <= _MEMBERS_TOLD else ():
                worth = Fraction(self.reading.evaluated(member, total.of))
                self.told.members.append({"total": name, "code": member.code, "value": in_json(worth)})

    def _lookup(self, more: dict[str, Any] | None) -> Callable[[str], Any]:
        return lambda name: more[name] if more and name in more else self.value(name)

    def _records(self, measure: str) -> None:
        """Add the records that a measure or pool counted and left out; of a pool also what its measures left out.

        One that counts for something else, and was never meant to count for this, is not said to be left out.
        """
        told, trace = self.told, self._traced(measure)
        told.counted += [_counted(one, measure) for one in trace.counted]
        pooled = self.pack.pools[measure].of if measure in self.pack.pools else []
        before = [replace(out, measure=name) for name in pooled for out in self._traced(name).left_out]
        before = [out for out in before if out not in trace.left_out]  # what a ceiling emptied is in the pool too
        if told.left_out or trace.left_out or before:
            self._leave_out([*trace.left_out, *before], measure)
        for name in pooled or [measure]:
            told.missing.extend("/".join(item) for item in self.reading.unreached(told.subject, name))

    def _leave_out(self, left_out: list[LeftOut], measure: str) -> None:
        told, for_others = self.told, self.lookups.reasons_for_others
        counted = {(one["entry"], one["position"]) for one in told.counted}
        told.left_out = [
            one
            for one in told.left_out
            if one["reason"] not in for_others or (one["entry"], one["position"]) not in counted
        ]
        known = {(one["entry"], one["position"], one["reason"]) for one in told.left_out}
        for out in left_out:
            record = _record(out)
            key = (record["entry"], out.position, out.reason)
            if key not in known and (out.reason not in for_others or key[:2] not in counted):
                record["reason"], record["measure"] = out.reason, out.measure or measure
                told.left_out.append(record)

    def _traced(self, measure: str) -> Trace:
        return self.reading.traced(self.told.subject, measure)


def _record(one: Counted | LeftOut) -> Item:
    return {"entry": one.entry.hex(), "position": one.position, "day": _day(one.day)}


def _counted(one: Counted, measure: str) -> Item:
    record = _record(one)
    record["measure"] = one.measure or measure
    record["worth"] = in_json(one.worth)
    if one.note:
        record["note"] = one.note
    return record


@lru_cache(4096)
def _day(day: date | None) -> str | None:
    return day.isoformat() if day and day != NO_DAY else None
