"""The paper copy of a ledger's keys: lines that can be typed again, each with a check sum that names a mistyped one.

A line is a label and eight groups of four characters: 16 bytes of a key and 4 of a check sum in Crockford's base 32
(no I, L, O, U; capitals or not). The check sum covers label, ledger, and the lines of the same key before it, so that
lines of two papers cannot be mixed unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from ledger.checkpoint import Signer
from ledger.keys.age_key import age_identity
from ledger.refusals import Refused
from ledger.spelling import squeeze

_PREFIX = "shilu-"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_GROUPS, _GROUP, _CHECK = 8, 4, 4
_LABELS = ("A1", "N1", "N2", "S1", "S2", "B1", "B2")
"""The ledger's number; names (vault key), seal (signing key), backups: two lines each."""
_WORDS = {"A1": "账本编号", "N1": "姓名库密钥", "S1": "签名密钥", "B1": "备份密钥"}


@dataclass(frozen=True)
class PaperCopy:
    """The secrets of a ledger: its number (16 hexadecimal digits, after `shilu-` its name) and 32 bytes each."""

    number: str
    vault: bytes = field(repr=False)
    seal: bytes = field(repr=False)
    backup: bytes = field(repr=False)

    @property
    def signer(self) -> Signer:
        """What signed checkpoints when the paper was made."""
        return Signer.of(_PREFIX + self.number, self.seal)

    @property
    def backup_identity(self) -> str:
        """The age identity that reads backups."""
        return age_identity(self.backup)

    def text(self, made_on: date) -> str:
        """The paper, to be printed."""
        lines: list[str] = []
        for label, content, check in _lines(self.number, self._contents()):
            if label in _WORDS:
                lines += ["", _WORDS[label]]
            digits = _base32(content + check)
            lines.append(f"{label}  {' '.join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))}")
        return f"{_HEAD.format(number=self.number, made_on=made_on.isoformat())}{chr(10).join(lines)}\n\n{_FOOT}"

    @classmethod
    def of(cls, signer: Signer, vault: bytes, backup: bytes) -> "PaperCopy":
        """The secrets of a ledger, by what signs its checkpoints."""
        return cls(signer.name.removeprefix(_PREFIX), vault, signer.seed, backup)

    def _contents(self) -> list[bytes]:
        halves = [half for key in (self.vault, self.seal, self.backup) for half in (key[:16], key[16:])]
        return [bytes.fromhex(self.number).rjust(16, b"\0"), *halves]


def read_paper(text: str) -> PaperCopy:
    """The secrets of a paper that was typed again; other lines than those with a label do not count.

    Raises Refused `paper-wrong`, naming the line.
    """
    found: dict[str, tuple[int, bytes]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        written = squeeze(line).upper().replace("-", "")
        label, digits = written[:2], written[2:].translate(_READ_AS)
        if label in _LABELS and len(digits) > _GROUP:
            if label in found:
                raise _wrong(number, label, "重复了,只能有一行")
            found[label] = number, _read(number, label, digits)
    for label in _LABELS:
        if label not in found:
            raise Refused("paper-wrong", f"密钥纸质副本缺 {label} 这一行;请照纸补上,一共 {len(_LABELS)} 行。")
    contents = [found[label][1][:16] for label in _LABELS]
    told = contents[0][8:].hex()
    for label, content, check in _lines(told, contents):
        if found[label][1] != content + check:
            raise _wrong(found[label][0], label, "抄错了,或不是同一张纸上的;请对照纸逐组核对这一行")
    return PaperCopy(told, *(contents[at] + contents[at + 1] for at in (1, 3, 5)))


def _lines(number: str, contents: list[bytes]) -> Iterator[tuple[str, bytes, bytes]]:
    """Label, content and check sum of each line."""
    before = b""
    for label, content in zip(_LABELS, contents, strict=True):
        before = before + content if label.endswith("2") else content
        yield label, content, sha256(f"shilu-paper/1\n{number}\n{label}\n".encode() + before).digest()[:_CHECK]


def _base32(content: bytes) -> str:
    number, digits = int.from_bytes(content, "big"), len(content) * 8 // 5
    return "".join(_ALPHABET[number >> 5 * at & 31] for at in range(digits - 1, -1, -1))


def _read(number: int, label: str, digits: str) -> bytes:
    if strange := next((digit for digit in digits if digit not in _ALPHABET), ""):
        group = digits.index(strange) // _GROUP + 1
        raise _wrong(number, label, f"第 {group} 组有副本里不用的字符“{strange}”;请对照纸核对这一组")
    if len(digits) != _GROUPS * _GROUP:
        raise _wrong(number, label, f"应有 {_GROUPS} 组、每组 {_GROUP} 个字符,现有 {len(digits)} 个字符;请对照纸核对")
    value = 0
    for digit in digits:
        value = value << 5 | _ALPHABET.index(digit)
    return value.to_bytes(len(digits) * 5 // 8, "big")


def _wrong(number: int, label: str, what: str) -> Refused:
    return Refused("paper-wrong", f"密钥纸质副本第 {number} 行({label}){what}。")


_HEAD = """师录密钥纸质副本
账本 shilu-{number}   制作日期 {made_on}

请打印这一页,装入信封,注明日期,两人签封,存入保险柜;打印后删除这个文件。
凭这一页可以恢复姓名库、签名和备份的密钥。谁拿到它,谁就能看到姓名和身份证号,也能以本账本的名义签名。
"""

_FOOT = """恢复:照样打成一个文本文件(大小写、空格不限,O 当作 0,I 和 L 当作 1),再运行
  shilu keys restore 这个文件.txt
抄错一行时,命令会说是哪一行。更换签名密钥以后,这一页作废,另打印一页。
"""
