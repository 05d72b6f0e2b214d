"""The keys of a ledger, in a folder apart from book and vault: to open the vault, to sign checkpoints, to read backups.

Secret files are for the owner only. The public ones (`seal.pub`, `backup.pub`, `succession`) can be handed out.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ledger.checkpoint import Checkpoint, NoteRefused, Signer, Verifier, open_note
from ledger.keys.age_key import age_recipient
from ledger.keys.key_files import (
    BACKUP_KEY,
    BACKUP_PUBLIC,
    KEY_BYTES,
    NEXT_KEY,
    SEAL_KEY,
    SEAL_PUBLIC,
    SUCCESSION,
    VAULT_KEY,
    KeyFiles,
)
from ledger.keys.paper import PaperCopy
from ledger.keys.succession import Step, read_succession, write_step
from ledger.on_disk import put_in_place, sync_folder
from ledger.refusals import Refused

_PREFIX = "shilu-"


class Restored(NamedTuple):
    """Which key files were made anew from a paper, and of which the paper has only an older key."""

    made: list[str]
    older: list[str]


class Keys(KeyFiles):
    """The keys in a folder: made, put on paper, made anew from paper, replaced."""

    def make(self, today: date, announce: Callable[[Signer], None] = lambda signer: None) -> None:
        """Make the keys that the folder lacks, and the paper copy of all three, first of all, where one is new.

        A key of which the public part is there is not lacking but lost: it is not made anew (`signing`, `replace`).
        `announce` is given a new signing key before anything is put in place; `seal.pub` is the last that is.
        """
        with self._alone():
            vault = self.vault_key() if self.has_vault_key else os.urandom(KEY_BYTES)
            has_seal = any(self._path(name).exists() for name in (SEAL_KEY, SEAL_PUBLIC, SUCCESSION))
            has_backup = any(self._path(name).exists() for name in (BACKUP_KEY, BACKUP_PUBLIC))
            seal = None if has_seal else Signer.of(_PREFIX + os.urandom(8).hex(), os.urandom(KEY_BYTES))
            backup = None if has_backup else os.urandom(KEY_BYTES)
            if seal:
                announce(seal)
            if seal or backup:
                with suppress(Refused):  # a key that is lost leaves nothing whole to put on paper
                    copy = PaperCopy.of(seal or self.signing(), vault, backup or self._backup())
                    self._write_paper(copy, today)
            if not self.has_vault_key:
                self._write_secret(VAULT_KEY, vault.hex())
            cut_off = not self.has_public_key  # the last that an earlier making would have put in place
            if backup:
                self._write_backup(backup)
            elif cut_off and not self._path(BACKUP_PUBLIC).exists():
                with suppress(Refused):
                    self._write_backup(self._backup())
            if seal:
                self._write_signer(seal)
            elif cut_off and (made := self._signer_of(SEAL_KEY)):
                self._write_signer(made)

    def signer(self) -> Signer | None:
        """What signs the book's checkpoints; None where `signing` refuses."""
        try:
            return self.signing()
        except Refused:
            return None

    def signing(self) -> Signer:
        """What signs the book's checkpoints. Raises Refused `seal-key-lost` or `seal-key-wrong`.

        Ends a replacement of the key that was interrupted.
        """
        # Another process may be putting the next key in its place: what was read in that moment is read again.
        for _ in range(2):
            self._end_replacement()
            signer = self._signer_of(SEAL_KEY)
            if signer and signer.verifier_key == (self._last_step_key() or self._public() or signer.verifier_key):
                return signer
        if not self._path(SEAL_KEY).exists():
            raise Refused(
                "seal-key-lost",
                f"签名密钥 {self._path(SEAL_KEY)} 不见了,账本照常登记,但不再封存;请用密钥纸质副本运行 "
                "shilu keys restore;纸也没有了,运行 shilu keys replace --lost。",
            )
        raise Refused(
            "seal-key-wrong",
            f"签名密钥 {self._path(SEAL_KEY)} 读不出,或不是 {SEAL_PUBLIC} 的那一把;请放回原来的文件,"
            "或把它移开后用密钥纸质副本运行 shilu keys restore。",
        )

    def paper_copy(self) -> PaperCopy:
        """The three secrets, for paper. Raises Refused where one of them is not here."""
        return PaperCopy.of(self.signing(), self.vault_key(), self._backup())

    def write_paper(self, today: date) -> Path:
        """Write the paper copy beside the keys, to be printed and deleted; its path. Raises as `paper_copy`."""
        return self._write_paper(self.paper_copy(), today)

    def restore(self, paper: PaperCopy, checkpoint: str = "") -> Restored:
        """Make the key files that are missing anew from a paper.

        A key is left out where the paper is from before its replacement, which the public keys, the succession or
        the newest `checkpoint` tell. Raises Refused `keys-differ` where another ledger's key stands there; nothing is
        written then.
        """
        signer, recipient = paper.signer, age_recipient(paper.backup)
        with self._alone():
            known = self._last_step_key() or self._public()
            if known and known.partition("+")[0] != signer.name:
                raise _differ(self._path(SEAL_PUBLIC))
            newest = signer.verifier_key == known if known else not checkpoint or _opens(checkpoint, signer)
            secrets = {VAULT_KEY: paper.vault.hex()}
            if newest:
                secrets[SEAL_KEY] = signer.text
            if (self._recipient() or recipient) == recipient:
                secrets[BACKUP_KEY] = paper.backup_identity
            for name, content in secrets.items():
                if self._path(name).exists() and self._read(name) != content:
                    raise _differ(self._path(name))
            missing = [name for name in (VAULT_KEY, SEAL_KEY, BACKUP_KEY) if not self._path(name).exists()]
            if VAULT_KEY in missing:
                self._write_secret(VAULT_KEY, secrets[VAULT_KEY])
            if SEAL_KEY in secrets:
                self._write_signer(signer)
            if BACKUP_KEY in secrets:
                self._write_backup(paper.backup)
            made = [name for name in missing if name in secrets]
            return Restored(made, [name for name in missing if name not in secrets])

    def trust_old(self, key: str, checkpoint: str) -> None:
        """Put back the public key that was handed out, where it was lost with the secret one.

        Raises NoteRefused where it is not the one that signed the newest checkpoint.
        """
        open_note(checkpoint, key)
        self._write_public_key(SEAL_PUBLIC, Verifier.parse(key).text)

    def renew_vault_key(self) -> None:
        """A new vault key in the place of one that is lost. Raises Refused `key-not-lost` where it is there."""
        with self._alone():
            self.check_vault_key_lost()
            self._write_secret(VAULT_KEY, os.urandom(KEY_BYTES).hex())

    def renew_backup_key(self, today: date) -> Path | None:
        """Another key for the backups from now on; where the old one went, which still reads the older backups."""
        with self._alone():
            aside = self._copied_aside(BACKUP_KEY, today) if self._path(BACKUP_KEY).exists() else None
            self._write_backup(os.urandom(KEY_BYTES))
            return aside

    def put_vault_key_aside(self, today: date) -> None:
        """Take the key of a vault that is lost out of use; it opens copies of that vault that may still be found."""
        with self._alone():
            self._copied_aside(VAULT_KEY, today)
            self._path(VAULT_KEY).unlink()
            sync_folder(self.folder)

    def check_vault_key_lost(self) -> None:
        """Refuse to take the vault key for lost while its file is there: `key-not-lost`."""
        if self.has_vault_key:
            raise _not_lost(self._path(VAULT_KEY))

    def check_lost(self) -> None:
        """Refuse to take the signing key for lost while it is there: `key-not-lost`."""
        if self.signer():
            raise _not_lost(self._path(SEAL_KEY))

    def next_signer(self) -> Signer:
        """The key that shall follow, made and kept aside; the same until `replace` puts it in its place.

        Raises Refused `seal-key-lost` where no public key tells the ledger's name.
        """
        self._end_replacement()
        if made := self._signer_of(NEXT_KEY):
            return made
        if not self.origin:
            raise Refused(
                "seal-key-lost",
                f"签名密钥和公钥 {self._path(SEAL_PUBLIC)} 都不见了;请用 --old 写明给出过的公钥,再更换签名密钥。",
            )
        signer = Signer.of(self.origin, os.urandom(KEY_BYTES))
        self._write_secret(NEXT_KEY, signer.text)
        return signer

    def replace(self, at: Checkpoint, on: date, reason: str, *, lost: bool = False) -> Step:
        """Put the next key in the place of the present one, at a checkpoint of the book.

        The old key signs it over; `lost`: it is gone and does not. Durable in one moment, that of the succession;
        what is left to do then is done by the next `signing`. A new paper copy is written.
        Raises Refused as `signing` (unless lost) and `next_signer`.
        """
        with self._alone():
            old, new = None if lost else self.signing(), self.next_signer()
            old_key = old.verifier_key if old else self.verifier_key
            step = Step(len(self.steps) + 1, old_key, new.verifier_key, on, at.size, at.root, reason, lost)
            note = write_step(step, old, new)
            [*_, step] = read_succession(self.succession + note)
            with suppress(Refused):  # without the other two keys there is nothing whole to put on paper
                self._write_paper(PaperCopy.of(new, self.vault_key(), self._backup()), on)
            self._write_succession(self.succession + note)
            self._end_replacement()
            return step

    def _end_replacement(self) -> None:
        """The key that the succession ends with comes into its place."""
        new = self._signer_of(NEXT_KEY)
        if new and new.verifier_key == self._last_step_key():
            with suppress(FileNotFoundError):  # another process was quicker
                self._write_public_key(SEAL_PUBLIC, new.verifier_key)
                put_in_place(self._path(NEXT_KEY), self._path(SEAL_KEY))
                sync_folder(self.folder)


def _opens(checkpoint: str, signer: Signer) -> bool:
    try:
        open_note(checkpoint, signer.verifier_key)
    except NoteRefused:
        return False
    return True


def _differ(path: Path) -> Refused:
    return Refused("keys-differ", f"{path} 是另一把密钥,和这张纸不一样;请核对纸上的账本编号,或先把这个文件移开。")


def _not_lost(path: Path) -> Refused:
    return Refused("key-not-lost", f"密钥 {path} 还在,没有丢失;请不加 --lost,或先核对 SHILU_HOME。")
