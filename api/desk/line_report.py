"""What came of lines that were handed in: how many were accepted, duplicate and refused, and the refusals by line."""

from dataclasses import dataclass, field
from typing import Any

from api.desk.text_warnings import TextWarnings

MOST_REJECTIONS = 10_000
"""Refusals that are told one by one; of a file of a million bad lines the rest are only counted."""


@dataclass(frozen=True)
class LineRejection:
    """One refused line: its number, kind, the field at fault, code, sentence, entries in the way."""

    row: int
    kind: str
    column: str
    code: str
    message: str
    see: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return vars(self) | {"see": list(self.see)}


@dataclass
class LineReport:
    """The report of one hand-in; `position` is the book's last, after. `entries`: those written, where asked for."""

    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    rejections: list[LineRejection] = field(default_factory=list)
    position: int = 0
    entries: list[str] | None = None
    warnings: TextWarnings = field(default_factory=lambda: TextWarnings(dict))

    def reject(self, rejection: LineRejection) -> None:
        """Count a refusal, and keep it while there are not too many."""
        self.rejected += 1
        if len(self.rejections) < MOST_REJECTIONS:
            self.rejections.append(rejection)

    @property
    def left_off(self) -> int:
        """How many refusals are counted and not told."""
        return self.rejected - len(self.rejections)

    def undone(self) -> None:
        """Say that nothing was accepted."""
        self.accepted = 0
        self.warnings.forget()
        if self.entries is not None:
            self.entries.clear()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        told: dict[str, Any] = {
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "rejections": [rejection.to_json() for rejection in self.rejections],
            "rejections_left_off": self.left_off,
            "position": self.position,
            **self.warnings.to_json(),
        }
        return told if self.entries is None else told | {"entries": self.entries}
