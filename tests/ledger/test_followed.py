"""Many processes write, others follow by position: no position is missing when read, none appears behind a reader."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.books import open_book, place_of
from tests.load.under_load import assert_sound, under_load
from tests.torture import times

pytestmark = pytest.mark.torture
WRITERS, SECONDS = times(3, 6), times(3, 30)


def test_readers_that_follow_by_position_miss_nothing_while_processes_write(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    open_book(path).close()
    with under_load(place_of(path), writers=WRITERS, readers=2) as load:
        time.sleep(SECONDS)
    assert set(load.outcomes()) == {"written"}
    assert all(line.count > 10 for line in load.followed)  # they did look while it was written
    with closing(open_book(path)) as book:
        assert_sound(book, load)
