"""The forms that books were stored in, by number, and what is said of a book of an earlier or a later one.

1: the kind of an event as text in every row, on SQLite only. 2: kinds as small numbers, their names in a table of
their own; on SQLite pages of 8 KB.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from eventsourcing.persistence import OperationalError

from ledger.refusals import Refused

FORMAT = 2
"""The form that this release reads and writes."""

SINCE_RELEASE = "0.2"
"""The first release that reads it; kept in the book, so that an earlier one can name it."""


class Closing(Protocol):
    """What holds connections."""

    def close(self) -> object:
        """Close them."""


@contextmanager
def closed_if_refused(datastore: Closing) -> Iterator[None]:
    """While a book is opened: where it is refused nobody gets to close it, and its connections would stay."""
    try:
        yield
    except BaseException:
        datastore.close()
        raise


def check_kept_format(rows: Sequence[tuple[Any, ...]]) -> None:
    """Refuse a book by what its table `book` says, which has one row. Raises OperationalError where it has not."""
    if len(rows) != 1:
        raise OperationalError(f"the table book has {len(rows)} rows, not one")
    check_format(*rows[0])


def check_format(found: int, release: str) -> None:
    """Refuse a book of another form. `release`: the first that reads it, as the book says."""
    if found > FORMAT:
        raise Refused(
            "ledger-newer",
            f"这个账本的格式是 {found},现在的师录只认到 {FORMAT};请改用师录 {release} 或更新的版本,账本没有动过。",
        )
    if found < FORMAT:
        raise Refused(
            "ledger-older",
            f"这个账本是早先的师录写的(格式 {found},现在是 {FORMAT});请先备份账本文件夹,再运行 shilu upgrade。",
        )
