"""Lists as files: Excel opens them with Chinese intact, and nothing in them is a formula."""

import csv
from datetime import date, datetime
from decimal import Decimal
from email.message import Message
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from api.desk.exports import Table, harmless
from api.http.exporting import export_links, exported
from ledger.refusals import Misuse
from tests.api.county_on_the_web import ASKED, golden_home, visited

_TABLE = Table(
    "各校进度 2022-2023-1",
    ["编号", "姓名", "分数", "差额", "日期", "达标", "说明"],
    [
        ["000123", "单雄", Decimal("12.50"), -3, date(2023, 1, 13), True, "=cmd|' /C calc'!A0"],
        ["000124", "解缙", Fraction(7, 2), 0, None, False, "+86 138"],
        ["000125", "查良镛", 0, -4, date(2023, 1, 14), None, "@SUM(A1)"],
        ["000126", "\t=1+1", 1, 2, date(2023, 1, 15), True, "\r=1+1"],
        ["000127", "-2+3", 1, 2, date(2023, 1, 15), True, "-2.5"],
    ],
)


def _question(query: str = "", path: str = "/county/schools") -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    return Request(scope)


def test_a_workbook_holds_numbers_days_and_harmless_text() -> None:
    sheet = openpyxl.load_workbook(BytesIO(_TABLE.xlsx())).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert sheet.title == "各校进度 2022-2023-1"
    assert [cell.value for cell in rows[0]] == _TABLE.columns
    assert [cell.value for cell in rows[1]] == [
        "000123", "单雄", 12.5, -3, datetime(2023, 1, 13), "是", "'=cmd|' /C calc'!A0",  # noqa: DTZ001
    ]  # fmt: skip
    assert [cell.value for cell in rows[2]][2:] == [3.5, 0, None, "否", "'+86 138"]
    assert rows[3][6].value == "'@SUM(A1)"
    assert rows[4][1].value == "'\t=1+1"
    assert rows[5][1].value == "'-2+3"
    assert rows[5][6].value == "-2.5", "a number is no formula"
    assert not [cell.coordinate for row in rows for cell in row if cell.data_type == "f"]
    assert sheet.freeze_panes == "A2"


def test_a_text_file_has_the_mark_that_excel_needs() -> None:
    body = _TABLE.csv()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows[0] == _TABLE.columns
    assert rows[1] == ["000123", "单雄", "12.50", "-3", "2023-01-13", "是", "'=cmd|' /C calc'!A0"]
    assert rows[2][2] == "3.5"
    assert [row[6] for row in rows[3:]] == ["'@SUM(A1)", "'\r=1+1", "-2.5"]


@given(st.text(max_size=12))
def test_no_text_becomes_a_formula_in_either_form(text: str) -> None:
    """Whatever somebody wrote into a field: a spreadsheet shows it, and computes nothing."""
    said = harmless(text)
    assert said.removeprefix("'") == text.removeprefix("'")
    assert said[:1] not in tuple("=@\t\r\n＝＠")
    if said[:1] in tuple("+-＋－"):
        float(said.removesuffix("%"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_workbook_takes_every_title_and_text(title: str, text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(Table(title, ["甲"], [[text]]).xlsx()))
    assert len(book.sheetnames[0]) in range(1, 32)


def test_the_same_list_is_the_same_bytes() -> None:
    assert _TABLE.xlsx() == _TABLE.xlsx()


def test_names_are_never_put_into_temporary_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert _TABLE.xlsx().startswith(b"PK")


def test_the_file_is_called_what_the_list_is_called() -> None:
    answer = exported(_question("format=xlsx"), Table("../城关镇:“进度”\r\nSet-Cookie: x", ["甲"], []))
    assert answer is not None
    told = Message()
    told["content-disposition"] = answer.headers["content-disposition"]
    assert told.get_content_disposition() == "attachment"
    name = answer.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert unquote(name) == "城关镇-“进度”-Set-Cookie- x.xlsx"
    assert "\n" not in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].isascii()


def test_a_page_is_no_file_and_other_files_are_refused() -> None:
    assert exported(_question(), _TABLE) is None
    with pytest.raises(Misuse, match="xlsx 或 csv"):
        exported(_question("format=exe"), _TABLE)
    csv_answer = exported(_question("format=csv"), _TABLE)
    assert csv_answer is not None
    assert csv_answer.media_type == "text/csv; charset=utf-8"


def test_links_keep_the_question_and_not_the_page_of_the_list() -> None:
    links = export_links(_question("term=2022-2023-1&q=%E7%8E%8B&page=3"))
    assert links == {
        "xlsx": "?term=2022-2023-1&q=%E7%8E%8B&format=xlsx",
        "csv": "?term=2022-2023-1&q=%E7%8E%8B&format=csv",
    }


@pytest.mark.parametrize("path", ["/teachers", "/groups"])
def test_a_list_of_the_pages_is_taken_away_whole(tmp_path: Path, path: str) -> None:
    with visited(golden_home(tmp_path / "county")) as client:
        page = client.get(path, params=ASKED)
        assert "format=xlsx" in page.text
        taken = client.get(path, params=ASKED | {"format": "xlsx"})
        sheet = openpyxl.load_workbook(BytesIO(taken.content)).active
        assert sheet is not None
        text = client.get(path, params=ASKED | {"format": "csv"}).content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text, newline="")))
        assert len(rows) == sheet.max_row > 5
        assert rows[0] == [cell.value for cell in next(iter(sheet.iter_rows()))]
        assert "no-store" in taken.headers["cache-control"]
        assert client.get(path, params=ASKED | {"format": "exe"}).status_code == 400
