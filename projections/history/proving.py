"""A history as a statement: a file of canonical bytes with its digest, which anybody with the ledger derives again."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec

from ledger.book import Book
from ledger.refusals import Misuse, Refused
from ledger.verifying.report import Told
from projections.canonical import canonical
from projections.history.credits import FORM, History
from projections.history.reading import history_of_school, history_of_teacher
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.statements.differences import Difference, differences
from projections.statements.fingerprint import fingerprint
from projections.statements.reproducing import Verdict

READERS = {TEACHER: history_of_teacher, SCHOOL: history_of_school}
"""What reads the history of each kind of subject."""


@dataclass(frozen=True)
class Proof:
    """What came of deriving a file again: the digests of its history as it says and as derived, and why they differ."""

    of: str
    code: str
    verdict: Verdict
    digest: str
    derived: str | None
    first: Difference | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "of": self.of,
            "code": self.code,
            "verdict": self.verdict.value,
            "digest": self.digest,
            "derived": self.derived,
            "first": self.first.to_json() if self.first else None,
            "why": self.why,
        }


def statement_of(book: Book, history: History) -> bytes:
    """The canonical bytes of a history with its digest and that of the fingerprint of the rows it was read from."""
    rows = sha256(fingerprint(book, history.position)).hexdigest()
    return canonical({**history.to_json(), "rows": rows})


def prove(book: Book, content: bytes, told: Told = lambda what, done, of: None) -> Proof:
    """Derive the history in a file again, from the book's own rows. Raises Misuse `bad-statement`."""
    said = _read(content)
    rows, digest = said.pop("rows"), said.pop("digest")
    about = said["of"], said["code"]
    if sha256(canonical(said)).hexdigest() != digest:
        why = "文件的内容和它自己写的摘要不符,文件被改动过;请用原来的文件。"
        return Proof(*about, Verdict.DIFFERS, digest, None, None, why)
    position = said["known_at"]
    if position > book.position:
        why = f"这份材料按账本第 {position} 条为止推算,现在只有 {book.position} 条;请用备份恢复账本。"
        return Proof(*about, Verdict.CANNOT, digest, None, None, why)
    try:
        day = date.fromisoformat(said["as_of"])
        derived = READERS[said["of"]](book, said["code"], day, position, told, afresh=True)
    except Refused as refused:
        return Proof(*about, Verdict.CANNOT, digest, None, None, refused.message)
    except (msgspec.DecodeError, UnicodeDecodeError):
        why = "账本里有读不出来的内容;请运行 shilu verify,并用备份恢复账本。"
        return Proof(*about, Verdict.CANNOT, digest, None, None, why)
    if derived.digest == digest:
        return Proof(*about, Verdict.SAME, digest, derived.digest, None, "")
    first = next(differences(said, msgspec.json.decode(canonical(derived.said()))), None)
    where = f"第一处不同在 {'/'.join(first.place)}。" if first else ""
    if sha256(fingerprint(book, position)).hexdigest() != rows:
        why = f"{where}账本的内容被改动过;请运行 shilu verify,并用备份恢复账本。"
    else:
        why = f"{where}账本没有被改动,现在的软件或考核办法和当时不同;请用当时的版本核对。"
    return Proof(*about, Verdict.DIFFERS, digest, derived.digest, first, why)


def _read(content: bytes) -> dict[str, Any]:
    try:
        said = msgspec.json.decode(content)
        texts = [said[name] for name in ("of", "code", "as_of", "rows", "digest")]
        is_ours = said["form"] == FORM and said["of"] in READERS and all(isinstance(one, str) for one in texts)
        if is_ours and isinstance(said["known_at"], int) and isinstance(said["terms"], list):
            assert isinstance(said, dict)
            return said
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        pass
    raise Misuse("bad-statement", "这不是历年积分的正式文本;请用网页或 shilu history --out 存下的文件。")
