"""What stands now, by kind: for the rules that span entries, read under the writer's lock and kept up to date.

A limit such as a contest's prizes needs every award that stands; a kind is read when a rule first asks for it,
and followed from there. Of every part of an entry the version said last counts, attested or not, and so does the
last one attested while a correction of it waits: neither frees a place before it is sure.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

from ledger.event import COUNTY, STEPS, Authority, Event, stored_name
from ledger.life import GONE, State, Version, part_of, state_after
from ledger.records import EARLIER, KINDS
from ledger.records.record import NaturalKey, Record, family
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.store.rows import Row

R = TypeVar("R", bound=Record)
Part = tuple[bytes, NaturalKey]
Reader = Callable[[Sequence[str], int], list[Row]]
"""Rows of some stored names after a position, in order."""


def stored_names(record_class: type[Record]) -> list[str]:
    """Every name that records of a class are stored under, those of earlier versions too."""
    return [record_class.kind, *(name for name, now in EARLIER.items() if now is record_class)]


def step_names(record_class: type[Record]) -> list[str]:
    """Every name that steps about records of a class may be stored under: those of its family."""
    of_family = [name for name in (*KINDS, *EARLIER) if family(name) == family(record_class.kind)]
    return [stored_name(name, act) for name in of_family for act in STEPS]


class _Kind:
    """The records of one class: of every part its living versions by number, and indexes over those in force."""

    def __init__(self) -> None:
        self.alive: dict[Part, dict[int, Record]] = {}
        self.attested: set[tuple[Part, int]] = set()
        self.parts: dict[tuple[bytes, int], Part] = {}  # by stream and number
        self.indexes: dict[tuple[str, ...], defaultdict[object, dict[tuple[Part, int], Record]]] = {}

    def in_force(self, part: Part) -> dict[int, Record]:
        """The versions of a part that count against others: the last one said, and the last one attested."""
        numbered = self.alive.get(part)
        if not numbered:
            return {}
        last = max(numbered)
        attested = max((number for number in numbered if (part, number) in self.attested), default=last)
        return {number: numbered[number] for number in sorted({attested, last})}

    def index(self, fields: tuple[str, ...]) -> defaultdict[object, dict[tuple[Part, int], Record]]:
        """The records by what these fields say."""
        if fields not in self.indexes:
            self.indexes[fields] = defaultdict(dict)
            key = attrgetter(*fields)
            for part in self.alive:
                for number, record in self.in_force(part).items():
                    self.indexes[fields][key(record)][part, number] = record
        return self.indexes[fields]

    def set(self, part: Part, number: int, record: Record | None, *, attested: bool) -> None:
        """A version is alive, or (None) no more."""
        before = self.in_force(part)
        numbered = self.alive.setdefault(part, {})
        if record is None:
            numbered.pop(number, None)
        else:
            numbered[number] = record
        if attested:
            self.attested.add((part, number))
        else:
            self.attested.discard((part, number))
        if not numbered:
            del self.alive[part]
        after = self.in_force(part)
        for fields, index in self.indexes.items():
            key = attrgetter(*fields)
            for one, said in before.items():
                index[key(said)].pop((part, one), None)
            for one, said in after.items():
                index[key(said)][part, one] = said


class Occasion(NamedTuple):
    """The day on which something is written, by whom, and for which office: rules of who may and when ask for it."""

    today: date = date.max
    actor: str = ""
    authority: Authority = COUNTY


class InForce:
    """The records that stand, by class, as a writer under the lock sees them."""

    def __init__(self) -> None:
        self.occasion = Occasion()
        self._kinds: dict[type[Record], _Kind] = {}
        self._read: Reader = lambda names, after: []
        self._position = 0
        self._apart: list[Version] = []
        self._journal: list[tuple[_Kind, Part, int, Record | None, bool]] | None = None

    def follow(self, read: Reader, position: int) -> None:
        """Go on under a new lock, at whose beginning the book ends at `position`."""
        self._read = read
        if position > self._position:
            for record_class, kind in self._kinds.items():
                self._fill(kind, record_class, self._position)
        self._position = position

    def reach(self, position: int) -> None:
        """All that was put and taken up to a position is committed."""
        self._position = position

    def of(self, record_class: type[R]) -> list[R]:
        """Every record of a class that stands."""
        kind = self._kind(record_class)
        return [cast("R", record) for part in kind.alive for record in kind.in_force(part).values()]

    def by(self, record_class: type[R], *fields: str) -> Callable[[Any], list[R]]:
        """The records that stand whose fields say this (one value, or a tuple of several)."""
        index = self._kind(record_class).index(fields)
        return lambda said: cast("list[R]", list(index[said].values())) if said in index else []

    def follows(self, record_class: type[Record]) -> bool:
        """Whether a rule has asked for the records of a class."""
        return record_class in self._kinds

    def put(self, stream: bytes, version: Version) -> None:
        """A version was written."""
        record = version.event.data
        kind = self._kinds.get(record.__class__)
        if kind:
            part = kind.parts[stream, version.number] = version.part
            self._set(kind, part, version.number, record, attested=version.state is State.ATTESTED)

    def take(self, stream: bytes, step: Event[Step]) -> None:
        """A step was written."""
        for kind in self._kinds.values():
            for part, number, record, attested in _after(kind, stream, step):
                self._set(kind, part, number, record, attested=attested)

    @contextmanager
    def without(self, versions: Sequence[Version]) -> Iterator[None]:
        """What a correction is about to replace does not stand in its own way."""
        with self.tentatively(keep=False):
            self._apart = list(versions)
            try:
                for record_class in self._kinds:
                    self._take_apart(record_class)
                yield
            finally:
                self._apart = []

    @contextmanager
    def tentatively(self, *, keep: bool = True) -> Iterator[None]:
        """What is put inside is taken out again if it raises, or where it is not to be kept."""
        outer, self._journal = self._journal, []
        done = False
        try:
            yield
            done = keep
        finally:
            journal, self._journal = self._journal, outer
            if not done:
                for kind, part, number, before, attested in reversed(journal):
                    kind.set(part, number, before, attested=attested)
            elif outer is not None:
                outer.extend(journal)

    def _set(self, kind: _Kind, part: Part, number: int, record: Record | None, *, attested: bool) -> None:
        if self._journal is not None:
            before = kind.alive.get(part, {}).get(number)
            self._journal.append((kind, part, number, before, (part, number) in kind.attested))
        kind.set(part, number, record, attested=attested)

    def _take_apart(self, record_class: type[Record]) -> None:
        """What a correction is about to replace stands no longer among the records of a class."""
        for version in self._apart:
            record = version.event.data
            if record.__class__ is record_class:
                self._set(self._kinds[record_class], version.part, version.number, None, attested=False)

    def _kind(self, record_class: type[Record]) -> _Kind:
        if record_class not in self._kinds:
            kind = _Kind()
            self._fill(kind, record_class, 0)
            self._kinds[record_class] = kind
            self._take_apart(record_class)
        return self._kinds[record_class]

    def _fill(self, kind: _Kind, record_class: type[Record], after: int) -> None:
        for _, stream, number, name, body in self._read(stored_names(record_class), after):
            event = cast("Event[Record]", decode(name, body))
            part = kind.parts[stream, number] = part_of(event.data, number)
            kind.set(part, number, event.data, attested=event.attested)
        for _, stream, _, name, body in self._read(step_names(record_class), after):
            for part, number, record, attested in _after(kind, stream, cast("Event[Step]", decode(name, body))):
                kind.set(part, number, record, attested=attested)


def _after(kind: _Kind, stream: bytes, step: Event[Step]) -> Iterator[tuple[Part, int, Record | None, bool]]:
    """What a step makes of the versions of a kind: the record, none where it stands no more; whether it is attested."""
    for number in step.data.of:
        part = kind.parts.get((stream, number))
        record = kind.alive.get(part, {}).get(number) if part else None
        if part and record is not None:
            before = State.ATTESTED if (part, number) in kind.attested else State.RECORDED
            state = state_after(step.data, number, before)
            yield part, number, None if state in GONE else record, state is State.ATTESTED
