"""Rows as lines, for reading straight into columns: the same rows, kind by kind, nothing left out."""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from ledger.acts.finding import find
from ledger.book import Book
from ledger.event import Act
from ledger.hand_in import HandIn
from ledger.records.record import entry_of
from ledger.store import reading
from ledger.store.rows import Lines, Row
from tests.ledger.stories import AUTUMN, BOOK_READ, LESSON, TRAINING, VISITS, changed, clerk, lessons, row

STEP = f"{LESSON.kind}#voided"


@pytest.fixture
def full(book: Book) -> Book:
    """A book of several kinds, in turns, and a step."""
    book.append(clerk(), row(AUTUMN))
    with book.writing(clerk()) as pen:
        for i in range(40):
            pen.write([*lessons(3, first=1 + 3 * i), row(changed(VISITS, pupils=20 + i), file=f"{i:02d}")])
    book.append(clerk(), row(BOOK_READ))
    book.act(HandIn("officer"), find(book.stored, entry_of(LESSON).hex()).request(Act.VOIDED, "没有这节课"))
    return book


def rows_of(lots: Iterable[Lines]) -> list[Row]:
    """The rows that lines say, in the order given."""
    rows: list[Row] = []
    for kind, *columns in lots:
        for position, stream, version, body in zip(*(column.split(b"\n") for column in columns), strict=True):
            assert stream == stream.lower()
            rows.append((int(position), bytes.fromhex(stream.decode()), int(version), kind, body))
    return rows


def by_kind(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for one in rows:
        found[one[3]].append(one)
    return dict(found)


def test_all_rows_come_as_lines_kind_after_kind_each_in_order(full: Book) -> None:
    lots = list(full.stored.lines())
    assert len(lots) == len({lot.kind for lot in lots}) == 5
    assert by_kind(rows_of(lots)) == by_kind(full.stored.rows())
    assert [one[3] for one in rows_of(full.stored.lines([STEP]))] == [STEP]


def test_lines_are_had_of_some_kinds_and_between_two_positions(full: Book) -> None:
    wanted = [one for one in full.stored.rows(up_to=90, kinds=[LESSON.kind, VISITS.kind]) if one[0] >= 31]
    found = rows_of(full.stored.lines([VISITS.kind, LESSON.kind, TRAINING.kind, VISITS.kind], 31, 90))
    assert by_kind(found) == by_kind(wanted)
    assert list(full.stored.lines([TRAINING.kind])) == list(full.stored.lines(["no.such/1"])) == []
    assert list(full.stored.lines(first=full.position + 1)) == list(full.stored.lines(last=0)) == []


def test_large_kinds_come_in_lots_that_follow_each_other(full: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LINES_BYTES", 2_000)
    monkeypatch.setattr(reading, "_FIRST_LINES", 3)
    lots = list(full.stored.lines([LESSON.kind]))
    assert len(lots) > 10
    assert all(len(lot.bodies) < 4_000 for lot in lots)
    assert rows_of(lots) == full.stored.rows(kinds=[LESSON.kind])


def test_an_empty_book_has_no_lines(book: Book) -> None:
    assert list(book.stored.lines()) == []
