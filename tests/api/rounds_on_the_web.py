"""The county of three years on the web, with the people of a round of review to sign in: officers, panel, teachers."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Locator, Page, expect

from api.accounts.credentials import Credentials
from api.accounts.visitor import Held, Role
from api.desk import reviews
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.pen import COUNTY_TIME
from ledger.records.pack_adopted import PackAdopted
from ledger.submission import Submission
from projections.catalogue import find_pack
from tests.api.browser import PHONE, Site, site_of
from tests.api.review_rounds import TITLE
from tests.api.signed_in import open_account
from tests.api.three_years import PACK, copied_county, county_time
from tests.ledger.stories import SettableClock

OFFICER, AUDITOR = "renshi", "auditor"
PACK_ID = "county-title"


class RoundOnTheWeb:
    """A county, its clock, its site, and its interface asked with the token of anybody."""

    def __init__(self, home: Home, clock: SettableClock, site: Site) -> None:
        self.home, self.clock, self.site = home, clock, site
        self._tokens: dict[str, str] = {}

    def account(self, account: str, role: Role, scope: str = "", teacher: str = "") -> str:
        """An account with a role and the password of all."""
        open_account(self.home, account, Held(role, scope), teacher=teacher)
        return account

    def teacher(self, code: str) -> str:
        """The account of a teacher."""
        return self.account(code, Role.TEACHER, teacher=code)

    def member(self, code: str, review: str) -> str:
        """The account of a member of a panel."""
        return self.account(f"panel-{code}", Role.PANEL, f"review:{review}", code)

    def principal(self, school: str) -> str:
        """The account of a school's principal."""
        return self.account(f"head-{school.lower()}", Role.PRINCIPAL, f"school:{school}")

    def page(self, account: str, phone: bool = False) -> Page:
        """Somebody's browser."""
        return self.site.of(account, PHONE).page if phone else self.site.of(account).page

    def ask(self, account: str, method: str, address: str, body: Any = None, status: int = 200) -> Any:
        """What the interface answers to an account's program; `address` as behind /api/v1/."""
        headers = {"Authorization": f"Bearer {self._token(account)}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.site.address}/api/v1/{address}", sent, headers, method=method)
        try:
            with urlopen(request) as answer:
                given, told = answer.status, answer.read()
        except HTTPError as error:
            given, told = error.code, error.read()
        assert given == status, (address, given, told.decode())
        return json.loads(told)

    def _token(self, account: str) -> str:
        if account not in self._tokens:
            credentials = Credentials(self.home)
            self._tokens[account] = credentials.tokens.make(account, "test", 1)
            credentials.close()
        return self._tokens[account]

    def found_in_order(self, review: str, teacher: str, level: str) -> None:
        """An office found an application in order, as by the command line."""
        with self.home.opened() as ledger:
            reviews.check(ledger, HandIn("local"), review, teacher, level, passed=True)

    def morning(self, month: int, day: int) -> None:
        """The clock is put to a morning of 2023."""
        self.clock.now = datetime(2023, month, day, 9, tzinfo=COUNTY_TIME)

    def of_title(self, title: str) -> list[str]:
        """The teachers of a title, by code."""
        with self.home.opened() as ledger:
            return [code for code, row in sorted(ledger.register().teachers.items()) if row.title == title]

    def school_of(self, teacher: str) -> str:
        """A teacher's school."""
        with self.home.opened() as ledger:
            return ledger.register().teachers[teacher].school  # type: ignore[index]

    def names(self, codes: Iterable[str]) -> dict[str, str]:
        """The names of some teachers."""
        wanted = set(codes)
        with self.home.opened() as ledger:
            return {code: name for code, name in ledger.names(ledger.register()).items() if code in wanted}


@contextmanager
def round_on_the_web(browser: Browser, folder: Path) -> Iterator[RoundOnTheWeb]:
    """The county, its pack adopted, an officer of the personnel section and an auditor with accounts.

    Sessions are reckoned by a clock that stands still, so that whoever is signed in stays so while weeks go by.
    """
    with county_time():
        home = copied_county(folder / "county")
        with home.opened() as ledger:
            pack = find_pack(str(PACK))
            text = PackAdopted(ledger.book.today(), pack.head.id, pack.head.version, pack.digest, pack.text)
            ledger.book.append(HandIn("local", Authority("county")), Submission([text]))
        with site_of(home, browser) as site, county_time() as clock:
            site.book.clock = clock
            found = RoundOnTheWeb(home, clock, site)
            found.account(OFFICER, Role.SECTION, "county:人事股")
            found.account(AUDITOR, Role.AUDITOR)
            yield found


def announcement(panel: Iterable[str], **said: Any) -> dict[str, Any]:
    """The announcement of a title review for programs."""
    return TITLE | {"pack": PACK_ID, "panel": list(panel)} | said


def opened(page: Page, step: str) -> Locator:
    """The form of a step on the page of a round, its fold opened."""
    form = page.locator(f"form[action$='/steps/{step}']")
    form.evaluate("form => { const fold = form.closest('details'); if (fold) fold.open = true }")
    return form


def take(page: Page, step: str, told: str, **fields: str) -> None:
    """Take a step on the page of a round; `told` is what the page says then."""
    form = opened(page, step)
    for name, value in fields.items():
        field = form.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(told)
