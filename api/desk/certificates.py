"""证书 issued on what stands in the book, and taken back: each an act of the county, numbered by the year."""

import re
from datetime import date
from typing import Any, NamedTuple

from api.credentials.given import given_by, holds
from api.desk.reviews_writing import check_acts
from ledger.acts.finding import find
from ledger.book import Book
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.award import AwardWon
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record
from ledger.refusals import Misuse, Refused
from ledger.submission import Submission
from ledger.vocabulary import Gives

_GIVES: dict[type[Record], Gives] = {
    TitleHeld: Gives.TITLE,
    HonourGranted: Gives.HONOUR,
    AwardWon: Gives.AWARD,
    HonourRecommended: Gives.PLACE,
}
_NUMBER = re.compile(r"ZS-(\d{4})-(\d{4,})")


class Certificate(NamedTuple):
    """A certificate as it stands: its entry in hexadecimal, what was issued, when and why it was taken back."""

    entry: str
    issued: CertificateIssued
    revoked: CertificateRevoked | None

    def to_json(self) -> dict[str, object]:
        """For programs; by codes, without names."""
        said, gone = self.issued, self.revoked
        return {
            "number": said.number,
            "teacher": said.teacher,
            "gives": said.gives,
            "named": said.named,
            "on": said.on,
            "issuer": said.issuer,
            "rests_on": said.rests_on,
            "review": said.review,
            "entry": self.entry,
            "revoked_on": gone.on if gone else None,
            "reason": gone.reason if gone else "",
        }


def certificates(book: Book) -> list[Certificate]:
    """Every certificate, in the order issued."""
    taken = {one.number: one for one in book.kept(CertificateRevoked).records}
    kept = book.kept(CertificateIssued)
    return [
        Certificate(entry.hex(), one, taken.get(one.number))
        for entry, one in zip(kept.entries, kept.records, strict=True)
    ]


def find_certificate(book: Book, number: str) -> Certificate:
    """The certificate of a number. Raises Misuse `unknown-certificate`."""
    every = {one.issued.number: one for one in certificates(book)}
    if number not in every:
        raise Misuse("unknown-certificate", f"没有编号为“{number}”的证书;{did_you_mean(number, every)}。")
    return every[number]


def issue(
    ledger: Ledger, who: HandIn, entry: str, *, number: str = "", on: date | None = None, issuer: str = ""
) -> Certificate:
    """Issue a certificate on an entry; its number follows the last of the year, unless it is said.

    Raises Misuse as `find`, Refused `certificate-baseless` and what the book refuses.
    """
    _check_county(who)
    book, today = ledger.book, on or ledger.book.today()
    kind, record, found = _basis(book, entry)
    said = CertificateIssued(
        number or _next_number(book, today.year),
        record.teacher,
        _GIVES[kind],
        getattr(record, "title", "") or getattr(record, "honour", "") or given_by(book, entry).name,
        today,
        issuer or getattr(record, "issuer", "") or getattr(record, "by", "") or "县教育局",
        found,
    )
    _write(ledger, who, said)
    return find_certificate(book, said.number)


def revoke(ledger: Ledger, who: HandIn, number: str, reason: str, on: date | None = None) -> Certificate:
    """Take a certificate back. Raises Misuse `unknown-certificate`, Refused `no-reason` and what the book refuses."""
    _check_county(who)
    find_certificate(ledger.book, number)
    _write(ledger, who, CertificateRevoked(number, on or ledger.book.today(), reason.strip()))
    return find_certificate(ledger.book, number)


def _basis(book: Book, entry: str) -> tuple[type[Record], Any, str]:
    """What a certificate is to rest on: its kind, the record, the entry in hexadecimal."""
    place = find(book.stored, entry)
    for kind in _GIVES:
        kept = book.kept(kind)
        if place.entry in kept.entries and holds(book, kind, place.entry):
            return kind, kept.records[kept.entries.index(place.entry)], place.entry.hex()
    raise Refused(
        "certificate-baseless",
        f"记录 {place.entry.hex()[:12]} 不是在册有效的职称、荣誉称号、获奖或推荐,不能颁发证书;"
        "请先登记并审核,或核对记录号。",
        see=[place.entry.hex()],
    )


def _next_number(book: Book, year: int) -> str:
    used = [_NUMBER.fullmatch(one.number) for one in book.kept(CertificateIssued).records]
    return f"ZS-{year}-{max([int(one[2]) for one in used if one and int(one[1]) == year], default=0) + 1:04d}"


def _write(ledger: Ledger, who: HandIn, record: Record) -> None:
    check_acts(ledger, who, [record])
    ledger.book.append(who, Submission([record]))


def _check_county(who: HandIn) -> None:
    if not (who.authority == COUNTY or who.authority.startswith(f"{COUNTY}:")):
        raise Refused("not-entitled", f"证书由县局颁发和作废,现在用的是 {who.authority};请用 --authority county。")
