"""The history of one record: every version of it and every step since; who did it, for which office, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import msgspec

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.matters import authority_for, may_read
from api.desk.unseen_scores import UnseenScores
from ledger.acts.entitled import Entitled
from ledger.acts.finding import find
from ledger.event import COUNTY, Act, Authority, Event, Source
from ledger.home import Ledger
from ledger.life import State, Stream, Version
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.register import Register
from ledger.steps import Step
from ledger.store.codec import decode
from projections.processes.contests import standing_at


@dataclass(frozen=True)
class VersionTold:
    """One version: what was said, by whom, and what became of it. `number` counts the events of its stream, from 1.

    `part`: which part of the entry it is of; empty for the record itself. `objected_by`: whose objection is open.
    """

    number: int
    part: str
    kind: str
    position: int
    recorded_at: datetime
    act: Act
    actor: str
    authority: Authority
    source: Source | None
    reason: str
    replaces: str
    state: State
    attested_by: tuple[str, ...]
    objected_by: str
    record: Record


@dataclass(frozen=True)
class StepTold:
    """One step: what was done to the versions `of`, by whom and why; `said` is what it says besides."""

    number: int
    position: int
    recorded_at: datetime
    act: Act
    actor: str
    authority: Authority
    reason: str
    of: tuple[int, ...]
    said: Step


@dataclass(frozen=True)
class RecordHistory:
    """All that was written about an entry (hexadecimal), in the order of the book.

    `kind`: the stored name of the newest version; `revision`: the number of the last event about the entry in its
    stream, which changes with everything that is written about it.
    """

    entry: str
    kind: str
    revision: int
    versions: Sequence[VersionTold]
    steps: Sequence[StepTold]

    @property
    def called(self) -> str:
        """What people call records of the kind."""
        return type(self.versions[-1].record).called

    @property
    def newest(self) -> VersionTold:
        """The version that was written last."""
        return self.versions[-1]

    @property
    def state(self) -> State:
        """How the newest version stands."""
        return self.newest.state

    @property
    def numbers(self) -> set[int]:
        """The number of every version and step."""
        return {one.number for one in self.versions} | {one.number for one in self.steps}

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "entry": self.entry,
            "kind": self.kind,
            "called": self.called,
            "state": self.state,
            "revision": self.revision,
            "versions": [_version_json(one) for one in self.versions],
            "steps": [_step_json(one) for one in self.steps],
        }


def history(ledger: Ledger, text: str) -> RecordHistory:
    """The history of the entry that is meant, by its number (or the beginning of it) or a position.

    Raises Misuse `unknown-entry` or `ambiguous-entry`.
    """
    place = find(ledger.book.stored, text)
    entry = place.entry.hex()
    rows = ledger.book.stored.standing([place.stream])
    stream = Stream(decode(name, body) for _, _, _, name, body in rows)
    versions = {one.number: one for one in stream.versions if one.part[0] == place.entry}
    told: list[VersionTold] = []
    steps: list[StepTold] = []
    for position, _, number, name, body in rows:
        if number in versions:
            told.append(_version(position, name, versions[number]))
            continue
        event = decode(name, body)
        if isinstance(event.data, Step) and event.data.entry == entry:
            steps.append(_step(position, number, cast("Event[Step]", event)))
    revision = max([one.number for one in told] + [one.number for one in steps])
    return RecordHistory(entry, told[-1].kind, revision, told, steps)


def history_for(ledger: Ledger, visitor: Visitor, text: str, register: Register | None = None) -> RecordHistory:
    """The versions of an entry that a visitor may read, with the steps about them.

    `register`: that of now, where it is at hand.

    Raises Misuse as `history`; Refused `not-allowed` where there is none that the visitor may read.
    """
    told, register = history(ledger, text), register or ledger.register()
    main = next((one.record for one in told.versions if one.record.part_of is None), None)
    seen = [one for one in told.versions if may_read(visitor, one.record, register, main)]
    if not seen:
        authority_for(visitor, Deed.READ, told.newest.record, register, main=main)
    unseen = UnseenScores(ledger.book, visitor)
    seen = [one for one in seen if not unseen.hides(one.record)]
    if not seen:
        raise Refused("not-allowed", "分数还没有收齐,也没有封分或列出名单;那以后才能查看别的评委打的分。")
    numbers = {one.number for one in seen}
    steps = [one for one in told.steps if numbers.issuperset(one.of)]
    return RecordHistory(told.entry, seen[-1].kind, told.revision, seen, steps)


def waits_for(ledger: Ledger, told: RecordHistory) -> list[Authority]:
    """Which offices the newest version waits for, to attest it: those whose turn it is, else the county office."""
    if told.state is not State.RECORDED:
        return []
    in_force = standing_at(ledger.book)
    alive = [one.record for one in told.versions if one.state not in (State.WITHDRAWN, State.VOIDED)]
    along = [one for one in alive if one is not told.newest.record]
    offices = Entitled(in_force).offices(told.newest.record, along, ledger.book.today())
    turn = len(told.newest.attested_by) + 1
    return sorted(offices.get(turn, ())) or [COUNTY]


def _version(position: int, name: str, version: Version) -> VersionTold:
    event = version.event
    return VersionTold(
        version.number,
        event.data.part_name(),
        name,
        position,
        event.recorded_at,
        event.act,
        event.actor,
        event.authority,
        event.source,
        event.reason,
        event.replaces,
        version.state,
        tuple(version.attested_by),
        version.objected_by,
        event.data,
    )


def _step(position: int, number: int, event: Event[Step]) -> StepTold:
    return StepTold(
        number,
        position,
        event.recorded_at,
        event.act,
        event.actor,
        event.authority,
        event.reason,
        event.data.of,
        event.data,
    )


def _version_json(one: VersionTold) -> dict[str, Any]:
    return {
        "number": one.number,
        "part": one.part,
        "kind": one.kind,
        "position": one.position,
        "recorded_at": one.recorded_at,
        "act": one.act,
        "actor": one.actor,
        "authority": one.authority,
        "source": one.source,
        "reason": one.reason,
        "replaces": one.replaces,
        "state": one.state,
        "attested_by": list(one.attested_by),
        "objected_by": one.objected_by,
        "data": msgspec.to_builtins(one.record),
    }


def _step_json(one: StepTold) -> dict[str, Any]:
    said = {name: value for name, value in msgspec.to_builtins(one.said).items() if name not in ("entry", "of")}
    return {
        "number": one.number,
        "position": one.position,
        "recorded_at": one.recorded_at,
        "act": one.act,
        "actor": one.actor,
        "authority": one.authority,
        "reason": one.reason,
        "of": list(one.of),
        **said,
    }
