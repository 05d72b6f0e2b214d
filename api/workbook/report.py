"""What came of a hand-in: rows accepted, duplicate and refused by sheet, and every refusal with its place."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rejection:
    """One refused row: sheet, row as Excel shows it, heading of the column at fault, its letter, code, sentence."""

    sheet: str
    row: int
    column: str
    letter: str
    code: str
    message: str
    see: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md, with the cell's name as Excel shows it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "cell": f"{self.letter}{self.row}",
            "code": self.code,
            "message": self.message,
            "see": list(self.see),
        }


@dataclass
class SheetCount:
    """Rows of one sheet: those that added an event, those that were there already, those refused."""

    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0


@dataclass
class Report:
    """The report of one hand-in; `position` is the book's last, after."""

    sheets: dict[str, SheetCount] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    ignored_columns: dict[str, list[str]] = field(default_factory=dict)
    position: int = 0
    term: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md, more keys beside it."""
        return {
            "sheets": {name: vars(count) for name, count in self.sheets.items()},
            "rejections": [rejection.to_json() for rejection in self.rejections],
            "ignored_columns": self.ignored_columns,
            "position": self.position,
            "term": self.term,
        }
