"""Lists that an office already has, read by a mapping that tells what is in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from api.workbook.date_pattern import DatePattern
from api.workbook.handing_in import hand_in_workbook
from api.workbook.mapping import read_mapping
from api.workbook.mapping_shelf import find_mapping, keep_mapping, known_mappings
from api.workbook.marking import mark_workbook
from api.workbook.report import Report
from api.workbook.which_sheets import Asked
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records import KINDS
from ledger.refusals import Misuse, Refused
from tests.api.small_workbook import TERM, Rows, small_county, written

ROSTER: Rows = [
    ["东镇教师花名册"],
    [
        *("序号", "工号", "姓名", "性别", "身份证号码", "出生年月日", "参加工作时间", "学校代码"),
        *("任教学科", "任教年级", "现任职务", "任职时间", "专业技术职务", "最高学历"),
    ],
    [
        *(1, "000006", "王芳", "女性", "", "1988.3.1", "2010.9.1", "S002"),
        *("数学", "三年级", "专任教师", "2010.9.1", "一级教师", "本科"),
    ],
    [
        *(2, "赵新", "赵新", "女", "", "1990.3.7", "2012.9.1", "S001"),
        *("语文", "一年级", "班主任", "2022.9.1", "二级教师", "本科"),
    ],
    [
        *(3, "000007", "何年", "男", "", "1991年5月5日", "2013.9.1", "S002"),
        *("体育", "", "", "2013.9.1", "二级教师", "大专"),
    ],
]
APPRAISED: Rows = [["姓名", "考核等次", "备注"], ["赵新", "优秀", ""], ["钱立", "称职", "轮岗"], ["李明", "称职", ""]]
COMMENDED: Rows = [["序号", "姓名", "证书编号"], [1, "孙华", "2022-031"], [2, "赵新", "2022-032"]]
LEAVES: Rows = [["请假人", "假别", "起始日期", "截止日期", "天数"], ["钱立", "病", "2022/9/6", date(2022, 9, 8), 2.5]]
TWICE = "  - {kind: 校历, columns: {on: 日, day: 类}}\n"
DAYS: Rows = [["日期", "安排"], ["10/4/2022", "法定假日"], ["10/8/2022", "班"]]


@pytest.fixture
def ledger(home: Home, tmp_path: Path) -> Iterator[Ledger]:
    with home.opened() as opened:
        hand_in_workbook(opened, written(small_county(), tmp_path / "county.xlsx"), HandIn("clerk"))
        yield opened


def listed(ledger: Ledger, path: Path, rows: Rows, name: str, term: str = TERM) -> Report:
    """What comes of a list handed in with a mapping that comes with Shilu."""
    mapping = find_mapping(name, path)
    return hand_in_workbook(
        ledger, written({"Sheet1": rows}, path / "list.xlsx"), HandIn("clerk"), asked=Asked(mapping=mapping, term=term)
    )


def newest(ledger: Ledger, kind: str, count: int) -> list[Any]:
    stored = next(one for one in KINDS if one.startswith(f"{kind}/"))
    return [event.data for _, event in ledger.book.read([stored])][-count:]


def test_a_staff_list_registers_teachers_by_code_or_name(ledger: Ledger, tmp_path: Path) -> None:
    report = listed(ledger, tmp_path, ROSTER, "花名册")
    assert report.rejections == []
    assert report.ignored_columns == {"Sheet1": ["序号"]}
    new, known, sparse = newest(ledger, "teacher.registered", 3)
    assert (new.teacher, new.post, new.born, new.school) == ("000006", "教师", date(1988, 3, 1), "S002")
    assert (known.teacher, known.post, known.post_since) == ("000001", "班主任", date(2022, 9, 1))
    assert (sparse.grade, sparse.post, sparse.born) == ("无", "教师", date(1991, 5, 5))
    assert ledger.names(ledger.register())[new.teacher] == "王芳"


def test_an_appraisal_list_has_its_document_and_its_own_words(ledger: Ledger, tmp_path: Path) -> None:
    report = listed(ledger, tmp_path, APPRAISED, "年度考核表")
    [rejection] = report.rejections
    assert (rejection.sheet, rejection.row, rejection.column, rejection.letter, rejection.code) == (
        "Sheet1",
        4,
        "姓名",
        "A",
        "ambiguous-teacher",
    )
    first, second = newest(ledger, "person.appraised", 2)
    assert (first.teacher, first.grade, first.document) == ("000001", "优秀", "人社〔2023〕8号")
    assert (second.grade, second.year, second.on) == ("合格", "2022-2023", date(2023, 1, 10))


def test_a_commendation_names_the_document_once_for_all(ledger: Ledger, tmp_path: Path) -> None:
    assert listed(ledger, tmp_path, COMMENDED, "表彰文件", term="").rejections == []
    honours = newest(ledger, "honour.granted", 2)
    assert {one.document for one in honours} == {"教体〔2022〕15号"}
    assert [(one.teacher, one.certificate) for one in honours] == [("000003", "2022-031"), ("000001", "2022-032")]


def test_a_leave_list_with_short_words(ledger: Ledger, tmp_path: Path) -> None:
    assert listed(ledger, tmp_path, LEAVES, "请假表").rejections == []
    [leave] = newest(ledger, "leave.taken", 1)
    assert (leave.teacher, leave.reason, leave.start, str(leave.days)) == ("000002", "病假", date(2022, 9, 6), "2.5")


def test_a_calendar_with_days_written_the_other_way_round(ledger: Ledger, tmp_path: Path) -> None:
    assert listed(ledger, tmp_path, DAYS, "校历").rejections == []
    assert [(one.on, one.day) for one in newest(ledger, "day.declared", 2)] == [
        (date(2022, 10, 4), "放假"),
        (date(2022, 10, 8), "补课"),
    ]


def test_a_list_is_given_back_marked(ledger: Ledger, tmp_path: Path) -> None:
    import openpyxl

    report = listed(ledger, tmp_path, APPRAISED, "年度考核表")
    mark_workbook(tmp_path / "list.xlsx", report, tmp_path / "back.xlsx")
    assert "ambiguous-teacher" in str(openpyxl.load_workbook(tmp_path / "back.xlsx")["Sheet1"].cell(4, 4).value)


def test_a_list_in_plain_text_is_read_by_a_mapping_too(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "表彰.csv"
    path.write_text("姓名,证书编号\n孙华,1\n", encoding="gb18030")
    mapping = find_mapping("表彰文件", tmp_path)
    report = hand_in_workbook(ledger, path, HandIn("clerk"), asked=Asked(mapping=mapping))
    assert report.sheets["表彰"].accepted == 1


def test_an_ambiguous_name_is_settled_by_the_school_of_the_row(ledger: Ledger, tmp_path: Path) -> None:
    listed(ledger, tmp_path, [*ROSTER[:2], [*ROSTER[2][:2], "钱立", *ROSTER[2][3:]]], "花名册")
    columns = "{teacher: 姓名, roll_unit: 学校, employer: 学校, works_at: 学校, since: 起}"
    text = f"sheets: [{{kind: 任用, columns: {columns}, constants: {{employment: 在编}}}}]"
    rows: Rows = [["姓名", "学校", "起"], ["钱立", "S002", "2020-09-01"]]
    asked = Asked(mapping=read_mapping("任用", text))
    report = hand_in_workbook(ledger, written({"表": rows}, tmp_path / "l.xlsx"), HandIn("clerk"), asked=asked)
    assert report.rejections == []
    assert [one.teacher for one in newest(ledger, "teacher.employed", 1)] == ["000006"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("sheets: [{kind: 请加}]", 1, "请假"),
        ("sheets:\n  - kind: leave.taken\n    columns: {teacher: 姓名, satrt: 起}\n", 3, "start"),
        ("sheets:\n  - kind: 请假\n    collumns: {teacher: 姓名}\n", 3, "columns"),
        ("sheets:\n  - kind: 请假\n    columns: {teacher: 姓名}\n", 2, "开始日期"),
        ("says: 空的\n", 1, "sheets"),
        ("sheets:\n  - kind: 校历\n    columns: {on: 日, day: 类}\n    dates: {on: 月日}\n", 4, "年月日"),
        ("sheets: [", 2, "YAML"),
        (f"sheets:\n{TWICE}{TWICE}", 1, "同一张表"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_mapping("试", text)
    assert refusal.value.code == "bad-mapping"
    assert f"第 {line} 行" in refusal.value.message
    assert told in refusal.value.message


def test_a_constant_that_is_no_word_of_its_list_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    text = "sheets: [{kind: 校历, columns: {on: 日期}, constants: {day: 休息}}]"
    path = written({"表": DAYS}, tmp_path / "l.xlsx")
    with pytest.raises(Refused) as refusal:
        hand_in_workbook(ledger, path, HandIn("clerk"), asked=Asked(mapping=read_mapping("试", text)))
    assert refusal.value.code == "bad-mapping"


def test_a_column_that_the_list_does_not_have_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        listed(ledger, tmp_path, [["姓名", "假别"], ["赵新", "病"]], "请假表")
    assert refusal.value.code == "missing-column"
    assert "请假人" in refusal.value.message


def test_a_mapping_is_kept_in_the_ledgers_folder_and_found_by_name(tmp_path: Path) -> None:
    assert set(known_mappings(tmp_path)) == {"花名册", "年度考核表", "表彰文件", "请假表", "校历"}
    own = tmp_path / "mine.json"
    own.write_text('{"sheets": [{"kind": "校历", "columns": {"on": "哪天", "day": "怎样"}}]}', encoding="utf-8")
    mapping = find_mapping(str(own), tmp_path)
    assert keep_mapping("校历", mapping, tmp_path) == tmp_path / "mappings" / "校历.yaml"
    assert find_mapping("校历", tmp_path).sheets[0].columns == {"日期": "哪天", "类型": "怎样"}
    for name in ("校立", "没有.yaml"):
        with pytest.raises(Misuse) as refusal:
            find_mapping(name, tmp_path)
        assert refusal.value.code == "unknown-mapping"
    with pytest.raises(Misuse):
        keep_mapping("../校历", mapping, tmp_path)


@pytest.mark.parametrize(
    ("pattern", "written_as", "meant"),
    [
        ("m/d/yyyy", "9/5/2022", date(2022, 9, 5)),
        ("d.m.yy", "5.9.22", date(2022, 9, 5)),
        ("yyyy年m月d日", "2022 年 9 月 5 日", date(2022, 9, 5)),
        ("yyyymmdd", "20220905", date(2022, 9, 5)),
        ("m/d/yyyy", "13/5/2022", None),
        ("m/d/yyyy", "2022-09-05", None),
    ],
)
def test_days_in_the_spelling_of_a_list(pattern: str, written_as: str, meant: date | None) -> None:
    assert DatePattern(pattern).day(written_as) == meant


def test_the_command_keeps_a_mapping_and_uses_it_again(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    assert main(["import", str(written(small_county(), tmp_path / "county.xlsx"))]) == 0
    text = "sheets: [{kind: 请假, columns: {teacher: 谁, start: 起, end: 止}, constants: {reason: 公假}}]"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "名单.csv"
    path.write_text("谁,起,止\n赵新,2022-09-06,2022-09-07\n", encoding="gb18030")
    assert main(["import", str(path), "--mapping", str(tmp_path / "m.yaml"), "--save-mapping", "公假"]) == 0
    path.write_text("谁,起,止\n赵新,2022-09-06,2022-09-08\n", encoding="gb18030")
    again = ["import", str(path), "--mapping", "公假", "--document", "教体〔2022〕3号"]
    assert main([*again, "--format", "json"]) == 0
    assert '"code": "clash"' in capsys.readouterr().out
    assert main([*again, "--correct", "--reason", "假条上是三天"]) == 0
    assert "名单   1      0      0" in capsys.readouterr().out
    for wrong in (["--correct"], ["--reason", "没有写明"]):
        assert main([*again, *wrong]) == 2
    assert main(["import", str(path), "--save-mapping", "公假"]) == 2
