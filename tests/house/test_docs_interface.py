"""The guide for programmers does what it says: every command of it, in order, against a county that is served."""

import os
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from api.http.application import application
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import SchoolId, TeacherId
from ledger.records.rotation import RotationStarted
from ledger.submission import Submission
from ledger.vocabulary import RotationKind
from tests.api.programs import served, with_officers
from tests.api.two_schools import observations, school_workbook, two_schools

GUIDE = Path("docs/interface.md")
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"# ([0-9]{3})$", re.MULTILINE)
_TOKENS = {
    "CLERK": "clerk1",
    "OFFICE": "office1",
    "TEACHER": "000001",
    "COUNTY": "county",
    "SECOND": "second",
    "HOST": "head2",
    "ADMIN": "admin",
    "AUDITOR": "auditor",
}


def county(folder: Path) -> Home:
    """Two schools, with a teacher of the first who serves at the second."""
    home = with_officers(two_schools(folder))
    schools = SchoolId("S001"), SchoolId("S002")
    started = RotationStarted(
        TeacherId("000004"), *schools, next(iter(RotationKind)), date(2022, 9, 1), date(2023, 7, 10)
    )
    with home.opened() as ledger:
        ledger.book.append(HandIn("bureau", COUNTY), Submission([started]))
    return home


def test_every_command_of_the_guide_gets_the_status_that_it_tells(tmp_path: Path) -> None:
    home, folder = county(tmp_path), tmp_path / "at-work"
    folder.mkdir()
    rows = observations(2, 节次=6)
    school_workbook(folder, 听课记录=[*rows, rows[0] | {"节次": 7, "课型": "瞎听"}])
    app = application(home)
    blocks = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    with served(app) as address:
        tokens = {name: app.state.door.credentials.tokens.make(of, "guide", 1) for name, of in _TOKENS.items()}
        environment = {**os.environ, **tokens, "URL": address, "no_proxy": "*"}
        done = subprocess.run(
            ["bash", "-c", "".join(blocks)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    readings = [line for line in done.stdout.splitlines() if " " in line]
    assert len(readings) > 25
    assert [line for line in readings if not line.startswith("200 ")] == []
    statuses = [line for line in done.stdout.splitlines() if " " not in line]
    expected = [status for block in blocks for status in _STATUS.findall(block)]
    assert statuses == expected, done.stdout


def test_every_route_is_in_the_guide() -> None:
    written = GUIDE.read_text(encoding="utf-8")
    schema = application(Home(Path("nowhere"))).openapi()
    last = {path.rstrip("/").rsplit("/", 1)[-1] for path in schema["paths"]}
    missing = [one for one in last if not one.startswith("{") and one not in written]
    assert missing == []


@pytest.mark.parametrize("status", ["401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "503"])
def test_every_status_of_a_problem_is_in_the_guide(status: str) -> None:
    assert status in GUIDE.read_text(encoding="utf-8")
