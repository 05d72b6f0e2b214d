"""What a generation of fact files holds, and the digests by which its files are believed."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from ledger.on_disk import write_whole
from ledger.store.rows import Row, digest_of_row
from projections.fact_files.shapes import FORMAT, definitions_digest

MANIFEST = "manifest.json"


class PartSaid(msgspec.Struct, frozen=True):
    """A file: how many rows and bytes, and the digests of its footer and of the bytes of each column."""

    rows: int
    bytes: int
    footer: str
    columns: dict[str, str]


class SegmentSaid(msgspec.Struct, frozen=True):
    """The files of the positions from a first to a last, by kind without version; `steps` too."""

    first: int
    last: int
    parts: dict[str, PartSaid]

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.first:010}-{self.last:010}"


class Manifest(msgspec.Struct, frozen=True):
    """A generation: its format, the definitions it was made by, the digest of the book's row at its last position."""

    format: int
    definitions: str
    row: str
    segments: tuple[SegmentSaid, ...]

    @property
    def last(self) -> int:
        """The last position; 0 where it holds none."""
        return self.segments[-1].last if self.segments else 0


def new_manifest(segments: Sequence[SegmentSaid], row: Row | None = None) -> Manifest:
    """The manifest of segments that follow each other; `row`: the book's at their last position, none for no book."""
    return Manifest(FORMAT, definitions_digest(), digest_of_row(row), tuple(segments))


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Put a manifest in its place, whole and durably; the line after it is its digest."""
    said = msgspec.json.encode(manifest)
    write_whole(generation / MANIFEST, said + b"\n" + sha256(said).hexdigest().encode() + b"\n")


def read_manifest(generation: Path) -> Manifest | None:
    """The manifest of a generation; none where it is missing, damaged, or of other definitions than these."""
    try:
        said, _, digest = (generation / MANIFEST).read_bytes().rstrip(b"\n").rpartition(b"\n")
        if sha256(said).hexdigest().encode() != digest:
            return None
        manifest = msgspec.json.decode(said, type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None
    return manifest if (manifest.format, manifest.definitions) == (FORMAT, definitions_digest()) else None
