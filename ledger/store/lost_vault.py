"""A vault whose key is lost: its sealed rows put aside in a file, its tables emptied for names entered anew."""

from pathlib import Path

import msgspec

from ledger.on_disk import write_whole
from ledger.store.vault_tables import vault_tables

_SEALED = ("vault_key", "person", "particulars")
"""The tables that only the lost key opens; the access log and the list of the forgotten stay."""


def put_aside(place: Path | str, aside: Path) -> None:
    """Write the sealed rows to a file and then empty their tables.

    The file is JSON, bytes in base 64, for the owner only: should the key be found after all, the rows are not gone.
    Where nothing is left to put aside it is not touched.
    """
    tables = vault_tables(place)
    try:
        tables.begin()
        try:
            rows = {name: tables.select(f"SELECT * FROM {name}") for name in _SEALED}
            if any(rows.values()):
                write_whole(aside, msgspec.json.encode(rows), mode=0o600)
            for name in _SEALED:
                tables.change(f"DELETE FROM {name}", ())
            tables.commit()
        except BaseException:
            tables.undo()
            raise
    finally:
        tables.close()


def people_in(aside: Path) -> int:
    """How many people's rows were put aside in a file."""
    return len(msgspec.json.decode(aside.read_bytes())["person"]) if aside.is_file() else 0
