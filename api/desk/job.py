"""A workbook that was handed in over the web, and how far it has come."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from api.desk.batches import Manner
from api.workbook.report import Report
from api.workbook.which_sheets import Asked
from ledger.event import Authority
from ledger.refusals import Refused


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    MARKING = "marking"
    """All rows are taken in or refused; the marked workbook is being made."""
    DONE = "done"
    REFUSED = "refused"
    """The file as a whole was refused: `refused` says why. Nothing was written."""
    STOPPED = "stopped"
    """The server was stopped, or failed, in the middle: what was taken in by then stands, batch by batch."""


_OVER = (JobState.DONE, JobState.REFUSED, JobState.STOPPED)


@dataclass(frozen=True)
class Order:
    """What is handed in, by which account: two orders that are alike are one.

    `digest` is the file's SHA-256; `reason` that of a correction of what is recorded otherwise.
    """

    account: str
    name: str
    digest: str
    authority: Authority
    manner: Manner
    asked: Asked
    reason: str = ""


@dataclass
class Job:
    """A workbook that was handed in: `done` of the `rows` rows of a sheet, `done_in_all` with those before it."""

    id: str
    order: Order
    at: datetime
    state: JobState = JobState.WAITING
    sheet: str = ""
    done: int = 0
    rows: int = 0
    done_in_all: int = 0
    report: Report | None = None
    refused: Refused | None = None
    over_at: datetime | None = None
    fetched_at: datetime | None = None
    has_marked: bool = False
    mended: int = 0
    """How many refused rows were mended since and taken in."""
    _before: int = field(default=0, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in _OVER

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len(self.report.rejections) if self.report else 0

    def progress(self, sheet: str, done: int, rows: int) -> None:
        """Take note of how far it has come."""
        if sheet != self.sheet:
            self._before = self.done_in_all
        self.sheet, self.done, self.rows = sheet, done, rows
        self.done_in_all = self._before + done

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md; the report is asked for by itself."""
        order, refused = self.order, self.refused
        return {
            "id": self.id,
            "state": self.state,
            "name": order.name,
            "batch": order.digest,
            "authority": order.authority,
            "dry_run": order.manner.dry_run,
            "atomic": order.manner.atomic,
            "sheet": self.sheet,
            "done": self.done,
            "rows": self.rows,
            "done_in_all": self.done_in_all,
            "rejected": self.rejected if self.report else None,
            "marked": self.has_marked,
            "refused": {"code": refused.code, "message": refused.message} if refused else None,
        }
