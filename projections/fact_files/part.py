"""A kind's facts of one segment: its columns, read from the file when they are asked for, or else from the book."""

from dataclasses import dataclass, field
from itertools import count
from os import stat_result

import pyarrow as pa
from pyarrow import parquet

from projections.fact_files.behind import Behind
from projections.fact_files.manifest import SegmentSaid
from projections.fact_files.segments import digest_of, footer_of, has_own_entry_column, places_of
from projections.fact_files.shapes import STEPS


@dataclass(frozen=True)
class _Opened:
    """A file as it was when its footer was held against the manifest, and the columns that were held since."""

    altered: tuple[int, int]
    metadata: parquet.FileMetaData
    places: dict[str, list[tuple[int, int]]]
    numbers: dict[str, int]
    words: list[str]
    checked: set[str] = field(default_factory=set)


class FactPart:
    """The facts of one kind in one segment: `rows` of them, at positions from `first` to `last`.

    Columns are read anew each time they are asked for; whoever needs them again keeps them. The bytes of a column
    are held against their digest when it is first read, and again where the file was altered since: where they are
    damaged or gone, the book answers instead, which is noted beside the files.
    """

    def __init__(self, kind: str, segment: SegmentSaid, behind: Behind) -> None:
        """The part of a kind that a segment has, by the manifest."""
        self.kind = kind
        self.first, self.last = segment.first, segment.last
        self._said = segment.parts[kind]
        self.rows = self._said.rows
        self._folder = segment.folder
        self._path = behind.generation / segment.folder / f"{kind}.parquet"
        self._behind = behind
        self._opened: _Opened | None = None
        self._instead: pa.Table | None = None

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        names = list(self._said.columns)
        return names if self.kind == STEPS or "entry" in names else [*names, "entry"]

    def column(self, name: str) -> pa.Array:
        """A column, one value a row, in one chunk; words are coded.

        Raises Refused `facts-damaged` where no book can be asked.
        """
        return self._column(name, coded=True)

    def texts(self, name: str) -> pa.Array:
        """A column of words, coded or not: whichever is sooner there. Refused as by `column`."""
        return self._column(name, coded=False)

    def table(self) -> pa.Table:
        """All columns as a table, each in one chunk. Refused as by `column`."""
        return pa.table({name: self.column(name) for name in self.columns})

    def _column(self, name: str, *, coded: bool) -> pa.Array:
        if self._instead is None:
            read = self._read(self._kept_as(name), coded=coded)
            if read is not None:
                return read
            self._instead = self._behind.facts(self.kind, self.first, self.last)
        return self._instead[name].chunk(0)

    def _kept_as(self, name: str) -> str:
        return "stream" if name == "entry" and not has_own_entry_column(self.kind) else name

    def _read(self, name: str, *, coded: bool) -> pa.Array | None:
        """A column from the file; None where it is not as the manifest says."""
        try:
            stat = self._path.stat()
            opened = self._opened
            if opened is None or opened.altered != _altered(stat):
                opened = self._opened = self._believed(stat)
            if name not in opened.checked:
                if digest_of(self._path, opened.places[name]) != self._said.columns[name]:
                    raise OSError
                opened.checked.add(name)
            with pa.OSFile(str(self._path)) as file:
                reader = parquet.ParquetReader()  # `ParquetFile` and its `read` cost as much again as a small column
                reader.open(file, metadata=opened.metadata, read_dictionary=opened.words if coded else None)
                held = reader.read_column(opened.numbers[name])
            return held.chunk(0) if held.num_chunks == 1 else pa.table([held], ["held"]).combine_chunks()[0].chunk(0)
        except (OSError, pa.ArrowException):
            self._behind.note_damage(self._folder, self._path.name)
            return None

    def _believed(self, stat: stat_result) -> _Opened:
        if stat.st_size != self._said.bytes:
            raise OSError
        if digest_of(self._path, [footer_of(self._path)]) != self._said.footer:
            raise OSError
        metadata = parquet.read_metadata(self._path)
        places = places_of(metadata)
        return _Opened(_altered(stat), metadata, places, dict(zip(places, count())), _words_of(metadata))


def _words_of(metadata: parquet.FileMetaData) -> list[str]:
    """The columns of words."""
    columns = (metadata.schema.column(number) for number in range(metadata.num_columns))
    return [one.path for one in columns if one.physical_type == "BYTE_ARRAY" and not one.max_repetition_level]


def _altered(stat: stat_result) -> tuple[int, int]:
    """When a file was last altered, and its size."""
    return stat.st_mtime_ns, stat.st_size
