"""What the book itself says of a record that stands: when it was recorded, who attested it, what was attached to it."""

from dataclasses import dataclass
from datetime import date

NEVER = date.min
"""Stands for the day of what has not been done."""


@dataclass(slots=True)
class SaidOfRecord:
    """Of the version that stands: days are days in the county; `evidence` is how many different files are with it.

    `attested_on`, `attested_by`: the last attestation, and the office that attested; NEVER and empty without one.
    """

    recorded_on: date
    authority: str
    attested_on: date = NEVER
    attested_by: str = ""
    evidence: int = 0
