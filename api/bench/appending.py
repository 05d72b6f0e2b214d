"""Rows about appending: in bulk beside raw statements, and one by one beside the plain library."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter

from api.bench import raw_sqlite
from api.bench.asked import ASKED
from api.bench.clock import again, in_turns, timed
from api.bench.figures import Row
from api.bench.plain_library import IN_A_BATCH, PlainBook, plain_book, plainly_said
from api.bench.records_in_hand import InHand, recorded
from api.bench.workshop import NO_POSTGRESQL, Workshop
from api.desk.batches import BATCH
from ledger.book import Book
from ledger.bulk import no_collection
from ledger.hand_in import HandIn
from ledger.records.lesson import LessonObserved
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused

_LIBRARY_AT_MOST = 20_000
"""Events that the plain library is given in bulk: its pace does not hang on how many there are."""

_LIBRARY_SECONDS = 10


def bulk_on_sqlite(shop: Workshop) -> list[Row]:
    """Structs in hand to a durable book, beside rows in hand to the same tables."""
    in_hand = shop.in_hand
    with _place(shop) as path, _book(path) as book:
        append(book, in_hand)
        raw = raw_sqlite.rows_of(path)

    def ours() -> float:
        with _place(shop) as path, _book(path) as book:
            return len(in_hand) / append(book, in_hand)

    def peer() -> float:
        with _place(shop) as path:
            return len(raw.events) / raw_sqlite.seconds_to_insert(raw, path, BATCH)

    def library() -> float:
        with _place(shop) as path:
            return _library_pace(path, in_hand)

    pairs, fewer = shop.in_turns(ours, peer, shop.size.short)
    row = ASKED["append-sqlite"].beside(pairs, fewer + _OF_BATCHES)
    row.beside = {"eventsourcing": median(again(library, 1 + shop.size.short // 3, _LIBRARY_SECONDS))}
    return [row]


def bulk_on_postgresql(shop: Workshop) -> list[Row]:
    """The same on PostgreSQL, beside COPY, and beside the plain library's batches."""
    rows = [ASKED["append-postgresql"], ASKED["append-postgresql-library"]]
    if (url := shop.postgresql) is None:
        return [row.unmeasured(NO_POSTGRESQL) for row in rows]
    from api.bench import raw_copy

    in_hand = shop.in_hand
    few = in_hand[:_LIBRARY_AT_MOST]

    def ours(some: Sequence[InHand]) -> Callable[[], float]:
        def sample() -> float:
            with raw_copy.schema_of_its_own(url, "bench_ours") as place, _book(place) as book:
                raw_copy.settled(url)
                return len(some) / append(book, some)

        return sample

    def library() -> float:
        with raw_copy.schema_of_its_own(url, "bench_library"):
            raw_copy.settled(url)
            return _library_pace(url, few)

    with raw_copy.schema_of_its_own(url, "bench_like") as like:
        with _book(like) as book:
            append(book, in_hand)
        copied = raw_copy.rows_of(like)

        def peer() -> float:
            with raw_copy.schema_of_its_own(url, "bench_peer") as place:
                raw_copy.settled(url)
                return len(copied) / raw_copy.seconds_to_copy(copied, "bench_like", place, BATCH)

        beside_copy, fewer = shop.in_turns(ours(in_hand), peer, shop.size.short)
    beside_library, fewer_of_few = shop.in_turns(ours(few), library, shop.size.long)
    note = f"{fewer_of_few}{len(few)} 条,对方每批 {IN_A_BATCH} 条"
    return [rows[0].beside(beside_copy, fewer + _OF_BATCHES), rows[1].beside(beside_library, note)]


def one_on_sqlite(shop: Workshop) -> list[Row]:
    """One record, on the disk when the call returns, beside one aggregate saved by the plain library."""
    with _place(shop) as ours, _place(shop) as peer, _book(ours) as book, _plain(peer) as plain:
        return [ASKED["single-sqlite"].beside(_one_by_one(shop, book, plain))]


def one_on_postgresql(shop: Workshop) -> list[Row]:
    """The same on PostgreSQL."""
    asked = ASKED["single-postgresql"]
    if (url := shop.postgresql) is None:
        return [asked.unmeasured(NO_POSTGRESQL)]
    from api.bench import raw_copy

    with (
        raw_copy.schema_of_its_own(url, "bench_ours") as place,
        raw_copy.schema_of_its_own(url, "bench_library"),
        _book(place) as book,
        _plain(url) as plain,
    ):
        return [asked.beside(_one_by_one(shop, book, plain))]


def append(book: Book, in_hand: Sequence[InHand]) -> float:
    """Hand records in, a batch a transaction, as workbooks and files of lines are; the seconds it took."""
    term = next(one.record for one in in_hand if isinstance(one.record, TermAnnounced))
    refused: list[Refused] = []
    with timed() as clock:
        for first in range(0, len(in_hand), BATCH):
            with book.writing(HandIn("local", term=term)) as pen:
                outcomes = pen.write([one.submitted() for one in in_hand[first : first + BATCH]])
            refused += [one for one in outcomes if isinstance(one, Refused)]
    if refused:
        raise refused[0]
    return clock.seconds


_OF_BATCHES = f"每批 {BATCH} 条落盘;对方是已备好的行,我方从记录本身算起"


def _one_by_one(shop: Workshop, book: Book, plain: PlainBook) -> list[tuple[float, float]]:
    with shop.ledger() as ledger:
        own = recorded(ledger.book)
    some = [one for one in own if isinstance(one.record, LessonObserved)][: shop.size.singles + 1]
    waiting, said = iter(some), iter(plainly_said(some))

    def ours() -> float:
        one = next(waiting)
        begun = perf_counter()
        book.append(HandIn("local"), one.submitted())
        return (perf_counter() - begun) * 1000

    def peer() -> float:
        one = next(said)
        begun = perf_counter()
        plain.add([one])
        return (perf_counter() - begun) * 1000

    with no_collection():
        return in_turns(ours, peer, shop.size.singles)


def _library_pace(place: Path | str, in_hand: Sequence[InHand]) -> float:
    """Events a second that the plain library enters in batches."""
    said = plainly_said(in_hand[:_LIBRARY_AT_MOST])
    with _plain(place) as plain, timed() as clock:
        for first in range(0, len(said), IN_A_BATCH):
            plain.add(said[first : first + IN_A_BATCH])
    return len(said) / clock.seconds


@contextmanager
def _place(shop: Workshop) -> Iterator[Path]:
    folder = shop.folder()
    yield folder / "book.sqlite"
    rmtree(folder)


@contextmanager
def _book(place: Path | str) -> Iterator[Book]:
    book = Book(place)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _plain(place: Path | str) -> Iterator[PlainBook]:
    plain = plain_book(place)
    try:
        yield plain
    finally:
        plain.close()
