"""审核、退回: the office entitled stands for a record, or sends it back; never the one who recorded it."""

from collections.abc import Sequence
from datetime import date

from ledger.acts.entitled import ALWAYS, Entitled, not_entitled
from ledger.acts.request import Request
from ledger.hand_in import HandIn
from ledger.life import State, Version
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.steps import Attested, Returned


def attest(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Attested:
    """The attestation of what of the entry waits for this office.

    Raises Refused: `already-attested`, `own-record`, `not-entitled`, `first-step-missing`.
    """
    waiting = _waiting(stream, asked)
    along = _records(stream, asked)
    meant, complete = [], True
    for version in waiting:
        record = version.event.data
        steps = entitled.steps(who.authority, record, along, today)
        if not steps:
            continue
        step, last = max(steps), entitled.last_step(record, along, today)
        if step != ALWAYS and step > 1 + len(version.attested_by):
            raise Refused(
                "first-step-missing",
                f"记录 {asked.name} 要先由上一道单位审核;请等它审核后再办。",
                see=[asked.name],
            )
        if step not in (ALWAYS, 1 + len(version.attested_by)):
            raise _already(asked)
        meant.append(version)
        complete = complete and (step == ALWAYS or step >= last)
    if not meant:
        raise not_entitled(asked, who, "审核")
    for version in meant:
        _two_pairs_of_eyes(version, asked, who)
    return Attested(asked.name, _numbers(meant), asked.sample, complete)


def send_back(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Returned:
    """The return of what of the entry waits, with a reason. Raises Refused as `attest` does, and `no-reason`."""
    asked.need_reason()
    waiting = _waiting(stream, asked)
    along = _records(stream, asked)
    meant = [one for one in waiting if entitled.steps(who.authority, one.event.data, along, today)]
    if not meant:
        raise not_entitled(asked, who, "退回")
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


def _two_pairs_of_eyes(version: Version, asked: Request, who: HandIn) -> None:
    record = version.event.data
    if who.actor in (version.event.actor, *version.attested_by) or who.actor == getattr(record, record.whose, None):
        raise Refused(
            "own-record",
            f"{who.actor} 是记录 {asked.name} 的登记人、本人或上一道审核人,不能再审核它;请换一个人审核。",
            see=[asked.name],
        )


def _records(stream: Sequence[Version], asked: Request) -> list[Record]:
    """Everything of the entry that stands: a part may not name the schools that its main record does."""
    return [one.event.data for one in stream if one.part[0] == asked.entry and one.alive]


def _numbers(versions: Sequence[Version]) -> tuple[int, ...]:
    return tuple(sorted(version.number for version in versions))
