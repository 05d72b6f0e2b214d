"""Handing a term workbook in: what comes of it, twice, grown, tried only, all or nothing, and killed half-way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.desk.batches import Manner
from api.workbook.handing_in import hand_in_workbook
from api.workbook.report import Report
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.processes.rotations import rotations
from tests.api.small_workbook import add, observation, small_county, written

GOLDEN = Path(__file__).parent.parent / "golden"
COUNTY, EARLY = GOLDEN / "county.xlsx", GOLDEN / "early.xlsx"
EXPECTED: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
TERM = "2022-2023-1"


@contextmanager
def new_ledger(folder: Path) -> Iterator[Ledger]:
    home = Home(folder)
    home.make()
    with home.opened() as ledger:
        yield ledger


def hand_in(ledger: Ledger, path: Path, **manner: bool) -> Report:
    return hand_in_workbook(ledger, path, HandIn("clerk"), Manner(**manner))


def refusals(report: Report) -> list[dict[str, Any]]:
    return [{"sheet": one.sheet, "row": one.row, "code": one.code} for one in report.rejections]


def counts(report: Report) -> dict[str, Any]:
    sheets: dict[str, Any] = report.to_json()["sheets"]
    return sheets


def check_answers(ledger: Ledger) -> None:
    result = evaluate(ledger.book, find_pack("taikang-2022"), TERM).to_json()
    for kind in ("teachers", "groups"):
        wanted = EXPECTED["evaluation"][kind]
        assert result[kind].keys() == wanted.keys()
        for subject, answers in wanted.items():
            assert {part: result[kind][subject][part] for part in answers} == answers, subject
    found = [one.to_json() for one in rotations(ledger.book, [find_pack("taikang-2022")])]
    assert [{key: one[key] for key in wanted} for one, wanted in zip(found, EXPECTED["rotations"], strict=True)] == (
        EXPECTED["rotations"]
    )


def test_the_sample_county_comes_out_as_it_must(tmp_path: Path) -> None:
    with new_ledger(tmp_path / "ledger") as ledger:
        report = hand_in(ledger, COUNTY)
        assert refusals(report) == EXPECTED["import"]["rejections"]
        assert counts(report) == EXPECTED["import"]["sheets"]
        check_answers(ledger)


def test_the_same_workbook_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    with new_ledger(tmp_path / "ledger") as ledger:
        first = hand_in(ledger, COUNTY)
        second = hand_in(ledger, COUNTY)
        assert second.position == first.position
        assert refusals(second) == refusals(first)
        for name, count in second.sheets.items():
            before = first.sheets[name]
            assert (count.accepted, count.duplicate) == (0, before.accepted + before.duplicate)


def test_a_workbook_that_has_grown_adds_just_what_is_new(tmp_path: Path) -> None:
    with new_ledger(tmp_path / "ledger") as ledger:
        early = hand_in(ledger, EARLY)
        assert refusals(early) == []
        grown = hand_in(ledger, COUNTY)
        assert refusals(grown) == EXPECTED["import"]["rejections"]
        check_answers(ledger)
        assert hand_in(ledger, EARLY).position == grown.position


def test_a_trial_reports_the_same_and_writes_nothing(tmp_path: Path) -> None:
    with new_ledger(tmp_path / "ledger") as ledger:
        tried = hand_in(ledger, COUNTY, dry_run=True)
        assert (tried.position, ledger.book.position) == (0, 0)
        assert ledger.vault.names({}) == {}
        done = hand_in(ledger, COUNTY)
        assert (refusals(tried), counts(tried)) == (refusals(done), counts(done))


def test_all_or_nothing_writes_nothing_where_one_row_is_refused(tmp_path: Path) -> None:
    with new_ledger(tmp_path / "ledger") as ledger:
        report = hand_in(ledger, COUNTY, atomic=True)
        assert refusals(report) == EXPECTED["import"]["rejections"]
        assert (report.position, ledger.book.position) == (0, 0)
        assert {count.accepted for count in report.sheets.values()} == {0}
        assert hand_in(ledger, EARLY, atomic=True).position > 0


def test_every_event_knows_its_file_sheet_and_row(tmp_path: Path) -> None:
    path = written(small_county(), tmp_path / "small.xlsx")
    with new_ledger(tmp_path / "ledger") as ledger:
        hand_in(ledger, path)
        [(_, event)] = ledger.book.read(["lesson.observed/2"])
        assert event.source
        assert (event.source.sheet, event.source.row, len(event.source.file)) == ("听课记录", 2, 64)
        assert (event.actor, event.authority) == ("clerk", "county")


def test_what_a_school_hands_in_waits_to_be_attested(tmp_path: Path) -> None:
    sheets = small_county()
    with new_ledger(tmp_path / "ledger") as ledger:
        hand_in(ledger, written(sheets | {"听课记录": sheets["听课记录"][:1]}, tmp_path / "county.xlsx"))
        path = written(sheets, tmp_path / "school.xlsx")
        report = hand_in_workbook(ledger, path, HandIn("clerk", Authority("school:S001")))
        assert report.sheets["听课记录"].accepted == 1
        result = evaluate(ledger.book, find_pack("taikang-2022"), TERM)
        assert result.of_teacher("000001")["quotas"]["observe-20"]["done"] == 0


def test_sheets_in_any_order_in_the_file_are_read_in_theirs(tmp_path: Path) -> None:
    sheets = small_county()
    path = written(sheets, tmp_path / "small.xlsx", order=list(reversed(sheets)))
    with new_ledger(tmp_path / "ledger") as ledger:
        assert refusals(hand_in(ledger, path)) == []


def test_a_teacher_row_twice_in_one_workbook_with_other_content_is_a_clash(tmp_path: Path) -> None:
    sheets = small_county()
    changed = list(sheets["教师"][1])
    changed[sheets["教师"][0].index("职称")] = "高级教师"
    sheets["教师"].append(changed)
    path = written(sheets, tmp_path / "small.xlsx")
    with new_ledger(tmp_path / "ledger") as ledger:
        report = hand_in(ledger, path)
        assert refusals(report) == [{"sheet": "教师", "row": 7, "code": "clash"}]
        # Handed in again under another digest, with the good row a duplicate, it clashes still.
        add(sheets, "听课记录", **observation(节次=4))
        again = hand_in(ledger, written(sheets, tmp_path / "again.xlsx"))
        assert refusals(again) == [{"sheet": "教师", "row": 7, "code": "clash"}]
        assert again.position == report.position + 1


def test_a_later_workbook_may_change_a_name_and_the_old_one_stays_known_as_it_was(tmp_path: Path) -> None:
    sheets = small_county()
    with new_ledger(tmp_path / "ledger") as ledger:
        first = hand_in(ledger, written(sheets, tmp_path / "one.xlsx"))
        sheets["教师"][1][sheets["教师"][0].index("姓名")] = "赵新华"
        second = hand_in(ledger, written(sheets, tmp_path / "two.xlsx"))
        assert second.position == first.position + 1
        assert ledger.names(ledger.register())[next(iter(ledger.register().teachers))] == "赵新华"


_ALONE = """
import sys
from pathlib import Path
import api.workbook.handing_in as handing_in
from ledger.hand_in import HandIn
from ledger.home import Home
handing_in.BATCH = 100
with Home(Path(sys.argv[1])).opened() as ledger:
    report = handing_in.hand_in_workbook(ledger, Path(sys.argv[2]), HandIn("clerk"))
    print(len(report.rejections))
"""


def test_two_who_hand_in_the_same_workbook_at_once_refuse_no_more_than_one_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "both")
    home.make()
    command = [sys.executable, "-c", _ALONE, str(home.folder), str(COUNTY)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [one.communicate()[0].strip() for one in both] == ["14", "14"]
    with new_ledger(tmp_path / "alone") as ledger:
        wanted = hand_in(ledger, COUNTY).position
    with home.opened() as ledger:
        assert ledger.book.position == wanted
        check_answers(ledger)


def test_width_and_spacing_inside_words_change_no_answer(tmp_path: Path) -> None:
    """Groups, series, townships, grades and stages, typed with spaces or in full width by some schools."""
    import openpyxl

    book = openpyxl.load_workbook(COUNTY)
    columns = (("集体备课", "备课组"), ("赛课获奖", "赛事"), ("学校", "乡镇"), ("学校", "学段"), ("听课记录", "年级"))
    for name, heading in columns:
        for cell in _cells_below(book[name], heading)[::3]:
            cell.value = f"{cell.value[:1]} {cell.value[1:]}"
    book.save(tmp_path / "spaced.xlsx")
    with new_ledger(tmp_path / "ledger") as ledger:
        assert refusals(hand_in(ledger, tmp_path / "spaced.xlsx")) == EXPECTED["import"]["rejections"]
        check_answers(ledger)


def _cells_below(sheet: Any, heading: str) -> list[Any]:
    """The cells with text in the column of a heading, below it."""
    [head] = [cell for row in sheet.iter_rows() for cell in row if cell.value == heading]
    rows = sheet.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column)
    return [cell for (cell,) in rows if isinstance(cell.value, str)]


_KILLED = """
import sys
from pathlib import Path
import api.workbook.handing_in as handing_in
from ledger.hand_in import HandIn
from ledger.home import Home
handing_in.BATCH = 40
with Home(Path(sys.argv[1])).opened() as ledger:
    print("ready", flush=True)
    handing_in.hand_in_workbook(ledger, Path(sys.argv[2]), HandIn("clerk"))
"""


def events_of(ledger: Ledger) -> list[tuple[bytes, int, str, bytes]]:
    """Every stored row but for the moment it was written, which differs from run to run."""
    rows = ledger.book.stored.rows()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    return [(stream, version, kind, body.partition(b',"actor"')[2]) for _, stream, version, kind, body in rows]


def without_identity(events: list[tuple[bytes, int, str, bytes]]) -> list[tuple[bytes, int, str]]:
    """Teachers' rows carry a digest under a key that each ledger makes for itself."""
    return [(stream, version, kind) for stream, version, kind, _ in events]


@pytest.mark.parametrize("attempt", range(6))
def test_killed_at_any_moment_and_run_again_the_end_is_the_same(tmp_path: Path, attempt: int) -> None:
    with new_ledger(tmp_path / "whole") as ledger:
        hand_in(ledger, EARLY)
        wanted = without_identity(events_of(ledger))
    home = Home(tmp_path / "killed")
    home.make()
    chance = random.Random(attempt)
    for _ in range(3):
        command = [sys.executable, "-c", _KILLED, str(home.folder), str(EARLY)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(chance.uniform(0, 0.5))
            os.kill(child.pid, signal.SIGKILL)
    with home.opened() as ledger:
        report = hand_in(ledger, EARLY)
        assert refusals(report) == []
        assert without_identity(events_of(ledger)) == wanted
        assert len(ledger.names(ledger.register())) == len(ledger.register().teachers)
