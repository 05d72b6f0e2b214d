"""What somebody who holds a ledger's files, or its database, could alter, drawn by chance; and how to undo it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from sqlite3 import IntegrityError, OperationalError
from typing import Any

import psycopg

from ledger.home import BOOK, VAULT, Home
from tests.books import ON_POSTGRESQL, OtherHand, by_another_hand

OF_BOOK, OF_VAULT = ("book", "kinds", "events"), ("vault_key", "person", "particulars", "access", "forgotten")
NOT_DONE = (IntegrityError, OperationalError, OverflowError, UnicodeDecodeError, psycopg.Error)
"""What says that the database itself refuses an alteration: a key that is there already, a number that is too large."""

Value = int | str | bytes
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Altered:
    """What was altered: in words, which parts of `verify` look at it, and the position where it must be named."""

    what: str
    parts: tuple[str, ...]
    position: int | None = None


class Alterable:
    """A ledger whose every value can be altered, and which is as it was again after `undo`."""

    def __init__(self, home: Home, keep: Path) -> None:
        """`keep`: where a copy is made of the ledger as it is now."""
        self.home = home
        self._kept = keep
        copytree(home.folder, keep)
        self.tables = {table: self._columns(table) for table in OF_BOOK + OF_VAULT}
        self.rows = {table: self._rows(table) for table in self.tables}
        self._touched: set[Path] = set()
        self._tables_touched: set[str] = set()

    def undo(self) -> None:
        """Everything as it was when the copy was made."""
        for path in self._touched:
            source = self._kept / path.relative_to(self.home.folder)
            path.unlink(missing_ok=True)
            path.write_bytes(source.read_bytes())
        for table in self._tables_touched:
            if ON_POSTGRESQL:
                self._put_back(table)
            else:
                self.restore_file(self.file_of(table))
        self._touched, self._tables_touched = set(), set()

    def file_of(self, table: str) -> Path:
        """The file of the database that holds a table (on PostgreSQL it stands for the schema)."""
        return self.home.folder / (BOOK if table in OF_BOOK else VAULT)

    def files(self, *patterns: str) -> list[Path]:
        """The files of the ledger that something is in."""
        found = (path for pattern in patterns for path in sorted(self.home.folder.glob(pattern)))
        return [path for path in found if path.is_file() and path.stat().st_size]

    def touch(self, path: Path) -> Path:
        """A file that is going to be altered."""
        self._touched.add(path)
        return path

    def in_table(self, table: str, do: Callable[[OtherHand], object]) -> None:
        """Alter something in a table. Raises one of NOT_DONE where the database refuses it."""
        self._tables_touched.add(table)
        with by_another_hand(self.file_of(table)) as other:
            do(other)

    def whole_again(self) -> None:
        """The whole folder from the copy, where a program may have done more to it than was asked for."""
        rmtree(self.home.folder)
        copytree(self._kept, self.home.folder)

    def where(self, table: str) -> str:
        """A condition that holds for one row, whose values are sent along."""
        return " AND ".join(f"{column}=?" for column in self.tables[table])

    def restore_file(self, path: Path) -> None:
        """A file of a database as it was, its log and shared memory gone."""
        path.with_name(f"{path.name}-wal").unlink(missing_ok=True)
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
        path.write_bytes((self._kept / path.name).read_bytes())

    def _put_back(self, table: str) -> None:
        with by_another_hand(self.file_of(table)) as other:
            other.execute(f"DELETE FROM {table}")
            if rows := self.rows[table]:
                marks = ",".join(["(" + ",".join("?" * len(self.tables[table])) + ")"] * len(rows))
                other.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in rows for value in row])

    def _columns(self, table: str) -> list[str]:
        asked = (
            "SELECT column_name FROM information_schema.columns WHERE table_schema=current_schema AND table_name=? "
            "ORDER BY ordinal_position"
            if ON_POSTGRESQL
            else "SELECT name FROM pragma_table_info(?) ORDER BY cid"
        )
        with by_another_hand(self.file_of(table)) as other:
            return [name for (name,) in other.execute(asked, (table,)).fetchall()]

    def _rows(self, table: str) -> list[Row]:
        with by_another_hand(self.file_of(table)) as other:
            return [tuple(row) for row in other.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()]


def flipped(value: Value, chance: Random) -> Value | None:
    """The value with one bit of it changed; None where it has none."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(31 if ON_POSTGRESQL else 63))
    stored = bytearray(value.encode() if isinstance(value, str) else value)
    if not stored:
        return None
    stored[chance.randrange(len(stored))] ^= 1 << chance.randrange(8)
    return (
        bytes(stored)
        if isinstance(value, bytes)
        else stored.decode(errors="strict" if ON_POSTGRESQL else "surrogateescape")
    )


def _sent(value: Any) -> tuple[str, Any]:
    """How a value is written into a statement, and sent: text that is no UTF-8 goes as bytes."""
    if isinstance(value, str) and not ON_POSTGRESQL:
        return "CAST(? AS TEXT)", value.encode(errors="surrogateescape")
    return "?", value


def alter_value(ledger: Alterable, tables: Sequence[str], chance: Random) -> Altered | None:
    """One bit of one value of a row; None where the database refuses it."""
    table = chance.choice([table for table in tables if ledger.rows[table]])
    row = chance.choice(ledger.rows[table])
    number = chance.randrange(len(row))
    column, new = ledger.tables[table][number], flipped(row[number], chance)
    if new is None or new == row[number]:
        return None
    mark, sent = _sent(new)
    ledger.in_table(
        table,
        lambda other: other.execute(f"UPDATE {table} SET {column}={mark} WHERE {ledger.where(table)}", (sent, *row)),
    )
    position = row[0] if table == "events" and column != "position" else None
    assert position is None or isinstance(position, int)
    return Altered(f"{table}.{column} of {row!r:.200}: {new!r:.100}", parts_of(table), position)


def delete_row(ledger: Alterable, tables: Sequence[str], chance: Random) -> Altered:
    """A row deleted."""
    table = chance.choice([table for table in tables if ledger.rows[table]])
    row = chance.choice(ledger.rows[table])
    ledger.in_table(table, lambda other: other.execute(f"DELETE FROM {table} WHERE {ledger.where(table)}", row))
    return Altered(f"deleted from {table}: {row!r:.200}", parts_of(table))


def insert_row(ledger: Alterable, tables: Sequence[str], chance: Random) -> Altered | None:
    """A row inserted that is like another but for one bit of a value."""
    table = chance.choice([table for table in tables if ledger.rows[table]])
    row = list(chance.choice(ledger.rows[table]))
    number = chance.randrange(len(row))
    new = flipped(row[number], chance)
    if new is None:
        return None
    row[number] = new
    if table == "access" and row[0] == len(ledger.rows[table]) + 1:
        return None  # past the end: whoever writes to the database can say something new (test_forgers.py)
    marks, values = zip(*(_sent(value) for value in row), strict=True)
    ledger.in_table(table, lambda other: other.execute(f"INSERT INTO {table} VALUES ({','.join(marks)})", values))
    return Altered(f"inserted into {table}: {row!r:.200}", parts_of(table))


def insert_event(ledger: Alterable, chance: Random) -> Altered:
    """An event put between two others, those after it moved up by one."""
    like = chance.choice(ledger.rows["events"])
    at = chance.randint(1, len(ledger.rows["events"]))

    def do(other: OtherHand) -> None:
        other.execute("UPDATE events SET position=-position WHERE position>=?", (at,))
        other.execute("UPDATE events SET position=1-position WHERE position<0")
        row = (at, chance.randbytes(16), 1, like[3], like[4])
        other.execute("INSERT INTO events VALUES (?,?,?,?,?)", row)

    ledger.in_table("events", do)
    return Altered(f"an event inserted at {at}", ("book",), at)


def swap_values(ledger: Alterable, tables: Sequence[str], chance: Random) -> Altered | None:
    """The same value of two rows, each in the place of the other: a row's content replayed for another's."""
    table = chance.choice([table for table in tables if len(ledger.rows[table]) > 1])
    one, two = chance.sample(ledger.rows[table], 2)
    number = chance.randrange(len(one))
    column = ledger.tables[table][number]
    if one[number] == two[number]:
        return None

    def do(other: OtherHand) -> None:
        change = f"UPDATE {table} SET {column}=? WHERE {ledger.where(table)}"
        if chance.random() < 0.5:
            other.execute(change, (two[number], *one))  # one way only: an older content put back
            return
        between = -7 if isinstance(one[number], int) else b"-" if isinstance(one[number], bytes) else "-"
        other.execute(change, (between, *one))
        other.execute(change, (one[number], *two))
        other.execute(change, (two[number], *one[:number], between, *one[number + 1 :]))

    ledger.in_table(table, do)
    return Altered(f"{table}.{column} of {one!r:.100} and {two!r:.100} swapped", parts_of(table))


def alter_file(ledger: Alterable, paths: Sequence[Path], parts: tuple[str, ...], chance: Random) -> Altered | None:
    """A file of which a bit is changed, or that is cut short, lengthened, emptied, taken away or another's copy."""
    path = chance.choice(paths)
    before = path.read_bytes()
    how = chance.choice(["flipped"] * 6 + ["cut", "longer", "gone", "copied"])
    if (how, path.parent.name) == ("gone", "checkpoints") or (how == "longer" and path.stem == "tree"):
        return None  # a copy less; and what is past the sealed size a crash leaves, too: the next sealing cuts it off
    ledger.touch(path)
    after = bytearray(before)
    if how == "flipped":
        after[chance.randrange(len(after))] ^= 1 << chance.randrange(8)
    elif how == "cut":
        del after[chance.randrange(len(after)) :]
    elif how == "longer":
        after += chance.randbytes(chance.randint(1, 40))
    elif how == "copied":
        after = bytearray(chance.choice(paths).read_bytes())
    path.unlink()  # not written through: another name of the same file is another file to whoever copies it back
    if how != "gone":
        path.write_bytes(after)
        if after == before:
            return None
    return Altered(f"{path.relative_to(ledger.home.folder)} {how}", parts)


def parts_of(table: str) -> tuple[str, ...]:
    """The part of `verify` that reads a table."""
    return ("book",) if table in OF_BOOK else ("vault",)
