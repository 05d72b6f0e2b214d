"""Workbooks handed in as jobs: progress, report, the marked workbook; stopped, killed, forgotten."""

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest

from api.accounts.circle import BookCircle
from api.accounts.visitor import Held, Role, Visitor, Way
from api.desk import jobs as jobs_room
from api.desk.batches import Manner
from api.desk.jobs import KEPT, KEPT_AFTER_FETCHED, Job, Jobs, JobState
from api.workbook.handing_in import hand_in_workbook
from ledger.event import Authority
from ledger.home import Home, Ledger
from ledger.refusals import Refused
from tests.api.programs import Programs, job_when_over, programs, with_officers
from tests.api.test_interface_writes import told
from tests.api.two_schools import observations, school_workbook, two_schools
from tests.patience import asked_until

SCHOOL = Authority("school:S001")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two schools, with officers of the county."""
    return with_officers(two_schools(tmp_path_factory.mktemp("county")))


@pytest.fixture(scope="module")
def county(home: Home) -> Iterator[Programs]:
    """Their application."""
    with programs(home) as running:
        yield running


def faulty(folder: Path, first: int = 0, count: int = 3) -> Path:
    """A school's workbook with good lessons and two rows that are refused."""
    rows = [one | {"节次": 1 + first} for one in observations(count)]
    wrong = [rows[0] | {"节次": 7, "课型": "瞎听"}, rows[0] | {"节次": 8, "听课人": "000099"}]
    return school_workbook(folder, f"第一小学{first}.xlsx", 听课记录=[*rows, *wrong])


def test_a_clerk_hands_a_workbook_in_and_takes_it_back_marked(county: Programs, tmp_path: Path) -> None:
    clerk = county.of("clerk1")
    with faulty(tmp_path).open("rb") as file:
        sent = clerk.post("/api/v1/workbooks", files={"file": ("第一小学.xlsx", file, XLSX)})
    assert sent.status_code == 202, sent.text
    where = sent.headers["location"]
    over = job_when_over(lambda: clerk.get(where).json())
    assert (over["state"], over["rejected"], over["marked"], over["authority"]) == ("done", 2, True, "school:S001")
    assert over["done_in_all"] >= 5
    report = clerk.get(f"{where}/report").json()
    assert report["sheets"]["听课记录"] == {"accepted": 3, "duplicate": 0, "rejected": 2}
    assert [one["code"] for one in report["rejections"]] == ["unknown-value", "unknown-teacher"]
    marked = clerk.get(f"{where}/marked")
    assert (marked.status_code, marked.headers["content-type"]) == (200, XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content))["听课记录"]
    assert sum("瞎听" in str(cell.value) for row in sheet.iter_rows() for cell in row) == 2  # the cell, and the reason
    told(county.of("clerk2").get(where), 404, "unknown-job")
    told(county.of("auditor").get(where), 403, "not-allowed")
    assert [one["id"] for one in clerk.get("/api/v1/jobs").json()] == [over["id"]]
    assert clerk.delete(where).status_code == 204
    told(clerk.get(where), 404, "unknown-job")


def test_rows_that_are_not_the_schools_are_refused_by_the_table_of_roles(county: Programs, tmp_path: Path) -> None:
    office = county.of("office1")  # records lessons, and no posts or teachers
    teacher = {"教师编号": "000021", "姓名": "郑新", "性别": "男", "出生日期": "1990-01-01", "入职日期": "2012-09-01"}
    more = {"学校代码": "S001", "任教学科": "语文", "任教年级": "一年级", "职务": "教师", "任现职务日期": "2012-09-01"}
    row = teacher | more | {"职称": "二级教师", "学历": "本科"}
    path = school_workbook(tmp_path, 教师=[row], 听课记录=observations(1, 节次=6))
    sent = office.post("/api/v1/workbooks", files={"file": (path.name, path.read_bytes())})
    job_when_over(lambda: office.get(sent.headers["location"]).json())
    report = office.get(f"{sent.headers['location']}/report").json()
    assert [(one["sheet"], one["code"]) for one in report["rejections"]] == [("教师", "not-allowed")]
    assert report["sheets"]["听课记录"]["accepted"] == 1
    assert report["sheets"]["学期"]["duplicate"] == 1


def test_a_file_that_is_none_is_refused_as_a_whole_and_nothing_is_left_on_the_disk(
    county: Programs, home: Home
) -> None:
    clerk = county.of("clerk1")
    sent = clerk.post("/api/v1/workbooks", files={"file": ("../../etc/pass:wd", b"never a workbook")})
    over = job_when_over(lambda: clerk.get(sent.headers["location"]).json())
    assert (over["state"], over["refused"]["code"], over["name"]) == ("refused", "not-a-workbook", "pass_wd")
    told(clerk.get(f"{sent.headers['location']}/report"), 409, "not-a-workbook")
    told(clerk.get(f"{sent.headers['location']}/marked"), 404, "nothing-marked")
    assert list((home.folder / "jobs").rglob("pass_wd")) == []
    told(clerk.post("/api/v1/workbooks", json={}), 415, "wrong-content-type")
    told(clerk.post("/api/v1/workbooks", files={"other": ("a", b"b")}), 422, "bad-parameters")
    mapping = {"mapping": "../secret.yaml"}
    told(clerk.post("/api/v1/workbooks", files={"file": ("a", b"b")}, data=mapping), 404, "unknown-mapping")
    told(clerk.post("/api/v1/workbooks", files={"file": ("a", b"b")}, data={"office": "county"}), 403, "not-allowed")


def clerk_of(ledger: Ledger, account: str = "clerk1") -> Visitor:
    """A clerk of S001 as the door makes one."""
    held = Held(Role.SCHOOL_CLERK, "school:S001")
    return Visitor(account, Way.TOKEN, (held,), circle=BookCircle(ledger.book))


def over(jobs: Jobs, job: Job) -> Job:
    """The job when it is over."""
    return asked_until(lambda job: job.is_over, lambda: job)


def test_files_go_when_they_were_fetched_or_their_time_is_over(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home.opened() as ledger:
        others = set((home.folder / "jobs").iterdir())
        later = timedelta()
        monkeypatch.setattr(ledger.book, "clock", lambda: datetime.now(UTC) + later)
        jobs = Jobs(ledger, home)
        visitor = clerk_of(ledger)
        with faulty(tmp_path, first=1).open("rb") as file:
            job = over(jobs, jobs.hand_in(visitor, SCHOOL, file, "a.xlsx", Manner()))
        assert jobs.marked(job).is_file()
        workbook = jobs.workbook(job)
        later = KEPT_AFTER_FETCHED + timedelta(minutes=1)
        assert jobs.job(visitor, job.id) is job
        with pytest.raises(Refused, match="没有标注的工作簿可取"):
            jobs.marked(job)
        assert workbook.is_file()  # for mending
        later = KEPT + timedelta(minutes=1)
        with pytest.raises(Refused, match="没有这次收件"):
            jobs.job(visitor, job.id)
        assert not workbook.exists()
        jobs.stop()
        assert set((home.folder / "jobs").iterdir()) == others


def test_one_at_a_time_the_same_is_one_job_and_not_too_many(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = Event(), Event()
    really = hand_in_workbook

    def waits(*said: Any) -> Any:
        begun.set()
        assert may_go_on.wait(30)
        return really(*said)

    monkeypatch.setattr(jobs_room, "hand_in_workbook", waits)
    with home.opened() as ledger:
        jobs = Jobs(ledger, home)
        visitor = clerk_of(ledger)
        books = [faulty(tmp_path, first=2 + number, count=1) for number in range(4)]

        def hand_in(number: int) -> Job:
            with books[number].open("rb") as file:
                return jobs.hand_in(visitor, SCHOOL, file, books[number].name, Manner())

        first = hand_in(0)
        assert begun.wait(30)
        assert hand_in(0) is first
        second, third = hand_in(1), hand_in(2)
        assert [one.state for one in (first, second)] == [JobState.RUNNING, JobState.WAITING]
        with pytest.raises(Refused, match="还有 3 份"):
            hand_in(3)
        may_go_on.set()
        assert [over(jobs, one).state for one in (first, second, third)] == [JobState.DONE] * 3
        jobs.stop()


def test_a_server_that_is_stopped_ends_between_batches_and_says_so(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home.opened() as ledger:
        jobs = Jobs(ledger, home)
        really = hand_in_workbook

        def ends(*said: Any) -> Any:
            jobs._ending.set()
            return really(*said)

        monkeypatch.setattr(jobs_room, "hand_in_workbook", ends)
        before = ledger.book.position
        path = school_workbook(tmp_path, 听课记录=observations(4, 节次=9))
        with path.open("rb") as file:
            job = jobs.hand_in(clerk_of(ledger), SCHOOL, file, path.name, Manner())
        jobs.stop()
        assert (job.state, job.refused and job.refused.code) == (JobState.STOPPED, "job-stopped")
        assert ledger.book.position == before  # 学期 was there already, and 听课记录 not begun
        again = Jobs(ledger, home)
        monkeypatch.setattr(jobs_room, "hand_in_workbook", really)
        with path.open("rb") as file:
            job = over(again, again.hand_in(clerk_of(ledger), SCHOOL, file, path.name, Manner()))
        assert job.report
        assert job.report.sheets["听课记录"].accepted == 4
        again.stop()


_KILLED = """
import sys, time
from pathlib import Path
from api.desk import jobs
from api.desk.batches import Manner
from api.workbook import handing_in
from ledger.event import Authority
from ledger.home import Home
from tests.api.test_jobs import clerk_of

handing_in.BATCH = 10
home, path = Home(Path(sys.argv[1])), Path(sys.argv[2])

def progress(job, sheet, done, rows):
    if sheet == "听课记录":
        print(done, flush=True)
        time.sleep(60)

jobs.Job.progress = progress
with home.opened() as ledger, path.open("rb") as file:
    jobs.Jobs(ledger, home).hand_in(clerk_of(ledger), Authority("school:S001"), file, path.name, Manner())
    time.sleep(60)
"""


def test_a_server_that_is_killed_leaves_whole_batches_and_its_files_go_with_the_next_start(
    home: Home, tmp_path: Path
) -> None:
    path = school_workbook(tmp_path, "killed.xlsx", 听课记录=observations(25, 节次=5))
    command = [sys.executable, "-c", _KILLED, str(home.folder), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdout.readline() == "10\n"
        left = list((home.folder / "jobs").rglob(path.name))
        server.kill()
    assert len(left) == 1
    with home.opened() as ledger:
        jobs = Jobs(ledger, home)
        assert not left[0].exists()
        with path.open("rb") as file:
            job = over(jobs, jobs.hand_in(clerk_of(ledger), SCHOOL, file, path.name, Manner()))
        jobs.stop()
    assert job.report
    counts = job.report.sheets["听课记录"]
    assert (counts.duplicate, counts.accepted, counts.rejected) == (10, 15, 0)
