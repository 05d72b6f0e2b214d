"""The SQL run over a folder of fact files: the answers of every clause as tables."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from api.bench.in_sql.standing import BULK, FOLDED, table_of, what_stands
from projections.fact_files.folders import generation_in_use
from projections.fact_files.segments import has_own_entry_column
from projections.fact_files.shapes import (
    EVERY_RECORD,
    STEP_COLUMNS,
    STEPS,
    column_type,
    fields_of,
    record_classes,
)
from projections.language.pack import Pack

_SCRIPTS = Path(__file__).parent
MISSING = ".missing"
"""After a target's name: the table of those who have not reached it."""


def answers_in_sql(folder: Path, pack: Pack, term: str, as_of: date, *, threads: int = 2) -> dict[str, pa.Table]:
    """The answers by clause of the fact files in a folder; every table has a `subject`, rows in no order."""
    generation = generation_in_use(folder)
    assert generation, folder
    with duckdb.connect(config={"threads": threads}) as database:
        for statement in statements(generation, term, as_of):
            database.execute(statement)
        named = {name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        wanted = [name for name in named if name.removesuffix(MISSING) in pack.clauses]
        return {name: database.sql(f'SELECT * FROM "{name}"').to_arrow_table() for name in wanted}


def statements(generation: Path, term: str, as_of: date) -> Iterator[str]:
    """Every statement, in order."""
    yield f"SET VARIABLE asked_term = '{term}'"
    yield f"SET VARIABLE as_of = DATE '{as_of}'"
    yield "CREATE SCHEMA raw"
    for kind in (STEPS, *BULK, *FOLDED):
        yield f"CREATE VIEW raw.{table_of(kind)} AS {_rows_of(generation, kind)}"
    yield from what_stands()
    for script in sorted(_SCRIPTS.glob("*.sql")):
        yield script.read_text(encoding="utf-8")


def _rows_of(generation: Path, kind: str) -> str:
    """The rows of a kind in every segment; none where no segment has any."""
    files = sorted(str(path) for path in generation.glob(f"*/{kind}.parquet"))
    columns = STEP_COLUMNS if kind == STEPS else _columns(kind)
    if not files:
        empty = ", ".join(f'NULL::{_type_in_sql(of)} AS "{name}"' for name, of in columns.items())
        return f"SELECT {empty} WHERE false"
    entry = ", stream AS entry" if "entry" in columns and not has_own_entry_column(kind) else ""
    return f"SELECT *{entry} FROM read_parquet({files})"


def _columns(kind: str) -> dict[str, pa.DataType]:
    return {**EVERY_RECORD, **{one.column: column_type(one.shape) for one in fields_of(record_classes()[kind])}}


def _type_in_sql(of: pa.DataType) -> str:
    if pa.types.is_list(of):
        return f"{_type_in_sql(of.value_type)}[]"
    found = {pa.date32(): "DATE", pa.bool_(): "BOOLEAN", pa.int32(): "INTEGER", pa.int64(): "BIGINT"}
    if of in found:
        return found[of]
    if pa.types.is_timestamp(of):
        return "TIMESTAMPTZ"
    return "BLOB" if pa.types.is_fixed_size_binary(of) else "VARCHAR"
