"""A hand-in: one workbook, form or file of lines, brought by somebody on somebody's authority."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from ledger.entry import Entering, clash, decide
from ledger.event import COUNTY, Authority, Event
from ledger.life import State, Version
from ledger.records.record import Record, entry_of
from ledger.records.registered import Registered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse, Refused
from ledger.register import Register, decide_row
from ledger.spelling import tidy
from ledger.submission import Submission

MayBring = Callable[[Record, Record | None, Register], None]
"""Asked of a record, of the main record that it is a part of, if it is one, and of the register."""

_OFFICES = (COUNTY, "township", "school", "office")


class HandIn:
    """Who hands in, on whose authority, for which term; and what its register rows have said so far.

    One workbook may not name a school or teacher twice with other content, while a later workbook may.
    `correcting` is the reason for which what clashes is corrected instead of refused. Where the hand-in is of no one
    term, `term_on` says of which a row of the register is, by the day it is to take effect. `may_bring` is asked of
    every record whether this person may bring it, where a door lets people in by their roles; it raises Refused.
    """

    def __init__(
        self, actor: str, authority: Authority = COUNTY, term: TermAnnounced | None = None, correcting: str = ""
    ) -> None:
        self.actor = _actor(actor)
        self.authority = office_named(authority)
        self.term = term
        self.correcting = correcting
        self.term_on: Callable[[date], TermAnnounced | None] = _of_no_term
        self.may_bring: MayBring | None = None
        self._said: dict[tuple[bytes, date], tuple[object, ...]] = {}

    def decide(self, stream: Sequence[Version], submission: Submission) -> list[Entering]:
        """What a submission writes to its stream; nothing for a duplicate.

        `stream`: the versions in it, in order. Raises Refused `clash`.
        """
        main = submission.records[0]
        if isinstance(main, Registered):
            return self._decide_register_row(stream, main, submission.stream)
        if not stream and len(submission.records) == 1:
            return [Entering(main)]
        if len(stream) == 1 == len(submission.records) and _says_already(stream[0], main):
            return []
        entry = entry_of(main)
        own = [version for version in stream if version.part[0] == entry]
        if not submission.whole:
            said = {record.part_key() for record in submission.records}
            own = [version for version in own if version.event.data.part_key() in said]
        return decide(own, submission.records, correcting=bool(self.correcting))

    def recorded(self, event: Event[Record]) -> bool:
        """Whether it was the same person, for the same office, who recorded this."""
        return (event.actor, event.authority) == (self.actor, self.authority)

    @contextmanager
    def tentatively(self, *, keep: bool) -> Iterator[None]:
        """What is said inside is forgotten if it raises, or where `keep` is false."""
        before = dict(self._said)
        kept = False
        try:
            yield
            kept = keep
        finally:
            if not kept:
                self._said = before

    def _decide_register_row(self, stream: Sequence[Version], row: Registered, key: bytes) -> list[Entering]:
        term = self.term or self.term_on(row.in_effect)
        if term is None:
            raise Refused("term-unknown", "登记学校和教师需要先说明是哪个学期;请在“学期”表填写学期。")
        standing = [version for version in stream if version.alive]
        if self._said.get((key, row.in_effect), row.content()) != row.content():
            raise clash(standing, row)
        self._said[key, row.in_effect] = row.content()
        return [Entering(record) for record in decide_row([one.event.data for one in standing], row, term)]


def _says_already(version: Version, record: Record) -> bool:
    """Whether a version says the very same; asked first, since a file that is handed in again says nothing else."""
    return version.event.data == record and version.state is not State.WITHDRAWN


def _of_no_term(day: date) -> None:
    return None


def _actor(actor: str) -> str:
    """Who it is, as written down. Raises Misuse `bad-actor`."""
    tidied = tidy(actor)
    if not tidied or not tidied.isprintable():
        raise Misuse("bad-actor", "没有写明经手人,或者经手人里有不能显示的字符;请写姓名或教师编号。")
    return tidied


def office_named(authority: str) -> Authority:
    """The office it is done for, as written down. Raises Misuse `bad-authority`."""
    office, sign, name = tidy(authority).partition(":")
    if office not in _OFFICES or (sign and not name) or (office != COUNTY and not sign) or not authority.isprintable():
        raise Misuse(
            "bad-authority",
            f"不认识单位“{authority!a}”;请写 county、county:股室、township:乡镇、school:学校代码或 office:发文单位。",
        )
    return Authority(f"{office}{sign}{name}")
