"""Whether a ledger took back what it issued itself: asked of its book, which is newer than any list."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from api.credentials.given import positions
from api.credentials.issuer import issuer_of, own_did
from api.credentials.issuing import list_address
from api.credentials.status_list import LEAST
from ledger.book import Book
from ledger.home import Home

StatusOf = Callable[[str, Mapping[str, Any]], bool | None]
"""Given an issuer and a status entry: whether it was taken back; None where that is not for this ledger to say."""


def own_status(home: Home) -> StatusOf:
    """Asks the ledger of a place, which is opened for it."""

    def taken_back(issuer: str, entry: Mapping[str, Any]) -> bool | None:
        if not issuer or own_did(home.folder) != issuer:
            return None
        with home.opened() as ledger:
            return status_in(ledger.book, home.folder)(issuer, entry)

    return taken_back


def status_in(book: Book, folder: Path) -> StatusOf:
    """Asks a book that is open; `folder` is that of its ledger."""

    def taken_back(issuer: str, entry: Mapping[str, Any]) -> bool | None:
        if not issuer or own_did(folder) != issuer:
            return None
        own = issuer_of(folder)
        for number in range(book.position // LEAST + 1):
            if list_address(own, number) == entry.get("statusListCredential"):
                return not dict(positions(book)).get(number * LEAST + int(entry["statusListIndex"]), False)
        return None

    return taken_back
