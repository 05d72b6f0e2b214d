"""考核结果 over the web: drafted, on public notice, objected to, decided, final; and what everybody sees of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.accounts.visitor import Held, Role
from ledger.home import Home
from ledger.records.record import TeacherId
from ledger.records.statement import StatementDrafted, StatementNoticed
from projections.statements.listing import find_statement
from tests.api.county_on_the_web import ASKED, golden_home
from tests.api.office_web import CountyOnTheWeb, Model, county_on_the_web, send, today, words
from tests.api.signed_in import open_account

TEACHER = "000003"
QUESTION = {**ASKED, "scope": "county", "as_of": "2023-01-13"}


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Model:
    def made(folder: Path) -> Home:
        home = golden_home(folder)
        open_account(home, "office", Held(Role.SECTION, "county"))
        open_account(home, "research", Held(Role.SECTION, "county:教研室"))
        open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
        open_account(home, "auditor", Held(Role.AUDITOR))
        open_account(home, "teacher", Held(Role.TEACHER), teacher=TEACHER)
        open_account(home, "colleague", Held(Role.TEACHER), teacher="000010")
        return home

    return Model(tmp_path_factory.mktemp("statements"), made)


@pytest.fixture
def county(golden: Model, tmp_path: Path) -> Iterator[CountyOnTheWeb]:
    with county_on_the_web(golden.again(tmp_path)) as county:
        yield county


def drafted(county: CountyOnTheWeb) -> None:
    status, page = send(county.of("office"), "/statements/new", QUESTION)
    assert (status, "已拟定" in page) == (200, True), page


def noticed(county: CountyOnTheWeb, *fields: str) -> None:
    form = {"days": "3", "fields": list(fields or ("name", "points.total"))}
    status, page = send(county.of("office"), "/statements/JG-1/notice", form)
    assert (status, "已公示" in page) == (200, True), page


def test_a_draft_is_shown_with_its_digest_before_anything_is_written(county: CountyOnTheWeb) -> None:
    before = county.position
    page = county.of("office").get("/statements/new", params=QUESTION)
    assert page.status_code == 200
    [shown] = re.findall(r"<code>([0-9a-f]{64})</code>", page.text)
    assert county.position == before
    drafted(county)
    with county.home.opened() as ledger:
        assert ledger.book.kept(StatementDrafted).records[0].result == shown


def test_from_draft_to_notice_to_objection_to_final(county: CountyOnTheWeb) -> None:
    office, teacher = county.of("office"), county.of("teacher")
    assert "还没有拟定任何结果" in office.get("/statements").text
    drafted(county)
    assert send(office, "/statements/JG-1/final", {})[0] == 409
    noticed(county)
    status, page = send(teacher, "/statements/JG-1/object", {"teacher": TEACHER, "words": "少算一次公开课。"})
    assert (status, "等待答复" in page) == (200, True), page
    assert "1 件异议待答复" in words(office.get("/statements").text)
    status, page = send(office, "/statements/JG-1/final", {})
    assert status == 409
    assert "公示" in page
    answer = {"teacher": TEACHER, "upheld": "no", "reason": "已核对听课记录。"}
    status, page = send(office, "/statements/JG-1/decide", answer)
    assert (status, "异议不成立" in page) == (200, True), page
    assert "已核对听课记录" in teacher.get("/statements/JG-1").text
    colleague = county.of("colleague").get("/statements/JG-1").text
    assert "少算一次公开课" not in colleague
    assert TEACHER not in colleague
    status, page = send(office, "/statements/JG-1/drop", {"reason": "重拟。"})
    assert (status, "放弃草案" in page) == (200, True)


def test_what_needs_no_notice_is_final_at_once_and_reproduces(county: CountyOnTheWeb) -> None:
    form = {**QUESTION, "unnoticed": "yes", "reason": "校内参考。"}
    status, page = send(county.of("office"), "/statements/new", form)
    assert (status, "不公示：校内参考" in page) == (200, True), page
    same = county.of("auditor").get("/statements/JG-1/reproduce")
    assert same.status_code == 200
    assert "逐字节和公布时一致" in words(same.text) or "逐字节一致" in words(same.text)
    unchanged = county.of("auditor").get("/statements/JG-1/affected")
    assert "没有变化" in unchanged.text


def test_everybody_sees_the_declared_fields_and_nothing_more(county: CountyOnTheWeb) -> None:
    drafted(county)
    anybody = county.anybody
    hidden = anybody.get("/public/statements/JG-1")
    assert hidden.status_code == 404
    assert "taikang" not in hidden.text
    noticed(county, "name", "school", "points.total")
    with county.home.opened() as ledger:
        register = ledger.register()
        names = ledger.names(register)
    shown = anybody.get("/public/statements/JG-1")
    assert shown.status_code == 200
    assert register.schools[register.teachers[TeacherId(TEACHER)].school].name in shown.text
    assert not re.search(r"\bS\d{3}\b", shown.text)
    assert names[TEACHER] in shown.text  # type: ignore[index]
    assert re.findall(r'<th scope="col">(.*?)</th>', shown.text) == ["姓名", "学校", "积分 合计"]
    assert TEACHER not in shown.text
    assert not re.search(r"\d{17}[\dXx]", shown.text)
    assert "JG-1" in anybody.get("/public/notices").text
    assert anybody.get("/statements/JG-1", follow_redirects=False).status_code == 303
    assert send(county.of("office"), "/statements/JG-1/drop", {"reason": "重拟。"})[0] == 200
    assert anybody.get("/public/statements/JG-1").status_code == 404
    assert "JG-1" not in anybody.get("/public/notices").text


def test_a_notice_is_gone_after_its_last_day_and_not_there_before_its_first(
    county: CountyOnTheWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(county)
    tomorrow = today() + timedelta(days=1)
    form = {"days": "2", "since": tomorrow.isoformat(), "fields": ["name"]}
    assert send(county.of("office"), "/statements/JG-1/notice", form)[0] == 200
    before = county.anybody.get("/public/statements/JG-1")
    assert (before.status_code, "公示还没有开始" in before.text) == (404, True)
    with county.home.opened() as ledger:
        notice: StatementNoticed = ledger.book.kept(StatementNoticed).records[0]
    book = county.app.state.ledger.book
    for day, status in ((notice.since, 200), (notice.until, 200), (notice.until + timedelta(days=1), 404)):
        monkeypatch.setattr(type(book), "today", lambda self, day=day: day)
        assert county.anybody.get("/public/statements/JG-1").status_code == status, day
    assert "已经期满" in county.anybody.get("/public/statements/JG-1").text


def test_no_name_is_kept_with_a_notice(county: CountyOnTheWeb) -> None:
    drafted(county)
    noticed(county, "name")
    county.anybody.get("/public/statements/JG-1")
    kept = county.app.state.notices._views.those()
    assert len(kept) == 1
    with county.home.opened() as ledger:
        names = set(ledger.names(ledger.register()).values())
    assert not names & {str(cell) for row in kept[0][1].rows for cell in row.values()}


def test_only_the_county_publishes(county: CountyOnTheWeb) -> None:
    before = county.position
    for account in ("clerk", "auditor", "teacher"):
        assert county.of(account).get("/statements/new").status_code == 403
        assert send(county.of(account), "/statements/new", QUESTION)[0] == 403
    status, page = send(county.of("research"), "/statements/new", QUESTION)
    assert status in (403, 409), page
    assert county.position == before
    drafted(county)
    for account in ("clerk", "auditor", "teacher"):
        assert send(county.of(account), "/statements/JG-1/notice", {"days": "3", "fields": "name"})[0] == 403
        assert send(county.of(account), "/statements/JG-1/final", {})[0] == 403
    with county.home.opened() as ledger:
        assert find_statement(ledger.book, "JG-1").course.noticed is None


def test_a_teacher_objects_for_nobody_else(county: CountyOnTheWeb) -> None:
    drafted(county)
    noticed(county)
    form = {"teacher": "000010", "words": "他的不对。"}
    assert send(county.of("teacher"), "/statements/JG-1/object", form)[0] == 403
    with county.home.opened() as ledger:
        assert find_statement(ledger.book, "JG-1").course.objected == []


def test_a_field_that_is_none_is_refused_with_the_nearest(county: CountyOnTheWeb) -> None:
    drafted(county)
    status, page = send(county.of("office"), "/statements/JG-1/notice", {"days": "3", "fields": ["id_number"]})
    assert status == 409
    assert "没有“id_number”这一项可以公示" in page
    status, page = send(county.of("office"), "/statements/JG-1/notice", {"days": "x", "fields": ["name"]})
    assert status == 409
