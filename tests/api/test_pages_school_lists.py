"""A school's lists on the golden county: who is behind, groups, mentors, checks, observations; and who sees them."""

import html
import re
from collections.abc import Iterator
from datetime import date

import pytest

from api.accounts.visitor import Held, Role
from ledger.home import Home
from ledger.records.routine import RoutineChecked
from projections.catalogue import find_pack
from projections.evaluation import Evaluation, evaluate
from projections.monthly_checks import monthly_checks
from projections.school_duties import school_duties
from tests.api.county_on_the_web import TERM, golden_home
from tests.api.signed_in import open_account
from tests.api.test_pages_school_inbox import words
from tests.api.two_schools import Site, served

ALL = {"behind": {"only": "all"}, "mentorships": {"as_of": "2022-12-20"}}
"""What is asked of a list so that it shows somebody."""

PAGES = ("behind", "groups", "mentorships", "checks", "observations")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = golden_home(tmp_path_factory.mktemp("school") / "county")
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    open_account(home, "auditor", Held(Role.AUDITOR))
    open_account(home, "000003", Held(Role.TEACHER), teacher="000003")
    return home


@pytest.fixture(scope="module")
def evaluation(golden: Home) -> Iterator[Evaluation]:
    with golden.opened() as ledger:
        yield evaluate(ledger.book, find_pack("taikang-2022"), TERM)


@pytest.fixture(scope="module")
def site(golden: Home, evaluation: Evaluation) -> Iterator[Site]:
    with served(golden) as site:
        yield site


def page_of(site: Site, who: str, path: str, **asked: str) -> str:
    answer = site.of(who).get(f"/school/{path}", params=asked)
    assert answer.status_code == 200, words(answer.text)
    return answer.text


def test_who_is_behind_says_what_the_evaluation_says_with_the_way_to_why(site: Site, evaluation: Evaluation) -> None:
    page = page_of(site, "clerk1", "behind", only="all")
    found = school_duties(evaluation, "S001")
    assert len(found.teachers) > 10
    for one in found.teachers:
        said = evaluation.of_teacher(one.teacher)["quotas"]
        assert {name: (due.done, due.target, due.met) for name, due in one.duties.items()} == {
            name: (quota["done"], quota["target"], quota["met"]) for name, quota in said.items()
        }
        for name, due in one.duties.items():
            assert f'href="/teachers/{one.teacher}#{name}">{due.done} / {due.target}</a>' in page
    only = page_of(site, "clerk1", "behind")
    listed = re.findall(r'<th scope="row"><a class="name" href="/teachers/(\d{6})"', only)
    assert listed == [
        one.teacher for one in sorted(found.teachers, key=lambda one: (-one.left, one.teacher)) if one.left
    ]


def test_a_column_is_sorted_by_what_is_missing_in_it_and_a_duty_is_looked_at_alone(site: Site) -> None:
    page = page_of(site, "clerk1", "behind", sort="observe-20", what="observe-20")
    gaps = [int(one) for one in re.findall(r'class="verdict">差 (\d+) 节', page)]
    assert gaps
    assert gaps == sorted(gaps, reverse=True)
    assert page.count('<th scope="col"') == 3
    assert 'aria-sort="descending"' in page
    assert site.of("clerk1").get("/school/behind", params={"sort": "points"}).status_code == 400


def test_until_when_and_how_many_are_behind_is_said(site: Site) -> None:
    assert "学期已于 2023年1月13日结束" in words(page_of(site, "clerk1", "behind"))
    said = words(page_of(site, "clerk1", "behind", as_of="2022-12-01"))
    assert "到 2023年1月13日学期结束为止" in said


def test_every_list_is_of_the_own_school_and_taken_away_as_a_file(site: Site) -> None:
    for path in PAGES:
        page = words(page_of(site, "clerk1", path))
        assert "第一镇中心校1" in page
        assert site.of("clerk1").get(f"/school/{path}", params={"school": "S002"}).status_code == 403
        table = site.of("clerk1").get(f"/school/{path}", params={"format": "csv", **ALL.get(path, {})})
        assert table.headers["content-type"].startswith("text/csv")
        assert table.content.decode("utf-8-sig").count("\n") > 1
        assert site.of("clerk1").get(f"/school/{path}", params={"format": "xlsx"}).content.startswith(b"PK")
        assert site.of("000003").get(f"/school/{path}").status_code == 403


def test_two_clerks_of_two_schools_see_nobody_of_the_other(site: Site, evaluation: Evaluation) -> None:
    of_school = {
        school: {row.teacher for row in evaluation.county.teachers.records if row.school == school}
        for school in ("S001", "S002")
    }
    for path in PAGES:
        for number in (1, 2):
            codes = set(
                re.findall(r"/teachers/(\d{6})", page_of(site, f"clerk{number}", path, only="all" * (path == "behind")))
            )
            own, other = of_school[f"S00{number}"], of_school[f"S00{3 - number}"]
            assert not codes & other, path
            assert codes <= own
    table = site.of("clerk1").get("/school/behind", params={"format": "csv", "only": "all"}).text
    assert all(code in table for code in school_codes(evaluation, "S001"))
    assert not any(code in table for code in of_school["S002"])


def school_codes(evaluation: Evaluation, school: str) -> list[str]:
    return [one.teacher for one in school_duties(evaluation, school).teachers]


def test_an_auditor_chooses_the_school_and_reads_it(site: Site) -> None:
    page = page_of(site, "auditor", "behind")
    assert '<option value="S002"' in page
    assert "第一镇完小2" in words(page_of(site, "auditor", "behind", school="S002"))
    assert site.of("auditor").get("/school/behind", params={"school": "S999"}).status_code == 404


def test_the_grid_tells_each_grade_and_what_is_missing(site: Site, evaluation: Evaluation) -> None:
    grid = monthly_checks(evaluation, "S001")
    assert [f"{month:%Y-%m}" for month in grid.months] == ["2022-09", "2022-10", "2022-11", "2022-12"]
    said = {
        (str(one.teacher), one.month.isoformat(), str(one.item)): str(one.grade)
        for one in evaluation.standing.records_of("routine.checked").records
        if isinstance(one, RoutineChecked)
    }
    for teacher in grid.teachers:
        for month, shown in zip(grid.months, teacher.months, strict=True):
            expected = tuple(
                said.get((teacher.teacher, month.isoformat(), item)) for item in ("教案", "作业", "听课记录")
            )
            assert shown.grades == expected
    page = words(page_of(site, "clerk1", "checks"))
    assert f"缺 {sum(one.missing for one in grid.teachers)} 项" in page
    assert "教案没有检查" in page


def test_groups_and_mentorships_are_told_with_what_is_due(site: Site) -> None:
    groups = words(page_of(site, "clerk1", "groups"))
    assert "理科组 本学期集体备课 35 次" in groups
    assert "16 / 19 差 3" in groups
    mentors = words(page_of(site, "clerk1", "mentorships", as_of="2022-12-20"))
    assert "结对中 2 对" in mentors
    assert "2022-2023-1 学期还没有活动" in mentors
    assert "已到期或终止 2 对" in words(page_of(site, "clerk1", "mentorships", only="ended"))


def test_observations_week_by_week_come_to_what_was_recorded(site: Site, evaluation: Evaluation) -> None:
    page = page_of(site, "clerk1", "observations")
    rows = re.findall(r'<tr><th scope="row">第 \d+ 周.*?data-value="(\d+)".*?data-value="(\d+)"', page)
    own = {row.teacher for row in evaluation.county.teachers.records if row.school == "S001"}
    seen = [
        one
        for one in evaluation.standing.records_of("lesson.observed").records
        if one.observer in own and date(2022, 8, 29) <= one.on <= date(2023, 1, 13)
    ]
    assert sum(int(a) + int(b) for a, b in rows) == len(seen)


def test_a_county_without_schools_says_what_to_do(home: Home) -> None:
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    open_account(home, "auditor", Held(Role.AUDITOR))
    with served(home) as site:
        for path in PAGES:
            assert "看不到任何学校" in words(page_of(site, "auditor", path))


def test_names_are_put_in_when_a_page_is_sent_and_not_kept(site: Site) -> None:
    first = page_of(site, "clerk1", "behind")
    assert html.unescape(first).count("卫强远") == 1
    assert page_of(site, "clerk1", "behind") == first
