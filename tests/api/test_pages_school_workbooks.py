"""A clerk hands a workbook in on the page and mends there what was refused, until every row is in the book."""

import html
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.workbook.opening import open_workbook
from ledger.home import Home
from tests.api.small_workbook import ID_NUMBER, observation
from tests.api.test_pages_school_inbox import words
from tests.api.two_schools import Site, observations, school_workbook, served, two_schools
from tests.patience import asked_until


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return two_schools(tmp_path)


@pytest.fixture
def site(home: Home) -> Iterator[Site]:
    with served(home) as site:
        yield site


def faulty(folder: Path) -> Path:
    """Two good rows, and three with a fault each: a day that is none, a form that is none, another school's teacher."""
    rows = [
        *observations(2),
        observation(日期="2022-9-31", 节次=4),
        observation(课型="随便听听", 节次=5),
        observation(听课人="000011", 节次=6),
    ]
    return school_workbook(folder, "九月.xlsx", 听课记录=rows)


def handed_in(client: TestClient, path: Path, **fields: str) -> Any:
    """A workbook sent by the form, and the page of what came of it."""
    answer = client.post(
        "/school/workbooks", data=fields, files={"file": (path.name, path.read_bytes())}, follow_redirects=False
    )
    if answer.status_code != 303:
        return answer
    return asked_until(
        lambda page: 'hx-trigger="every' not in page.text, lambda: client.get(answer.headers["location"])
    )


def links_to_mend(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<a class="button second" href="([^"]+/mend\?[^"]+)"', page)]


def fields_of(page: str) -> dict[str, str]:
    """What the form of a row holds, as a browser would send it."""
    form = page[page.index('<form class="form row"') :]
    form = form[: form.index("</form>")]
    found = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', form):
        found[html.unescape(name)] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        found[name] = (chosen[0][0] or chosen[0][1]) if chosen else ""
    for name, said in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = html.unescape(said)
    return found


def test_a_clerk_mends_on_the_page_what_was_refused_and_the_rest_stays_untouched(
    site: Site, home: Home, tmp_path: Path
) -> None:
    clerk = site.of("clerk1")
    path = faulty(tmp_path)
    page = handed_in(clerk, path).text
    said = words(page)
    assert "听课记录 2 0 3" in said
    assert "“2022-9-31”不是日期" in said
    assert "“随便听听”不在可选的词里" in said
    assert "000011 不是本单位的教师" in said or "不归" in said or "不能" in said
    [day, form, teacher] = links_to_mend(page)

    shown = clerk.get(day).text
    assert 'aria-invalid="true"' in shown
    assert re.search(r'class="field wrong"><label[^>]*>日期', shown)
    fields = fields_of(shown)
    assert fields["cell:日期"] == "2022-9-31"
    assert fields["cell:节次"] == "4"
    again = clerk.post(day.partition("?")[0], data=fields | {"cell:日期": "2022-9-40"})
    assert "还是没有收下" in words(again.text)
    assert "2022-9-40" in again.text
    following = clerk.post(day.partition("?")[0], data=fields | {"cell:日期": "2022-09-30"})
    assert "第 4 行已改好收下" in words(following.text)
    assert "“听课记录”表第 5 行" in words(following.text)

    fields = fields_of(clerk.get(form).text)
    assert fields["cell:课型"] == "随便听听"
    clerk.post(form.partition("?")[0], data=fields | {"cell:课型": "推门听课"})
    fields = fields_of(clerk.get(teacher).text)
    done = clerk.post(teacher.partition("?")[0], data=fields | {"cell:听课人": "孙华"})
    assert "第 6 行已改好收下" in words(done.text)
    assert "没有退回的行" in words(done.text)
    assert "听课记录 5 0 0" in words(done.text)

    digest = open_workbook(path).digest
    with home.opened() as ledger:
        events = [event for _, event in ledger.book.read(["lesson.observed/2"])]
    sources = sorted((event.source.row, event.source.sheet, event.source.file) for event in events if event.source)
    assert sources == [(row, "听课记录", digest) for row in (2, 3, 4, 5, 6)]
    assert {event.actor for event in events} == {"clerk1"}
    assert {event.authority for event in events} == {"school:S001"}


def test_a_mended_row_cannot_be_mended_twice_and_the_file_again_is_a_duplicate(site: Site, tmp_path: Path) -> None:
    clerk = site.of("clerk1")
    path = faulty(tmp_path)
    [day, *_] = links_to_mend(handed_in(clerk, path).text)
    fields = fields_of(clerk.get(day).text) | {"cell:日期": "2022-09-30"}
    clerk.post(day.partition("?")[0], data=fields)
    assert clerk.post(day.partition("?")[0], data=fields).status_code == 404
    assert clerk.get(day).status_code == 404
    assert "听课记录 0 2 3" in words(handed_in(clerk, path).text)


def test_the_marked_workbook_has_no_mark_left_of_what_was_mended(site: Site, tmp_path: Path) -> None:
    clerk = site.of("clerk1")
    [day, *_] = links_to_mend(handed_in(clerk, faulty(tmp_path)).text)
    clerk.post(day.partition("?")[0], data=fields_of(clerk.get(day).text) | {"cell:日期": "2022-09-30"})
    answer = clerk.get(day.partition("/mend")[0] + "/marked")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["听课记录"]
    reasons = [row[-1].value for row in sheet.iter_rows(min_row=2)]
    assert [bool(one) for one in reasons] == [False, False, False, True, True]


def test_nobody_sees_or_mends_the_workbook_of_another(site: Site, tmp_path: Path) -> None:
    [day, *_] = links_to_mend(handed_in(site.of("clerk1"), faulty(tmp_path)).text)
    for other in ("clerk2", "head1"):
        assert site.of(other).get(day).status_code == 404
        assert site.of(other).get(day.partition("/mend")[0]).status_code == 404
        fields = {"sheet": "听课记录", "row": "4", "cell:日期": "2022-09-30"}
        assert site.of(other).post(day.partition("?")[0], data=fields).status_code == 404


def test_a_clerk_of_one_school_hands_in_nothing_of_another(site: Site, tmp_path: Path) -> None:
    page = handed_in(site.of("clerk2"), school_workbook(tmp_path, 听课记录=observations(2)))
    assert "听课记录 0 0 2" in words(page.text)
    answer = handed_in(site.of("clerk2"), school_workbook(tmp_path, 听课记录=observations(2)), office="school:S001")
    assert answer.status_code == 403


def test_an_id_number_is_kept_and_not_shown_where_it_is_not_at_fault(site: Site, home: Home, tmp_path: Path) -> None:
    teacher = {
        "教师编号": "000021",
        "姓名": "郑新",
        "身份证号": ID_NUMBER,
        "性别": "女",
        "出生日期": "1990-03-07",
        "入职日期": "2012-09-01",
        "学校代码": "S001",
        "任教学科": "语文",
        "任教年级": "一年级",
        "职务": "师傅",
        "任现职务日期": "2012-09-01",
        "职称": "二级教师",
        "学历": "本科",
    }
    clerk = site.of("clerk1")
    page = handed_in(clerk, school_workbook(tmp_path, 教师=[teacher])).text
    [link] = links_to_mend(page)
    shown = clerk.get(link).text
    assert ID_NUMBER not in shown
    clerk.post(link.partition("?")[0], data=fields_of(shown) | {"cell:职务": "教师"})
    with home.opened() as ledger:
        row = ledger.register().teachers["000021"]  # type: ignore[index]
        person = ledger.vault.particulars({row.teacher: row.identity})[row.teacher]
    assert (person.name, person.id_number) == ("郑新", ID_NUMBER)


def test_a_file_that_is_none_and_a_form_without_one_are_refused_in_one_sentence(site: Site, tmp_path: Path) -> None:
    clerk = site.of("clerk1")
    assert "还没有选文件" in words(clerk.post("/school/workbooks", data={}).text)
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    assert "不是 .xlsx 或 .xls 工作簿" in words(handed_in(clerk, tmp_path / "x.xlsx").text)
    answer = handed_in(clerk, faulty(tmp_path), correct="1")
    assert "要写明理由" in words(answer.text)


def test_only_tried_nothing_is_written_and_nothing_mended(site: Site, home: Home, tmp_path: Path) -> None:
    page = handed_in(site.of("clerk1"), faulty(tmp_path), dry_run="1").text
    assert "什么也没有登记" in words(page)
    assert links_to_mend(page) == []
    with home.opened() as ledger:
        assert list(ledger.book.read(["lesson.observed/2"])) == []


def test_the_empty_workbook_has_the_teachers_of_the_school_and_of_no_other(site: Site) -> None:
    answer = site.of("clerk1").get("/school/workbooks/template", params={"term": "2022-2023-1"})
    book = openpyxl.load_workbook(BytesIO(answer.content))
    codes = [row[0].value for row in book["教师"].iter_rows(min_row=2) if row[0].value]
    assert codes == ["000001", "000002", "000003", "000004", "000005"]
    assert site.of("clerk1").get("/school/workbooks/template", params={"school": "S002"}).status_code == 403
