"""The pages in a real browser: nothing from elsewhere, no fault in the console, fit for a phone and for everybody."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from api.http.application import application
from ledger.home import Home
from tests.api.county_on_the_web import golden_home

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 360, 1280
PATHS = [
    "/",
    "/?q=nobody",
    "/groups",
    "/groups/S001/理科组",
    "/teachers/000001",
    "/teachers/000003",
    "/teachers/000010",
    "/teachers/000026",
    "/teachers/999999",
    "/?term=none",
]
SERIOUS = ("serious", "critical")

NO_BROWSER = not CHROMIUM.exists() and not os.environ.get("CI")
UNTESTED = "NOT TESTED: the pages in a browser. Install chromium and fonts-noto-cjk (./install-system-packages.sh)."
if NO_BROWSER:
    print(f"\n{UNTESTED}", file=sys.__stderr__)
pytestmark = pytest.mark.skipif(NO_BROWSER, reason=UNTESTED)


def serve(home: Home) -> Iterator[str]:
    """The application on a free port of the loopback address, in a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(home), log_level="warning", ws="none"))
    thread = Thread(target=server.run, args=([listening],))
    thread.start()
    until = monotonic() + 30
    while not server.started and monotonic() < until:
        sleep(0.01)
    assert server.started
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture(scope="module")
def golden_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(golden_home(tmp_path_factory.mktemp("browser") / "county"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """A page, and what was asked for and complained of while it was open."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


def open_all(page: Page) -> None:
    """Open every fold, so that what is inside is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_says_nothing_wrong_and_leaves_nobody_out(browser: Browser, golden_site: str, path: str) -> None:
    watched = Watched(browser, DESK)
    page = watched.page
    answer = page.goto(golden_site + path)
    assert answer
    open_all(page)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in watched.asked if not url.startswith(golden_site + "/")] == []
    if answer.ok:
        assert watched.complaints == []
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS] == []
    page.close()


def test_an_empty_ledger_is_a_good_page_too(browser: Browser, home: Home) -> None:
    for site in serve(home):
        watched = Watched(browser, PHONE)
        watched.page.goto(site)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert watched.complaints == []
        found = Axe().run(watched.page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
        watched.page.close()


def test_a_clerk_finds_a_teacher_and_asks_why(browser: Browser, golden_site: str) -> None:
    watched = Watched(browser, DESK)
    page = watched.page
    page.goto(golden_site)
    page.get_by_label("编号、姓名或学校").fill("卫强远")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="卫强远").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("卫强远")
    card = page.locator("#observe-20")
    bar = card.get_by_role("progressbar")
    assert bar.get_attribute("value") == "16"
    assert "已做 16" in (bar.get_attribute("aria-label") or "")
    assert not card.get_by_text("没有听课记录").is_visible()
    card.locator("summary").first.click()
    assert card.get_by_text("没有听课记录").is_visible()
    assert watched.complaints == []
    page.close()


def test_everything_can_be_reached_by_keyboard_and_is_seen_when_it_is(browser: Browser, golden_site: str) -> None:
    page = Watched(browser, DESK).page
    page.goto(golden_site + "/teachers/000003")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
        if page.evaluate("document.activeElement.tagName") != "BODY":
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {"A", "SUMMARY"} <= reached
    page.close()


def test_on_paper_there_is_no_form_and_nothing_is_cut(browser: Browser, golden_site: str) -> None:
    page = Watched(browser, DESK).page
    page.goto(golden_site + "/teachers/000003")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("details").first.is_visible()
    assert page.locator("#observe-20 progress").is_visible()
    page.close()
