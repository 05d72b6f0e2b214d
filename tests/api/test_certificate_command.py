"""Certificates on paper and in the book: issued once on what stands, printed, taken back, and no longer credited."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.api.test_credential_command import HONOUR, Office, office, workbook

__all__ = ["office", "workbook"]


def _issued(office: Office, entry: str, *words: str) -> dict[str, object]:
    said = json.loads(office.types("certificate", "issue", entry, *words, "--format", "json"))
    assert isinstance(said, dict)
    return said


def test_a_certificate_rests_on_an_honour_and_is_numbered_by_the_year(office: Office) -> None:
    honour = office.honour()
    first = _issued(office, honour, "--on", "2022-10-01")
    assert (first["number"], first["named"], first["rests_on"]) == ("ZS-2022-0001", "优秀教师", honour)
    assert office.refused("certificate", "issue", honour) == "certificate-issued"
    award = _issued(office, office.entry("award.won"), "--on", "2022-11-30")
    assert award["number"] == "ZS-2022-0002"
    assert "ZS-2022-0002" in office.types("certificate", "list")


def test_a_school_may_issue_none_and_nothing_rests_on_a_lesson(office: Office) -> None:
    entry = office.entry("award.won")
    assert office.refused("certificate", "issue", entry, "--authority", "school:S001") == "not-entitled"
    assert office.refused("certificate", "issue", office.entry("lesson.observed")) == "certificate-baseless"
    assert office.refused("certificate", "revoke", "ZS-1999-0001", "--reason", "x", status=2) == "unknown-certificate"


def test_revoking_needs_a_reason_and_shows_in_the_electronic_certificate(office: Office) -> None:
    entry = str(_issued(office, office.honour())["entry"])
    office.types("credential", entry, "--out", str(office.certificate))
    number = json.loads(office.types("certificate", "list", "--format", "json"))[0]["number"]
    assert office.refused("certificate", "revoke", number) == "no-reason"
    office.types("certificate", "revoke", number, "--reason", "印错了")
    assert office.verdict(office.certificate)["status"] == "revoked"
    assert office.refused("credential", entry) == "not-in-force"
    assert "作废" in office.types("certificate", "list")


def test_a_certificate_falls_with_the_honour_that_it_rests_on(office: Office) -> None:
    entry = str(_issued(office, office.honour())["entry"])
    office.types("credential", entry, "--out", str(office.certificate))
    taken = {key: HONOUR[key] for key in ("teacher", "honour", "level", "on")}
    office.append("honour.revoked", **taken, revoked_on="2023-01-05", reason="材料不实")
    assert office.verdict(office.certificate)["status"] == "revoked"


@pytest.mark.parametrize("kind", ["honour", "certificate"])
def test_on_paper_the_same_bytes_twice(office: Office, kind: str) -> None:
    entry = office.honour()
    if kind == "certificate":
        entry = str(_issued(office, entry)["entry"])
    papers: list[bytes] = []
    for name in ("一.pdf", "二.pdf"):
        path: Path = office.folder / name
        office.types("certificate", "print", entry, "--out", str(path))
        papers.append(path.read_bytes())
    assert papers[0] == papers[1]
    words = PdfReader(BytesIO(papers[0])).pages[0].extract_text()
    assert "优秀教师" in words
    assert "县教育局" in words
