"""A store whose small tables were altered is told of in one sentence, and lets go of its connections."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.refusals import Refused
from ledger.store.faults import STORE_FAULTS, storage_fault
from tests.books import ON_POSTGRESQL, OtherHand, by_another_hand, open_book
from tests.ledger.stories import LESSON, clerk, row

ALTERED: list[Callable[[OtherHand], object]] = [
    lambda database: database.execute("DELETE FROM book"),
    lambda database: database.execute("INSERT INTO book SELECT * FROM book"),
    lambda database: database.execute("UPDATE book SET format=7"),
    lambda database: database.execute("DELETE FROM kinds"),
]


@pytest.mark.parametrize("alter", ALTERED, ids=["no format", "two formats", "another format", "kinds without names"])
def test_a_book_that_cannot_be_opened_or_read_says_so_and_is_let_go(
    tmp_path: Path, alter: Callable[[OtherHand], object]
) -> None:
    path = tmp_path / "book.sqlite"
    with closing(open_book(path)) as book:
        book.append(clerk(), row(LESSON))
    with by_another_hand(path) as database:
        alter(database)
    with pytest.raises((Refused, *STORE_FAULTS)) as caught, closing(open_book(path)) as book:
        book.stored.rows()
    told = caught.value if isinstance(caught.value, Refused) else storage_fault(caught.value)
    assert told
    assert told.message.endswith("。")
    if not ON_POSTGRESQL:
        opened = {os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()}
        assert not [one for one in opened if one.startswith(str(tmp_path))]
