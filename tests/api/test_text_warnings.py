"""Telephone numbers taken into the vault where an office has them; names in free text warned about, row by row."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from api.cli.main import main
from api.desk.text_warnings import MOST_OF_ONE
from ledger.home import Home
from ledger.vault import Particulars
from tests.ledger.stories import AUTUMN, SCHOOL

PERSON = {"name": "李静怡", "id_number": "11010519491231002X"}
ROW = {"in_effect": "2022-09-01", "teacher": "000101", "sex": "女", "born": "1990-05-04", "hired": "2012-09-01"}
ROW |= {"school": SCHOOL.school, "subject": "语文", "grade": "一年级", "post": "教师", "post_since": "2018-09-01"}
ROW |= {"title": "一级教师", "degree": "本科"}
OTHER = ROW | {"teacher": "000102"}


class Desk:
    """Hands in lines and lists, and reads the report."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys
        self.home = Home.from_environment()
        self.home.make()

    def lines(self, *said: object, options: tuple[str, ...] = ()) -> Any:
        path = self._folder / "lines.ndjson"
        path.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
        return self._told("append", str(path), *options)

    def table(self, name: str, *rows: Sequence[object], options: tuple[str, ...] = ()) -> Any:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
        path = self._folder / "表.xlsx"
        book.save(path)
        return self._told("import", str(path), "--sheet", name, "--term", AUTUMN.term, *options)

    def person(self) -> Particulars:
        with self.home.opened() as ledger:
            row = next(row for code, row in ledger.register().teachers.items() if code == "000101")
            return ledger.vault.particulars({row.teacher: row.identity})[row.teacher]

    def _told(self, *arguments: str) -> Any:
        main([*arguments, "--format", "json"])
        told = self._capsys.readouterr()
        return json.loads(told.out or told.err)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "ledger"))
    desk = Desk(tmp_path, capsys)
    school: dict[str, Any] = {
        "in_effect": "2022-09-01",
        "school": SCHOOL.school,
        "name": "城关镇第一小学",
        "township": "城关镇",
    }
    school |= {"category": "公办", "stage": "小学", "grades": ["一年级"], "weak": False, "band": "甲"}
    term = {"term": AUTUMN.term, "start": "2022-09-01", "end": "2023-01-13", "weeks": 19}
    report = desk.lines(
        {"kind": "term.announced", "data": term},
        {"kind": "school.registered", "data": school},
        {"kind": "teacher.registered", "data": ROW, "person": PERSON},
        {"kind": "teacher.registered", "data": OTHER, "person": {"name": "王芳"}},
    )
    assert report["accepted"] == 4, report
    return desk


def person(**said: object) -> dict[str, object]:
    return {"kind": "teacher.registered", "data": ROW, "person": PERSON | said}


def lesson(period: int, notes: str) -> dict[str, Any]:
    data = {"on": "2022-09-06", "period": period, "observer": "000101", "teacher": "000102", "school": SCHOOL.school}
    data |= {
        "subject": "语文",
        "grade": "一年级",
        "form": "推门听课",
        "notes": notes,
        "reflection": "",
        "topic": "《秋天》",
    }
    return {"kind": "lesson.observed", "data": data | {"lessons": 1}}


def test_a_telephone_number_is_kept_stays_where_nothing_is_said_and_goes_where_it_is_empty(desk: Desk) -> None:
    assert desk.lines(person(telephone="138-1234-5678"))["accepted"] == 1
    assert desk.person().telephone == "13812345678"
    again = desk.lines(person(), person(telephone="+8613812345678"))
    assert (again["accepted"], again["duplicate"]) == (0, 2)
    assert desk.lines(person(name="李静宜", telephone=""))["accepted"] == 1
    assert (desk.person().name, desk.person().telephone) == ("李静宜", "")


def test_what_is_no_telephone_number_is_refused_and_not_said_again(desk: Desk) -> None:
    [refused] = desk.lines(person(telephone="1381234567"))["rejections"]
    assert (refused["code"], refused["column"], "1381234567" in refused["message"]) == (
        "bad-telephone",
        "telephone",
        False,
    )


def test_a_column_of_telephone_numbers_is_read_and_without_one_they_stay(desk: Desk) -> None:
    headings = [
        "教师编号",
        "姓名",
        "身份证号",
        "性别",
        "出生日期",
        "入职日期",
        "学校代码",
        "任教学科",
        "任教年级",
        "职务",
    ]
    headings += ["任现职务日期", "职称", "学历", "班级人数", "备课组"]
    row = ["000101", "李静怡", PERSON["id_number"], "女", "1990-05-04", "2012-09-01", SCHOOL.school, "语文", "一年级"]
    row += ["教师", "2018-09-01", "一级教师", "本科", "", ""]
    report = desk.table("教师", [*headings, "联系电话"], [*row, "13812345678"])
    assert (report["sheets"]["教师"]["accepted"], report["ignored_columns"]) == (1, {})
    assert desk.person().telephone == "13812345678"
    assert desk.table("教师", headings, row)["sheets"]["教师"]["duplicate"] == 1
    wrong = desk.table("教师", [*headings, "联系电话"], [*row, "不详"])
    assert [one["code"] for one in wrong["rejections"]] == ["bad-telephone"]


def test_a_name_in_a_note_is_told_with_row_column_and_code_and_the_row_is_taken(desk: Desk) -> None:
    report = desk.lines(lesson(1, "导入自然"), lesson(2, "和李静怡老师一起备课"), lesson(3, "电话13987654321"))
    assert report["accepted"] == 3
    told = [(one["row"], one["column"], one["code"], one["teachers"]) for one in report["warnings"]]
    assert told == [(2, "notes", "name-in-text", ["000101"]), (3, "notes", "telephone-in-text", [])]
    assert "李静怡" not in json.dumps(report, ensure_ascii=False)


def test_of_a_sheet_the_heading_and_the_row_of_excel_are_told(desk: Desk) -> None:
    headings = ["教师编号", "开始日期", "结束日期", "类型", "请假天数", "文号"]
    report = desk.table("请假", headings, ["000102", "2022-09-06", "2022-09-07", "李静怡代课", 2, ""])
    assert [(one["sheet"], one["row"], one["teachers"]) for one in report["warnings"]] == [("请假", 2, ["000101"])]


def test_what_was_not_written_is_not_warned_about(desk: Desk) -> None:
    said = lesson(2, "和李静怡老师一起备课")
    assert len(desk.lines(said, options=("--dry-run",))["warnings"]) == 1  # as it would be
    assert len(desk.lines(said)["warnings"]) == 1
    assert desk.lines(said)["warnings"] == []  # a duplicate
    refused = lesson(3, "和李静怡老师一起备课")
    refused["data"]["observer"] = "999999"
    assert desk.lines(refused)["warnings"] == []
    assert desk.lines(lesson(4, "李静怡"), refused, options=("--atomic",))["warnings"] == []


def test_one_person_in_one_column_is_told_of_some_times_and_then_counted(desk: Desk) -> None:
    days = [lesson(period, f"李静怡 {day} {period}") | {} for day in range(1, 6) for period in range(1, 9)]
    for number, one in enumerate(days):
        one["data"]["on"] = f"2022-09-{13 + number // 8:02d}"
    report = desk.lines(*days)
    assert report["accepted"] == 40
    assert (len(report["warnings"]), report["warnings_left_off"]) == (MOST_OF_ONE, 40 - MOST_OF_ONE)


def test_a_name_in_a_reason_and_in_the_name_of_a_file_is_told(desk: Desk, tmp_path: Path) -> None:
    [entry] = desk.lines(lesson(1, "导入自然"), options=("--entries",))["entries"]
    photo = tmp_path / "李静怡.jpg"
    photo.write_bytes(b"\xff\xd8\xff photo")
    assert [one["column"] for one in desk._told("evidence", "add", entry, str(photo))["warnings"]] == ["文件名"]
    voided = desk._told("void", entry, "--reason", "李静怡说没有这节课", "--actor", "000102")
    assert [(one["column"], one["teachers"]) for one in voided["warnings"]] == [("理由", ["000101"])]
