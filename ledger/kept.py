"""What stood at a position of the book, of the records of one class: of every entry and part the version that counts.

That is the last version attested, or where none is, the last one alive: what a school adds or corrects leaves what
was attested standing until it is attested too. Of the register every row stands, since each has its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ledger.event import Event
from ledger.in_force import step_names, stored_names
from ledger.life import GONE, State, state_after
from ledger.records.record import NaturalKey, Record, entry_of, has_own_stream
from ledger.records.registered import Registered
from ledger.steps import Step
from ledger.store.codec import decode, decode_many
from ledger.store.rows import Row, Rows


@dataclass
class Kept:
    """The records of one class that stand, each at the same place of four lists, in the order recorded."""

    positions: list[int] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)

    @property
    def attested(self) -> list[bool]:
        """Whether each is attested."""
        return [state is State.ATTESTED for state in self.states]


def read_kept(stored: Rows, record_class: type[Record], up_to: int | None = None) -> Kept:
    """What stands of a class at a position; now, where none is given."""
    names = stored_names(record_class)
    rows = stored.rows(up_to, names)
    if len({row[3] for row in rows}) > 1:
        events = cast("list[Event[Record]]", [decode(row[3], row[4]) for row in rows])
    else:
        events = decode_many(rows[0][3] if rows else names[0], (row[4] for row in rows))
    kept = Kept(
        [row[0] for row in rows],
        [row[1] for row in rows] if has_own_stream(record_class) else [entry_of(event.data) for event in events],
        [State.ATTESTED if event.attested else State.RECORDED for event in events],
        [event.data for event in events],
    )
    steps = stored.rows(up_to, step_names(record_class))
    _take_steps(kept, rows, steps)
    register = issubclass(record_class, Registered)
    if not steps and (register or all(row[2] == 1 for row in rows)):
        return kept
    keys: list[tuple[bytes, NaturalKey]] = [
        (row[1], (row[2],)) if register else (entry, event.data.part_key())
        for row, entry, event in zip(rows, kept.entries, events, strict=True)
    ]
    counting = sorted(_counting(keys, kept.states).values())
    return Kept(*([column[place] for place in counting] for column in vars(kept).values()))


def _take_steps(kept: Kept, rows: Sequence[Row], steps: Sequence[Row]) -> None:
    """What the steps make of the versions that they are about."""
    if not steps:
        return
    places = {(row[1], row[2]): place for place, row in enumerate(rows)}
    for _, stream, _, name, body in steps:
        step = cast("Step", decode(name, body).data)
        for number in step.of:
            place = places.get((stream, number))
            if place is not None:
                kept.states[place] = state_after(step, number, kept.states[place])


def _counting(keys: Sequence[tuple[bytes, NaturalKey]], states: Sequence[State]) -> dict[tuple[bytes, NaturalKey], int]:
    """Of every part the place of the version that counts."""
    counting: dict[tuple[bytes, NaturalKey], int] = {}
    for place, (key, state) in enumerate(zip(keys, states, strict=True)):
        if state in GONE:
            continue
        before = counting.get(key)
        if before is None or state is State.ATTESTED or states[before] is not State.ATTESTED:
            counting[key] = place
    return counting
