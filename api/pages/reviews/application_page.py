"""申报: what the record holds for somebody who applies, condition by condition, and what is lacking."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from api.accounts.permitted import Deed, Matter, may
from api.desk.held_for_round import HeldForRound, held_for_round
from api.pages.record_fields import called
from api.pages.reviews.round_page import RoundDesk
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.vocabulary import ReviewStep
from projections.dossier import Dossier, DossierLine, dossier_of
from projections.reviews.course import Application


@dataclass(frozen=True)
class Held:
    """A kind of record that the dossier holds: how many, and how many of them wait to be attested."""

    called: str
    count: int
    waits: int


class ApplicationPage:
    """What is shown to a teacher, or to an office that applies for one. Raises Misuse `unknown-teacher`."""

    def __init__(self, desk: RoundDesk, teacher: str) -> None:
        self.desk = desk
        if TeacherId(teacher) not in desk.register.now.teachers:
            raise Misuse("unknown-teacher", f"登记册上没有教师“{teacher}”;请核对六位编号。")
        self.teacher = TeacherId(teacher)
        self.own = desk.seen.applies and teacher == desk.visitor.teacher
        self.name = desk.register.names([teacher]).get(self.teacher, "")

    @cached_property
    def holding(self) -> HeldForRound:
        """The verdicts of the round's conditions, as far as the visitor may know them."""
        return held_for_round(self.desk.book, self.desk.seen, self.teacher)

    @cached_property
    def dossier(self) -> Dossier:
        """What the book holds up to the round's cut-off day."""
        return dossier_of(self.desk.book, self.teacher, self.desk.course.announced.as_of)

    @property
    def lines(self) -> list[DossierLine]:
        """The records, the latest first."""
        return list(reversed(self.dossier.lines))

    @property
    def held(self) -> list[Held]:
        """The records by kind, in the order of the dossier."""
        counts = Counter(line.kind for line in self.dossier.lines)
        waits = Counter(line.kind for line in self.dossier.lines if not line.attested)
        return [Held(called(kind), count, waits[kind]) for kind, count in counts.items()]

    @property
    def application(self) -> Application | None:
        """The application that stands, or the one that was taken back last."""
        return self.desk.course.applications.get(self.teacher)

    @property
    def stands(self) -> bool:
        """Whether there is an application that was not taken back."""
        return self.application is not None and self.application.withdrawn is None

    @property
    def is_open(self) -> bool:
        """Whether applications are taken today."""
        window = self.desk.course.announced.window(ReviewStep.APPLY)
        return window.opens <= self.desk.today <= window.closes and self.desk.course.closed is None

    @property
    def may_withdraw(self) -> bool:
        """Whether it may still be taken back."""
        return self.stands and self.desk.course.frozen is None and self.desk.course.closed is None

    @property
    def prints(self) -> str:
        """Where the dossier is printed: as it was frozen, before that up to the cut-off day; empty for who may not."""
        if not may(self.desk.visitor, Deed.READ, Matter(teacher=self.teacher)):
            return ""
        course = self.desk.course
        is_frozen = course.frozen is not None and any(one.teacher == self.teacher for one in course.frozen.dossiers)
        asked = {"review": course.code} if is_frozen else {"until": course.announced.as_of.isoformat()}
        return f"/teachers/{self.teacher}/dossier?{urlencode(asked)}"

    @property
    def may_claim(self) -> bool:
        """Whether the visitor hands in own records."""
        return self.own and may(self.desk.visitor, Deed.RECORD, Matter(teacher=self.teacher))
