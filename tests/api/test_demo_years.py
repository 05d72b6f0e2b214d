"""A demo county over several school years: every workbook is taken whole, and the people stay the same."""

from pathlib import Path

import pytest

from api.cli.main import main
from ledger.home import Home
from ledger.records.school_year import TermAnnounced


def test_two_years_are_made_and_handed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "demo"))
    ask = ["demo", "--years", "2", "--teachers", "24", "--term", "2022-2023-1", "--observations", "40"]
    assert main(ask) == 0
    told = capsys.readouterr().out
    assert "2022-2023-1" in told
    home = Home(tmp_path / "demo")
    assert sorted(path.name for path in home.folder.glob("*.xlsx")) == [
        "2021-2022-1.xlsx",
        "2021-2022-2.xlsx",
        "2022-2023-1.xlsx",
    ]
    with home.opened() as ledger:
        position = ledger.book.position
        assert len(ledger.book.kept(TermAnnounced).records) == 3
        assert len(ledger.register().teachers) <= 24
    assert main(ask) == 0  # again: everything is there already
    with home.opened() as ledger:
        assert ledger.book.position == position
