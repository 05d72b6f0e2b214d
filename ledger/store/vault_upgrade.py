"""A vault in an SQLite file brought from an earlier form to the present one, in one transaction that proves itself.

Killed at any moment, the file is as it was, or as it is to be. Only what an earlier release made is brought up: a table
that somebody altered stays as it is, and is told by `shilu verify`.
"""

import sqlite3

from ledger.refusals import Refused

_EARLIER = (
    "CREATE TABLE particulars ( code TEXT NOT NULL REFERENCES person, identity TEXT NOT NULL, sealed BLOB NOT NULL, "
    "PRIMARY KEY (code, identity)) STRICT, WITHOUT ROWID"
)
"""The table of release 0.1, its white space aside. Release 0.2 made the present one, and kept this one as it was."""

_LEFT_OUT = "SELECT * FROM earlier EXCEPT SELECT * FROM particulars"


def bring_up(file: sqlite3.Connection, tables: list[str]) -> None:
    """Bring the vault in an open file to the present form, which `tables` make; any other is left as it is.

    Raises Refused `upgrade-differs`: nothing was changed then; and what the driver raises.
    """
    if not _is_earlier(file):
        return
    file.execute("BEGIN IMMEDIATE")
    try:
        if _is_earlier(file):  # nobody else was quicker
            file.execute("ALTER TABLE particulars RENAME TO earlier")
            for statement in tables:
                file.execute(statement)
            file.execute("INSERT INTO particulars SELECT code, identity, sealed FROM earlier")
            if file.execute(_LEFT_OUT).fetchone():
                raise Refused(
                    "upgrade-differs",
                    "升级后的姓名库和原来的不完全相同,升级已撤销,姓名库没有动;请核对磁盘后再试,并告诉我们。",
                )
            file.execute("DROP TABLE earlier")
        file.execute("COMMIT")
    except BaseException:
        if file.in_transaction:  # a COMMIT that failed may have undone it already
            file.execute("ROLLBACK")
        raise


def _is_earlier(file: sqlite3.Connection) -> bool:
    found = file.execute("SELECT sql FROM sqlite_schema WHERE type='table' AND name='particulars'").fetchall()
    return [" ".join(said.split()) for (said,) in found] == [_EARLIER]
