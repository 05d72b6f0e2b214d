"""The worked examples of a pack, run: given these numbers, does the clause give what its writer says?"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ledger.nearest import did_you_mean
from ledger.spelling import squeeze
from projections.language.calendars import Calendars
from projections.language.clauses import Clause, Eligibility, Example, Ranking
from projections.language.dated_values import value_on
from projections.language.example_results import RESULTS
from projections.language.loading import BY_NAME, Draft
from projections.language.pack import Pack, formula
from projections.language.references import formulas_of, owner_of
from projections.language.scalars import evaluate
from projections.language.scopes import Scope, rotation_scope
from projections.language.subject_scopes import law_on, subject_scope
from projections.language.syntax import calls_in, names_in
from projections.language.tables import scalar_tables
from projections.language.types import Type
from projections.language.written_numbers import exact_number, is_number
from projections.language.yaml_text import Path as Place

ROWS = "rows"
"""What an example of a ranking gives beside names that hold for all: one set of names for each who is ranked."""

_COUNTED = ("base", "reached")


class NotGiven(Exception):
    """A name that the example needs and does not give."""


def run_examples(pack: Pack, draft: Draft, names: Collection[str]) -> None:
    """Note every example of the clauses named that gives something else; what rests on a fault is not run."""
    faulty = draft.faulty | draft.broken
    if any(place[:1] and place[0] not in BY_NAME for place in faulty):
        return  # a convention is wrong
    looked_up: dict[str, Any] = {
        section: {name: one for name, one in getattr(pack, section).items() if (section, name) not in faulty}
        for section in ("tables", "scales", "values")
    }
    running = _Running(replace(pack, **looked_up), draft)
    unusable = {str(place[1]) for place in faulty if place[:1] != ("clauses",) and len(place) > 1}
    for name in names:
        clause = pack.clauses[name]
        if ("clauses", name) in faulty or unusable & _asked_for(clause):
            continue
        for number, example in enumerate(clause.examples):
            running.run(("clauses", name, "examples", number), name, clause, example)


def _asked_for(clause: Clause) -> set[str]:
    """The parts, tables and scales that a sound clause's formulas name."""
    trees = [formula(text) for text in formulas_of(clause)]
    named = {owner_of(name) for tree in trees for name in names_in(tree)}
    return named | {call.function for tree in trees for call in calls_in(tree)}


class _Running:
    """The examples of one pack, run one by one."""

    def __init__(self, pack: Pack, draft: Draft) -> None:
        self._pack = pack
        self._draft = draft
        self._tables = scalar_tables(pack)
        self._calendars = Calendars.of(pack.head.conventions.school_year_from, ())

    def run(self, place: Place, name: str, clause: Clause, example: Example) -> None:
        """Note what the clause gives otherwise than the example says."""
        given = self._typed(place, clause, example.given)
        if given is None:
            return
        try:
            results = RESULTS[type(clause)](self._pack, name, clause, self._reader(clause, example, given), given)
        except NotGiven as missing:
            self._draft.fault(place, "example-incomplete", f"算例没有给出 {missing}", "请在 given 里写上它的值")
            return
        self._compare((*place, "gives"), name, results, example.gives)

    def _reader(self, clause: Clause, example: Example, given: Mapping[str, Any]) -> Callable[..., Any]:
        """Gives the value of a formula's text, names read from what is given (and from a row of it)."""

        def of(text: str, row: Mapping[str, Any] | None = None) -> Any:
            def value(name: str) -> Any:
                if row is not None and name in row:
                    return row[name]
                if name in given:
                    return given[name]
                if name == "judging_day" and isinstance(clause, Eligibility):
                    return of(clause.judged_on)
                if name in self._pack.values:
                    return self._value(name, example, of)
                raise NotGiven(name)

            return evaluate(formula(text), value, self._tables, self._calendars)

        return of

    def _value(self, name: str, example: Example, of: Callable[[str], Any]) -> Fraction:
        """A named value that is not given: that of the example's day, else of the day its law is looked up on."""
        value = self._pack.values[name]
        if example.on:
            return value_on(value, example.on)
        if len(value.is_) == 1:
            return value_on(value, date.min)
        try:
            return value_on(value, of(law_on(self._pack, value)))
        except NotGiven:
            raise NotGiven(f"{name}(或写 on: 按哪一天的值)") from None

    def _typed(self, place: Place, clause: Clause, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is given, words squeezed and numbers exact; None where a name is unknown or a value does not fit."""
        scope = self._scope(clause)
        found: dict[str, Any] = {}
        for name, value in given.items():
            at = (*place, "given", name)
            if name == ROWS and isinstance(clause, Ranking):
                rows = [self._typed_row((*at, number), row, scope) for number, row in enumerate(_listed(value))]
                if not rows or None in rows:
                    self._draft.fault(at, "wrong-value", "rows 应是一行一行的 {名称: 值}", "请照着写,每行一个人")
                    return None
                found[name] = rows
            else:
                found[name] = self._one(at, name, value, scope)
                if found[name] is None:
                    return None
        return found

    def _typed_row(self, place: Place, row: Any, scope: Scope) -> dict[str, Any] | None:
        if not isinstance(row, Mapping):
            return None
        typed = {name: self._one((*place, name), name, value, scope) for name, value in row.items()}
        return None if None in typed.values() else typed

    def _scope(self, clause: Clause) -> Scope:
        if clause.__struct_config__.tag == "allowance":
            return rotation_scope()
        scope = subject_scope(self._pack, clause.per) | {"judging_day": Type.DAY}
        return scope | dict.fromkeys(_COUNTED, Type.NUMBER) if clause.__struct_config__.tag == "target" else scope

    def _one(self, place: Place, name: str, value: Any, scope: Scope) -> Any:
        if name not in scope:
            self._draft.fault(place, "unknown-name", f"没有叫“{name}”的名称", did_you_mean(name, scope))
            return None
        wanted = scope[name]
        if wanted is Type.NUMBER and is_number(value):
            return exact_number(value)
        if wanted is Type.WORD and isinstance(value, str):
            return squeeze(value)
        if (wanted is Type.YES and isinstance(value, bool)) or (wanted is Type.DAY and isinstance(value, date)):
            return value
        self._draft.fault(place, "wrong-type", f"{name} 是{wanted},写的是“{_shown(value)}”", "请改正这个值")
        return None

    def _compare(self, place: Place, name: str, results: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        for result, said in wanted.items():
            at = (*place, result)
            if result not in results:
                known = "、".join(results)
                self._draft.fault(at, "unknown-name", f"{name} 不给出 {result}", f"可以写:{known}")
            elif isinstance(said, Mapping) and isinstance(results[result], Mapping):
                self._compare(at, f"{name} 的 {result}", results[result], said)
            elif not _alike(results[result], said):
                message = f"算例说 {result} 是 {_shown(said)},算出来是 {_shown(results[result])}"
                self._draft.fault(at, "example-fails", message, "请核对公式或算例")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _alike(found: Any, said: Any) -> bool:
    """Whether a result is what is said; a number may be written as `40%` or `2/7`, yes and no are no numbers."""
    if isinstance(found, list):
        return isinstance(said, list) and len(found) == len(said) and all(map(_alike, found, said))
    if isinstance(found, bool) or isinstance(said, bool):
        return found is said
    if isinstance(found, int | Fraction):
        return is_number(said) and exact_number(said) == found
    return bool(found == said)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_shown, value)) or "空"
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact) if Fraction(exact) == value else f"{value.numerator}/{value.denominator}"
    return "没有" if value is None else str(value)
