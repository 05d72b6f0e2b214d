"""核对页: the checkpoint that a dossier is held to, and the receipt of its newest record as a QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import msgspec
import segno

from ledger.home import Ledger
from ledger.receipt import receipt_for
from ledger.refusals import Refused
from projections.dossier import DossierLine

_TRIED = 8
_MASK = 3  # any is as good for a print; to try all eight takes as long as ten pages
_FITS = 2_000
"""More bytes make a code that a telephone does not read off a print of 7 cm."""


@dataclass(frozen=True)
class Proof:
    """What the printed sheet can be held to.

    checkpoint: the signed note; code: the QR code of the receipt as SVG, empty where there is none; entry, position: of
    the record that it is of; why_not: one sentence where the book is not sealed.
    """

    checkpoint: str
    code: str
    entry: str
    position: int
    why_not: str = ""


def proof_of(ledger: Ledger, lines: Sequence[DossierLine]) -> Proof:
    """The checkpoint of now, and the receipt of the newest of some records that fits into a code."""
    newest = sorted(lines, key=lambda line: line.position, reverse=True)
    try:
        for line in newest[:_TRIED]:
            receipt = receipt_for(ledger.book, ledger.seal, str(line.position))
            if len(written := msgspec.json.encode(receipt)) <= _FITS:
                return Proof(receipt.checkpoint, code_of(written), receipt.entry, receipt.position)
        text, _ = ledger.seal.believed()
    except Refused as refused:
        return Proof("", "", "", 0, refused.message)
    return Proof(text, "", "", 0)


def code_of(content: bytes, error: str = "l") -> str:
    """A QR code as SVG without a size of its own, black on white."""
    made = BytesIO()
    segno.make(content.decode(), error=error, micro=False, boost_error=False, mask=_MASK).save(
        made, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True
    )
    return made.getvalue().decode()
