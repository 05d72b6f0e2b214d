"""What stands is the same folded over columns as folded record by record; so is what the book says of each record."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast, get_args, get_origin

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.event import Event
from ledger.in_force import step_names, stored_names
from ledger.kept import Kept, read_kept
from ledger.parties import renamed, teacher_fields, teachers_in
from ledger.pen import COUNTY_TIME
from ledger.records import KINDS
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record
from ledger.records.registered import TeacherRegistered
from ledger.spelling import squeeze
from ledger.steps import Attested, Evidenced, Returned, Step
from ledger.store.codec import decode
from projections.book_facts import NEVER, SaidOfRecord
from projections.fact_files.building import build
from projections.fact_files.files import FactFiles
from projections.language.columns import Column
from projections.language.listed import LISTED
from projections.language.scopes import field_hints, kinds_of_record, main_kind, type_of_hint
from projections.language.types import Type
from projections.standing import Standing, of_kind, read_standing, standing_in
from projections.standing.parts import Part, Source
from projections.standing.tables import Table, column_of
from projections.standing.taking import taken
from tests.books import open_book
from tests.projections.books_of_anything import with_anything_done
from tests.projections.counties_over_years import COUNTIES_OVER_YEARS
from tests.projections.pack_formulas import Chance
from tests.projections.small_counties import SmallCounty, small_counties
from tests.torture import times

MANY = settings(
    deadline=None,
    max_examples=times(4, 100),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHARES = st.floats(0, 1)


def plainly_kept(book: Book, record_class: type[Record], position: int) -> Kept:
    """What stands of a class, record by record, with the codes of merged files followed."""
    kept = read_kept(book.stored, record_class, position)
    merged = {record.teacher: record.into for record in read_kept(book.stored, TeacherMerged, position).records}
    if not merged or record_class is TeacherMerged or not teacher_fields(record_class):
        return kept

    def now(code: str) -> str:
        seen = {code}
        while code in merged and merged[code] not in seen:
            code = merged[code]
            seen.add(code)
        return code

    if record_class is TeacherRegistered:
        left = [place for place, record in enumerate(kept.records) if merged.keys().isdisjoint(teachers_in(record))]
        return Kept(*([column[place] for place in left] for column in vars(kept).values()))
    kept.records = [renamed(record, now) for record in kept.records]
    return kept


def plainly_said(book: Book, record_class: type[Record], at: list[int], position: int) -> list[SaidOfRecord]:
    """What the book held at a position says of the records at some others, event by event."""
    said, files = {}, defaultdict(set)
    places = {}
    for place, stream, number, kind, body in book.stored.at(at):
        event = cast("Event[Record]", decode(kind, body))
        day = event.recorded_at.astimezone(COUNTY_TIME).date()
        said[place] = SaidOfRecord(day, event.authority)
        if event.attested:
            said[place].attested_on, said[place].attested_by = day, event.authority
        places[stream, number] = place
    for _, stream, _, kind, body in book.stored.rows(position, step_names(record_class)):
        step = cast("Event[Step]", decode(kind, body))
        for number in step.data.of:
            if (stream, number) not in places:
                continue
            place = places[stream, number]
            if isinstance(step.data, Evidenced):
                files[place].add(step.data.digest)
            elif isinstance(step.data, Returned):
                said[place].attested_on, said[place].attested_by = NEVER, ""
            elif isinstance(step.data, Attested) and number not in step.data.partial:
                day = step.recorded_at.astimezone(COUNTY_TIME).date()
                said[place].attested_on, said[place].attested_by = day, step.authority
    for place, digests in files.items():
        said[place].evidence = len(digests)
    return [said[place] for place in at]


def assert_stands_the_same(book: Book, standing: Standing) -> None:
    """Every kind alike: positions, entries, states, records, what is said of each, and each column."""
    stored = {row[3] for row in book.stored.rows()}
    for record_class in KINDS.values():
        if stored.isdisjoint(stored_names(record_class)):
            continue
        kind = record_class.kind.partition("/")[0]
        plain, found = plainly_kept(book, record_class, standing.position), standing.records_of(kind)
        assert list(found.positions) == plain.positions
        assert list(found.entries) == plain.entries
        assert list(found.states) == plain.states
        assert list(found.records) == plain.records
        table = standing.table(kind)
        assert table.attested.tolist() == plain.attested
        assert table.positions.tolist() == plain.positions
        assert list(standing.said_of(kind)) == plainly_said(book, record_class, plain.positions, standing.position)
        assert_columns_say_the_same(standing, table, plain.records)
    for kind, listed in LISTED.items():
        mains = standing.records_of(listed.main_kind).records
        rows = [one for record in mains for one in listed.rows(record)]
        assert list(standing.records_of(kind).records) == rows
        assert_columns_say_the_same(standing, standing.table(kind), rows)


def assert_columns_say_the_same(standing: Standing, table: Table, records: Sequence[Any]) -> None:
    """Each column of a table, whole, at some rows and in part, says what the records say."""
    assert table.length == len(records)
    some = np.array([*range(0, table.length, 3), -1, *range(table.length - 1, 0, -5)], np.int64)
    for name, hint in fields_of(table.kind).items():
        said = [getattr(record, name) for record in records]
        if get_origin(hint) is tuple:
            assert table.is_list(name)
            if type_of_hint(get_args(hint)[0]):  # not a struct
                listed = zip(*(column.tolist() for column in table.listed(name)), strict=True)
                assert list(listed) == plainly_listed(standing, said)
        elif of := type_of_hint(hint):
            if of is Type.WORD:
                said = [one or "" for one in said]
                assert table.filled(name).tolist() == [bool(squeeze(one)) for one in said]
                for word in set(said[:3]):
                    alike = [row for row, one in enumerate(said) if squeeze(one) == squeeze(word)]
                    assert standing.rows_where(table.kind, name, word).tolist() == alike
                    assert found_in_order(table, name, standing.words.code(word)) == alike
            plain = column_of(hint, said, standing.words)
            assert_alike(of, table.column(name), plain)
            assert_alike(of, table.taken(name, some), taken(plain, some))
            for number, (first, end) in enumerate(table.parts):
                assert_alike(of, table.part(name, number), taken(plain, np.arange(first, end)))
    if main := main_kind(table.kind):
        assert_mains_say_the_same(standing, table, main, some)


def found_in_order(table: Table, name: str, code: int) -> list[int]:
    """The rows that say a word, found as in a part that is long."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(of_kind, "_SORTED_FROM", 0)
        table._where.clear()
        found: list[int] = table.rows_where(name, code).tolist()
        return found


def assert_mains_say_the_same(standing: Standing, table: Table, main: str, some: npt.NDArray[np.int64]) -> None:
    """The main record of each part, and its columns; where one is gone, as the rules of writing never let it, none."""
    kept, by_entry = standing.records_of(table.kind), dict[bytes, Any]()
    by_entry.update(zip(standing.records_of(main).entries, standing.records_of(main).records, strict=True))
    if not by_entry.keys() >= set(kept.entries):
        with pytest.raises(KeyError):
            list(standing.mains_of(table.kind))
        return
    mains = [by_entry[entry] for entry in kept.entries]
    assert list(standing.mains_of(table.kind)) == mains
    for name, hint in fields_of(main).items():
        if of := type_of_hint(hint):
            plain = column_of(hint, [getattr(record, name) for record in mains], standing.words)
            assert_alike(of, table.taken(f"main.{name}", some), taken(plain, some))
            assert_alike(of, table.column(f"main.{name}"), plain)


def fields_of(kind: str) -> dict[str, Any]:
    """The fields of a kind with their plain types."""
    record_class = kinds_of_record()[kind]
    return {name: field_hints(record_class)[name] for name in record_class.__struct_fields__}


def plainly_listed(standing: Standing, said: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
    """Everybody on each list: row, code, first place."""
    found = []
    for row, each in enumerate(said):
        places: dict[int, int] = {}
        for place, word in enumerate(each, 1):
            places.setdefault(standing.words.code(word), place)
        found += [(row, code, place) for code, place in places.items()]
    return found


def assert_alike(of: Type, found: Column, plain: Column) -> None:
    """Two columns of a type say the same."""
    assert found.type is plain.type is of
    if of is Type.NUMBER:
        length = len(found.values.num)
        assert found.values.fractions(length) == plain.values.fractions(len(plain.values.num))
    else:
        assert found.values.tolist() == plain.values.tolist()


@contextmanager
def book_of_anything(county: SmallCounty, seed: int, folder: Path) -> Iterator[Book]:
    """A book of a county in which anything was done to the records."""
    book = open_book(folder / "book.sqlite")
    try:
        county.write(book)
        done = with_anything_done(book, folder, Chance(seed))
    finally:
        book.close()
    try:
        yield done
    finally:
        done.close()


@MANY
@given(county=small_counties() | COUNTIES_OVER_YEARS, seed=st.integers(0, 10**9), share=SHARES)
def test_whatever_was_done_what_stands_in_columns_stands_record_by_record(
    county: SmallCounty, seed: int, share: float
) -> None:
    with TemporaryDirectory() as folder, book_of_anything(county, seed, Path(folder)) as book:
        assert_stands_the_same(book, read_standing(book, round(book.position * share)))
        assert_stands_the_same(book, read_standing(book))


@MANY
@given(
    county=small_counties() | COUNTIES_OVER_YEARS,
    seed=st.integers(0, 10**9),
    share=SHARES,
    segment=st.sampled_from([40, 2**18]),
)
def test_it_stands_the_same_read_from_files_and_what_was_written_after_them(
    county: SmallCounty, seed: int, share: float, segment: int
) -> None:
    with TemporaryDirectory() as folder, book_of_anything(county, seed, Path(folder)) as book:
        files = build(book, segment=segment)
        assert files
        assert_stands_the_same(book, standing_in(files))
        position = round(book.position * share)
        assert_stands_the_same(book, read_standing(book, position))
        assert_stands_the_same(book, Standing(Source(book.stored, FirstOf(files, position)), book.position))


class FirstOf:
    """Fact files that reach no further than the part in which a position lies."""

    def __init__(self, files: FactFiles, position: int) -> None:
        self._files = files
        ends = [part.last for part in files.parts("teacher.registered") if part.first <= position]
        self.last = max(ends, default=0)

    def parts(self, kind: str) -> Sequence[Part]:
        """The parts of a kind up to there."""
        return [part for part in self._files.parts(kind) if part.last <= self.last]
