"""Why a number is what it is: the clause, its source, the records that counted and those left out, the arithmetic."""

from projections.explain.explainer import Explainer
from projections.explain.explanation import Explanation, Item

__all__ = ["Explainer", "Explanation", "Item"]
