"""The teacher's pages in a real browser: on a telephone, with a camera's picture, for everybody, and quickly loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.accounts.visitor import Held, Role
from ledger.home import Home
from tests.api.browser import PHONE, Site, Somebodys, chromium, faults_of, needs_browser, site_of
from tests.api.county_on_the_web import golden_home
from tests.api.signed_in import PASSWORD, open_account

pytestmark = needs_browser

ME = "000003"
MOST_BYTES = 300_000
PATHS = [
    "/my",
    "/my/records",
    "/my/hand-in",
    "/my/hand-in/lesson.observed",
    "/my/hand-in/award.won",
    "/my/contradictions",
]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = golden_home(tmp_path_factory.mktemp("telephone") / "county")
    open_account(home, ME, Held(Role.TEACHER), teacher=ME)
    return home


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(browser: Browser, county: Home) -> Iterator[Site]:
    with site_of(county, browser) as site:
        yield site


@pytest.fixture(scope="module")
def site(served: Site) -> str:
    return served.address


@pytest.fixture(scope="module")
def watched(served: Site, site: str) -> Somebodys:
    """Somebody signed in, on a telephone."""
    found = served.of("", PHONE)
    sign_in(found.page, site)
    return found


def sign_in(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_label("账号").fill(ME)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/my")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_the_teacher_fits_and_leaves_nobody_out(watched: Somebodys, site: str, path: str) -> None:
    watched.complaints.clear()
    page = watched.page
    page.goto(site + path)
    assert faults_of(page) == []
    assert watched.complaints == []


def test_an_observation_with_a_photograph_is_handed_in_on_a_telephone(
    watched: Somebodys, site: str, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_0001.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 2_000)
    page = watched.page
    page.set_viewport_size({"width": PHONE, "height": 740})
    page.goto(site + "/my")
    page.get_by_role("link", name="交一条材料").last.click()
    page.get_by_role("link", name="听课记录").click()
    page.get_by_label("日期").fill("2022-11-10")
    page.get_by_label("第 8 节").check()
    page.get_by_label("授课人").fill("孙梅轩")
    page.get_by_label("公开课").check()
    page.get_by_role("textbox", name="听课记录").fill("导入自然。")
    page.get_by_role("textbox", name="反思").fill("提问可以更开放。")
    page.get_by_label("拍照").set_input_files(picture)
    page.get_by_role("button", name="交上去").click()
    page.wait_for_url("**/records/*")
    assert page.get_by_text("收到了").is_visible()
    assert page.get_by_text("待审核").first.is_visible()
    assert page.get_by_text("孙梅轩 000004").is_visible()
    assert page.get_by_role("link", name="IMG_0001.jpg").is_visible()


def test_what_the_browser_lets_through_and_the_ledger_does_not_is_said_beside_its_field(
    watched: Somebodys, site: str
) -> None:
    page = watched.page
    page.goto(site + "/my/hand-in/lesson.observed")
    page.get_by_label("日期").fill("2022-11-10")
    page.get_by_label("第 7 节").check()
    page.get_by_label("授课人").fill("没有这个人")
    page.get_by_label("公开课").check()
    page.get_by_role("button", name="交上去").click()
    beside = page.locator("#teacher-wrong")
    assert beside.is_visible()
    assert "没有登记叫" in beside.inner_text()
    assert page.get_by_label("授课人").input_value() == "没有这个人"
    assert page.get_by_label("第 7 节").is_checked()


def test_the_first_page_is_small_and_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 740})
    page = context.new_page()
    sign_in(page, site)
    assert page.get_by_text("16 / 20 节").is_visible()
    page.locator("#observe-20 summary").first.click()
    assert page.get_by_text("没有听课记录").first.is_visible()
    context.close()
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    sign_in(page, site)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < MOST_BYTES
    context.close()


def test_on_paper_stands_the_record_and_nothing_to_press(watched: Somebodys, site: str) -> None:
    page = watched.page
    page.goto(site + "/my")
    page.emulate_media(media="print")
    assert page.get_by_text("16 / 20 节").is_visible()
    assert page.get_by_text("本人签字").is_visible()
    for pressed in (page.get_by_role("button", name="打印"), page.get_by_role("link", name="时间线").first):
        assert not pressed.is_visible()
    page.emulate_media(media="screen")
    assert not page.get_by_text("本人签字").is_visible()
