"""A history as its page shows it: a line a term with its parts, what came late and what was otherwise; a chart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.desk.history_words import Part, changes_of, parts_of, since, told
from api.pages.texts import printed_text
from projections.history.credits import History, TermCredits, Told

MOST = 5
"""Late records and changes named beside a term; the statement has all."""


@dataclass(frozen=True)
class Named:
    """Records in words, each with its entry; `all`: how many there are; `by_day`: of each day that recorded several."""

    shown: Sequence[tuple[str, str]]
    all: int
    by_day: Sequence[str] = ()


@dataclass(frozen=True)
class ShownTerm:
    """A term as a line of the table."""

    term: TermCredits
    school: str
    parts: Sequence[Part]
    late: Named
    changes: Sequence[str]
    since: str
    records: Named

    @property
    def points_before(self) -> Any:
        """The points that the term came to before, where they are others now."""
        before = self.term.before
        was = before.figures.get("points") if before else None
        return was if was != self.term.figures.get("points") else None


@dataclass(frozen=True)
class ShownHistory:
    """The lines of the table, the last term first; and the rows of the chart, the first one first."""

    terms: Sequence[ShownTerm]
    headings: Sequence[str]
    chart: Sequence[Sequence[Any]]
    packs: int


def shown_history(history: History, school_name: Callable[[str], str]) -> ShownHistory:
    """What the page shows."""
    terms = [_shown(one, school_name) for one in history.terms]
    with_points = [one for one in terms if one.term.figures.get("points") is not None]
    is_changed = any(one.points_before is not None for one in with_points)
    headings = [printed_text("credits.term"), printed_text(f"credits.points_{history.of}")]
    chart = [[one.term.term, one.term.figures["points"]] for one in with_points]
    if is_changed:
        headings.append(printed_text("credits.before"))
        for row, one in zip(chart, with_points, strict=True):
            row.append(one.points_before)
    packs = {one.term.pack.digest for one in terms if one.term.pack}
    return ShownHistory(terms[::-1], headings, chart, len(packs))


def _shown(term: TermCredits, school_name: Callable[[str], str]) -> ShownTerm:
    records = term.before.records if term.before and term.is_changed else ()
    return ShownTerm(
        term,
        school_name(term.school),
        parts_of(term),
        _named(term.late),
        changes_of(term),
        since(term),
        _named(records),
    )


def _named(records: Sequence[Told]) -> Named:
    days: dict[date, list[Told]] = {}
    for one in records:
        days.setdefault(one.recorded_on, []).append(one)
    by_day = [
        printed_text("credits.at_once", day=day, count=len(those), days=max(one.days for one in those))
        for day, those in days.items()
        if len(records) > MOST and all(one.days for one in those)
    ]
    return Named([(told(one), one.entry) for one in records[:MOST]], len(records), by_day)
