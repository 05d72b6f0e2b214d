"""A list of the county's room: what is said of each row, whom it is about, and how it is narrowed, sorted, shown.

The same list is shown as a page and taken away as a file, so that both say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.county.seen import Seen
from api.pages.rendering import parted
from api.pages.teachers_page import NamesOf
from api.pages.texts import printed_text
from api.pages.why import Names
from ledger.nearest import did_you_mean
from ledger.records.record import NaturalKey, TeacherId, key_digest
from ledger.refusals import Misuse
from projections.standing import Standing

PER_PAGE = 100
RECORD = "record"
"""The column that leads to the record itself; it is not taken away."""

Value = str | int | date | Fraction | None


class Cell(NamedTuple):
    """What one cell says: `value` as it is sorted and taken away, `says` as it is shown where that is other.

    `people`: the codes and links of persons, whose names join when they are shown; `badge`: how a state is marked;
    `links`: several ways on, each with its words.
    """

    value: Value = None
    says: str = ""
    link: str = ""
    badge: str = ""
    people: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Row:
    """A row: its cells; the schools and teachers that it concerns; the words that it may be narrowed by."""

    cells: Sequence[Cell]
    schools: Sequence[str] = ()
    teachers: Sequence[str] = ()
    states: Sequence[str] = ()


@dataclass(frozen=True)
class Listing:
    """A list, whole. `name`: the section of its texts; `columns` by key; `states`: what it may be narrowed to."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    states: Sequence[str] = ()
    first_sort: str = ""

    @property
    def sorted_by(self) -> str:
        """By what it is sorted where nobody asks for another order."""
        return self.first_sort or self.columns[0]


@dataclass(frozen=True)
class ShownListing:
    """A page of a list, as it was asked for. `counts`: how many rows there are of each state, before narrowing."""

    listing: Listing
    rows: Sequence[Row]
    names: Names
    count: int
    of: int
    counts: Mapping[str, int]
    sort: str
    page: int
    pages: int


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a list."""

    seen: Seen
    township: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1


def persons(asked: Asked, codes: Sequence[str]) -> Cell:
    """Teachers, by code; their names join when they are shown."""
    return Cell("、".join(codes), people=[(code, asked.link(f"/teachers/{code}")) for code in codes])


def school(asked: Asked, code: str, tag: str = "") -> Cell:
    """A school by name; `tag`: said behind it."""
    name = asked.school_name(code)
    return Cell(f"{name}({tag})" if tag else name)


def record_link(standing: Standing, family: str, key: NaturalKey) -> str:
    """Where the record of a natural key is shown; nothing where it stands under a code of before a merger."""
    merged = set(standing.merges.values())
    if merged and any(part in merged for part in key):
        return ""
    return f"/records/{key_digest(family, key).hex()}"


def record(link: str) -> Cell:
    """The way to a record, where there is one to show."""
    return Cell(None, printed_text("county.see_record") if link else "", link)


def schools_of(asked: Asked, teachers: Iterable[str]) -> list[str]:
    """The schools that the register has teachers at."""
    return [str(asked.people[code].school) for code in teachers if code in asked.people]


def narrowed(asked: Asked, listing: Listing, wanted: Wanted) -> tuple[list[Row], list[Row]]:
    """The rows that the visitor sees, of the township wanted; and those of them of the state wanted, in order.

    Raises Misuse `bad-parameters`.
    """
    for given, known in ((wanted.state, listing.states), (wanted.sort, listing.columns)):
        if given and given not in known:
            raise Misuse("bad-parameters", f"没有“{given}”这个选项;{did_you_mean(given, known)}。")
    seen, schools = wanted.seen, wanted.seen.within(asked, wanted.township)

    def is_seen(row: Row) -> bool:
        if wanted.township:
            return schools is not None and not schools.isdisjoint(row.schools)
        return seen.sees.everything or seen.any_school(row.schools) or any(map(seen.teacher, row.teachers))

    every = [row for row in listing.rows if is_seen(row)]
    found = [row for row in every if not wanted.state or wanted.state in row.states]
    if wanted.sort:  # otherwise as the list was made
        column = listing.columns.index(wanted.sort)
        largest_first = wanted.sort in listing.numbers
        filled = [row for row in found if row.cells[column].value is not None]
        filled.sort(key=lambda row: _comparable(row.cells[column].value), reverse=largest_first)
        found = filled + [row for row in found if row.cells[column].value is None]
    return every, found


def shown_listing(asked: Asked, listing: Listing, wanted: Wanted, names_of: NamesOf) -> ShownListing:
    """A page of the list. Raises Misuse `bad-parameters`."""
    every, found = narrowed(asked, listing, wanted)
    rows, page, pages = parted(found, wanted.page, PER_PAGE)
    counts = {state: sum(state in row.states for row in every) for state in listing.states}
    names = names_of(_teachers_in(rows))
    return ShownListing(
        listing, rows, names, len(found), len(every), counts, wanted.sort or listing.sorted_by, page, pages
    )


def listing_table(asked: Asked, listing: Listing, wanted: Wanted, names_of: NamesOf) -> Table:
    """All of the list, narrowed and sorted as it is shown; of persons code and name. Raises Misuse `bad-parameters`."""
    _, rows = narrowed(asked, listing, wanted)
    names = names_of(_teachers_in(rows))
    head = []
    columns = [column for column in listing.columns if column != RECORD]
    for column in columns:
        says = printed_text(f"{listing.name}.{column}")
        head += [printed_text("county.code_of", says=says), says] if column in listing.people else [says]

    def told(column: str, cell: Cell) -> list[Value]:
        if column not in listing.people:
            return [cell.value]
        return [cell.value, "、".join(names.get(TeacherId(code), "") for code, _ in cell.people)]

    cells = [
        [
            value
            for column, cell in zip(listing.columns, row.cells, strict=True)
            if column != RECORD
            for value in told(column, cell)
        ]
        for row in rows
    ]
    return Table(printed_text(f"{listing.name}.file", day=asked.evaluation.as_of), head, cells)


def _comparable(value: Value) -> Any:
    """A value of a column, all of which are of one type."""
    return value


def _teachers_in(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(one for row in rows for cell in row.cells for one, _ in cell.people))
