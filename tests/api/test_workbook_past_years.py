"""Further sheets, old papers filled in long after, corrections, and what the report says of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.workbook.columns import can_be_read, field_types
from api.workbook.handing_in import hand_in_workbook
from api.workbook.report import Report
from api.workbook.sheets import SHEETS, all_sheets
from api.workbook.which_sheets import NOTHING_ASKED, Asked
from ledger.event import Source
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records import KINDS
from ledger.records.official import OFFICIAL
from ledger.refusals import Refused
from tests.api.small_workbook import TERM, add, observation, small_county, written


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    with home.opened() as opened:
        yield opened


def hand_in(ledger: Ledger, path: Path, asked: Asked = NOTHING_ASKED, correcting: str = "") -> Report:
    return hand_in_workbook(ledger, path, HandIn("clerk", correcting=correcting), asked=asked)


def test_every_kind_whose_fields_fit_cells_has_a_sheet_of_its_own_name() -> None:
    named = [record for record in KINDS.values() if record.called]
    assert len({record.called for record in named}) == len(named)
    fitting = {record for record in named if all(map(can_be_read, field_types(record).values()))}
    fitting -= set(OFFICIAL)  # what only a command of its own may record
    assert {sheet.record for sheet in all_sheets().values()} == fitting
    for sheet in all_sheets().values():
        assert len(set(sheet.all_headings)) == len(sheet.headings) + len(sheet.beside), sheet.name


def test_the_sixteen_sheets_have_the_columns_they_always_had() -> None:
    assert [sheet.name for sheet in SHEETS][:5] == ["学期", "校历", "学校", "教师", "听课记录"]
    lessons = all_sheets()["听课记录"]
    assert lessons.first_headings[-2:] == ["听课记录", "反思"]
    assert lessons.all_headings[-2:] == ["授课课题", "节数"]


def test_counts_from_a_notebook_are_a_sheet_and_other_sheets_are_named_as_not_read(
    ledger: Ledger, tmp_path: Path
) -> None:
    sheets = small_county()
    sheets["听课节数"] = [["教师编号", "月份", "节数", "查验单位"], ["000001", "2022-09", 31, "教研室"]]
    sheets["备忘"] = [["随手记"]]
    report = hand_in(ledger, written(sheets, tmp_path / "small.xlsx"))
    assert (report.rejections, report.sheets["听课节数"].accepted) == ([], 1)
    assert report.ignored_sheets == ["备忘"]


def test_new_columns_of_an_old_sheet_are_read_where_they_are(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["听课记录"][0].append("授课课题")
    sheets["听课记录"][1].append("两位数加法")
    assert hand_in(ledger, written(sheets, tmp_path / "small.xlsx")).rejections == []
    [(_, event)] = ledger.book.read(["lesson.observed/2"])
    assert (event.data.topic, event.data.lessons) == ("两位数加法", 1)  # type: ignore[union-attr]


def test_what_is_recorded_long_after_its_term_is_marked_and_bears_the_papers_number(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = written(small_county(), tmp_path / "small.xlsx")
    report = hand_in(ledger, path, Asked(document="教档〔2023〕7号"))
    assert report.late == {"学期": 1, "校历": 1, "学校": 2, "教师": 5, "听课记录": 1}
    assert report.to_json()["late"] == report.late
    [(_, event)] = ledger.book.read(["lesson.observed/2"])
    assert isinstance(event.source, Source)
    assert event.source.document == "教档〔2023〕7号"
    assert hand_in(ledger, path).late == {}


def test_without_a_term_of_its_own_a_row_is_late_by_the_term_of_its_day(ledger: Ledger, tmp_path: Path) -> None:
    hand_in(ledger, written(small_county(), tmp_path / "small.xlsx"))
    path = tmp_path / "请假.csv"
    path.write_text("教师编号,开始日期,结束日期,类型\n1,2022-09-06,2022-09-07,病假\n1,2035-01-01,2035-01-02,病假\n")
    assert hand_in(ledger, path).late == {"请假": 1}


def test_a_workbook_without_the_sheet_of_the_term_may_be_told_its_term(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    hand_in(ledger, written(sheets, tmp_path / "whole.xlsx"))
    add(sheets, "读书", 教师编号="1", 书名="论语", 读书计划="是", 读书笔记="是", 读后收获="是")
    path = written(sheets, tmp_path / "other.xlsx")
    with pytest.raises(Refused) as refusal:
        hand_in(ledger, path, Asked(term="2023-2024-1"))
    assert refusal.value.code == "no-term"
    del sheets["学期"]
    path = written(sheets, tmp_path / "without.xlsx")
    with pytest.raises(Refused) as refusal:
        hand_in(ledger, path)
    assert refusal.value.code == "missing-sheet"
    report = hand_in(ledger, path, Asked(term=TERM))
    assert (report.rejections, report.sheets["读书"].accepted) == ([], 1)


def test_rows_that_clash_are_corrected_where_a_reason_is_given(ledger: Ledger, tmp_path: Path) -> None:
    sheets = small_county()
    hand_in(ledger, written(sheets, tmp_path / "one.xlsx"))
    reflection = sheets["听课记录"][0].index("反思")
    sheets["听课记录"][1][reflection] = "改过的反思"
    path = written(sheets, tmp_path / "two.xlsx")
    assert [one.code for one in hand_in(ledger, path).rejections] == ["clash"]
    assert hand_in(ledger, path, correcting="抄错了").rejections == []
    *_, (_, event) = ledger.book.read(["lesson.observed/2"])
    assert (event.reason, event.act) == ("抄错了", "corrected")
    assert observation()["反思"] != "改过的反思"
