"""A hand-in: one workbook, form or file of lines, brought by somebody on somebody's authority."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ledger.entry import clash, decide
from ledger.event import COUNTY, Authority, Event, Source
from ledger.records.record import Record, entry_of, stream_of
from ledger.records.registered import Registered
from ledger.records.rotation import RotationStarted
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.register import decide_row
from ledger.rotation import check_no_overlap


class Submission:
    """What one row says: a main record and those of its parts that it holds already."""

    __slots__ = ("records", "source", "stream")

    def __init__(self, records: Sequence[Record], source: Source | None = None) -> None:
        self.records = records
        self.source = source
        self.stream = stream_of(records[0])


class HandIn:
    """Who hands in, on whose authority, for which term; and what its register rows have said so far.

    One workbook may not name a school or teacher twice with other content, while a later workbook may.
    """

    def __init__(self, actor: str, authority: Authority = COUNTY, term: TermAnnounced | None = None) -> None:
        self.actor = actor
        self.authority = authority
        self.term = term
        self._said: dict[bytes, tuple[object, ...]] = {}

    def decide(self, standing: Sequence[Event[Record]], submission: Submission) -> list[Record]:
        """The records that a submission adds to its stream, by the rule of its kind; none for a duplicate.

        `standing`: the stream's events in order. Raises Refused `clash` or `already-on-rotation`.
        """
        main = submission.records[0]
        if isinstance(main, Registered):
            return self._decide_register_row(standing, main, submission.stream)
        if isinstance(main, RotationStarted):
            return _decide_rotation(standing, main, submission.records)
        if not standing and len(submission.records) == 1:
            return [main]
        return decide(standing, submission.records)

    @contextmanager
    def tentatively(self, *, keep: bool) -> Iterator[None]:
        """What is said inside is forgotten if it raises, or where `keep` is false."""
        before = dict(self._said)
        kept = False
        try:
            yield
            kept = keep
        finally:
            if not kept:
                self._said = before

    def _decide_register_row(self, standing: Sequence[Event[Record]], row: Registered, stream: bytes) -> list[Record]:
        if self.term is None:
            raise Refused("term-unknown", "登记学校和教师需要先说明是哪个学期;请在“学期”表填写学期。")
        if self._said.get(stream, row.content()) != row.content():
            raise clash(standing, row)
        self._said[stream] = row.content()
        return decide_row([event.data for event in standing], row, self.term)


def _decide_rotation(standing: Sequence[Event[Record]], main: RotationStarted, said: Sequence[Record]) -> list[Record]:
    entry = entry_of(main)
    own = [event for event in standing if entry_of(event.data) == entry]
    try:
        records = decide(own, said)
    except Refused:
        check_no_overlap(standing, main)
        raise
    if main in records:
        check_no_overlap(standing, main)
    return records
