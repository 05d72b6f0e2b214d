"""The fact files of a book, opened: what they hold, up to which position, and for which kinds."""

from pathlib import Path

from ledger.store.rows import Rows, digest_of_row
from projections.fact_files.behind import Behind, damage_of
from projections.fact_files.folders import generation_in_use
from projections.fact_files.manifest import Manifest, read_manifest
from projections.fact_files.part import FactPart
from projections.fact_files.shapes import STEPS


class FactFiles:
    """What the files of a generation hold: everything of the book up to the position `last`.

    They go on being right when a newer generation takes their place, and where a file is damaged or gone while they
    are read: the book, which must still be open, answers for it.
    """

    def __init__(self, generation: Path, manifest: Manifest, stored: Rows | None) -> None:
        """`stored`: the book's rows; None for files that are of no book."""
        self.generation = generation
        self.manifest = manifest
        self.last = manifest.last
        behind = Behind(generation, manifest, stored)
        self._parts: dict[str, list[FactPart]] = {}
        for segment in manifest.segments:
            for kind in segment.parts:
                self._parts.setdefault(kind, []).append(FactPart(kind, segment, behind))

    @classmethod
    def opened(cls, folder: Path, stored: Rows | None) -> "FactFiles | None":
        """The files in use in a folder; None where there are none, or they are not of this book or this release."""
        generation = generation_in_use(folder)
        return files_in(generation, stored) if generation else None

    @property
    def kinds(self) -> list[str]:
        """The kinds that have facts, without version."""
        return sorted(self._parts.keys() - {STEPS})

    def parts(self, kind: str) -> list[FactPart]:
        """The parts of a kind, or of `steps`, in order of position; segments without any are left out."""
        return self._parts.get(kind, [])

    @property
    def damage(self) -> str:
        """Which file was found not to be as it was written; empty for none."""
        return damage_of(self.generation)


def files_in(generation: Path, stored: Rows | None) -> FactFiles | None:
    """The files of a generation; None where it has none, or they are not of this book or this release."""
    manifest = read_manifest(generation)
    return FactFiles(generation, manifest, stored) if manifest and _is_of(manifest, stored) else None


def _is_of(manifest: Manifest, stored: Rows | None) -> bool:
    """Whether files are of this book: its row at their last position is the one they were made from."""
    if stored is None:
        return True
    rows = stored.at([manifest.last]) if manifest.last else []
    return bool(rows) and digest_of_row(rows[0]) == manifest.row
