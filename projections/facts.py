"""Facts: the records that stand, as whole columns; texts as codes, days as ordinals, numbers exact.

One table a kind and one row a record, its parties side by side in columns (docs/decisions/facts-by-kind.md).
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any, get_origin, get_type_hints

import msgspec
import numpy as np
import numpy.typing as npt

from ledger.spelling import squeeze
from projections.book_facts import SaidOfRecord
from projections.language.columns import Column
from projections.language.days import NO_DAY
from projections.language.exact import Exact
from projections.language.scopes import field_hints, kinds_of_record, main_kind, type_of_hint
from projections.language.types import Type
from projections.standing import Standing

Rows = npt.NDArray[np.int64]
"""Places of rows in a table, or codes of words."""


_NO_DAY = NO_DAY.toordinal()
_SAID = {f"record.{name}": hint for name, hint in get_type_hints(SaidOfRecord).items()}


class _Codes(dict[str, int]):
    """Codes by word, however it is spelled; a word not seen before is given the next."""

    def __init__(self, words: list[str]) -> None:
        super().__init__({"": 0})
        self._words = words

    def __missing__(self, word: str) -> int:
        squeezed = squeeze(str(word))
        code = self.get(squeezed)
        if code is None:
            code = self[squeezed] = len(self._words)
            self._words.append(squeezed)
        self[word] = code
        return code


class Words:
    """Every word that occurs, as a code in the order of first use; the empty word is 0.

    Width and spacing are not content: words that differ in these alone are one word, given back squeezed.
    """

    def __init__(self) -> None:
        self._words: list[str] = [""]
        self._codes = _Codes(self._words)

    def code(self, word: str) -> int:
        """The code of a word, a new one where it was not seen yet."""
        return self._codes[word]

    def codes(self, words: Iterable[str]) -> Rows:
        """The codes of many words."""
        return np.fromiter(map(self._codes.__getitem__, words), np.int64)

    def word(self, code: int) -> str:
        """The word of a code."""
        return self._words[code]


class Table:
    """The records of one kind as columns, each made when it is first asked for."""

    def __init__(self, kind: str, standing: Standing, words: Words) -> None:
        self.kind = kind
        kept = standing.records_of(kind)
        self.length = len(kept.records)
        self.attested = np.array(kept.attested, np.bool_)
        self._records = kept.records
        self._standing = standing
        self._words = words
        self._hints = field_hints(kinds_of_record()[kind])
        self._columns: dict[str, Column] = {}
        self._lists: dict[str, tuple[Rows, Rows, Rows]] = {}
        self._mains: list[Any] | None = None

    def column(self, name: str) -> Column:
        """A field's column; `main.` before the name for a field of the entry's main record."""
        if name not in self._columns:
            self._columns[name] = self._made(name)
        return self._columns[name]

    def listed(self, name: str) -> tuple[Rows, Rows, Rows]:
        """Everybody on each record's list in a field: row of the record, code of the word, place on the list from 1.

        A word that is on a list twice stands at its first place.
        """
        if name not in self._lists:
            _, plain, records = self._field(name)
            found = [
                (row, code, place)
                for row, record in enumerate(records)
                for code, place in self._first_places(getattr(record, plain))
            ]
            rows = np.array(found, np.int64).reshape(-1, 3)
            self._lists[name] = rows[:, 0], rows[:, 1], rows[:, 2]
        return self._lists[name]

    def is_list(self, name: str) -> bool:
        """Whether a field holds a list of teachers or schools."""
        hints, plain, _ = self._field(name)
        return get_origin(hints.get(plain)) is tuple

    def _first_places(self, listed: Iterable[str]) -> Iterable[tuple[int, int]]:
        places: dict[int, int] = {}
        for place, code in enumerate(self._words.codes(listed).tolist(), start=1):
            places.setdefault(code, place)
        return places.items()

    def _field(self, name: str) -> tuple[dict[str, Any], str, list[Any]]:
        """The types and records that a field is of, and its plain name."""
        if not name.startswith("main."):
            return self._hints, name, self._records
        main = main_kind(self.kind)
        assert main
        if self._mains is None:
            self._mains = self._standing.mains_of(self.kind)
        return field_hints(kinds_of_record()[main]), name.removeprefix("main."), self._mains

    def _made(self, name: str) -> Column:
        if name.startswith("record."):
            said = map(attrgetter(name.removeprefix("record.")), self._standing.said_of(self.kind))
            return column_of(_SAID[name], said, self._words)
        hints, plain, records = self._field(name)
        return column_of(hints[plain], map(attrgetter(plain), records), self._words)


def column_of(hint: Any, values: Iterable[Any], words: Words) -> Column:
    """A column of values of a field's type; what is empty is 0, the empty word, or no day."""
    found = type_of_hint(hint)
    if found is Type.WORD:
        return Column(found, words.codes(values))
    if found is Type.DAY:
        days = np.array([day.toordinal() if day else 0 for day in values], np.int64)
        return Column(found, np.where(days == _NO_DAY, 0, days))
    if found is Type.YES:
        return Column(found, np.array(list(values), np.bool_))
    return Column(Type.NUMBER, Exact.each([Fraction(value or 0) for value in values]))


class Facts:
    """All tables of facts of what stands at a position."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.words = Words()
        self._tables: dict[str, Table] = {}

    def table(self, kind: str) -> Table:
        """The table of a kind of record."""
        if kind not in self._tables:
            self._tables[kind] = Table(kind, self.standing, self.words)
        return self._tables[kind]


class Places:
    """Where words stand in a list of different ones, all by their codes."""

    def __init__(self, listed: Rows) -> None:
        self._places = np.full(int(listed.max(initial=-1)) + 2, -1, np.int64)
        self._places[listed] = np.arange(len(listed))

    def of(self, words: Rows) -> Rows:
        """The place of each word; -1 where it is not listed."""
        return np.asarray(self._places[np.minimum(words, len(self._places) - 1)])


class Roll:
    """The register's rows of teachers, or of schools, in effect on a day: one row a code, in the order of codes."""

    def __init__(self, standing: Standing, kind: str, code: str, day: date, words: Words) -> None:
        self._words = words
        record_class = kinds_of_record()[kind]
        rows: dict[str, msgspec.Struct] = {}
        for record in standing.records_of(kind).records:
            assert isinstance(record, record_class)
            name, in_effect = getattr(record, code), record.in_effect  # type: ignore[attr-defined]
            if in_effect <= day and (name not in rows or in_effect >= rows[name].in_effect):  # type: ignore[attr-defined]
                rows[name] = record
        self.codes = sorted(rows)
        self.records = [rows[name] for name in self.codes]
        self._hints = field_hints(record_class)
        self._columns: dict[str, Column] = {}
        self._places = Places(words.codes(self.codes))

    def __len__(self) -> int:
        return len(self.codes)

    def column(self, name: str) -> Column:
        """A field of the register, one row a code."""
        if name not in self._columns:
            self._columns[name] = column_of(self._hints[name], map(attrgetter(name), self.records), self._words)
        return self._columns[name]

    def rows(self, words: Rows) -> Rows:
        """The row of each word that is a code on this roll; -1 for others."""
        return self._places.of(words)
