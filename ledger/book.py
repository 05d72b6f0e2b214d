"""The book: the event-sourced application that every record is written in, once, and read from by position."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper

from ledger.acts.request import Request
from ledger.event import AnyEvent
from ledger.hand_in import HandIn
from ledger.in_force import InForce
from ledger.kept import Kept, read_kept
from ledger.pen import COUNTY_TIME, Clock, Pen
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.steps import Step
from ledger.store.codec import RecordMapper, decode
from ledger.store.faults import ConnectionLost
from ledger.store.rows import Row, Rows
from ledger.submission import Submission

T = TypeVar("T")


class Book(Application[UUID]):
    """The events of one county in the order they were written, positions 1, 2, 3 … without a gap."""

    name = "book"

    def __init__(
        self, place: Path | str, clock: Clock = lambda: datetime.now(UTC), derived: Path | None = None
    ) -> None:
        """Open, or make, the book at a place: an SQLite file, or the URL (`postgresql://…`) of a database.

        `clock` gives the time in UTC. `derived` is the folder in which what is made from the book may be kept;
        without it nothing is kept. Raises Refused `ledger-newer` or `ledger-older` for a book of another format.
        """
        store = "postgres" if isinstance(place, str) else "sqlite"
        super().__init__(env={"PERSISTENCE_MODULE": f"ledger.store.{store}:BookFactory", "BOOK_PLACE": str(place)})
        self.place = place
        self.derived = derived
        self.clock = clock
        self._in_force = InForce()

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

    def kept(self, record_class: type[Record], up_to: int | None = None) -> Kept:
        """What stands of the records of a class, at a position."""
        return read_kept(self.stored, record_class, up_to)

    def wrote_since(self, names: Sequence[str], after: int, last: int) -> bool:
        """Whether events of some stored names were written after a position, up to another."""
        return last > after and next(iter(self.stored.lines(names, after + 1, last)), None) is not None

    def read(self, kinds: Sequence[str], up_to: int | None = None) -> Iterator[tuple[int, AnyEvent]]:
        """Positions and events of the named kinds, in order."""
        for position, _, _, kind, body in self.stored.rows(up_to, kinds):
            yield position, decode(kind, body)

    def at(self, positions: Sequence[int]) -> dict[int, AnyEvent]:
        """The events at some positions."""
        return {position: decode(kind, body) for position, _, _, kind, body in self.stored.at(positions)}

    def append(self, hand_in: HandIn, submission: Submission) -> list[Record]:
        """Write one submission durably; the records it added, none for a duplicate. Raises Refused."""

        def write(pen: Pen) -> list[Record]:
            [outcome] = pen.write([submission])
            if isinstance(outcome, Refused):
                raise outcome
            return outcome

        return self._durably(hand_in, write)

    def act(self, who: HandIn, asked: Request) -> Step:
        """Take one step in the life of an entry, durably. Raises Refused."""

        def act(pen: Pen) -> Step:
            [outcome] = pen.act([asked])
            if isinstance(outcome, Refused):
                raise outcome
            return outcome

        return self._durably(who, act)

    def correct(self, who: HandIn, asked: Request, record: Record) -> None:
        """Correct an entry to say `record`, durably. Raises Refused."""
        self._durably(who, lambda pen: pen.correct(asked, record))

    def _durably(self, who: HandIn, do: Callable[[Pen], T]) -> T:
        """One transaction; begun again where the database went away in the middle of it, and so nothing was written."""
        try:
            with self.writing(who) as pen:
                return do(pen)
        except ConnectionLost:
            with self.writing(who) as pen:
                return do(pen)

    def replay(self, read: Callable[[Callable[[Sequence[bytes]], list[Row]]], Iterable[Sequence[Row]]]) -> int:
        """Write the rows of another book as they are, all or none; into an empty book only. Its last position.

        `read` gives the rows in lots; it is given a reader of the streams written so far.
        """
        with self.stored.writing(keep=True) as rows:
            if rows.last_position():
                raise Refused("ledger-not-empty", "账本里已经有记录,不能再恢复导出文件;请先用 shilu init 新建空账本。")
            for lot in read(rows.standing):
                rows.add(lot)
            return rows.last_position()

    @contextmanager
    def writing(self, hand_in: HandIn, *, keep: bool = True) -> Iterator["Pen"]:
        """One transaction under the writer's lock; undone if it raises, or where `keep` is false."""
        with self.stored.writing(keep=keep) as rows, hand_in.tentatively(keep=keep):
            # What was undone must not be followed: it is put back only after all is committed.
            in_force, self._in_force = self._in_force, InForce()
            pen = Pen(rows, self.clock, hand_in, in_force)
            yield pen
        if keep:
            in_force.reach(pen.position)
            self._in_force = in_force
