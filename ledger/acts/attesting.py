"""审核、退回: the office entitled stands for a record, or sends it back; never the one who recorded it."""

from collections.abc import Sequence
from datetime import date

from ledger.acts.entitled import ALWAYS, Entitled, not_entitled, own_record
from ledger.acts.request import Request
from ledger.hand_in import HandIn
from ledger.life import State, Version
from ledger.refusals import Refused
from ledger.steps import Attested, Returned


def attest(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Attested:
    """The attestation of what of the entry waits for this office.

    Raises Refused: `already-attested`, `own-record`, `not-entitled`, `first-step-missing`.
    """
    waiting = _waiting(stream, asked)
    along = asked.along(stream)
    meant: list[Version] = []
    partial: list[Version] = []
    entitled_to_any = too_early = False
    for version in waiting:
        steps = entitled.steps(who.authority, version.event.data, along, today)
        due = 1 + len(version.attested_by)
        entitled_to_any = entitled_to_any or bool(steps)
        too_early = too_early or min(steps, default=due) > due
        if steps & {ALWAYS, due}:
            meant.append(version)
            if ALWAYS not in steps and due < entitled.last_step(version.event.data, along, today):
                partial.append(version)
    if not entitled_to_any:
        raise not_entitled(asked.name, who, "审核")
    if not meant and too_early:
        raise Refused(
            "first-step-missing",
            f"记录 {asked.name} 要先由上一道单位审核;请等它审核后再办。",
            see=[asked.name],
        )
    if not meant:
        raise _already(asked)
    for version in meant:
        _two_pairs_of_eyes(version, asked, who, entitled)
    return Attested(asked.name, _numbers(meant), asked.sample, _numbers(partial))


def send_back(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Returned:
    """The return of what of the entry waits, with a reason. Raises Refused as `attest` does, and `no-reason`."""
    asked.need_reason()
    waiting = _waiting(stream, asked)
    along = asked.along(stream)
    meant = [one for one in waiting if entitled.steps(who.authority, one.event.data, along, today)]
    if not meant:
        raise not_entitled(asked.name, who, "退回")
    return Returned(asked.name, _numbers(meant))


def _waiting(stream: Sequence[Version], asked: Request) -> list[Version]:
    waiting = [one for one in asked.meant(stream) if one.state is not State.ATTESTED]
    if not waiting:
        raise _already(asked)
    return waiting


def _already(asked: Request) -> Refused:
    return Refused(
        "already-attested",
        f"记录 {asked.name} 已经审核;如有错误,请用更正(correct)或作废(void)。",
        see=[asked.name],
    )


def _two_pairs_of_eyes(version: Version, asked: Request, who: HandIn, entitled: Entitled) -> None:
    record = version.event.data
    seen = {version.event.actor, *version.attested_by, getattr(record, record.whose, "")}
    if entitled.code_now(who.actor) in map(entitled.code_now, seen):
        raise own_record(asked.name, who)


def _numbers(versions: Sequence[Version]) -> tuple[int, ...]:
    return tuple(sorted(version.number for version in versions))
