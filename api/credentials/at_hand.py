"""What lies at hand to check a credential with: files named, and files beside it; nothing is fetched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from api.credentials.jws import is_jws
from api.credentials.multikey import PublicKey, from_jwk, from_multikey, key_of_did
from api.credentials.revocation_list import REVOKED
from api.credentials.status_list import is_list
from api.credentials.strict_json import MOST_BYTES, NotJson, read_json
from api.credentials.verifying import opened
from ledger.on_disk import why
from ledger.refusals import Refused

_MOST_FILES = 300
_MOST_FOLDERS = 8
_NAMED = re.compile(r"status|list|revocation|issuer|key|did|controller", re.IGNORECASE)
_READ = ("", ".json", ".jsonld", ".jwt", ".jws", ".did", ".vc")
_BAKED = re.compile(
    rb"<openbadges:credential(?:\s[^>]*?verify=[\"']([^\"']+)[\"'])?[^>]*>(.*?)</openbadges:credential>", re.S
)


def credential_text(path: Path) -> str:
    """The credential in a file: JSON, a JWS, or baked into a PNG or SVG (Open Badges 3.0, section 5.3).

    Raises Refused `unreadable-file`, `bad-encoding`.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= 16 * MOST_BYTES else b""
    except OSError as error:
        raise Refused("unreadable-file", f"读不了 {path}:{why(error)};请核对路径和权限。") from error
    return text_in(content, str(path))


def text_in(content: bytes, named: str) -> str:
    """The credential in the bytes of a file. Raises Refused `bad-encoding`."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        content = _in_png(content)
    elif (baked := _BAKED.search(content)) and b"<svg" in content:
        content = baked[1] or re.sub(rb"^\s*<!\[CDATA\[|\]\]>\s*$", b"", baked[2])
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Refused("bad-encoding", f"{named} 不是 UTF-8 文本;请另存为 UTF-8 再用。") from None


def _in_png(content: bytes) -> bytes:
    """The text of the first chunk `iTXt` with the keyword `openbadgecredential`; nothing where there is none."""
    at = 8
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(b"openbadgecredential\0\0\0"):
            return body.split(b"\0", 5)[5]
        at += 12 + length
    return b""


def beside(path: Path) -> Iterator[str]:
    """The texts of files that lie beside a credential, and near it where names sound like what is looked for."""
    folder = path.resolve().parent
    with suppress(OSError):
        above = [near for near in _files(folder.parent) if _NAMED.search(near.name)]
        for one in [*_files(folder), *above, *_in_folders(folder), *_in_folders(folder.parent)]:
            if one == path.resolve():
                continue
            with suppress(OSError, UnicodeDecodeError):
                yield one.read_text(encoding="utf-8-sig").strip()


def _in_folders(folder: Path) -> list[Path]:
    """The files of the folders in a folder whose names sound like what is looked for."""
    near = [one for one in sorted(folder.iterdir()) if _NAMED.search(one.name) and one.is_dir()]
    return [file for one in near[:_MOST_FOLDERS] for file in _files(one)]


def _files(folder: Path) -> list[Path]:
    found = [one for one in sorted(folder.iterdir()) if one.suffix.lower() in _READ and one.is_file()]
    return [one for one in found[:_MOST_FILES] if one.stat().st_size <= MOST_BYTES]


def sorted_out(texts: Iterator[str] | Sequence[str]) -> tuple[list[str], list[Mapping[str, Any]]]:
    """Which texts are status lists, and which tell whose keys are whose."""
    lists: list[str] = []
    documents: list[Mapping[str, Any]] = []
    for text in texts:
        with suppress(NotJson):
            value, _ = opened(text)
            if is_list(value) or REVOKED in value:
                lists.append(text)
            elif not is_jws(text) and {
                "verificationMethod",
                "assertionMethod",
                "publicKeyMultibase",
                "publicKeyJwk",
            } & set(value):
                documents.append(value)
    return lists, documents


def keys_in(said: str) -> tuple[list[PublicKey], list[Mapping[str, Any]]]:
    """The key that somebody hands over: a Multikey, a did:key, a PEM, a JWK, or an identity document.

    Raises NotJson for anything else; what was read is never in its words.
    """
    text = said.strip()
    if key := from_multikey(text) or key_of_did(text.partition("#")[0]):
        return [key], []
    if text.startswith("-----BEGIN PUBLIC KEY"):
        with suppress(ValueError):
            loaded = load_pem_public_key(text.encode())
            if isinstance(loaded, Ed25519PublicKey | RSAPublicKey):
                return [loaded], []
        raise NotJson("不是能用的公钥")
    value = read_json(text)
    if not isinstance(value, dict):
        raise NotJson("不是公钥,也不是身份文件")
    if isinstance(value.get("keys"), list):
        return [known for one in value["keys"] if isinstance(one, dict) and (known := from_jwk(one))], []
    only = from_jwk(value) or ("id" not in value and from_multikey(value.get("publicKeyMultibase"))) or None
    return ([only], []) if only else ([], [value])
