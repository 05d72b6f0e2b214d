"""A county on the web with several people signed in, each with a browser of their own, for stories across rooms."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from shutil import copytree

from starlette.testclient import TestClient

from api.http.application import application
from ledger.home import Home
from ledger.pen import COUNTY_TIME
from tests.api.signed_in import HERE, sign_in
from tests.books import ON_POSTGRESQL


class CountyOnTheWeb:
    """The running application, and the browser of every account that is asked for."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.app = application(home)
        self._clients: dict[str, TestClient] = {}

    def of(self, account: str) -> TestClient:
        """The browser of an account, signed in."""
        if account not in self._clients:
            client = self.anybody
            sign_in(client, account)
            self._clients[account] = client
        return self._clients[account]

    @property
    def anybody(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(self.app, base_url=HERE, raise_server_exceptions=False)

    @property
    def position(self) -> int:
        """How far the book goes."""
        with self.home.opened() as ledger:
            return ledger.book.position


@contextmanager
def county_on_the_web(home: Home) -> Iterator[CountyOnTheWeb]:
    """The application of a ledger, running."""
    county = CountyOnTheWeb(home)
    with county.anybody:
        yield county


class Model:
    """A ledger that every story begins with: made once and copied where it is files, made anew in a database."""

    def __init__(self, folder: Path, make: Callable[[Path], Home]) -> None:
        self._folder, self._make = folder, make
        self._made: Home | None = None

    def again(self, folder: Path) -> Home:
        """The same ledger in a folder of its own."""
        if ON_POSTGRESQL:
            return self._make(folder / "county")
        if self._made is None:
            self._made = self._make(self._folder / "county")
        copytree(self._made.folder, folder / "county")
        return Home(folder / "county")


def send(client: TestClient, address: str, form: Mapping[str, object]) -> tuple[int, str]:
    """Send a form as its page does: the status and the words of the page that follows."""
    answer = client.post(address, data=dict(form))
    return answer.status_code, words(answer.text)


def words(page: str) -> str:
    """What can be read on a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def today() -> date:
    """The day it is for the county."""
    return datetime.now(UTC).astimezone(COUNTY_TIME).date()
