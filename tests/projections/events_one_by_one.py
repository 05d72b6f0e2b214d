"""Counties in which things go on: after half of what is handed in, event follows event, each dealt with somehow."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from ledger.acts.request import Evidence, Request
from ledger.book import Book
from ledger.event import COUNTY, Act
from ledger.hand_in import HandIn
from ledger.records.record import Record, TeacherId, entry_of, stream_of
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.submission import Submission
from tests.projections.pack_formulas import Chance
from tests.projections.small_counties import TEACHERS, HandedIn, Said, SmallCounty

_ACTS = (
    Act.ATTESTED,
    Act.ATTESTED,
    Act.EVIDENCED,
    Act.RETURNED,
    Act.VOIDED,
    Act.OBJECTED,
    Act.CORRECTED,
    Act.CORRECTED,
)


class GoingOn:
    """A county of which the register and half of the rest is written, and what comes after."""

    def __init__(self, book: Book, county: SmallCounty, seed: int) -> None:
        self._book = book
        self._county = county
        self._chance = Chance(seed)
        self._written: list[Record] = []
        self._waiting: list[tuple[HandedIn, Said]] = []
        for number, handed_in in enumerate(county.hand_ins):
            half = len(handed_in.said) if number == 0 else len(handed_in.said) // 2
            self._write(handed_in, *handed_in.said[:half])
            self._waiting += [(handed_in, said) for said in handed_in.said[half:]]

    def steps(self, most: int) -> Iterator[int]:
        """Goes on event by event, so many times at most; the position after each."""
        for _ in range(most):
            before = self._book.position
            for _ in range(1 + self._chance.upto(1)):
                self._something()
            if self._book.position > before:
                yield self._book.position

    def _something(self) -> None:
        if self._waiting and not self._chance.one_in(2):
            handed_in, said = self._waiting.pop(self._chance.upto(len(self._waiting) - 1))
            self._write(handed_in, said)
        elif self._written:
            self._deal_with(self._chance.among(self._written))

    def _write(self, handed_in: HandedIn, *said: Said) -> None:
        with self._book.writing(HandIn("somebody", handed_in.authority, self._county.term)) as pen:
            pen.write([Submission(one) for one in said])
        self._written += [record for one in said for record in one if not isinstance(record, TermAnnounced)]

    def _deal_with(self, record: Record) -> None:
        """Take a step on a record; one that is refused, since nobody may do that to it, stays undone."""
        act, who = self._chance.among(_ACTS), HandIn("clerk", COUNTY, self._county.term)
        digest = sha256(str(self._chance.upto(3)).encode()).hexdigest()
        evidence = Evidence(digest, "image/jpeg", 100, "a.jpg") if act is Act.EVIDENCED else None
        request = Request(act, stream_of(record), entry_of(record), reason="有误", evidence=evidence)
        try:
            if act is Act.CORRECTED:
                corrected = self._changed(record)
                self._book.correct(who, request, corrected)
                self._written.append(corrected)
            else:
                self._book.act(who, request)
        except Refused:
            pass

    def _changed(self, record: Record) -> Record:
        """The record with another day, another teacher, or another number."""
        changes: dict[str, Any] = {}
        for name in record.__struct_fields__:
            said = getattr(record, name)
            if isinstance(said, date) and name in ("on", "start", "since"):
                changes[name] = said + timedelta(days=1 + self._chance.upto(30))
            elif name in ("teacher", "observer", "leader"):
                changes[name] = TeacherId(self._chance.among(TEACHERS[:4]))
            elif name in ("quantity", "score", "hours", "value") and said is not None:
                changes[name] = said + 1
            elif name in ("notes", "reflection", "work") and isinstance(said, str):
                changes[name] = "改"
        chosen = [name for name in changes if self._chance.one_in(2)] or list(changes)[:1]
        return replace(record, **{name: changes[name] for name in chosen})
