"""Odd workbooks that offices do hand in, each of them once read wrongly."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ledger.home import Home, Ledger
from ledger.records.registered import TeacherRegistered
from tests.api.small_workbook import add, observation, small_county, written
from tests.api.test_workbook_bad_input import MEETING, hand_in, only_refusal, refused


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    with home.opened() as opened:
        yield opened


def test_of_a_list_with_several_faults_the_first_of_the_order_is_named(ledger: Ledger, tmp_path: Path) -> None:
    row = MEETING | {"参加人": "李明、查无此人"}
    assert only_refusal(ledger, tmp_path, "集体备课", **row).code == "unknown-teacher"


def test_blank_rows_and_totals_however_spaced_are_skipped(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["听课记录"] += [["\xa0"], ["合 计", 1], ["\xa0合计:", 1]]
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert (report.rejections, report.sheets["听课记录"].accepted) == ([], 1)


def test_early_reading_is_period_0_and_a_written_3_0_is_3(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(节次="0"))
    add(sheets, "听课记录", **observation(节次="3.0"))
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert (report.sheets["听课记录"].accepted, report.sheets["听课记录"].duplicate) == (2, 1)


def test_a_formula_whose_computed_value_is_an_empty_text_is_empty(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(节次=4, 反思="=A1"))
    path, excels = written(sheets, tmp_path / "small.xlsx"), tmp_path / "excels.xlsx"
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(excels, "w") as copy:
        for name in parts.namelist():
            # As Excel itself writes an empty text that a formula has given.
            copy.writestr(name, re.sub(rb'<c r="J3"([^>]*)><f>', rb'<c r="J3"\1 t="str"><f>', parts.read(name)))
    report = hand_in(ledger, excels)
    assert (report.rejections, report.sheets["听课记录"].accepted) == ([], 2)


def test_a_term_row_that_is_refused_does_not_rule_the_rest(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    hand_in(ledger, written(sheets, tmp_path / "one.xlsx"))
    sheets["学期"][1][1] = date(2022, 9, 5)
    sheets["教师"][1][sheets["教师"][0].index("职称")] = "高级教师"
    report = hand_in(ledger, written(sheets, tmp_path / "two.xlsx"))
    assert [(one.sheet, one.code) for one in report.rejections] == [("学期", "clash")]
    *_, (_, changed) = ledger.book.read(["teacher.registered/1"])
    assert isinstance(changed.data, TeacherRegistered)
    assert changed.data.in_effect == date(2022, 8, 29)


def test_names_are_looked_for_as_they_stood_in_the_workbooks_term(ledger: Ledger, tmp_path: Path) -> None:
    autumn = small_county()
    add(autumn, "听课记录", **observation(节次=4, 听课人="赵新"))
    first = written(autumn, tmp_path / "autumn.xlsx")
    assert hand_in(ledger, first).rejections == []
    spring = small_county()
    spring["学期"][1] = ["2022-2023-2", date(2023, 2, 13), date(2023, 7, 7), 20]
    spring["教师"][1][spring["教师"][0].index("姓名")] = "赵新华"
    spring["听课记录"] = spring["听课记录"][:1]
    add(spring, "听课记录", **observation(日期=date(2023, 3, 1), 听课人="赵新华"))
    assert hand_in(ledger, written(spring, tmp_path / "spring.xlsx")).rejections == []
    position = ledger.book.position
    again = hand_in(ledger, first)
    assert (again.rejections, again.position) == ([], position)


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_a_damaged_workbook_is_refused_in_a_sentence(ledger: Ledger, tmp_path: Path, damage: str) -> None:
    whole, broken = written(small_county(), tmp_path / "whole.xlsx"), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "xl/worksheets/sheet5.xml":
                if damage == "gone":
                    continue
                content = content[: len(content) // 2] if damage == "cut" else content
            copy.writestr(name, content)
    if damage == "flipped":
        flipped = bytearray(broken.read_bytes())
        place = flipped.index(b"xl/worksheets/sheet5.xml") + 60
        flipped[place : place + 8] = bytes(8)
        broken.write_bytes(bytes(flipped))
    assert refused(ledger, broken).code == "not-a-workbook"


def test_a_sheet_that_reaches_too_far_is_refused_and_not_read(ledger: Ledger, tmp_path: Path) -> None:
    path = written(small_county(), tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(path)
    book["家访"].cell(1_048_576, 200).value = " "
    book.save(path)
    found = refused(ledger, path)
    assert (found.code, "GR1048576" in found.message) == ("sheet-too-large", True)
