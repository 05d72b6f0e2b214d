"""The book's file: plain tables that any program can read, on disk before anything is told."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.store.sqlite_connections import LOCK_WAIT_SECONDS, PAGE_BYTES
from tests.ledger.stories import LESSON, VISITS, clerk, lessons, row

pytestmark = pytest.mark.sqlite_only(reason="what other programs see in it")


def test_the_book_is_plain_tables_that_any_program_can_read(book: Book, tmp_path: Path) -> None:
    book.append(clerk(), row(LESSON))
    book.append(clerk(), row(VISITS))
    with closing(sqlite3.connect(tmp_path / "book.sqlite")) as other:
        tables = other.execute("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name").fetchall()
        rows = other.execute(
            "SELECT position, stream, version, name, body FROM events JOIN kinds ON code=kind ORDER BY position"
        ).fetchall()
        [mode] = other.execute("PRAGMA journal_mode").fetchone()
        [page] = other.execute("PRAGMA page_size").fetchone()
        formats = other.execute("SELECT format FROM book").fetchall()
    assert tables == [("book",), ("events",), ("kinds",)]
    assert rows == book.stored.rows()
    assert (mode, page, formats) == ("wal", PAGE_BYTES, [(book.stored.format,)])


def test_every_commit_is_on_disk_before_it_is_told(book: Book) -> None:
    with book.stored.writing(keep=False) as rows:
        [(synchronous,)] = rows._send("PRAGMA synchronous", ())  # type: ignore[attr-defined]
    assert synchronous == 2  # FULL


def test_the_store_itself_refuses_a_second_row_of_a_version(book: Book, tmp_path: Path) -> None:
    book.append(clerk(), row(LESSON))
    with closing(sqlite3.connect(tmp_path / "book.sqlite")) as other:
        [found] = other.execute("SELECT stream, version, kind, body FROM events").fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("INSERT INTO events VALUES (2, ?, ?, ?, ?)", found)
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("INSERT INTO events VALUES (1, ?, 2, ?, ?)", (found[0], found[2], found[3]))


def test_a_writer_waits_for_another_thread_as_long_as_for_another_process(book: Book) -> None:
    pool = book.stored.datastore.pool  # type: ignore[attr-defined]
    assert pool.pool_timeout >= pool.lock_timeout == LOCK_WAIT_SECONDS


def test_the_file_with_its_indexes_is_little_larger_than_what_the_events_say(book: Book, tmp_path: Path) -> None:
    with book.writing(clerk()) as pen:
        pen.write(lessons(20_000))
    said = sum(len(body) for *_, body in book.stored.rows())
    book.close()
    size = (tmp_path / "book.sqlite").stat().st_size
    assert size <= 1.25 * said + 20 * PAGE_BYTES
