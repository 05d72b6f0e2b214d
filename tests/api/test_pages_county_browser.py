"""The county's room in a real browser: fit for a phone and for everybody; charts with scripts, tables without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.browser import DESK, PHONE, Site, Somebodys, chromium, faults_of, needs_browser, site_of
from tests.api.county_on_the_web import golden_home
from tests.api.finished import finished

pytestmark = needs_browser
DAY = "as_of=2022-12-30"
PATHS = [
    "board",
    "board/S001",
    "board/S001/observe-20",
    "reports",
    "reports/S001",
    "rotations",
    "mentorships",
    "pairings",
    "studios",
    "three-ones",
    "contradictions",
    "charts",
    "terms",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site_of(golden_home(tmp_path_factory.mktemp("county-browser") / "county"), browser) as site:
        yield site


@pytest.fixture
def somebody(browser: Browser, site: Site) -> Iterator[Somebodys]:
    """A new browser at the machine, where there are no accounts."""
    found = Somebodys(browser, site.address, DESK)
    yield found
    found.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_says_nothing_wrong_and_leaves_nobody_out(somebody: Somebodys, path: str) -> None:
    assert finished(somebody.page, f"/county/{path}?{DAY}") == 200
    assert faults_of(somebody.page) == []
    assert (somebody.elsewhere(), somebody.complaints) == ([], [])


def test_an_officer_on_a_phone_finds_who_is_behind_and_why(somebody: Somebodys) -> None:
    page = somebody.page
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.goto(f"/county/board?{DAY}")
    page.get_by_label("指标", exact=True).select_option("observe-20")
    page.locator("form.ask", has=page.locator("#clause")).get_by_role("button", name="看").click()
    table = page.locator("table.board")
    assert table.locator("thead th.rule").count() == 1
    table.locator("tr", has_text="第一镇中心校1").locator("td a").click()
    assert page.get_by_role("heading", level=1).inner_text() == "每学期听课不少于20节"
    card = page.locator("li.card", has_text="卫强远")
    assert "还差 4 节" in card.inner_text()
    assert not card.get_by_text("16 < 20").is_visible()
    card.locator("summary").click()
    assert card.get_by_text("16 < 20").is_visible()
    card.get_by_role("link", name="卫强远").click()
    assert page.url.endswith("#observe-20")
    assert page.locator("#observe-20").is_visible()
    assert "as_of=2022-12-30" in page.url
    assert somebody.complaints == []


def test_a_chart_is_drawn_where_scripts_run_and_is_a_table_where_they_do_not(
    browser: Browser, site: Site, somebody: Somebodys
) -> None:
    page = somebody.page
    page.goto(f"/county/charts?{DAY}")
    page.wait_for_selector("figure.chart[data-chart=flow] canvas, figure.chart[data-chart=flow] svg")
    assert page.locator("figure.chart canvas, figure.chart svg").count() == page.locator("figure.chart").count() == 4
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site.address}/county/charts?{DAY}")
    tables = plain.locator("figure.chart table")
    assert tables.count() == 4
    assert all(table.is_visible() for table in tables.all())
    context.close()
