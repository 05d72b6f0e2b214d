"""Rounds of review in a real browser and by the interface: a title review, a merit selection, a sanction found."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from api.typesetting import in_print
from ledger.records.conduct import ConductSanctioned
from ledger.records.honour import HonourGranted
from ledger.records.qualification import TitleHeld
from ledger.records.record import TeacherId
from tests.api.browser import PHONE, chromium, faults_of, needs_browser, picture
from tests.api.review_rounds import MERIT, STEPS, by_points
from tests.api.rounds_on_the_web import AUDITOR, OFFICER, PACK_ID, RoundOnTheWeb, opened, round_on_the_web, take
from tests.api.test_review_merit_rounds import equals, prize, record
from tests.api.three_years import AS_OF, TERM

pytestmark = needs_browser

CODE, PLACES = "PS-2023-01", 9


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def county(browser: Browser, tmp_path: Path) -> Iterator[RoundOnTheWeb]:
    with round_on_the_web(browser, tmp_path) as county:
        yield county


def test_a_title_review_of_forty_for_nine_places_from_announcement_to_archive(county: RoundOnTheWeb) -> None:
    panel = county.of_title("正高级教师")[:5]
    applicants = county.of_title("一级教师")[:40]
    one, rest = applicants[0], applicants[1:]
    names = county.names([*applicants, *panel])
    officer = county.page(OFFICER)

    # The personnel section announces the round.
    officer.goto("/reviews")
    expect(officer.locator("main")).to_contain_text("还没有评审")
    officer.get_by_role("link", name="发布评审公告").click()
    officer.locator("main [name=pack]").select_option(PACK_ID)
    officer.get_by_role("button", name="用这个办法").click()
    said = {
        "code": CODE,
        "title": "2023年高级教师职称评审",
        "named": "高级教师",
        "unit": "某县教育局",
        "as_of": AS_OF.isoformat(),
        "groups": "全体",
        "places": str(PLACES),
        "panel": "、".join(panel),
        "computed_name_1": "业绩",
        "computed_most_1": "50",
        "computed_weight_1": "60",
        "judged_name_1": "讲课",
        "judged_most_1": "100",
        "judged_weight_1": "30",
        "judged_name_2": "答辩",
        "judged_most_2": "50",
        "judged_weight_2": "10",
        "tie_named_1": "业绩",
    }
    for name, value in said.items():
        officer.locator(f"main [name={name}]").fill(value)
    for at, (opens, closes) in zip(
        ("APPLY", "CHECK", "JUDGE", "NOTICE", "DECIDE", "APPEAL"), STEPS.values(), strict=True
    ):
        officer.locator(f"main [name=opens_{at}]").fill(opens)
        officer.locator(f"main [name=closes_{at}]").fill(closes)
    officer.locator("main [name=term]").select_option(TERM)
    officer.locator("main [name=computed_source_1]").select_option("points.total")
    officer.locator("main [name=tie_by_1]").select_option("单项得分")
    officer.locator("main [name=clauses][value=may-apply]").check()
    officer.locator("main [name=vetoes][value=ethics]").check()
    officer.locator("main [name=fields][value=total]").check()
    assert faults_of(officer) == []
    picture(officer, "story-review-announcing")
    officer.get_by_role("button", name="发布公告").click()
    expect(officer.locator("main")).to_contain_text("公告已发布")
    expect(officer.locator("h1")).to_contain_text("2023年高级教师职称评审")

    # A teacher finds what the record holds already, and applies; the others by a program of theirs.
    teacher = county.page(county.teacher(one), phone=True)
    teacher.goto("/reviews")
    teacher.get_by_role("link", name="去申报").click()
    expect(teacher.locator("main")).to_contain_text("账本里已有的")
    expect(teacher.locator("main")).to_contain_text("申报高级教师的条件")
    assert faults_of(teacher) == []
    picture(teacher, "story-review-application", PHONE)
    teacher.get_by_role("button", name="申报").click()
    expect(teacher.locator("main")).to_contain_text("等待审核")
    expect(teacher.locator("main")).not_to_contain_text(panel[0])
    for code in rest:
        county.ask(county.teacher(code), "POST", f"reviews/{CODE}/applications", {"teacher": code})
    refused = county.ask(rest[0], "POST", f"reviews/{CODE}/applications", {"teacher": one}, status=403)
    assert refused["code"] == "not-allowed"

    # The principal sees the originals; the levels above by program; the county's last one in the browser.
    county.morning(9, 6)
    school = county.school_of(one)
    principal = county.page(county.principal(school))
    principal.goto(f"/reviews/{CODE}")
    principal.get_by_role("link", name="去审核").click()
    principal.locator(f"a[href$='/checks/{one}']").click()
    expect(principal.locator("main")).to_contain_text(names[one])
    principal.locator("[name=originals]").first.check()
    assert faults_of(principal) == []
    picture(principal, "story-review-checking")
    principal.get_by_role("button", name="登记审核").click()
    expect(principal.locator("main")).to_contain_text("已审核")
    for level in ("校级", "乡级"):
        for code in applicants if level == "乡级" else rest:
            county.found_in_order(CODE, code, level)
    for code in rest:
        county.ask(OFFICER, "POST", f"reviews/{CODE}/checks", {"teacher": code, "level": "县级", "passed": True})
    officer.goto(f"/reviews/{CODE}/checks/{one}")
    officer.get_by_role("button", name="登记审核").click()
    expect(officer.locator("main")).to_contain_text("没有等您审核的申报")
    officer.goto(f"/reviews/{CODE}")
    take(officer, "freeze", "档案已封存")
    picture(officer, "story-review-frozen")

    # A member judges blind: numbers, nobody's name beside one, nobody else's scores.
    county.morning(9, 14)
    judge = county.page(county.member(panel[0], CODE), phone=True)
    judge.goto(f"/reviews/{CODE}/panel")
    cards = judge.locator(".card")
    assert 30 <= cards.count() <= 40
    text = judge.locator("main form[action$='/panel']").inner_text()
    assert not [name for name in names.values() if name in text]
    assert faults_of(judge) == []
    picture(judge, "story-review-panel", PHONE)
    for place in range(cards.count()):
        card = cards.nth(place)
        card.locator("input[inputmode=decimal]").nth(0).fill(str(70 + place % 25))
        card.locator("input[inputmode=decimal]").nth(1).fill(str(30 + place % 15))
        card.locator("input[type=radio][value=yes]").check()
    count = cards.count()
    judge.get_by_role("button", name="交这一页").click()
    expect(judge.locator("main")).to_contain_text(f"已交 {count} 份")
    officer.goto(f"/reviews/{CODE}/ranking")
    expect(officer.locator("main")).to_contain_text("谁都看不到分数")
    frozen = county.ask(OFFICER, "GET", f"reviews/{CODE}")["frozen"]["dossiers"]
    numbers = {two["teacher"]: two["number"] for two in frozen}
    for member in panel[1:]:
        account = county.member(member, CODE)
        school = county.school_of(member)
        dossiers = [
            {
                "number": number,
                "scores": {"讲课": str(60 + (number * 7 + int(member)) % 40), "答辩": str(25 + number % 20)},
                "in_favour": number % 11 != 0,
            }
            for code, number in numbers.items()
            if county.school_of(code) != school
        ]
        county.ask(account, "POST", f"reviews/{CODE}/scores", {"dossiers": dossiers})
    county.ask(county.member(panel[1], CODE), "GET", f"reviews/{CODE}/ranking", status=403)

    # The list within the places, with why; two side by side; on notice for everybody.
    officer.goto(f"/reviews/{CODE}")
    take(officer, "list", "名单已拟定")
    officer.get_by_role("link", name="看排名").click()
    expect(officer.locator("main .badge.good").first).to_be_visible()
    listed = county.ask(OFFICER, "GET", f"reviews/{CODE}")["lists"][0]["listed"]
    assert 0 < len(listed) <= PLACES
    assert faults_of(officer) == []
    picture(officer, "story-review-ranking")
    ranking = county.ask(OFFICER, "GET", f"reviews/{CODE}/ranking")["applicants"]
    beyond = next(row["teacher"] for row in ranking if row["outcome"] == "beyond-places")
    officer.locator("[name=one]").select_option(listed[-1])
    officer.locator("[name=other]").select_option(beyond)
    officer.get_by_role("button", name="对照").click()
    expect(officer.locator("main")).to_contain_text("怎样会改变先后")
    assert faults_of(officer) == []
    picture(officer, "story-review-compared")
    county.morning(9, 19)
    officer.goto(f"/reviews/{CODE}")
    take(officer, "notice", "已公示")
    anybody = county.page("", phone=True)
    anybody.goto(f"/public/reviews/{CODE}")
    expect(anybody.locator("main table tbody tr")).to_have_count(len(listed))
    expect(anybody.locator("main table")).to_contain_text(names[listed[0]])
    assert faults_of(anybody) == []
    picture(anybody, "story-review-notice", PHONE)

    # An objection is answered with the explanation; only then, and when the notice is over, is it decided.
    objector = county.page(beyond, phone=True)
    objector.goto(f"/reviews/{CODE}")
    expect(objector.locator("main")).to_contain_text("您不在推荐名单里")
    expect(objector.locator("main")).not_to_contain_text(names[listed[0]])
    take(objector, "object", "已登记异议", words="讲课得分低了。")
    assert faults_of(objector) == []
    picture(objector, "story-review-objection", PHONE)
    officer.goto(f"/reviews/{CODE}")
    take(officer, "answer", "已答复", answer="五位评委的分数已核对,去掉最高最低后平均,没有错。", upheld="no")
    take(officer, "decide", "公示")
    expect(officer.locator("main .refused")).to_be_visible()
    county.morning(9, 26)
    officer.goto(f"/reviews/{CODE}")
    take(officer, "decide", "已作出决定")
    take(officer, "give", "已记入档案", document="县职改〔2023〕6号")
    held = [row.teacher for row in county.site.book.kept(TitleHeld).records if row.title == "高级教师"]
    assert sorted(held) == sorted(listed)
    picture(officer, "story-review-decided")

    # An appeal is answered, the round closed; an auditor derives it again, digest for digest.
    county.morning(10, 16)
    objector.goto(f"/reviews/{CODE}")
    take(objector, "appeal", "已登记申诉", words="请再核对一次。")
    officer.goto(f"/reviews/{CODE}")
    take(officer, "answer_appeal", "已答复", reason="核对无误。", reopens="no")
    county.morning(11, 1)
    officer.goto(f"/reviews/{CODE}")
    take(officer, "close", "已归档")
    auditor = county.page(AUDITOR)
    auditor.goto(f"/reviews/{CODE}/reproduce")
    expect(auditor.locator("main")).to_contain_text("全部一致")
    picture(auditor, "story-review-reproduced")
    told = county.ask(AUDITOR, "GET", f"reviews/{CODE}/reproduction")
    assert told["verdict"] == "same"
    assert len(told["dossiers"]) == len(numbers)


def walked(county: RoundOnTheWeb, said: dict[str, Any], panel: list[str], applicants: list[str]) -> str:
    """A merit selection announced, applied for, checked and frozen by programs; its code."""
    code = str(said["code"])
    county.ask(OFFICER, "POST", "reviews", {**said, "pack": PACK_ID, "panel": panel}, status=201)
    for teacher in applicants:
        county.ask(county.teacher(teacher), "POST", f"reviews/{code}/applications", {"teacher": teacher})
    county.morning(9, 6)
    for level in ("校级", "县级"):
        for teacher in applicants:
            county.found_in_order(code, teacher, level)
    county.ask(OFFICER, "POST", f"reviews/{code}/freezing", {})
    county.morning(9, 14)
    return code


def test_a_merit_selection_with_equals_whom_the_panel_parts_and_an_objection_that_is_right(
    county: RoundOnTheWeb,
) -> None:
    with county.home.opened() as ledger:
        before, tied = equals(ledger)
        below = by_points(ledger)[-2:]
    panel = [one for one in county.of_title("正高级教师") if one not in (*before, *tied)][:5]
    places = len(before) + len(tied) - 1
    said = MERIT | {"places": [{"group": "全体", "places": places}]}
    code = walked(county, said, panel, [*before, *tied, *below])
    names = county.names([*before, *tied, *below])

    # Equals who have not all a place wait for the panel, which votes by numbers; nobody behind takes their place.
    officer = county.page(OFFICER)
    officer.goto(f"/reviews/{code}")
    take(officer, "list", "名单已拟定")
    officer.get_by_role("link", name="看排名").click()
    expect(officer.locator("main .badge.mind").first).to_have_text(in_print("同分,等评审组表决"))
    picture(officer, "story-merit-equals")
    ranking = county.ask(OFFICER, "GET", f"reviews/{code}/ranking")["applicants"]
    waiting = [row for row in ranking if row["outcome"] == "tied"]
    assert sorted(row["teacher"] for row in waiting) == sorted(tied)
    out = waiting[0]
    judges = dict.fromkeys(panel, 0)
    for member in panel:
        own = [row for row in waiting if county.school_of(row["teacher"]) != county.school_of(member)]
        judges[member] = len(own)
        account = county.member(member, code)
        if own and member == next(one for one in panel if judges[one]):
            judge = county.page(account, phone=True)
            judge.goto(f"/reviews/{code}/panel")
            assert judge.locator(".card").count() == len(own)
            assert not [name for name in names.values() if name in judge.locator("main").inner_text()]
            for row in own:
                value = "no" if row is out else "yes"
                judge.locator(f"[name='tie.{row['number']}'][value={value}]").check()
            assert faults_of(judge) == []
            picture(judge, "story-merit-vote", PHONE)
            judge.get_by_role("button", name="交这一页").click()
            expect(judge.locator("main")).to_contain_text(f"已交 {len(own)} 份")
        elif own:
            votes = [{"number": row["number"], "in_favour": row is not out} for row in own]
            county.ask(account, "POST", f"reviews/{code}/tie-votes", {"votes": votes})
    officer.goto(f"/reviews/{code}")
    take(officer, "list", "名单已拟定", because="评审组对同分表决")
    second = county.ask(OFFICER, "GET", f"reviews/{code}")["lists"][1]["listed"]
    assert len(second) == places
    assert out["teacher"] not in second

    # The one who is out objects; a prize was not recorded: the county records it, and the list is derived again.
    county.morning(9, 19)
    officer.goto(f"/reviews/{code}")
    take(officer, "notice", "已公示")
    objector = county.page(out["teacher"], phone=True)
    objector.goto(f"/public/reviews/{code}")
    objector.get_by_role("link", name="登录后提出异议").click()
    take(objector, "object", "已登记异议", words="全国赛课一等奖没有算。")
    county.morning(9, 20)
    with county.home.opened() as ledger:
        entry = record(ledger, prize(out["teacher"]))
    officer.goto(f"/reviews/{code}")
    take(officer, "answer", "已答复", answer="确有此奖,已补登。", corrected=entry[:12], upheld="yes")
    take(officer, "list", "名单已拟定", because="异议成立,补登获奖")
    lists = county.ask(OFFICER, "GET", f"reviews/{code}")["lists"]
    assert [one["revision"] for one in lists] == [1, 2, 3]
    assert lists[2]["listed"][0] == out["teacher"]
    take(officer, "notice", "已公示")
    objector.goto(f"/reviews/{code}")
    expect(objector.locator("main")).to_contain_text("您在推荐名单里")
    picture(objector, "story-merit-upheld", PHONE)
    county.morning(9, 27)
    officer.goto(f"/reviews/{code}")
    take(officer, "decide", "已作出决定")
    take(officer, "give", "已记入档案", document="县教〔2023〕9号")
    picture(officer, "story-merit-decided")
    granted = {one.teacher for one in county.site.book.kept(HonourGranted).records if one.honour == "优秀教师"}
    assert granted >= set(lists[2]["listed"])
    told = county.ask(AUDITOR, "GET", f"reviews/{code}/reproduction")
    assert (told["verdict"], len(told["lists"])) == ("same", 3)


def test_a_sanction_found_during_the_notice_removes_one_and_the_next_moves_up(county: RoundOnTheWeb) -> None:
    with county.home.opened() as ledger:
        applicants = by_points(ledger)[:8]
    panel = [one for one in county.of_title("正高级教师") if one not in applicants][:3]
    code = walked(county, dict(MERIT), panel, applicants)
    officer = county.page(OFFICER)
    officer.goto(f"/reviews/{code}")
    take(officer, "list", "名单已拟定")
    first = county.ask(OFFICER, "GET", f"reviews/{code}")["lists"][0]["listed"]
    ranked = [row["teacher"] for row in county.ask(OFFICER, "GET", f"reviews/{code}/ranking")["applicants"]]
    gone, following = first[1], next(one for one in ranked if one not in first)
    county.morning(9, 19)
    officer.goto(f"/reviews/{code}")
    take(officer, "notice", "已公示")
    county.morning(9, 21)
    with county.home.opened() as ledger:
        record(ledger, ConductSanctioned(TeacherId(gone), date(2023, 9, 1), "有偿家教", "警告", 6))
    county.morning(9, 26)
    officer.goto(f"/reviews/{code}")
    opened(officer, "decide").locator("button[type=submit]").click()
    expect(officer.locator("main .refused").first).to_contain_text("不能按它作决定")
    picture(officer, "story-sanction-refused")
    take(officer, "list", "名单已拟定", because="公示期间查实有偿家教,在处分影响期内")
    second = county.ask(OFFICER, "GET", f"reviews/{code}")["lists"][1]["listed"]
    assert set(second) == {*first, following} - {gone}
    officer.get_by_role("link", name="看排名").click()
    expect(officer.locator("main .badge.bad").first).to_have_text("一票否决")
    picture(officer, "story-sanction-ranking")
    officer.goto(f"/reviews/{code}")
    take(officer, "notice", "已公示")
    anybody = county.page("", phone=True)
    anybody.goto(f"/public/reviews/{code}")
    named = county.names([gone, following])
    expect(anybody.locator("main table")).to_contain_text(named[following])
    expect(anybody.locator("main")).not_to_contain_text(named[gone])
    county.morning(9, 27)
    officer.goto(f"/reviews/{code}")
    take(officer, "decide", "已作出决定")
    told = county.ask(AUDITOR, "GET", f"reviews/{code}/reproduction")
    assert (told["verdict"], [one["same"] for one in told["lists"]]) == ("same", [True, True])
