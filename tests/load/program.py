"""What writers and readers do under load, each a process of its own: `python -m tests.load.program WHAT PLACE …`.

`write PLACE WRITER`: two threads share one open book, as in a server; one appends single records, the other batches,
the same again until it is acknowledged. `follow PLACE`: every row is read by position, once, as soon as it is there.
Each goes on until its standard input is closed; what became of every try is a line of JSON (`Line`).
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.records.lesson import LessonObserved
from ledger.records.record import SchoolId, TeacherId
from ledger.refusals import Refused
from ledger.store.faults import storage_fault
from ledger.submission import Submission
from ledger.vocabulary import LessonForm

BATCHES = (2, 40, 7, 1100)  # the last is inserted in bulk (COPY, or a thread beside)
PAUSE_SECONDS = 0.05
SINGLE, BATCH = 0, 1


class Line(msgspec.Struct):
    """What became of one try of a writer, or what a reader has seen at the end."""

    what: str  # written, duplicate, or the code of a refusal; of a reader: followed, or what was wrong
    at: float  # by the clock that all processes of a machine share
    first: int  # the first record tried (positions, of a reader)
    count: int
    digest: str = ""


def lesson(writer: int, thread: int, number: int) -> LessonObserved:
    """The record of that number, of a writer's thread."""
    observer, observed = TeacherId(f"{2 * writer + thread:06d}"), TeacherId("900001")
    said = "板书" * 40
    return LessonObserved(
        date(2022, 9, 5), number, observer, observed, SchoolId("S001"), "语文", "一年级", LessonForm.OPEN, said
    )


def write(book: Book, writer: int) -> None:
    """Append until the standard input is closed."""
    ended, telling = _input_closed(), threading.Lock()

    def tell(what: str, first: int, count: int) -> None:
        with telling:
            print(msgspec.json.encode(Line(what, time.monotonic(), first, count)).decode(), flush=True)

    def run(thread: int) -> None:
        for first, count in _portions(thread):
            records = [lesson(writer, thread, number) for number in range(first, first + count)]
            while not ended.is_set():
                what = attempt(book, records)
                tell(what, first if thread == SINGLE else -first, count)
                if what in ("written", "duplicate"):
                    break
                time.sleep(PAUSE_SECONDS)
            if ended.is_set():
                return

    threads = [threading.Thread(target=run, args=(thread,)) for thread in (SINGLE, BATCH)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def attempt(book: Book, records: list[LessonObserved]) -> str:
    """What became of records appended together: `written`, `duplicate`, or the code of a refusal."""
    try:
        if len(records) == 1:
            return "written" if book.append(HandIn("clerk"), Submission(records)) else "duplicate"
        with book.writing(HandIn("clerk")) as pen:
            outcomes = pen.write([Submission([record]) for record in records])
        refused = [outcome.code for outcome in outcomes if isinstance(outcome, Refused)]
        return refused[0] if refused else "written" if any(outcomes) else "duplicate"
    except Refused as refused:
        return refused.code
    except Exception as error:
        fault = storage_fault(error)
        if fault is None:
            raise
        return fault.code


def follow(book: Book) -> None:
    """Read every row once, by position, until the standard input is closed and nothing more comes."""
    ended = _input_closed()
    last, digest, looks = 0, sha256(), 0
    while True:
        enough = ended.is_set()
        before = last
        try:
            for lot in book.stored.lots(last + 1):
                looks += 1
                for position, stream, version, kind, body in lot:
                    if position != last + 1:
                        print(msgspec.json.encode(Line("gap", time.monotonic(), last, position)).decode(), flush=True)
                        return
                    last = position
                    digest.update(row_bytes(stream, version, kind, body))
        except Exception as error:
            if storage_fault(error) is None:
                raise
            time.sleep(PAUSE_SECONDS)
            continue
        if enough and last == before:
            break
    print(msgspec.json.encode(Line("followed", time.monotonic(), last, looks, digest.hexdigest())).decode(), flush=True)


def row_bytes(stream: bytes, version: int, kind: str, body: bytes) -> bytes:
    """A row but for its position, for the digest over what was read."""
    return b"%s %d %s %s\n" % (stream, version, kind.encode(), body)


def _portions(thread: int) -> Iterator[tuple[int, int]]:
    """First number and size of what a thread appends at once, without end."""
    first, turn = 1, 0
    while True:
        count = 1 if thread == SINGLE else BATCHES[turn % len(BATCHES)]
        yield first, count
        first, turn = first + count, turn + 1


def _input_closed() -> threading.Event:
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended


if __name__ == "__main__":
    what, place, *more = sys.argv[1:]
    with closing(Book(place if "://" in place else Path(place))) as opened:
        print("ready", flush=True)
        if what == "write":
            write(opened, int(more[0]))
        else:
            follow(opened)
