"""Many writers at once: one wins, the others are refused or find a duplicate; no position is lost or given twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable
from threading import Barrier

import pytest

from ledger.book import Book
from ledger.pen import Outcome
from ledger.records.home_visits import HomesVisited
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, TeacherId
from ledger.records.rotation import RotationStarted
from ledger.refusals import Refused
from ledger.vault import Particulars, Vault
from ledger.vocabulary import RotationKind
from tests.books import open_book, open_vault, place_of
from tests.ledger.stories import (
    ESSAY,
    LESSON,
    ROTATION,
    VISITS,
    assert_no_gap,
    changed,
    clerk,
    codes,
    lessons,
    row,
)
from tests.torture import times

WRITERS, ROUNDS = times(8, 30), times(20, 200)
pytestmark = pytest.mark.torture
SCRIPT = Path(__file__).with_name("other_processes.py")


@pytest.fixture(params=["each a book of its own", "all one book"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Book]]:
    """The same book for every writer, opened by each or shared by all."""
    with ExitStack() as stack:
        opened = [stack.enter_context(closing(open_book(tmp_path / "book.sqlite"))) for _ in range(WRITERS)]
        yield opened if request.param == "each a book of its own" else opened[:1] * WRITERS


def at_once(tries: Sequence[Callable[[], list[Record]]]) -> list[Outcome]:
    """All tries in threads of their own, let go together; what became of each."""
    line = Barrier(len(tries))

    def run(one: Callable[[], list[Record]]) -> Outcome:
        line.wait()
        try:
            return one()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(run, tries))


def race(books: Sequence[Book], said: Sequence[Record]) -> Counter[str]:
    """Each writer says its record; how often which outcome came."""
    tries = [
        lambda book=book, record=record, i=i: book.append(clerk(), row(record, file=f"{i:x}"))
        for i, (book, record) in enumerate(zip(books, said, strict=True))
    ]
    return Counter(codes(at_once(tries)))


def teacher(number: int) -> TeacherId:
    return TeacherId(f"{number:06d}")


def test_of_many_overlapping_rotations_tried_at_once_just_one_is_written(books: list[Book]) -> None:
    for number in range(ROUNDS):
        said = [
            changed(ROTATION, teacher=teacher(number), start=ROTATION.start + timedelta(days=i)) for i in range(WRITERS)
        ]
        assert race(books, said) == {"written": 1, "already-on-rotation": WRITERS - 1}
    assert books[0].position == ROUNDS
    assert_no_gap(books[0])


def test_of_one_full_time_and_many_part_time_rotations_tried_at_once_either_it_or_they_are_written(
    books: list[Book],
) -> None:
    kinds = [RotationKind.FULL_TIME] + [RotationKind.PART_TIME] * (WRITERS - 1)
    for number in range(ROUNDS):
        race(
            books,
            [
                changed(ROTATION, teacher=teacher(number), rotation=kind, start=ROTATION.start + timedelta(days=i))
                for i, kind in enumerate(kinds)
            ],
        )
    written: dict[TeacherId, list[RotationKind]] = {}
    for _, event in books[0].read([ROTATION.kind]):
        assert isinstance(event.data, RotationStarted)
        written.setdefault(event.data.teacher, []).append(event.data.rotation)
    assert len(written) == ROUNDS
    for found in written.values():
        assert found in ([RotationKind.FULL_TIME], [RotationKind.PART_TIME] * (WRITERS - 1))
    assert_no_gap(books[0])


def test_of_many_contents_for_one_key_tried_at_once_just_one_is_written(books: list[Book]) -> None:
    for number in range(ROUNDS):
        said = [changed(LESSON, observer=teacher(number), notes=f"第{i}种说法") for i in range(WRITERS)]
        assert race(books, said) == {"written": 1, "clash": WRITERS - 1}
    assert books[0].position == ROUNDS
    assert_no_gap(books[0])


def test_of_one_content_tried_by_many_at_once_one_is_written_and_the_others_are_duplicates(books: list[Book]) -> None:
    for number in range(ROUNDS):
        said = [changed(ESSAY, teacher=teacher(number))] * WRITERS
        assert race(books, said) == {"written": 1, "duplicate": WRITERS - 1}
    assert books[0].position == ROUNDS
    assert_no_gap(books[0])


def test_counts_that_many_let_grow_at_once_never_shrink(books: list[Book]) -> None:
    for number in range(ROUNDS):
        race(books, [changed(VISITS, teacher=teacher(number), pupils=i) for i in range(WRITERS)])
    counts: dict[TeacherId, list[int]] = {}
    for _, event in books[0].read([VISITS.kind]):
        assert isinstance(event.data, HomesVisited)
        counts.setdefault(event.data.teacher, []).append(event.data.pupils)
    assert len(counts) == ROUNDS
    assert all(found == sorted(set(found)) and found[-1] == WRITERS - 1 for found in counts.values())
    assert_no_gap(books[0])


def test_whole_batches_written_at_once_follow_one_another(books: list[Book]) -> None:
    size = 30

    def batch(number: int) -> list[Record]:
        with books[number].writing(clerk()) as pen:
            for first in (1, 11, 21):
                pen.write(lessons(10, observer=teacher(number), first=first))
        return []

    at_once([lambda number=number: batch(number) for number in range(WRITERS)])  # type: ignore[misc]
    assert_no_gap(books[0])
    observers = [
        event.data.observer for _, event in books[0].read([LESSON.kind]) if isinstance(event.data, LessonObserved)
    ]
    assert len(observers) == size * WRITERS
    assert all(len(set(observers[first : first + size])) == 1 for first in range(0, len(observers), size))


def test_of_overlapping_rotations_tried_by_several_processes_just_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    with closing(open_book(path)) as book, ExitStack() as stack:
        processes = [
            stack.enter_context(
                Popen(
                    [executable, str(SCRIPT), "rotate", str(place_of(path)), str(lag)],
                    stdin=PIPE,
                    stdout=PIPE,
                    text=True,
                )
            )
            for lag in range(4)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for number in range(ROUNDS):
            for process in processes:
                assert process.stdin is not None
                process.stdin.write(f"{number:06d}\n")
                process.stdin.flush()
            outcomes = Counter(process.stdout.readline().strip() for process in processes if process.stdout)
            assert outcomes == {"written": 1, "already-on-rotation": 3}
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(10) == 0
        assert book.position == ROUNDS
        assert_no_gap(book)


def test_a_reader_in_another_process_never_sees_half_a_batch(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    size, batches = 120, 25
    with (
        closing(open_book(path)) as book,
        Popen([executable, str(SCRIPT), "watch", str(place_of(path))], stdin=PIPE, stdout=PIPE, text=True) as watcher,
    ):
        assert watcher.stdout is not None
        assert watcher.stdout.readline() == "watching\n"
        for number in range(batches):
            with book.writing(clerk()) as pen:
                for first in range(1, size, 20):
                    pen.write(lessons(20, observer=teacher(number), first=first))
        seen, _ = watcher.communicate(timeout=20)
        positions = [int(position) for position in seen.split()]
        assert positions[-1] == size * batches
        assert len(positions) > 2  # it did look in between
        assert all(position % size == 0 for position in positions)


def test_the_vault_keeps_one_key_of_a_person_though_two_hands_register_them(tmp_path: Path) -> None:
    path, key = tmp_path / "vault.sqlite", bytes(32)
    with ExitStack() as stack:
        vaults = [stack.enter_context(closing(open_vault(path, key))) for _ in range(4)]

        def keep(vault: Vault, number: int) -> list[Record]:
            vault.begin()
            vault.keep(teacher(number), Particulars("李明华"))
            vault.commit()
            return []

        for number in range(ROUNDS):
            outcomes = at_once([lambda vault=vault, number=number: keep(vault, number) for vault in vaults])  # type: ignore[misc]
            assert outcomes == [[]] * 4
            identities = {vault.identity(teacher(number), Particulars("李明华")) for vault in vaults}
            assert len(identities) == 1
            assert vaults[0].names({teacher(number): identities.pop()}) == {teacher(number): "李明华"}
