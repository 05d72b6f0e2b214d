"""What stands behind fact files: the book that answers where a file is damaged or gone, and the note of it."""

from pathlib import Path

import pyarrow as pa

from ledger.event import STEPS as STEP_ACTS
from ledger.event import stored_name
from ledger.on_disk import write_whole
from ledger.refusals import Refused
from ledger.store.rows import Rows
from projections.fact_files.decoding import tables_of
from projections.fact_files.locks import InUse
from projections.fact_files.manifest import Manifest, read_manifest
from projections.fact_files.shapes import STEPS, name_of, stored_records

DAMAGED = "damaged"


class Behind:
    """The book behind a generation of files, which is not removed while this lives."""

    def __init__(self, generation: Path, manifest: Manifest, stored: Rows | None) -> None:
        """`stored`: the book's rows; None for files that are of no book."""
        self.generation = generation
        self._stored = stored
        last = [generation / segment.folder for segment in manifest.segments[-1:]]
        self._in_use = InUse([generation, *last])  # only these are ever removed under a reader

    def facts(self, kind: str, first: int, last: int) -> pa.Table:
        """The facts of a kind between two positions, from the book. Raises Refused `facts-damaged` without one."""
        if self._stored is None:
            raise Refused(
                "facts-damaged", f"事实文件 {self.generation}/{damage_of(self.generation)} 已损坏;请重新生成。"
            )
        return tables_of(self._stored.lines(stored_names_of(kind), first, last))[kind]

    def note_damage(self, segment: str, file: str) -> None:
        """Note it beside the files, so that `facts_status` says so and the next builder makes them again.

        A segment that was replaced while it was read is no damage.
        """
        now = read_manifest(self.generation)
        if now is None or segment not in {one.folder for one in now.segments}:
            return
        try:
            write_whole(self.generation / DAMAGED, f"{segment}/{file}".encode())
        except OSError:
            return  # a read-only folder: the answers are right all the same


def damage_of(generation: Path) -> str:
    """Which file of a generation was found not to be as it was written; empty for none."""
    try:
        return (generation / DAMAGED).read_text(encoding="utf-8")
    except OSError:
        return ""


def stored_names_of(kind: str) -> list[str]:
    """The names that a kind's records are stored under, of every version; all names of steps for `steps`."""
    if kind == STEPS:
        return [stored_name(name, act) for name in stored_records() for act in STEP_ACTS]
    return [name for name in stored_records() if name_of(name) == kind]
