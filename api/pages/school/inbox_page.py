"""待办: what waits for an office, each record told whole, with its evidence and who handed it in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.accounts.permitted import Deed, may
from api.accounts.visitor import Visitor
from api.desk.exports import Table
from api.desk.matters import matters_of
from api.http.register_desk import RegisterDesk
from api.pages.record_fields import ShownField, called, people_in, shown_fields
from api.pages.school.scope import office_called, school_name
from api.pages.texts import printed_text
from api.pages.why import Names
from api.typesetting import in_print
from ledger.event import Source
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record, TeacherId
from ledger.register import Register
from ledger.steps import Evidenced
from projections.waiting_entries import WaitingEntry

PER_PAGE = 20
COUNTED = 2_000
"""So many of those that wait are counted; where there are more, the page says so."""

ATTESTATION, MENDING, DECISION = "attestation", "mending", "decision"
_DEEDS = {ATTESTATION: (Deed.ATTEST, Deed.RETURN), DECISION: (Deed.DECIDE,), MENDING: (Deed.CORRECT,)}


class Counts(NamedTuple):
    """How much waits for an office, by what it waits for and by kind; `whole`: not cut off at COUNTED."""

    whole: bool
    all: int
    waits_for: dict[str, int]
    kinds: list[tuple[str, str, int]]


@dataclass(frozen=True)
class ShownEvidence:
    """A file attached to a record: its own name, what it is, where it is to be had."""

    name: str
    link: str
    is_picture: bool


@dataclass(frozen=True)
class ShownEntry:
    """A record that waits, made ready to be shown.

    `why_not`: why this visitor may do nothing to it; `may`: the deeds that are open, `attest`, `return` and so on.
    """

    position: int
    entry: str
    waits_for: str
    called: str
    whose: str
    whose_link: str
    day: str
    fields: list[ShownField]
    evidence: list[ShownEvidence]
    handed_in: str
    came_from: str
    attested: str
    objection: str
    returned: str
    may: frozenset[str]
    why_not: str


def title_of(record: Record, names: Names, register: Register) -> str:
    """Kind, day and whose, as the outcome of a deed names a record."""
    return " ".join(one for one in (called(record.kind), _day(record), _whose(record, names, register)) if one)


def _day(record: Record) -> str:
    day = getattr(record, record.happened_on, None) if record.happened_on else None
    return day.isoformat() if day else ""


def _whose(record: Record, names: Names, register: Register) -> str:
    whose = str(getattr(record, record.whose, "") or "") if record.whose else ""
    if TeacherId(whose) in register.teachers:
        return f"{names.get(TeacherId(whose), '')} {whose}".strip()
    return school_name(register, whose)


def counts_of(waiting: Sequence[dict[str, Any]]) -> Counts:
    """What the first COUNTED of those that wait come to."""
    kinds = Counter(one["kind"] for one in waiting)
    listed = sorted((called(kind), kind, count) for kind, count in kinds.items())
    return Counts(
        len(waiting) < COUNTED,
        len(waiting),
        dict(Counter(one["waits_for"] for one in waiting)),
        [(kind, name, count) for name, kind, count in listed],
    )


class Showing:
    """Makes entries ready to be shown to one visitor; all names are fetched at once."""

    def __init__(self, visitor: Visitor, register: RegisterDesk, entries: Iterable[WaitingEntry]) -> None:
        self._visitor = visitor
        self._register = register.now  # once for all entries: each look asks the book how far it goes
        self._entries = list(entries)
        codes: set[str] = set(people_in(one.record for one in self._entries))
        for one in self._entries:
            codes |= {one.actor, one.objected_by, *one.attested_by}
        self._names: Names = register.names(codes - {""})

    def all(self) -> list[ShownEntry]:
        """Every entry, in the order given."""
        return [self._shown(one) for one in self._entries]

    def person(self, code: str) -> str:
        """A person by name and code; an account that is no teacher's as it is called."""
        return f"{self._names.get(TeacherId(code), '')} {code}".strip()

    def _school_name(self, code: str) -> str:
        return school_name(self._register, code)

    def _shown(self, one: WaitingEntry) -> ShownEntry:
        record = one.record
        whose = getattr(record, record.whose, "") if record.whose else ""
        teacher = TeacherId(whose) in self._register.teachers
        own = self._own(one)
        deeds = frozenset() if own else self._deeds(one)
        return ShownEntry(
            position=one.position,
            entry=one.entry,
            waits_for=one.waits_for,
            called=called(record.kind),
            whose=_whose(record, self._names, self._register),
            whose_link=f"/teachers/{whose}" if teacher else "",
            day=_day(record),
            fields=[
                one
                for one in shown_fields(record, self._names, self._school_name)
                if one.name not in (record.whose, record.happened_on)  # which stand in the heading
            ],
            evidence=[_evidence(one.entry, file) for file in one.evidence],
            handed_in=printed_text(
                "inbox.handed_in",
                who=self.person(one.actor),
                office=in_print(office_called(one.authority, self._register)),
                day=one.recorded_at.astimezone(COUNTY_TIME).date().isoformat(),
            ),
            came_from=_came_from(one.source),
            attested="、".join(map(self.person, one.attested_by)),
            objection=self._with_reason("inbox.objected", one) if one.waits_for == DECISION else "",
            returned=self._with_reason("inbox.returned", one) if one.waits_for == MENDING else "",
            may=deeds,
            why_not="" if deeds else printed_text(own or _NOBODYS[one.waits_for]),
        )

    def _with_reason(self, key: str, one: WaitingEntry) -> str:
        return printed_text(key, who=self.person(one.objected_by), reason=in_print(one.reason))

    def _own(self, one: WaitingEntry) -> str:
        """Why somebody may not do it for being too near; empty where nothing is."""
        record, actor = one.record, self._visitor.actor
        if one.waits_for != ATTESTATION:
            return ""
        if record.whose and getattr(record, record.whose) == actor:
            return "inbox.about_you"
        if actor in (one.actor, *one.attested_by):
            return "inbox.by_you"
        return ""

    def _deeds(self, one: WaitingEntry) -> frozenset[str]:
        matters = matters_of(one.record, self._register)
        deeds = _DEEDS[one.waits_for]
        return frozenset(deed.value for deed in deeds if any(may(self._visitor, deed, matter) for matter in matters))


_NOBODYS = {
    ATTESTATION: "inbox.not_yours",
    DECISION: "inbox.not_yours_to_decide",
    MENDING: "inbox.to_mend",
}


def _came_from(source: Source | None) -> str:
    """The sheet and row that a record was read in, as the paper calls itself."""
    if source is None or not source.row:
        return ""
    if not source.sheet:
        return printed_text("inbox.from_line", row=source.row)
    return printed_text("inbox.from_row", sheet=in_print(source.sheet), row=source.row)


def _evidence(entry: str, file: Evidenced) -> ShownEvidence:
    name = file.name or file.digest[:12]
    return ShownEvidence(in_print(name), f"/api/v1/evidence/{file.digest}", file.media in ("image/jpeg", "image/png"))


_HEADINGS = ("kind", "day", "whose", "waits_for", "content", "handed_in", "from", "position")


def inbox_table(shown: Sequence[ShownEntry], office: str) -> Table:
    """What waits, as a file."""
    rows = [
        (
            one.called,
            one.day,
            one.whose,
            printed_text(f"inbox.{one.waits_for}"),
            "；".join(f"{field.label}：{field.said}" for field in one.fields),
            one.handed_in,
            one.came_from,
            one.position,
        )
        for one in shown
    ]
    title = printed_text("inbox.title", office=office)
    return Table(title, [printed_text(f"inbox.heading_{name}") for name in _HEADINGS], rows)
