"""更正: the whole new content takes the place of what was said, with a reason; a changed key moves the entry."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from ledger.acts.entitled import Entitled, not_entitled
from ledger.acts.request import Request
from ledger.hand_in import HandIn
from ledger.life import State, Version
from ledger.records.record import Record, entry_of
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
    along = [one.event.data for one in stream if one.part[0] == asked.entry and one.alive]
    recorder = (old.event.actor, old.event.authority) == (who.actor, who.authority)
    if not recorder and not entitled.steps(who.authority, old.event.data, along, today):
        raise not_entitled(asked, who, "更正")
    if old.part == (entry_of(record), record.part_key()):
        if old.alive and old.event.data.content() == record.content():
            raise Refused("nothing-changed", f"记录 {asked.name} 的内容没有变化,不用更正。", see=[asked.name])
        return Correction(None, [record])
    moved = _moved(stream, old, record)
    parts = {version.part for version in moved}
    numbers = tuple(one.number for one in stream if one.alive and one.part in parts)
    records = [record, *(_with_new_key(version.event.data, old.event.data, record) for version in moved[1:])]
    return Correction(Voided(asked.name, numbers) if numbers else None, records)


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
