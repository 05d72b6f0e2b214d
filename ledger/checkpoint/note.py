"""Signed notes (C2SP signed-note): a text with signatures under it, opened only where a known key signed it.

The rules are those of the specification and, where it leaves room, of Go's sumdb/note; stricter in two things:
base 64 has one spelling, and a wrong signature of a known key refuses the note even behind a good one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from ledger.checkpoint.note_keys import NoteRefused, Signer, Verifier, is_name
from ledger.checkpoint.strict_base64 import from_base64

_REQUEST = re.compile(r"old [0-9]+\n([A-Za-z0-9+/=]+\n)*\n")
MOST_SIGNATURES = 100
"""Lines under one note, as in Go; the specification asks for at least 16."""


@dataclass(frozen=True)
class Signature:
    """A signature that was checked: by whose key, its line (ended by a newline), and when, if a witness made it."""

    verifier_key: str
    name: str
    line: str
    time: int | None = None


@dataclass(frozen=True)
class Note:
    """A note that at least one of the keys asked for has signed.

    `text` is what was signed, its last newline included; `signatures` are those that were checked, in their order;
    `others` the lines of keys that were not asked for, of which nothing is known.
    """

    text: str
    signatures: tuple[Signature, ...]
    others: tuple[str, ...] = ()


def open_note(text: str | bytes, verifier_key: str, *more_keys: str) -> Note:
    """Open a signed note by one or more verifier keys, logs' or witnesses'.

    Raises NoteRefused: `bad-note` (not of the form), `note-altered` (a signature of a key asked for is wrong),
    `note-of-others` (none of the keys signed it), `note-is-request` (what is meant for a witness), `bad-key`.
    """
    verifiers = [Verifier.parse(key) for key in dict.fromkeys((verifier_key, *more_keys))]
    body, lines = _split(_checked(text))
    signatures: dict[str, Signature] = {}
    others: dict[str, None] = {}
    for line, name, signature in _signatures(lines):
        known = [one for one in verifiers if one.name == name and one.key_id == signature[:4]]
        for verifier in known:
            try:
                at = verifier.signed_at(body, signature[4:])
            except InvalidSignature:
                _check_no_request(body)
                raise NoteRefused(
                    "note-altered", f"“{name}”的签名和内容对不上:内容或签名被改动过;请从原处重新取得这份文件。"
                ) from None
            signatures.setdefault(verifier.text, Signature(verifier.text, name, line, at))
        if not known:
            others[line] = None
    if not signatures:
        _check_no_request(body)
        asked = "、".join(dict.fromkeys(verifier.name for verifier in verifiers))
        raise NoteRefused("note-of-others", f"没有“{asked}”的这把密钥的签名;请核对公钥,或换一份由它签名的文件。")
    return Note(body, tuple(signatures.values()), tuple(others))


def sign_note(body: str, *signers: Signer) -> str:
    """A note of that body with the signers' lines. Raises NoteRefused `bad-note` where the body can be none."""
    return add_signatures(body + "\n", *(signer.sign(body) for signer in signers))


def add_signatures(text: str, *lines: str) -> str:
    """A note with more signature lines under it, those that it has already left out.

    Raises NoteRefused `bad-note` where the outcome is none; nothing is verified here.
    """
    has = set(text.rpartition("\n\n")[2].splitlines(keepends=True))
    whole = text + "".join(line for line in dict.fromkeys(lines) if line not in has)
    list(_signatures(_split(_checked(whole))[1]))
    return whole


def body_of(text: str | bytes) -> str:
    """The body of a note, verified by nobody: to learn who is said to have signed. Raises NoteRefused `bad-note`."""
    return _split(_checked(text))[0]


def _checked(text: str | bytes) -> str:
    """The note as text: UTF-8, no control character but the newline."""
    try:
        told = text.decode() if isinstance(text, bytes) else text.encode().decode()
    except UnicodeError:
        raise _bad_note("不是 UTF-8 文本") from None
    if any(character < " " and character != "\n" for character in told):
        raise _bad_note("有换行以外的控制字符(常见的是 Windows 的换行)")
    return told


def _split(text: str) -> tuple[str, list[str]]:
    """Body, with its last newline, and signature lines: the last empty line stands between them."""
    at = text.rfind("\n\n")
    under = text[at + 2 :]
    if at < 0 or not under or not under.endswith("\n"):
        raise _bad_note("正文后面没有空行和签名,或最后一行没有写完")
    lines = under.split("\n")[:-1]
    if len(lines) > MOST_SIGNATURES:
        raise _bad_note(f"签名超过 {MOST_SIGNATURES} 行")
    return text[: at + 1], lines


def _signatures(lines: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """Of each signature line: itself with its newline, name, key id with signature."""
    for line in lines:
        mark, _, rest = line.partition(" ")
        name, _, written = rest.partition(" ")
        signature = from_base64(written) or b""
        if mark != "—" or not is_name(name) or len(signature) < 5:
            raise _bad_note("有一行签名不成形")
        yield line + "\n", name, signature


def _check_no_request(body: str) -> None:
    """Say so where a witness's request (C2SP tlog-witness) was taken for the checkpoint in it: no signature fits."""
    if _REQUEST.match(body):
        raise NoteRefused(
            "note-is-request",
            "这是交给见证单位的请求(第一行是 old),不是校验点;请用见证单位交还的那份,"
            "或用 shilu checkpoint 不加 --old 给出的校验点。",
        )


def _bad_note(what: str) -> NoteRefused:
    return NoteRefused("bad-note", f"这不是完整的签名文件:{what};请从原处重新取得,不要改动任何一个字符。")
