"""One record: what it says, where it stands and for whom it waits, its files, and everything that was done to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.accounts.permitted import Deed
from api.desk.attaching import attached_to
from api.desk.matters import authority_for
from api.desk.record_history import RecordHistory, StepTold, VersionTold, history_for, waits_for
from api.pages.record_fields import ShownField, people_in, shown_fields
from api.pages.school.scope import office_name
from api.pages.teacher.desk import TeacherDesk
from api.pages.teacher.time_line_page import BADGES
from api.pages.texts import printed_text
from api.pages.why import Names
from api.typesetting import in_print
from ledger.acts.finding import Place, find
from ledger.event import Act
from ledger.life import GONE, State
from ledger.parties import teachers_in
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused

_PICTURES = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class ShownFile:
    """An attached file: its name, where it is to be had, whether a browser shows it as a picture."""

    name: str
    link: str
    is_picture: bool


@dataclass(frozen=True)
class ShownDoing:
    """Something that was done: when, what, by whom, why; of a correction what was said before and is now."""

    when: str
    what: str
    badge: str
    who: str
    reason: str
    changed: Sequence[tuple[str, str, str]]
    position: int


@dataclass(frozen=True)
class ShownRecordPage:
    """A record, ready to be shown. `may`: what the visitor may do to it here."""

    entry: str
    kind: str
    called: str
    whose: str
    whose_link: str
    day: str
    state: str
    badge: str
    says: str
    objection: str
    fields: Sequence[ShownField]
    parts: Sequence[tuple[str, Sequence[ShownField], str, str]]
    files: Sequence[ShownFile]
    story: Sequence[ShownDoing]
    may: frozenset[str]


class RecordPage:
    """Makes one record ready to be shown to a visitor; all names are fetched at once."""

    def __init__(self, desk: TeacherDesk, entry: str) -> None:
        """Raises Misuse `unknown-entry`, `ambiguous-entry`; Refused `not-allowed`."""
        self._desk = desk
        self.place: Place = find(desk.ledger.book.stored, entry)
        self.told: RecordHistory = history_for(desk.ledger, desk.visitor, self.place.entry.hex())
        self._names: Names = desk.register.names(self._codes())

    @property
    def main(self) -> VersionTold:
        """The main record as it was said last; of an entry whose main record is not seen, the last part."""
        mains = [one for one in self.told.versions if not one.record.part_key()]
        return (mains or list(self.told.versions))[-1]

    def shown(self) -> ShownRecordPage:
        """The record as its page shows it."""
        main = self.main
        record = main.record
        whose = str(getattr(record, record.whose, "") or "") if record.whose else ""
        is_teacher = TeacherId(whose) in self._desk.register.now.teachers
        return ShownRecordPage(
            entry=self.told.entry,
            kind=record.kind.partition("/")[0],
            called=record.called or record.kind,
            whose=self._person(whose) if is_teacher else self._desk.register.school_name(whose),
            whose_link=f"/teachers/{whose}" if is_teacher else "",
            day=getattr(record, record.happened_on).isoformat() if record.happened_on else "",
            state=main.state,
            badge=BADGES[main.state],
            says=self._says(main),
            objection=self._objection(),
            fields=self._fields(record),
            parts=self._parts(main),
            files=self._files(),
            story=self._story(),
            may=frozenset(self._may(main)),
        )

    def _codes(self) -> set[str]:
        found: set[str] = set(people_in(one.record for one in self.told.versions))
        found |= {one.actor for one in self.told.versions} | {one.actor for one in self.told.steps}
        return found

    def _person(self, code: str) -> str:
        return f"{self._names.get(TeacherId(code), '')} {code}".strip()

    def _offices(self, authorities: Iterable[str]) -> str:
        return "、".join(in_print(office_name(one, self._desk.register)) for one in authorities)

    def _fields(self, record: Record) -> list[ShownField]:
        return shown_fields(record, self._names, self._desk.register.school_name)

    def _says(self, main: VersionTold) -> str:
        """Where the main record stands, in a sentence."""
        match main.state:
            case State.RECORDED:
                offices = self._offices(waits_for(self._desk.ledger, self.told)) if self._is_newest(main) else ""
                before = any(one.state is State.ATTESTED for one in self.told.versions if one.part == main.part)
                key = "entry.waits_again" if before else "entry.waits" if offices else "entry.waits_somewhere"
                return printed_text(key, offices=offices)
            case State.RETURNED:
                return printed_text("entry.returned", reason=in_print(self._last_reason(Act.RETURNED, main.number)))
            case State.VOIDED:
                return printed_text("entry.voided", reason=in_print(self._last_reason(Act.VOIDED, main.number)))
            case _:
                return printed_text(f"entry.{main.state}")

    def _is_newest(self, main: VersionTold) -> bool:
        return main.number == self.told.newest.number

    def _objection(self) -> str:
        return printed_text("entry.objected") if any(one.objected_by for one in self.told.versions) else ""

    def _last_reason(self, act: Act, number: int) -> str:
        return next((one.reason for one in reversed(self.told.steps) if one.act == act and number in one.of), "")

    def _parts(self, main: VersionTold) -> list[tuple[str, Sequence[ShownField], str, str]]:
        """The parts of the entry beside the main record, each as it was said last."""
        last = {one.part: one for one in self.told.versions if one.record.part_key()}
        return [
            (one.record.called, self._fields(one.record), printed_text(f"state.{one.state}"), BADGES[one.state])
            for one in last.values()
            if one is not main
        ]

    def _files(self) -> list[ShownFile]:
        files = {one.digest: one for one in attached_to(self._desk.ledger, self.place)}
        return [
            ShownFile(in_print(one.name or one.digest[:12]), f"/api/v1/evidence/{one.digest}", one.media in _PICTURES)
            for one in files.values()
        ]

    def _story(self) -> list[ShownDoing]:
        doings: list[tuple[int, ShownDoing]] = [(one.position, self._version(one)) for one in self.told.versions]
        doings += [(one.position, self._step(one)) for one in self.told.steps]
        return [doing for _, doing in sorted(doings, key=lambda one: one[0])]

    def _version(self, one: VersionTold) -> ShownDoing:
        before = [other for other in self.told.versions if other.part == one.part and other.number < one.number]
        what = printed_text("entry.did_again" if before and one.act is Act.RECORDED else f"act.{one.act}")
        if one.part:
            what = f"{what} · {one.record.called}"
        return ShownDoing(
            _when(one.recorded_at),
            what,
            "waits",
            self._by(one.actor, one.authority),
            in_print(one.reason),
            self._changed(before[-1].record, one.record) if before else (),
            one.position,
        )

    def _step(self, one: StepTold) -> ShownDoing:
        what = printed_text(f"act.{one.act}")
        if one.act is Act.DECIDED:
            what = printed_text("entry.upheld" if getattr(one.said, "upheld", False) else "entry.dismissed")
        elif one.act is Act.EVIDENCED:
            what = f"{what} · {in_print(getattr(one.said, 'name', ''))}"
        badge = {Act.ATTESTED: "good", Act.RETURNED: "bad", Act.VOIDED: "bad", Act.OBJECTED: "mind"}.get(one.act, "")
        return ShownDoing(
            _when(one.recorded_at),
            what,
            badge,
            self._by(one.actor, one.authority),
            in_print(one.reason),
            (),
            one.position,
        )

    def _by(self, actor: str, authority: str) -> str:
        return printed_text(
            "entry.by", who=self._person(actor), office=in_print(office_name(authority, self._desk.register))
        )

    def _changed(self, before: Record, now: Record) -> list[tuple[str, str, str]]:
        old = {field.label: field.said for field in self._fields(before)}
        new = {field.label: field.said for field in self._fields(now)}
        empty = printed_text("entry.empty")
        return [
            (label, old.get(label, empty), new.get(label, empty))
            for label in dict.fromkeys([*old, *new])
            if old.get(label) != new.get(label)
        ]

    def _may(self, main: VersionTold) -> Iterable[str]:
        """What the visitor may do here; the book's own rules are asked when it is done."""
        visitor, record = self._desk.visitor, main.record
        mine = main.actor == visitor.actor
        if main.state in GONE:
            return
        waits = main.state is not State.ATTESTED and not main.attested_by
        if mine and waits and self._open(Deed.WITHDRAW, record):
            yield "withdraw"
        if mine and self._open(Deed.CORRECT, record):
            yield "correct"
        named = visitor.teacher in teachers_in(record)
        if named and not mine and not main.objected_by and self._open(Deed.OBJECT, record):
            yield "object"
        if (mine or named) and self._open(Deed.EVIDENCE, record):
            yield "evidence"

    def _open(self, deed: Deed, record: Record) -> bool:
        try:
            authority_for(self._desk.visitor, deed, record, self._desk.register.now)
        except Refused:
            return False
        return True


def _when(at: datetime) -> str:
    return at.astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M")
