"""时间线: what was recorded about a teacher, month by month, each with where it stands; also as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from api.desk.exports import Table
from api.desk.matters import may_read
from api.desk.unseen_scores import UnseenScores
from api.pages.record_fields import called, people_in, shown_fields
from api.pages.teacher.desk import TeacherDesk
from api.pages.texts import printed_text
from api.pages.why import Names
from ledger.event import Event
from ledger.records.record import Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered
from ledger.records.school_year import TermAnnounced
from ledger.register import Register

PER_PAGE = 60
MOST = 5_000
"""Records of one teacher that are looked through; a career has fewer."""

BADGES = {"recorded": "waits", "attested": "good", "returned": "bad", "withdrawn": "gone", "voided": "gone"}
_FIELDS_IN_LINE = 4

Schools = Mapping[SchoolId, SchoolRegistered]


class Wanted(NamedTuple):
    """Which records: of a kind (without version), in a state, of a term; empty for all. `page` from 1."""

    kind: str = ""
    state: str = ""
    term: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """A record in the time line: its place in the book, what it is called and says in short, where it stands."""

    position: int
    entry: str
    called: str
    says: str
    day: str
    month: str
    state: str
    badge: str
    recorded_on: str


@dataclass(frozen=True)
class TimeLinePage:
    """A page of the time line, and what it can be narrowed to."""

    lines: Sequence[Line]
    count: int
    page: int
    pages: int
    kinds: Sequence[tuple[str, str]]
    terms: Sequence[str]


def time_line_page(desk: TeacherDesk, code: str, wanted: Wanted) -> TimeLinePage:
    """The records about a teacher that the visitor may read, the latest day first."""
    rows, terms = _rows(desk, code), desk.register.now.terms
    found = [row for row in rows if _is_wanted(terms, row, wanted)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    kinds = sorted({(row["kind"], called(row["kind"])) for row in rows}, key=lambda one: one[1])
    return TimeLinePage(
        _lines(desk, code, found[(page - 1) * PER_PAGE : page * PER_PAGE]),
        len(found),
        page,
        pages,
        kinds,
        _newest_first(terms),
    )


def time_line_table(desk: TeacherDesk, code: str, wanted: Wanted) -> Table:
    """All of it, as a file."""
    terms = desk.register.now.terms
    found = [row for row in _rows(desk, code) if _is_wanted(terms, row, wanted)]
    headings = [printed_text(f"timeline.{name}") for name in ("day", "kind", "says", "state", "recorded_on", "entry")]
    rows = [
        (one.day, one.called, one.says, printed_text(f"state.{one.state}"), one.recorded_on, one.entry)
        for one in _lines(desk, code, found)
    ]
    return Table(printed_text("timeline.table", code=code), headings, rows)


def counts(desk: TeacherDesk, code: str) -> dict[str, int]:
    """How many of a teacher's records stand in which state."""
    states = [row["state"] for row in _newest(desk, code)]
    return {state: states.count(state) for state in BADGES}


def entries_of(desk: TeacherDesk, code: str) -> frozenset[str]:
    """The entries that name a teacher."""
    return frozenset(row["entry"] for row in _newest(desk, code))


def _newest(desk: TeacherDesk, code: str) -> list[dict[str, Any]]:
    """Of every part of every entry that names a teacher the version that was said last."""
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in desk.views.time_line(code, None, MOST):
        newest.setdefault((row["entry"], row["part"]), row)
    return list(newest.values())


def _rows(desk: TeacherDesk, code: str) -> list[dict[str, Any]]:
    """What the visitor may read, of every part of every entry the version said last; by day, the latest first."""
    newest = _newest(desk, code)
    events = desk.ledger.book.at([row["position"] for row in newest])
    register = desk.register.now
    seen, unseen = [], UnseenScores(desk.ledger.book, desk.visitor)
    for row in newest:
        record = cast("Event[Record]", events[row["position"]]).data
        if may_read(desk.visitor, record, register) and not unseen.hides(record):
            seen.append({**row, "record": record, "when": _when(row, record, register)})
    return sorted(seen, key=lambda row: (row["when"], row["position"]), reverse=True)


def _when(row: dict[str, Any], record: Record, register: Register) -> str:
    """Where a record stands in time: its day, or the last day of the term that it is of, or when it was recorded."""
    term = register.terms.get(getattr(record, "term", TermId("")))
    return str(row["day"] or (term.end.isoformat() if term else row["recorded_on"]))


def _is_wanted(terms: Mapping[str, TermAnnounced], row: dict[str, Any], wanted: Wanted) -> bool:
    if wanted.kind and row["kind"] != wanted.kind:
        return False
    if wanted.state and row["state"] != wanted.state:
        return False
    if not wanted.term:
        return True
    term = terms.get(wanted.term)
    said = getattr(row["record"], "term", None)
    if said:
        return bool(said == wanted.term)
    return bool(term and row["day"] and term.start.isoformat() <= row["day"] <= term.end.isoformat())


def _newest_first(terms: Mapping[str, TermAnnounced]) -> list[str]:
    return [term.term for term in sorted(terms.values(), key=lambda term: term.start, reverse=True)]


def _lines(desk: TeacherDesk, code: str, rows: Sequence[dict[str, Any]]) -> list[Line]:
    names = desk.register.names(people_in(row["record"] for row in rows))
    schools = desk.register.now.schools
    return [_line(code, row, names, schools) for row in rows]


def _line(code: str, row: dict[str, Any], names: Names, schools: Schools) -> Line:
    when = date.fromisoformat(row["when"])
    return Line(
        position=row["position"],
        entry=row["entry"],
        called=called(row["kind"]),
        says=_in_short(row["record"], code, names, schools),
        day=row["day"] or "",
        month=printed_text("timeline.month", year=when.year, month=when.month),
        state=row["state"],
        badge=BADGES[row["state"]],
        recorded_on=row["recorded_on"],
    )


def _in_short(record: Record, code: str, names: Names, schools: Schools) -> str:
    """The first things that a record says, but not its day, nor the teacher whose page it is on, nor any school."""

    def school_name(school: str) -> str:
        row = schools.get(SchoolId(school))
        return row.name if row else school

    own = f"{names.get(TeacherId(code), '')} {code}".strip()
    day = getattr(record, record.happened_on).isoformat() if record.happened_on else ""
    school = getattr(record, "school", "")
    plain = (own, day, f"{school_name(school)} {school}")
    told = [
        f"{field.label} {field.said}"
        for field in shown_fields(record, names, school_name)
        if field.said not in plain and not field.long
    ]
    return " · ".join(told[:_FIELDS_IN_LINE])
