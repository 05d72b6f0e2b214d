"""The book: the event-sourced application that every record is written in, once, and read from by position."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper

from ledger.event import Act, Event
from ledger.hand_in import HandIn, Submission
from ledger.records import KINDS
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.store.codec import RecordMapper, decode, encode
from ledger.store.rows import Row, Rows, WritingRows

COUNTY_TIME = ZoneInfo("Asia/Shanghai")
"""Days are days there; times are stored in UTC."""

Clock = Callable[[], datetime]


Outcome = list[Record] | Refused
"""The records that a submission added (none: a duplicate), or why it was refused."""


class Book(Application[UUID]):
    """The events of one county in the order they were written, positions 1, 2, 3 … without a gap."""

    name = "book"

    def __init__(self, path: Path, clock: Clock = lambda: datetime.now(UTC)) -> None:
        """Open, or make, the book at `path`. `clock` gives the time in UTC."""
        super().__init__(env={"PERSISTENCE_MODULE": "ledger.store.sqlite:BookFactory", "SQLITE_DBNAME": str(path)})
        self.clock = clock

    def construct_mapper(self) -> Mapper[UUID]:
        """The mapper of our own, for the library."""
        return RecordMapper()

    @property
    def stored(self) -> Rows:
        """The stored rows, by position."""
        return self.recorder  # type: ignore[return-value]

    def today(self) -> date:
        """The day it is for the county, by the book's clock."""
        return self.clock().astimezone(COUNTY_TIME).date()

    @property
    def position(self) -> int:
        """The last position; 0 in an empty book."""
        return self.recorder.max_notification_id() or 0

    def position_at(self, time: datetime) -> int:
        """The last position recorded at or before a time (UTC); 0 if there was none."""
        low, high = 0, self.position
        while low < high:
            middle = (low + high + 1) // 2
            [found] = self.recorder.select_notifications(start=middle, limit=1)
            if decode(found.topic, found.state).recorded_at <= time:
                low = middle
            else:
                high = middle - 1
        return low

    def read(self, kinds: Sequence[str], up_to: int | None = None) -> Iterator[tuple[int, Event[Record]]]:
        """Positions and events of the named kinds, in order."""
        for position, _, _, kind, body in self.stored.rows(up_to, kinds):
            yield position, decode(kind, body)

    def at(self, positions: Sequence[int]) -> dict[int, Event[Record]]:
        """The events at some positions."""
        return {position: decode(kind, body) for position, _, _, kind, body in self.stored.at(positions)}

    def append(self, hand_in: HandIn, submission: Submission) -> list[Record]:
        """Write one submission durably; the records it added, none for a duplicate. Raises Refused."""
        with self.writing(hand_in) as pen:
            [outcome] = pen.write([submission])
            if isinstance(outcome, Refused):
                raise outcome
        return outcome

    @contextmanager
    def writing(self, hand_in: HandIn, *, keep: bool = True) -> Iterator["Pen"]:
        """One transaction under the writer's lock; undone if it raises, or where `keep` is false."""
        with self.stored.writing(keep=keep) as rows, hand_in.tentatively(keep=keep):
            yield Pen(rows, self.clock, hand_in)


class Pen:
    """The one writer: decides on submissions against what stands under the lock, and adds events."""

    def __init__(self, rows: WritingRows, clock: Clock, hand_in: HandIn) -> None:
        self._rows = rows
        self._hand_in = hand_in
        self._clock = clock
        self.position = rows.last_position()
        last = rows.last_row()
        # A clock that was set back must not make an event older than the one before it.
        self._now = max(clock(), decode(last[3], last[4]).recorded_at) if last else clock()

    def write(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """Decide on each in order and add what is new; one outcome each. A refusal holds no other back."""
        standing = self._standing({submission.stream for submission in submissions})
        outcomes: list[Outcome] = []
        rows: list[Row] = []
        for submission in submissions:
            events = standing[submission.stream]
            try:
                records = self._hand_in.decide(events, submission)
            except Refused as refused:
                outcomes.append(refused)
                continue
            if records and submission.source is None:
                # What has no row to be told apart by is told apart by its time (`ledger.entry`: versions).
                self._now = max(self._clock(), self._now + timedelta(microseconds=1))
            for record in records:
                event = self._event(record, submission)
                events.append(event)
                self.position += 1
                rows.append((self.position, submission.stream, len(events), record.kind, encode(event)))
            outcomes.append(records)
        self._rows.add(rows)
        return outcomes

    def _event(self, record: Record, submission: Submission) -> Event[Record]:
        who = self._hand_in
        return Event(self._now, who.actor, who.authority, Act.RECORDED, submission.source, record)

    def _standing(self, streams: set[bytes]) -> defaultdict[bytes, list[Event[Record]]]:
        standing: defaultdict[bytes, list[Event[Record]]] = defaultdict(list)
        for _, stream, _, kind, body in self._rows.standing(sorted(streams)):
            standing[stream].append(decode(kind, body))
        return standing


REGISTER_KINDS = [kind for kind in KINDS if kind.startswith(("school.", "teacher.", "term."))]
"""The kinds that the register of codes is made from."""
