"""The wheel that an office machine installs: everything on the three floors is in it, and it runs by itself."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.pages import HOUSE

FLOORS = ("ledger", "projections", "api")
OF_NO_USE = (".pyc",)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel puts in place."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=HOUSE, capture_output=True, check=True)
    [wheel] = folder.glob("shilu-*.whl")
    with ZipFile(wheel) as packed:
        packed.extractall(folder / "in-place")
    return folder / "in-place"


def files_of(house: Path) -> set[str]:
    return {
        path.relative_to(house).as_posix()
        for floor in FLOORS
        for path in (house / floor).rglob("*")
        if path.is_file() and path.suffix not in OF_NO_USE
    }


def test_nothing_of_the_floors_is_left_out_of_the_wheel(unpacked: Path) -> None:
    assert files_of(unpacked) == files_of(HOUSE)


def test_what_the_wheel_puts_in_place_makes_a_ledger(unpacked: Path, tmp_path: Path) -> None:
    run = (
        "import sys; sys.path.insert(0, sys.argv[1]); import ledger, api.cli.main; "
        "assert ledger.__file__.startswith(sys.argv[1]); sys.exit(api.cli.main.main(sys.argv[2:]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", run, str(unpacked), "init", "--format", "json"],
        cwd=tmp_path,
        env={"SHILU_HOME": str(tmp_path / "ledger"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "ledger" / "book.sqlite").exists()
