"""What is in a backup: its head, the rows as stored, the files beside them, and the signed note at its end.

head.json                      what it is: origin, positions, checkpoint
rows/000000000001.txt          rows in position order, one a line: position, stream, version, kind, body
evidence/ statements/          the files that those rows name, under their SHA-256
mappings/ dossier/ issuer.toml the county's own mappings, forms and name on certificates (`OWN_FILES`)
seal/                          checkpoints kept, as they are in the ledger's folder
vault/TABLE.ndjson             the vault's tables as stored: every name in them is sealed
SHA256SUMS                     digests of all these
end.note                       a note signed with the ledger's key, that says the digest of that list
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Any

import msgspec

from ledger.refusals import Refused
from ledger.store.rows import Row

FORMAT = "shilu-backup/1"
HEAD, END = "head.json", "end.note"
ROWS, EVIDENCE, STATEMENTS, VAULT = "rows", "evidence", "statements", "vault"

OWN_FILES = ("mappings/*.yaml", "dossier/*.yaml", "dossier/*.docx", "issuer.toml")
"""What a county made for itself in the ledger's folder; no fonts, which every increment would carry again."""

TABLES = ("particulars", "person", "forgotten", "access", "vault_key")
"""The vault's tables in the order they are read: a person who is forgotten meanwhile is among the forgotten."""

_KIND = re.compile(r"[a-z_]+\.[a-z_]+/[0-9]+(#[a-z]+)?")


class Head(msgspec.Struct, frozen=True):
    """The first file of a backup.

    first, last: the positions that it holds; an increment begins after another backup's last, and holds none where
    `first` is `last` + 1. checkpoint: the signed note over all up to `last`. before: the roots (base 64) of the whole
    subtrees over what comes before `first`, the largest first, by which an increment is proved by itself. keys: the
    public files of the keys folder, by name.
    """

    format: str
    origin: str
    at: datetime
    first: int
    last: int
    checkpoint: str
    before: tuple[str, ...] = ()
    keys: dict[str, str] = {}

    @property
    def is_full(self) -> bool:
        """Whether it holds the book from its first position on."""
        return self.first == 1


class Lacking(msgspec.Struct, frozen=True):
    """A file that rows name and that could not be taken along: `what` is `evidence` or `statements`."""

    what: str
    digest: str


def written_rows(rows: list[Row]) -> bytes:
    """Rows as lines. Raises Refused `book-damaged` for one that no book of ours wrote."""
    lines = []
    for position, stream, version, kind, body in rows:
        if b"\n" in body or not _KIND.fullmatch(kind):
            raise Refused("book-damaged", f"账本第 {position} 条被改动过,没有备份;请运行 shilu verify 查明。")
        lines.append(b"%d %s %d %s %s\n" % (position, stream.hex().encode(), version, kind.encode(), body))
    return b"".join(lines)


def read_rows(written: bytes) -> list[Row]:
    """The rows of some lines. Raises ValueError."""
    rows: list[Row] = []
    for line in written.split(b"\n")[:-1]:
        position, stream, version, kind, body = line.split(b" ", 4)
        rows.append((int(position), bytes.fromhex(stream.decode()), int(version), kind.decode(), body))
    return rows


def written_table(rows: list[tuple[Any, ...]]) -> bytes:
    """The rows of a table as lines of JSON; bytes as `{"base64": …}`."""
    return b"".join(msgspec.json.encode([_as_json(value) for value in row]) + b"\n" for row in rows)


def read_table(written: bytes) -> list[tuple[Any, ...]]:
    """The rows of some lines. Raises ValueError."""
    return [tuple(_from_json(value) for value in msgspec.json.decode(line, type=list)) for line in written.splitlines()]


def _as_json(value: Any) -> Any:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: Any) -> Any:
    return b64decode(value["base64"], validate=True) if isinstance(value, dict) else value


def end_of(head: Head, digests: bytes, lacking: Sequence[Lacking]) -> str:
    """What the note at the end says: whose backup of which positions this is, and the digest of the list of digests.

    No checkpoint can say the same: its second line is a number.
    """
    lines = [head.origin, FORMAT, f"first {head.first}", f"last {head.last}", f"sha256 {sha256(digests).hexdigest()}"]
    lines += [f"lacking {one.what} {one.digest}" for one in lacking]
    return "".join(f"{line}\n" for line in lines)


def is_own_file(name: str) -> bool:
    """Whether a name is that of one of `OWN_FILES`, in no folder below."""
    return any(fnmatchcase(name, own) and name.count("/") == own.count("/") for own in OWN_FILES)


def named_files(rows: list[Row]) -> dict[tuple[str, str], None]:
    """The files that rows name, in order: folder and digest."""
    found: dict[tuple[str, str], None] = {}
    for _, _, _, kind, body in rows:
        if kind.endswith("#evidenced"):
            found[EVIDENCE, _evidenced(body).data.digest] = None
        elif kind.startswith("statement.drafted/"):
            said = _drafted(body).data
            found |= {(STATEMENTS, digest): None for digest in (said.result, said.rows) if digest}
    return found


class _Evidence(msgspec.Struct):
    digest: str


class _Evidenced(msgspec.Struct):
    data: _Evidence


class _Draft(msgspec.Struct):
    result: str
    rows: str = ""


class _Drafted(msgspec.Struct):
    data: _Draft


_evidenced = msgspec.json.Decoder(_Evidenced).decode
_drafted = msgspec.json.Decoder(_Drafted).decode
