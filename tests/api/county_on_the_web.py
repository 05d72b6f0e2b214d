"""A ledger with the golden county in it, and a client that asks its application as a browser on this machine does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from api.http.application import application
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home

GOLDEN = Path("tests/golden/county.xlsx")
TERM = "2022-2023-1"
ASKED = {"pack": "taikang-2022", "term": TERM}


def golden_home(folder: Path) -> Home:
    """A new ledger with the golden workbook handed in."""
    home = Home(folder)
    home.make()
    with home.opened() as ledger:
        hand_in_workbook(ledger, GOLDEN, HandIn("clerk"))
    return home


@contextmanager
def visited(home: Home, base_url: str = "http://127.0.0.1:8000") -> Iterator[TestClient]:
    """A client of the running application."""
    with TestClient(application(home), base_url=base_url, raise_server_exceptions=False) as client:
        yield client
