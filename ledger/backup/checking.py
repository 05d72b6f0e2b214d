"""A backup proved without restoring it: decrypted, every byte read, rows held to the checkpoint, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from ledger.backup.contents import EVIDENCE, STATEMENTS, Head, Lacking
from ledger.backup.keys_for import KeysFor
from ledger.backup.proving import Proving, head_of


@dataclass(frozen=True)
class Checked:
    """A sound backup: its head, attached files and results in it, those it lacks, and the file's SHA-256."""

    head: Head
    files: int
    lacking: tuple[Lacking, ...]
    digest: str


def check_backup(path: Path, keys: KeysFor, told: Callable[[int, int], None] = lambda done, rows: None) -> Checked:
    """Prove a backup, an increment by itself too. Raises Refused as `Proving` does."""
    names: list[str] = []
    last = head_of(path, keys).last
    proving = Proving(path, keys)
    for rows, _ in proving.lots(lambda name, content: names.append(name)):
        told(rows[-1][0], last)
    files = sum(name.partition("/")[0] in (EVIDENCE, STATEMENTS) for name in names)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return Checked(proving.head, files, proving.lacking, digest)
