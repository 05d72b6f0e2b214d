"""一条记录的来历: every version with what it says, what each changed of the one before, and every act upon it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.desk.record_history import RecordHistory, StepTold, VersionTold
from api.http.register_desk import RegisterDesk
from api.pages.audit.exemptions import BADGE
from api.pages.audit.who import named, names_of, office, source
from api.pages.record_fields import ShownField, people_in, shown_fields
from api.pages.texts import text
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record, TeacherId
from ledger.steps import Attested, Decided, Evidenced


class Field(NamedTuple):
    """A field of a version: what it says, and what the version before said, where that is other.

    `gone`: the version before said it, and this one no longer does.
    """

    label: str
    says: str
    before: str = ""
    is_changed: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Happening:
    """Something that happened to the record: an act, by whom, when, for which office, why, from where.

    `fields`: what is said, where it is a version; `state`: what became of the version since.
    """

    position: int
    number: int
    at: str
    act: str
    act_says: str
    actor: str
    office: str
    reason: str
    source: str
    fields: Sequence[Field] = ()
    state: str = ""
    badge: str = ""
    part: str = ""
    replaces: str = ""
    attested_by: str = ""
    about: str = ""
    more: str = ""


def happenings(told: RecordHistory, register: RegisterDesk) -> list[Happening]:
    """Everything that happened to an entry, in the order of the book."""
    register = register.at_once
    codes = {code for one in told.versions for code in (*people_in([one.record]), one.actor, *one.attested_by)}
    codes |= {one.actor for one in told.steps}
    names = names_of(register, codes)
    last: dict[str, VersionTold] = {}
    found = []
    for one in told.versions:
        before = last.get(one.part)
        fields = _fields(one.record, before.record if before else None, names, register)
        last[one.part] = one
        found.append(
            Happening(
                one.position,
                one.number,
                f"{one.recorded_at.astimezone(COUNTY_TIME):%Y-%m-%d %H:%M:%S}",
                one.act.value,
                text(f"act.{one.act.value}"),
                named(one.actor, names),
                office(one.authority, register),
                one.reason,
                source(one.source),
                fields,
                text(f"state.{one.state.value}"),
                BADGE[one.state.value],
                one.part,
                one.replaces,
                "、".join(named(code, names) for code in one.attested_by),
            )
        )
    found += [_step(one, register, named(one.actor, names)) for one in told.steps]
    return sorted(found, key=lambda one: one.position)


def _step(one: StepTold, register: RegisterDesk, actor: str) -> Happening:
    said = one.said
    more = ""
    if isinstance(said, Attested) and said.sample:
        more = text("history.sample", sample=said.sample)
    elif isinstance(said, Attested) and said.partial:
        more = text("history.partial")
    elif isinstance(said, Decided):
        more = text("history.upheld") if said.upheld else text("history.rejected")
    elif isinstance(said, Evidenced):
        more = text("history.file", name=said.name, media=said.media, size=said.size, digest=said.digest)
    return Happening(
        one.position,
        one.number,
        f"{one.recorded_at.astimezone(COUNTY_TIME):%Y-%m-%d %H:%M:%S}",
        one.act.value,
        text(f"act.{one.act.value}"),
        actor,
        office(one.authority, register),
        one.reason,
        "",
        about=text("history.about", numbers="、".join(map(str, one.of))),
        more=more,
    )


def _fields(
    record: Record, before: Record | None, names: Mapping[TeacherId, str], register: RegisterDesk
) -> list[Field]:
    now = {one.label: one.said for one in _shown(record, names, register)}
    if before is None:
        return [Field(label, says) for label, says in now.items()]
    was = {one.label: one.said for one in _shown(before, names, register)}
    found = []
    for label in dict.fromkeys([*was, *now]):
        changed = was.get(label) != now.get(label)
        found.append(Field(label, now.get(label, ""), was.get(label, ""), changed, label not in now))
    return found


def _shown(record: Record, names: Mapping[TeacherId, str], register: RegisterDesk) -> list[ShownField]:
    return shown_fields(record, names, register.school_name)
