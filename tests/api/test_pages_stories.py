"""What a reader finds on the pages: everybody's record, each number with its why, and what to do where none is."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.typesetting import in_print
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home
from projections.catalogue import find_pack
from projections.evaluation import Evaluation, evaluate
from projections.language.clauses import Eligibility, Points, Quota
from tests.api.county_on_the_web import ASKED, TERM, golden_home, visited
from tests.api.small_workbook import Rows, add, observation, small_county, written

PACK = find_pack("taikang-2022")
MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("pages") / "county")


@pytest.fixture(scope="module")
def client(golden: Home) -> Iterator[TestClient]:
    with visited(golden) as client:
        yield client


@pytest.fixture(scope="module")
def evaluation(golden: Home) -> Iterator[Evaluation]:
    with golden.opened() as ledger:
        yield evaluate(ledger.book, PACK, TERM)


@pytest.fixture(scope="module")
def names(golden: Home) -> dict[str, str]:
    with golden.opened() as ledger:
        return {str(code): name for code, name in ledger.names(ledger.register()).items()}


def words(client: TestClient, path: str, status: int = 200, **query: str) -> str:
    """What a page says, its markup taken out, its entities read, its spaces made one."""
    answer = client.get(path, params=query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def small_home(folder: Path, sheets: dict[str, Rows]) -> Home:
    home = Home(folder / "county")
    home.make()
    with home.opened() as ledger:
        hand_in_workbook(ledger, written(sheets, folder / "small.xlsx"), HandIn("clerk"))
    return home


def named(sheets: dict[str, Rows], sheet: str, code: str, heading: str, value: Any) -> None:
    header, *rows = sheets[sheet]
    [row] = [row for row in rows if code in row]
    row[header.index(heading)] = value


def test_the_first_page_lists_everybody_by_code_and_not_by_points(client: TestClient, evaluation: Evaluation) -> None:
    pages = [client.get("/teachers", params={"page": str(page)}).text for page in (1, 2, 3)]
    listed = re.findall(r'href="/teachers/(\d{6})', "".join(pages))
    assert listed == list(evaluation.teachers)
    assert client.get("/teachers", params={"page": "99"}).text == pages[2]


def test_the_list_tells_progress_and_points(client: TestClient) -> None:
    said = words(client, "/teachers")
    assert "卫强远 000003" in said
    line = said.partition("卫强远 000003")[2].partition("000004")[0]
    assert "5 / 7 项" in line
    assert "82.84" in line


@pytest.mark.parametrize(
    "wanted", ["卫强远", "强远", "000003", "wqy", "weiqiangyuan", "\uff10\uff10\uff10\uff10\uff10\uff13"]
)
def test_a_teacher_is_found_by_name_pinyin_initials_and_code(client: TestClient, wanted: str) -> None:
    answer = client.post("/search", data={"q": wanted}, follow_redirects=False)
    assert answer.headers.get("location") == "/teachers/000003" or "卫强远" in answer.text


def test_teachers_of_one_name_are_all_found(client: TestClient, names: dict[str, str]) -> None:
    alike = sorted(code for code, name in names.items() if name == "蒋子远")
    assert len(alike) == 2
    answer = client.post("/search", data={"q": "蒋子远"}).text
    assert re.findall(r'href="/teachers/(\d{6})', answer) == alike


def test_the_teachers_of_a_school_are_listed_and_go_out_as_a_file(client: TestClient, evaluation: Evaluation) -> None:
    staff = [row.teacher for row in evaluation.county.teachers.records if row.school == "S002"]
    assert f"第一镇完小2\uff1a{len(staff)} 位教师" in words(client, "/teachers", school="S002")
    file = client.get("/teachers", params={"school": "S002", "format": "csv"})
    lines = file.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == staff


def test_who_is_not_found_is_told_how_to_look(client: TestClient) -> None:
    answer = client.post("/search", data={"q": "诸葛亮"})
    assert "没有找到“诸葛亮”" in answer.text
    assert "拼音" in answer.text


def test_a_teachers_page_has_every_number_and_every_why(client: TestClient, evaluation: Evaluation) -> None:
    page = client.get("/teachers/000003").text
    said = words(client, "/teachers/000003")
    answers = evaluation.of_teacher("000003")
    assert len(answers["quotas"]) == 7
    for name, quota in answers["quotas"].items():
        clause = PACK.clauses[name]
        assert isinstance(clause, Quota)
        assert in_print(clause.says.zh) in said
        assert f"{quota['done']} / {quota['target']}" in said
        assert in_print(clause.source.section) in said
        for reading in clause.readings:
            assert in_print(reading.question) in said
            assert in_print(reading.choice) in said
    for name, points in PACK.points():
        assert isinstance(points, Points)
        for part, value in answers["points"]["parts"].items():
            assert f"{points.parts[part].says.zh} {value}" in said
        assert f"合计 {answers['points']['total']}" in said
        assert f'id="{name}"' in page
    for name in answers["eligibility"]:
        honour = PACK.clauses[name]
        assert isinstance(honour, Eligibility)
        for condition, requirement in honour.conditions.items():
            verdict = "不满足" if condition in answers["eligibility"][name]["fails"] else "满足"
            assert f"{in_print(requirement.says.zh)} {verdict}" in said
    assert page.count('<details class="why">') == 7 + 1 + 2
    assert len(re.findall("<progress [^>]*aria-label=", page)) == page.count("<progress ") == 7


def test_the_why_names_records_by_day_row_and_place_and_says_what_was_left_out(client: TestClient) -> None:
    said = words(client, "/teachers/000003")
    assert "2022-10-12 听课记录第 58 行 账本第 221 条 1be2e45b" in said
    assert re.search(r"2022-11-10 听课记录第 582 行 账本第 738 条 18f35551 没有听课记录", said)
    assert "太康县教育体育局关于教育教学质量提升“三年行动计划”的实施方案" in said
    assert "还差 4 节" in said
    assert "文件规定" in said
    assert "本地约定" in said


def test_colleagues_not_yet_observed_are_named_and_linked(client: TestClient, names: dict[str, str]) -> None:
    page = client.get("/teachers/000026").text
    assert re.search(rf'<a href="/teachers/000035">{names["000035"]} 000035</a>', page)


def test_school_bands_not_yet_observed_are_told_by_the_schools_name(client: TestClient, evaluation: Evaluation) -> None:
    heads = [
        code
        for code, answers in evaluation.teachers.items()
        if not answers["quotas"].get("central-principal-bands", {"met": True})["met"]
    ]
    assert heads
    for code in heads:
        said = words(client, f"/teachers/{code}")
        assert re.search(r"还缺 \d+ 个 .*? (低段|中段|高段|[一二三四五六七八九]年级)", said)


def test_a_page_says_what_it_was_computed_from(client: TestClient, evaluation: Evaluation) -> None:
    said = words(client, "/teachers/000003", as_of="2022-11-11", known_at="3000")
    assert "截至 2022年11月11日" in said
    assert "账本位置 第 3000 条" in said
    assert "还没有账号" in said
    assert "业务档案" in said
    assert "台账" not in said
    assert evaluation.digest[:12] in words(client, "/teachers/000003")


def test_links_keep_what_was_asked_and_add_nothing(client: TestClient) -> None:
    page = client.get("/teachers/000003", params={"as_of": "2022-11-11", "term": TERM}).text
    assert f"/groups/S001/%E6%96%87%E7%A7%91%E7%BB%84?term={TERM}&amp;as_of=2022-11-11" in page
    assert 'href="/groups/S001/%E6%96%87%E7%A7%91%E7%BB%84"' in client.get("/teachers/000003").text


def test_rotations_are_on_the_page_with_their_allowance(client: TestClient) -> None:
    said = words(client, "/teachers/000010")
    assert "全职支教" in said
    assert "到岗月数 4" in said
    assert "1200" in said
    assert "支教交流" not in words(client, "/teachers/000003")
    assert "不列支教交流" in words(client, "/teachers/000010", known_at="6000")


def test_a_group_has_a_page_with_its_quota_and_why(client: TestClient) -> None:
    said = words(client, "/groups/S001/理科组")
    assert "16 / 19 周" in said
    assert "还差 3 周" in said
    assert "该周不足 2 次" in said or "没有计入" in said
    assert "备课组每周集体备课不少于2次" in said
    assert "名册上属于本组的教师" in said
    listed = words(client, "/groups")
    assert "理科组" in listed


@pytest.mark.parametrize("code", ["000999", "3", MARKUP, "a/b"])
def test_a_teacher_that_is_none_is_not_found_and_the_nearest_are_offered(client: TestClient, code: str) -> None:
    answer = client.get(f"/teachers/{code.replace('/', '%2F')}")
    assert answer.status_code == 404
    assert MARKUP not in answer.text
    assert "<h1>" in answer.text
    if "/" not in code:
        assert re.search(r'href="/teachers/\d{6}"', answer.text)


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("/teachers", {"term": "2021-2022-1"}, 404, "最接近的有\uff1a2022-2023-1"),
        ("/teachers", {"pack": "taikang"}, 404, "taikang-2022"),
        ("/teachers", {"known_at": "999999"}, 400, "请改小"),
        ("/teachers", {"as_of": "soon"}, 422, "不是日期"),
        ("/teachers", {"page": "x"}, 422, "不是整数"),
        ("/teachers", {"page": "0"}, 422, "太小"),
        ("/groups/S001/美术组", {}, 404, "没有备课组“S001/美术组”"),
        ("/nowhere", {}, 404, "没有这个网址"),
    ],
)
def test_what_cannot_be_shown_is_said_on_a_page(
    client: TestClient, path: str, query: dict[str, str], status: int, said: str
) -> None:
    assert said in words(client, path, status, **query)


def test_names_with_markup_are_shown_as_they_are_and_run_nothing(tmp_path: Path) -> None:
    sheets = small_county()
    named(sheets, "教师", "000003", "姓名", MARKUP)
    named(sheets, "学校", "S001", "学校名称", "<b>第一小学</b>")
    for code in ("000003", "000004"):
        named(sheets, "教师", code, "职务", "校长")
    with visited(small_home(tmp_path, sheets)) as client:
        for path in ("/teachers", "/teachers/000003", "/teachers/000004", "/teachers/000009"):
            page = client.get(path).text
            assert MARKUP not in page
            assert "<b>第一小学" not in page
            assert "&lt;script&gt;" in page


def test_a_record_more_is_on_the_page_at_once(tmp_path: Path) -> None:
    sheets = small_county()
    home = small_home(tmp_path, sheets)
    with visited(home) as client:
        before = words(client, "/teachers/000001")
        assert "1 / 20 节" in before
        position = client.get("/healthz").json()["position"]
        add(sheets, "听课记录", **observation(节次=4))
        with home.opened() as ledger:
            hand_in_workbook(ledger, written(sheets, tmp_path / "later.xlsx"), HandIn("clerk"))
        after = words(client, "/teachers/000001")
        assert "2 / 20 节" in after
        assert client.get("/healthz").json()["position"] == position + 1
        assert "1 / 20 节" in words(client, "/teachers/000001", known_at=str(position))
        told = client.get("/api/v1/evaluations", params=ASKED | {"teacher": "000001"}).json()
        assert told["teachers"]["000001"]["quotas"]["observe-20"]["done"] == 2


def test_an_empty_ledger_says_how_to_begin(home: Home) -> None:
    with visited(home) as client:
        for path, status in (("/teachers", 200), ("/groups", 200), ("/teachers/000003", 404), ("/groups/S001/x", 404)):
            said = words(client, path, status)
            assert "shilu import" in said
            assert "shilu demo" in said
        assert "账本里没有学期" in words(client, "/teachers", 404, term=TERM)


def test_a_term_without_teachers_says_what_is_missing(tmp_path: Path) -> None:
    sheets = small_county()
    for name in sheets:
        if name != "学期":
            del sheets[name][1:]
    with visited(small_home(tmp_path, sheets)) as client:
        assert "还没有教师" in words(client, "/teachers")
        assert "还没有集体备课的记录" in words(client, "/groups")
        assert "名册上没有教师" in words(client, "/teachers/000001", 404)


def test_the_term_shown_first_is_the_last_that_has_begun(tmp_path: Path) -> None:
    sheets = small_county()
    home = small_home(tmp_path, sheets)
    later = small_county()
    later["学期"][1][:3] = ["2090-2091-1", date(2090, 9, 1), date(2091, 1, 13)]
    later["听课记录"] = later["听课记录"][:1]
    with home.opened() as ledger:
        hand_in_workbook(ledger, written(later, tmp_path / "later.xlsx"), HandIn("clerk"))
    with visited(home) as client:
        assert "学期 2022-2023-1\uff08" in words(client, "/teachers")
        assert "学期 2090-2091-1\uff08" in words(client, "/teachers", as_of="2090-10-01")
        assert "学期 2022-2023-1\uff08" in words(client, "/teachers", as_of="2000-10-01")
