"""A small ledger in which there is something of everything, sealed to its end, to be altered by tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.cli.main import main
from ledger.home import Home
from tests.faults.office_day import line, materials, the_day

MORE = 260
"""Records that make the tree higher than one tile (256)."""


@contextmanager
def sealed_sample(folder: Path) -> Iterator[Home]:
    """A ledger of some 300 events: names, an attached file, a result made official, looks at numbers, facts, views."""
    home = Home(folder / "county")
    given = materials(folder / "given")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHILU_HOME", str(home.folder))
        the_day(given)
        more = folder / "more.ndjson"
        more.write_text("".join(line(period, 60) + "\n" for period in range(1, MORE + 1)), encoding="utf-8")
        for command in (
            ["append", str(more)],
            ["evidence", "add", "20", str(given / "photograph.jpg")],
            ["void", "30", "--reason", "没有这节课"],
            ["correct", "21", "--set", "notes=板书很清楚", "--reason", "抄错"],
            ["person", "show", "000001", "--reason", "核对身份证号"],
            ["person", "show", "000002", "--reason", "核对电话"],
            ["rebuild"],
        ):
            assert main(command) == 0, command
        yield home
