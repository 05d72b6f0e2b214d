"""The workbook given back: refused rows coloured with the reason beside them; mended and handed in again."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from api.workbook.handing_in import hand_in_workbook
from api.workbook.header import REASON
from api.workbook.marking import mark_workbook
from api.workbook.report import Report
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.refusals import Refused
from tests.api.small_workbook import Rows, add, observation, small_county, written
from tests.api.test_workbook_bad_input import write_xls


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    with home.opened() as opened:
        yield opened


def hand_in(ledger: Ledger, path: Path) -> Report:
    return hand_in_workbook(ledger, path, HandIn("clerk"))


def sheet_of(path: Path, name: str = "听课记录") -> Worksheet:
    return openpyxl.load_workbook(path)[name]


def faulty() -> dict[str, Rows]:
    sheets = small_county()
    sheets["听课记录"][:0] = [["秋季听课记录"]]
    header = sheets["听课记录"][1]
    for values in (observation(节次="第三节"), observation(节次=4), observation(节次=5, 课型="闲逛")):
        sheets["听课记录"].append([values[heading] for heading in header])
    return sheets


def colour(sheet: Worksheet, row: int) -> object:
    return sheet.cell(row, 1).fill.start_color.rgb if sheet.cell(row, 1).fill.fill_type else None


def test_refused_rows_are_coloured_with_the_reason_beside_them(ledger: Ledger, tmp_path: Path) -> None:
    path = written(faulty(), tmp_path / "in.xlsx")
    report = hand_in(ledger, path)
    mark_workbook(path, report, tmp_path / "back.xlsx")
    sheet = sheet_of(tmp_path / "back.xlsx")
    assert sheet.cell(2, 11).value == REASON
    assert [colour(sheet, row) is not None for row in (3, 4, 5, 6)] == [False, True, False, True]
    assert "bad-number" in str(sheet.cell(4, 11).value)
    assert "unknown-value" in str(sheet.cell(6, 11).value)
    assert sheet.cell(5, 11).value is None
    assert sheet_of(tmp_path / "back.xlsx", "教师").cell(1, 16).value is None


def test_mended_and_handed_in_again_only_the_mended_rows_are_new(ledger: Ledger, tmp_path: Path) -> None:
    path, back = written(faulty(), tmp_path / "in.xlsx"), tmp_path / "back.xlsx"
    first = hand_in(ledger, path)
    mark_workbook(path, first, back)
    book = openpyxl.load_workbook(back)
    book["听课记录"].cell(4, 2).value = 6
    book.save(back)
    second = hand_in(ledger, back)
    assert second.position == first.position + 1
    assert [(one.row, one.code) for one in second.rejections] == [(6, "unknown-value")]
    assert second.ignored_columns == {}

    mark_workbook(back, second, back)
    sheet = sheet_of(back)
    assert sheet.cell(2, 11).value == REASON
    assert sheet.cell(2, 12).value is None
    assert (colour(sheet, 4), sheet.cell(4, 11).value) == (None, None)
    assert colour(sheet, 6) is not None


def test_an_xls_workbook_comes_back_as_xlsx_with_its_days(ledger: Ledger, tmp_path: Path) -> None:
    path, back = tmp_path / "in.xls", tmp_path / "back.xlsx"
    write_xls(faulty(), path)
    mark_workbook(path, hand_in(ledger, path), back)
    sheet = sheet_of(back)
    assert sheet.cell(4, 11).value
    again = hand_in(ledger, back)
    assert [one.row for one in again.rejections] == [4, 6]
    assert sum(count.accepted for count in again.sheets.values()) == 0


def test_formulas_come_back_as_the_values_that_were_read(ledger: Ledger, tmp_path: Path) -> None:
    import xlsxwriter

    sheets = faulty()
    path, back = tmp_path / "in.xlsx", tmp_path / "back.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.get_worksheet_by_name("听课记录").write_formula(4, 9, '="可以"&"借鉴"', value="可以借鉴")
    book.close()
    first = hand_in(ledger, path)
    mark_workbook(path, first, back)
    assert sheet_of(back).cell(5, 10).value == "可以借鉴"
    assert hand_in(ledger, back).position == first.position


def test_a_marked_workbook_that_cannot_be_written_leaves_nothing(ledger: Ledger, tmp_path: Path) -> None:
    path = written(faulty(), tmp_path / "in.xlsx")
    report = hand_in(ledger, path)
    with pytest.raises(Refused) as refusal:
        mark_workbook(path, report, tmp_path / "nowhere" / "back.xlsx")
    assert refusal.value.code == "unwritable-file"
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["in.xlsx"]


def test_a_workbook_without_faults_comes_back_as_it_was(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(节次=4))
    path, back = written(sheets, tmp_path / "in.xlsx"), tmp_path / "back.xlsx"
    mark_workbook(path, hand_in(ledger, path), back)
    assert sheet_of(back).cell(1, 11).value is None


def test_a_merged_note_across_the_sheet_leaves_room_for_the_reasons(ledger: Ledger, tmp_path: Path) -> None:
    path, back = written(faulty(), tmp_path / "in.xlsx"), tmp_path / "back.xlsx"
    book = openpyxl.load_workbook(path)
    book["听课记录"]["A8"] = "说明:本表由教研室填写"
    book["听课记录"].merge_cells("A8:P8")
    book.save(path)
    report = hand_in(ledger, path)
    mark_workbook(path, report, back)
    assert sheet_of(back).cell(2, 17).value == REASON
    assert [one.row for one in report.rejections] == [4, 6, 8]
