"""Tables in plain text, as Excel, WPS and older programs write them, go the same way as a workbook."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from api.workbook.handing_in import hand_in_workbook
from api.workbook.marking import mark_workbook
from api.workbook.report import Report
from api.workbook.which_sheets import NOTHING_ASKED, Asked
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.refusals import Misuse, Refused
from tests.api.small_workbook import TERM, small_county, written

HEADER = "日期,节次,听课人,授课人,学校代码,学科,年级,课型,听课记录,反思"
LESSONS = f"""{HEADER}
2022/9/6,3,1,000002,S001,数学,一年级,公开课,板书清楚,可以借鉴
2022-09-07,三,赵新,2,S001,数学,一年级,公开课,,
"""


@pytest.fixture
def ledger(home: Home, tmp_path: Path) -> Iterator[Ledger]:
    with home.opened() as opened:
        hand_in_workbook(opened, written(small_county(), tmp_path / "county.xlsx"), HandIn("clerk"))
        yield opened


def hand_in(ledger: Ledger, path: Path, asked: Asked = NOTHING_ASKED) -> Report:
    return hand_in_workbook(ledger, path, HandIn("clerk"), asked=asked)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_every_encoding_and_separator_that_offices_save_is_read(
    ledger: Ledger, tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "2022秋听课记录.csv"
    path.write_bytes(LESSONS.replace(",", separator).encode(encoding))
    report = hand_in(ledger, path)
    assert (report.sheets["听课记录"].accepted, report.sheets["听课记录"].rejected) == (1, 1)
    [rejection] = report.rejections
    assert (rejection.code, rejection.sheet, rejection.row, rejection.column, rejection.letter) == (
        "bad-number",
        "听课记录",
        3,
        "节次",
        "B",
    )


def test_a_text_in_no_known_encoding_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "听课记录.csv"
    path.write_bytes(b"\xff\xfe\xfa" + bytes(range(128, 256)))
    with pytest.raises(Refused) as refusal:
        hand_in(ledger, path)
    assert refusal.value.code == "bad-encoding"


@pytest.mark.parametrize("asked", [NOTHING_ASKED, Asked(sheet="听课纪录")])
def test_a_text_whose_sheet_nobody_names_is_refused_and_taken_with_its_name(
    ledger: Ledger, tmp_path: Path, asked: Asked
) -> None:
    path = tmp_path / "导出.csv"
    path.write_text(LESSONS, encoding="utf-8")
    with pytest.raises(Misuse) as refusal:
        hand_in(ledger, path, asked)
    assert refusal.value.code == "unknown-sheet"
    assert "听课记录" in refusal.value.message
    assert hand_in(ledger, path, Asked(sheet="听课记录")).sheets["听课记录"].accepted == 1


def test_a_quoted_cell_over_several_lines_counts_as_one_row(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "听课记录.csv"
    path.write_text(LESSONS.replace("板书清楚", '"板书\n清楚"'), encoding="utf-8")
    assert [one.row for one in hand_in(ledger, path).rejections] == [3]


def test_a_sheet_of_a_term_asks_for_the_term(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "读书.csv"
    path.write_text("教师编号,书名,读书计划,读书笔记,读后收获\n000001,论语,是,是,是\n", encoding="utf-8")
    for asked in (Asked(), Asked(term="2030-2031-1")):
        with pytest.raises(Refused) as refusal:
            hand_in(ledger, path, asked)
        assert refusal.value.code == "no-term"
    report = hand_in(ledger, path, Asked(term=TERM))
    assert (report.term, report.sheets["读书"].accepted) == (TERM, 1)


def test_a_table_in_plain_text_is_given_back_as_a_workbook_with_its_refused_rows_marked(
    ledger: Ledger, tmp_path: Path
) -> None:
    path, back = tmp_path / "听课记录.csv", tmp_path / "back.xlsx"
    path.write_text(LESSONS, encoding="gb18030")
    mark_workbook(path, hand_in(ledger, path), back)
    sheet = openpyxl.load_workbook(back)["听课记录"]
    assert sheet.cell(2, 11).value is None
    assert "bad-number" in str(sheet.cell(3, 11).value)
    sheet.cell(3, 2).value = 4
    sheet.parent.save(back)  # type: ignore[union-attr]
    assert hand_in(ledger, back, Asked(sheet="听课记录")).sheets["听课记录"].accepted == 1
