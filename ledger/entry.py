"""What may be written to an entry: recorded once, grown, or refused because something else stands there.

Deciding is pure: given what stands and what is said, it returns the records to add, or refuses. An entry said
again with the same content is a duplicate and adds nothing; said otherwise it is a clash, unless it only grows
(docs/decisions/growth-and-clash.md).
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from ledger.event import Event
from ledger.records.record import NaturalKey, Record, entry_of
from ledger.refusals import Refused

Said = Mapping[NaturalKey, Record]
"""What an entry says, by part: the main record under the empty key, its parts under theirs."""


def decide(standing: Sequence[Event[Record]], said: Sequence[Record]) -> list[Record]:
    """The records to add so that the entry says `said`; none for a duplicate.

    `standing`: the entry's events in order. Raises Refused `clash` where other content stands.
    """
    new = {record.part_key(): record for record in said}
    if not standing:
        return list(new.values())
    versions = _versions(standing)
    if any(_same(version, new) for version in versions):
        return []
    latest = versions[-1]
    differing = [
        record.part_name()
        for part, record in latest.items()
        if part not in new or not _stays_or_grows(record, new[part])
    ]
    if differing:
        mains = [event for event in standing if not event.data.part_key()]
        raise clash(mains or standing, said[0], [name for name in differing if name])
    return [record for part, record in new.items() if part not in latest or record.content() != latest[part].content()]


def clash(standing: Sequence[Event[Record]], said: Record, parts: Sequence[str] = ()) -> Refused:
    """The refusal of `said`, other content under a key that is taken by `standing`; `parts` name parts that differ."""
    last = standing[-1]
    row = last.source
    where = f",先登记的在“{row.sheet}”第 {row.row} 行(文件 {row.file[:8]})" if row and row.sheet else ""
    fields = [name for name in said.__struct_fields__ if _differs(last.data, said, name)] + list(parts)
    return Refused(
        "clash",
        f"同一条记录已经登记过,内容不同{where};以先登记的为准,如确需更改请走更正手续。",
        see=[entry_of(last.data).hex()],
        fields=fields,
    )


def _differs(one: Record, other: Record, name: str) -> bool:
    return name != "in_effect" and getattr(one, name, None) != getattr(other, name)


def _versions(standing: Sequence[Event[Record]]) -> list[dict[NaturalKey, Record]]:
    """What the entry said after each hand-in; events of one row of one file are one hand-in."""
    said: dict[NaturalKey, Record] = {}
    versions = []
    for _, events in groupby(standing, key=lambda event: event.source or event.recorded_at):
        said |= {event.data.part_key(): event.data for event in events}
        versions.append(dict(said))
    return versions


def _same(one: Said, other: Said) -> bool:
    return one.keys() == other.keys() and all(record.content() == other[part].content() for part, record in one.items())


def _stays_or_grows(record: Record, later: Record) -> bool:
    return record.content() == later.content() or record.grows_into(later)
