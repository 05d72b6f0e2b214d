"""Every statement of every release is derived again to the very bytes that were made official then."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.interchange.replaying import Replaying
from projections.statements.listing import statements
from projections.statements.reproducing import Verdict, reproduce
from tests.books import open_book

GOLDEN = Path(__file__).parent.parent / "golden" / "statements"
RELEASES = sorted(path.parent for path in GOLDEN.glob("*/expected.json"))


@pytest.fixture(scope="module", params=RELEASES, ids=lambda path: path.name)
def release(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def replayed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The release's book, put into an empty ledger."""
    book = open_book(tmp_path_factory.mktemp(release.name) / "book.sqlite")
    lines = (release / "book.ndjson").read_bytes().splitlines(keepends=True)
    book.replay(lambda standing: Replaying(standing).lots(enumerate(lines, start=1)))
    yield book
    book.close()


def test_there_are_golden_statements() -> None:
    assert RELEASES


def test_every_statement_is_derived_again_byte_by_byte(release: Path, replayed: Book, tmp_path: Path) -> None:
    expected = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    found = statements(replayed)
    assert [one.drafted.statement for one in found] == [one["id"] for one in expected]
    kept = FolderByDigest(tmp_path)
    for one in found:
        official = (release / f"{one.drafted.statement}.json").read_bytes()
        kept.keep(official)
        told = reproduce(replayed, kept, one.drafted)
        assert (told.verdict, told.kept) == (Verdict.SAME, "sound"), told.why
        assert told.content == official


def test_every_statement_stands_where_it_stood(release: Path, replayed: Book) -> None:
    """Later keys may be added to what is told of a statement, and none changes."""
    expected = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    found = [one.whole_json() for one in statements(replayed)]
    assert [{key: one[key] for key in then} for one, then in zip(found, expected, strict=True)] == expected
