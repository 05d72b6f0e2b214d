"""What the README and the tutorial tell their reader to do is done, and prints what they say it prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.house.pages import DOCS, README, Command, Edit, steps


@pytest.mark.parametrize("page", [README, DOCS / "tutorial.md", DOCS / "handing-in.md"], ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    done = 0
    for step in steps(page):
        if isinstance(step, Edit):
            _edit(step, tmp_path)
        else:
            _run(step, tmp_path)
            done += 1
    assert done, f"{page.name} shows no command"


def _edit(edit: Edit, folder: Path) -> None:
    book = load_workbook(folder / edit.workbook)
    book[edit.sheet][edit.cell].value = int(edit.value) if edit.value.isdigit() else edit.value
    book.save(folder / edit.workbook)


def _run(command: Command, folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHILU_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    environment["PYTHONIOENCODING"] = "utf-8"
    ran = subprocess.run(
        ["bash", "-c", command.text],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode == command.status, f"{command.text}\n{ran.stdout}"
    printed = [_spaced(line) for line in ran.stdout.splitlines()]
    for line in command.lines:
        assert any(_spaced(line) in one for one in printed), f"{command.text}\ndid not print: {line}\n{ran.stdout}"


def _spaced(line: str) -> str:
    """A line as it is compared: runs of space are one, and a line that goes on ends before its `…`."""
    return " ".join(line.rstrip("…").split())
