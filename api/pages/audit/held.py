"""暂缓删除: what keeps a person's particulars from being destroyed: objections, results that are not final, open cases.

The same that `shilu person forget` refuses for (api/desk/forgetting.py), listed for everybody at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from api.desk.forgetting import listed_in, open_cases, unfinished
from api.http.register_desk import RegisterDesk
from api.pages.audit.listing import Cell, Listing
from api.pages.audit.who import named, names_of
from api.pages.record_fields import called
from api.pages.texts import text
from ledger.forgetting import open_objections
from ledger.home import Ledger
from ledger.parties import teachers_in
from ledger.records.record import entry_of
from projections.contradictions.called import WHAT

_NAMED = 6
"""So many persons are named in a line; a result lists a county."""


@dataclass(frozen=True)
class Held:
    """Something that is not done with: of what sort, whom it concerns, what it says, where it is dealt with."""

    sort: str
    persons: tuple[str, ...]
    says: str
    link: str


def held(ledger: Ledger) -> Iterator[Held]:
    """Everything that is not done with."""
    for version in open_objections(ledger.book):
        record = version.event.data
        persons = tuple(dict.fromkeys([*teachers_in(record), version.objected_by]))
        says = text("held.objection_to", called=called(record.kind))
        yield Held("objection", persons, says, f"/records/{entry_of(record).hex()}/history")
    for statement in unfinished(ledger):
        notice = statement.course.noticed
        number = statement.drafted.statement
        says = (
            text("held.on_notice", number=number, until=notice.until) if notice else text("held.draft", number=number)
        )
        yield Held("result", tuple(sorted(listed_in(ledger, statement))), says, f"/statements/{number}")
    for case in open_cases(ledger):
        yield Held("case", tuple(case.persons), f"{WHAT[case.what]}:{case.says}", "/county/contradictions")


def held_listing(ledger: Ledger, register: RegisterDesk, teacher: str = "") -> Listing:
    """The list; of one teacher, where a code is given."""
    found = [one for one in held(ledger) if not teacher or teacher in one.persons]
    names = names_of(register, (code for one in found for code in _first(one, teacher)))
    rows = [
        [
            Cell(text(f"held.{one.sort}")),
            Cell("、".join(named(code, names) for code in _first(one, teacher)) + _others(one, teacher)),
            Cell(one.says, one.link),
            Cell(text(f"held.until_{one.sort}")),
        ]
        for one in found
    ]
    return Listing("held", ("sort", "persons", "says", "until"), rows)


def _first(one: Held, teacher: str) -> tuple[str, ...]:
    return (teacher,) if teacher else one.persons[:_NAMED]


def _others(one: Held, teacher: str) -> str:
    left = 0 if teacher else len(one.persons) - _NAMED
    return text("held.others", count=len(one.persons)) if left > 0 else ""
