"""What the book gives certificates for: honours, awards, titles, certificates that stand and are attested."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from ledger.acts.finding import find
from ledger.book import Book
from ledger.in_force import stored_names
from ledger.life import State
from ledger.records.award import AwardWon
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.honour import HonourGranted, HonourRevoked
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record, TeacherId
from ledger.refusals import Misuse, Refused

KINDS: tuple[type[Record], ...] = (HonourGranted, AwardWon, TitleHeld, CertificateIssued)


class Given(NamedTuple):
    """Something given: entry, the position of the version that counts, to whom, what, when, by whom.

    `type` is a word of Open Badges' achievement types; `number` is the certificate's, where the record says it.
    """

    entry: str
    position: int
    teacher: TeacherId
    type: str
    called: str
    name: str
    on: date
    by: str
    number: str
    document: str


def given_by(book: Book, entry: str) -> Given:
    """What an entry gives. Raises Misuse as `find`, `not-a-credential`; Refused `not-in-force`."""
    place, found = find(book.stored, entry), False
    for kind in KINDS:
        for position, number, record, stands in _all(book, kind):
            found = found or number == place.entry
            if number == place.entry and stands:
                return _told(record, number.hex(), position)
    if found:
        raise Refused(
            "not-in-force",
            f"记录 {place.entry.hex()} 还没有审核,或已经作废、撤销,不能据它签发证书;请先办好审核。",
            see=[place.entry.hex()],
        )
    raise Misuse(
        "not-a-credential",
        f"记录 {place.entry.hex()} 不是荣誉称号、获奖、职称或证书,没有证书可签发;请核对记录号。",
        see=[place.entry.hex()],
    )


def holds(book: Book, kind: type[Record], entry: bytes) -> bool:
    """Whether an entry of a kind stands: attested, and not taken back."""
    return any(number == entry and stands for _, number, _, stands in _all(book, kind))


def positions(book: Book) -> Iterator[tuple[int, bool]]:
    """Every position of the book at which something was given, and whether that stands as it was then."""
    for kind in KINDS:
        standing = {position for position, _, _, stands in _all(book, kind) if stands}
        for row in book.stored.rows(kinds=stored_names(kind)):
            yield row[0], row[0] in standing


def _all(book: Book, kind: type[Record]) -> Iterator[tuple[int, bytes, Any, bool]]:
    """Of every entry the version that counts: position, entry, record, whether it is attested and not taken back."""
    kept = book.kept(kind)
    taken = _taken_back(book, kind)
    for position, entry, state, record in zip(kept.positions, kept.entries, kept.states, kept.records, strict=True):
        named = record.number if isinstance(record, CertificateIssued) else entry
        rests = isinstance(record, CertificateIssued) and record.rests_on in taken
        yield position, entry, record, state is State.ATTESTED and named not in taken and not rests


def _taken_back(book: Book, kind: type[Record]) -> set[object]:
    """Entries of honours that were revoked; numbers of certificates that were, and what no longer stands beneath."""
    if kind is HonourGranted:
        kept = book.kept(HonourRevoked)
        return {one for one, state in zip(kept.entries, kept.states, strict=True) if state is State.ATTESTED}
    if kind is CertificateIssued:
        kept = book.kept(CertificateRevoked)
        fallen = {
            entry.hex() for one in KINDS if one is not kind for _, entry, _, stands in _all(book, one) if not stands
        }
        return fallen | {
            one.number for one, state in zip(kept.records, kept.states, strict=True) if state is State.ATTESTED
        }
    return set()


def _told(record: Record, entry: str, position: int) -> Given:
    if isinstance(record, HonourGranted):
        told = (
            record.called,
            f"{record.level}{record.honour}",
            record.on,
            record.issuer,
            record.certificate,
            record.document,
        )
        return Given(entry, position, record.teacher, "Award", *told)
    if isinstance(record, AwardWon):
        name = f"{record.level}{record.series}({record.group}){record.prize}"
        told = (record.called, name, record.on, record.issuer, record.certificate, record.document)
        return Given(entry, position, record.teacher, "Award", *told)
    if isinstance(record, TitleHeld):
        told = (record.called, record.title, record.obtained, "", record.certificate, record.document)
        return Given(entry, position, record.teacher, "Certification", *told)
    assert isinstance(record, CertificateIssued)
    told = (record.called, record.named, record.on, record.issuer, record.number, "")
    return Given(entry, position, record.teacher, "Certificate", *told)
