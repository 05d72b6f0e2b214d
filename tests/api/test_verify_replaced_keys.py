"""`verify` where the signing key was replaced: with either key in hand, while it is done, and with files exchanged."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from shutil import copy
from typing import Any

import pytest

from api.cli.main import main
from api.desk.key_changes import replace_signing_key
from ledger.book import Book
from ledger.checkpoint import Checkpoint, sign_note
from ledger.home import KEYS, SEAL, Home
from ledger.keys import Keys
from ledger.seal import CHECKPOINT, KEPT
from ledger.verifying.key_changes import verify_key_changes
from ledger.verifying.report import Report
from projections.verifying.whole import verify
from tests.ledger.stories import LI, clerk, lessons

BOOK_AND_VAULT = ["book", "vault"]


@pytest.fixture
def replaced(home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, str]:
    """A ledger with checkpoints of an earlier day, whose key gave way to another; and the first key."""
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    with home.opened() as ledger:
        for one in lessons(3, observer=LI):
            ledger.book.append(clerk(None), one)
    for seal in (home.folder / SEAL, home.folder / SEAL / "access"):
        copy(seal / CHECKPOINT, seal / KEPT / "2020-01-01")
    first = home.keys.verifier_key
    assert main(["keys", "replace", "--reason", "两年一换"]) == 0
    return home, first


def test_either_key_in_hand_opens_what_the_other_signed(replaced: tuple[Home, str]) -> None:
    home, first = replaced
    for trusted in ("", first, home.keys.verifier_key):
        assert verify(home, trusted=trusted, only=BOOK_AND_VAULT).found == []


def test_what_the_old_key_signs_after_it_gave_way_is_not_believed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    stolen = home.keys.signing()
    assert main(["keys", "replace", "--reason", "被人看到过"]) == 0
    with home.opened() as ledger:
        for one in lessons(3, observer=LI):
            ledger.book.append(clerk(None), one)
    with home.opened() as ledger:
        note = sign_note(Checkpoint(home.keys.origin, 4, ledger.seal.tree.root(4)).text(), stolen)
    (home.folder / SEAL / CHECKPOINT).write_text(note)
    assert not verify(home, trusted=home.keys.verifier_key, only=BOOK_AND_VAULT).ok


@pytest.mark.parametrize("first", [True, False], ids=["after the rows", "before the rows"])
def test_a_replacement_while_it_is_read_is_no_fault(home: Home, monkeypatch: pytest.MonkeyPatch, first: bool) -> None:
    report, done = Report(), list[bool]()
    with home.opened() as ledger, closing(Book(home.book_place)) as book:
        read: Callable[..., Any] = book.stored.rows

        def rows(*asked: Any, **named: Any) -> Any:
            found = read(*asked, **named) if first else None
            if not done:
                done.append(True)
                replace_signing_key(ledger, clerk(None), "两年一换")
            return found if first else read(*asked, **named)

        monkeypatch.setattr(book.stored, "rows", rows)
        verify_key_changes(book, home.keys, report)
    assert done
    assert (report.found, report.notes) == ([], [])


@pytest.mark.parametrize("name", ["seal.pub", "backup.pub"])
def test_a_public_key_of_somebody_else_is_found(home: Home, name: str) -> None:
    other = Keys(home.folder.parent / "other")
    other.make(date(2022, 9, 1))
    copy(other.folder / name, home.folder / KEYS / name)
    assert any(name in fault.what for fault in verify(home, only=BOOK_AND_VAULT).found)


@pytest.mark.parametrize("name", ["seal.pub", "backup.pub"])
def test_a_public_key_that_is_read_as_before_is_found_altered_too(home: Home, name: str) -> None:
    """Of 10,000 alterations one was not found: the end of the line cut off."""
    file = home.folder / KEYS / name
    as_it_was = file.read_bytes()
    for altered in (as_it_was[:-1], as_it_was[:-1] + b"\x0b", as_it_was + b"\n"):
        file.write_bytes(altered)
        assert any(name in fault.what for fault in verify(home, only=BOOK_AND_VAULT).found)
    file.write_bytes(as_it_was)
    assert verify(home, only=BOOK_AND_VAULT).found == []
