"""The state diagrams of docs/processes.md, read: which record leads from which state to which."""

import re
from collections.abc import Iterable

from tests.house.pages import DOCS

START = "[*]"
_SECTION = re.compile(r"^## (.+?)\n+```mermaid\nstateDiagram-v2\n(.+?)```", re.MULTILINE | re.DOTALL)
_ARROW = re.compile(r"^    (\[\*\]|\w+) --> (\w+): (\w+)$")

Drawing = dict[tuple[str, str], str]
"""By state and the name that people call a record: the state it leads to."""


def drawings() -> dict[str, Drawing]:
    """Every diagram of the page, by the heading above it. Each arrow must be read, and none be drawn twice."""
    found: dict[str, Drawing] = {}
    for heading, lines in _SECTION.findall((DOCS / "processes.md").read_text(encoding="utf-8")):
        arrows = [_ARROW.fullmatch(line) for line in lines.splitlines()]
        assert all(arrows), lines
        drawing = {(arrow[1], arrow[3]): arrow[2] for arrow in arrows if arrow}
        assert len(drawing) == len(arrows), heading
        found[heading] = drawing
    return found


def walk(drawing: Drawing, called: Iterable[str]) -> str | None:
    """The state that records called so lead to, one after the other; None where a step is not drawn."""
    state: str | None = START
    for name in called:
        state = drawing.get((state, name)) if state else None
    return state
