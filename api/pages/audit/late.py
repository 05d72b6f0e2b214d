"""事后登记: records that came into the book long after the day that they speak of, with how many days, and by whom."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from api.http.register_desk import RegisterDesk
from api.http.views_desk import ViewsDesk
from api.pages.audit.listing import Cell, Listing
from api.pages.audit.who import named, names_of, office, source
from api.pages.record_fields import called
from ledger.book import Book
from ledger.event import Act, AnyEvent
from projections.contradictions.thresholds import DAYS_LATE
from projections.views.lateness import EnteredLate

PER_PAGE = 50
MOST_EXPORTED = 20_000
_AT_ONCE = 200
HOW = ("all", "single", "workbook")


class Asked(NamedTuple):
    """Which are asked for: more than so many days late, of a kind, entered one by one or from workbooks."""

    days: int = DAYS_LATE
    kind: str = ""
    how: str = "all"
    before: int | None = None

    def address(self, before: int) -> str:
        """Where the list goes on."""
        kind = f"&kind={self.kind}" if self.kind else ""
        return f"?days={self.days}&how={self.how}{kind}&before={before}"


class _Late(NamedTuple):
    entered: EnteredLate
    event: AnyEvent


def late_listing(book: Book, views: ViewsDesk, register: RegisterDesk, asked: Asked, most: int = PER_PAGE) -> Listing:
    """The list, the last recorded first. Corrections are no late entries: what they correct may have been in time."""
    register = register.at_once
    found = list(islice(_found(book, views, asked), most + 1))
    shown = found[:most]
    people = [code for one in shown for code in (*one.entered.teachers, one.event.actor)]
    names = names_of(register, people)
    rows = [
        [
            Cell(called(one.entered.kind), f"/records/{one.entered.entry}/history"),
            Cell("、".join(named(code, names) for code in one.entered.teachers)),
            Cell(one.entered.day.isoformat(), value=one.entered.day),
            Cell(one.entered.recorded_on.isoformat(), value=one.entered.recorded_on),
            Cell(str(one.entered.days), value=one.entered.days),
            Cell(named(one.event.actor, names)),
            Cell(office(one.entered.authority, register)),
            Cell(source(one.event.source)),
        ]
        for one in shown
    ]
    columns = ("kind", "teachers", "day", "recorded", "days", "actor", "office", "source")
    older = asked.address(shown[-1].entered.position) if len(found) > most else ""
    return Listing("late", columns, rows, frozenset(["days"]), older)


def _found(book: Book, views: ViewsDesk, asked: Asked) -> Iterator[_Late]:
    entered = (
        one
        for one in views.entered_late(asked.days, asked.before)
        if not asked.kind or one.kind.partition("/")[0] == asked.kind
    )
    while lot := list(islice(entered, _AT_ONCE)):
        events = book.at([one.position for one in lot])
        for one in lot:
            event = events[one.position]
            from_workbook = event.source is not None and bool(event.source.sheet)
            wanted = asked.how == "all" or from_workbook is (asked.how == "workbook")
            if event.act is Act.RECORDED and wanted:
                yield _Late(one, event)
