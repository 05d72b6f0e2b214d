"""`shilu append`: lines of records, checked and written as rows of a workbook are."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import msgspec
import pytest

from api.cli.main import main
from api.desk import line_report, lines
from ledger.home import Home
from ledger.records.record import Record
from tests.books import by_another_hand, everything_kept, open_book
from tests.ledger.stories import (
    AUTUMN,
    HILL,
    LESSON,
    LI,
    MEETING,
    REFLECTION,
    REPORT,
    ROTATION,
    SCHOOL,
    SPRING,
    TEACHER,
    TOWN,
    TRAINING,
    WANG,
    ZHAO,
    changed,
)

PEOPLE = {LI: "李静", WANG: "王芳", ZHAO: "赵敏"}
NUMBER = "410101199005040028"


Line = Record | dict[str, Any] | str


class Desk:
    """A ledger, and a folder of files that are handed in."""

    def __init__(self, home: Home, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._folder = folder
        self._capsys = capsys

    def file(self, *said: Line) -> str:
        """A file with these lines, each of a new name."""
        path = self._folder / f"{len(list(self._folder.iterdir()))}.ndjson"
        path.write_bytes(b"".join(line_of(one) + b"\n" for one in said))
        return str(path)

    def append(self, file: str, *options: str) -> tuple[int, Any]:
        """The exit status and the report; in place of the report the error where there is one."""
        status = main(["append", file, *options, "--format", "json"])
        out, err = self._capsys.readouterr()
        assert not (out and err)
        return status, json.loads(out or err)

    def export(self) -> str:
        """A file with the whole book."""
        file = self.file()
        assert main(["export", "--out", file]) == 0
        self._capsys.readouterr()
        return file

    def take(self, *said: Line, options: tuple[str, ...] = ()) -> Any:
        """The report of these lines."""
        status, report = self.append(self.file(*said), *options)
        assert status == (1 if "--atomic" in options and report["rejected"] else 0)
        assert report["accepted"] + report["duplicate"] + report["rejected"] == len(said) or "--atomic" in options
        return report

    def rows(self) -> list[tuple[str, Any, Any]]:
        """Of every event its kind, what it says, and its source."""
        with closing(open_book(self.home.folder / "book.sqlite")) as book:
            told = [(row[3], json.loads(row[4])) for row in book.stored.rows()]
        return [(kind, body["data"], body["source"]) for kind, body in told]


def line_of(said: Line) -> bytes:
    if isinstance(said, str):
        return said.encode()
    return msgspec.json.encode({"kind": said.kind, "data": said} if isinstance(said, Record) else said)


def registered(teacher: str, **person: str) -> dict[str, Any]:
    data = {name: value for name, value in _data(TEACHER).items() if name != "identity"}
    said = {"kind": "teacher.registered", "data": {**data, "teacher": teacher}}
    return {**said, "person": person} if person else said


def _data(record: Record) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(msgspec.json.encode(record))
    return data


COUNTY: list[Line] = [
    AUTUMN,
    SCHOOL,
    changed(SCHOOL, school=HILL),
    *(registered(code, name=name) for code, name in PEOPLE.items()),
]


@pytest.fixture
def empty(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    (tmp_path / "files").mkdir()
    return Desk(home, tmp_path / "files", capsys)


@pytest.fixture
def desk(empty: Desk) -> Desk:
    """A desk with the county's term, schools and teachers."""
    assert empty.take(*COUNTY)["rejections"] == []
    return empty


def refusals(report: Any) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["code"]) for one in report["rejections"]]


def test_a_county_is_written_from_lines_and_its_names_go_into_the_vault(desk: Desk) -> None:
    with desk.home.opened() as ledger:
        register = ledger.register()
        assert ledger.names(register) == PEOPLE
        assert register.teachers[LI].identity
    text = everything_kept(desk.home.folder)
    assert LI.encode() in text
    assert not any(name.encode() in text for name in PEOPLE.values())


def test_the_same_file_again_gives_only_duplicates_and_a_line_knows_its_row(desk: Desk) -> None:
    file = desk.file(LESSON, "", changed(LESSON, period=4))
    status, report = desk.append(file)
    assert (status, report["accepted"], report["duplicate"], report["rejected"]) == (0, 2, 0, 0)
    assert report["position"] == len(COUNTY) + 2
    assert [source["row"] for _, _, source in desk.rows()[-2:]] == [1, 3]
    _, report = desk.append(file)
    assert (report["accepted"], report["duplicate"]) == (0, 2)
    assert desk.take(*COUNTY)["duplicate"] == len(COUNTY)


def test_a_refused_line_holds_no_other_back(desk: Desk) -> None:
    report = desk.take(
        LESSON,
        "nope",
        changed(LESSON, period=4, school="S01"),
        changed(LESSON, period=5, teacher=LI),
        changed(LESSON, period=6, on=date(2099, 9, 5)),
        changed(LESSON, notes="另一回事"),
        {"kind": "lesson.obseved", "data": {}},
        changed(LESSON, period=7, on=date(2022, 8, 1)),
        changed(LESSON, period=8),
    )
    assert (report["accepted"], report["rejected"], report["rejections_left_off"]) == (2, 7, 0)
    assert refusals(report) == [
        (2, "", "bad-line"),
        (3, "school", "unknown-school"),
        (4, "teacher", "observes-self"),
        (5, "on", "future-date"),
        (6, "notes", "clash"),
        (7, "kind", "unknown-kind"),
        (8, "on", "outside-term"),
    ]
    assert report["rejections"][1]["kind"] == "lesson.observed/2"
    assert len(report["rejections"][4]["see"]) == 1


def test_a_code_may_be_used_by_the_lines_after_the_one_that_registers_it(desk: Desk) -> None:
    new = "000777"
    report = desk.take(
        changed(LESSON, observer=new),
        registered(new, name="新来的"),
        changed(LESSON, observer=new),
        changed(SCHOOL, school="S009"),
        changed(LESSON, observer=new, school="S009", period=5),
    )
    assert refusals(report) == [(1, "observer", "unknown-teacher")]
    assert report["accepted"] == 4


def test_a_teacher_without_person_stays_who_it_was(desk: Desk) -> None:
    later = registered(LI)
    later["data"] |= {"title": "高级教师", "in_effect": "2022-10-01"}
    assert desk.take(later)["accepted"] == 1
    with desk.home.opened() as ledger:
        assert ledger.register().teachers[LI].title == "高级教师"
        assert ledger.names(ledger.register())[LI] == "李静"
    assert desk.take(registered("000888"))["accepted"] == 1
    assert desk.rows()[-1][1]["identity"] == ""


def test_an_id_number_is_of_one_person(desk: Desk) -> None:
    report = desk.take(
        registered("000501", name="甲", id_number=NUMBER), registered("000502", name="乙", id_number=NUMBER)
    )
    assert refusals(report) == [(2, "id_number", "duplicate-id-number")]
    assert NUMBER not in json.dumps(report)


def test_rows_of_the_register_are_of_the_term_that_covers_their_day(desk: Desk) -> None:
    rows: list[Line] = [changed(SCHOOL, weak=True), SPRING, changed(SCHOOL, in_effect=SPRING.start, band="乙方阵")]
    report = desk.take(*rows)
    assert refusals(report) == [(1, "weak", "clash")] or report["accepted"] == 3
    assert desk.take(*rows)["accepted"] == 0
    status, error = desk.append(desk.file(SCHOOL), "--term", "1999-2000-1")
    assert (status, error["code"]) == (2, "unknown-term")


def test_a_register_row_before_any_term_is_refused(empty: Desk) -> None:
    assert refusals(empty.take(SCHOOL)) == [(1, "", "term-unknown")]


def test_parts_come_with_their_record_or_in_lines_of_their_own(desk: Desk) -> None:
    part = {"kind": "training.followed_up", "data": _data(REPORT)}
    whole = {"kind": "training.attended", "data": _data(TRAINING), "parts": [part]}
    assert desk.take(whole)["accepted"] == 1
    assert [kind for kind, *_ in desk.rows()[-2:]] == ["training.attended/1", "training.followed_up/1"]
    assert desk.take(TRAINING, REPORT, REFLECTION, whole)["duplicate"] == 3
    assert refusals(desk.take(changed(REPORT, on=date(2022, 11, 1)))) == [(1, "on", "clash")]


def test_an_export_that_is_handed_in_again_adds_nothing(desk: Desk) -> None:
    part = {"kind": "training.followed_up", "data": _data(REPORT)}
    desk.take(LESSON, MEETING, ROTATION, {"kind": "training.attended", "data": _data(TRAINING), "parts": [part]})
    _, report = desk.append(desk.export())
    assert (report["accepted"], report["rejected"]) == (0, 0)


def test_what_an_export_tells_of_other_acts_is_refused(desk: Desk) -> None:
    said = {"kind": "lesson.observed/2", "data": {"entry": "00", "of": [1]}, "act": "voided", "position": 3}
    assert refusals(desk.take(said)) == [(1, "act", "not-a-record")]


def test_trying_writes_nothing_and_reports_the_same(desk: Desk) -> None:
    before = desk.rows()
    said = (LESSON, "nope", registered("000501", name="甲"), changed(LESSON, observer="000501"))
    tried = desk.take(*said, options=("--dry-run",))
    assert desk.rows() == before
    done = desk.take(*said)
    assert {**tried, "position": done["position"]} == done
    assert tried["position"] == len(before)


def test_all_or_nothing(desk: Desk) -> None:
    before = desk.rows()
    report = desk.take(LESSON, "nope", options=("--atomic",))
    assert (report["accepted"], report["rejected"], report["position"]) == (0, 1, len(before))
    assert desk.rows() == before
    assert desk.take(LESSON, options=("--atomic", "--entries"))["entries"] != []


def test_a_clash_is_corrected_when_a_reason_is_given(desk: Desk) -> None:
    desk.take(LESSON)
    other = changed(LESSON, notes="重新核对过。")
    status, error = desk.append(desk.file(other), "--correct")
    assert (status, error["code"]) == (2, "bad-arguments")
    assert desk.take(other, options=("--correct", "--reason", "原件核对有误"))["accepted"] == 1
    with closing(open_book(desk.home.folder / "book.sqlite")) as book:
        assert json.loads(book.stored.rows()[-1][4])["act"] == "corrected"


def test_a_school_brings_its_own_records_only(desk: Desk) -> None:
    own, other = LESSON, changed(LESSON, school=HILL, period=5)
    report = desk.take(own, other, options=("--authority", f"school:{TOWN}", "--actor", "chen"))
    assert refusals(report) == [(2, "school", "wrong-school")]


def test_lines_come_by_the_standard_input_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"\xef\xbb\xbf" + line_of(LESSON) + b"\r\n" + line_of(changed(LESSON, period=4))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text)))
    assert desk.append("-")[1]["accepted"] == 2
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text)))
    assert desk.append("-")[1]["duplicate"] == 2


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    status, error = desk.append("nowhere.ndjson")
    assert (status, error["code"]) == (1, "unreadable-file")


def test_refusals_beyond_the_first_many_are_only_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_report, "MOST_REJECTIONS", 3)
    report = desk.take(*["nope"] * 5, LESSON)
    assert (report["rejected"], len(report["rejections"]), report["rejections_left_off"]) == (5, 3, 2)


def test_it_is_the_same_in_batches_of_any_size(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BATCH", 2)
    new = "000777"
    said: list[Line] = [
        LESSON,
        registered(new, name="新来的"),
        "nope",
        changed(LESSON, observer=new),
        changed(LESSON, period=4),
    ]
    report = desk.take(*said)
    assert (report["accepted"], refusals(report)) == (4, [(3, "", "bad-line")])


def test_the_text_form_tells_counts_and_refusals(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["append", desk.file(LESSON, "nope")]) == 0
    shown = capsys.readouterr().out
    assert "收下" in shown
    assert "bad-line" in shown
    assert f"账本现有 {len(COUNTY) + 1} 条记录。" in shown


_IN_SMALL_BATCHES = """
import sys
from api.cli.main import main
from api.desk import lines
lines.BATCH = 100
sys.exit(main(sys.argv[1:]))
"""


def test_killed_in_the_middle_and_started_again_the_events_are_the_same(desk: Desk, tmp_path: Path) -> None:
    many = desk.file(
        *(
            changed(LESSON, on=date(2022, 9, 1) + timedelta(days=day), period=period)
            for day in range(100)
            for period in range(40)
        )
    )
    whole = Home(tmp_path / "whole")
    whole.make()
    assert _run(whole, desk.file(*COUNTY)).wait(60) == 0
    assert _run(whole, many).wait(60) == 0
    process = _run(desk.home, many)
    while _position(desk.home) < len(COUNTY) + 200:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(20) == -signal.SIGKILL
    left = _position(desk.home)
    assert len(COUNTY) < left < len(COUNTY) + 4000
    assert (left - len(COUNTY)) % 100 == 0
    assert desk.append(many)[1]["duplicate"] == left - len(COUNTY)
    assert _told(desk.home) == _told(whole)


def _run(home: Home, file: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", _IN_SMALL_BATCHES, "append", file]
    environment = {**os.environ, "SHILU_HOME": str(home.folder)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def _position(home: Home) -> int:
    with by_another_hand(home.folder / "book.sqlite") as other:
        found: int = other.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
        return found


def _told(home: Home) -> list[Any]:
    """Every event but for its time, and for the digests that are of the vault's own key."""
    with closing(open_book(home.folder / "book.sqlite")) as book:
        rows = book.stored.rows()
    told = []
    for position, stream, version, kind, body in rows:
        said = json.loads(body)
        said.pop("recorded_at")
        said["data"].pop("identity", None)
        said["source"]["file"] = said["source"]["file"] if position > len(COUNTY) else ""
        told.append((position, stream, version, kind, said))
    return told
