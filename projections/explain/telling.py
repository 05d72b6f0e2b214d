"""What every explanation is made with: the subject's values, formulas in words, and the records behind a measure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from projections.evaluation import Evaluation
from projections.explain.explanation import Explanation, Item, in_json
from projections.labels import label
from projections.lacking import Lacking
from projections.language.clauses import Clause
from projections.language.pack import Pack, formula
from projections.language.references import formulas_of, owner_of
from projections.language.scalars import NO_DAY
from projections.language.subject_scopes import EVENT, law_on, subject_of, subject_of_total
from projections.language.syntax import names_in
from projections.plain import PlainReading, Trace
from projections.plain.subjects import Subject
from projections.working import in_words

_MEMBERS_TOLD = 60
"""Of how many at most it is told what each comes to; of more, as of a whole county, only the total."""


@dataclass(frozen=True)
class Telling:
    """One explanation in the making: whom it is about, and what is read for it."""

    told: Explanation
    evaluation: Evaluation
    reading: PlainReading
    needs: Mapping[str, set[str]]  # by part of the pack the parts that it is computed from

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
        named = {name for text in texts if text for name in names_in(formula(text))}
        rules = (*self.pack.measures, *self.pack.pools)
        return [name for name in rules if name in named and subject_of(self.pack, name) == self.told.per]

    def unit(self, texts: Iterable[str]) -> str:
        """The unit of the first measure, pool or total that formulas name; empty where there is none."""
        named = {name for text in texts if text for name in names_in(formula(text))}
        for section in (self.pack.measures, self.pack.pools, self.pack.totals):
            for name, rule in section.items():
                if name in named and rule.unit:
                    return rule.unit
        return ""

    def say_what_is_in_force(self, clause: Clause) -> None:
        """Add the dated values and the stretches of time that the clause goes by, as they are for the subject."""
        seen = set[str]()
        waiting = {owner_of(name) for text in formulas_of(clause) for name in names_in(formula(text))}
        while waiting:
            name = waiting.pop()
            seen.add(name)
            waiting |= self.needs.get(name, set()) - seen
        for name, value in self.pack.values.items():
            if name in seen and law_on(self.pack, value) != EVENT and name in self.reading.scope(self.told.per):
                day = self.of(law_on(self.pack, value))
                item = {"name": name, "says": value.says.zh, "value": in_json(self.value(name)), "unit": value.unit}
                self.told.in_force.append(item | {"law_on": day.isoformat() if day != NO_DAY else None})
        for name, window in self.pack.windows.items():
            if name in seen and window.per == self.told.per:
                found = self.reading.window(self.subject, name)
                self.told.in_force.append(
                    {"name": name, "says": window.says.zh, "from": _day(found.first), "to": _day(found.last)}
                )

    def name_of(self, measure: str) -> str:
        """What people call a measure."""
        return label(self.pack, measure)

    def say_whom_totals_take(self, clause: Clause) -> None:
        """Add what each member of a roster comes to, for every total that the clause's formulas name."""
        named = {name for text in formulas_of(clause) for name in names_in(formula(text))}
        for name, total in self.pack.totals.items():
            if name not in named or subject_of_total(self.pack, total) != self.told.per:
                continue
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
        for_others = {condition.otherwise for one in self.pack.measures.values() for condition in one.where}
        for one in trace.counted:
            note = {"note": one.note} if one.note else {}
            item = _record(one.entry, one.position, one.day)
            told.counted.append(item | {"measure": one.measure or measure, "worth": in_json(one.worth)} | note)
        counted = {(one["entry"], one["position"]) for one in told.counted}
        told.left_out = [
            one
            for one in told.left_out
            if one["reason"] not in for_others or (one["entry"], one["position"]) not in counted
        ]
        known = {(one["entry"], one["position"], one["reason"]) for one in told.left_out}
        pooled = self.pack.pools[measure].of if measure in self.pack.pools else []
        before = [replace(out, measure=name) for name in pooled for out in self._traced(name).left_out]
        before = [out for out in before if out not in trace.left_out]  # what a ceiling emptied is in the pool too
        for out in (*trace.left_out, *before):
            record = _record(out.entry, out.position, out.day)
            record |= {"reason": out.reason, "measure": out.measure or measure}
            key = (record["entry"], record["position"], record["reason"])
            if key not in known and (out.reason not in for_others or key[:2] not in counted):
                told.left_out.append(record)
        for name in pooled or [measure]:
            told.missing.extend("/".join(item) for item in self.reading.unreached(told.subject, name))

    def _traced(self, measure: str) -> Trace:
        return self.reading.traced(self.told.subject, measure)


def _record(entry: bytes, position: int, day: date | None) -> Item:
    return {"entry": entry.hex(), "position": position, "day": _day(day)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day and day != NO_DAY else None
