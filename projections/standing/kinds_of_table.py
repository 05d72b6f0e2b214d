"""The tables of each sort of kind: recorded by itself, read off lists over whole columns, read off records."""

from collections.abc import Callable
from operator import attrgetter

import msgspec
import numpy as np
import numpy.typing as npt

from projections.fact_files.shapes import column_of_field
from projections.language.columns import Column
from projections.standing.arrow_columns import codes, lists, names
from projections.standing.attendances import Attendances, attendances
from projections.standing.joining import places_of_names
from projections.standing.of_kind import OfKind
from projections.standing.said import SaidOfKind
from projections.standing.tables import Table, column_of
from projections.standing.taking import taken

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class RecordTable(Table):
    """The records of a kind that is recorded by itself."""

    def __init__(self, kind: str, of_kind: OfKind, main: Callable[[], Table] | None) -> None:
        super().__init__(kind, of_kind.length, of_kind.ends, of_kind.source, main)
        self.of_kind = of_kind
        self.book_says = SaidOfKind(of_kind)
        """What the book itself says of each record."""

    def find_attested(self) -> Mask:
        """Find out which records are attested."""
        return self.of_kind.attested

    @property
    def positions(self) -> Rows:
        """The positions of the records in the book."""
        return self.of_kind.positions()

    def find_main_places(self) -> Rows:
        """Find the row of each record's main record."""
        assert isinstance(self.main, RecordTable)
        mains, entries = self.main.of_kind, self.of_kind.raw("entry", names)
        places = places_of_names(lambda: (mains.part_raw(part, "entry", names) for part in mains.parts), entries)
        if (places < 0).any():
            raise KeyError(f"{self.kind}: a part without its main record")
        return places

    def said(self, name: str) -> Column:
        """What the book itself says of the records."""
        return self.book_says.column(name)

    def own_part(self, number: int, field: str) -> Column:
        """A field of the records of one part."""
        return self.of_kind.part_field(number, field)

    def own_taken(self, number: int, field: str, rows: Rows) -> Column:
        """A field, at some rows of one part."""
        return self.of_kind.part_taken(number, field, rows)

    def own_where(self, number: int, field: str, code: int) -> Rows:
        """The rows of one part that say a word in a field."""
        return self.of_kind.part_where(number, field, code)

    def own_filled(self, number: int, field: str) -> Mask:
        """Which records of one part say something in a field of words."""
        return self.of_kind.part_filled(number, field)

    def own_lists(self, field: str) -> tuple[Rows, Rows, Rows]:
        """The lists of a field."""
        kind, words = self.of_kind, self._source.words
        found = []
        for part, first in zip(kind.parts, kind.ends.tolist(), strict=False):
            array = part.part.column(column_of_field(field))
            said = lists(array, lambda values: codes(values.dictionary_encode(), words, kind.renamed(field)))
            if part.rows is None:
                found.append((said.row + first, said.value, said.place))
            else:
                place = np.full(part.part.rows, -1)
                place[part.rows] = np.arange(len(part.rows))
                stay = place[said.row] >= 0
                found.append((place[said.row[stay]] + first, said.value[stay], said.place[stay]))
        return _side_by_side(found)


class ListedTable(Table):
    """What records list: attested, recorded and told of as the records that list it."""

    def find_attested(self) -> Mask:
        """Find out which records are attested."""
        return self.main.attested[self.main_places]

    @property
    def positions(self) -> Rows:
        """The positions of the records in the book."""
        return self.main.positions[self.main_places]

    def said(self, name: str) -> Column:
        """What the book itself says of the records."""
        return taken(self.main.said(name), self.main_places)


class AttendanceTable(ListedTable):
    """Each teacher at each meeting."""

    def __init__(self, kind: str, main: RecordTable) -> None:
        self._each = [self._of_part(main.of_kind, number) for number in range(len(main.parts))]
        ends = np.cumsum([0, *(len(one.row) for one in self._each)])
        super().__init__(kind, int(ends[-1]), ends, main.of_kind.source, lambda: main)

    def find_main_places(self) -> Rows:
        """Find the row of each record's main record."""
        rows = [one.row.astype(np.int64) + first for one, (first, _) in zip(self._each, self.main.parts, strict=True)]
        return np.concatenate(rows) if rows else np.zeros(0, np.int64)

    def own_part(self, number: int, field: str) -> Column:
        """A field of the records of one part."""
        of = self.type_of(field)
        return Column(of, self._each[number].teacher if field == "teacher" else self._each[number].reflected)

    def _of_part(self, meetings: OfKind, number: int) -> Attendances:
        part = meetings.parts[number]

        def made() -> Attendances:
            columns = [part.part.column(column_of_field(name)) for name in ("leader", "attended", "reflections")]
            leader, attended, reflections = columns
            renamed, words = meetings.renamed("leader"), meetings.source.words
            return attendances(leader, attended, reflections, renamed, words.codes)

        found: Attendances = meetings.once(part.part, "attendances", "", made, lambda each: each.nbytes)
        if part.rows is None:
            return found
        place = np.full(part.part.rows, -1, np.int32)
        place[part.rows] = np.arange(len(part.rows))
        stay = place[found.row] >= 0
        return Attendances(place[found.row[stay]], found.teacher[stay], found.reflected[stay])


class EachTable(ListedTable):
    """What records of a kind that are not numerous list, read from these records."""

    def __init__(self, kind: str, main: RecordTable, rows: list[msgspec.Struct], main_places: Rows) -> None:
        super().__init__(kind, len(rows), np.array([0, len(rows)]), main.of_kind.source, lambda: main)
        self._rows = rows
        self._places = main_places
        self._columns: dict[str, Column] = {}

    def find_main_places(self) -> Rows:
        """Find the row of each record's main record."""
        return self._places

    def own_part(self, number: int, field: str) -> Column:
        """A field of the records of one part."""
        if field not in self._columns:
            said = map(attrgetter(field), self._rows)
            self._columns[field] = column_of(self.hints[field], said, self._source.words)
        return self._columns[field]


def _side_by_side(found: list[tuple[Rows, Rows, Rows]]) -> tuple[Rows, Rows, Rows]:
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    row, code, place = zip(*found, strict=True)
    return np.concatenate(row), np.concatenate(code), np.concatenate(place)
