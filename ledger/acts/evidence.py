"""附件: photographs, PDFs and scans attached to a record, kept once each under their SHA-256."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from ledger.acts.entitled import Entitled, not_entitled
from ledger.acts.request import Evidence, Request
from ledger.by_digest import FolderByDigest
from ledger.hand_in import HandIn
from ledger.life import Version
from ledger.on_disk import why
from ledger.parties import teachers_in
from ledger.refusals import Refused
from ledger.steps import Evidenced

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that may be attached: 20 MB."""

_SIGNATURES = [
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
]
"""Where a file of each type shows it, and how; the name of a file says nothing reliable about what is in it."""


def attach(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Evidenced:
    """A file attached to an entry: by its recorder, a person it names, or an office entitled to attest it."""
    meant = asked.meant(stream)
    assert asked.evidence is not None
    records = [version.event.data for version in meant]
    own = any(who.actor == one.event.actor or who.actor in teachers_in(one.event.data) for one in meant)
    if not own and not any(entitled.steps(who.authority, record, records, today) for record in records):
        raise not_entitled(asked.name, who, "添加附件到")
    file = asked.evidence
    return Evidenced(
        asked.name, tuple(version.number for version in meant), file.digest, file.media, file.size, file.name
    )


class EvidenceFolder:
    """The attached files of a ledger, each named by the SHA-256 of its bytes."""

    def __init__(self, folder: Path) -> None:
        self._kept = FolderByDigest(folder)

    def keep(self, path: Path) -> Evidence:
        """Take a file in; one that is there already is kept once.

        Raises Refused: `unreadable-file`, `evidence-too-large`, `evidence-type`.
        """
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise Refused("unreadable-file", f"读不到附件 {path}:{why(error)};请核对路径和权限。") from error
        return self.take(content, path.name)

    def take(self, content: bytes, name: str) -> Evidence:
        """Take in the bytes of a file of this name. Raises Refused `evidence-too-large`, `evidence-type`."""
        described = describe(content, name)
        self._kept.keep(content)
        return described

    def read(self, digest: str) -> bytes:
        """The bytes of an attached file. Raises Refused `evidence-missing` or `evidence-altered`."""
        fault = self.fault(digest)
        if fault:
            raise fault
        return self._kept.path(digest).read_bytes()

    def fault(self, digest: str) -> Refused | None:
        """What is wrong with an attached file: it is missing, or its bytes are no longer those attached."""
        damage = self._kept.damage(digest)
        if damage == "missing":
            return Refused("evidence-missing", f"附件 {digest[:12]} 不在附件文件夹里;请用备份恢复。")
        if damage == "altered":
            return Refused("evidence-altered", f"附件 {digest[:12]} 的内容被改动过;请用备份恢复原件。")
        return None


def describe(content: bytes, name: str) -> Evidence:
    """What would be attached, without taking it in. Raises Refused `evidence-too-large`, `evidence-type`."""
    if len(content) > MOST_BYTES:
        raise Refused("evidence-too-large", f"附件 {name} 超过 20 MB;请压缩或分成几个文件后再交。")
    media = media_type(content)
    if media is None:
        raise Refused(
            "evidence-type",
            f"附件 {name} 不是照片、扫描件或 PDF(按内容判断);请另存为 JPG、PNG 或 PDF 后再交。",
        )
    return Evidence(sha256(content).hexdigest(), media, len(content), name)


def media_type(content: bytes) -> str | None:
    """The type of a photograph, scan or PDF, found by its content; None for anything else."""
    return next((media for at, mark, media in _SIGNATURES if content[at : at + len(mark)] == mark), None)
