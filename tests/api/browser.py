"""A county served to a real browser, with somebody of every role to sign in; pages looked at as people see them.

With `SHILU_PICTURES` set, every page that is looked at is put into docs/screenshots/.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.http.application import application
from ledger.book import Book
from ledger.home import Home
from ledger.pen import COUNTY_TIME
from tests.api.every_role import NOBODY, PEOPLE, county_of_every_role
from tests.api.programs import served
from tests.api.signed_in import PASSWORD, give_password

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
LONGEST = 120_000
"""Milliseconds that a page may take to say what is waited for. A wait of five seconds failed a submission in a story
whose steps take one each where nothing else is at work: how quick a page is, is held by other tests."""
SERIOUS = ("serious", "critical")
PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
TAKES_PICTURES = bool(os.environ.get("SHILU_PICTURES"))

NO_BROWSER = not CHROMIUM.exists() and not os.environ.get("CI")
UNTESTED = "NOT TESTED: the pages in a browser. Install chromium and fonts-noto-cjk (./install-system-packages.sh)."
if NO_BROWSER:
    print(f"\n{UNTESTED}", file=sys.__stderr__)
needs_browser = pytest.mark.skipif(NO_BROWSER, reason=UNTESTED)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    expect.set_options(timeout=LONGEST)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Somebodys:
    """One person's browser: pages that keep who is signed in, and what was complained of in them."""

    def __init__(self, browser: Browser, address: str, width: int) -> None:
        self.address, self.width = address, width
        self._context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", base_url=address, accept_downloads=True
        )
        self._context.set_default_timeout(LONGEST)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._context.on("request", lambda request: self.asked.append(request.url))
        self._context.on("console", lambda said: self.complaints.append(said.text))
        self._context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self._context.new_page()

    def sign_in(self, account: str, password: str = PASSWORD) -> Page:
        """Sign in through the page, as people do."""
        self.page.goto("/sign-in")
        self.page.locator("input[name=account]").fill(account)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button").first.click()
        assert not self.page.url.endswith("/sign-in"), self.page.locator("main").inner_text()
        return self.page

    def close(self) -> None:
        """Close it."""
        self._context.close()

    def elsewhere(self) -> list[str]:
        """What was asked of other places than this server: nothing ever should be."""
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]


class Site:
    """A county on the web, and browsers of the people in it."""

    def __init__(self, browser: Browser, address: str, home: Home, app: Any = None) -> None:
        self._browser, self.address, self.home, self._app = browser, address, home, app
        self._open: dict[tuple[str, int], Somebodys] = {}

    def of(self, account: str, width: int = DESK) -> Somebodys:
        """The browser of an account, signed in; `""` of nobody."""
        if (account, width) not in self._open:
            somebody = Somebodys(self._browser, self.address, width)
            if account:
                somebody.sign_in(account)
            self._open[account, width] = somebody
        return self._open[account, width]

    @property
    def book(self) -> Book:
        """The book that is being served."""
        book = self._app.state.ledger.book
        assert isinstance(book, Book)
        return book

    def let_it_be(self, day: date) -> None:
        """Let it be eight in the morning of a day for the book; whoever is signed in stays so."""
        at = datetime.combine(day, time(8), COUNTY_TIME).astimezone(UTC)
        self.book.clock = lambda: at

    def close(self) -> None:
        """Close every browser."""
        for one in self._open.values():
            one.close()
        self._open.clear()


@contextmanager
def site_of(home: Home, browser: Browser) -> Iterator[Site]:
    """A ledger on the web."""
    app = application(home)
    with served(app) as address:
        site = Site(browser, address, home, app)
        try:
            yield site
        finally:
            site.close()


def county_with_passwords(folder: Path) -> Home:
    """The golden county with somebody of every role, who all have the same password."""
    home = county_of_every_role(folder)
    for account in (NOBODY, *(one.account for one in PEOPLE.values())):
        give_password(home, account)
    return home


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page as people see it: wider than the screen, closed to some people, without a heading."""
    found = []
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    before = page.viewport_size
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} wide at {width}")
    violations = [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
    found += [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations]
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if before:
        page.set_viewport_size(before)
    return found


def picture(page: Page, name: str, width: int = DESK) -> None:
    """A picture of a page into docs/screenshots/, where pictures are asked for."""
    if not TAKES_PICTURES:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=False)
    if before:
        page.set_viewport_size(before)
