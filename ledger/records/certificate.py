"""证书: a certificate issued for a title, honour or award that stands in the book, and one taken back."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Gives


class CertificateIssued(Record, frozen=True):
    """证书颁发: a certificate of a number, for what a teacher was given.

    `rests_on`: the entry of the title, honour or award, in hexadecimal; `review`: the round it came from, if one.
    """

    kind: ClassVar[str] = "certificate.issued/1"
    called: ClassVar[str] = "证书颁发"
    labels: ClassVar[dict[str, str]] = {
        "number": "证书编号",
        "teacher": "教师编号",
        "gives": "证书类别",
        "named": "证书名称",
        "on": "颁发日期",
        "issuer": "颁发单位",
        "rests_on": "所据记录",
        "review": "评审编号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    number: str
    teacher: TeacherId
    gives: Gives
    named: str
    on: Happened
    issuer: str
    rests_on: str
    review: str = ""

    def natural_key(self) -> NaturalKey:
        return (self.number,)


class CertificateRevoked(Record, frozen=True):
    """证书作废: a certificate holds no longer from a day on."""

    kind: ClassVar[str] = "certificate.revoked/1"
    called: ClassVar[str] = "证书作废"
    labels: ClassVar[dict[str, str]] = {
        "number": "证书编号",
        "on": "作废日期",
        "reason": "作废理由",
    }
    happened_on: ClassVar[str] = "on"
    number: str
    on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return "revoked", self.number

    def stream_key(self) -> NaturalKey:
        return (self.number,)
