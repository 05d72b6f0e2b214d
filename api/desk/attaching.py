"""Files attached to records: photographs, scans and PDFs, taken in and given out."""

import re
import unicodedata
from collections.abc import Iterator

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.matters import authority_for, hand_in_of, narrowed, versions_meant
from ledger.acts.evidence import describe
from ledger.acts.finding import Place
from ledger.acts.request import Evidence
from ledger.book import Book
from ledger.event import Act, stored_name
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records import EARLIER, KINDS
from ledger.refusals import Misuse, Refused
from ledger.steps import Evidenced
from ledger.store.codec import decode

LONGEST_NAME = 100

_DIGEST = re.compile(r"[0-9a-f]{64}")


def attach(ledger: Ledger, by: HandIn, place: Place, evidence: Evidence) -> bool:
    """Attach a file that was kept; whether it was not before, be it a moment ago by another program.

    Raises Refused `not-entitled`, `no-longer-stands`.
    """
    with ledger.book.writing(by) as pen:
        if _is_attached(ledger, place, evidence):  # nobody else writes meanwhile
            return False
        [outcome] = pen.act([place.request(Act.EVIDENCED, evidence=evidence)])
        if isinstance(outcome, Refused):
            raise outcome
    return True


def attach_for(
    ledger: Ledger, visitor: Visitor, place: Place, content: bytes, name: str, office: str = ""
) -> tuple[Evidence, bool]:
    """Attach a file's bytes for a visitor; what it is, and whether it is new: attached already, nothing is written.

    Nothing is kept of a file that is refused: `not-allowed`, `evidence-too-large`, `evidence-type`, `not-entitled`.
    """
    evidence = describe(content, plain_name(name))
    [versions] = versions_meant(ledger, [place])
    narrow, authority = narrowed(visitor, Deed.EVIDENCE, place, versions, ledger, ledger.register(), office)
    if _is_attached(ledger, place, evidence):
        return evidence, False
    with ledger.book.writing(hand_in_of(visitor, authority), keep=False) as pen:
        [outcome] = pen.act([narrow.request(Act.EVIDENCED, evidence=evidence)])
        if isinstance(outcome, Refused):
            raise outcome
    ledger.evidence.take(content, evidence.name)
    return evidence, attach(ledger, hand_in_of(visitor, authority), narrow, evidence)


def _is_attached(ledger: Ledger, place: Place, evidence: Evidence) -> bool:
    return any(one.digest == evidence.digest for one in attached_to(ledger, place))


def attached_to(ledger: Ledger, place: Place) -> list[Evidenced]:
    """The files attached to an entry, in order."""
    rows = ledger.book.stored.standing([place.stream])
    steps = [decode(name, body).data for _, _, _, name, body in rows if name.endswith(f"#{Act.EVIDENCED}")]
    return [one for one in steps if isinstance(one, Evidenced) and one.entry == place.entry.hex()]


def given_out(ledger: Ledger, visitor: Visitor, digest: str) -> tuple[bytes, Evidenced]:
    """An attached file for a visitor who may see a record that it is attached to, and how it was attached.

    Raises Misuse `unknown-evidence`, also where the visitor may see no such record; Refused `evidence-missing`,
    `evidence-altered`.
    """
    register = ledger.register()
    for place, step in _attachings(ledger.book, digest):
        [versions] = versions_meant(ledger, [place])
        for version in versions:
            try:
                authority_for(visitor, Deed.READ, version.event.data, register)
            except Refused:
                continue
            return ledger.evidence.read(digest), step
    raise _unknown(digest)


def check_named(book: Book, digest: str) -> None:
    """Refuse a digest under which no record has an attached file: Misuse `unknown-evidence`."""
    if next(_attachings(book, digest), None) is None:
        raise _unknown(digest)


def plain_name(name: str) -> str:
    """The name of a file without folders and without what cannot be printed; at most so many characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    return "".join(one for one in last if one.isprintable()).strip()[-LONGEST_NAME:]


def _attachings(book: Book, digest: str) -> Iterator[tuple[Place, Evidenced]]:
    """Every time that a file was attached to a record."""
    if not _DIGEST.fullmatch(digest):
        return
    wanted = f'"{digest}"'.encode()
    rows = book.stored.rows(kinds=[stored_name(kind, Act.EVIDENCED) for kind in KINDS | EARLIER])
    for _, stream, _, name, body in rows:
        if wanted in body:
            step = decode(name, body).data
            if isinstance(step, Evidenced) and step.digest == digest:
                yield Place(stream, bytes.fromhex(step.entry)), step


def _unknown(digest: str) -> Misuse:
    return Misuse("unknown-evidence", f"没有哪条记录有摘要是“{digest[:64]}”的附件;请写全附件的 SHA-256(64 位)。")
