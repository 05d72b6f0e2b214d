"""Columns say what the records say: read quickly or by way of the records, for every kind ever stored, and back."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.event import STEPS, Act, AnyEvent, stored_name
from ledger.records import EARLIER, KINDS
from ledger.records.official import OFFICIAL
from ledger.records.record import entry_of
from ledger.store.codec import decode
from ledger.store.rows import Lines
from projections.fact_files.decoding import by_way_of_records, quickly, tables_of
from projections.fact_files.reading_back import records_from
from projections.fact_files.shapes import EVERY_RECORD, STEP_COLUMNS, Shape, fields_of, name_of, named_as_stream
from tests.ledger.stories import LESSON, SAMPLES, VISITS, changed, stood
from tests.projections.fact_lines import as_lines, lines_of, plainly, records_of, steps_of, told
from tests.torture import times

STORED = Path(__file__).parents[1] / "ledger" / "stored"
RECORDS = KINDS | EARLIER
QUICK = [
    kind
    for kind, record in RECORDS.items()
    if named_as_stream(record) and all(field.shape is not Shape.NESTED for field in fields_of(record))
]


def held_to_the_records(lot: Lines, events: Sequence[AnyEvent]) -> bool:
    """Whatever way the columns are made, they say what the records say; whether the quick way could tell."""
    slow, quick = by_way_of_records(lot), quickly(lot)
    assert quick is None or told(quick) == told(slow)
    [(name, table)] = tables_of([lot]).items()
    assert told(table) == told(slow)
    if name != "steps":
        record_class = RECORDS[lot.kind]
        assert list(map(plainly, records_from(record_class, table))) == [plainly(event.data) for event in events]
        assert table["attested"].to_pylist() == [event.attested for event in events]
    return quick is not None


@pytest.mark.parametrize("kind", RECORDS)
def test_columns_say_what_the_records_of_a_kind_say(kind: str) -> None:
    @settings(max_examples=times(3, 200), deadline=None)
    @given(records_of(kind))
    def holds(events: list[AnyEvent]) -> None:
        said = [getattr(event.data, name) for event in events for name in event.data.__struct_fields__]
        beyond_64_bits = any(type(value) is int and value >= 2**63 for value in said)
        assert held_to_the_records(lines_of(kind, events), events) == (kind in QUICK and not beyond_64_bits)

    holds()


@pytest.mark.parametrize("act", STEPS)
def test_columns_say_what_the_steps_say(act: Act) -> None:
    @settings(max_examples=times(10, 200), deadline=None)
    @given(st.sampled_from(sorted(RECORDS)), steps_of(act))
    def holds(kind: str, events: list[AnyEvent]) -> None:
        assert held_to_the_records(lines_of(kind, events), events)
        [table] = tables_of([lines_of(kind, events)]).values()
        assert table["of"].to_pylist() == [list(event.data.of) for event in events]  # type: ignore[union-attr]
        assert set(table["kind"].to_pylist()) == {name_of(kind)}

    holds()


@pytest.mark.parametrize("kind", RECORDS)
def test_what_was_ever_stored_is_read_as_columns_and_most_of_it_quickly(kind: str) -> None:
    body = (STORED / (kind.replace("/", "-") + ".json")).read_bytes()
    assert held_to_the_records(as_lines(kind, [body]), [decode(kind, body)]) == (kind in QUICK)


def test_most_kinds_are_read_without_an_object_for_each_event() -> None:
    """Of those that are handed in; of official steps and accounts a book has few."""
    official = {record.kind for record in OFFICIAL}
    assert len(set(QUICK) - official) > 0.7 * len(set(RECORDS) - official)


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_named_by_its_key(kind: str) -> None:
    record = SAMPLES[kind]
    lot = lines_of(kind, stood(record))
    named = named_as_stream(KINDS[kind])
    [table] = tables_of([lot]).values()
    assert table["entry"].to_pylist() == (table["stream"].to_pylist() if named else [entry_of(record)])


def test_the_columns_are_those_that_are_promised() -> None:
    [lesson] = tables_of([lines_of(LESSON.kind, stood(LESSON))]).values()
    assert lesson.column_names == [*EVERY_RECORD, *LESSON.__struct_fields__]
    assert [str(lesson[name].type) for name in ("on", "period", "form")] == [
        "date32[day]",
        "int64",
        "dictionary<values=string, indices=int32, ordered=0>",
    ]
    assert all(lesson[name].type == kept_as for name, kept_as in EVERY_RECORD.items())
    assert {"its_entry", "entry"} <= {field.column for field in fields_of(KINDS["contest.announced/1"])} | {"entry"}
    assert "partial" in STEP_COLUMNS


def test_lines_of_several_versions_of_a_kind_are_one_table_in_order_of_position() -> None:
    before = (STORED / "lesson.observed-1.json").read_bytes()
    now = (STORED / "lesson.observed-2.json").read_bytes()
    lots = [as_lines("lesson.observed/2", [now] * 3, first=2), as_lines("lesson.observed/1", [before] * 2, first=4)]
    lots.append(as_lines("lesson.observed/1", [before], first=1))
    table = tables_of(lots)["lesson.observed"]
    assert table["position"].to_pylist() == [1, 2, 3, 4, 4, 5]
    assert all(column.num_chunks == 1 for column in table.columns)


# What the quick way cannot read


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b'"pupils":20', b'"pupils":9223372036854775808'),
        (b'"pupils":20', b'"pupils":20,"pupils":21'),
        (b'"meetings":1', b'"meetings":1\t'),
    ],
)
def test_a_line_that_only_the_records_can_tell_is_read_by_way_of_them(said: bytes, instead: bytes) -> None:
    [line] = lines_of(VISITS.kind, stood(VISITS)).bodies.split(b"\n")
    body = line.replace(said, instead)
    assert body != line
    held_to_the_records(as_lines(VISITS.kind, [line, body]), [decode(VISITS.kind, one) for one in (line, body)])


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b'"form":"', b'"form":"x'),
        (b'"period":', b'"period":"1","was":'),
        (b'"observer":"', b'"observer":7,"was":"'),
        (b'"on":"2', b'"on":"x'),
        (b'"school":', b'"was":'),
    ],
)
def test_lines_that_are_no_events_of_their_kind_are_refused_either_way(said: bytes, instead: bytes) -> None:
    [line] = lines_of(LESSON.kind, stood(LESSON)).bodies.split(b"\n")
    body = line.replace(said, instead)
    assert body != line
    with pytest.raises(ValueError):
        tables_of([as_lines(LESSON.kind, [body])])


def test_a_line_longer_than_what_is_read_at_once_is_read() -> None:
    long = changed(LESSON, notes="长" * 3_000_000)
    lot = lines_of(LESSON.kind, stood(LESSON, long, LESSON))
    assert [len(one) for one in tables_of([lot])["lesson.observed"]["notes"].to_pylist()][1] == 3_000_000


def test_whole_numbers_beyond_64_bits_are_kept_as_their_digits_in_parts_that_have_them() -> None:
    few, many = (lines_of(VISITS.kind, stood(changed(VISITS, pupils=count))) for count in (3, 2**70))
    assert str(tables_of([few])["home.visited"]["pupils"].type) == "int64"
    both = tables_of([few, many])["home.visited"]
    assert both["pupils"].to_pylist() == ["3", str(2**70)]
    assert [visits.pupils for visits in records_from(type(VISITS), both)] == [3, 2**70]


def test_some_records_are_read_back_in_the_order_asked() -> None:
    lessons = [changed(LESSON, period=number) for number in range(5)]
    [table] = tables_of([lines_of(LESSON.kind, stood(*lessons))]).values()
    assert [one.period for one in records_from(type(LESSON), table, [3, 0, 3])] == [3, 0, 3]


def test_every_stored_name_is_of_a_kind_with_columns() -> None:
    assert {name_of(stored_name(kind, act)) for kind in RECORDS for act in Act} == {name_of(kind) for kind in KINDS}
