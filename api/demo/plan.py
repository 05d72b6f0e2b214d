"""What is asked of a made-up county, then what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

SMALLEST = 12
"""With fewer teachers a township cannot have a central school, a junior school and a complete primary."""


@dataclass(frozen=True)
class CountyPlan:
    """The county wanted. The same plan gives the same bytes, on any day.

    `observations` fixes the number of distinct observation records (None: as many as come about), duplicates
    and refused rows not counted. `mess` scales how untidily cells are written; 0 is a clean workbook with
    neither duplicates nor refused rows. `until` is the day of an early hand-in, which refuses nothing.
    """

    seed: int = 1
    teachers: int = 150
    term: str = "2022-2023-1"
    observations: int | None = None
    mess: float = 1.0
    until: date | None = None

    def __post_init__(self) -> None:
        if self.teachers < SMALLEST:
            raise ValueError(f"至少要 {SMALLEST} 位教师,不是 {self.teachers} 位")
        if self.observations is not None and self.observations < 1:
            raise ValueError(f"至少要 1 次听课,不是 {self.observations} 次")
        if self.mess < 0:
            raise ValueError(f"差错的多少是 0 或更大,不是 {self.mess}")


@dataclass(frozen=True)
class Planted:
    """A row written to be refused: its sheet, its row number as Excel shows it, the code it earns."""

    sheet: str
    row: int
    code: str


@dataclass(frozen=True)
class CountySize:
    """What was written, by sheet, and what a right import must say of it.

    `handed_in` is the day of the hand-in: read on that day or later (and before 2099), nothing is refused but
    the planted rows.
    """

    handed_in: date
    records: Mapping[str, int]
    duplicates: Mapping[str, int]
    planted: tuple[Planted, ...]

    def rows(self, sheet: str) -> int:
        """Rows with content on a sheet: records, duplicates and refused ones; no titles, blanks, totals."""
        refused = sum(fault.sheet == sheet for fault in self.planted)
        return self.records[sheet] + self.duplicates[sheet] + refused
