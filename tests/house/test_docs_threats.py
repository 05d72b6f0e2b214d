"""docs/threats.md promises nothing that no test shows: each test that it names exists."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
THREATS = (HOUSE / "docs" / "threats.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_threats_name_is_there() -> None:
    named = _NAMED.findall(THREATS)
    assert len(named) > 20
    for path, name in named:
        assert f"def {name}" in (HOUSE / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_every_row_of_who_could_want_what_names_a_test_or_says_that_nothing_finds_it() -> None:
    table = THREATS[THREATS.index("## Who could want what") : THREATS.index("## Two together")]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) >= 9
    for row in rows:
        found_by = row.split("|")[4]
        assert _NAMED.search(found_by) or found_by.strip().startswith("nothing"), row
