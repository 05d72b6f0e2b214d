"""Writers and readers of one book at once, in processes of their own, and what must hold when they are done."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable

import msgspec

from ledger.book import Book
from ledger.records.lesson import LessonObserved
from tests.load.program import BATCH, SINGLE, Line, lesson, row_bytes

ACKNOWLEDGED = ("written", "duplicate")
INTERRUPTED = ("storage-fault", "ledger-busy", "ledger-away")
END_SECONDS = 120


@dataclass
class Load:
    """What the processes told, once they have ended."""

    written: list[tuple[int, Line]] = field(default_factory=list)  # by the number of the writer
    followed: list[Line] = field(default_factory=list)

    def outcomes(self) -> Counter[str]:
        """How often which outcome came."""
        return Counter(line.what for _, line in self.written)

    def longest_gap(self, after: float, until: float) -> float:
        """The longest time without an acknowledged append, in seconds, between two times."""
        times = sorted(line.at for _, line in self.written if line.what in ACKNOWLEDGED and after < line.at < until)
        return max(late - early for early, late in zip([after, *times], [*times, until], strict=True))

    def acknowledged(self) -> set[tuple[int, int, int]]:
        """Writer, thread and number of every acknowledged record."""
        return {
            (writer, SINGLE if line.first > 0 else BATCH, number)
            for writer, line in self.written
            if line.what in ACKNOWLEDGED
            for number in range(abs(line.first), abs(line.first) + line.count)
        }


@contextmanager
def under_load(place: Path | str, writers: int, readers: int = 1) -> Iterator[Load]:
    """Writers and readers at work while the block runs; after it, `Load` holds what they told."""
    load = Load()
    with ThreadPoolExecutor(writers + readers) as hearing, ExitStack() as stack:

        def started(*arguments: str) -> "Popen[str]":
            command = [executable, "-m", "tests.load.program", arguments[0], str(place), *arguments[1:]]
            process = stack.enter_context(Popen(command, stdin=PIPE, stdout=PIPE, text=True))
            stack.callback(process.kill)
            return process

        processes = [started("write", str(number)) for number in range(writers)]
        processes += [started("follow") for _ in range(readers)]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        # Heard from the beginning: whoever has told of 900 tries, and nobody reads it, waits for the pipe.
        heard = [hearing.submit(process.stdout.read) for process in processes if process.stdout]
        yield load
        told = [_ended(process, lines) for process, lines in zip(processes, heard, strict=True)]
        load.written = [(number, line) for number in range(writers) for line in told[number]]
        load.followed = [line for lines in told[writers:] for line in lines]


def _ended(process: "Popen[str]", heard: Future[str]) -> list[Line]:
    """All that a process has told, once it was let end."""
    assert process.stdin is not None
    process.stdin.close()
    told = heard.result(END_SECONDS)
    assert process.wait(END_SECONDS) == 0
    return [msgspec.json.decode(line, type=Line) for line in told.splitlines()]


def assert_sound(book: Book, load: Load) -> None:
    """Positions without gap, read in order; every acknowledged record there once; nobody refused what was right."""
    rows = book.stored.rows()
    assert [position for position, *_ in rows] == list(range(1, len(rows) + 1))
    assert len({(stream, version) for _, stream, version, _, _ in rows}) == len(rows)
    stored = Counter(
        (said.observer, said.period)
        for _, event in book.read([LessonObserved.kind])
        if isinstance(said := event.data, LessonObserved)
    )
    acknowledged = {(said.observer, said.period) for said in (lesson(*one) for one in load.acknowledged())}
    assert len(acknowledged) == len(load.acknowledged()) > 0
    assert not acknowledged - set(stored)
    assert set(stored.values()) == {1}
    assert len(stored) == len(rows)
    whole = sha256()
    for _, stream, version, kind, body in rows:
        whole.update(row_bytes(stream, version, kind, body))
    assert load.followed
    for line in load.followed:
        assert (line.what, line.first, line.digest) == ("followed", len(rows), whole.hexdigest())
