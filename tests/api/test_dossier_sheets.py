"""Sheets that are printed: rare characters are found a font or named, a certificate is the same bytes each time."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from api.dossier.certificate import CertificateSheet
from api.dossier.cmap import characters_of, has
from api.dossier.fonts import SANS, SERIF, fonts_for
from tests.api import dossier_pictures

NOBODY_HAS = "\U0003fff0"
SHIPPED_LACKS = "𰻝"

CERTIFICATE = CertificateSheet(
    "荣誉证书",
    "何春英",
    "枣坡镇中心小学",
    "被评为2022—2023学年县级优秀教师,特发此证。",
    "TK-2023-0017",
    "县教育体育局",
    date(2023, 9, 10),
    "a9cddc7a1122334455667788aabbccdd",
    "https://shilu.example/check",
)


def _shown(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def test_common_characters_need_the_shipped_fonts_alone() -> None:
    found = fonts_for(["何春英 2023-09-10 “优秀教师”——①Ⅲ·……镕堃"])
    assert found.families == (SERIF, SANS)
    assert not found.lacking


def test_a_character_that_no_font_has_is_named_and_printed_as_its_code() -> None:
    made = replace(CERTIFICATE, holder=f"何{NOBODY_HAS}").sheet()
    assert [one.code for one in made.fonts.lacking] == ["U+3FFF0"]
    assert "何〔U+3FFF0〕" in _shown(made.pdf())


def test_a_character_that_only_another_font_has_is_set_in_that_font() -> None:
    found = fonts_for([SHIPPED_LACKS])
    if found.lacking:
        pytest.skip("no font of this machine has the character")
    assert found.families[:2] == (SERIF, SANS)
    assert len(found.families) == 3
    made = replace(CERTIFICATE, holder=SHIPPED_LACKS).sheet()
    assert SHIPPED_LACKS in _shown(made.pdf())


def test_what_is_no_font_has_no_characters(tmp_path: Path) -> None:
    (tmp_path / "a.otf").write_bytes(b"OTTO" + bytes(30))
    assert characters_of(tmp_path / "a.otf") == ()
    assert not has((), "中")


def test_stretches_of_characters_are_looked_up_at_their_ends() -> None:
    ranges = ((0x4E00, 0x4E02), (0x4E10, 0x4E10))
    assert [has(ranges, chr(code)) for code in (0x4DFF, 0x4E00, 0x4E02, 0x4E03, 0x4E10, 0x4E11)] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]


def test_a_certificate_is_the_same_bytes_and_says_who_what_when_and_by_whom() -> None:
    pdf = CERTIFICATE.pdf()
    assert pdf == CERTIFICATE.pdf()
    shown = _shown(pdf).replace(" ", "")
    for said in ("荣誉证书", "何春英", "优秀教师", "TK-2023-0017", "县教育体育局", "2023年9月10日", "a9cddc7a"):
        assert said in shown
    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_a_revoked_certificate_says_so_across_it() -> None:
    revoked = replace(CERTIFICATE, revoked_on=date(2024, 1, 2))
    assert "已于2024-01-02作废" in _shown(revoked.pdf()).replace(" ", "")
    assert "作废" not in _shown(CERTIFICATE.pdf())


def test_the_pages_kept_in_the_docs_are_what_is_printed_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made anew by `make pictures`. The last page bears the checkpoint of a key that is another one each time."""
    monkeypatch.setenv("SHILU_HOME", "")
    pages = dossier_pictures.dossier_sheet(tmp_path).pictures(dossier_pictures.PPI)
    kept = dossier_pictures.FOLDER
    assert len(pages) == len(list(kept.glob("dossier-*.png")))
    for number, page in enumerate(pages[:-1], 1):
        assert page == (kept / f"dossier-{number}.png").read_bytes(), f"page {number}: run make pictures and look"
    [certificate] = dossier_pictures.CERTIFICATE.sheet().pictures(dossier_pictures.PPI)
    assert certificate == (kept / "certificate.png").read_bytes()
