"""各校报送: which schools have handed in what for a term, what is not there yet, what waits and what was returned."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.county.seen import Seen
from api.pages.texts import printed_text
from ledger.nearest import did_you_mean
from ledger.records import KINDS
from ledger.refusals import Misuse
from projections.school_reports import HandedIn, SchoolReport

_CALLED = {name.partition("/")[0]: record.called for name, record in KINDS.items()}

STATES: dict[str, Callable[[SchoolReport], bool]] = {
    "none": lambda one: not one.records,
    "missing": lambda one: bool(one.missing),
    "waiting": lambda one: bool(one.waiting),
    "returned": lambda one: bool(one.returned),
}
"""What a list may be narrowed to."""

_ORDERS: dict[str, Callable[[SchoolReport], Any]] = {
    "school": lambda one: one.school,
    "workbooks": lambda one: len(one.workbooks),
    "records": lambda one: one.records,
    "recorded_on": lambda one: one.recorded_on or date.min,
    "last_day": lambda one: one.last_day or date.min,
    "missing": lambda one: -len(one.missing),
    "waiting": lambda one: -one.waiting,
    "returned": lambda one: -one.returned,
}
"""By what it may be sorted: those who have done least, or wait for most, first."""


@dataclass(frozen=True)
class ShownReport:
    """A school's line."""

    report: SchoolReport
    name: str
    township: str
    missing: Sequence[str]
    link: str


def seen_reports(seen: Seen, reports: Iterable[SchoolReport]) -> list[SchoolReport]:
    """The reports of the schools that are shown, with the kinds of record that the visitor may read."""
    found = []
    for one in reports:
        if seen.school(one.school):
            kinds = tuple(kind for kind in one.kinds if seen.sees.kind(kind.kind))
            missing = tuple(kind for kind in one.missing if seen.sees.kind(kind))
            found.append(replace(one, kinds=kinds, missing=missing))
    return found


def listed_reports(
    asked: Asked, reports: Iterable[SchoolReport], schools: frozenset[str] | None, state: str, sort: str
) -> list[ShownReport]:
    """The reports asked for, in the order asked for. Raises Misuse `bad-parameters`."""
    for given, known in ((state, STATES), (sort, _ORDERS)):
        if given and given not in known:
            raise Misuse("bad-parameters", f"没有“{given}”这个选项;{did_you_mean(given, known)}。")
    found = [one for one in reports if (schools is None or one.school in schools) and (not state or STATES[state](one))]
    return [shown_report(asked, one) for one in sorted(found, key=_ORDERS[sort or "school"])]


def shown_report(asked: Asked, report: SchoolReport) -> ShownReport:
    """A report made ready to be shown."""
    return ShownReport(
        report,
        asked.school_name(report.school),
        asked.schools[report.school].township if report.school in asked.schools else "",
        [called(kind) for kind in report.missing],
        asked.link(f"/county/reports/{quote(report.school)}"),
    )


def report_of(reports: Iterable[SchoolReport], school: str, term: str) -> SchoolReport:
    """The report of a school. Raises Misuse `unknown-school`."""
    by_code = {one.school: one for one in reports}
    if school not in by_code:
        raise Misuse("unknown-school", f"{term} 的名册上没有学校“{school}”;{did_you_mean(school, by_code)}。")
    return by_code[school]


def called(kind: str) -> str:
    """What people call a kind of record."""
    return _CALLED.get(kind) or kind


def reports_table(asked: Asked, listed: Iterable[ShownReport]) -> Table:
    """The list as it is taken away."""
    text = printed_text
    columns = ("code", "school", "township", *[name for name in _ORDERS if name != "school"])
    rows = [
        [
            one.report.school,
            one.name,
            one.township,
            len(one.report.workbooks),
            one.report.records,
            one.report.recorded_on,
            one.report.last_day,
            "、".join(one.missing),
            one.report.waiting,
            one.report.returned,
        ]
        for one in listed
    ]
    title = text("county_reports.file", term=asked.evaluation.term.term)
    return Table(title, [text(f"county_reports.{name}") for name in columns], rows)


def kinds_table(asked: Asked, report: SchoolReport) -> Table:
    """One school's records by kind, as they are taken away; expected kinds of which there is none too."""
    text = printed_text
    columns = ("kind", "records", "attested", "waiting", "returned", "recorded_on", "last_day")

    def row(one: HandedIn) -> list[Any]:
        return [one.called, one.records, one.attested, one.waiting, one.returned, one.recorded_on, one.last_day]

    rows = [*map(row, report.kinds), *([called(kind), 0, 0, 0, 0, None, None] for kind in report.missing)]
    school, term = asked.school_name(report.school), asked.evaluation.term.term
    title = text("county_reports.file_school", school=school, term=term)
    return Table(title, [text(f"county_reports.{name}") for name in columns], rows)
