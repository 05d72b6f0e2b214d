"""Made facts put into segments: given positions in the order they come, written as soon as a segment is full."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
import pyarrow as pa

from api.bench.made_facts.columns import Random
from projections.fact_files.folders import CURRENT
from projections.fact_files.manifest import SegmentSaid, new_manifest, write_manifest
from projections.fact_files.segments import SEGMENT, write_segment
from projections.fact_files.shapes import EVERY_RECORD, STEP_COLUMNS, STEPS, TIME

_GENERATION = "g0001"
_AHEAD = 1  # segments that may wait to be written
_BETWEEN = 100  # microseconds between one record and the next


class SegmentsWritten:
    """The fact files of no book, in a folder; `last` is the last position so far."""

    def __init__(self, folder: Path) -> None:
        self.last = 0
        self._folder = folder
        self._first = 1
        self._waiting: dict[str, list[pa.Table]] = defaultdict(list)
        self._writer = ThreadPoolExecutor(1)
        self._writing: list[Future[SegmentSaid]] = []
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, random: Random, day: date, tables: Sequence[tuple[str, pa.Table]]) -> None:
        """Records and steps of one day, in an order by chance; rows of one table stay in theirs."""
        sizes = [len(table) for _, table in tables]
        turns = np.repeat(np.arange(len(tables)), sizes)
        random.shuffle(turns)
        order = np.argsort(turns, kind="stable")
        morning = int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000
        ends = np.cumsum(sizes)
        for (kind, table), end, size in zip(tables, ends, sizes, strict=True):
            if size:
                place = order[end - size : end]
                said = {
                    "position": pa.array(self.last + 1 + place),
                    "recorded_at": pa.array(morning + _BETWEEN * place).cast(TIME),
                }
                self._waiting[kind].append(_with(table, said, kind))
        self.last += int(sum(sizes))
        while self.last - self._first + 1 >= SEGMENT:
            self._write(self._first + SEGMENT - 1)

    def finish(self) -> int:
        """Write what is left, and what makes the files those in use; the last position."""
        if self.last >= self._first:
            self._write(self.last)
        generation = self._folder / _GENERATION
        write_manifest(generation, new_manifest([one.result() for one in self._writing], None))
        self._writer.shutdown()
        (self._folder / CURRENT).write_text(f"{_GENERATION}\n", encoding="ascii")
        return self.last

    def _write(self, last: int) -> None:
        ready: dict[str, list[pa.Table]] = {}
        for kind, tables in list(self._waiting.items()):
            now, later = [], []
            for table in tables:
                many = int(np.searchsorted(table["position"].to_numpy(), last, side="right"))
                now += [table.slice(0, many)] * bool(many)
                later += [table.slice(many)] * (many < len(table))
            self._waiting[kind] = later
            if now:
                ready[kind] = now
        if len(self._writing) > _AHEAD:
            self._writing[-1 - _AHEAD].result()  # what waits to be written is held in memory
        self._writing.append(self._writer.submit(self._segment, self._first, last, ready))
        self._first = last + 1

    def _segment(self, first: int, last: int, ready: dict[str, list[pa.Table]]) -> SegmentSaid:
        tables = {kind: _all_coded(compacted(tables)) for kind, tables in ready.items()}
        return write_segment(self._folder / _GENERATION, first, last, tables)


def _with(table: pa.Table, said: dict[str, pa.Array], kind: str) -> pa.Table:
    """The table with position and time, columns in the order that fact files have."""
    columns = dict(zip(table.schema.names, table.columns, strict=True)) | said
    head = list(STEP_COLUMNS if kind == STEPS else EVERY_RECORD)
    fields = [name for name in table.schema.names if name not in head]
    return pa.table({name: columns[name] for name in (*head, *fields)})


def compacted(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables as one; of dictionaries only the words that occur."""
    whole = pa.concat_tables(tables)
    columns = [_of_words(column) if pa.types.is_dictionary(column.type) else column for column in whole.columns]
    return pa.table(columns, names=whole.schema.names).combine_chunks()


def _all_coded(table: pa.Table) -> pa.Table:
    """The table with texts that were not coded yet, since nearly all differ, as words too."""
    columns = [column.dictionary_encode() if pa.types.is_string(column.type) else column for column in table.columns]
    return pa.table(columns, names=table.schema.names)


def _of_words(column: pa.ChunkedArray) -> pa.Array:
    chunks = [chunk for chunk in column.chunks if len(chunk)]
    if not chunks:
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)
    texts = {
        (chunk.dictionary.buffers()[-1].address, len(chunk.dictionary)) for chunk in chunks if len(chunk.dictionary)
    }
    if len(texts) > 1 or column.null_count:
        return pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
    used = np.bincount(codes, minlength=len(chunks[0].dictionary)) > 0
    new = np.cumsum(used) - 1
    return pa.DictionaryArray.from_arrays(
        pa.array(new[codes].astype(np.int32)), chunks[0].dictionary.filter(pa.array(used))
    )
