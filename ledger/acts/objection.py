"""异议: the person concerned objects to a record, and the office entitled decides, with a reason each."""

from collections.abc import Sequence
from datetime import date

from ledger.acts.entitled import Entitled, not_entitled
from ledger.acts.request import Request
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.life import Version
from ledger.parties import teachers_in
from ledger.refusals import Refused
from ledger.spelling import is_teacher_code
from ledger.steps import Decided, Objected


def object_to(stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date) -> Objected:
    """The objection of a person whom the record names, or of the county office that takes it down for one.

    Raises Refused `no-reason`, `not-concerned`, `already-objected`.
    """
    asked.need_reason()
    meant = asked.meant(stream)
    concerned = {entitled.code_now(code) for version in meant for code in teachers_in(version.event.data)}
    taken_down = who.authority == COUNTY and not is_teacher_code(who.actor)
    if entitled.code_now(who.actor) not in concerned and not taken_down:
        raise Refused(
            "not-concerned",
            f"{who.actor} 不是记录 {asked.name} 的当事人;异议由当事人提出,或由县局代为登记。",
            see=[asked.name],
        )
    if any(version.objected_by for version in meant):
        raise Refused("already-objected", f"记录 {asked.name} 已有异议在处理;请等处理结果。", see=[asked.name])
    return Objected(asked.name, tuple(version.number for version in meant))


def decide_objection(
    stream: Sequence[Version], asked: Request, who: HandIn, entitled: Entitled, today: date
) -> Decided:
    """The decision on an open objection; never by a person whom the record names.

    Raises Refused `no-reason`, `not-objected`, `not-entitled`, `own-record`.
    """
    asked.need_reason()
    meant = [one for one in stream if one.part[0] == asked.entry and one.objected_by]
    if not meant:
        raise Refused("not-objected", f"记录 {asked.name} 没有待处理的异议;请核对记录号。", see=[asked.name])
    along = asked.along(stream)
    if not all(entitled.steps(who.authority, version.event.data, along, today) for version in meant):
        raise not_entitled(asked.name, who, "裁定")
    concerned = {entitled.code_now(code) for version in meant for code in teachers_in(version.event.data)}
    if entitled.code_now(who.actor) in concerned:
        raise Refused(
            "own-record",
            f"{who.actor} 是记录 {asked.name} 的当事人,不能裁定这项异议;请换一个人处理。",
            see=[asked.name],
        )
    return Decided(asked.name, tuple(version.number for version in meant), asked.upheld)
