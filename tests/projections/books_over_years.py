"""Books of counties over several school years, written over weeks; some records are dealt with afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.acts.request import Evidence, Request
from ledger.book import Book
from ledger.event import COUNTY, Act
from ledger.hand_in import HandIn
from ledger.records.record import Record, entry_of, stream_of
from projections.standing import Standing, read_standing
from tests.books import open_book
from tests.projections.pack_formulas import Chance
from tests.projections.small_counties import SmallCounty

_ACTS = (Act.ATTESTED, Act.ATTESTED, Act.EVIDENCED, Act.EVIDENCED, Act.EVIDENCED, Act.RETURNED, Act.VOIDED)


class Clock:
    """A clock that goes on by hours whenever it is read."""

    def __init__(self) -> None:
        self._now = datetime(2024, 2, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(hours=5)
        return self._now


@contextmanager
def standing_over_years(county: SmallCounty, seed: int) -> Iterator[Standing]:
    """What stands of a county when it was written, and one record in four has been dealt with since."""
    with TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "book.sqlite", Clock())
        try:
            county.write(book)
            deal_with(book, county, Chance(seed))
            yield read_standing(book)
        finally:
            book.close()


def deal_with(book: Book, county: SmallCounty, chance: Chance) -> None:
    """Acts on some records; those that are refused, since nobody may do that to the record, stay undone."""
    records = [said[0] for handed_in in county.hand_ins[1:] for said in handed_in.said]
    with book.writing(HandIn("clerk", COUNTY, county.term)) as pen:
        for record in records:
            if chance.one_in(4):
                for _ in range(1 + chance.upto(2)):
                    pen.act([_request(chance.among(_ACTS), record, chance)])


def _request(act: Act, record: Record, chance: Chance) -> Request:
    digest = sha256(str(chance.upto(3)).encode()).hexdigest()
    evidence = Evidence(digest, "image/jpeg", 100, "a.jpg") if act is Act.EVIDENCED else None
    return Request(act, stream_of(record), entry_of(record), reason="有误", evidence=evidence)
