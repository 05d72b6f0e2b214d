"""The book in PostgreSQL: connections shared and replaced, readers that never wait, faults told to people."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from secrets import token_hex

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, PersistenceError

from ledger.book import Book
from ledger.store import postgres_connections
from ledger.store.faults import storage_fault
from tests.books import schema_url
from tests.ledger.stories import LESSON, VISITS, assert_no_gap, changed, clerk, lessons, row
from tests.postgresql.shared import needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
def url() -> str:
    """A schema that nobody made yet."""
    return schema_url(f"store_{token_hex(6)}")


@pytest.fixture
def book(url: str) -> Iterator[Book]:
    with closing(Book(url)) as book:
        yield book


def code(error: PersistenceError) -> str:
    fault = storage_fault(error)
    assert fault
    return fault.code


def connections(book: Book) -> postgres_connections.Connections:
    return book.stored.datastore.pool  # type: ignore[attr-defined, no-any-return]


# Several at once


def test_readers_never_meet_a_position_below_one_they_have_read(book: Book, url: str) -> None:
    """Three programs write, one page through the end of the book again and again."""
    done = threading.Event()

    def write(observer: int) -> None:
        with closing(Book(url)) as own:
            for i in range(25):
                own.append(clerk(), row(changed(LESSON, period=100 * observer + i)))

    def read() -> None:
        seen: list[int] = []
        while not done.is_set() or book.position > len(seen):
            seen += [one[0] for lot in book.stored.lots((seen or [0])[-1] + 1, 7) for one in lot]
            assert seen == list(range(1, len(seen) + 1))
        assert len(seen) == 75

    with ThreadPoolExecutor(4) as pool:
        reader = pool.submit(read)
        for one in [pool.submit(write, observer) for observer in range(3)]:
            one.result(30)
        done.set()
        reader.result(30)
    assert_no_gap(book)


def test_two_programs_that_make_the_same_book_make_one(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        books = list(pool.map(lambda _: Book(url), range(4)))
    books[0].append(clerk(), row(LESSON))
    assert [one.position for one in books] == [1] * 4
    for one in books:
        one.close()


def test_many_threads_share_a_few_connections(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.append(clerk(), row(LESSON))
    with ThreadPoolExecutor(30) as pool:
        assert set(pool.map(lambda _: len(book.stored.rows()), range(200))) == {1}
    assert 1 <= len(connections(book)._idle) <= postgres_connections._AT_ONCE


def test_a_process_that_was_forked_off_opens_connections_of_its_own(book: Book) -> None:
    book.append(clerk(), row(LESSON))
    child = os.fork()
    if child == 0:
        fine = book.position == 1 and book.append(clerk(), row(VISITS)) != []
        os._exit(0 if fine and connections(book)._of_others else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert book.position == 2
    assert_no_gap(book)


# The server goes away and comes back


def test_connections_that_died_while_idle_are_replaced_unseen(book: Book, url: str) -> None:
    book.append(clerk(), row(LESSON))
    for again in range(2):
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name='shilu' AND datname=current_database() AND state='idle'"
            )
        if again:
            assert book.append(clerk(), row(VISITS)) != []
        else:
            assert book.position == 1
    assert book.position == 2


def test_a_batch_that_fails_in_the_middle_leaves_the_connection_fit_for_the_next(book: Book) -> None:
    def fail() -> None:
        with book.writing(clerk()) as pen:
            pen.write(lessons(1_200))
            raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            fail()
    assert book.position == 0
    assert len(connections(book)._idle) == 1
    book.append(clerk(), row(LESSON))
    assert_no_gap(book)


def test_a_row_of_another_hand_in_the_way_is_the_conflict_that_the_library_promises(book: Book, url: str) -> None:
    book.append(clerk(), row(LESSON))
    [first] = book.stored.rows()
    for rows in ([first], [(i, i.to_bytes(16, "big"), 1, first[3], b"{}") for i in range(1, 30)]):
        with pytest.raises(IntegrityError), book.stored.writing(keep=True) as writing:
            writing.add(rows)
    assert book.stored.rows() == [first]


# Faults, told to people


def test_a_writer_that_waits_too_long_is_told_that_the_ledger_is_busy(
    book: Book, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connections, "_BEGINNING", postgres_connections._BEGINNING.replace("'60s'", "'100ms'"))
    connections(book).forget()
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE book IN EXCLUSIVE MODE")
        with pytest.raises(PersistenceError) as caught:
            book.append(clerk(), row(LESSON))
        assert code(caught.value) == "ledger-busy"
        assert book.position == 0  # who only reads does not wait
    assert book.append(clerk(), row(LESSON)) != []


def test_a_database_that_only_reads_is_told(book: Book, url: str) -> None:
    book.append(clerk(), row(LESSON))
    with closing(Book(url.replace("options=", "options=-cdefault_transaction_read_only%3Don%20"))) as reader:
        assert reader.position == 1
        with pytest.raises(PersistenceError) as caught:
            reader.append(clerk(), row(VISITS))
    assert code(caught.value) == "ledger-readonly"


@pytest.mark.parametrize("wrong", ["no_such_database", "no such user"])
def test_a_login_that_is_refused_is_told(url: str, wrong: str) -> None:
    changed_url = (
        url.replace("/postgres?", "/nowhere?") if wrong == "no_such_database" else url.replace("postgres@", "nobody@")
    )
    assert changed_url != url
    with pytest.raises(PersistenceError) as caught:
        Book(changed_url)
    assert code(caught.value) == "database-refused"


def test_what_was_copied_is_counted_so_that_rare_kinds_are_found_by_their_index(book: Book, url: str) -> None:
    with book.writing(clerk()) as pen:
        pen.write([*lessons(12_000), row(VISITS)])
    with psycopg.connect(url) as other:
        [(counted,)] = other.execute("SELECT reltuples FROM pg_class WHERE oid='events'::regclass").fetchall()
        [(kind,)] = other.execute("SELECT code FROM kinds WHERE name=%s", (VISITS.kind,)).fetchall()
        plan = other.execute(f"EXPLAIN SELECT * FROM events WHERE kind={kind} ORDER BY position").fetchall()
    assert counted == book.position
    assert "events_by_kind" in str(plan)
