"""The clock of the machine is set back: no event is older than the one before it, and the seal goes on."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from ledger.home import Home
from ledger.store.codec import decode
from ledger.submission import Submission
from projections.verifying.whole import verify
from tests.faults.office_day import lesson
from tests.faults.standing import assert_all_there, assert_next_start_works
from tests.ledger.stories import SettableClock, clerk
from tests.torture import times

pytestmark = pytest.mark.torture
STARTS = times(8, 100)


def test_a_clock_that_jumps_between_starts_and_while_writing_makes_no_event_older(home: Home) -> None:
    chance, told = Random(20220901), 0
    for day in range(STARTS):
        with home.opened() as ledger:
            ledger.book.clock = SettableClock(datetime(2022, 9, 1, tzinfo=UTC))
            for period in range(1, 4):
                ledger.book.clock.advance(seconds=chance.choice((-40_000_000, -90_000, -1, 0, 1, 90_000)))
                assert ledger.book.append(clerk(None), Submission([lesson(period, day)]))
                told += 1
            assert_all_there(ledger, told)
    with home.opened() as ledger:
        times_recorded = [decode(kind, body).recorded_at for _, _, _, kind, body in ledger.book.stored.rows()]
    assert times_recorded == sorted(times_recorded)
    assert len(set(times_recorded)) == len(times_recorded)  # by hand one after the other, and so told apart
    assert verify(home).found == []
    assert_next_start_works(home, told)


def test_a_clock_that_was_years_ahead_once_stops_nobody(home: Home) -> None:
    with home.opened() as ledger:
        ledger.book.clock = SettableClock(datetime.now(UTC) + timedelta(days=4000))
        assert ledger.book.append(clerk(None), Submission([lesson(1, 1)]))
    assert len(assert_next_start_works(home, 1)) == 1
    assert verify(home).found == []
