"""学校结对: which schools are bound to help which, until when, what they did, whose yearly report is due or overdue."""

from collections.abc import Iterable
from datetime import date, timedelta

from api.pages.asked import Asked
from api.pages.county.listing import Cell, Listing, Row, record, record_link, school
from api.pages.texts import printed_text
from projections.processes.pairings import PairingNow, report_due

_SOON = timedelta(days=90)
_BADGES = {"agreed": "good", "past": "mind", "ended": "gone"}


def pairings_listing(asked: Asked, pairings: Iterable[PairingNow]) -> Listing:
    """Every agreement, by code."""
    return Listing(
        "county_pairings",
        ("code", "strong", "weak", "signed", "until", "state", "activities", "reports", "due", "assessed", "record"),
        [_row(asked, one) for one in pairings],
        days=frozenset(["signed", "until"]),
        states=("agreed", "overdue", "soon", "idle", "past", "ended"),
    )


def _row(asked: Asked, one: PairingNow) -> Row:
    day, agreed = asked.evaluation.as_of, one.agreed
    state = "ended" if one.ended else "past" if one.over else "agreed"
    held = sum(one.activities.values())
    running = state == "agreed"
    states = [state, *(["overdue"] if one.overdue else [])]
    states += ["soon"] * (running and agreed.until <= day + _SOON) + ["idle"] * (running and not held)
    fields = "、".join(f"{field} {times}" for field, times in one.activities.items() if times)
    return Row(
        [
            Cell(agreed.code),
            school(asked, agreed.strong),
            Cell("、".join(map(asked.school_name, agreed.weak))),
            Cell(agreed.signed),
            Cell(one.ended or agreed.until),
            Cell(printed_text(f"county_pairings.state_{state}"), badge=_BADGES[state]),
            Cell(held, printed_text("county_pairings.held", count=held, fields=fields) if held else ""),
            Cell("、".join(_report(report.year, late=report.late) for report in one.reports)),
            _due(one, day, running=running),
            Cell("、".join(f"{year} {grade}" for year, grade in one.assessed)),
            record(record_link(asked.evaluation.standing, "pairing", (agreed.code,))),
        ],
        schools=(agreed.strong, *agreed.weak),
        states=states,
    )


def _report(year: str, *, late: bool) -> str:
    return printed_text("county_pairings.late", year=year) if late else year


def _due(one: PairingNow, day: date, *, running: bool) -> Cell:
    """The report that is owed: those overdue, else the next one."""
    if one.overdue:
        years = "、".join(map(str, one.overdue))
        return Cell(report_due(one.overdue[0]), printed_text("county_pairings.overdue", years=years), badge="bad")
    following = report_due(day.year) if day <= report_due(day.year) else report_due(day.year + 1)
    if not running or following > one.agreed.until:
        return Cell(None)
    return Cell(following, printed_text("county_pairings.next", year=following.year, day=following))
