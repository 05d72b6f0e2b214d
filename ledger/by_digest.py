"""Files kept once each under the SHA-256 of their bytes: attached files, results made official."""

from hashlib import file_digest, sha256
from pathlib import Path
from typing import Literal

from ledger.on_disk import make_folder, sync_folder, write_whole

Damage = Literal["missing", "altered"]
"""What may be wrong with a kept file: it is not there, or its bytes are no longer those that were kept."""


class FolderByDigest:
    """A folder of files, each named by the SHA-256 of its bytes, in hexadecimal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep these bytes, whole or not at all, and durably; their digest. What is there already is kept once."""
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        if path.is_file() and self.damage(digest) is None:
            for folder in (path.parent, self._folder):  # whoever put it there may not have come so far yet
                sync_folder(folder)
            return digest
        make_folder(path.parent)
        write_whole(path, content, mode=0o600)
        return digest

    def read(self, digest: str) -> bytes | None:
        """The bytes kept under a digest, as they were kept; none where they are missing or were altered."""
        return None if self.damage(digest) else self.path(digest).read_bytes()

    def damage(self, digest: str) -> Damage | None:
        """What is wrong with a kept file."""
        path = self.path(digest)
        if not path.is_file():
            return "missing"
        with path.open("rb") as file:
            return None if file_digest(file, "sha256").hexdigest() == digest else "altered"

    def path(self, digest: str) -> Path:
        """Where a file is kept."""
        return self._folder / digest[:2] / digest
