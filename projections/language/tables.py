"""The tables of a pack, to look a number up by one word or two."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from ledger.spelling import squeeze
from projections.language.pack import Pack
from projections.language.schema import Table


def scalar_tables(pack: Pack) -> dict[str, Callable[..., Fraction]]:
    """Each table as a function of words."""
    return {name: _scalar(table) for name, table in pack.tables.items()}


def table_rows(table: Table) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    """The words and the number of each row of a table."""
    for first, inner in table.rows.items():
        if len(table.by) == 1:
            yield (first,), Fraction(inner)
        else:
            yield from (((first, second), Fraction(value)) for second, value in inner.items())


def _scalar(table: Table) -> Callable[..., Fraction]:
    rows: Mapping[tuple[Any, ...], Fraction] = {tuple(map(squeeze, words)): value for words, value in table_rows(table)}
    otherwise = Fraction(table.otherwise)
    return lambda *words: rows.get(tuple(map(squeeze, words)), otherwise)
