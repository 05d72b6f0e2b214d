"""The checkpoints of a seal on disk: the newest, and the last of every day, which stay."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from ledger.checkpoint import NoteRefused, body_of, parse_checkpoint
from ledger.on_disk import make_folder, put_in_place, sync_folder, write_whole
from ledger.seal.one_sealer import LOCK

CHECKPOINT = "checkpoint"
"""The file of the newest checkpoint."""

KEPT = "checkpoints"
"""The folder of the last checkpoint of every county day, by its date."""

BEGINNING = "beginning"
"""The file of the note that lets a seal begin; gone when there is a checkpoint."""


class CheckpointFiles:
    """The files of the checkpoints in a seal's folder."""

    def __init__(self, folder: Path) -> None:
        """Those in a folder, which need not be there yet."""
        self._folder = folder

    @property
    def newest(self) -> str | None:
        """The newest checkpoint, a signed note; None where there is none."""
        try:
            return (self._folder / CHECKPOINT).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None

    @property
    def size(self) -> int:
        """How many rows the newest says that it speaks of, unproved; 0 where there is none that can be read."""
        with suppress(NoteRefused):
            if text := self.newest:
                return parse_checkpoint(body_of(text)).size
        return 0

    @property
    def beginning(self) -> str | None:
        """The note that lets a seal begin, unproved; None where there is none."""
        try:
            return (self._folder / BEGINNING).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None

    @property
    def has_others(self) -> bool:
        """Whether something lies here that only a seal that was begun leaves."""
        if not self._folder.is_dir():
            return False
        names = {path.name for path in self._folder.iterdir()}
        return any(name not in (LOCK, BEGINNING) and not name.endswith(".partial") for name in names)

    def let_begin(self, note: str) -> None:
        """Put the note in its place, durably, that lets a seal begin (`beginning_note`); until the first checkpoint."""
        make_folder(self._folder)
        write_whole(self._folder / BEGINNING, note.encode())

    def put(self, text: str, day: date) -> None:
        """Put a checkpoint in the place of the newest, whole and durably; it becomes the last of its day."""
        make_folder(self._folder)
        write_whole(self._folder / CHECKPOINT, text.encode())
        (self._folder / BEGINNING).unlink(missing_ok=True)
        self._keep(text, self._folder / KEPT / day.isoformat())

    def _keep(self, text: str, kept: Path) -> None:
        """Keep the newest as another name of the same file, so that nothing more is to be synced for it."""
        new, partial = not kept.exists(), kept.with_suffix(".partial")
        make_folder(kept.parent)
        partial.unlink(missing_ok=True)
        try:
            os.link(self._folder / CHECKPOINT, partial)
            put_in_place(partial, kept)
        except OSError:  # a disk on which a file has one name only
            write_whole(kept, text.encode())
        if new:
            sync_folder(kept.parent)
