"""The worked examples of a pack, run: given these numbers, does the clause give what its writer says?"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from projections.language.loading import Draft
from projections.language.pack import Pack, formula
from projections.language.rounding import half_up
from projections.language.scalars import evaluate
from projections.language.schema import Clause, Eligibility, Points, Quota
from projections.language.tables import scalar_tables
from projections.language.yaml_text import Path as Place


class _NotGiven(Exception):
    """A name that the example needs and does not give."""


def run_examples(pack: Pack, draft: Draft) -> None:
    """Note every example of the pack whose clause gives something else."""
    tables = scalar_tables(pack)
    for name, clause in pack.clauses.items():
        for number, example in enumerate(clause.examples):
            place: Place = ("clauses", name, "examples", number)
            try:
                results = _results(pack, clause, example.given, tables)
            except _NotGiven as missing:
                draft.fault(place, "example-incomplete", f"算例没有给出 {missing}", "请在 given 里写上它的值")
                continue
            for result, wanted in example.gives.items():
                if result not in results:
                    draft.fault(
                        (*place, "gives", result),
                        "unknown-name",
                        f"{name} 不给出 {result}",
                        f"可以写:{'、'.join(results)}",
                    )
                elif results[result] != wanted:
                    draft.fault(
                        (*place, "gives", result),
                        "example-fails",
                        f"算例说 {result} 是 {_shown(wanted)},算出来是 {_shown(results[result])}",
                        "请核对公式或算例",
                    )


def _results(pack: Pack, clause: Clause, given: Mapping[str, Any], tables: Any) -> dict[str, Any]:
    def value(name: str) -> Any:
        if name == "judging_day" and isinstance(clause, Eligibility):
            return of(clause.judged_on)
        if name not in given:
            raise _NotGiven(name)
        return given[name]

    def of(text: str) -> Any:
        return evaluate(formula(text), value, tables)

    if isinstance(clause, Quota):
        done, target = of(clause.done), of(clause.target)
        return {"done": done, "target": target, "met": done >= target, "short": max(0, target - done)}
    if isinstance(clause, Points):
        digits = pack.head.conventions.digits
        parts = {name: half_up(Fraction(of(part.value)), digits) for name, part in clause.parts.items()}
        return {**parts, "total": sum(parts.values(), Fraction(0))}
    if isinstance(clause, Eligibility):
        fails = [name for name, condition in clause.conditions.items() if not of(condition.if_)]
        return {"eligible": not fails, "fails": fails}
    return {"amount": of(clause.amount)}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return str(Decimal(value.numerator) / Decimal(value.denominator))
    return str(value)
