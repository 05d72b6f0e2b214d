"""Book and vault in PostgreSQL held against what they should hold besides the rows: indexes, tables, triggers.

PostgreSQL's own check of indexes (amcheck) is for administrators only. Here what an index holds is added up as a
scan of it gives it, and held against the same sum over the table itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import psycopg

from ledger.store.formats import FORMAT, SINCE_RELEASE
from ledger.store.postgres_connections import Connection, connected, told
from ledger.store.postgres_place import postgres_place
from ledger.store.postgres_writing import answered
from ledger.store.soundness import VAULT_KEY_ALTERED
from ledger.store.soundness_postgres_form import (
    BOOK,
    VAULT,
    Table,
    faults_of_form,
    strangers,
    tables_that_can_be_read,
)

_SUM = "SELECT count(*), coalesce(sum(hash_record_extended(ROW({columns}), 0)::numeric), 0) FROM {source}"
_BY_TABLE = "SET LOCAL enable_indexscan=off; SET LOCAL enable_indexonlyscan=off; SET LOCAL enable_bitmapscan=off"
_BY_INDEX = "SET LOCAL enable_seqscan=off; SET LOCAL enable_bitmapscan=off; SET LOCAL enable_sort=off"


def faults_of_schema(url: str) -> list[str]:
    """What is wrong with the book's tables, each as a sentence, and what else is in its schema.

    Raises PersistenceError where they cannot be read.
    """
    with _reading(url) as connection:
        readable = tables_that_can_be_read(connection, BOOK)
        return [
            *faults_of_form(connection, BOOK),
            *strangers(connection),
            *(_faults_of_tables(connection) if len(readable) == len(BOOK) else ()),
            *_faults_of_indexes(connection, BOOK, readable),
        ]


def faults_of_vault_schema(url: str) -> list[str]:
    """What is wrong with the vault's tables, each as a sentence. Raises PersistenceError where they cannot be read."""
    with _reading(url) as connection:
        readable = tables_that_can_be_read(connection, VAULT)
        faults = [*faults_of_form(connection, VAULT), *_faults_of_indexes(connection, VAULT, readable)]
        if "vault_key" in readable and answered(connection, "SELECT one FROM vault_key", ()) != [(1,)]:
            faults.append(VAULT_KEY_ALTERED)
        return faults


def lacking_in_schema(url: str, tables: Sequence[str]) -> list[str]:
    """Those of some tables that are not there. Raises PersistenceError where it cannot be asked."""
    with _reading(url) as connection:
        return [name for name in tables if answered(connection, "SELECT 1 WHERE to_regclass(?) IS NULL", (name,))]


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    try:
        with closing(connected(postgres_place(url))) as connection:
            # What is written meanwhile is not seen.
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # A scan that is switched off counts as so dear that every question would be compiled first: seconds.
            connection.execute("SET LOCAL jit=off")
            yield connection
    except psycopg.Error as error:
        raise told(error) from error


def _faults_of_tables(connection: Connection) -> Iterator[str]:
    if answered(connection, "SELECT format, since_release FROM book", ()) != [(FORMAT, SINCE_RELEASE)]:
        yield "账本的格式号或所属版本被改动过;请用备份恢复账本。"
    unused = "SELECT code FROM kinds WHERE NOT EXISTS (SELECT 1 FROM events WHERE kind=code)"
    for (code,) in answered(connection, unused, ()):
        yield f"记录种类表里多了第 {code} 号,没有一条记录属于它;请核对是谁加的。"
    for (position,) in answered(connection, "SELECT position FROM events WHERE position<1", ()):
        yield f"账本里有位置 {position} 的一行,位置应从 1 起;请用备份恢复账本。"


def _faults_of_indexes(connection: Connection, tables: Mapping[str, Table], readable: Collection[str]) -> Iterator[str]:
    indexes = ((table, *one) for table in readable for one in tables[table].indexes.items())
    for table, name, said in indexes:
        columns = said[said.index("(") + 1 : -1]
        by_table = _sum(connection, _BY_TABLE, columns, table)
        by_index = _sum(connection, _BY_INDEX, columns, f"(SELECT {columns} FROM {table} ORDER BY {columns}) AS rows")
        if by_table != by_index:
            yield f"数据库的索引“{name}”和表对不上;请让数据库管理员 REINDEX,再核对一次。"


def _sum(connection: Connection, how: str, columns: str, source: str) -> tuple[object, ...]:
    """How many rows there are and the sum of their hashes, read in a given way."""
    with connection.transaction():  # the way of reading ends with it
        connection.execute(how.encode())
        return answered(connection, _SUM.format(columns=columns, source=source), ())[0]
