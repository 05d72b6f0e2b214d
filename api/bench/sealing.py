"""Rows about the seal: what it costs an event, a whole book verified, a receipt; over the book appended in bulk."""

from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random
from shutil import rmtree
from time import perf_counter

from api.bench.appending import append
from api.bench.asked import ASKED
from api.bench.clock import timed
from api.bench.figures import Row
from api.bench.workshop import Workshop
from ledger.book import Book
from ledger.home import Home
from ledger.receipt import receipt_for
from ledger.records.record import entry_of
from ledger.refusals import Refused
from ledger.seal import BookLog, Seal, hashes_of_rows

_RECEIPTS = 40


def sealing(shop: Workshop) -> list[Row]:
    """All three over one book."""
    home = Home(shop.folder() / "ledger", database="")
    home.make()
    with closing(Book(home.book_place)) as book:
        append(book, shop.in_hand)
    with home.opened() as ledger:
        events = ledger.book.position
    return [_seal(shop, home, events), _verify(shop, home, events), _receipt(shop, home, events)]


def _seal(shop: Workshop, home: Home, events: int) -> Row:
    """Sealing from the first event on, less the reading that it does for it."""

    def sample() -> float:
        with closing(Book(home.book_place)) as book, _empty_seal(shop, home, book) as seal:
            with timed() as reading:
                deque(book.stored.lots(), maxlen=0)
            with timed() as sealing:
                seal.keep_up()
            if seal.size != events:
                raise Refused("seal-broken", seal.standing_still)
        return (sealing.seconds - reading.seconds) / events * 1e6

    figures, fewer = shop.again(sample, shop.size.short)
    return ASKED["seal"].within(figures, f"{fewer}{events} 条,一次封存,已减去读账本的时间")


def _verify(shop: Workshop, home: Home, events: int) -> Row:
    """Every row, level of the tree and checkpoint, and the database's own soundness; beside rows read and hashed."""
    from projections.verifying.whole import verify  # only this row needs it

    def ours() -> float:
        with timed() as clock:
            report = verify(home, only=["book"])
        if not report.ok or report.sealed != events:
            raise Refused("seal-broken", ";".join(what for _, _, what in report.faults))
        return events / clock.seconds

    def peer() -> float:
        with closing(Book(home.book_place)) as book, timed() as clock:
            for lot in book.stored.lots():
                hashes_of_rows(lot)
        return events / clock.seconds

    pairs, fewer = shop.in_turns(ours, peer, shop.size.long)
    return ASKED["verify"].beside(pairs, f"{fewer}{events} 条;只算账本和封存,不算由账本生成的数据文件、视图")


def _receipt(shop: Workshop, home: Home, events: int) -> Row:
    """Receipts of entries here and there, in a process that has the ledger open."""
    chance, figures = Random(6962), list[float]()
    with home.opened() as ledger:
        positions = [chance.randint(1, events) for _ in range(_RECEIPTS)]
        entries = [entry_of(one.data).hex() for one in ledger.book.at(positions).values()]  # type: ignore[arg-type]
        for entry in entries:
            begun = perf_counter()
            receipt_for(ledger.book, ledger.seal, entry)
            figures.append((perf_counter() - begun) * 1000)
    return ASKED["receipt"].within(figures[1:], f"{events} 条的账本,各处的记录")


@contextmanager
def _empty_seal(shop: Workshop, home: Home, book: Book) -> Iterator[Seal]:
    """A seal of nothing yet, over a book that has everything."""
    folder = shop.folder()
    seal = Seal(folder / "seal", BookLog(book.stored), home.keys, book.today)
    seal.allow_beginning()
    seal.begin()
    yield seal
    rmtree(folder)
