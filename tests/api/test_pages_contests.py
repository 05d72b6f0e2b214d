"""赛事 over the web, from the announcement to the page of who won: by an officer, a school, two judges, and anybody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.accounts.visitor import Held, Role
from ledger.home import Home
from ledger.records.award import AwardWon
from ledger.records.contest_course import ContestScored
from tests.api.county_on_the_web import golden_home
from tests.api.office_web import CountyOnTheWeb, Model, county_on_the_web, send, today, words
from tests.api.signed_in import csrf_in, open_account

CODE = "SK-1"
JUDGES = ("000031", "000032")
ENTERED = [f"{number:06d}" for number in range(1, 11)]
GROUP = "小学组"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Model:
    def made(folder: Path) -> Home:
        home = golden_home(folder)
        open_account(home, "office", Held(Role.SECTION, "county"))
        open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
        open_account(home, "auditor", Held(Role.AUDITOR))
        open_account(home, "teacher", Held(Role.TEACHER), teacher=ENTERED[0])
        return home

    return Model(tmp_path_factory.mktemp("contests"), made)


@pytest.fixture
def county(golden: Model, tmp_path: Path) -> Iterator[CountyOnTheWeb]:
    with county_on_the_web(golden.again(tmp_path)) as county:
        yield county


def announcement(**said: object) -> dict[str, object]:
    return {
        "code": CODE,
        "series": "优质课大赛",
        "level": "县级",
        "unit": "太康县",
        "opens": (today() - timedelta(days=3)).isoformat(),
        "closes": (today() + timedelta(days=3)).isoformat(),
        "groups": "小学组、中学组",
        "part_1": "说课",
        "weight_1": "40",
        "part_2": "上课",
        "weight_2": "60",
        "judges": " ".join(JUDGES),
        "drop": "不去",
        "ties": "并列占位",
        "places_FIRST": "8",
        "places_SECOND": "1",
        **said,
    }


def announced(county: CountyOnTheWeb) -> None:
    status, page = send(county.of("office"), "/contests/new", announcement())
    assert (status, "公告已发布" in page) == (200, True), page
    for judge in JUDGES:
        open_account(county.home, f"judge-{judge}", Held(Role.JUDGE, f"contest:{CODE}"), teacher=judge)


def entered(county: CountyOnTheWeb, *teachers: str) -> None:
    for teacher in teachers:
        form: dict[str, object] = {"group": GROUP, "teacher": teacher, "on": today().isoformat()}
        status, page = send(county.of("office"), f"/contests/{CODE}/steps/enter", form)
        assert (status, "已登记报名" in page) == (200, True), page


def score(county: CountyOnTheWeb, judge: str, of: dict[int, tuple[str, str]], **more: str) -> tuple[int, str]:
    """Send the scores of numbers from a judge's own page."""
    client = county.of(f"judge-{judge}")
    page = client.get(f"/contests/{CODE}/score").text
    form: dict[str, object] = dict(more)
    for number, given in of.items():
        after = page.split(f"<legend>{number} 号</legend>")[1]
        names = re.findall(r'name="([0-9a-f]{32}\.\d+)"', after)[:2]
        form |= dict(zip(names, given, strict=True))
    return send(client, f"/contests/{CODE}/score", form)


def closed(county: CountyOnTheWeb) -> None:
    status, page = send(county.of("office"), f"/contests/{CODE}/steps/close", {"on": today().isoformat()})
    assert (status, "已封分" in page) == (200, True), page


def entries_on(page: str) -> list[str]:
    return re.findall(r'<select name="([0-9a-f]{32})"', page)


def test_a_contest_from_announcement_to_winners_and_the_ninth_first_prize_is_refused(county: CountyOnTheWeb) -> None:
    office = county.of("office")
    assert "还没有赛事" in office.get("/contests").text
    announced(county)
    entered(county, *ENTERED)
    for judge in JUDGES:
        of = {number: (str(95 - number), str(90 - number)) for number in range(1, 11)}
        status, page = score(county, judge, of)
        assert (status, "已保存 20 项" in page) == (200, True), page
    closed(county)
    page = office.get(f"/contests/{CODE}").text
    assert "总分是怎样算的" in page
    form = office.get(f"/contests/{CODE}/prizes").text
    chosen = re.findall(r'<select name="([0-9a-f]{32})".*?</select>', form, re.DOTALL)
    assert form.count("<option selected>一等奖</option>") == 8  # what follows from ranks and places is chosen already
    assert form.count("<option selected>二等奖</option>") == 1
    prizes: dict[str, object] = dict.fromkeys(chosen[:9], "一等奖")
    status, said = send(office, f"/contests/{CODE}/prizes", {**prizes, "on": today().isoformat()})
    assert status == 409
    assert "的“小学组”的 8 个一等奖已全部授出；请核对名次。" in said
    assert "一等奖 8 个，已授 8，剩 0" in said
    with county.home.opened() as ledger:
        won = [one for one in ledger.book.kept(AwardWon).records if one.contest == CODE]
        assert len(won) == 8
        assert {one.prize.value for one in won} == {"一等奖"}
    left = entries_on(office.get(f"/contests/{CODE}/prizes").text)
    status, said = send(office, f"/contests/{CODE}/prizes", {left[0]: "二等奖", "on": today().isoformat()})
    assert (status, "已授奖" in said) == (200, True)


def test_winners_are_on_notice_for_everybody_with_the_fields_declared_and_only_for_its_term(
    county: CountyOnTheWeb,
) -> None:
    announced(county)
    entered(county, *ENTERED[:2])
    closed(county)
    office, anybody = county.of("office"), county.anybody
    first = entries_on(office.get(f"/contests/{CODE}/prizes").text)[0]
    send(office, f"/contests/{CODE}/prizes", {first: "一等奖", "on": today().isoformat()})
    hidden = anybody.get(f"/public/contests/{CODE}")
    assert hidden.status_code == 404
    assert "这里没有公示" in hidden.text
    with county.home.opened() as ledger:
        name = ledger.names(ledger.register())[ledger.book.kept(AwardWon).records[-1].teacher]
    assert name not in hidden.text
    ends = (today() + timedelta(days=5)).isoformat()
    notice = {"since": today().isoformat(), "until": ends, "fields": ["prize", "name"]}
    status, said = send(office, f"/contests/{CODE}/steps/notice", notice)
    assert (status, "已公示" in said) == (200, True), said
    shown = anybody.get(f"/public/contests/{CODE}")
    assert shown.status_code == 200
    assert re.findall(r'<th scope="col">(.*?)</th>', shown.text) == ["名次", "姓名"]
    assert name in shown.text
    assert ENTERED[0] not in shown.text
    status, said = send(office, f"/contests/{CODE}/steps/notice", notice | {"until": "2000-01-01"})
    assert status == 409


def test_a_notice_that_has_not_begun_or_is_over_shows_nothing(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, ENTERED[0])
    closed(county)
    tomorrow = today() + timedelta(days=1)
    form = {"since": tomorrow.isoformat(), "until": (tomorrow + timedelta(days=3)).isoformat(), "fields": "name"}
    assert send(county.of("office"), f"/contests/{CODE}/steps/notice", form)[0] == 200
    assert county.anybody.get(f"/public/contests/{CODE}").status_code == 404


def test_nobody_sees_scores_before_all_are_in(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, *ENTERED[:2])
    score(county, JUDGES[0], {1: ("91.25", "88.75"), 2: ("77.5", "66.5")})
    for account in ("office", "auditor", "clerk"):
        seen = county.of(account).get(f"/contests/{CODE}")
        assert seen.status_code == 200
        assert "分数、总分和名次现在谁都看不到" in seen.text
        assert not re.search(r"91\.25|88\.75|77\.5|66\.5|89\.75", seen.text)
    other = county.of(f"judge-{JUDGES[1]}").get(f"/contests/{CODE}/score").text
    assert not re.search(r"91\.25|88\.75", other)
    table = county.of("office").get(f"/contests/{CODE}?format=csv").content.decode("utf-8-sig")
    assert "89.75" not in table
    status, _ = score(county, JUDGES[1], {1: ("91.25", "88.75"), 2: ("77.5", "66.5")})
    assert status == 200
    page = county.of("office").get(f"/contests/{CODE}").text
    assert "89.75" in page  # 40 % of 91.25 and 60 % of 88.75
    table = county.of("office").get(f"/contests/{CODE}?format=csv").content.decode("utf-8-sig")
    assert "89.75" in table


def test_a_judge_sees_numbers_and_no_names_and_only_the_own_contest(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, *ENTERED[:3])
    with county.home.opened() as ledger:
        names = ledger.names(ledger.register())
    page = county.of(f"judge-{JUDGES[0]}").get(f"/contests/{CODE}/score")
    assert page.status_code == 200
    said = words(page.text)
    for teacher in ENTERED[:3]:
        assert teacher not in page.text
        assert names[teacher] not in said  # type: ignore[index]
    send(county.of("office"), "/contests/new", announcement(code="SK-2", series="说课大赛"))
    open_account(county.home, "judge-other", Held(Role.JUDGE, "contest:SK-2"), teacher="000033")
    assert county.of("judge-other").get(f"/contests/{CODE}/score").status_code == 403
    assert county.of("judge-other").get(f"/contests/{CODE}").status_code == 403
    assert CODE not in county.of("judge-other").get("/contests").text
    assert county.of("clerk").get(f"/contests/{CODE}/score").status_code == 403
    assert county.of("teacher").get(f"/contests/{CODE}/score").status_code == 403


def test_a_score_that_is_none_is_told_at_its_field_and_a_changed_one_wants_a_reason(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, ENTERED[0])
    status, page = score(county, JUDGES[0], {1: ("101", "90")})
    assert status == 409
    assert "不在 0 到 100 之间" in page
    status, page = score(county, JUDGES[0], {1: ("九十", "90")})
    assert status == 409
    assert "得分（score）应是数；请改正。" in page or "应是数" in page
    assert score(county, JUDGES[0], {1: ("91", "90")})[0] == 200
    status, page = score(county, JUDGES[0], {1: ("92", "90")})
    assert (status, "请在下面写明原因" in page) == (409, True)
    status, page = score(county, JUDGES[0], {1: ("92", "90")}, reason="看错了一项")
    assert (status, "已保存 1 项" in page) == (200, True), page
    with county.home.opened() as ledger:
        kept = ledger.book.kept(ContestScored)
        assert sorted(str(one.score) for one in kept.records) == ["90", "92"]


def test_a_judge_who_stands_aside_is_asked_for_nothing_and_holds_nobody_up(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, *ENTERED[:2])
    page = county.of("office").get(f"/contests/{CODE}").text
    aside = page.split('id="aside"')[1]
    entry = re.findall(r'<option value="([0-9a-f]{32})"', aside)[0]
    form = {"judge": JUDGES[1], "of": entry, "on": today().isoformat()}
    assert send(county.of("office"), f"/contests/{CODE}/steps/aside", form)[0] == 200
    assert "您已回避" in county.of(f"judge-{JUDGES[1]}").get(f"/contests/{CODE}/score").text
    score(county, JUDGES[0], {1: ("90", "90"), 2: ("80", "80")})
    client = county.of(f"judge-{JUDGES[1]}")
    names = re.findall(r'name="([0-9a-f]{32}\.\d+)"', client.get(f"/contests/{CODE}/score").text)
    assert send(client, f"/contests/{CODE}/score", dict.fromkeys(names, "70"))[0] == 200
    assert "现在谁都看不到" not in county.of("office").get(f"/contests/{CODE}").text


def test_an_announcement_that_is_wrong_comes_back_as_it_was_written_with_the_reason(county: CountyOnTheWeb) -> None:
    status, page = send(county.of("office"), "/contests/new", announcement(weight_2="50"))
    assert status == 409
    assert "合计 100" in page
    answer = county.of("office").post("/contests/new", data=announcement(weight_2="50"))
    assert 'value="优质课大赛"' in answer.text
    assert "还没有赛事" in county.of("office").get("/contests").text


def test_who_may_not_announce_or_close_is_told_so_and_nothing_is_written(county: CountyOnTheWeb) -> None:
    announced(county)
    before = county.position
    for account in ("auditor", "teacher", f"judge-{JUDGES[0]}"):
        client = county.of(account)
        assert client.post("/contests/new", data=announcement(code="X")).status_code == 403
        answer = client.post(f"/contests/{CODE}/steps/close", data={"on": today().isoformat()})
        assert answer.status_code in (403, 404)
        assert client.post(f"/contests/{CODE}/prizes", data={"on": today().isoformat()}).status_code == 403
    assert county.position == before


def test_a_form_from_elsewhere_is_refused(county: CountyOnTheWeb) -> None:
    client = county.anybody
    client.cookies = county.of("office").cookies
    assert client.post("/contests/new", data=announcement()).status_code == 403
    token = csrf_in(client.get("/contests/new").text)
    assert client.post("/contests/new", data=announcement(csrf=token), follow_redirects=False).status_code == 303


def test_an_appeal_is_made_and_decided_on_the_page(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, ENTERED[0])
    closed(county)
    page = county.of("teacher").get(f"/contests/{CODE}").text
    entry = re.findall(r'<option value="([0-9a-f]{32})"', page.split('id="appeal"')[1])[0]
    form = {"of": entry, "words": "说课漏计一项。", "on": today().isoformat()}
    assert send(county.of("teacher"), f"/contests/{CODE}/steps/appeal", form)[0] == 200
    assert "说课漏计一项" in county.of("office").get(f"/contests/{CODE}").text
    decided = {"teacher": ENTERED[0], "upheld": "no", "words": "已核对。", "on": today().isoformat()}
    status, said = send(county.of("office"), f"/contests/{CODE}/steps/decide", decided)
    assert (status, "申诉不成立" in said) == (200, True), said


def test_a_teacher_sees_the_own_line_and_no_colleague(county: CountyOnTheWeb) -> None:
    announced(county)
    entered(county, *ENTERED[:3])
    for judge in JUDGES:
        score(county, judge, {1: ("90", "90"), 2: ("95", "95"), 3: ("85", "85")})
    page = county.of("teacher").get(f"/contests/{CODE}").text
    assert ENTERED[0] in page
    assert ENTERED[1] not in page
    assert ENTERED[2] not in page
    table = county.of("teacher").get(f"/contests/{CODE}?format=csv").content.decode("utf-8-sig")
    assert ENTERED[1] not in table
