"""A row of the bench: a figure beside that of a peer, how far the ratio spreads, and whether the goal is met."""

from collections.abc import Sequence
from math import comb
from statistics import median
from typing import Any, Literal

import msgspec

Verdict = Literal["met", "short", "inconclusive"]

LIMIT = "limit"
"""The peer of what is held to a limit instead of another program; the ratio is then to the limit."""

_SURE = 0.9
"""How surely the spread holds the true median."""


class Goal(msgspec.Struct, frozen=True):
    """What a ratio is to be: at least, or at most, so much."""

    limit: float
    at: Literal["least", "most"]

    def __str__(self) -> str:
        return f"{'≥' if self.at == 'least' else '≤'} {self.limit:g}"

    def met_by(self, ratio: float) -> bool:
        """Whether a ratio reaches the goal."""
        return ratio >= self.limit if self.at == "least" else ratio <= self.limit

    def verdict(self, spread: tuple[float, float]) -> Verdict:
        """Met or short where both ends of the spread say so, else inconclusive."""
        ends = {self.met_by(ratio) for ratio in spread}
        return "inconclusive" if len(ends) == 2 else "met" if ends == {True} else "short"


class Row(msgspec.Struct, kw_only=True):
    """One row of the result, as docs/json-forms.md gives it.

    `figure` and `peer_figure` are medians, in `unit`; `ratio` is the median of the pairs' ratios and `spread` where
    that median surely lies; all are None for what was not measured, and `note` says why.
    """

    what: str
    says: str
    figure: float | None = None
    peer: str
    peer_figure: float | None = None
    ratio: float | None = None
    goal: str
    verdict: Verdict = "inconclusive"
    unit: str
    spread: tuple[float, float] | None = None
    runs: int = 0
    beside: dict[str, float] = {}
    note: str = ""
    size: str = ""
    seconds: float = 0.0
    machine: dict[str, Any] = {}


def spread_of(values: Sequence[float]) -> tuple[float, float]:
    """Two of the values between which the true median lies, in nine cases of ten; the ends where there are few.

    Whatever the distribution, as many of the values are as likely to be above the median as below it, so that how
    surely two of them enclose it is a matter of counting (the interval of the sign test).
    """
    ordered, count = sorted(values), len(values)
    left_out, unsure = 0, 2 / 2**count
    while (unsure := unsure + 2 * comb(count, left_out + 1) / 2**count) <= 1 - _SURE:
        left_out += 1
    return ordered[left_out], ordered[-1 - left_out]


def beside_peer(row: Row, pairs: Sequence[tuple[float, float]], goal: Goal) -> Row:
    """The row filled in from pairs of figures, ours and the peer's, each pair measured one right after the other."""
    ratios = [ours / peer for ours, peer in pairs]
    row.figure, row.peer_figure = median(ours for ours, _ in pairs), median(peer for _, peer in pairs)
    row.ratio, row.spread, row.runs = median(ratios), spread_of(ratios), len(pairs)
    row.verdict = goal.verdict(row.spread)
    return row
