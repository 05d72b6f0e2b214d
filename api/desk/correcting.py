"""Corrections: the whole new content of a record in place of what was said, with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.acting import Outcome, look_at
from api.desk.checking import check_replacing
from api.desk.matters import authority_for, hand_in_of
from ledger.acts.finding import Place
from ledger.event import Act, AnyEvent
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.interchange.appending import read_record
from ledger.life import Stream, Version
from ledger.nearest import did_you_mean
from ledger.records.record import Record, entry_of
from ledger.records.registered import TeacherRegistered
from ledger.refusals import Refused
from ledger.steps import Step
from ledger.store.codec import decode


def said_now(ledger: Ledger, place: Place) -> tuple[Record, Record]:
    """What the record says now, the main record of the entry or the part of it that is named; and the main record.

    Raises Refused `no-longer-stands` where a part is named that is gone.
    """
    own = [one for one in Stream(_events(ledger, place)).versions if one.part[0] == place.entry]
    if not place.numbers:
        return _last_main(own), _last_main(own)
    parts = {one.part for one in own if one.number in place.numbers}
    named = [one for one in own if one.part in parts and one.alive]
    if not named:
        raise Refused(
            "no-longer-stands",
            f"这个位置上的内容已经撤回、作废或被更正代替;要恢复,请写记录号 {place.entry.hex()} 再更正。",
            see=[place.entry.hex()],
        )
    return _last_main(named), _last_main(own)


def corrected(now: Record, content: Mapping[str, Any]) -> Record:
    """The new content, of the same kind as what stands. Raises Refused as a line that is appended does."""
    unknown = [name for name in content if name not in now.__struct_fields__]
    if unknown:
        near = did_you_mean(unknown[0], now.__struct_fields__)
        raise Refused("unknown-field", f"“{now.called}”没有“{unknown[0]}”这一项;{near}。", fields=[unknown[0]])
    if isinstance(now, TeacherRegistered) and not content.get("identity"):
        content = {**content, "identity": now.identity}  # as where a line names no person: it stays whoever it was
    try:
        written = msgspec.json.encode(content)
    except UnicodeEncodeError as error:
        raise Refused("bad-line", "新内容里有不是 UTF-8 的字;请核对。") from error
    return read_record(now.__class__, msgspec.Raw(written))


def correct_entry(
    ledger: Ledger, by: HandIn, place: Place, record: Record, main: Record, reason: str, if_tag: str | None = None
) -> Outcome:
    """Correct an entry to say `record`; `main`: what its main record says now.

    `if_tag`: only where the entry is still at this version. Raises Refused `version-changed` and all that a
    correction is refused for; then nothing was written.
    """
    check_replacing(ledger, record if not record.part_key() else main, record, by.authority)
    asked = place.request(Act.CORRECTED, reason)
    if if_tag is None:
        ledger.book.correct(by, asked, record)
    else:
        with ledger.book.writing(by) as pen:  # nobody else writes meanwhile
            check_tag(ledger, place, if_tag)
            pen.correct(asked, record)
    warnings = look_at(ledger, 理由=reason)
    warnings.look(record, 0, by_label=True)
    warnings.settle()
    return Outcome(1, position=ledger.book.position, warnings=warnings)


def correct_for(
    ledger: Ledger,
    visitor: Visitor,
    place: Place,
    content: Mapping[str, Any],
    reason: str,
    if_tag: str | None = None,
    office: str = "",
) -> tuple[Outcome, str]:
    """The same for a visitor, who may do so to what stands and to what it is to say; the entry that it is then.

    Raises Refused `not-allowed` too.
    """
    now, main = said_now(ledger, place)
    record, register = corrected(now, content), ledger.register()
    authority = authority_for(visitor, Deed.CORRECT, now, register, office)
    authority_for(visitor, Deed.CORRECT, record, register, authority)
    if not reason.strip():
        raise Refused("no-reason", "更正要写明理由;请写一句。", fields=["reason"])
    outcome = correct_entry(ledger, hand_in_of(visitor, authority), place, record, main, reason, if_tag)
    return outcome, entry_of(record).hex()


def entry_tag(ledger: Ledger, place: Place) -> str:
    """The version of an entry, as `ETag` tells it and `If-Match` asks for it."""
    numbered = enumerate(_events(ledger, place), 1)
    return version_tag(place.entry.hex(), max(number for number, one in numbered if _is_of(one, place.entry)))


def version_tag(entry: str, revision: int) -> str:
    """The tag of an entry whose last event has this number in its stream."""
    return f'"{entry[:12]}-{revision}"'


def check_tag(ledger: Ledger, place: Place, said: str) -> None:
    """Refuse `version-changed` where an entry is at another version than `If-Match` says; `*` is any."""
    if said.strip() == "*":
        return
    if entry_tag(ledger, place) not in {one.strip().removeprefix("W/") for one in said.split(",")}:
        name = place.entry.hex()
        raise Refused(
            "version-changed", f"记录 {name} 在您查看以后又有变动,这次没有更正;请重新查看,再决定。", see=[name]
        )


def _events(ledger: Ledger, place: Place) -> list[AnyEvent]:
    return [decode(name, body) for _, _, _, name, body in ledger.book.stored.standing([place.stream])]


def _is_of(event: AnyEvent, entry: bytes) -> bool:
    said = event.data
    return said.entry == entry.hex() if isinstance(said, Step) else entry_of(said) == entry


def _last_main(versions: Sequence[Version]) -> Record:
    mains = [one for one in versions if not one.event.data.part_key()] or versions
    return max(mains, key=lambda one: (one.alive, one.number)).event.data
