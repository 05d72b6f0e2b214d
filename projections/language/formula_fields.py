"""Which words of a pack are formulas, so that a mere number or day may be written there without quotation marks."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from projections.language import clauses, schema

_CLAUSE = ("dated_by", "when")
FORMULAS: dict[type[schema.Part], tuple[str, ...]] = {
    schema.Conventions: ("law_on",),
    schema.NamedValue: ("law_on",),
    schema.People: ("if_",),
    schema.Window: ("from_", "to"),
    schema.Condition: ("if_",),
    schema.Within: ("day", "until"),
    schema.Lots: ("at_least",),
    schema.Best: ("count", "share", "each", "shares"),
    schema.Cap: ("at_most", "if_"),
    schema.Measure: ("value", "highest", "periods_reaching"),
    schema.Pool: ("periods_reaching",),
    schema.Total: ("of",),
    schema.Earlier: ("of",),
    clauses.Line: ("done", "target", "due"),
    clauses.Settled: ("if_",),
    clauses.PointsPart: ("value", "weight", "at_least", "at_most"),
    clauses.Requirement: ("if_",),
    clauses.Key: ("value",),
    clauses.Quota: ("done", "target", "due", *_CLAUSE),
    clauses.Points: ("at_least", "at_most", *_CLAUSE),
    clauses.Eligibility: ("judged_on", *_CLAUSE),
    clauses.Veto: ("if_", *_CLAUSE),
    clauses.Ranking: ("places", *_CLAUSE),
    clauses.Target: ("reach", "target", *_CLAUSE),
    clauses.DayClause: ("day", "judged_on", *_CLAUSE),
    clauses.Figure: ("value", *_CLAUSE),
    clauses.Allowance: ("amount", *_CLAUSE),
}
"""The fields of each part that hold one formula, or (`shares`) a list of them."""


def as_formula(value: Any) -> Any:
    """A number or a day, as YAML reads it, made the text of a formula again, in a list each; anything else as it is."""
    if isinstance(value, list):
        return [as_formula(one) for one in value]
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return _written(Fraction(value))
    if isinstance(value, date):
        return f'day("{value.isoformat()}")'
    return value


def _written(value: Fraction) -> str:
    """A number as people write it: 2.5 and not 5/2; a third stays a quotient."""
    plain = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{plain:f}" if Fraction(plain) == value else str(value)
