"""The files of a ledger's keys: what each holds, and who may read it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

from ledger.checkpoint import NoteRefused, Signer, Verifier
from ledger.keys.age_key import age_identity, age_recipient, age_secret
from ledger.keys.paper import PaperCopy
from ledger.keys.succession import Step, read_succession
from ledger.locks import alone
from ledger.on_disk import dated, make_folder, write_whole
from ledger.refusals import Refused

VAULT_KEY, SEAL_KEY, SEAL_PUBLIC = "vault.key", "seal.key", "seal.pub"
BACKUP_KEY, BACKUP_PUBLIC = "backup.key", "backup.pub"
SUCCESSION, PAPER, NEXT_KEY = "succession", "paper-copy.txt", "seal.key.next"
WITNESSES = "witnesses"
KEY_BYTES = 32


class KeyFiles:
    """The key files in a folder, `$SHILU_HOME/keys`, as they are read."""

    def __init__(self, folder: Path) -> None:
        """Those in a folder, which need not be there yet."""
        self.folder = folder

    @property
    def has_vault_key(self) -> bool:
        """Whether the key of the vault is here."""
        return self._path(VAULT_KEY).is_file()

    def vault_key(self) -> bytes:
        """The county's vault key, 32 bytes. Raises Refused `vault-unreadable`."""
        try:
            key = bytes.fromhex(self._read(VAULT_KEY))
        except (ValueError, OSError):
            key = b""
        if len(key) != KEY_BYTES:
            raise Refused(
                "vault-unreadable",
                f"读不出姓名库的密钥 {self._path(VAULT_KEY)}:请放回另存的密钥文件,"
                "或用密钥纸质副本运行 shilu keys restore。",
            )
        return key

    @property
    def vault_mark(self) -> str:
        """What tells this vault key from another, and nothing else of it: 16 hexadecimal digits."""
        return sha256(self.vault_key()).hexdigest()[:16]

    @property
    def has_public_key(self) -> bool:
        """Whether a public key, or a succession, is here: making the keys puts the former in place last."""
        return self._path(SEAL_PUBLIC).exists() or self._path(SUCCESSION).exists()

    def are_left(self, *, beginning: bool) -> bool:
        """Whether something tells of keys to seal with; `beginning`: something that a making cut off does not leave."""
        made_first = (PAPER, BACKUP_KEY, BACKUP_PUBLIC, SEAL_KEY)
        told = (SEAL_PUBLIC, SUCCESSION, NEXT_KEY, WITNESSES) + (() if beginning else made_first)
        return any(self._path(name).exists() for name in told)

    def unfit_public_keys(self) -> list[str]:
        """The files of public keys that are not byte for byte those of the secret keys beside them, or are missing."""
        unfit = []
        seal, expected = self._signer_of(SEAL_KEY), self._last_step_key()
        if told := expected or (seal.verifier_key if seal else ""):
            replacing = self._path(NEXT_KEY).exists()
            if self._bytes_of(SEAL_PUBLIC) != _line(told) and not replacing:
                unfit.append(f"{self.folder.name}/{SEAL_PUBLIC}")
        with suppress(Refused):
            if self._bytes_of(BACKUP_PUBLIC) != _line(age_recipient(self._backup())):
                unfit.append(f"{self.folder.name}/{BACKUP_PUBLIC}")
        return unfit

    @property
    def verifier_key(self) -> str:
        """The public key that the newest checkpoints are checked with; empty where it is lost."""
        if told := self._last_step_key() or self._public():
            return told
        signer = self._signer_of(SEAL_KEY)
        return signer.verifier_key if signer else ""

    @property
    def verifier_keys(self) -> tuple[str, ...]:
        """All public keys since the first, oldest first. Raises NoteRefused where the succession is not sound."""
        steps = self.steps
        return (steps[0].old, *(step.new for step in steps)) if steps else tuple(filter(None, [self.verifier_key]))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The replacements of the signing key, checked. Raises NoteRefused."""
        return read_succession(self.succession)

    @property
    def succession(self) -> str:
        """The signed notes of all replacements; empty where there was none."""
        path = self._path(SUCCESSION)
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    @property
    def origin(self) -> str:
        """The name of the ledger in checkpoints and keys, the same for ever; empty where no public key is left."""
        return self.verifier_key.partition("+")[0]

    @property
    def backup_identity(self) -> str:
        """The age identity that reads backups. Raises Refused `backup-key-lost`."""
        return age_identity(self._backup())

    @property
    def backup_recipient(self) -> str:
        """The age recipient that backups are encrypted to. Raises Refused `backup-key-lost` where no part is left."""
        with suppress(Refused):  # a replacement that was cut off leaves the old public key beside the new secret one
            return age_recipient(self._backup())
        return self._recipient() or age_recipient(self._backup())

    @property
    def unprinted_paper(self) -> Path | None:
        """The file of the paper copy while it is still there: printed or not, it should go."""
        path = self._path(PAPER)
        return path if path.exists() else None

    def _last_step_key(self) -> str:
        """The newest key by the succession; empty where there is none, or none that can be believed."""
        try:
            steps = self.steps
        except NoteRefused:
            return ""
        return steps[-1].new if steps else ""

    def _public(self) -> str:
        try:
            return Verifier.parse(self._bytes_of(SEAL_PUBLIC).decode().strip()).text
        except (NoteRefused, ValueError):
            return ""

    def _signer_of(self, name: str) -> Signer | None:
        """The signing key in a file; None where there is none, or none that can be read."""
        try:
            return Signer(self._read(name))
        except (NoteRefused, OSError, ValueError):
            return None

    def _bytes_of(self, name: str) -> bytes:
        path = self._path(name)
        return path.read_bytes() if path.is_file() else b""

    def _recipient(self) -> str:
        return self._bytes_of(BACKUP_PUBLIC).decode(errors="replace").strip()

    def _backup(self) -> bytes:
        try:
            secret = age_secret(self._read(BACKUP_KEY))
        except (OSError, ValueError):
            secret = None
        if secret is None:
            raise Refused(
                "backup-key-lost",
                f"读不出备份密钥 {self._path(BACKUP_KEY)};请放回另存的文件,或用密钥纸质副本运行 shilu keys restore。",
            )
        return secret

    def _write_signer(self, signer: Signer) -> None:
        self._write_secret(SEAL_KEY, signer.text)
        self._write_public_key(SEAL_PUBLIC, signer.verifier_key)

    def _write_backup(self, secret: bytes) -> None:
        self._write_secret(BACKUP_KEY, age_identity(secret))
        self._write_public_key(BACKUP_PUBLIC, age_recipient(secret))

    def _write_paper(self, paper: PaperCopy, today: date) -> Path:
        self._write_secret(PAPER, paper.text(today).rstrip("\n"))
        return self._path(PAPER)

    def _write_secret(self, name: str, content: str) -> None:
        write_whole(self._path(name), _line(content), mode=0o600)

    def _copied_aside(self, name: str, today: date) -> Path:
        """A copy of a key under the day; under a number too where another key was put aside on that day."""
        content, asides = self._path(name).read_bytes(), dated(self._path(f"{name}."), today)
        aside = next(path for path in asides if not path.exists() or path.read_bytes() == content)
        write_whole(aside, content, mode=0o600)
        return aside

    def _write_public_key(self, name: str, key: str) -> None:
        write_whole(self._path(name), _line(key))

    def _write_succession(self, notes: str) -> None:
        write_whole(self._path(SUCCESSION), notes.encode())

    def _read(self, name: str) -> str:
        return self._path(name).read_text(encoding="utf-8").strip()

    def _path(self, name: str) -> Path:
        return self.folder / name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process makes or changes keys meanwhile."""
        make_folder(self.folder)
        with alone(self.folder, None):
            yield


def _line(key: str) -> bytes:
    """What stands in the file of a key."""
    return f"{key}\n".encode()
