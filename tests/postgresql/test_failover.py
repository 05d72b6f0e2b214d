"""The database falls under load: what was acknowledged stays, writers go on, nobody is refused what was right."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from signal import SIGQUIT

import pytest

from api.bench.postgresql_server import Server
from ledger.book import Book
from tests.load.under_load import Load, assert_sound, under_load
from tests.postgresql.pair import cut_off, primary_and_standby, promote, server_in_use, url_of_all
from tests.postgresql.shared import needs_postgresql
from tests.torture import times

pytestmark = [pytest.mark.torture, needs_postgresql]
WRITERS, ROUNDS = 3, range(times(1, 5))
BEFORE_SECONDS, CUT_OFF_SECONDS, NOTICED_SECONDS, AFTER_SECONDS = 2, 0.3, 0.3, 6
GAP_SECONDS = 5  # less than AFTER_SECONDS, or writers that never go on would pass

RIGHT = {"written", "duplicate"}
INTERRUPTED = {"database-unreachable", "commit-unknown"}
"""What people are told while there is no database; everything else would be a wrong answer."""


def book_under_load(servers: Sequence[Server], fall: Callable[[], None]) -> tuple[Load, float]:
    """Writers and readers at work on a new book before, while and after something falls; the longest gap in seconds."""
    url = url_of_all(*servers, schema="county")
    Book(url).close()
    with under_load(url, writers=WRITERS, readers=1) as load:
        time.sleep(BEFORE_SECONDS)
        began = time.monotonic()
        fall()
        time.sleep(AFTER_SECONDS)
        ended = time.monotonic()
    with closing(Book(url)) as book:
        assert_sound(book, load)
    gap = load.longest_gap(began, ended)
    print(f"\nlongest time without an acknowledged append: {gap:.2f} s; {dict(load.outcomes())}")
    return load, gap


@pytest.mark.parametrize("number", ROUNDS)
def test_a_standby_takes_over_under_load_and_no_acknowledged_event_is_lost(number: int) -> None:
    with primary_and_standby() as (primary, standby):

        def fall() -> None:
            with cut_off(standby):  # what is acknowledged from here on without the standby would be lost
                time.sleep(CUT_OFF_SECONDS)
                primary.kill()
            time.sleep(NOTICED_SECONDS)
            promote(standby)

        load, gap = book_under_load([primary, standby], fall)
    assert set(load.outcomes()) <= RIGHT | INTERRUPTED
    assert gap < GAP_SECONDS


@pytest.mark.parametrize("number", ROUNDS)
def test_a_server_that_stops_at_once_and_starts_again_under_load_has_lost_nothing(number: int) -> None:
    with server_in_use() as server:

        def fall() -> None:
            server.stop(SIGQUIT)
            time.sleep(NOTICED_SECONDS)
            server.start()

        load, gap = book_under_load([server], fall)
    assert set(load.outcomes()) <= RIGHT | INTERRUPTED
    assert gap < GAP_SECONDS


def test_sessions_that_are_cut_again_and_again_lose_nothing_and_refuse_nobody() -> None:
    with server_in_use() as server:

        def cut() -> None:
            for _ in range(times(20, 200)):
                server.ask(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                )
                time.sleep(0.1)

        load, gap = book_under_load([server], cut)
    assert set(load.outcomes()) <= RIGHT | INTERRUPTED
    assert gap < GAP_SECONDS
