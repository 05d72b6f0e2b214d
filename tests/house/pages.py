"""The pages of documentation, read: their commands, their tables, their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"
README = HOUSE / "README.md"

_BLOCK = re.compile(r"^```console\n(.*?)^```$|^<!-- edit (.+?) -->$", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"#\s*(?:退出状态|exit)\s*(\d)\s*$")


@dataclass
class Command:
    """A command of a page, the exit status that the page says it has, and the lines it must print."""

    text: str
    status: int = 0
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Edit:
    """What a reader does by hand in Excel: a value put into a cell."""

    workbook: str
    sheet: str
    cell: str
    value: str


def steps(page: Path) -> Iterator[Command | Edit]:
    """What a page has its reader do, in order.

    Commands are the lines `$ …` of blocks marked `console`; a trailing `# exit 1` (or `# 退出状态 1`) says the
    status. Other lines are output that must appear; a line `…` stands for what was left out, and a line that ends
    in `…` for one that goes on. A comment `edit FILE SHEET CELL VALUE` is the reader's hand in Excel.
    """
    for block, edit in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if edit:
            yield Edit(*edit.split(maxsplit=3))
        else:
            yield from _commands(block)


def _commands(block: str) -> Iterator[Command]:
    command = None
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                yield command
            status = _STATUS.search(line)
            command = Command(line[2:], int(status[1]) if status else 0)
        elif command and line.strip() not in ("", "…"):
            command.lines.append(line)
    if command:
        yield command


def table_rows(page: Path, section: str = "") -> list[list[str]]:
    """The cells of every table row of a page, or of one section of it, headings and rulers left out."""
    rows: list[list[str]] = []
    before: list[str] = []
    for line in _lines(page, section):
        if not line.startswith("|"):
            before = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if before and not set("".join(cells)) - set("-: "):
            rows.pop()
        else:
            rows.append(cells)
        before = cells
    return rows


def _lines(page: Path, section: str) -> Iterator[str]:
    """The lines of a page, or those from the heading of a section to the next heading."""
    inside = not section
    found = inside
    for line in page.read_text(encoding="utf-8").splitlines():
        if section and line.startswith("#"):
            inside = line.lstrip("#").strip() == section
            found = found or inside
        if inside:
            yield line
    assert found, f"{page.name} has no section {section}"
