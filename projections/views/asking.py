"""What the views are asked: the time line of a teacher, and what waits for an office."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select

from ledger.acts.entitled import ALWAYS, Entitled
from ledger.book import Book
from ledger.event import COUNTY, AnyEvent, Authority, Event
from ledger.in_force import InForce
from ledger.life import Stream, standing_of
from ledger.records.authority import AuthorityGranted
from ledger.records.record import Record, entry_of, stream_of
from ledger.records.registered import TeacherRegistered
from ledger.store.codec import decode
from ledger.vocabulary import Office
from projections.views.following import DECISION, MENDING
from projections.views.keeping import Views
from projections.views.tables import Inbox, TimeLine

Told = dict[str, Any]

_LOOKED_AT, _READ_AT_ONCE = 1_000, 200
_SCHOOL = "school:"
_OTHERS = (Office.HOST_SCHOOL, Office.HOME_SCHOOL)

_TIME_LINE = ("entry", "part", "kind", "day", "state", "authority", "position", "recorded_on")
_INBOX = (
    "waits_for",
    "entry",
    "part",
    "kind",
    "whose",
    "day",
    "authority",
    "attestations",
    "objected_by",
    "position",
    "recorded_on",
)


def time_line(views: Views, codes: Sequence[str], before: int | None = None, most: int = 100) -> list[Told]:
    """What was recorded about a teacher, under any of the teacher's codes, the newest first; each record once.

    `before`: only what was recorded before a position, to read on from the last one told.
    """
    asked = select(TimeLine.__table__).where(TimeLine.teacher.in_(codes)).order_by(TimeLine.position.desc())
    if before is not None:
        asked = asked.where(TimeLine.position < before)
    with views.reading() as connection:
        # Under two codes of one teacher a record may stand twice.
        rows = connection.execute(asked.limit(most * max(len(codes), 1))).mappings()
        found = {row["position"]: row for row in rows}
    return [_told(row, _TIME_LINE) for row in list(found.values())[:most]]


class Only(NamedTuple):
    """What of an inbox is asked for: of some kinds (names without version), of some teachers or schools, of what it
    waits for; empty: whatever there is."""

    kinds: Collection[str] = ()
    whose: Collection[str] = ()
    waits_for: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, as the inbox is asked."""
        found = [column.in_(sorted(said)) for column, said in self._lists() if said]
        return [*found, Inbox.waits_for == self.waits_for] if self.waits_for else found

    def _lists(self) -> list[tuple[Any, Collection[str]]]:
        return [(Inbox.kind, self.kinds), (Inbox.whose, self.whose)]


ALL = Only()


def inbox(views: Views, authority: Authority = COUNTY, after: int = 0, most: int = 100, only: Only = ALL) -> list[Told]:
    """What waits for an office, the oldest first: to be attested or decided on by it, or to be mended by it.

    The county office may attest and decide on everything; another office is shown what the county's grants let it
    attest now or decide on, and what was returned to it. `after`: only what was recorded after a position.
    """
    return list(islice(_waiting(views, authority, after, only), most))


def _waiting(views: Views, authority: Authority, after: int, only: Only) -> Iterator[Told]:
    office = _Office(views.book, authority)
    while True:
        asked = select(Inbox.__table__).where(Inbox.position > after, office.may_concern(), *only.conditions())
        asked = asked.order_by(Inbox.position, Inbox.waits_for)
        with views.reading() as connection:
            rows = list(connection.execute(asked.limit(_LOOKED_AT)).mappings())
        whole = len(rows) < _LOOKED_AT
        if not whole:  # what waits for two things stands in two rows, of which one may be cut off
            last = rows[-1]["position"]
            rows = [row for row in rows if row["position"] < last]
        yield from (_told(row, _INBOX) for row in office.concerned(rows))
        if whole:
            return
        after = rows[-1]["position"]


class _Office:
    """An office, and what it may do by the county's grants as they stand."""

    def __init__(self, book: Book, authority: Authority) -> None:
        self._book = book
        self._authority = authority
        in_force = self._in_force = InForce()
        in_force.follow(lambda names, after: book.stored.rows(kinds=names), book.position)
        self._entitled = Entitled(in_force)
        grants = in_force.of(AuthorityGranted)
        self._kinds = sorted({grant.of for grant in grants})
        self._kinds_beside_own = sorted({grant.of for grant in grants if grant.office in _OTHERS})
        """Kinds that a school may attest for another school's teachers: the one that receives, or sent them."""

    def may_concern(self) -> ColumnElement[bool]:
        """What can be told without reading a record: the county's is all, another office's of the kinds granted."""
        if self._authority == COUNTY:
            return or_(Inbox.waits_for != MENDING, Inbox.authority == COUNTY)
        returned = and_(Inbox.waits_for == MENDING, Inbox.authority == self._authority)
        kinds = and_(Inbox.waits_for != MENDING, Inbox.kind.in_(self._kinds))
        if not self._authority.startswith(_SCHOOL):
            return or_(returned, kinds)
        beside = and_(Inbox.waits_for != MENDING, Inbox.kind.in_(self._kinds_beside_own))
        return or_(returned, and_(kinds, self._may_be_own()), beside)

    def _may_be_own(self) -> ColumnElement[bool]:
        """Whether a record may be of a school's own teachers, or of the school: an entry that names any of them.

        A school's page must not read what waits at all the others.
        """
        school = self._authority.removeprefix(_SCHOOL)
        staff = sorted({row.teacher for row in self._in_force.of(TeacherRegistered) if row.school == school})
        theirs = select(TimeLine.entry).where(TimeLine.teacher.in_(staff))
        return or_(Inbox.whose == school, Inbox.entry.in_(theirs))

    def concerned(self, rows: Sequence[RowMapping]) -> Iterator[RowMapping]:
        """Those of some rows that wait for it."""
        for first in range(0, len(rows), _READ_AT_ONCE):
            some = rows[first : first + _READ_AT_ONCE]
            entitled = self._entitled_to(some) if self._authority != COUNTY else {}
            for row in some:
                if row["waits_for"] == MENDING:
                    mine = row["authority"] == self._authority
                else:
                    mine = self._authority == COUNTY or entitled[row["position"], row["waits_for"]]
                if mine:
                    yield row

    def _entitled_to(self, rows: Sequence[RowMapping]) -> dict[tuple[int, str], bool]:
        """Of rows by what waits for what: whether it is this office's turn to attest, or it may decide."""
        rows = [row for row in rows if row["waits_for"] != MENDING]
        events = self._book.at([row["position"] for row in rows])
        records = {position: cast("Event[Record]", event).data for position, event in events.items()}
        streams = defaultdict[bytes, list[AnyEvent]](list)
        for _, stream, _, kind, body in self._book.stored.standing(sorted(set(map(stream_of, records.values())))):
            streams[stream].append(decode(kind, body))
        found = {}
        for row in rows:
            record = records[row["position"]]
            along = standing_of(Stream(streams[stream_of(record)]).versions, entry_of(record))
            found[row["position"], row["waits_for"]] = self._may(row, record, along)
        return found

    def _may(self, row: RowMapping, record: Record, along: Sequence[Record]) -> bool:
        steps = self._entitled.steps(self._authority, record, along, self._book.today())
        return bool(steps if row["waits_for"] == DECISION else steps & {ALWAYS, row["attestations"] + 1})


def _told(row: RowMapping, names: Sequence[str]) -> Told:
    return {name: row[name].isoformat() if isinstance(row[name], date) else row[name] for name in names}
