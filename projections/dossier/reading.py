"""Reads a dossier from the book: the records that name a teacher, with who attested each and what is attached."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple, cast

from ledger.book import Book
from ledger.event import Event
from ledger.life import State
from ledger.parties import teacher_fields
from ledger.pen import COUNTY_TIME
from ledger.records import KINDS
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed, ContestScored, ContestStoodAside
from ledger.records.employment import TeacherMerged
from ledger.records.official import OFFICIAL
from ledger.records.record import Record, entry_of, family, stream_of
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from ledger.register import in_effect_on
from ledger.steps import Attested, Evidenced, Returned, Step
from ledger.store.codec import decode
from ledger.store.rows import Row
from projections.dossier.dossier import Dossier, DossierLine, Evidence, PackResult, Person
from projections.language.pack import Pack
from projections.standing import Standing, read_standing

_COURSE_OF_CONTESTS = (ContestScored, ContestStoodAside, ContestAppealed, ContestAppealDecided)
"""What a contest came to is in the prizes; single scores are the judges' own."""
_NOT_TOLD = ("review", "contradiction")
"""Families about other records and rounds, no work of the teacher's own; as all that is official."""


def dossier_of(
    book: Book,
    teacher: str,
    as_of: date,
    position: int | None = None,
    *,
    since: date | None = None,
    pack: Pack | None = None,
    term: str = "",
    afresh: bool = False,
) -> Dossier:
    """The dossier of one teacher; see `dossiers_of`."""
    [found] = dossiers_of(book, [teacher], as_of, position, since=since, pack=pack, term=term, afresh=afresh)
    return found


def dossiers_of(
    book: Book,
    teachers: Sequence[str],
    as_of: date,
    position: int | None = None,
    *,
    since: date | None = None,
    pack: Pack | None = None,
    term: str = "",
    afresh: bool = False,
) -> list[Dossier]:
    """The dossiers of some teachers, in the order asked: a pure function of the book at a position and of the dates.

    `position`: what the book held (now); `since`, `as_of`: the first and last day that a record may be of; `pack` with
    `term`: what its clauses say, up to `as_of`. `afresh`: from the book's own rows, not from files made of them.
    Old codes of merged files answer as the new. Raises Misuse `unknown-teacher`, `unknown-term`.
    """
    standing = read_standing(book, position, afresh=afresh)
    codes = [standing.code_now(code) for code in teachers]
    rows = _Register(standing, as_of)
    for code in codes:
        rows.check_known(code)
    results: list[PackResult | None] = [None] * len(codes)
    if pack is not None:
        from projections.evaluation import Evaluation, find_term  # slow to load, and most dossiers ask no pack

        evaluation = Evaluation(pack, standing, find_term(standing, term), as_of)
        head, name = pack.head, evaluation.term.term
        answered = evaluation.of_teachers(codes)
        results = [PackResult(head.id, head.version, pack.digest, name, answers) for answers in answered]
    found = []
    for code, result in zip(codes, results, strict=True):
        lines = _lines(book, standing, code)
        wanted = [one for one in lines if (since is None or since <= one.day) and one.day <= as_of]
        wanted.sort(key=lambda one: (one.day, one.position))
        found.append(
            Dossier(code, since, as_of, standing.position, rows.person(code), wanted, result, rows.school_names)
        )
    return found


@cache
def kinds_told() -> dict[str, type[Record]]:
    """The kinds that a dossier may tell of, by name without version: those that name a teacher and are no procedure."""
    apart = {*OFFICIAL, TeacherRegistered, TeacherMerged, *_COURSE_OF_CONTESTS}
    return {
        name.partition("/")[0]: one
        for name, one in KINDS.items()
        if teacher_fields(one) and (one is CertificateIssued or one not in apart)
        if family(name) not in _NOT_TOLD
    }


class _Register:
    """Rows of the register in effect on a day."""

    def __init__(self, standing: Standing, day: date) -> None:
        self._standing = standing
        self._day = day
        self._schools: dict[str, list[SchoolRegistered]] = defaultdict(list)
        for row in standing.records_of("school.registered").records:
            self._schools[row.school].append(row)
        self.school_names = {code: self._school_row(code).name for code in sorted(self._schools)}

    def check_known(self, code: str) -> None:
        """Raises Misuse `unknown-teacher`."""
        if not len(self._standing.rows_where("teacher.registered", "teacher", code)):
            raise Misuse("unknown-teacher", f"名册上没有教师“{code}”(截至位置 {self._standing.position});请核对编号。")

    def person(self, code: str) -> Person:
        """What the register said of a teacher and the school."""
        places = self._standing.rows_where("teacher.registered", "teacher", code).tolist()
        rows: list[TeacherRegistered] = self._standing.records_of("teacher.registered").records.taken(places)
        row = in_effect_on(rows, self._day)
        return Person(row, self._school_row(row.school) if row and row.school in self._schools else None)

    def _school_row(self, code: str) -> SchoolRegistered:
        rows = self._schools[code]
        return in_effect_on(rows, self._day) or min(rows, key=lambda row: row.in_effect)


class _Found(NamedTuple):
    """A record that names the teacher: as it stands now, and as it was said, with its event."""

    kind: str
    position: int
    state: State
    record: Record
    event: Event[Record]
    roles: tuple[str, ...]


def _lines(book: Book, standing: Standing, code: str) -> list[DossierLine]:
    """Every record that names a teacher, with its steps."""
    found = list(_found(standing, code))
    steps = _Steps(book, standing.position, [one.event.data for one in found])
    terms = standing.terms()
    lines = []
    for one in found:
        said = one.event.data
        attested_by, evidence = steps.about(one.position, said)
        own = (one.event.authority,) if one.event.attested else ()
        lines.append(
            DossierLine(
                one.kind,
                entry_of(said).hex(),
                one.position,
                _day(one, terms),
                one.roles,
                str(one.state),
                one.event.authority,
                (own + attested_by) if one.state is State.ATTESTED else attested_by,
                one.event.recorded_at,
                one.event.source,
                evidence,
                one.record,
            )
        )
    return lines


def _found(standing: Standing, code: str) -> Iterable[_Found]:
    certificates = set()
    for kind, of in kinds_told().items():
        roles = _places(standing, kind, of, code)
        if not roles:
            continue
        found = list(_at(standing, kind, roles))
        certificates |= {one.record.number for one in found if isinstance(one.record, CertificateIssued)}
        yield from found
    if certificates:
        yield from _revoked(standing, certificates)


def _revoked(standing: Standing, numbers: set[str]) -> Iterable[_Found]:
    """Certificates taken back: they name no teacher, but the number of what was issued."""
    kind = CertificateRevoked.kind.partition("/")[0]
    revoked = standing.records_of(kind).records
    places: dict[int, list[str]] = {place: [] for place, one in enumerate(revoked) if one.number in numbers}
    return _at(standing, kind, places)


def _at(standing: Standing, kind: str, roles: Mapping[int, list[str]]) -> Iterable[_Found]:
    """The records of a kind at some places."""
    if roles:
        places = sorted(roles)
        kept = standing.records_of(kind)
        positions = kept.positions.taken(places)
        events = standing.events_at(positions)
        records = kept.records.taken(places)
        states = kept.states.taken(places)
        for place, position, state, record in zip(places, positions, states, records, strict=True):
            event = cast("Event[Record]", events[position])
            yield _Found(kind, position, state, record, event, tuple(roles[place]))


def _places(standing: Standing, kind: str, of: type[Record], code: str) -> dict[int, list[str]]:
    """Where records of a kind name a teacher, and in which fields."""
    roles: defaultdict[int, list[str]] = defaultdict(list)
    table = standing.table(kind)
    if not table.length:
        return {}
    for field in teacher_fields(of):
        if table.is_list(field):
            places = [place for place, _ in table.listing(field, standing.words.code(code))]
        else:
            places = standing.rows_where(kind, field, code).tolist()
        for place in places:
            roles[place].append(field)
    return roles


def _day(one: _Found, terms: Mapping[str, TermAnnounced]) -> date:
    """The day of a record, of a term its last, else the day recorded."""
    record = one.record
    day = getattr(record, record.happened_on) if record.happened_on else None
    term = terms.get(getattr(record, "term", ""))
    if isinstance(day, date):
        return day
    return term.end if term else one.event.recorded_at.astimezone(COUNTY_TIME).date()


class _Steps:
    """The steps about some records up to a position, as they are stored."""

    def __init__(self, book: Book, position: int, records: Sequence[Record]) -> None:
        streams = sorted({stream_of(record) for record in records})
        self._steps: defaultdict[bytes, list[tuple[Row, Event[Step]]]] = defaultdict(list)
        self._rows: defaultdict[bytes, list[Row]] = defaultdict(list)
        for row in book.stored.standing(streams):
            if row[0] > position:
                continue
            if "#" in row[3]:
                event = cast("Event[Step]", decode(row[3], row[4]))
                self._steps[bytes.fromhex(event.data.entry)].append((row, event))
            else:
                self._rows[row[1]].append(row)

    def about(self, position: int, record: Record) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
        """The offices that attested the version at a position, and the files attached to any version of its part."""
        steps = self._steps.get(entry_of(record), [])
        if not steps:
            return (), ()
        own = self._rows[stream_of(record)]
        number = next(row[2] for row in own if row[0] == position)
        part = self._versions(own, record)
        offices: list[str] = []
        evidence: dict[str, Evidence] = {}
        for _, event in steps:
            said = event.data
            if number in said.of and isinstance(said, Attested):
                offices.append(event.authority)
            elif number in said.of and isinstance(said, Returned):
                offices.clear()
            elif isinstance(said, Evidenced) and not part.isdisjoint(said.of):
                evidence.setdefault(said.digest, Evidence(said.digest, said.media, said.size, said.name))
        return tuple(offices), tuple(evidence.values())

    def _versions(self, rows: Sequence[Row], record: Record) -> set[int]:
        """The numbers of all versions of a record's part of its entry."""
        entry, part = entry_of(record), record.part_key()
        found = set()
        for _, _, number, name, body in rows:
            said = decode(name, body).data
            if isinstance(said, record.__class__) and entry_of(said) == entry and said.part_key() == part:
                found.add(number)
        return found
