"""What docs/operations.md tells an operator to make is enough, and no more is asked of the database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest

from ledger.book import Book
from ledger.home import Home
from tests.ledger.stories import LESSON, clerk, row
from tests.postgresql.shared import needs_postgresql, shared_url

pytestmark = needs_postgresql


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of a new database, as the role that owns it."""
    name = f"shilu_{token_hex(6)}"
    with psycopg.connect(shared_url(), autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN".encode())
        administrator.execute(f"CREATE DATABASE {name} OWNER {name} ENCODING 'UTF8' TEMPLATE template0".encode())
        yield shared_url().replace("//postgres@", f"//{name}@").replace("/postgres", f"/{name}")
        administrator.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        administrator.execute(f"DROP ROLE {name}".encode())


def test_a_role_that_owns_its_database_and_may_do_nothing_else_suffices(database: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "county", database)
    home.make()
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(LESSON))
        assert ledger.book.stored.rows()[0][0] == 1
    with psycopg.connect(database) as connection:
        made = connection.execute("SELECT schemaname, tablename FROM pg_tables WHERE tableowner = current_user")
        assert {schema for schema, _ in made.fetchall()} == {"shilu"}


@pytest.mark.parametrize("habit", ["off", "local", "on", "remote_apply"])
def test_an_answer_means_on_the_disk_whatever_the_habit_of_the_server(database: str, habit: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE current_user SET synchronous_commit = '{habit}'".encode())
    with closing(Book(database)) as book, book.stored.datastore.pool.connection() as used:  # type: ignore[attr-defined]
        [(found,)] = used.execute("SHOW synchronous_commit")
    assert found == {"off": "on"}.get(habit, habit)


def test_two_ledgers_in_one_database_do_not_see_each_other(database: str, tmp_path: Path) -> None:
    homes = [Home(tmp_path / name, f"{database}?options=-csearch_path%3D{{home}}") for name in ("hill", "town")]
    for home in homes:
        home.make()
    with homes[0].opened() as hill, homes[1].opened() as town:
        hill.book.append(clerk(), row(LESSON))
        assert (hill.book.position, town.book.position) == (1, 0)
