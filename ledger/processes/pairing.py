"""学校结对: what may be recorded of an agreement between schools, and when; drawn in docs/processes.md.

Activities and funding belong within the agreed span. The report of a year is due by 30 November and assessed
after, so both may come when the span is over; a report that comes late is taken, and found late afterwards. A
pairing that hands in no report is assessed all the same, else nobody could find it wanting.
"""

import re
from datetime import date

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.processes.rested_on import check_nothing_rests, named_alike
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingFunded,
    PairingReported,
)
from ledger.records.record import Record
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused

OfPairing = PairingActivityHeld | PairingFunded | PairingReported | PairingAssessed | PairingEnded

_COURSE: tuple[type[OfPairing], ...] = (
    PairingActivityHeld,
    PairingFunded,
    PairingReported,
    PairingAssessed,
    PairingEnded,
)
_YEAR = re.compile(r"\d{4}")


def check_agreed(said: PairingAgreed, in_force: InForce) -> None:
    """Refuse an agreement, said otherwise, into which what stands of the pairing does not fit."""
    ended = _ended(said.code, in_force)
    for kind in _COURSE:
        for record in in_force.by(kind, "code")(said.code):
            _check(record, said, said, ended, in_force)


def check_of_pairing(said: OfPairing, in_force: InForce) -> None:
    """Refuse what is said of a pairing that was not agreed, or outside its span or its fields, or after its end.

    `not-begun`, `outside-span`, `field-not-agreed`, `after-end`.
    """
    agreed = in_force.by(PairingAgreed, "code")(said.code)
    if not agreed:
        raise Refused(
            "not-begun",
            f"没有登记编号为 {said.code} 的学校结对,不能登记{said.called};请核对编号,或先登记学校结对。",
            fields=["code"],
        )
    if not isinstance(said, PairingEnded):
        _check(said, said, agreed[0], _ended(said.code, in_force), in_force)
        return
    _check(said, said, agreed[0], None, in_force)
    for kind in _COURSE[:-1]:
        for record in in_force.by(kind, "code")(said.code):
            _check(record, said, agreed[0], said, in_force)


def check_without_agreed(gone: PairingAgreed, in_force: InForce) -> None:
    """Refuse to take away an agreement of which anything stands: `rested-on`."""
    if not in_force.by(PairingAgreed, "code")(gone.code):
        check_nothing_rests(gone, named_alike(gone, _COURSE, ["code"], in_force))


def year_of(text: str) -> int | None:
    """The year that a report or an assessment is of; None where the text names none."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def _ended(code: str, in_force: InForce) -> PairingEnded | None:
    return next(iter(in_force.by(PairingEnded, "code")(code)), None)


def _check(
    record: OfPairing, said: Record, agreed: PairingAgreed, ended: PairingEnded | None, in_force: InForce
) -> None:
    """Refuse what is said where a record of the pairing does not fit into it."""
    first, last = _days(record, in_force)
    by_year = isinstance(record, PairingReported | PairingAssessed)
    if not by_year and (first > agreed.until or last < agreed.signed):
        raise Refused(
            "outside-span",
            f"{record.called}({first})不在结对 {agreed.code} 的 {agreed.signed} 至 {agreed.until} 之内;请核对日期。",
            see=entries_named([agreed if record is said else record]),
            fields=[_day_field(said)],
        )
    if by_year:
        year = year_of(record.year)  # type: ignore[union-attr]
        if last < agreed.signed or (year is not None and not agreed.signed.year <= year <= agreed.until.year):
            raise Refused(
                "outside-span",
                f"{record.year} 年度的{record.called}({first})不属于结对 {agreed.code} 的 {agreed.signed} 至"  # type: ignore[union-attr]
                f" {agreed.until};请核对年度和日期。",
                see=entries_named([agreed if record is said else record]),
                fields=["year" if record is said else _day_field(said)],
            )
    if ended and record is not ended and first > ended.on:
        raise Refused(
            "after-end",
            f"结对 {agreed.code} 已于 {ended.on} 终止,其后({first})不能有{record.called};请核对日期。",
            see=entries_named(one for one in (ended, record) if one is not said),
            fields=[_day_field(said)],
        )
    if isinstance(record, PairingActivityHeld) and record.field not in agreed.fields:
        raise Refused(
            "field-not-agreed",
            f"结对 {agreed.code} 的协议没有“{record.field}”这项帮扶内容(有{'、'.join(agreed.fields)});请核对。",
            see=entries_named([agreed if record is said else record]),
            fields=["field" if record is said else "fields"],
        )


def _days(record: OfPairing, in_force: InForce) -> tuple[date, date]:
    """The first and last day that a record is of; of a term that nobody announced, all days there are."""
    if not isinstance(record, PairingFunded):
        return record.on, record.on
    for term in in_force.by(TermAnnounced, "term")(record.term):
        return term.start, term.end
    return date.min, date.max


def _day_field(said: Record) -> str:
    return said.happened_on or "term"
