"""Makes docs/dossier-pages: a made-up teacher's dossier and a certificate as they are printed, page by page.

`python -m tests.api.dossier_pictures`, part of `make pictures`. Names and records are of the demo county.
"""

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from api.cli.main import main
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.dossier.certificate import CertificateSheet
from api.dossier.making import Asked, names_of, printing
from api.dossier.sheet import Sheet
from ledger.home import Home
from ledger.records.award import AwardWon
from projections.catalogue import find_pack
from tests.house.pages import HOUSE

FOLDER = HOUSE / "docs" / "dossier-pages"
PPI = 72

CERTIFICATE = CertificateSheet(
    "荣誉证书",
    "何春英",
    "枣坡镇中心小学",
    "被评为2022—2023学年县级优秀教师,特发此证。",
    "YX-2023-0017",
    "县教育体育局",
    date(2023, 9, 10),
    "a9cddc7a",
    "https://shilu.example/check",
)


def dossier_sheet(folder: Path) -> Sheet:
    """A dossier of a small demo county, with what its pack says."""
    os.environ["SHILU_HOME"] = str(folder / "ledger")
    write_county(folder / "county.xlsx", CountyPlan(seed=7, teachers=40))
    assert main(["init"]) == 0
    assert main(["import", str(folder / "county.xlsx")]) == 0
    home = Home(folder / "ledger")
    with home.opened() as ledger:
        teacher = ledger.book.kept(AwardWon).records[0].teacher
        span = date(2022, 9, 1), date(2023, 1, 13)
        asked = Asked(teacher, *span, None, "", find_pack("taikang-2022"), "2022-2023-1")
        return printing(ledger, home.folder, asked, names_of(ledger), lambda record: True).sheet()


def made(folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        for number, picture in enumerate(dossier_sheet(Path(place)).pictures(PPI), 1):
            (folder / f"dossier-{number}.png").write_bytes(picture)
    (folder / "certificate.png").write_bytes(CERTIFICATE.sheet().pictures(PPI)[0])


if __name__ == "__main__":
    made(FOLDER)
