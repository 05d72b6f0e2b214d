"""Warnings about names and numbers in free text: which row, which column, whose code; never the name itself.

They warn and refuse nothing: whoever handed in knows whether 王芳 is meant, and what was written by mistake can be
corrected while the person still can be named.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from ledger.home import Ledger
from ledger.personal_text import PersonalText, Sighting, Sort, without_spaces
from ledger.records.record import Record, TeacherId

MOST_WARNINGS = 1_000
MOST_OF_ONE = 20
"""Warnings told of one person in one column; a word that happens to be a name is in every row."""

# fmt: off
_NO_FREE_TEXT = frozenset({
    "band", "category", "certificate", "class_name", "classes", "clause", "code", "contest", "contradiction",
    "degree", "digest", "document", "grade", "grades", "group", "groups", "identity", "kind", "level", "number",
    "of", "pack", "pack_digest", "part", "period", "result", "rows", "section", "sex", "sheet", "stage", "statement",
    "subject", "township", "version", "year",
})
# fmt: on
"""Fields of text that hold what offices write from their lists: codes, numbers, grades, subjects, digests."""

_AT_ONCE = 500
_CALLED = {Sort.ID_NUMBER: "身份证号", Sort.TELEPHONE: "手机号"}

Bearers = Mapping[str, Sequence[TeacherId]]


@dataclass(frozen=True)
class TextWarning:
    """One warning: the sheet, the row (0: of no row), what the column is called, code, the codes of the bearers."""

    sheet: str
    row: int
    column: str
    code: str
    teachers: tuple[TeacherId, ...]
    message: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return vars(self) | {"teachers": list(self.teachers)}


class TextWarnings:
    """What was found in one hand-in. `bearers` gives the codes by name, and is asked when there are texts to search.

    Texts are searched many together: of the microseconds that one costs most would be spent on beginning. Whoever
    hands in asks for what is left to be searched (`settle`) before the vault is closed.
    """

    def __init__(self, bearers: Callable[[], Bearers]) -> None:
        self.bearers = bearers
        self.kept: Callable[[], PersonalText | None] = _nothing_kept
        """What is ready to look with; asked before the names are."""
        self.left_off = 0
        """How many warnings are counted and not told."""
        self._told: list[TextWarning] = []
        self._of_one: Counter[tuple[str, str, Sighting]] = Counter()
        self._waiting: list[tuple[Record, int, str, bool]] = []
        self._texts: list[str] = []
        self._known: tuple[Bearers, PersonalText] | None = None

    @property
    def told(self) -> list[TextWarning]:
        """The warnings, in the order of rows."""
        self.settle()
        return self._told

    def look(self, record: Record, row: int, sheet: str = "", *, by_label: bool = False) -> None:
        """Search the free texts of a record that was written. `by_label`: columns are told as people call them."""
        text = _joined(record.__class__)(record)
        if text:
            self._waiting.append((record, row, sheet, by_label))
            self._texts.append(text)
            if len(self._texts) >= _AT_ONCE:
                self.settle()

    def search(self, text: str, column: str, row: int = 0, sheet: str = "") -> None:
        """Search one text, such as the name of a file."""
        for sighting in self._search().found(text):
            self._of_one[sheet, column, sighting] += 1
            if self._of_one[sheet, column, sighting] > MOST_OF_ONE or len(self._told) >= MOST_WARNINGS:
                self.left_off += 1
                continue
            message = _message(sighting, column)
            self._told.append(TextWarning(sheet, row, column, sighting.sort.value, sighting.teachers, message))

    def forget(self) -> None:
        """Nothing was written after all."""
        for kept in (self._told, self._waiting, self._texts):
            kept.clear()
        self.left_off = 0

    def to_json(self) -> dict[str, Any]:
        """The keys that reports gain."""
        return {"warnings": [one.to_json() for one in self.told], "warnings_left_off": self.left_off}

    def settle(self) -> None:
        """Search the texts that are waiting, as one, while the vault is open; by field where something may stand."""
        waiting, texts, self._waiting, self._texts = self._waiting, self._texts, [], []
        if not waiting:
            return
        together = "\n".join(texts)
        if " " in together or "\u3000" in together:
            texts = list(map(without_spaces, texts))
            together = "\n".join(texts)
        places = list(self._search().places(together))
        ends = list(accumulate(len(text) + 1 for text in texts)) if places else []
        for number in dict.fromkeys(bisect_right(ends, at) for at in places):
            record, row, sheet, by_label = waiting[number]
            for name in _fields(record.__class__):
                column = record.labels.get(name, name) if by_label else name
                self.search(_text(getattr(record, name)), column, row, sheet)

    def _search(self) -> PersonalText:
        if kept := self.kept():
            return kept
        bearers = self.bearers()
        if self._known is None or not (self._known[0] is bearers or self._known[0] == bearers):
            self._known = bearers, PersonalText(bearers)
        return self._known[1]


def warnings_of(ledger: Ledger) -> TextWarnings:
    """Warnings about texts that stand by themselves, such as a reason or the name of a file."""
    warnings = TextWarnings(dict)
    warnings.kept = ledger.personal_text
    return warnings


def _nothing_kept() -> None:
    return None


def _message(sighting: Sighting, column: str) -> str:
    if sighting.sort is not Sort.NAME:
        return f"“{column}”里写有{_CALLED[sighting.sort]};写进账本就取不出来,请删去这个号码。"
    codes = "、".join(sighting.teachers[:3]) + ("等" if len(sighting.teachers) > 3 else "")
    return f"“{column}”里写有教师 {codes} 的姓名;写进账本就取不出来,请改写编号。"


@cache
def _joined(record: type[Record]) -> Callable[[Record], str]:
    """How the free texts of a record of a class are put together."""
    names = _fields(record)
    values: Callable[[Record], Iterable[Any]]
    values = attrgetter(*names) if len(names) > 1 else lambda one: [getattr(one, name) for name in names]
    if all(get_type_hints(record)[name] is str for name in names):
        return lambda one: "\n".join(values(one))
    return lambda one: "\n".join(map(_text, values(one)))


@cache
def _fields(record: type[Record]) -> list[str]:
    """The fields that hold free text."""
    hints = get_type_hints(record)
    return [name for name in record.__struct_fields__ if name not in _NO_FREE_TEXT and _is_text(hints[name])]


def _is_text(hint: Any) -> bool:
    """Whether a field holds text, or several, that no list closes."""
    return hint is str or (str in get_args(hint) and set(get_args(hint)) <= {str, type(None), Ellipsis})


def _text(said: str | tuple[str, ...] | None) -> str:
    return "\n".join(said) if isinstance(said, tuple) else said or ""
