"""A COMMIT whose answer is lost is neither a conflict nor written twice; one that never arrived is not written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from secrets import token_hex
from threading import Event
from urllib.parse import urlsplit

import psycopg
import pytest
from eventsourcing.persistence import OperationalError, PersistenceError

from ledger.book import Book
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.store import postgres_connections
from ledger.store.faults import storage_fault
from tests.books import schema_url
from tests.ledger.stories import LESSON, ROTATION, VISITS, assert_no_gap, changed, clerk, codes, lessons, row
from tests.postgresql.lossy import LossyNetwork, Lost
from tests.postgresql.shared import needs_postgresql

pytestmark = needs_postgresql
AGAIN = changed(ROTATION, start=ROTATION.start + timedelta(days=3))  # overlaps, and is another entry


@pytest.fixture
def direct() -> str:
    """The URL of a new schema, past the lossy network."""
    return schema_url(f"lossy_{token_hex(8)}")


@pytest.fixture
def network(direct: str) -> Iterator[LossyNetwork]:
    port = urlsplit(direct).port
    assert port
    network = LossyNetwork(port)
    yield network
    network.close()


@pytest.fixture
def book(direct: str, network: LossyNetwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """A book behind the lossy network, in which a lesson stands."""
    monkeypatch.setattr(postgres_connections, "COMES_BACK_SECONDS", 1)
    book = Book(direct.replace(f":{urlsplit(direct).port}/", f":{network.port}/"))
    book.append(clerk(), row(LESSON))
    yield book
    book.close()


def told(book: Book, record: Record) -> str:
    """What somebody is told who appends a record."""
    try:
        return codes([book.append(clerk(), row(record))])[0]
    except Refused as refused:
        return refused.code
    except PersistenceError as error:
        return said_of(error)


def said_of(error: Exception) -> str:
    """The code of what people are told of a fault."""
    fault = storage_fault(error)
    assert fault
    return fault.code


def test_a_commit_whose_answer_is_lost_is_acknowledged_and_there_once(book: Book, network: LossyNetwork) -> None:
    network.loses = Lost.ANSWER
    assert told(book, VISITS) == "written"
    assert network.lost == 1
    assert book.position == 2
    assert told(book, VISITS) == "duplicate"
    assert_no_gap(book)


def test_a_batch_whose_answer_is_lost_is_acknowledged_whole(book: Book, network: LossyNetwork) -> None:
    network.loses = Lost.ANSWER
    with book.writing(clerk()) as pen:
        for first in (100, 1400, 2700):
            assert set(codes(pen.write(lessons(1300, first=first)))) == {"written"}
    assert network.lost == 1
    assert book.position == 1 + 3 * 1300
    assert_no_gap(book)


def test_rules_go_by_what_was_written_though_its_answer_was_lost(book: Book, network: LossyNetwork) -> None:
    network.loses = Lost.ANSWER
    assert told(book, ROTATION) == "written"
    assert told(book, AGAIN) == "already-on-rotation"


def test_a_record_whose_commit_never_arrived_is_written_again_by_itself(book: Book, network: LossyNetwork) -> None:
    network.loses = Lost.QUESTION
    assert told(book, ROTATION) == "written"
    assert network.lost == 1
    assert told(book, AGAIN) == "already-on-rotation"
    assert book.position == 2
    assert_no_gap(book)


def test_a_batch_whose_commit_never_arrived_is_refused_and_the_rules_forget_it(
    book: Book, network: LossyNetwork
) -> None:
    network.loses = Lost.QUESTION
    with pytest.raises(OperationalError) as caught, book.writing(clerk()) as pen:
        assert set(codes(pen.write([row(ROTATION), *lessons(20, first=50)]))) == {"written"}
    assert said_of(caught.value) == "database-unreachable"
    assert network.lost == 1
    assert told(book, AGAIN) == "written"
    assert book.position == 2
    assert_no_gap(book)


def test_where_the_database_stays_away_nobody_claims_to_know_and_the_same_again_is_a_duplicate(
    book: Book, network: LossyNetwork, direct: str
) -> None:
    network.loses, network.stays_away = Lost.ANSWER, True
    assert told(book, VISITS) == "commit-unknown"
    assert told(book, VISITS) == "database-unreachable"
    network.mend()
    assert told(book, VISITS) == "duplicate"
    with closing(Book(direct)) as other:
        assert other.stored.rows() == book.stored.rows()
        assert other.position == 2


def test_where_the_lock_is_not_to_be_had_nobody_claims_to_know_either(
    direct: str, network: LossyNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else waited for the lock, got it with the commit whose answer was lost, and keeps it."""
    short = postgres_connections._BEGINNING.replace("lock_timeout='60s'", "lock_timeout='1s'")
    assert "'1s'" in short
    monkeypatch.setattr(postgres_connections, "_BEGINNING", short)
    done = Event()

    def hold() -> None:
        with psycopg.connect(direct) as other:
            other.execute("LOCK TABLE book IN EXCLUSIVE MODE")
            done.wait(20)

    def write() -> None:
        with book.writing(clerk()) as pen:
            pen.write([row(VISITS)])
            holding = pool.submit(hold)
            with psycopg.connect(direct, autocommit=True) as other:
                while not other.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
                    assert not holding.done()
            network.loses = Lost.ANSWER

    with closing(Book(direct.replace(f":{urlsplit(direct).port}/", f":{network.port}/"))) as book:
        with ThreadPoolExecutor(1) as pool:
            try:
                with pytest.raises(OperationalError) as caught:
                    write()
            finally:
                done.set()
        assert said_of(caught.value) == "commit-unknown"
        assert told(book, VISITS) == "duplicate"


def test_what_another_writer_wrote_meanwhile_is_not_taken_for_ones_own(
    book: Book, network: LossyNetwork, direct: str
) -> None:
    network.loses, network.stays_away = Lost.QUESTION, True
    assert told(book, VISITS) in ("commit-unknown", "database-unreachable")
    with closing(Book(direct)) as other:
        other.append(clerk(), row(changed(VISITS, pupils=VISITS.pupils + 7), file="b"))
    network.mend()
    assert told(book, VISITS) == "clash"  # a count never shrinks
    assert book.position == 2


def test_a_session_cut_in_the_middle_of_a_batch_leaves_nothing_and_the_next_batch_is_written(
    book: Book, direct: str
) -> None:
    def cut_off() -> None:
        with book.writing(clerk()) as pen:
            pen.write([row(ROTATION), *lessons(20, first=50)])
            with psycopg.connect(direct, autocommit=True) as other:
                [(cut,)] = other.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE relation = 'events'::regclass "
                    "AND mode = 'RowExclusiveLock'"
                )
            assert cut == 1
            pen.write(lessons(20, first=90))

    with pytest.raises(OperationalError) as caught:
        cut_off()
    assert said_of(caught.value) == "database-unreachable"
    assert book.position == 1
    assert told(book, AGAIN) == "written"
    assert_no_gap(book)
