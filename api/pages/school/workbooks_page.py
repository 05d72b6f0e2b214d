"""交工作簿: workbooks handed in, what came of each sheet, and the refused rows with their reasons."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from api.desk.exports import Table
from api.desk.jobs import Job
from api.pages.texts import printed_text
from api.typesetting import in_print
from api.workbook.report import Rejection, Report
from ledger.pen import COUNTY_TIME

SHOWN = 100
"""So many refused rows are listed on a page; all are in the file and in the marked workbook."""

ADDRESS = "/school/workbooks"


class ShownRejection(NamedTuple):
    """A refused row as it is listed; `link`: where it is mended, empty where it cannot be."""

    key: str
    sheet: str
    row: int
    cell: str
    column: str
    why: str
    link: str


class ShownSheet(NamedTuple):
    """What came of one sheet."""

    name: str
    accepted: int
    duplicate: int
    rejected: int


class ShownJob(NamedTuple):
    """A workbook that was handed in, as a list shows it."""

    link: str
    name: str
    at: str
    state: str
    badge: str
    rejected: int


def shown_job(job: Job) -> ShownJob:
    """A job as a line of the list."""
    badge = {"done": "good", "refused": "bad", "stopped": "bad"}.get(job.state.value, "waits")
    return ShownJob(
        f"{ADDRESS}/{job.id}",
        in_print(job.order.name),
        job.at.astimezone(COUNTY_TIME).strftime("%m-%d %H:%M"),
        printed_text(f"workbooks.{job.state.value}"),
        "mind" if job.rejected else badge,
        job.rejected,
    )


def shown_sheets(report: Report) -> list[ShownSheet]:
    """What came of every sheet that was read."""
    return [
        ShownSheet(in_print(name), count.accepted, count.duplicate, count.rejected)
        for name, count in report.sheets.items()
    ]


def shown_rejections(job: Job) -> list[ShownRejection]:
    """The refused rows, those of one sheet together, in the order of rows; only tried, there is nothing to mend."""
    report = job.report
    if report is None:
        return []
    return [_rejection(job, one, row_key(report, one.sheet, one.row)) for one in report.rejections[:SHOWN]]


def refused_rows(job: Job) -> Table:
    """The refused rows as a file."""
    rejections = job.report.rejections if job.report else []
    headings = [printed_text(f"workbooks.{name}") for name in ("sheet", "row", "cell", "column", "why", "code")]
    rows = [
        (one.sheet, one.row, f"{one.letter}{one.row}" if one.letter else "", one.column, one.message, one.code)
        for one in rejections
    ]
    return Table(printed_text("workbooks.refused_table", name=job.order.name), headings, rows)


def row_key(report: Report, sheet: str, row: int) -> str:
    """A name for a row within the page, of letters and digits only."""
    return f"r{list(report.sheets).index(sheet)}-{row}"


def mend_link(job: Job, sheet: str, row: int) -> str:
    """Where a refused row is mended."""
    return f"{ADDRESS}/{job.id}/mend?" + urlencode({"sheet": sheet, "row": row})


def hints(report: Report) -> list[str]:
    """What else there is to say of a hand-in: columns and sheets that were not read, rows that came late, names."""
    said = [
        printed_text("workbooks.idle_columns", sheet=in_print(sheet), columns=in_print("、".join(columns)))
        for sheet, columns in report.ignored_columns.items()
    ]
    if report.ignored_sheets:
        said.append(printed_text("workbooks.idle_sheets", sheets=in_print("、".join(report.ignored_sheets))))
    if report.late:
        said.append(printed_text("workbooks.late", count=sum(report.late.values())))
    return [*said, *_in_texts(report)]


def _in_texts(report: Report) -> Iterable[str]:
    for one in report.warnings.told[:10]:
        where = printed_text("workbooks.place", sheet=in_print(one.sheet), row=one.row) if one.sheet else ""
        yield where + in_print(one.message)


def _rejection(job: Job, one: Rejection, key: str) -> ShownRejection:
    return ShownRejection(
        key,
        in_print(one.sheet),
        one.row,
        f"{one.letter}{one.row}" if one.letter else "",
        in_print(one.column),
        in_print(one.message),
        "" if job.order.manner.dry_run else mend_link(job, one.sheet, one.row),
    )
