"""What a record is about, as the table of roles asks it: its kind, teacher, school, township, subject, contest."""

from collections.abc import Iterable, Iterator, Sequence

from api.accounts.permitted import CALLED, Deed, Matter, check, may
from api.accounts.visitor import Visitor
from ledger.acts.finding import Place
from ledger.book import Book
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.life import Stream, Version
from ledger.parties import teacher_fields, teachers_in
from ledger.records.contest_course import ContestScored, ContestStoodAside
from ledger.records.record import Record, SchoolId, TeacherId, stream_of
from ledger.records.statement import StatementObjected
from ledger.refusals import Refused
from ledger.register import Register
from ledger.store.codec import decode

_SCHOOLS = ("school", "works_at", "home", "host")
_UNITS = ("unit", "strong", "weak")
"""The fields that name a school, or may name one, beside the one whose teacher a record counts for."""

_OF_ALL_NAMED = frozenset([Deed.READ, Deed.OBJECT, Deed.EVIDENCE])
"""Deeds that are open to everybody a record names, and not only to whom it counts for."""

_BROUGHT = frozenset([Deed.RECORD, Deed.SCORE])
"""Deeds of which the visitor says oneself whom they are about; of all others the book does."""


def hand_in_of(visitor: Visitor, authority: Authority) -> HandIn:
    """Who acts, as the book writes it."""
    return HandIn(visitor.actor, authority)


def bringing(visitor: Visitor, authority: Authority, correcting: str = "") -> HandIn:
    """A hand-in of a visitor's: every record of it is asked for in the table of roles, in the name of one office."""
    found: dict[tuple[Deed, tuple[Matter, ...]], Refused | None] = {}

    def may_bring(record: Record, main: Record | None, register: Register) -> None:
        deed = Deed.CORRECT if correcting else deed_of_recording(record, visitor)
        key = deed, tuple(matters_of(record, register, deed, main))
        if key not in found:
            try:
                authority_for(visitor, deed, record, register, authority, main)
            except Refused as refused:
                found[key] = refused
            else:
                found[key] = None
        why = found[key]
        if why:
            raise why.with_traceback(None)

    hand_in = HandIn(visitor.actor, authority, correcting=correcting)
    hand_in.may_bring = may_bring
    return hand_in


def matters_of(record: Record, register: Register, deed: Deed = Deed.READ, main: Record | None = None) -> list[Matter]:
    """What a record is about; several where it names several schools (and, for some deeds, several teachers).

    The first is of whom it counts for, with the school where that person is now. `kind` is without its version.
    `main`: the record that it is a part of, which says whose it is where the part names nobody (`main_of`).
    """
    about = Matter(
        kind=record.kind.partition("/")[0],
        subject=getattr(record, "subject", "") or "",
        contest=getattr(record, "code", "") if record.kind.startswith("contest.") else "",
    )
    of = record if main is None or names_somebody(record) else main
    found = [_at(about, school, teacher, register) for school, teacher in _whose(of, register, deed)]
    first = found[0] if found else about
    found += [_at(about, SchoolId(one), TeacherId(first.teacher), register) for one in _schools(of, register)]
    return list(dict.fromkeys(found)) or [about]


def names_somebody(record: Record) -> bool:
    """Whether a record says itself whose it is: a teacher's or a school's."""
    fields = record.__struct_fields__
    return bool(teacher_fields(record.__class__)) or any(one in fields for one in (*_SCHOOLS, *_UNITS))


def main_of(book: Book, record: Record) -> Record | None:
    """The record that a part belongs to, where the part names nobody and it stands in the book (三个一)."""
    if record.part_of is None or names_somebody(record):
        return None
    said = [decode(name, body).data for _, _, _, name, body in book.stored.standing([stream_of(record)])]
    return next((one for one in reversed(said) if isinstance(one, record.part_of)), None)


def deed_of_recording(record: Record, visitor: Visitor) -> Deed:
    """Which deed it is to record something: judges score, teachers object to what is on notice, others record."""
    if isinstance(record, ContestScored | ContestStoodAside) and record.judge == visitor.teacher:
        return Deed.SCORE
    if isinstance(record, StatementObjected):
        return Deed.OBJECT
    return Deed.RECORD


def authority_for(
    visitor: Visitor, deed: Deed, record: Record, register: Register, office: str = "", main: Record | None = None
) -> Authority:
    """The office in whose name a visitor does something to a record; `office` picks one where there are several.

    `main` as for `matters_of`.
    Raises Refused `not-allowed`.
    """
    refused: Refused | None = None
    for matter in matters_of(record, register, deed, main):
        try:
            return check(visitor, deed, matter._replace(office=office))
        except Refused as error:
            refused = refused or error
    assert refused
    if (deed not in _BROUGHT or main is not None) and not may_read(visitor, record, register, main):
        raise not_theirs(deed)
    raise refused


def may_read(visitor: Visitor, record: Record, register: Register, main: Record | None = None) -> bool:
    """Whether a visitor may read a record: of whom it counts for, or who is named in it."""
    return any(may(visitor, Deed.READ, matter) for matter in matters_of(record, register, main=main))


def not_theirs(deed: Deed) -> Refused:
    """Something is to be done to a record that is not even to be seen: whose it is, and what, is not told."""
    return Refused("not-allowed", f"您现在的角色不能{CALLED[deed]}这条记录;请找有权办理的人,或请账号管理员核对角色。")


def narrowed(
    visitor: Visitor,
    deed: Deed,
    place: Place,
    versions: Sequence[Version],
    ledger: Ledger,
    register: Register,
    office: str = "",
) -> tuple[Place, Authority]:
    """What of an entry a visitor may do something to, and in whose name. Raises Refused `not-allowed`.

    `versions`: those of the entry that are meant. An entry's parts may be of other kinds than its main record, and
    belong to other offices.
    """
    first: Authority | None = None
    refused: Refused | None = None
    numbers: list[int] = []
    for version in versions:
        try:
            record = version.event.data
            authority = authority_for(visitor, deed, record, register, office, main_of(ledger.book, record))
        except Refused as error:
            refused = refused or error
            continue
        first = first or authority
        if authority == first:
            numbers.append(version.number)
    if first is None:
        assert refused
        raise refused
    if len(numbers) == len(versions):
        return place, first
    return Place(place.stream, place.entry, tuple(numbers)), first


def versions_meant(ledger: Ledger, places: Sequence[Place]) -> list[list[Version]]:
    """Of each place the versions that are meant: the numbered ones, else all of the entry; the living where any are."""
    streams: dict[bytes, Stream] = {place.stream: Stream() for place in places}
    for _, stream, _, name, body in ledger.book.stored.standing(sorted(streams)):
        streams[stream].read(decode(name, body))
    return [_meant(streams[place.stream].versions, place) for place in places]


def _meant(versions: Iterable[Version], place: Place) -> list[Version]:
    own = [one for one in versions if one.part[0] == place.entry]
    numbered = [one for one in own if not place.numbers or one.number in place.numbers]
    return [one for one in numbered if one.alive] or numbered or own


def _whose(record: Record, register: Register, deed: Deed) -> Iterator[tuple[SchoolId, TeacherId]]:
    """The school and teacher that a record counts for, and where a deed is open to them the others it names."""
    said = getattr(record, record.whose, "") if record.whose else ""
    if said and record.whose not in teacher_fields(record.__class__):
        yield SchoolId(said), TeacherId("")
    named = [TeacherId(said)] if said and record.whose in teacher_fields(record.__class__) else []
    for teacher in dict.fromkeys([*named, *(teachers_in(record) if deed in _OF_ALL_NAMED else ())]):
        row = register.teachers.get(teacher)
        yield (row.school if row else SchoolId("")), teacher


def _schools(record: Record, register: Register) -> list[str]:
    said = [getattr(record, name, "") for name in _SCHOOLS]
    units = [getattr(record, name, "") for name in _UNITS]
    return [*filter(None, said), *(one for one in units if one in register.schools)]


def _at(about: Matter, school: SchoolId, teacher: TeacherId, register: Register) -> Matter:
    row = register.schools.get(school)
    return about._replace(teacher=teacher, school=school, township=row.township if row else "")
