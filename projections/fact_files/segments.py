"""A segment of facts as Parquet files: one a kind, all rows of it in one group, each column with its digest."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import pyarrow as pa
from pyarrow import parquet

from ledger.on_disk import sync_folder
from projections.fact_files.manifest import PartSaid, SegmentSaid
from projections.fact_files.shapes import STEPS, named_as_stream, record_classes

SEGMENT = 1 << 18
"""How many positions a segment has, unless asked otherwise."""

_RISING = ("position", "version", "recorded_at")
_DIGEST = 32  # hexadecimal characters of SHA-256: 128 bits find what was damaged
_TAIL = 8  # length of the footer, and the magic word


def write_segment(generation: Path, first: int, last: int, tables: Mapping[str, pa.Table]) -> SegmentSaid:
    """Write the tables of some positions as a folder of files, whole and durably; what the manifest says of it.

    What is there of these positions already is replaced. Raises OSError where the disk is full or read-only.
    """
    empty = SegmentSaid(first, last, {})
    folder, partial = generation / empty.folder, generation / f"{empty.folder}.{os.getpid()}.partial"
    rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        said = {name: _write(partial / f"{name}.parquet", table, name) for name, table in sorted(tables.items())}
        sync_folder(partial)
        rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except BaseException:
        rmtree(partial, ignore_errors=True)
        raise
    sync_folder(generation)
    return SegmentSaid(first, last, said)


def has_own_entry_column(name: str) -> bool:
    """Whether a file keeps names of entries: only where they are not the names of the streams."""
    return name != STEPS and not named_as_stream(record_classes()[name])


def _write(path: Path, table: pa.Table, name: str) -> PartSaid:
    if "entry" in table.schema.names and not has_own_entry_column(name):
        table = table.drop_columns("entry")
    with path.open("wb") as file:
        parquet.write_table(table, file, **_writing(table))
        file.flush()
        os.fsync(file.fileno())
    return said_of_file(path)


def _writing(table: pa.Table) -> dict[str, object]:
    """How columns are written: for reading soon again, not for space (docs/decisions/facts-on-disk.md)."""
    rising = [name for name in _RISING if name in table.schema.names]
    return {
        "compression": "lz4",
        "use_dictionary": [name for name in table.schema.names if name not in (*rising, "stream", "entry")],
        "column_encoding": dict.fromkeys(rising, "DELTA_BINARY_PACKED"),
        "row_group_size": max(len(table), 1),
        "write_statistics": False,
        "store_schema": False,  # whoever reads says which words to tell apart: of notes that all differ it costs most
        "use_compliant_nested_type": False,  # else a list comes back with another name for what is in it
    }


def said_of_file(path: Path) -> PartSaid:
    """What the manifest says of a file."""
    metadata = parquet.read_metadata(path)
    with path.open("rb") as file:
        columns = {name: digest_of(path, parts) for name, parts in places_of(metadata).items()}
        size = os.fstat(file.fileno()).st_size
    return PartSaid(metadata.num_rows, size, digest_of(path, [footer_of(path)]), columns)


def places_of(metadata: parquet.FileMetaData) -> dict[str, list[tuple[int, int]]]:
    """Where the bytes of each column lie: first byte and length, group after group."""
    return {
        metadata.schema.column(number).path.partition(".")[0]: list(_places(metadata, number))
        for number in range(metadata.num_columns)
    }


def _places(metadata: parquet.FileMetaData, number: int) -> Iterator[tuple[int, int]]:
    for group in range(metadata.num_row_groups):
        column = metadata.row_group(group).column(number)
        starts = [at for at in (column.dictionary_page_offset, column.data_page_offset) if at]
        yield min(starts), column.total_compressed_size


def footer_of(path: Path) -> tuple[int, int]:
    """Where the footer of a file lies, its length and the magic word with it. Raises OSError where it has none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _TAIL, 0))
        length = int.from_bytes(file.read(_TAIL)[:4], "little") + _TAIL
    if length > size:
        raise OSError(f"{path} has no footer")
    return size - length, length


def digest_of(path: Path, places: list[tuple[int, int]]) -> str:
    """The digest of the bytes at some places of a file."""
    digest = sha256()
    with path.open("rb", buffering=0) as file:
        for first, length in places:
            file.seek(first)
            digest.update(file.read(length))
    return digest.hexdigest()[:_DIGEST]
