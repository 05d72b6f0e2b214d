"""What is submitted at once: a row of a workbook, a line of a file, a form."""

from collections.abc import Sequence

from ledger.event import Source
from ledger.records.record import Record, stream_of


class Submission:
    """What one row says: a main record and those of its parts that it holds already.

    A row of a workbook says the `whole` entry: what it leaves out is not so. A line of a file says its own records
    and leaves other parts of the entry as they are.
    """

    __slots__ = ("records", "source", "stream", "whole")

    def __init__(self, records: Sequence[Record], source: Source | None = None, *, whole: bool = True) -> None:
        self.records = records
        self.source = source
        self.whole = whole
        self.stream = stream_of(records[0])
