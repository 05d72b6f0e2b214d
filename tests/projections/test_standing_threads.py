"""Several threads may ask the same standing at once: nobody waits for ever, and everybody is told the same."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import numpy as np
import pytest

from projections.fact_files.building import build
from projections.language.columns import Column
from projections.standing import Standing, standing_in
from projections.standing.kept_columns import KeptColumns
from projections.standing.on_demand import OnDemand
from projections.standing.tables import Table
from tests.books import open_book
from tests.ledger.stories import AUTUMN, LESSON, MEETING, REPORT, SCHOOL, TEACHER, TRAINING, clerk, row

PATIENCE = 5
"""Seconds after which a thread is held to wait for ever; nothing here takes a tenth of one."""


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    """What the fact files of a small book say."""
    book = open_book(tmp_path / "book.sqlite", derived=tmp_path / "derived")
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, LESSON, MEETING, TRAINING, REPORT)])
    files = build(book)
    assert files
    yield standing_in(files)
    book.close()


def at_once(*asking: Callable[[], object]) -> None:
    """Ask in as many threads, which take turns as often as they can; all have to be done in time, and none may fail.

    They do so only when all have begun: where a thread gives way while it begins, measuring coverage on Python 3.11
    fails ("Cannot install a trace function while another trace function is being installed"), and the others wait.
    """
    before = sys.getswitchinterval()
    begin, failed = Barrier(len(asking), action=lambda: sys.setswitchinterval(1e-6)), list[BaseException]()

    def ask(one: Callable[[], object]) -> None:
        begin.wait()
        try:
            one()
        except BaseException as error:  # told by the thread of the test
            failed.append(error)

    threads = [Thread(target=ask, args=(one,), daemon=True) for one in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    sys.setswitchinterval(before)
    assert not any(thread.is_alive() for thread in threads), "threads wait for each other"
    assert failed == []


def test_a_column_of_main_records_is_made_while_another_reads_a_table(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = standing.table("training.followed_up")
    made, reading = Event(), Event()
    part, read = Table.part, standing._of_kind

    def of_main(self: Table, name: str, number: int) -> Column:
        made.set()
        reading.wait(PATIENCE)
        return part(self, name, number)

    def of_kind(kind: str) -> Any:
        reading.set()
        made.wait(PATIENCE)
        return read(kind)

    monkeypatch.setattr(Table, "part", of_main)
    monkeypatch.setattr(standing, "_of_kind", of_kind)
    at_once(lambda: table.column("main.teacher"), lambda: standing.table("preparation.attended"))


def test_merged_files_are_asked_for_while_another_reads_a_table(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, reading = Event(), Event()
    records_of, read = standing.records_of, standing._of_kind

    def records(kind: str) -> Any:
        asked.set()
        reading.wait(PATIENCE)
        return records_of(kind)

    def of_kind(kind: str) -> Any:
        reading.set()
        asked.wait(PATIENCE)
        return read(kind)

    monkeypatch.setattr(standing, "records_of", records)
    monkeypatch.setattr(standing, "_of_kind", of_kind)
    at_once(lambda: standing.merges, lambda: standing.table("lesson.observed"))


def test_who_makes_the_same_at_once_is_given_the_same() -> None:
    kept, both_make = KeptColumns(100), Barrier(2, timeout=PATIENCE)
    given: list[list[int]] = []

    def made() -> list[int]:
        both_make.wait()
        return [1]

    at_once(*[lambda: given.append(kept.get("key", made, len))] * 2)
    assert given[0] is given[1]
    assert kept.get("key", list, len) is given[0]


def test_what_is_taken_while_all_are_made_is_there() -> None:
    for _ in range(30):
        asked = OnDemand(15_000, lambda rows: rows.tolist())

        def take(asked: OnDemand[int] = asked) -> None:
            for first in range(0, 1_500, 50):
                assert asked.taken(range(first, first + 50)) == list(range(first, first + 50))

        at_once(take, take, lambda asked=asked: list(asked))  # type: ignore[misc]


def test_what_is_taken_while_another_overflows_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projections.standing.on_demand._KEPT_WHOLE", 10)
    monkeypatch.setattr("projections.standing.on_demand._MADE_AT_ONCE", 5)
    taken: list[list[int]] = []

    def made(rows: np.ndarray) -> list[int]:
        if rows[0] == 7:  # while this is made, another takes so many that nothing else is kept
            taken.append(asked.taken(range(20, 32)))
        return rows.tolist()  # type: ignore[no-any-return]

    asked = OnDemand(100, made)
    assert asked.taken([3, 4]) == [3, 4]
    assert asked.taken([3, 7, 4]) == [3, 7, 4]
    assert taken == [list(range(20, 32))]


class _Emptied(dict[Any, Any]):
    """What another thread empties right after something was put into it."""

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self.clear()


def test_rows_of_a_word_are_told_though_another_thread_empties_what_was_asked_lately(standing: Standing) -> None:
    table = standing.table("lesson.observed")
    table._where = _Emptied()
    assert table.rows_where("teacher", standing.words.code(LESSON.teacher)).tolist() == [0]
