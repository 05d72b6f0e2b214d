"""What can be wrong with a row, in the order in which a fault is named when there are several."""

from dataclasses import dataclass

CODES = (
    "missing-value",
    "unknown-value",
    "bad-date",
    "future-date",
    "bad-number",
    "bad-id-number",
    "unknown-school",
    "unknown-teacher",
    "ambiguous-teacher",
    "observes-self",
    "mentors-self",
    "outside-term",
    "ends-before-start",
    "already-on-rotation",
    "clash",
)
_RANK = {code: rank for rank, code in enumerate(CODES)}


@dataclass(frozen=True)
class Fault:
    """One fault of a cell or row: a code of `CODES`, and a sentence for the person who handed it in."""

    code: str
    message: str

    @property
    def rank(self) -> int:
        """Its place in the order; the lowest is named."""
        return _RANK[self.code]
