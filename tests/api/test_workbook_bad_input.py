"""Wrong workbooks and wrong rows: one clear sentence with sheet, row and column, and nothing half-written."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from api.workbook.handing_in import hand_in_workbook
from api.workbook.report import Rejection, Report
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.refusals import Refused
from tests.api.small_workbook import ID_NUMBER, TERM, Rows, add, observation, small_county, written


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    with home.opened() as opened:
        yield opened


def hand_in(ledger: Ledger, path: Path) -> Report:
    return hand_in_workbook(ledger, path, HandIn("clerk"))


def refused(ledger: Ledger, path: Path) -> Refused:
    with pytest.raises(Refused) as refusal:
        hand_in(ledger, path)
    assert ledger.book.position == 0
    return refusal.value


def only_refusal(ledger: Ledger, tmp_path: Path, name: str, **values: Any) -> Rejection:
    """The refusal of one bad row added to a good workbook."""
    sheets = small_county()
    add(sheets, name, **values)
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    [rejection] = report.rejections
    assert (rejection.sheet, rejection.row) == (name, len(sheets[name]))
    return rejection


# -- the whole workbook --------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there(ledger: Ledger, tmp_path: Path) -> None:
    assert refused(ledger, tmp_path / "none.xlsx").code == "unreadable-file"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"])
def test_a_file_that_is_no_workbook(ledger: Ledger, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_bytes(content)
    found = refused(ledger, path)
    assert found.code == "not-a-workbook"
    assert "notes.xlsx" in found.message


def test_a_zip_that_is_no_workbook(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "archive.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert refused(ledger, path).code == "not-a-workbook"


def test_an_encrypted_workbook(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(ledger, path).code == "encrypted-workbook"


def test_missing_sheets_are_named(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    del sheets["请假"], sheets["家访"]
    found = refused(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert found.code == "missing-sheet"
    assert "请假" in found.message
    assert "家访" in found.message


def test_a_missing_column_is_named_with_sheet_and_row(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["听课记录"][0][5] = "科目"
    found = refused(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert found.code == "missing-column"
    assert all(part in found.message for part in ("听课记录", "第 1 行", "学科"))


def test_a_sheet_without_any_header(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["读书"] = [["甲", "乙"]]
    assert refused(ledger, written(sheets, tmp_path / "small.xlsx")).code == "missing-column"


def test_two_headers_alike_are_named_with_their_columns(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["听课记录"][0].append(" 节 次")
    found = refused(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert found.code == "repeated-column"
    assert all(part in found.message for part in ("听课记录", "节次", "B 列", "K 列"))


def test_a_workbook_of_no_term(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["学期"][1][1] = "开学那天"
    found = refused(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert found.code == "no-term"
    assert "第 2 行" in found.message


def test_a_workbook_of_two_terms(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["学期"].append(["2022-2023-2", date(2023, 2, 13), date(2023, 7, 7), 20])
    assert refused(ledger, written(sheets, tmp_path / "small.xlsx")).code == "no-term"


# -- reading -------------------------------------------------------------------------------------------------------


def test_titles_blank_rows_totals_and_other_columns_do_not_disturb(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    rows = sheets["听课记录"]
    rows[0:0] = [["2022 年秋季听课记录登记表"], []]
    rows[2].append("备注")
    rows.append([])
    rows.append(["  "])
    add_row = [observation(节次=4)[heading] for heading in rows[2][:-1]]
    rows.append([*add_row, "无"])
    rows.append(["合计", 2])
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert report.rejections == []
    assert report.sheets["听课记录"].accepted == 2
    assert report.ignored_columns == {"听课记录": ["备注"]}


def test_a_sheet_of_a_million_empty_rows(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    path = written(sheets, tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(path)
    book["家访"].cell(1_000_000, 1).value = " "
    book.save(path)
    report = hand_in(ledger, path)
    assert report.rejections == []
    assert report.sheets["家访"].accepted == 0


@pytest.mark.parametrize(
    "day",
    [
        "2022-09-06",
        "2022年9月6日",
        "2022.9.6",
        "2022/09/06",
        "20220906",
        20220906,
        44810,
        " 2022-9-6 ",
        "２０２２-9-6",
    ],
)
def test_every_spelling_of_a_day(ledger: Ledger, tmp_path: Path, day: object) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(日期=day))
    add(sheets, "听课记录", **observation(日期=date(2022, 9, 6)))
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert (report.sheets["听课记录"].accepted, report.sheets["听课记录"].duplicate) == (2, 1)


@pytest.mark.parametrize("month", ["2022-09", "2022年9月", "2022.9", "2022/09", date(2022, 9, 1)])
def test_every_spelling_of_a_month(ledger: Ledger, tmp_path: Path, month: object) -> None:
    sheets = small_county()
    add(sheets, "常规检查", 月份=month, 教师编号="1", 项目="教案", 等级="优")
    add(sheets, "常规检查", 月份="2022-09", 教师编号="000001", 项目="教案", 等级="优")
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert (report.sheets["常规检查"].accepted, report.sheets["常规检查"].duplicate) == (1, 1)


@pytest.mark.parametrize("teacher", ["000001", 1, "１", " 000001 ", "赵新", "赵 新"])
def test_every_way_to_name_a_teacher(ledger: Ledger, tmp_path: Path, teacher: object) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(听课人=teacher))
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert (report.sheets["听课记录"].accepted, report.sheets["听课记录"].duplicate) == (1, 1)


def test_an_xls_workbook_is_read_like_an_xlsx(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    write_xls(small_county(), path)
    report = hand_in(ledger, path)
    assert report.rejections == []
    assert report.sheets["听课记录"].accepted == 1
    assert report.sheets["教师"].accepted == 5


def write_xls(sheets: dict[str, Rows], path: Path) -> None:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write(number, column, value, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
                elif value != "":
                    sheet.write(number, column, value)
    book.save(str(path))


# -- rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"节次": ""}, "missing-value", "节次"),
        ({"课型": "随便听听"}, "unknown-value", "课型"),
        ({"日期": "2022-02-30"}, "bad-date", "日期"),
        ({"日期": "1948-12-31"}, "bad-date", "日期"),
        ({"日期": 4481}, "bad-date", "日期"),
        ({"日期": date(2099, 1, 1)}, "future-date", "日期"),
        ({"节次": "第三节"}, "bad-number", "节次"),
        ({"节次": -1}, "bad-number", "节次"),
        ({"节次": 10**20}, "bad-number", "节次"),
        ({"节次": "9" * 400}, "bad-number", "节次"),
        ({"节次": 2.5}, "bad-number", "节次"),
        ({"节次": True}, "bad-number", "节次"),
        ({"学校代码": "S999"}, "unknown-school", "学校代码"),
        ({"授课人": "000099"}, "unknown-teacher", "授课人"),
        ({"授课人": "王没有"}, "unknown-teacher", "授课人"),
        ({"授课人": "李明"}, "ambiguous-teacher", "授课人"),
        ({"授课人": "000001"}, "observes-self", "授课人"),
        ({"日期": date(2022, 8, 28)}, "outside-term", "日期"),
        ({"反思": "另一种说法"}, "clash", "反思"),
    ],
)
def test_a_bad_observation_is_refused_with_its_column(
    ledger: Ledger, tmp_path: Path, changed: dict[str, Any], code: str, column: str
) -> None:
    rejection = only_refusal(ledger, tmp_path, "听课记录", **observation(**changed))
    assert (rejection.code, rejection.column) == (code, column)
    assert rejection.message.endswith("。")


PAIR = {"师傅": 1, "徒弟": 2, "学科": "语文", "开始日期": "2022-09-01", "结束日期": "2023-07-01"}
LEAVE = {"教师编号": 1, "开始日期": "2022-09-02", "结束日期": "2022-09-01", "类型": "病假"}
BOOK = {"教师编号": 1, "书名": "论语", "读书计划": "是", "读书笔记": "是", "读后收获": "是"}
CHECK = {"月份": "2022-09", "教师编号": 1, "项目": "教案", "等级": "优"}
TRAINING = {
    "编号": "P1",
    "教师编号": 1,
    "培训名称": "培训",
    "级别": "县级",
    "开始日期": "2022-09-01",
    "结束日期": "2022-09-03",
    "学时": 24,
}
MEETING = {"日期": "2022-09-01", "学校代码": "S001", "备课组": "文科组", "主备人": 1, "参加人": "000001、000002"}


@pytest.mark.parametrize(
    ("sheet", "values", "code"),
    [
        ("师徒结对", PAIR | {"徒弟": 1}, "mentors-self"),
        ("师徒结对", PAIR | {"结束日期": "2022-07-01"}, "ends-before-start"),
        ("请假", LEAVE, "ends-before-start"),
        ("读书", BOOK | {"读书计划": "有"}, "unknown-value"),
        ("常规检查", CHECK | {"月份": "2022-13"}, "bad-date"),
        ("常规检查", CHECK | {"月份": "2099-01"}, "future-date"),
        ("外出培训", TRAINING | {"学时": "很多"}, "bad-number"),
        ("外出培训", TRAINING | {"学时": -1}, "bad-number"),
        ("外出培训", TRAINING | {"汇报课": "2099-01-01"}, "future-date"),
        ("集体备课", MEETING | {"参加人": "000001、000099"}, "unknown-teacher"),
        ("集体备课", MEETING | {"参加人": "、"}, "missing-value"),
        ("教师", {"教师编号": "A1"}, "missing-value"),
    ],
)
def test_a_bad_row_of_any_sheet_is_refused(
    ledger: Ledger, tmp_path: Path, sheet: str, values: dict[str, Any], code: str
) -> None:
    assert only_refusal(ledger, tmp_path, sheet, **values).code == code


def test_of_several_faults_the_first_of_the_order_is_named(ledger: Ledger, tmp_path: Path) -> None:
    row = observation(节次="第三节", 学校代码="S999", 授课人="000099")
    assert only_refusal(ledger, tmp_path, "听课记录", **row).code == "bad-number"
    row = observation(节次="", 日期="什么时候", 授课人="000099")
    assert only_refusal(ledger, tmp_path, "听课记录", **row).code == "missing-value"


@pytest.mark.parametrize(
    ("number", "accepted"),
    [(ID_NUMBER, True), ("11010119900307100X", False), (110101199003070011, False), ("110101900307001", False)],
)
def test_a_bad_id_number_is_refused(ledger: Ledger, tmp_path: Path, number: object, accepted: bool) -> None:
    sheets = small_county()
    sheets["教师"][1][sheets["教师"][0].index("身份证号")] = number
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert [one.code for one in report.rejections if one.sheet == "教师"] == ([] if accepted else ["bad-id-number"])


def test_an_id_number_stored_as_a_number_is_said_to_be_rounded(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["教师"][1][sheets["教师"][0].index("身份证号")] = 110101199003070011
    [first, *_] = hand_in(ledger, written(sheets, tmp_path / "small.xlsx")).rejections
    assert "舍入" in first.message


def test_a_formula_without_a_computed_value_is_not_taken_for_empty(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(节次=4, 反思="=A1"))
    path = tmp_path / "small.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    [rejection] = hand_in(ledger, path).rejections
    assert (rejection.code, rejection.sheet, rejection.row, rejection.column) == (
        "missing-value",
        "听课记录",
        3,
        "反思",
    )
    assert "公式" in rejection.message


def test_an_error_value_is_not_taken_for_empty(ledger: Ledger, tmp_path: Path) -> None:
    path = written(small_county(), tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(path)
    book["听课记录"].cell(2, 10).value = "#REF!"
    book.save(path)
    [rejection] = hand_in(ledger, path).rejections
    assert (rejection.code, rejection.column) == ("missing-value", "反思")


def test_a_merged_cell_in_the_data_hides_the_rows_below_it(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    add(sheets, "听课记录", **observation(节次=4))
    path = written(sheets, tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(path)
    book["听课记录"].merge_cells("J2:J3")
    book.save(path)
    report = hand_in(ledger, path)
    [rejection] = report.rejections
    assert (rejection.code, rejection.row, rejection.column) == ("missing-value", 3, "反思")
    assert "合并" in rejection.message
    assert report.sheets["听课记录"].accepted == 1


def test_overlapping_rotations_are_refused_only_where_one_is_full_time(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    base = {"派出学校": "S001", "受援学校": "S002", "计划结束": "2023-07-01"}
    add(sheets, "支教交流", 教师编号=1, 类型="兼课", 开始日期="2022-09-01", **base)
    add(sheets, "支教交流", 教师编号=1, 类型="走教", 开始日期="2022-09-02", **base)
    add(sheets, "支教交流", 教师编号=1, 类型="全职支教", 开始日期="2022-10-01", **base)
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    [rejection] = report.rejections
    assert (rejection.code, rejection.row) == ("already-on-rotation", 4)
    assert len(rejection.see) == 1


def test_nothing_of_a_refused_teacher_counts_not_even_the_name(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    row = dict(zip(sheets["教师"][0], sheets["教师"][1], strict=True))
    add(sheets, "教师", **row | {"教师编号": "000009", "学校代码": "S999"})
    add(sheets, "听课记录", **observation(节次=5, 听课人="赵新"))
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert [one.code for one in report.rejections] == ["unknown-school"]
    assert TERM in report.term
