"""A teacher on a telephone reads how the own years went; what takes long says how far it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.accounts.visitor import Held, Role
from tests.api.browser import PHONE, Site, chromium, faults_of, needs_browser, picture, site_of
from tests.api.county_on_the_web import golden_home
from tests.api.finished import finished
from tests.api.signed_in import open_account

pytestmark = needs_browser
TEACHER, SCHOOL = "000003", "S001"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = golden_home(tmp_path_factory.mktemp("history-browser") / "county")
    open_account(home, "teacher", Held(Role.TEACHER), teacher=TEACHER)
    open_account(home, "auditor", Held(Role.AUDITOR))
    with site_of(home, browser) as site:
        yield site


def test_a_teacher_on_a_telephone_reads_the_own_years(site: Site) -> None:
    somebody = site.of("teacher", PHONE)
    page = somebody.page
    finished(page, "/my")
    page.get_by_role("link", name="历年积分").first.click()
    page.locator("#computing").wait_for(state="detached")
    page.get_by_role("row", name="2022-2023-1").first.wait_for()
    assert page.url.endswith(f"/teachers/{TEACHER}/history")
    assert "排名" not in page.locator("main").inner_text()
    assert faults_of(page) == []
    picture(page, "history-phone", PHONE)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载正式文本").click()
    assert taken.value.suggested_filename.startswith("历年积分")
    assert (somebody.complaints, somebody.elsewhere()) == ([], [])


def test_what_takes_long_says_how_far_it_is_and_becomes_the_page_by_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.computed.PATIENCE", 0)
    somebody = site.of("auditor")
    page = somebody.page
    answer = page.goto(f"/schools/{SCHOOL}/history")
    assert answer
    if answer.status == 202:
        page.locator("h1", has_text="历年积分").or_(page.locator("h1 .code")).first.wait_for()
    page.locator("#computing").wait_for(state="detached")
    page.locator("h1 .code").wait_for()
    assert SCHOOL in page.locator("h1").inner_text()
    assert faults_of(page) == []
    picture(page, "history-of-a-school")
    assert (somebody.complaints, somebody.elsewhere()) == ([], [])
