"""A list of the audit room: the same cells on the page and in the file that is taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from api.desk.exports import Cell as Exported
from api.desk.exports import Table
from api.pages.texts import text


class Cell(NamedTuple):
    """What a cell says; `value` as it is taken away where that is other, `badge` how a state is marked."""

    says: str
    link: str = ""
    value: Exported = None
    badge: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a day, which is not broken over two lines."""
        return isinstance(self.value, date)


@dataclass(frozen=True)
class Listing:
    """A list. `name`: the section of its texts; `columns` by key; `older`: where it goes on, empty at its end."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numbers: frozenset[str] = frozenset()
    older: str = ""

    def table(self) -> Table:
        """The list as it is taken away."""
        heads = [text(f"{self.name}.{column}") for column in self.columns]
        rows = [[cell.says if cell.value is None else cell.value for cell in row] for row in self.rows]
        return Table(text(f"{self.name}.title"), heads, rows)
