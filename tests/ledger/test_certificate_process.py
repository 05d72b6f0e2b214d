"""A certificate rests on what stands in the book, one at a time, and is taken back for a reason."""

from datetime import date

import pytest

from ledger.book import Book
from ledger.records.award import AwardWon
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.honour import HonourRecommended, HonourRevoked
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record, entry_of
from ledger.refusals import Refused
from ledger.vocabulary import Gives, Level, Prize
from tests.ledger.people import LI
from tests.ledger.review_samples import HONOUR, ISSUED, REVOKED
from tests.ledger.stories import changed, clerk, row

TITLE = TitleHeld(LI, "一级教师", date(2022, 12, 1))
AWARD = AwardWon("说课", Level.COUNTY, "小学组", LI, Prize.FIRST, date(2022, 11, 11))
PLACE = HonourRecommended(LI, "优秀教师", Level.CITY, date(2022, 12, 20), "县教育局")


def say(book: Book, record: Record) -> str:
    """The code of its refusal; empty where it was written."""
    with book.writing(clerk()) as pen:
        [outcome] = pen.write([row(record, file="c")])
    return outcome.code if isinstance(outcome, Refused) else ""


def resting_on(record: TitleHeld | AwardWon | HonourRecommended, gives: Gives, number: str) -> CertificateIssued:
    return CertificateIssued(number, LI, gives, "证书", date(2023, 1, 20), "县教育局", entry_of(record).hex())


@pytest.mark.parametrize(("record", "gives"), [(TITLE, Gives.TITLE), (AWARD, Gives.AWARD), (PLACE, Gives.PLACE)])
def test_a_certificate_is_for_what_was_given_to_that_teacher(
    book: Book, record: TitleHeld | AwardWon | HonourRecommended, gives: Gives
) -> None:
    said = resting_on(record, gives, "ZS-1")
    assert say(book, said) == "certificate-baseless"
    assert not say(book, record)
    assert say(book, changed(said, gives=Gives.HONOUR)) == "certificate-baseless"
    assert say(book, changed(said, teacher=HONOUR.teacher)) == "certificate-baseless"
    assert say(book, changed(said, on=date(2022, 1, 1))) == "out-of-order"
    assert not say(book, said)


def test_one_certificate_stands_at_a_time_and_its_number_is_never_used_again(book: Book) -> None:
    assert not say(book, HONOUR)
    assert not say(book, ISSUED)
    again = changed(ISSUED, number="ZS-2")
    assert say(book, again) == "certificate-issued"
    assert say(book, changed(REVOKED, number="ZS-2")) == "certificate-unknown"
    assert say(book, changed(REVOKED, on=date(2023, 1, 1))) == "out-of-order"
    assert say(book, changed(REVOKED, reason=" ")) == "no-reason"
    assert not say(book, REVOKED)
    assert say(book, changed(ISSUED, on=date(2023, 1, 31))) == "clash"
    assert not say(book, again)
    assert say(book, CertificateRevoked(ISSUED.number, date(2023, 1, 31), "又一次。")) == "clash"


def test_no_certificate_for_an_honour_that_was_taken_back(book: Book) -> None:
    gone = HonourRevoked(HONOUR.teacher, HONOUR.honour, HONOUR.level, HONOUR.on, date(2023, 1, 9), "材料不实")
    assert not say(book, HONOUR)
    assert not say(book, gone)
    assert say(book, ISSUED) == "certificate-baseless"
