"""Whose figures the county's room shows: an officer of a township sees the township's schools, a teacher none."""

import csv
from collections.abc import Iterator
from html import unescape
from io import StringIO

import pytest

from api.accounts.visitor import Held, Role
from tests.api.county_on_the_web import ASKED, golden_home
from tests.api.signed_in import open_account
from tests.api.test_pages_county import LISTS, PAGES
from tests.api.two_schools import Site, served

QUESTION = ASKED | {"as_of": "2022-12-30"}
MINE = {"S001", "S002", "S003", "S004"}
OTHERS = ("第二镇", "第三镇")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = golden_home(tmp_path_factory.mktemp("scope") / "county")
    open_account(home, "town", Held(Role.TOWNSHIP, "township:第一镇"))
    open_account(home, "bureau", Held(Role.SECTION, "county"))
    open_account(home, "chinese", Held(Role.SUBJECT_OFFICER, "county:教研室", "语文"))
    open_account(home, "auditor", Held(Role.AUDITOR))
    open_account(home, "000003", Held(Role.TEACHER), teacher="000003")
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    with served(home) as site:
        yield site


def rows_of(site: Site, account: str, path: str, **asked: str) -> list[dict[str, str]]:
    answer = site.of(account).get(f"/county/{path}", params=QUESTION | asked | {"format": "csv"})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", ["board", "reports", "charts"])
def test_a_township_is_shown_its_own_schools_and_the_county_all(site: Site, path: str) -> None:
    assert {row["学校代码"] for row in rows_of(site, "town", path)} == MINE
    everywhere = {row["学校代码"] for row in rows_of(site, "bureau", path)}
    assert everywhere > MINE
    assert {row["学校代码"] for row in rows_of(site, "auditor", path)} == everywhere
    assert {row["学校代码"] for row in rows_of(site, "bureau", path, township="第一镇")} == MINE
    assert rows_of(site, "town", path, township="第二镇") == []


def test_no_page_shows_a_township_what_is_anothers(site: Site) -> None:
    for path in ("board", "reports"):
        page = unescape(site.of("town").get(f"/county/{path}", params=QUESTION).text)
        assert not any(name in page for name in OTHERS), path
    for path in LISTS:
        for row in rows_of(site, "town", path):
            schools = " ".join(row.get(name, "") for name in ("学校", "派出学校", "受援学校"))
            assert "第一镇" in schools, (path, row)
    known = {one["teacher"]: one["school"] for one in site.of("bureau").get("/api/v1/teachers?most=500").json()}
    asked = {code for row in rows_of(site, "town", "contradictions") for code in row["先问编号"].split("、")}
    assert {known[code] for code in asked} == MINE


def test_figures_over_the_terms_are_those_of_the_schools_shown(site: Site) -> None:
    [mine], [all_] = rows_of(site, "town", "terms"), rows_of(site, "bureau", "terms")
    teachers = sum(int(row["教师"]) for row in rows_of(site, "town", "board"))
    assert int(mine["教师人数"]) == teachers < int(all_["教师人数"])


def test_a_school_of_another_township_is_not_shown_however_it_is_asked_for(site: Site) -> None:
    for path in ("board/S005", "board/S005/observe-20", "reports/S005"):
        for form in ("", "csv"):
            answer = site.of("town").get(f"/county/{path}", params=QUESTION | {"format": form})
            assert answer.status_code == 403, path
            assert site.of("bureau").get(f"/county/{path}", params=QUESTION | {"format": form}).status_code == 200
    assert site.of("town").get("/county/board/S001/observe-20", params=QUESTION).status_code == 200


def test_an_officer_of_a_subject_is_shown_its_teachers_at_every_school_and_nobody_else(site: Site) -> None:
    every, mine = rows_of(site, "bureau", "board"), rows_of(site, "chinese", "board")
    assert 0 < sum(int(row["教师"]) for row in mine) < sum(int(row["教师"]) for row in every)
    everybody = {row["编号"] for row in rows_of(site, "bureau", "board/S001/observe-20")}
    teachers = {row["编号"] for row in rows_of(site, "chinese", "board/S001/observe-20")}
    assert teachers < everybody
    subjects = {one["teacher"]: one["subject"] for one in site.of("bureau").get("/api/v1/teachers?most=500").json()}
    assert {subjects[code] for code in teachers} == {"语文"}
    assert rows_of(site, "chinese", "board/S001/posts-published") == []
    assert rows_of(site, "chinese", "reports") == []
    assert rows_of(site, "chinese", "rotations") == []
    assert "不看这类记录" in site.of("chinese").get("/county/rotations", params=QUESTION).text


def test_what_was_made_for_the_county_is_not_sent_to_a_township(site: Site) -> None:
    for account in ("bureau", "town", "bureau", "town"):
        page = unescape(site.of(account).get("/county/board", params=QUESTION).text)
        assert ("第二镇" in page) is (account == "bureau")


@pytest.mark.parametrize("account", ["000003", "admin"])
def test_who_compares_nobody_is_shown_nothing(site: Site, account: str) -> None:
    for path in (*PAGES, "board/S001", "board/S001/observe-20", "reports/S001"):
        assert site.of(account).get(f"/county/{path}", params=QUESTION).status_code == 403, path
