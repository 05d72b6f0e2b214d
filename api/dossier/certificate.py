"""证书 as a sheet: whom, what for, by whom and when, its number, and a code that leads to where it can be checked."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from api.dossier.proof import code_of
from api.dossier.sheet import Sheet
from api.typesetting import in_print
from ledger.pen import COUNTY_TIME


@dataclass(frozen=True)
class CertificateSheet:
    """What stands on a certificate.

    title: 荣誉证书, 获奖证书 …; holder: the name; school: where the holder works; says: what is certified, one or two
    sentences; entry: of the record that it rests on; check_at: the text of the QR code (an address without personal
    data, or the credential itself where it fits), empty for none; revoked_on: printed across it where it is revoked.
    """

    title: str
    holder: str
    school: str
    says: str
    number: str
    issuer: str
    on: date
    entry: str
    check_at: str = ""
    revoked_on: date | None = None
    remarks: tuple[str, ...] = ()

    def sheet(self, own_fonts: Path | None = None) -> Sheet:
        """The sheet; `own_fonts`: the county's folder of fonts. The same certificate is the same bytes."""
        on, revoked = self.on, self.revoked_on
        data = {
            "title": self.title,
            "holder": self.holder,
            "about": self.school,
            "says": in_print(self.says),
            "number": self.number,
            "issuer": self.issuer,
            "on": f"{on.year}年{on.month}月{on.day}日",
            "entry": self.entry[:8],
            "code": code_of(self.check_at.encode(), error="m") if self.check_at else "",
            "revoked": f"已于 {revoked} 作废" if revoked else "",
            "remarks": [in_print(one) for one in self.remarks],
        }
        return Sheet("certificate.typ", data, datetime(on.year, on.month, on.day, tzinfo=COUNTY_TIME), None, own_fonts)

    def pdf(self, own_fonts: Path | None = None) -> bytes:
        """The PDF (PDF/A-2b)."""
        return self.sheet(own_fonts).pdf()
