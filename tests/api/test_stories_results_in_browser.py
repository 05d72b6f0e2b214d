"""Everyday stories of results in a real browser: one made official over a public notice and an objection, one tried."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from api.accounts.visitor import Role
from api.typesetting import in_print
from ledger.records.statement import StatementNoticed
from projections.statements.listing import StatementState, find_statement
from tests.api.browser import PHONE, Site, chromium, county_with_passwords, faults_of, needs_browser, picture, site_of
from tests.api.county_on_the_web import TERM
from tests.api.every_role import LI, PEOPLE

pytestmark = needs_browser

OFFICER, AUDITOR = PEOPLE[Role.SECTION].account, PEOPLE[Role.AUDITOR].account
CLERK = PEOPLE[Role.SCHOOL_CLERK].account
PACK, NUMBER, AS_OF = "taikang-2022", "JG-1", "2023-01-13"
WORDS, ANSWER = "十一月的公开课没有算进去。", "公开课记录是退回的,补齐反思后可重新登记。"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    with site_of(county_with_passwords(tmp_path / "county"), browser) as site:
        yield site


def opened(form: Locator) -> Locator:
    """A form of a step, its fold opened."""
    form.evaluate("form => { const fold = form.closest('details'); if (fold) fold.open = true }")
    return form


def test_a_result_from_its_draft_over_notice_and_objection_to_final(site: Site) -> None:
    officer, anybody, teacher = site.of(OFFICER).page, site.of("", PHONE).page, site.of(LI, PHONE).page
    with site.home.opened() as ledger:
        names = ledger.names(ledger.register())
    # The officer looks at what would be, and draws it up.
    officer.goto("/statements")
    officer.get_by_role("link", name="拟定草案").click()
    officer.locator("main [name=pack]").select_option(PACK)
    officer.locator("main [name=term]").select_option(TERM)
    officer.locator("main [name=as_of]").fill(AS_OF)
    officer.get_by_role("button", name="算一遍看看").click()
    would_be = officer.locator("main dl.facts code").first
    digest = would_be.inner_text()
    assert len(digest) == 64
    officer.get_by_role("button", name="拟定草案").click()
    expect(officer.locator("h1")).to_contain_text(NUMBER)
    expect(officer.locator(".timeline")).to_contain_text(digest)
    # On notice: everybody sees what was declared, without signing in, and nothing more.
    notice = opened(officer.locator("form[action$='/notice']"))
    notice.locator("[name=days]").fill("5")
    for box in notice.locator("[name=fields]").all():
        box.set_checked(box.get_attribute("value") in ("name", "school", "points.total"))
    notice.locator("button[type=submit]").click()
    expect(officer.locator("main")).to_contain_text("已公示")
    picture(officer, "story-notice-begun")
    anybody.goto("/public/notices")
    anybody.locator("main ul a").first.click()
    expect(anybody.locator("main table th")).to_have_text(["姓名", "学校", "积分 合计"])
    expect(anybody.locator("main table")).not_to_contain_text(LI)
    expect(anybody.locator("main table")).to_contain_text("第一镇中心校")
    assert faults_of(anybody) == []
    picture(anybody, "story-notice", PHONE)
    # A teacher comes from the notice and objects.
    teacher.goto(f"/public/statements/{NUMBER}")
    teacher.get_by_role("link", name="登录后提出异议").click()
    objects = opened(teacher.locator("form[action$='/object']"))
    objects.locator("[name=words]").fill(WORDS)
    objects.locator("button[type=submit]").click()
    expect(teacher.locator("main")).to_contain_text("已登记异议")
    assert faults_of(teacher) == []
    picture(teacher, "story-objection", PHONE)
    # It is not final while the notice lasts and the objection waits.
    officer.goto("/statements")
    expect(officer.locator("main table")).to_contain_text("1 件异议待答复")
    officer.get_by_role("link", name=NUMBER).click()
    expect(officer.locator(".timeline")).to_contain_text(names[LI])  # type: ignore[index]
    before = site.book.position
    opened(officer.locator("form[action$='/final']")).locator("button[type=submit]").click()
    expect(officer.locator("main .refused")).to_contain_text("公示")
    assert site.book.position == before
    decides = opened(officer.locator("form[action$='/decide']"))
    decides.locator("[name=upheld][value=no]").check()
    decides.locator("[name=reason]").fill(ANSWER)
    decides.locator("button[type=submit]").click()
    expect(officer.locator("main")).to_contain_text("已答复")
    assert site.book.position == before + 1
    teacher.goto(f"/statements/{NUMBER}")
    expect(teacher.locator(".timeline")).to_contain_text(in_print(ANSWER))
    # When the last day is over the notice is gone, and the result is final as it was drawn up.
    [noticed] = site.book.kept(StatementNoticed).records
    site.let_it_be(noticed.until)
    assert anybody.goto(f"/public/statements/{NUMBER}").status == 200  # type: ignore[union-attr]
    site.let_it_be(noticed.until + timedelta(days=1))
    assert anybody.goto(f"/public/statements/{NUMBER}").status == 404  # type: ignore[union-attr]
    expect(anybody.locator("h1")).to_contain_text("期满")
    officer.goto(f"/statements/{NUMBER}")
    opened(officer.locator("form[action$='/final']")).locator("button[type=submit]").click()
    expect(officer.locator("main .badge").first).to_have_text("定稿")
    expect(officer.locator("form[action$='/object'], form[action$='/final']")).to_have_count(0)
    picture(officer, "story-final")
    final = find_statement(site.book, NUMBER)
    assert (final.state, final.drafted.result) == (StatementState.FINAL, digest)
    # An auditor lets it be derived again, byte by byte.
    auditor = site.of(AUDITOR).page
    auditor.goto(f"/statements/{NUMBER}")
    auditor.get_by_role("link", name="重新算一遍").click()
    expect(auditor.locator("main section.told")).to_contain_text("一致")
    expect(auditor.locator("main dl.facts code")).to_have_text([digest, digest])


def test_an_officer_tries_another_number_sees_who_gains_and_takes_the_list_away(site: Site, tmp_path: Path) -> None:
    officer = site.of(OFFICER).page
    before = site.book.position
    officer.goto("/policies")
    officer.get_by_role("link", name="试算").last.click()
    form = officer.locator("main form[action='/policies/simulate']")
    form.locator("[name=pack]").select_option(label=_of_pack(form))
    form.locator("[name=term]").select_option(TERM)
    form.locator("[name=as_of]").fill(AS_OF)
    # What is no value is refused in one sentence, and what was filled in stands.
    form.locator("[name=path_1]").fill("observe-twenty.target")
    form.locator("[name=value_1]").fill("5")
    form.get_by_role("button", name="试算").click()
    expect(officer.locator("main .refused")).to_contain_text("observe-twenty")
    expect(form.locator("[name=as_of]")).to_have_value(AS_OF)
    # The page names the values that may be changed; the officer takes one of them.
    officer.locator("main details summary").first.click()
    value = officer.locator("main details tr").filter(has_text="听课").first
    expect(value).to_contain_text("20")
    path = value.locator("code").inner_text()
    form.locator("[name=path_1]").fill(path)
    form.get_by_role("button", name="试算").click()
    result = officer.locator("section[aria-labelledby=result]")
    expect(result.locator("h2")).to_be_visible()
    gains, loses, changes, same = (int(result.locator("dl dd").nth(place).inner_text()) for place in range(4))
    with site.home.opened() as ledger:
        teachers = len(ledger.register().teachers)
    assert gains > 0
    assert loses == 0
    assert gains + changes + same == teachers
    assert faults_of(officer) == []
    picture(officer, "story-simulation")
    # Every line that is shown and every one that is not goes out as a file.
    with officer.expect_download() as download:
        result.locator("h3", has_text="有变化的教师").locator("xpath=following::p[@class='export'][1]/a[2]").click()
    download.value.save_as(taken := tmp_path / "变化.csv")
    assert len(taken.read_text("utf-8-sig").splitlines()) == 1 + gains + changes
    # What is said already changes nobody.
    rounding = officer.locator("main details tr").filter(has_text="小数取舍")
    now = (rounding.locator("th").text_content() or "").rpartition("现在 ")[2].strip("\N{FULLWIDTH RIGHT PARENTHESIS}")
    form.locator("[name=path_1]").fill(rounding.locator("code").text_content() or "")
    form.locator("[name=value_1]").fill(now)
    form.get_by_role("button", name="试算").click()
    expect(officer.locator("main .nothing")).to_contain_text("没有人有变化")
    assert site.book.position == before
    clerk = site.of(CLERK).page
    assert clerk.goto("/policies/simulate").status == 403  # type: ignore[union-attr]


def _of_pack(form: Locator) -> str:
    """What the pack is called in the list to choose from."""
    return form.locator(f"[name=pack] option[value^={PACK}]").first.inner_text()
