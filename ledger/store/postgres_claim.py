"""A schema of PostgreSQL taken for a restore: only what the same restore has left in it may be removed."""

from ledger.store.postgres_connections import BookDatastore, Connection
from ledger.store.postgres_place import postgres_place
from ledger.store.postgres_writing import answered

_TABLES = ("events", "kinds", "book", "vault_key", "person", "particulars", "access", "forgotten")

_TAKEN = "SELECT coalesce(to_regclass('book'), to_regclass('vault_key')) IS NOT NULL"


def claim(url: str, token: str) -> bool:
    """Take the schema that a URL names; what a restore with the same token has left in it is removed.

    False where a book or a vault of somebody else is there; nothing was changed then.
    """

    def take(connection: Connection) -> bool:
        schema = datastore.schema
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"shilu {schema}",))
            claimed = answered(connection, "SELECT 1 WHERE to_regclass('restoring') IS NOT NULL", ())
            if claimed and answered(connection, "SELECT token FROM restoring", ()) == [(token,)]:
                connection.execute(f"DROP TABLE IF EXISTS {', '.join(_TABLES)}".encode())
                return True
            [(taken,)] = answered(connection, _TAKEN, ())
            if taken:
                return False
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'.encode())
            connection.execute("DROP TABLE IF EXISTS restoring")
            connection.execute("CREATE TABLE restoring (token TEXT NOT NULL)")
            connection.execute("INSERT INTO restoring VALUES (%s)", (token,))
            return True

    datastore = BookDatastore(postgres_place(url))
    try:
        return datastore.asking(take)
    finally:
        datastore.close()


def release(url: str) -> None:
    """End the claim; what was restored stays."""
    datastore = BookDatastore(postgres_place(url))
    try:
        datastore.asking(lambda connection: connection.execute("DROP TABLE IF EXISTS restoring"))
    finally:
        datastore.close()
