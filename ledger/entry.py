"""What may be written to an entry: recorded once, grown, corrected, or refused because something else stands there.

Deciding is pure: given what stands and what is said, it returns what to write, or refuses. An entry said again
with the same content as any of its versions is a duplicate and adds nothing; said otherwise it is a clash, unless
it only grows (docs/decisions/growth-and-clash.md), was returned to be recorded again, was voided, or is being
corrected.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from ledger.event import Act
from ledger.life import State, Version
from ledger.records.record import NaturalKey, Record, entry_of
from ledger.refusals import Refused

Said = Mapping[NaturalKey, Record]
"""What an entry says, by part: the main record under the empty key, its parts under theirs."""


class Entering(msgspec.Struct, frozen=True, gc=False):
    """A record to write, as one recorded or as a correction."""

    record: Record
    act: Act = Act.RECORDED


def decide(entry: Sequence[Version], said: Sequence[Record], *, correcting: bool = False) -> list[Entering]:
    """What to write so that the entry says `said`; nothing for a duplicate.

    `entry`: its versions in order; what was withdrawn is as if it had never been said. Raises Refused `clash`
    where other content stands; when `correcting`, that content is corrected, but no part of it is left out.
    """
    new = {record.part_key(): record for record in said}
    known = [version for version in entry if version.state is not State.WITHDRAWN]
    alive = {version.event.data.part_key(): version for version in known if version.alive}
    latest = {part: version for part, version in alive.items() if _spoken_of(part, version.event.data, new)}
    if correcting and latest:
        if _same({part: version.event.data for part, version in latest.items()}, new):
            return []
    elif any(_same(version, new) for version in _hand_ins(known)):
        return []
    differing = {
        part
        for part, version in latest.items()
        if version.state is not State.RETURNED and not (part in new and _stays_or_grows(version.event.data, new[part]))
    }
    if differing and not (correcting and differing <= new.keys()):
        raise clash(list(latest.values()), said[0], [latest[part].event.data.part_name() for part in differing])
    return [
        Entering(record, Act.CORRECTED if part in differing else Act.RECORDED)
        for part, record in new.items()
        if part not in latest or record.content() != latest[part].event.data.content()
    ]


def clash(standing: Sequence[Version], said: Record, parts: Sequence[str] = ()) -> Refused:
    """The refusal of `said`, other content under a key that is taken by `standing`; `parts` name parts that differ."""
    mains = [version for version in standing if not version.event.data.part_key()]
    last = (mains or list(standing))[-1].event
    row = last.source
    where = f",先登记的在“{row.sheet}”第 {row.row} 行(文件 {row.file[:8]})" if row and row.sheet else ""
    fields = [name for name in said.__struct_fields__ if _differs(last.data, said, name)]
    return Refused(
        "clash",
        f"同一条记录已经登记过,内容不同{where};以先登记的为准,如确需更改请走更正手续。",
        see=[entry_of(last.data).hex()],
        fields=fields + [name for name in parts if name],
    )


def _differs(one: Record, other: Record, name: str) -> bool:
    return name != "in_effect" and getattr(one, name, None) != getattr(other, name)


def _hand_ins(known: Sequence[Version]) -> list[dict[NaturalKey, Record]]:
    """What the entry said after each hand-in; events of one row of one file are one hand-in."""
    said: dict[NaturalKey, Record] = {}
    after = []
    for _, versions in groupby(known, key=lambda version: version.event.source or version.event.recorded_at):
        said |= {version.event.data.part_key(): version.event.data for version in versions}
        after.append(dict(said))
    return after


def _same(version: Said, new: Said) -> bool:
    """Whether a version says of what is spoken of the same as the new one."""
    one = {part: record for part, record in version.items() if _spoken_of(part, record, new)}
    return one.keys() == new.keys() and all(record.content() == new[part].content() for part, record in one.items())


def _spoken_of(part: NaturalKey, record: Record, new: Said) -> bool:
    """Whether what is said speaks of a part: says it, or leaves it out of a row that holds all parts of its kind."""
    return part in new or (record.said_with_main and () in new)


def _stays_or_grows(record: Record, later: Record) -> bool:
    return record.content() == later.content() or record.grows_into(later)
