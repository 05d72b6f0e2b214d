"""Offices with ledgers and keys of their own, each in its folder, that type commands and hand each other files."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from ledger.home import Home

PACK = ["--pack", "taikang-2022", "--term", "2022-2023-1", "--as-of", "2023-01-13"]


class Office:
    """An office that types commands in its folder, and reads what they print."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def text(self, *arguments: str, status: int = 0) -> str:
        self._monkeypatch.setenv("SHILU_HOME", str(self.folder))
        self._capsys.readouterr()
        assert main(arguments) == status, self._capsys.readouterr()
        captured = self._capsys.readouterr()
        return captured.out + captured.err

    def json(self, *arguments: str, status: int = 0) -> Any:
        told = self.text(*arguments, "--format", "json", status=status)
        return json.loads(told[min(told.find("{") % 10**9, told.find("[") % 10**9) :])

    def names(self) -> set[str]:
        with Home(self.folder).opened() as ledger:
            return set(ledger.names(ledger.register()).values())

    def digest(self) -> str:
        digest: str = self.json("evaluate", *PACK)["digest"]
        return digest
