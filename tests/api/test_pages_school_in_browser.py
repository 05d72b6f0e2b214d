"""A school's room in a browser: a workbook mended row by row on the page, records attested, pages fit for a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.accounts.visitor import Held, Role
from tests.api.browser import DESK, PHONE, Site, chromium, faults_of, needs_browser, picture, site_of
from tests.api.county_on_the_web import golden_home
from tests.api.signed_in import open_account
from tests.api.test_pages_school_workbooks import faulty
from tests.api.two_schools import handed_in, observations, school_workbook, two_schools

pytestmark = needs_browser

PAGES = ("inbox", "inbox/batches", "workbooks", "behind", "groups", "mentorships", "checks", "observations")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    home = two_schools(tmp_path)
    open_account(home, "clerk1", Held(Role.SCHOOL_CLERK, "school:S001"))
    open_account(home, "head1", Held(Role.PRINCIPAL, "school:S001"))
    handed_in(home, school_workbook(tmp_path, 听课记录=observations(3, 节次=1)))
    with site_of(home, browser) as site:
        yield site


def test_a_clerk_mends_each_row_where_it_is_listed_and_the_head_attests_what_waits(site: Site, tmp_path: Path) -> None:
    clerk = site.of("clerk1")
    page = clerk.page
    page.goto("/school/workbooks")
    page.set_input_files("#file", faulty(tmp_path))
    page.get_by_role("button", name="交上来").click()
    expect(page.get_by_role("heading", name="退回的行")).to_be_visible()
    assert faults_of(page) == []
    picture(page, "school-workbook")
    mended = {"日期": "2022-09-30", "课型": "推门听课", "听课人": "000003"}
    for row, (field, said) in enumerate(mended.items(), 4):
        card = page.locator("li.card", has=page.get_by_role("heading", name=f"第 {row} 行"))
        card.get_by_role("link", name="改这一行").click()
        wrong = card.locator(".field.wrong")
        expect(wrong).to_have_count(1)
        assert wrong.locator("label").inner_text().startswith(field)
        if row == 4:
            assert faults_of(page) == []
            picture(page, "school-mend", PHONE)
        if field == "课型":
            wrong.get_by_role("combobox").select_option(said)
        else:
            wrong.locator("input").fill(said)
        card.get_by_role("button", name="再交这一行").click()
        expect(card.get_by_role("status")).to_contain_text("已改好收下")
    page.reload()
    expect(page.get_by_text("没有退回的行")).to_be_visible()
    assert (clerk.complaints, clerk.elsewhere()) == ([], [])

    head = site.of("head1")
    page = head.page
    page.goto("/school/inbox")
    expect(page.get_by_text("共 8 条")).to_be_visible()
    first = page.locator("li.card").first
    first.get_by_role("button", name="审核", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已审核")
    page.get_by_label("勾选本页全部").check()
    assert page.locator("input[name=tick]:checked").count() == 7
    page.get_by_role("button", name="退回勾选的").click()
    expect(page.get_by_role("alert")).to_contain_text("理由")
    assert page.locator("input[name=tick]:checked").count() == 7
    page.locator("#reason").fill("请补上附件")
    page.get_by_role("button", name="退回勾选的").click()
    expect(page.get_by_role("status")).to_contain_text("办成 7 条")
    assert faults_of(page) == []
    assert head.elsewhere() == []


def test_without_scripts_it_all_works_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=site.address, viewport={"width": PHONE, "height": 900}
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("input[name=account]").fill("head1")
    page.locator("input[name=password]").fill("horse battery staple")
    page.locator("main form button").first.click()
    page.goto("/school/inbox")
    page.locator("input[name=tick]").first.check()
    page.locator("input[name=tick]").last.check()
    page.get_by_role("button", name="审核勾选的").click()
    assert "办成 2 条" in page.locator("main").inner_text()
    page.locator("summary", has_text="退回这一条").click()
    page.locator("input[name^=reason-]").fill("课型不对")
    page.get_by_role("button", name="退回", exact=True).click()
    assert "已退回" in page.locator("main").inner_text()
    context.close()


def test_every_page_fits_and_leaves_nobody_out(browser: Browser, tmp_path: Path) -> None:
    home = golden_home(tmp_path / "county")
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    open_account(home, "head1", Held(Role.PRINCIPAL, "school:S001"))
    with site_of(home, browser) as site:
        head = site.of("head1", DESK)
        for path in PAGES:
            head.page.goto(f"/school/{path}")
            assert (path, faults_of(head.page)) == (path, [])
            picture(head.page, f"school-{path.replace('/', '-')}")
        assert (head.complaints, head.elsewhere()) == ([], [])
