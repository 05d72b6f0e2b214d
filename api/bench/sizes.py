"""How much is measured: an office's trial in a minute, a county, a province."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """What each size measures.

    `teachers` and `observations` make the workbook, which has about twice as many rows as observations. `appended`:
    events in bulk; `singles`: durable appends one by one; `county`: teachers and facts of the county evaluated from
    column files; `asking`: seconds of requests. `short` and `long` are the pairs of runs of what takes less than a
    second or so, and of what takes longer; after so many `seconds` no further pair of a row is begun, though two are.
    """

    name: str
    teachers: int
    observations: int
    appended: int
    singles: int
    county: tuple[int, int]
    asking: float
    short: int
    long: int
    seconds: float


SIZES = {
    size.name: size
    for size in (
        Size("sample", 12, 40, 300, 10, (12, 500), 0.5, 1, 1, 30),
        Size("small", 200, 4_000, 20_000, 100, (300, 80_000), 3, 5, 3, 30),
        Size("county", 2_400, 50_000, 200_000, 300, (15_000, 4_000_000), 10, 9, 5, 40),
        Size("province", 2_400, 50_000, 1_000_000, 500, (15_000, 4_000_000), 20, 9, 5, 90),
    )
}
"""`sample` is for the shape of the result, not for its figures."""

TENFOLD = 10
"""So many times the county's teachers and facts."""
