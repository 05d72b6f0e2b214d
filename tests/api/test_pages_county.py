"""The county's room: from the board to the person who lacks something; what schools have handed in; the lists."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.typesetting import in_print
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.pairing import PairingActivityHeld, PairingAgreed
from ledger.records.record import SchoolId, TeacherId, entry_of
from ledger.records.studio import StudioFounded, StudioJoined, StudioLimitsAnnounced
from ledger.submission import Submission
from ledger.vocabulary import PairingActivity, PairingField, PairingScope, StudioKind
from projections.catalogue import find_pack
from tests.api.county_on_the_web import ASKED, golden_home, visited
from tests.api.small_workbook import written
from tests.api.two_schools import county_workbook, handed_in, observations, school_workbook

DAY = "2022-12-30"
QUESTION = ASKED | {"as_of": DAY}
PACK = find_pack(ASKED["pack"])
LISTS = ("rotations", "mentorships", "pairings", "studios", "three-ones", "contradictions")
PAGES = ("board", "reports", "charts", "terms", *LISTS)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("county") / "county")


@pytest.fixture(scope="module")
def client(golden: Home) -> Iterator[TestClient]:
    with visited(golden) as client:
        yield client


def page_of(client: TestClient, path: str, **asked: str) -> str:
    """A page, with its entities read."""
    answer = client.get(f"/county/{path}", params=QUESTION | asked)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def rows_of(client: TestClient, path: str, **asked: str) -> list[dict[str, str]]:
    """A list as it is taken away."""
    answer = client.get(f"/county/{path}", params=QUESTION | asked | {"format": "csv"})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def says(clause: str) -> str:
    return in_print(PACK.clauses[clause].says.zh)


def test_the_board_adds_up_to_what_the_dashboard_says(client: TestClient) -> None:
    rows = rows_of(client, "board")
    duties = {one["clause"]: one for one in client.get("/api/v1/dashboard", params=QUESTION).json()["duties"]}
    for clause in ("observe-20", "prep-reflection", "collective-prep-2-weekly", "posts-published"):
        of = sum(int(row[f"{says(clause)} 应完成"] or 0) for row in rows)
        done = sum(int(row[f"{says(clause)} 已完成"] or 0) for row in rows)
        assert (of, done) == (duties[clause]["of"], duties[clause]["reached"])


def test_a_cell_leads_to_those_who_lack_something_and_to_why(client: TestClient) -> None:
    board = page_of(client, "board")
    [row] = re.findall(r"<tr><th scope=\"row\"><a [^>]*>第一镇中心校1</a>.*?</tr>", board)
    [link, percent, share] = re.findall(
        r'<a href="(/county/board/S001/observe-20\?[^"]*)">(\d+)% <small>([\d/]+)<', row
    )[0]
    done, of = map(int, share.split("/"))
    assert int(percent) == done * 100 // of
    cell = unescape(client.get(link).text)
    assert f"应完成 {of}，已完成 {done}，没完成 {of - done}" in cell
    assert "卫强远" in cell
    assert "还差 4 节（有记录、有反思的听课），请在 2023-01-13 前补上。" in cell
    assert "16 < 20" in cell
    rows = rows_of(client, "board/S001/observe-20")
    lacking = [row for row in rows if row["结果"] == "没完成"]
    assert (len(rows), len(lacking)) == (of, of - done)
    assert [row["编号"] for row in lacking] == sorted(row["编号"] for row in lacking)  # not by how much is missing
    [person] = re.findall(r'href="(/teachers/000003\?[^"#]*)#observe-20"', cell)
    assert 'id="observe-20"' in client.get(person).text


def test_the_board_is_sorted_by_the_share_that_is_done_those_with_none_last(client: TestClient) -> None:
    for sort in ("observe-20", "central-principal-bands"):
        rows = rows_of(client, "board", sort=sort)
        cells = [(row[f"{says(sort)} 已完成"], row[f"{says(sort)} 应完成"]) for row in rows]
        asked = [int(done) / int(of) for done, of in cells if of]
        assert asked == sorted(asked)
        assert all(cells[place][1] for place in range(len(asked)))
    page = page_of(client, "board", sort="observe-20")
    assert page.count("aria-sort") == 1


def test_one_rule_may_be_looked_at_alone_and_what_is_no_rule_is_not_found(client: TestClient) -> None:
    page = page_of(client, "board", clause="observe-20")
    assert page.count('class="rule"') == 1
    wrong: list[tuple[str, dict[str, str]]] = [("board", {"clause": "none"}), ("board", {"sort": "none"})]
    wrong += [(path, {}) for path in ("board/S001/none", "board/S999", "board/S999/observe-20", "reports/S999")]
    for path, asked in wrong:
        assert client.get(f"/county/{path}", params=QUESTION | asked).status_code == 404, path


def two_schools_home(folder: Path) -> Home:
    """A new ledger with the register of two schools, and nothing else."""
    home = Home(folder / "county")
    home.make()
    with home.opened() as ledger:
        hand_in_workbook(ledger, written(county_workbook(), folder / "county.xlsx"), HandIn("bureau"))
    return home


def test_what_a_school_hands_in_is_told_and_what_it_has_not_handed_in(tmp_path: Path) -> None:
    home = two_schools_home(tmp_path)
    handed_in(home, school_workbook(tmp_path, 听课记录=observations(3)))
    with visited(home) as client:
        one, two = rows_of(client, "reports")
        assert (one["工作簿"], one["记录"], one["待审核"], one["记到哪天"]) == ("1", "3", "3", "2022-09-07")
        assert (two["工作簿"], two["记录"], two["最近登记"]) == ("0", "0", "")
        assert "听课记录" in two["该有还没有"].split("、")
        [only] = rows_of(client, "reports", state="none")
        assert only["学校代码"] == "S002"
        [first, _] = rows_of(client, "reports", sort="waiting")
        assert first["学校代码"] == "S001"
        school = page_of(client, "reports/S001")
        assert "听课记录" in school
        assert "交过的工作簿" in school
        assert "一条也没有" in school
        assert client.get("/county/reports", params=QUESTION | {"state": "odd"}).status_code == 400


def test_rotations_say_who_is_where_and_what_is_due_and_flow_from_school_to_school(client: TestClient) -> None:
    rows = rows_of(client, "rotations")
    told = {one["teacher"]: one for one in client.get("/api/v1/rotations", params={"as_of": DAY}).json()}
    assert {row["教师编号"] for row in rows} == set(told)
    for row in rows:
        one = told[row["教师编号"]]
        assert (int(row["到岗月数"]), float(row["补助（元）"])) == (one["months"], one["allowance"])
        assert row["开始"] == one["start"]
    page = page_of(client, "rotations")
    assert 'data-chart="flow"' in page
    assert sum(map(int, re.findall(r'data-value="(\d+)"', page))) == len(rows)
    weak = rows_of(client, "rotations", state="weak")
    assert all("薄弱" in row["受援学校"] for row in weak)
    [ended] = {row["状态"] for row in rows_of(client, "rotations", state="past", as_of="2024-12-30")}
    assert ended == "到期未办结"
    [link] = set(re.findall(r'href="(/records/[0-9a-f]{32})"', page)[:1])
    assert client.get(link).status_code == 200


def test_each_list_is_that_of_the_command_line_and_is_taken_away_with_names(client: TestClient) -> None:
    for path, key in (("mentorships", "师傅编号"), ("three-ones", "教师编号")):
        told = client.get(f"/api/v1/{path}", params={"as_of": DAY}).json()
        rows = [row for row in rows_of(client, path) if not row["状态"].startswith("已完成")]
        assert len(rows) == len(told) > 0
        assert all(row[key.removesuffix("编号")] for row in rows)
    overdue = rows_of(client, "three-ones", state="overdue")
    assert overdue
    assert {row["状态"] for row in overdue} == {"逾期"}
    contradictions = rows_of(client, "contradictions")
    assert contradictions
    assert all(row["为什么矛盾"] for row in contradictions)
    page = page_of(client, "contradictions")
    entries = re.findall(r'href="(/records/[0-9a-f]{32})"', page)
    assert client.get(entries[0]).status_code == 200


def test_pairings_say_whose_report_is_due_and_studios_who_is_in_them(tmp_path: Path) -> None:
    home = two_schools_home(tmp_path)
    one, two, teachers = SchoolId("S001"), SchoolId("S002"), [TeacherId(f"00000{number}") for number in range(1, 6)]
    signed, until = date(2022, 9, 1), date(2023, 8, 31)
    agreed = PairingAgreed("JD-1", one, (two,), signed, until, PairingScope.WITHIN, (PairingField.TEACHING,))
    founded = StudioFounded("GZS-1", teachers[0], StudioKind.TEACHERS, date(2022, 10, 8), one)
    with home.opened() as ledger:
        for record in (
            agreed,
            PairingActivityHeld("JD-1", date(2022, 10, 9), PairingField.TEACHING, PairingActivity.MODEL_LESSON),
            StudioLimitsAnnounced(date(2022, 9, 1), StudioKind.TEACHERS, 3, 5),
            founded,
            *(StudioJoined("GZS-1", teacher, date(2022, 10, 9)) for teacher in teachers[1:3]),
        ):
            ledger.book.append(HandIn("bureau"), Submission([record]))
    with visited(home) as client:
        [early] = rows_of(client, "pairings", as_of="2022-11-01")
        assert (early["支援学校"], early["受援学校"], early["状态"]) == ("第1小学", "第2小学", "履行中")
        assert early["该交的总结"] == "2022-11-30"
        page = page_of(client, "pairings", as_of="2022-12-01")
        assert "2022 年的逾期未交" in page
        assert f"/records/{entry_of(agreed).hex()}" in page
        assert rows_of(client, "pairings", as_of="2022-12-01", state="overdue")
        assert rows_of(client, "pairings", as_of="2022-11-01", state="overdue") == []
        [soon] = rows_of(client, "pairings", as_of="2023-07-01", state="soon")
        assert soon["截止"] == "2023-08-31"
        [studio] = rows_of(client, "studios")
        assert (studio["主持人"], studio["成员数"], studio["核心成员"]) == ("赵新", "2", "钱立、孙华")
        page = page_of(client, "studios")
        assert "现有 1 个，上限 3 个" in page
        answer = client.get(f"/records/{entry_of(founded).hex()}")
        assert answer.status_code == 200


def test_charts_are_drawn_from_tables_that_say_the_same(client: TestClient) -> None:
    page = page_of(client, "charts")
    assert re.findall(r'data-chart="([\w-]+)"', page) == ["stacked-bars", "columns", "stacked", "flow"]
    told = client.get("/api/v1/dashboard", params=QUESTION).json()["points"][0]
    assert f"最低 {told['lowest']}，中间 {told['median']}，最高 {told['highest']}" in page
    rows = rows_of(client, "charts")
    shares = [int(row["完成"]) / int(row["应完成"]) for row in rows]
    assert shares == sorted(shares)
    [term] = rows_of(client, "terms")
    assert term["教师人数"] == str(client.get("/api/v1/dashboard", params=QUESTION).json()["teachers"])


def test_an_empty_ledger_says_how_to_begin(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    with visited(home) as client:
        for path in PAGES:
            answer = client.get(f"/county/{path}")
            assert answer.status_code == 200, path
            assert "账本里还没有学期" in answer.text


def test_before_anything_is_recorded_each_list_says_what_to_do(tmp_path: Path) -> None:
    home = two_schools_home(tmp_path)
    with visited(home) as client:
        for path in LISTS:
            assert 'class="nothing"' in page_of(client, path), path


def test_a_page_asked_again_is_ready_and_has_no_name_kept(golden: Home) -> None:
    with visited(golden) as client:
        first = client.get("/county/board/S001/observe-20", params=QUESTION)
        desk = client.app.state.desk  # type: ignore[attr-defined]
        kept = [one for asked, one in desk.answers._kept.items() if asked.path == "/county/board/S001/observe-20"]
        assert kept
        assert all("卫强远".encode() not in one.body for one in kept)
        again = client.get("/county/board/S001/observe-20", params=QUESTION)
        assert again.text == first.text
        assert "卫强远" in again.text
