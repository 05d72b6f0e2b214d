"""更正: the whole new content takes the place of what was said, with a reason; a changed key moves the entry."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from ledger.acts.entitled import Entitled, not_entitled, own_record
from ledger.acts.request import Request
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.life import State, Version, standing_of
from ledger.records.record import Record, entry_of
from ledger.records.registered import Registered
from ledger.refusals import Refused
from ledger.steps import Voided


class Correction(NamedTuple):
    """What a correction writes: the end of what it replaces (where the key changed), and the new content."""

    voided: Voided | None
    records: list[Record]


def correct(
    stream: Sequence[Version], asked: Request, record: Record, who: HandIn, entitled: Entitled, today: date
) -> Correction:
    """The correction of an entry, or of the part of it that is named, to say `record`.

    By whoever recorded it, or an office entitled to attest it. What was voided by mistake is restored the same
    way. Raises Refused `no-reason`, `wrong-kind`, `not-entitled`, `nothing-changed`.
    """
    asked.need_reason()
    old = _meant(stream, asked, record)
    check_may_correct(stream, old, who, entitled, today)
    if isinstance(record, Registered):
        if old.alive and old.event.data == record:
            raise _nothing_changed(asked)
        return Correction(Voided(asked.name, (old.number,)) if old.alive else None, [record])
    if old.part == (entry_of(record), record.part_key()):
        if old.alive and old.event.data.content() == record.content():
            raise _nothing_changed(asked)
        return Correction(None, [record])
    moved = _moved(stream, old, record)
    parts = {version.part for version in moved}
    numbers = tuple(one.number for one in stream if one.alive and one.part in parts)
    records = [record, *(_with_new_key(version.event.data, old.event.data, record) for version in moved[1:])]
    return Correction(Voided(asked.name, numbers) if numbers else None, records)


def check_may_correct(stream: Sequence[Version], old: Version, who: HandIn, entitled: Entitled, today: date) -> None:
    """Refuse a correction by somebody else than the recorder or an office entitled to attest it.

    Raises Refused `not-entitled`; `own-record` where the recorder, by correcting, would attest as well.
    """
    entry = old.part[0]
    along = standing_of(stream, entry)
    recorder = who.recorded(old.event)
    if not recorder and not entitled.steps(who.authority, old.event.data, along, today):
        raise not_entitled(entry.hex(), who, "更正")
    stands_at_once = who.authority == COUNTY or entitled.own_act(who, old.event.data, today)
    if not recorder and stands_at_once and who.actor == old.event.actor:
        raise own_record(entry.hex(), who)


def _nothing_changed(asked: Request) -> Refused:
    return Refused("nothing-changed", f"记录 {asked.name} 的内容没有变化,不用更正。", see=[asked.name])


def _meant(stream: Sequence[Version], asked: Request, record: Record) -> Version:
    """The version that is corrected: the one named, else the last of the record's kind, voided or not."""
    own = [one for one in stream if one.part[0] == asked.entry and one.state is not State.WITHDRAWN]
    named = [one for one in own if not asked.numbers or one.number in asked.numbers]
    same_kind = [one for one in named if isinstance(one.event.data, record.__class__)]
    if not same_kind:
        kind = named[0].event.data.called if named else "已撤回的记录"
        raise Refused(
            "wrong-kind",
            f"记录 {asked.name} 是“{kind}”,不能更正成“{record.called}”;请作废后另行登记。",
            see=[asked.name],
        )
    same_part = [one for one in same_kind if one.event.data.part_key() == record.part_key()] or same_kind
    return max(same_part, key=lambda one: (one.alive, one.number))


def _moved(stream: Sequence[Version], old: Version, record: Record) -> list[Version]:
    """What changes its place: the version, and where it is the main record of an entry, the parts of it."""
    last = {one.part: one for one in stream if one.alive and one.part[0] == old.part[0]}
    if old.part[1] or entry_of(record) == old.part[0]:
        return [old]
    return [old, *(one for one in last.values() if one.part[1])]


def _with_new_key(part: Record, old: Record, new: Record) -> Record:
    """A part of an entry that goes with its main record to another key."""
    changed = {
        name: getattr(new, name)
        for name in part.__struct_fields__
        if getattr(old, name, None) != getattr(new, name, None) and name in new.__struct_fields__
    }
    return msgspec.structs.replace(part, **changed)
