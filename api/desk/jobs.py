"""Workbooks handed in over the web: taken in one after the other in the background, with progress and a report.

What was uploaded holds names and ID numbers: it lies in a folder of the ledger's own while it is read, and where rows
were refused until they are mended or a time is over; the marked workbook until it was fetched. A server that is
killed leaves what `shilu import` leaves, every batch whole; its files are deleted when the next one starts.
"""

import logging
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from secrets import token_hex
from shutil import rmtree
from threading import Event, Lock, Thread
from typing import BinaryIO

from api.accounts.visitor import Visitor
from api.desk.batches import Manner
from api.desk.job import Job as Job
from api.desk.job import JobState as JobState
from api.desk.job import Order
from api.desk.matters import bringing
from api.desk.uploaded import MARKED, file_name, keep_upload
from api.workbook.handing_in import Progress, hand_in_workbook
from api.workbook.which_sheets import NOTHING_ASKED, Asked
from ledger.event import Authority
from ledger.home import Home, Ledger
from ledger.locks import alone, somebody_is_alone
from ledger.refusals import Misuse, Refused
from ledger.store.faults import STORE_FAULTS, storage_fault

KEPT = timedelta(hours=8)
"""How long a report, and a workbook with refused rows, are kept after the job is over: a day at the office."""
KEPT_AFTER_FETCHED = timedelta(minutes=10)
"""How long the marked workbook is kept once it was fetched: a download may break off."""
MOST_WAITING = 3
"""Jobs of one account that may wait or run at a time."""
MOST_IN_ALL = 30

FOLDER = "jobs"
_SWEEP_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Jobs:
    """The jobs of one ledger; for any thread."""

    def __init__(self, ledger: Ledger, home: Home) -> None:
        """Delete what a server that was killed left behind, and begin to wait for workbooks."""
        self._ledger = ledger
        self._jobs: dict[str, Job] = {}
        self._visitors: dict[str, Visitor] = {}
        self._waiting: SimpleQueue[str] = SimpleQueue()
        self._looking = Lock()
        self._ending = Event()
        self._holding = ExitStack()
        self._folder = self._own_folder(home.folder / FOLDER)
        self._thread = Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End: a workbook that is being taken in stops after its batch; all files are deleted."""
        self._ending.set()
        self._waiting.put("")
        self._thread.join()
        self._holding.close()
        rmtree(self._folder, ignore_errors=True)

    def hand_in(
        self,
        visitor: Visitor,
        authority: Authority,
        content: BinaryIO,
        name: str,
        manner: Manner,
        asked: Asked = NOTHING_ASKED,
        reason: str = "",
    ) -> Job:
        """Take a workbook; it is read in the background. The same once more, while it waits or runs, is the same job.

        Raises Refused `workbook-too-large`, `too-many-jobs`, `disk-full`, `unwritable-file`.
        """
        self._sweep()
        folder = self._folder / token_hex(16)
        try:
            digest = keep_upload(content, folder, file_name(name))
            order = Order(visitor.account, file_name(name), digest, authority, manner, asked, reason)
            job = self._ordered(order, visitor, folder.name)
        except BaseException:
            rmtree(folder, ignore_errors=True)
            raise
        if job.id != folder.name:
            rmtree(folder, ignore_errors=True)
        return job

    def _ordered(self, order: Order, visitor: Visitor, number: str) -> Job:
        """The job of an order: one that is under way, else a new one of this number."""
        with self._looking:
            for one in self._jobs.values():
                if one.order == order and not one.is_over:
                    return one
            self._check_room(order.account)
            job = self._jobs[number] = Job(number, order, self._ledger.book.clock())
            self._visitors[number] = visitor
            self._waiting.put(number)
            return job

    def job(self, visitor: Visitor, number: str) -> Job:
        """A job of the visitor's own. Raises Misuse `unknown-job`."""
        self._sweep()
        found = self._jobs.get(number)
        if found is None or found.order.account != visitor.account:
            raise _unknown()
        return found

    def jobs(self, visitor: Visitor) -> list[Job]:
        """The visitor's own jobs, the newest first."""
        self._sweep()
        with self._looking:
            return [one for one in reversed(self._jobs.values()) if one.order.account == visitor.account]

    def marked(self, job: Job) -> Path:
        """The marked workbook of a job; kept a little longer once it was asked for.

        Raises Refused `job-not-done`; Misuse `nothing-marked` where no row was refused.
        """
        if not job.is_over:
            raise _not_done()
        path = self._folder / job.id / MARKED
        if not job.has_marked or not path.is_file():
            raise Misuse("nothing-marked", "这份工作簿没有退回的行,没有标注的工作簿可取。")
        job.fetched_at = job.fetched_at or self._ledger.book.clock()
        return path

    def workbook(self, job: Job) -> Path:
        """The workbook as it was uploaded, for mending refused rows. Raises Misuse `unknown-job` where it is gone."""
        path = self._folder / job.id / job.order.name
        if not path.is_file():
            raise _unknown()
        return path

    def forget(self, job: Job) -> None:
        """Delete everything of a job that is over. Raises Refused `job-not-done`."""
        if not job.is_over:
            raise _not_done()
        with self._looking:
            self._jobs.pop(job.id, None)
        rmtree(self._folder / job.id, ignore_errors=True)

    def _own_folder(self, folder: Path) -> Path:
        """A folder of this server's own, held by a lock for as long as it runs."""
        folder.mkdir(mode=0o700, exist_ok=True)
        with alone(folder, wait_seconds=None):
            for path in folder.iterdir():
                if not somebody_is_alone(path):
                    rmtree(path, ignore_errors=True)
            own = folder / token_hex(8)
            own.mkdir(mode=0o700)
            self._holding.enter_context(alone(own))
        return own

    def _check_room(self, account: str) -> None:
        waiting = [one for one in self._jobs.values() if not one.is_over]
        own = [one for one in waiting if one.order.account == account]
        if len(own) >= MOST_WAITING or len(waiting) >= MOST_IN_ALL:
            raise Refused("too-many-jobs", f"还有 {len(own) or len(waiting)} 份工作簿在等着收;请等前面的收完再交。")

    def _sweep(self) -> None:
        """Forget what nobody comes for any more."""
        now = self._ledger.book.clock()
        with self._looking:
            jobs = list(self._jobs.values())
            old = [job for job in jobs if job.over_at is not None and now > job.over_at + KEPT]
            for job in old:
                del self._jobs[job.id]
        for job in old:
            rmtree(self._folder / job.id, ignore_errors=True)
        for job in jobs:
            if job.fetched_at is not None and now > job.fetched_at + KEPT_AFTER_FETCHED:
                (self._folder / job.id / MARKED).unlink(missing_ok=True)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                number = self._waiting.get(timeout=_SWEEP_SECONDS)
            except Empty:
                self._sweep()
                continue
            if number:
                self._take_in(self._jobs[number], self._visitors.pop(number))
        with self._looking:
            for job in self._jobs.values():
                if not job.is_over:
                    job.state, job.refused = JobState.STOPPED, _STOPPED

    def _take_in(self, job: Job, visitor: Visitor) -> None:
        order, folder = job.order, self._folder / job.id
        path = folder / order.name
        job.state = JobState.RUNNING
        over = JobState.DONE
        try:
            who = bringing(visitor, order.authority, order.reason)
            job.report = hand_in_workbook(self._ledger, path, who, order.manner, self._telling(job), order.asked)
            if job.report.rejections:
                job.state = JobState.MARKING
                from api.workbook.marking import mark_workbook  # openpyxl is slow to load

                mark_workbook(path, job.report, folder / MARKED)
                job.has_marked = True
        except Refused as refused:
            # Once there is a report all rows are dealt with, and only the marking failed.
            job.refused, over = refused, JobState.DONE if job.report else JobState.REFUSED
        except _Ending:
            job.refused, over = _STOPPED, JobState.STOPPED
        except STORE_FAULTS as fault:
            job.refused, over = storage_fault(fault) or _FAILED, JobState.STOPPED
        except Exception as error:
            # Only its class is told: its words may hold what stood in a cell.
            _log.error("a workbook was not taken in: %s", error.__class__.__name__)
            job.refused, over = _FAILED, JobState.DONE if job.report else JobState.STOPPED
        if not job.rejected:
            path.unlink(missing_ok=True)
        job.over_at = self._ledger.book.clock()
        job.state = over

    def _telling(self, job: Job) -> Progress:
        def tell(sheet: str, done: int, rows: int) -> None:
            job.progress(sheet, done, rows)
            if self._ending.is_set():
                raise _Ending

        return tell


class _Ending(Exception):
    """Ends a hand-in between two batches."""


def _unknown() -> Misuse:
    return Misuse("unknown-job", "没有这次收件:可能已过期,或服务重新启动过。再交一次即可,已经收下的行会认作重复。")


def _not_done() -> Refused:
    return Refused("job-not-done", "这份工作簿还在收,还没有结果;请稍后再看。")


_STOPPED = Refused("job-stopped", "收到一半服务停了:已经收下的行都在账本里。请再交一次,已收下的会认作重复。")
_FAILED = Refused("failure", "收这份工作簿时程序出了错;请再交一次,还是不行请告诉管理员。")
