"""撤回、作废: a record taken back by whoever recorded it while it waits, or put an end to with a reason."""

from collections.abc import Sequence
from datetime import date

from ledger.acts.entitled import Entitled, not_entitled
from ledger.acts.request import Request
from ledger.hand_in import HandIn
from ledger.life import State, Version
from ledger.refusals import Refused
from ledger.steps import Voided, Withdrawn


def withdraw(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Withdrawn:
    """What the recorder takes back: everything of the entry, or of the part named, that waits and is the recorder's.

    With the main record of an entry go its parts. Raises Refused `not-recorder`, `already-attested`.
    """
    numbers = _with_parts(stream, asked, asked.meant(stream))
    meant = [one for one in stream if one.number in numbers]
    last = {version.part: version for version in meant}
    if any(version.state is State.ATTESTED or version.attested_by for version in last.values()):
        raise Refused(
            "already-attested",
            f"记录 {asked.name} 已经审核,不能撤回;如有错误,请用更正(correct)或作废(void)。",
            see=[asked.name],
        )
    others = [one.event for one in last.values() if not who.recorded(one.event)]
    if others:
        raise Refused(
            "not-recorder",
            f"记录 {asked.name} 由 {others[0].authority} 的 {others[0].actor} 登记,只能由登记人撤回。",
            see=[asked.name],
        )
    waiting = [one for one in meant if one.state is not State.ATTESTED and who.recorded(one.event)]
    return Withdrawn(asked.name, tuple(version.number for version in waiting))


def void(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Voided:
    """The end of an entry, or of the part that is named: every version of it.

    By an office entitled to attest it. Raises Refused `no-reason`, `not-entitled`, `no-longer-stands`.
    """
    asked.need_reason()
    meant = asked.meant(stream)
    along = asked.along(stream)
    if not all(entitled.steps(who.authority, version.event.data, along, today) for version in meant):
        raise not_entitled(asked.name, who, "作废")
    return Voided(asked.name, _with_parts(stream, asked, meant))


def _with_parts(stream: Sequence[Version], asked: Request, meant: Sequence[Version]) -> tuple[int, ...]:
    """Every version of what is meant; with the main record of an entry go its parts."""
    whole = any(not version.part[1] for version in meant)
    parts = {version.part for version in meant}
    return tuple(
        one.number for one in stream if one.alive and one.part[0] == asked.entry and (whole or one.part in parts)
    )
