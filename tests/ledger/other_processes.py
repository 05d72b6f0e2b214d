"""What processes of their own do to a book, for races and crashes; run as `python other_processes.py WHAT BOOK …`.

`write`: whole batches of BATCH lessons, each in a few portions, until killed. `watch`: every position seen, until
the standard input is closed. `rotate`: one rotation per line of the standard input, its outcome on a line each.
"""

import sys
import threading
from datetime import date, timedelta
from pathlib import Path

from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.records.lesson import LessonObserved
from ledger.records.record import SchoolId, TeacherId
from ledger.records.rotation import RotationStarted
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import LessonForm, RotationKind

BATCH, PORTIONS = 600, 4


def batch(number: int) -> list[list[Submission]]:
    """The lessons of one batch, in portions."""
    each = BATCH // PORTIONS
    return [
        [
            Submission(
                [
                    LessonObserved(
                        date(2022, 9, 5),
                        1 + number * BATCH + portion * each + i,
                        TeacherId("000101"),
                        TeacherId("000102"),
                        SchoolId("S001"),
                        "语文",
                        "一年级",
                        LessonForm.OPEN,
                        "记录" * 50,
                    )
                ]
            )
            for i in range(each)
        ]
        for portion in range(PORTIONS)
    ]


def write(book: Book, most: int) -> None:
    """Write up to `most` batches after those that stand, and tell of each."""
    for _ in range(most):
        number = book.position // BATCH
        with book.writing(HandIn("clerk")) as pen:
            for portion in batch(number):
                pen.write(portion)
        print(book.position, flush=True)


def watch(book: Book) -> None:
    """Look at the book again and again until nobody wants to know."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    print("watching", flush=True)
    seen: set[int] = set()
    while not ended.is_set():
        seen |= {book.position, len(book.stored.rows())}
    print(*sorted(seen | {book.position}), flush=True)


def rotate(book: Book, lag: int) -> None:
    """Try one full-time rotation per line; `lag` days later than others, so that all overlap and none is the same."""
    print("ready", flush=True)
    for line in sys.stdin:
        start = date(2022, 9, 1) + timedelta(days=lag)
        rotation = RotationStarted(
            TeacherId(line.strip()),
            SchoolId("S001"),
            SchoolId("S002"),
            RotationKind.FULL_TIME,
            start,
            start + timedelta(days=60),
        )
        try:
            outcome = "written" if book.append(HandIn("clerk"), Submission([rotation])) else "duplicate"
        except Refused as refused:
            outcome = refused.code
        print(outcome, flush=True)


if __name__ == "__main__":
    what, place, *more = sys.argv[1:]
    opened = Book(place if "://" in place else Path(place))
    if what == "write":
        write(opened, int(more[0]))
    elif what == "watch":
        watch(opened)
    else:
        rotate(opened, int(more[0]))
    opened.close()
