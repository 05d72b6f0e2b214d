"""Targets: which share of those on a roster reached something."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class TargetResult:
    """How many there are, how many reached it, against which share; `missing`: the codes of those who did not."""

    base: int
    reached: int
    target: Fraction
    missing: list[str]

    @property
    def share(self) -> Fraction:
        """The share that reached it; 0 where there is nobody."""
        return Fraction(self.reached, self.base) if self.base else Fraction(0)

    @property
    def met(self) -> bool:
        """Whether at least the target's share reached it; so it is where there is nobody."""
        return self.reached >= self.target * self.base

    def value(self, name: str) -> Any:
        """A result by its name in formulas."""
        found = getattr(self, name)
        return found if isinstance(found, bool | Fraction) else Fraction(found)
