"""Generations of the views: each a set of tables of its own; one is in use, a newer one may be made beside it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from ledger.locks import alone, somebody_is_alone
from ledger.on_disk import write_whole
from ledger.store.postgres_connections import connection_to
from ledger.store.postgres_place import schema_named

_CURRENT = "current"


class Generations(Protocol):
    """Where the generations of a ledger's views are."""

    def making(self) -> AbstractContextManager[None]:
        """One at a time makes a new one; whoever comes second waits."""

    def somebody_makes(self) -> bool:
        """Whether somebody is making a new one now."""

    def all(self) -> list[int]:
        """The numbers of all there are, in use or not, in order."""

    def current(self) -> int | None:
        """The number of the one in use."""

    def use(self, number: int) -> None:
        """From now on this one is in use, at once and for everybody."""

    def make(self, number: int) -> None:
        """A place for the tables of a new one, empty."""

    def drop(self, number: int) -> None:
        """Throw one away."""

    def engine(self, number: int) -> Engine:
        """A way to its tables."""


class InFolder:
    """Beside a book on SQLite: one file each, and a file that names the one in use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = folder / "builder.lock"

    @contextmanager
    def making(self) -> Iterator[None]:
        """Under a lock of the folder, which is let go when its holder is killed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with alone(self._lock, None):
            yield

    def somebody_makes(self) -> bool:
        """Whether somebody holds the lock."""
        return somebody_is_alone(self._lock)

    def all(self) -> list[int]:
        """The numbers of all there are."""
        return sorted(int(path.stem) for path in self._folder.glob("[0-9][0-9][0-9][0-9].sqlite"))

    def current(self) -> int | None:
        """The number of the one in use, if its file is there."""
        with suppress(OSError, ValueError):
            number = int((self._folder / _CURRENT).read_text())
            return number if self._file(number).is_file() else None
        return None

    def use(self, number: int) -> None:
        """Name it in the file, which is exchanged whole."""
        write_whole(self._folder / _CURRENT, f"{number}\n".encode())

    def make(self, number: int) -> None:
        """An empty file."""
        self._file(number).touch()

    def drop(self, number: int) -> None:
        """Remove its files; whoever has them open reads on."""
        for suffix in ("", "-wal", "-shm"):
            self._file(number).with_name(self._file(number).name + suffix).unlink(missing_ok=True)

    def engine(self, number: int) -> Engine:
        """A way to the file; a transaction takes the writer's lock at once, so that two who follow wait in turn."""
        engine = create_engine(f"sqlite:///{self._file(number)}", connect_args={"timeout": 60}, poolclass=NullPool)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
        return engine

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:04}.sqlite"


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver would begin late, and not at all before a SELECT
    # What is lost in a power cut is made again from the book.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Any) -> None:
    immediate = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class InDatabase:
    """Beside a book on PostgreSQL: one schema each, and a table that names the one in use."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._schema = f"{schema_named(url)}_views"
        self._engine = self._to(self._schema)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Under a lock of the database, which is let go when its holder's connection ends."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(hashtext(:name))"), {"name": self._schema})
            yield

    def somebody_makes(self) -> bool:
        """Whether somebody holds the lock."""
        [free] = self._asked("SELECT pg_try_advisory_lock_shared(hashtext(:name))")
        return free != "True"

    def all(self) -> list[int]:
        """The numbers of all there are."""
        found = self._asked("SELECT nspname FROM pg_namespace WHERE nspname LIKE :name", name=f"{self._schema}\\_%")
        numbers = [one.removeprefix(f"{self._schema}_") for one in found]
        return sorted(int(number) for number in numbers if number.isdigit())

    def current(self) -> int | None:
        """The number of the one in use."""
        if not self._asked("SELECT 1 FROM pg_tables WHERE schemaname = :name AND tablename = 'current'"):
            return None
        found = self._asked(f'SELECT generation FROM "{self._schema}".current')
        return int(found[0]) if found and int(found[0]) in self.all() else None

    def use(self, number: int) -> None:
        """Name it in the table."""
        with self._engine.begin() as connection:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"'))
            connection.execute(
                text(f'CREATE TABLE IF NOT EXISTS "{self._schema}".current (one int PRIMARY KEY, generation int)')
            )
            connection.execute(
                text(
                    f'INSERT INTO "{self._schema}".current VALUES (1, :number) '
                    "ON CONFLICT (one) DO UPDATE SET generation = :number"
                ),
                {"number": number},
            )

    def make(self, number: int) -> None:
        """An empty schema."""
        with self._engine.begin() as connection:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self._of(number)}"'))

    def drop(self, number: int) -> None:
        """Drop its schema; it waits for whoever reads in it."""
        with self._engine.begin() as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{self._of(number)}" CASCADE'))

    def engine(self, number: int) -> Engine:
        """A way to the schema."""
        return self._to(self._of(number))

    def _of(self, number: int) -> str:
        return f"{self._schema}_{number:04}"

    def _to(self, schema: str) -> Engine:
        # The URL may name several servers, which SQLAlchemy's own URLs cannot say as libpq does.
        return create_engine(
            "postgresql+psycopg://", creator=lambda: connection_to(self._url, schema), poolclass=NullPool
        )

    def _asked(self, statement: str, name: str = "") -> list[str]:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return [str(row[0]) for row in connection.execute(text(statement), {"name": name or self._schema})]


def generations(place: Path | str, folder: Path) -> Generations:
    """Where the views of a book at a place are, on SQLite in a folder."""
    return InDatabase(place) if isinstance(place, str) else InFolder(folder)
