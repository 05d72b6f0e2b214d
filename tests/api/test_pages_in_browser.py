"""The pages in a real browser: nothing from elsewhere, no fault in the console, fit for a phone and for everybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from ledger.home import Home
from tests.api.browser import DESK, PHONE, Site, Somebodys, chromium, faults_of, needs_browser, site_of
from tests.api.county_on_the_web import golden_home

pytestmark = needs_browser

PATHS = [
    "/teachers",
    "/teachers?school=none",
    "/search",
    "/groups",
    "/groups/S001/理科组",
    "/teachers/000001",
    "/teachers/000003",
    "/teachers/000010",
    "/teachers/000026",
    "/teachers/999999",
    "/teachers?term=none",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def golden_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The golden county without accounts: whoever sits at the machine reads everything."""
    with site_of(golden_home(tmp_path_factory.mktemp("browser") / "county"), browser) as site:
        yield site


@pytest.fixture
def somebody(browser: Browser, golden_site: Site) -> Iterator[Somebodys]:
    """A new browser at the machine."""
    found = Somebodys(browser, golden_site.address, DESK)
    yield found
    found.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_says_nothing_wrong_and_leaves_nobody_out(somebody: Somebodys, path: str) -> None:
    answer = somebody.page.goto(path)
    assert answer
    assert faults_of(somebody.page) == []
    assert somebody.elsewhere() == []
    if answer.ok:
        assert somebody.complaints == []


def test_an_empty_ledger_is_a_good_page_too(browser: Browser, home: Home) -> None:
    with site_of(home, browser) as site:
        somebody = site.of("", PHONE)
        somebody.page.goto("/")
        assert faults_of(somebody.page) == []
        assert somebody.complaints == []


def test_a_clerk_finds_a_teacher_and_asks_why(somebody: Somebodys) -> None:
    page = somebody.page
    page.goto("/")
    page.get_by_label("姓名、拼音、首字母或编号").fill("卫强远")
    page.get_by_role("button", name="查找").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("卫强远")
    card = page.locator("#observe-20")
    bar = card.get_by_role("progressbar")
    assert bar.get_attribute("value") == "16"
    assert "已做 16" in (bar.get_attribute("aria-label") or "")
    assert not card.get_by_text("没有听课记录").is_visible()
    card.locator("summary").first.click()
    assert card.get_by_text("没有听课记录").is_visible()
    assert somebody.complaints == []


def test_everything_can_be_reached_by_keyboard_and_is_seen_when_it_is(somebody: Somebodys) -> None:
    page = somebody.page
    page.goto("/teachers/000003")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
        if page.evaluate("document.activeElement.tagName") != "BODY":
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {"A", "SUMMARY"} <= reached


def test_on_paper_there_is_no_form_and_nothing_is_cut(somebody: Somebodys) -> None:
    page = somebody.page
    page.goto("/teachers/000003")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("details").first.is_visible()
    assert page.locator("#observe-20 progress").is_visible()
