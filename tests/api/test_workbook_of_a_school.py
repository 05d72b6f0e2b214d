"""What a school brings, and may not bring; who is on the roll; whose ID number is whose."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.desk.batches import Manner
from api.workbook.handing_in import hand_in_workbook
from api.workbook.report import Report
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records.lesson import LessonObserved
from tests.api.small_workbook import ID_NUMBER, Rows, add, observation, small_county, written

SCHOOL = Authority("school:S001")
AS_EVER = Manner()


def county() -> dict[str, Rows]:
    """Two schools; 李明 twice at S001, 王芳 once at each."""
    sheets = small_county()
    header, first = sheets["教师"][0], sheets["教师"][1]
    for code, name, school in (("000006", "王芳", "S001"), ("000007", "王芳", "S002"), ("000008", "郑远", "S002")):
        row = dict(zip(header, first, strict=False)) | {"教师编号": code, "姓名": name, "学校代码": school}
        sheets["教师"].append([row[heading] for heading in header])
    return sheets


@pytest.fixture
def ledger(home: Home, tmp_path: Path) -> Iterator[Ledger]:
    with home.opened() as opened:
        report = hand_in_workbook(opened, written(county(), tmp_path / "county.xlsx"), HandIn("clerk"))
        assert report.rejections == []
        yield opened


def brought(
    ledger: Ledger, folder: Path, sheets: dict[str, Rows], authority: str = SCHOOL, manner: Manner = AS_EVER
) -> Report:
    path = written(sheets, folder / "brought.xlsx")
    return hand_in_workbook(ledger, path, HandIn("clerk", Authority(authority)), manner)


def of_school(*names: str) -> dict[str, Rows]:
    """The term, and the headers of some sheets."""
    sheets = county()
    return {"学期": sheets["学期"]} | {name: sheets[name][:1] for name in names}


def codes(report: Report) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.code, one.column) for one in report.rejections]


def test_a_school_needs_only_the_sheets_it_fills_in(ledger: Ledger, tmp_path: Path) -> None:
    sheets = of_school("听课记录")
    add(sheets, "听课记录", **observation(节次=5))
    report = brought(ledger, tmp_path, sheets)
    assert (codes(report), report.sheets["听课记录"].accepted, report.sheets["学期"].duplicate) == ([], 1, 1)


def test_a_term_of_its_own_no_school_may_announce(ledger: Ledger, tmp_path: Path) -> None:
    sheets = of_school("听课记录")
    sheets["学期"][1][3] = 20
    add(sheets, "听课记录", **observation(节次=5))
    report = brought(ledger, tmp_path, sheets)
    assert codes(report) == [("学期", "out-of-scope", "学期")]
    assert report.sheets["听课记录"].accepted == 1


def test_the_countys_calendar_may_be_repeated_and_not_changed(ledger: Ledger, tmp_path: Path) -> None:
    sheets = of_school() | {"校历": county()["校历"]}
    add(sheets, "校历", 日期=date(2022, 10, 4), 类型="放假")
    for manner in (Manner(dry_run=True), Manner(atomic=True), Manner()):
        report = brought(ledger, tmp_path, sheets, manner=manner)
        assert (report.sheets["校历"].duplicate, codes(report)) == (1, [("校历", "out-of-scope", "日期")])


SANCTION = {"教师编号": "1", "日期": date(2022, 9, 8), "类型": "有偿补课", "处分": "警告", "影响期(月)": 6}
LEAVE = {"教师编号": "8", "开始日期": "2022-09-08", "结束日期": "2022-09-09", "类型": "病假"}
MEETING = {"日期": "2022-09-08", "学校代码": "S002", "备课组": "文科组", "主备人": "1", "参加人": "2"}


@pytest.mark.parametrize(
    ("sheet", "values", "code", "column"),
    [
        ("听课记录", observation(节次=6, 学校代码="S002"), "wrong-school", "学校代码"),
        ("听课记录", observation(节次=6, 听课人="000008"), "out-of-scope", "听课人"),
        ("师德处分", SANCTION, "out-of-scope", "教师编号"),
        ("请假", LEAVE, "out-of-scope", "教师编号"),
        ("集体备课", MEETING, "wrong-school", "学校代码"),
    ],
)
def test_what_is_not_its_own_a_school_may_not_bring(
    ledger: Ledger, tmp_path: Path, sheet: str, values: dict[str, Any], code: str, column: str
) -> None:
    sheets = of_school(sheet)
    add(sheets, sheet, **values)
    assert codes(brought(ledger, tmp_path, sheets)) == [(sheet, code, column)]


def test_a_township_brings_what_its_schools_may_and_no_other_township(ledger: Ledger, tmp_path: Path) -> None:
    sheets = of_school("请假")
    add(sheets, "请假", **LEAVE)
    assert codes(brought(ledger, tmp_path, sheets, "township:西镇")) == [("请假", "out-of-scope", "教师编号")]
    assert codes(brought(ledger, tmp_path, sheets, "township:东镇")) == []


def test_a_name_that_one_teacher_of_the_school_bears_is_that_teacher(ledger: Ledger, tmp_path: Path) -> None:
    sheets = of_school("听课记录", "集体备课")
    add(sheets, "听课记录", **observation(节次=6, 听课人="王芳"))
    add(sheets, "听课记录", **observation(节次=7, 听课人="李明"))
    add(sheets, "集体备课", 日期="2022-09-08", 学校代码="S001", 备课组="文科组", 主备人="1", 参加人="赵新、王芳")
    report = brought(ledger, tmp_path, sheets)
    assert codes(report) == [("听课记录", "ambiguous-teacher", "听课人")]
    *_, (_, meeting) = ledger.book.read(["preparation.held/1"])
    assert meeting.data.attended == ("000001", "000006")  # type: ignore[union-attr]


def test_in_a_countys_workbook_such_a_name_stays_ambiguous(ledger: Ledger, tmp_path: Path) -> None:
    sheets = county()
    add(sheets, "听课记录", **observation(节次=6, 听课人="王芳"))
    assert codes(brought(ledger, tmp_path, sheets, "county")) == [("听课记录", "ambiguous-teacher", "听课人")]


def with_number(sheets: dict[str, Rows], row: int) -> None:
    sheets["教师"][row][sheets["教师"][0].index("身份证号")] = ID_NUMBER


def test_an_id_number_belongs_to_one_code(ledger: Ledger, tmp_path: Path) -> None:
    sheets = county()
    with_number(sheets, 1)
    with_number(sheets, 2)
    report = brought(ledger, tmp_path, sheets, "county")
    assert codes(report) == [("教师", "duplicate-id-number", "身份证号")]
    assert "000001" in report.rejections[0].message
    later = county()
    with_number(later, 1)
    with_number(later, 3)
    assert codes(brought(ledger, tmp_path, later, "county")) == [("教师", "duplicate-id-number", "身份证号")]


def test_a_refused_row_holds_no_id_number_against_others(ledger: Ledger, tmp_path: Path) -> None:
    sheets = county()
    with_number(sheets, 2)
    clashing = list(sheets["教师"][1])
    clashing[sheets["教师"][0].index("职称")] = "高级教师"
    clashing[sheets["教师"][0].index("身份证号")] = ID_NUMBER
    sheets["教师"][2:2] = [clashing]
    assert codes(brought(ledger, tmp_path, sheets, "county")) == [("教师", "clash", "职称")]


def test_two_codes_that_were_merged_may_share_an_id_number(ledger: Ledger, tmp_path: Path) -> None:
    sheets = county()
    with_number(sheets, 1)
    sheets["档案合并"] = [["教师编号", "并入编号", "合并日期", "原因"], ["000002", "000001", "2022-10-08", "同一人"]]
    assert codes(brought(ledger, tmp_path, sheets, "county")) == []
    later = county()
    with_number(later, 1)
    with_number(later, 2)
    assert codes(brought(ledger, tmp_path, later, "county")) == []


def test_who_has_left_is_on_no_record_of_later_days(ledger: Ledger, tmp_path: Path) -> None:
    sheets = county()
    sheets["离职"] = [["教师编号", "离职日期", "离职类型"], ["000002", "2022-10-10", "调出"]]
    assert codes(brought(ledger, tmp_path, sheets, "county")) == []
    later = county()
    for day in (date(2022, 10, 9), date(2022, 10, 10)):
        add(later, "听课记录", **observation(日期=day, 节次=8))
    report = brought(ledger, tmp_path, later, "county")
    assert codes(report) == [("听课记录", "not-on-roll", "授课人")]
    assert "2022-10-10" in report.rejections[0].message


def test_a_school_that_tries_a_ledger_out_by_itself_hands_in_all_of_its_workbook_and_all_of_it_waits(
    home: Home, tmp_path: Path
) -> None:
    with home.opened() as alone:
        report = brought(alone, tmp_path, small_county())
        assert [one.code for one in report.rejections] == []
        assert alone.book.kept(LessonObserved).attested == [False]
