"""What came of a hand-in: rows accepted, duplicate and refused by sheet, and every refusal with its place."""

from dataclasses import dataclass, field
from typing import Any

from api.desk.text_warnings import TextWarnings


@dataclass(frozen=True)
class Rejection:
    """One refused row: sheet, row as Excel shows it, heading of the column at fault, its letter, code, sentence.

    The letter is empty where the sheet has no such column.
    """

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
            "cell": f"{self.letter}{self.row}" if self.letter else "",
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
    """The report of one hand-in; `position` is the book's last, after.

    `late`: by sheet, how many of the rows accepted were recorded long after their term had ended. `header_rows`: by
    sheet that was read, the row of its header (from 0).
    """

    sheets: dict[str, SheetCount] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    ignored_columns: dict[str, list[str]] = field(default_factory=dict)
    ignored_sheets: list[str] = field(default_factory=list)
    late: dict[str, int] = field(default_factory=dict)
    position: int = 0
    term: str = ""
    header_rows: dict[str, int] = field(default_factory=dict)
    warnings: TextWarnings = field(default_factory=lambda: TextWarnings(dict))

    def undone(self) -> None:
        """Say that nothing was accepted."""
        self.late.clear()
        self.warnings.forget()
        for count in self.sheets.values():
            count.accepted = 0

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "sheets": {name: vars(count) for name, count in self.sheets.items()},
            "rejections": [rejection.to_json() for rejection in self.rejections],
            "ignored_columns": self.ignored_columns,
            "ignored_sheets": self.ignored_sheets,
            "late": self.late,
            "position": self.position,
            "term": self.term,
            **self.warnings.to_json(),
        }
