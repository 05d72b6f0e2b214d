"""The tables and scales of a pack as functions: a number looked up by words, or read off another number."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any

from ledger.spelling import squeeze
from projections.language.pack import Pack
from projections.language.scales import scale_of
from projections.language.schema import Table
from projections.language.written_numbers import exact_number


def scalar_tables(pack: Pack) -> dict[str, Callable[..., Fraction]]:
    """Each table as a function of words, each scale as a function of a number."""
    found = ((name, table_of(table)) for name, table in pack.tables.items())
    return dict(chain(found, ((name, scale_of(scale)) for name, scale in pack.scales.items())))


def table_rows(table: Table) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    """The words and the number of each row of a table."""
    return _rows(table.rows, len(table.by))


def _rows(rows: Mapping[str, Any], depth: int) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    for word, inner in rows.items():
        if depth == 1:
            yield (word,), exact_number(inner)
        else:
            yield from (((word, *words), number) for words, number in _rows(inner, depth - 1))


def table_of(table: Table) -> Callable[..., Fraction]:
    """A table as a function of words."""
    rows: Mapping[tuple[Any, ...], Fraction] = {tuple(map(squeeze, words)): value for words, value in table_rows(table)}
    otherwise = exact_number(table.otherwise)
    return lambda *words: rows.get(tuple(map(squeeze, words)), otherwise)
