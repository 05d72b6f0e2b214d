"""One clause explained for one subject, in the form of docs/json-forms.md."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from projections.canonical import number
from projections.language.scopes import GROUP

Item = dict[str, Any]
"""Part of an explanation: a record, a part of points, a condition, a value in force."""


@dataclass
class Explanation:
    """One clause for one subject, in the form of docs/json-forms.md with more beside it."""

    subject: str
    per: str
    clause: str
    says: str
    source: Item
    value: Any = None
    target: Any = None
    met: bool | None = None
    counted: list[Item] = field(default_factory=list)
    left_out: list[Item] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)
    in_force: list[Item] = field(default_factory=list)
    members: list[Item] = field(default_factory=list)
    working: str = ""
    next: str = ""

    def to_json(self) -> Item:
        """The form of docs/json-forms.md."""
        told = {name: value for name, value in vars(self).items() if name not in ("subject", "per")}
        return {("group" if self.per == GROUP else self.per): self.subject, **told}


def in_json(value: Any) -> Any:
    """An exact number as a JSON number, a day as text; anything else as it is."""
    return number(*value.as_integer_ratio()) if isinstance(value, Fraction) else value
