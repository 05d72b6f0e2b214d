"""SQLite files of book and vault held against what they should hold besides the rows: pages, indexes, tables.

SQLite's own `integrity_check` looks every row up in every index, which takes longer than reading and hashing the book.
Here the pages are checked by `quick_check`, and what the index of streams holds is added up along the index and held
against the same sum along the table.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.store.faults import why_unreadable
from ledger.store.formats import FORMAT, SINCE_RELEASE
from ledger.store.soundness import VAULT_KEY_ALTERED
from ledger.store.sqlite import TABLES
from ledger.store.sqlite_connections import LOCK_WAIT_SECONDS
from ledger.store.vault_tables import in_sqlite

if TYPE_CHECKING:
    import numpy as np

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
_OF_ANALYZE = (
    ("table", "sqlite_stat1", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    ("table", "sqlite_stat4", "sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
)
"""What SQLite's own `ANALYZE` makes; nothing else may be there under such a name."""

_MOST = 100
_LOT = 50_000
_STREAM_BYTES = 16
_SIXTY_FOUR_BITS = (1 << 64) - 1
_NO_SUM = (-1, 0)
"""Of values that are no streams, versions or positions; where the table's are such, its rows are told of."""

# Made inside the database, where the interpreter's lock is let go: no object for a row.
_JOINED = (
    # A stream that one bit made a text has the same bytes, and is looked for in vain.
    "SELECT sum(typeof(stream)='blob'), max(position), CAST(group_concat(stream, '') AS BLOB), group_concat(version), "
    "group_concat(position) FROM (SELECT position, stream, version FROM events {source})"
)
_BY_TABLE = _JOINED.format(source="NOT INDEXED WHERE position>? ORDER BY position LIMIT ?")
_BY_INDEX = _JOINED.format(source="INDEXED BY sqlite_autoindex_events_1 WHERE stream>=? AND stream<?")
_OF_KINDS = (
    "SELECT count(*) FROM events AS one INDEXED BY events_by_kind CROSS JOIN events AS other NOT INDEXED "
    "ON other.position=one.position WHERE other.kind=one.kind"
)
_REINDEX = "账本的行不在此列;请停下写入,用 sqlite3 的 REINDEX 重建索引,再核对一次"


def faults_of_file(path: Path) -> list[str]:
    """What is wrong with the file, each as a sentence."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS)) as file:
        file.execute("PRAGMA query_only=ON")
        file.execute("BEGIN")  # what is written meanwhile is not seen
        return [
            *_faults_of_schema(file, TABLES),
            *_faults_of_tables(file),
            *_faults_of_pages(file, f"quick_check({_MOST})", "integrity_check(kinds)", "integrity_check(book)"),
            *_faults_of_indexes(file),
        ]


def faults_of_vault_file(path: Path) -> list[str]:
    """What is wrong with the file of the vault, each as a sentence."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS)) as file:
        file.execute("PRAGMA query_only=ON")
        file.execute("BEGIN")
        faults = [*_faults_of_schema(file, in_sqlite()), *_faults_of_pages(file, f"integrity_check({_MOST})")]
        if _holds(file, "vault_key") and file.execute("SELECT one FROM vault_key").fetchall() != [(1,)]:
            faults.append(VAULT_KEY_ALTERED)
        return faults


def lacking_in_file(path: Path, tables: Sequence[str]) -> list[str]:
    """Those of some tables that are not there."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS)) as file:
        file.execute("PRAGMA query_only=ON")
        return [name for name in tables if not _holds(file, name)]


def _holds(file: sqlite3.Connection, name: str) -> bool:
    return bool(file.execute("SELECT 1 FROM sqlite_schema WHERE name=?", (name,)).fetchall())


def _faults_of_schema(file: sqlite3.Connection, statements: Sequence[str]) -> Iterator[str]:
    with closing(sqlite3.connect(":memory:")) as model:
        for statement in statements:
            model.execute(statement)
        expected = Counter(model.execute(_SCHEMA))
    found = Counter(file.execute(_SCHEMA))
    lacking = expected - found
    for _, name, _, _ in lacking:
        yield f"数据库里的“{name}”不在或被改动过;请用备份恢复。"
    # A trigger may bear the name of a table: what is there is held by all that is said of it, not by its name.
    altered = {row[:2] for row in lacking}
    for row in (found - expected - Counter(_OF_ANALYZE)).elements():
        if row[:2] not in altered:
            yield f"数据库里多了“{row[1]}”({row[0]}),不是师录建的;请核对是谁加的。"


def _faults_of_tables(file: sqlite3.Connection) -> Iterator[str]:
    if file.execute("SELECT * FROM book").fetchall() != [(FORMAT, SINCE_RELEASE)]:
        yield "账本的格式号或所属版本被改动过;请用备份恢复账本。"
    for (code,) in file.execute("SELECT code FROM kinds WHERE code NOT IN (SELECT DISTINCT kind FROM events)"):
        yield f"记录种类表里第 {code} 号没有一条记录:有记录被删或被改,或是谁加的;请核对。"
    for (position,) in file.execute("SELECT position FROM events WHERE position<1"):
        yield f"账本里有位置 {position} 的一行,位置应从 1 起;请用备份恢复账本。"


def _faults_of_pages(file: sqlite3.Connection, *checks: str) -> Iterator[str]:
    for check in checks:
        for (said,) in file.execute(f"PRAGMA {check}"):
            if said != "ok":
                yield f"数据库自检不通过({said});请用备份恢复。"


def _faults_of_indexes(file: sqlite3.Connection) -> Iterator[str]:
    """Indexes that do not hold what the table holds: an entry too many, too few, or altered."""
    try:
        [(rows,)] = file.execute("SELECT count(*) FROM events NOT INDEXED")
        if _added(_along_index(file)) != _added(_along_table(file)):
            yield f"数据库里按流找记录的索引和表对不上;{_REINDEX}。"
        if file.execute(_OF_KINDS).fetchone() != (rows,):
            yield f"数据库里按种类找记录的索引和表对不上;{_REINDEX}。"
    except sqlite3.DatabaseError as error:
        yield f"数据库的索引读不出来({why_unreadable(error)});{_REINDEX}。"


def _along_table(file: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    after = 0
    while (lot := file.execute(_BY_TABLE, (after, _LOT)).fetchone())[0]:
        yield lot
        after = lot[1]


def _along_index(file: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    firsts = [*(bytes([one]) for one in range(256)), b"\xff" * (_STREAM_BYTES + 1)]
    return (file.execute(_BY_INDEX, between).fetchone() for between in pairwise(firsts))


def _added(lots: Iterator[tuple[Any, ...]]) -> tuple[int, int]:
    """How many rows there are, and the sum of a hash of each (64 bits); which does not depend on their order."""
    import numpy as np

    count = total = 0
    for rows, _, streams, versions, positions in lots:
        if not rows:
            continue
        try:
            numbers = np.fromstring(f"{versions},{positions}", np.int64, sep=",").astype(np.uint64)
        except ValueError:  # a bit of an entry's head makes its number a text
            return _NO_SUM
        if (len(streams), len(numbers)) != (rows * _STREAM_BYTES, 2 * rows):
            return _NO_SUM
        halves = np.frombuffer(streams, np.uint64)
        mixed = _mixed(halves[::2]) + _mixed(halves[1::2] + np.uint64(1)) * np.uint64(3)
        mixed = _mixed(mixed ^ _mixed(numbers[:rows] << np.uint64(40) ^ numbers[rows:]))
        count, total = count + rows, total + int(mixed.sum())
    return count, total & _SIXTY_FOUR_BITS


def _mixed(values: "np.ndarray[Any, np.dtype[np.uint64]]") -> "np.ndarray[Any, np.dtype[np.uint64]]":
    """Each number with its bits spread over all 64 (the finisher of splitmix64), so that no two changes cancel out."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
