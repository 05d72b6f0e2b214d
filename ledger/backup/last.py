"""The last backup that succeeded: what is remembered of it in the ledger's folder, so that its age can be seen."""

from datetime import datetime
from pathlib import Path

import msgspec

from ledger.home import LAST_BACKUP
from ledger.on_disk import write_whole


class LastBackup(msgspec.Struct, frozen=True):
    """When (UTC) a backup was made, as which file (its name only), of which positions; size and SHA-256 of the file."""

    at: datetime
    file: str
    first: int
    position: int
    bytes: int
    digest: str


def remember(folder: Path, made: LastBackup) -> None:
    """Keep it in a ledger's folder, in the place of the one before."""
    write_whole(folder / LAST_BACKUP, msgspec.json.encode(made) + b"\n")


def last_backup(folder: Path) -> LastBackup | None:
    """The last one; None where none was made, or what was kept of it cannot be read."""
    try:
        return msgspec.json.decode((folder / LAST_BACKUP).read_bytes(), type=LastBackup)
    except (OSError, msgspec.DecodeError):
        return None
