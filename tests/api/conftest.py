"""What tests of the doors stand on: offices of any name, each in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.key_offices import Office


@pytest.fixture
def new_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], Office]:
    """Makes an office of a name."""
    return lambda name: Office(tmp_path / name, monkeypatch, capsys)
