"""A template has the sheets and columns that packs use; filled in and handed in, it is accepted."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.cli.main import main
from api.workbook.handing_in import hand_in_workbook
from api.workbook.report import Report
from api.workbook.sheets import all_sheets
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.refusals import Refused
from projections.about_packs.needs import needs_of
from projections.catalogue import find_pack
from tests.api.small_workbook import ID_NUMBER, TERM, observation, small_county, written


@pytest.fixture
def county(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A ledger that knows a county, with one ID number, a preparation group and a class size."""
    sheets = small_county()
    for heading, value in (("身份证号", ID_NUMBER), ("备课组", "文科组"), ("班级人数", 40)):
        sheets["教师"][1][sheets["教师"][0].index(heading)] = value
    with home.opened() as ledger:
        hand_in_workbook(ledger, written(sheets, tmp_path / "county.xlsx"), HandIn("clerk"))
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    return home


def template(path: Path, *arguments: str) -> Any:
    assert main(["template", "--out", str(path), *arguments]) == 0
    return openpyxl.load_workbook(path)


def fill(book: Any, sheet: str, **values: Any) -> None:
    page = book[sheet]
    header = [cell.value for cell in page[1]]
    assert set(values) <= set(header)
    row = next(number for number in range(2, 100) if page.cell(number, 1).value is None)
    for column, heading in enumerate(header, 1):
        page.cell(row, column).value = values.get(heading)


def handed_in(home: Home, path: Path, authority: str = "county") -> Report:
    with home.opened() as ledger:
        return hand_in_workbook(ledger, path, HandIn("clerk", Authority(authority)))


def test_a_template_has_what_the_pack_uses_and_what_a_record_cannot_do_without(tmp_path: Path) -> None:
    book = template(tmp_path / "t.xlsx", "--pack", "taikang-2022")
    assert set(book.sheetnames) > {"填写说明", *(name for name in list(all_sheets())[:16] if name != "师徒结对")}
    assert not {"师徒结对", "师德档案", "联合活动", "学校结对", "继续教育学时"} & set(book.sheetnames)
    lessons = [cell.value for cell in book["听课记录"][1]]
    assert {"反思", "听课记录", "课型"} <= set(lessons)
    assert not {"授课课题", "节数"} & set(lessons)
    assert "身份证号" not in [cell.value for cell in book["教师"][1]]
    assert "汇报课" in [cell.value for cell in book["外出培训"][1]]
    assert "到岗月份" in [cell.value for cell in book["支教交流"][1]]
    assert "证书号" not in [cell.value for cell in book["赛课获奖"][1]]


def test_needs_name_kinds_and_fields_that_the_formulas_use() -> None:
    needs = needs_of([find_pack("taikang-2022")])
    assert needs["lesson.observed"] >= {"observer", "on", "notes", "reflection", "form", "school", "grade"}
    assert needs["preparation.held"] >= {"leader", "attended", "reflections", "group"}
    assert needs["leave.taken"] == {"teacher", "start", "end"}
    assert "mentorship.formed" not in needs
    assert "preparation.attended" not in needs


def test_a_template_has_lists_to_choose_from_dates_as_dates_and_its_header_frozen(tmp_path: Path) -> None:
    page = template(tmp_path / "t.xlsx")["听课记录"]
    assert page.freeze_panes == "A2"
    columns = {cell.value: cell.column_letter for cell in page[1]}
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    [form] = [formula for cells, formula in rules.items() if cells.startswith(f"{columns['课型']}2:")]
    assert "推门听课" in form
    assert page.column_dimensions[columns["日期"]].number_format == "yyyy-mm-dd"
    assert page.column_dimensions[columns["听课人"]].number_format == "@"


def test_a_school_gets_its_own_sheets_with_its_teachers_and_hands_them_in(county: Home, tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    book = template(path, "--school", "S001", "--term", TERM)
    assert not {"学校", "校历", "师德处分"} & set(book.sheetnames)
    assert [row[0].value for row in book["教师"].iter_rows(min_row=2, max_row=6)][:2] == ["000001", "000002"]
    assert book["教师"].cell(2, [cell.value for cell in book["教师"][1]].index("姓名") + 1).value == "赵新"
    report = handed_in(county, path, "school:S001")
    assert (report.rejections, report.sheets["教师"].duplicate, report.sheets["学期"].duplicate) == ([], 5, 1)
    fill(book, "听课记录", **observation(日期=date(2022, 9, 6), 听课人="钱立", 授课人=1))
    fill(book, "读书", 教师编号="1", 书名="论语", 读书计划="是", 读书笔记="是", 读后收获="否")
    book.save(path)
    report = handed_in(county, path, "school:S001")
    assert report.rejections == []
    assert {name: count.accepted for name, count in report.sheets.items() if count.accepted} == {
        "听课记录": 1,
        "读书": 1,
    }


def test_what_a_template_does_not_ask_of_a_teacher_stays_what_it_was(county: Home, tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    book = template(path, "--school", "S001", "--term", TERM)
    header = [cell.value for cell in book["教师"][1]]
    assert "备课组" not in header
    book["教师"].cell(2, header.index("职称") + 1).value = "高级教师"
    book.save(path)
    report = handed_in(county, path, "school:S001")
    assert (report.rejections, report.sheets["教师"].accepted) == ([], 1)
    with county.opened() as ledger:
        row = max(ledger.register().teachers.items())[1]
        row = next(row for code, row in ledger.register().teachers.items() if code == "000001")
        assert (row.title, row.group, row.class_size) == ("高级教师", "文科组", 40)
        assert ledger.vault.particulars({row.teacher: row.identity})[row.teacher].id_number == ID_NUMBER


def test_a_template_must_come_back_with_the_sheets_it_was_made_with(county: Home, tmp_path: Path) -> None:
    path = tmp_path / "some.xlsx"
    book = template(path, "--kinds", "听课记录、请假", "听课节数", "--term", TERM)
    assert book.sheetnames == ["填写说明", "学期", "听课记录", "请假", "听课节数"]
    assert handed_in(county, path).rejections == []
    del book["请假"]
    book.save(path)
    with pytest.raises(Refused) as refusal:
        handed_in(county, path)
    assert refusal.value.code == "missing-sheet"
    assert "请假" in refusal.value.message


def test_every_sheet_can_be_made_a_template(tmp_path: Path) -> None:
    book = template(tmp_path / "all.xlsx", "--kinds", *all_sheets())
    assert book.sheetnames == ["填写说明", *all_sheets()]


def test_a_template_command_tells_programs_and_refuses_unknown_names(
    county: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "t.xlsx")
    assert main(["template", "--out", path, "--kinds", "请假", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sheets"]["请假"][:2] == ["教师编号", "开始日期"]
    for arguments in (["--kinds", "请加"], ["--school", "S999"], ["--term", "2030-2031-1"], ["--pack", "none"]):
        assert main(["template", "--out", path, *arguments]) == 2
