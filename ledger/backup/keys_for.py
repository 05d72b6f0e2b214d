"""The keys that a backup is read and proved with: a folder of keys, or the paper copy typed again."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from ledger.checkpoint import NoteRefused
from ledger.forgotten_list import Forgotten, ForgottenList
from ledger.home import FORGOTTEN
from ledger.keys import PAPER, SEAL_KEY, SEAL_PUBLIC, SUCCESSION, Keys, PaperCopy, follow, read_paper, read_succession
from ledger.on_disk import make_folder, write_whole
from ledger.refusals import Refused

PUBLIC_FILES = (SEAL_PUBLIC, "backup.pub", SUCCESSION, "witnesses", FORGOTTEN, "credential.pub")
"""The files of the keys folder that a backup takes along: none of them is secret."""


@dataclass(frozen=True)
class KeysFor:
    """Age identities that read backups, the newest first, and verifier keys that may have signed, the newest last."""

    identities: tuple[str, ...] = field(repr=False)
    trusted: tuple[str, ...]
    folder: Path | None = None
    paper: PaperCopy | None = None

    @classmethod
    def at(cls, place: Path) -> "KeysFor":
        """The keys of a folder, or of a paper copy that was typed again into a file.

        Raises Refused as `Keys` and `read_paper` do, `unreadable-file`.
        """
        if place.is_dir():
            keys = Keys(place)
            if not (trusted := keys.verifier_keys):
                raise Refused("seal-key-lost", f"{place} 里没有签名公钥 seal.pub,不能证明备份;请放回另存的文件。")
            earlier = sorted(place.glob("backup.key.*"), reverse=True)
            identities = (keys.backup_identity, *(path.read_text(encoding="utf-8").strip() for path in earlier))
            return cls(identities, trusted, folder=place)
        try:
            paper = read_paper(place.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("unreadable-file", f"读不了密钥文件夹或纸质副本 {place};请核对路径和权限。") from error
        return cls((paper.backup_identity,), (paper.signer.verifier_key,), paper=paper)

    @property
    def forgotten(self) -> list[Forgotten]:
        """The list of the forgotten beside the keys of a folder. Raises Refused `forgotten-list-unreadable`."""
        return ForgottenList(self.folder / FORGOTTEN).read() if self.folder else []

    @property
    def origin(self) -> str:
        """The name of the ledger that they belong to."""
        return self.trusted[-1].partition("+")[0]

    def knowing(self, succession: str) -> "KeysFor":
        """The same, with the keys that a succession proves: by the signatures in it, whoever brings it.

        The newest key vouches for those before it, since every step is signed by its new key; and each key, by the
        steps that the old one signed, for those after it.
        """
        try:
            steps, later = read_succession(succession), follow(succession, self.trusted[-1])[1:]
        except NoteRefused:
            return self
        trusted = [*self.trusted, *later]
        for step in reversed(steps):
            if step.new in trusted and step.old not in trusted:
                trusted.insert(0, step.old)
        return replace(self, trusted=tuple(trusted))

    def put(self, target: Path, public: dict[str, str], checkpoint: str) -> None:
        """Put the keys into the folder of a restored ledger, with the public files that its backup held.

        `checkpoint`: the newest. Where the backup knows of a signing key that followed the folder's, that one is left
        out: it signs no more.
        """
        make_folder(target)
        for name, text in public.items():
            if name in PUBLIC_FILES:
                write_whole(target / name, text.encode(), mode=0o600)
        if self.paper:
            Keys(target).restore(self.paper, checkpoint)
        if self.folder:
            followed = len(Keys(self.folder).succession) < len(public.get(SUCCESSION, ""))
            left_out = {PAPER, FORGOTTEN, *((SEAL_KEY, SEAL_PUBLIC, SUCCESSION) if followed else ())}
            for path in sorted(self.folder.iterdir()):
                if path.is_file() and path.name not in left_out:
                    write_whole(target / path.name, path.read_bytes(), mode=0o600)
            ForgottenList(target / FORGOTTEN).add(self.forgotten)
