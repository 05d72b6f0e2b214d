"""Fact files and the rows behind them as whole tables, to be held to the book; and a county with a life to keep."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import COUNTY, Act
from ledger.hand_in import HandIn
from ledger.records.lesson import LessonObserved
from ledger.records.record import entry_of, stream_of
from ledger.submission import Submission
from projections.fact_files.columns import joined
from projections.fact_files.decoding import tables_of
from projections.fact_files.files import FactFiles
from tests.ledger.stories import changed
from tests.projections.books_over_years import deal_with
from tests.projections.counties_over_years import CountyMaker
from tests.projections.fact_lines import told
from tests.projections.pack_formulas import Chance

Said = Mapping[str, dict[str, tuple[str, list[Any]]]]


def write_county(book: Book, seed: int, records: int = 60) -> None:
    """A county over years: some records attested, returned, withdrawn, corrected, voided and recorded anew."""
    county = CountyMaker(seed).county(records)
    county.write(book)
    deal_with(book, county, Chance(seed))
    lessons = [one[0] for said in county.hand_ins[1:] for one in said.said if isinstance(one[0], LessonObserved)]
    with book.writing(HandIn("clerk", COUNTY, county.term)) as pen:
        for lesson in lessons[:4]:
            to_void = Request(Act.VOIDED, stream_of(lesson), entry_of(lesson), reason="有误")
            pen.act([to_void])
            pen.write([Submission([lesson])])
            asked = Request(Act.CORRECTED, stream_of(lesson), entry_of(lesson), reason="有误")
            pen.correct(asked, changed(lesson, topic="改过的课题"))


def by_files(files: FactFiles | None, book: Book, known_at: int | None = None) -> Said:
    """What files and the rows after them say, up to a position."""
    last = files.last if files else 0
    tables = {kind: [part.table() for part in files.parts(kind)] for kind in [*files.kinds, "steps"]} if files else {}
    for kind, table in tables_of(book.stored.lines((), last + 1)).items():
        tables.setdefault(kind, []).append(table)
    return _said({kind: joined(parts) for kind, parts in tables.items() if parts}, known_at)


def by_book(book: Book, known_at: int | None = None) -> Said:
    """What the book says, up to a position."""
    return _said(tables_of(book.stored.lines((), 1, known_at)), known_at)


def _said(tables: Mapping[str, pa.Table], known_at: int | None) -> Said:
    known = {
        kind: table.filter(pc.less_equal(table["position"], known_at)) if known_at else table
        for kind, table in tables.items()
    }
    return {kind: dict(sorted(told(table).items())) for kind, table in known.items() if len(table)}


def parquet_files(folder: Path) -> list[Path]:
    """Every file of facts in a folder."""
    return sorted(folder.glob("g*/*/*.parquet"))
