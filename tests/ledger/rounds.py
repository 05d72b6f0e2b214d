"""A round of review walked in a test: a county with its panel and applicants, and every deed on a day of its step."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from ledger.book import Book
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.review import (
    ComputedPart,
    JudgedPart,
    Majority,
    ReviewAnnounced,
    ReviewPlaces,
    ReviewTerms,
    StepWindow,
)
from ledger.records.review_applying import (
    FrozenDossier,
    ReviewApplied,
    ReviewChecked,
    ReviewFrozen,
    ReviewWithdrawn,
)
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.review_panel import ReviewScored, ReviewTieVoted, ReviewVoted
from ledger.refusals import Refused
from ledger.vocabulary import Level, ReviewStep
from tests.ledger.review_samples import ANNOUNCED, APPLICANT, SCHOOL
from tests.ledger.statement_samples import ADOPTED
from tests.ledger.stories import SettableClock, changed, clerk, row

CODE, PRIMARY, SECONDARY, PART = "PS-2023-07", "小学组", "中学组", "说课"
DAYS: dict[ReviewStep, tuple[date, date]] = {
    ReviewStep.APPLY: (date(2023, 3, 1), date(2023, 3, 10)),
    ReviewStep.CHECK: (date(2023, 3, 11), date(2023, 3, 20)),
    ReviewStep.JUDGE: (date(2023, 3, 21), date(2023, 3, 31)),
    ReviewStep.NOTICE: (date(2023, 4, 3), date(2023, 4, 20)),
    ReviewStep.DECIDE: (date(2023, 4, 21), date(2023, 4, 28)),
    ReviewStep.APPEAL: (date(2023, 5, 4), date(2023, 5, 31)),
}
"""The steps of a round in spring 2023, none of which shares a day with another."""

HIGH, HOME = SchoolId("S201"), SchoolId("S202")
"""The schools of applicants of odd numbers, and of even ones; each member of the panel is at another school."""


def applicant(number: int) -> TeacherId:
    """One who may apply."""
    return TeacherId(f"0002{number:02d}")


def member(number: int) -> TeacherId:
    """One of the panel."""
    return TeacherId(f"0009{number:02d}")


PANEL = tuple(member(number) for number in range(1, 4))


def announcement(**fields: object) -> ReviewAnnounced:
    """A round for the primary schools with two places, three members, one judged part, a vote; otherwise where told."""
    usual = changed(
        ANNOUNCED,
        code=CODE,
        on=date(2023, 2, 20),
        as_of=date(2023, 2, 28),
        groups=(PRIMARY,),
        terms=ReviewTerms(("小学",)),
        places=(ReviewPlaces(PRIMARY, 2),),
        share=None,
        steps=tuple(StepWindow(step, opens, closes) for step, (opens, closes) in DAYS.items()),
        checks=(Level.SCHOOL, Level.COUNTY),
        panel=PANEL,
        computed=(ComputedPart("业绩", "points.total", Decimal(100), Decimal(60)),),
        judged=(JudgedPart(PART, Decimal(100), Decimal(40)),),
        majority=Majority(1, 2, over=True),
        renotice=False,
    )
    return changed(usual, **fields)


def school(code: str, **fields: object) -> SchoolRegistered:
    """A primary school of the town."""
    return changed(SCHOOL, school=SchoolId(code), **fields)


def registered(code: TeacherId, at: str, **fields: object) -> TeacherRegistered:
    """A teacher at a school."""
    return changed(APPLICANT, teacher=code, school=SchoolId(at), identity=code * 5 + "00", **fields)


def county(applicants: int = 6) -> list[Record]:
    """Schools, applicants and panel on the register, and the pack's text in the book."""
    people = [registered(applicant(number), HIGH if number % 2 else HOME) for number in range(1, applicants + 1)]
    panel = [registered(one, f"S9{one[-2:]}") for one in PANEL]
    return [*(school(code) for code in sorted({one.school for one in (*people, *panel)})), *people, *panel, ADOPTED]


class Walked(NamedTuple):
    """Who passed every check, in the order of their numbers."""

    numbered: tuple[TeacherId, ...]

    def number_of(self, teacher: TeacherId) -> int:
        """The number of a dossier."""
        return self.numbered.index(teacher) + 1


class Round:
    """A round in a book, deed by deed; each gives the code of its refusal, empty where it was written."""

    def __init__(self, book: Book, clock: SettableClock, said: ReviewAnnounced | None = None, people: int = 6) -> None:
        """Announce it to a county of so many who may apply."""
        self.book, self._clock, self.said = book, clock, said or announcement()
        self.code = self.said.code
        self.frozen = Walked(())
        self.listed: list[ReviewListed] = []
        for record in (*county(people), self.said):
            assert not self.write(record, self.said.on), record

    def write(self, record: Record, day: date, actor: str = "clerk", authority: Authority = COUNTY) -> str:
        """Write a record on a day, which the clock is set to."""
        self._clock.now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        who = clerk() if (actor, authority) == ("clerk", COUNTY) else HandIn(actor, authority)
        with self.book.writing(who) as pen:
            [outcome] = pen.write([row(record, file="r")])
        return outcome.code if isinstance(outcome, Refused) else "" if outcome else "duplicate"

    def day(self, step: ReviewStep, after: int = 0) -> date:
        """A day of a step: its first, or so many days later."""
        return self.said.window(step).opens + timedelta(days=after)

    def apply(self, number: int, group: str = PRIMARY, turn: int = 1, after: int = 0) -> str:
        """An applicant applies."""
        day = self.day(ReviewStep.APPLY, after)
        return self.write(ReviewApplied(self.code, applicant(number), group, day, turn), day)

    def withdraw(self, number: int, turn: int = 1, after: int = 1) -> str:
        """An applicant takes it back."""
        day = self.day(ReviewStep.APPLY, after)
        return self.write(ReviewWithdrawn(self.code, applicant(number), day, turn), day)

    def check(self, number: int, level: Level, *, passed: bool = True, after: int = 0, turn: int = 1) -> str:
        """An office of a level looks at an application."""
        day = self.day(ReviewStep.CHECK, after)
        reason = "" if passed else "缺原件。"
        said = ReviewChecked(self.code, applicant(number), level, passed, day, (), reason, turn)
        return self.write(said, day)

    def freeze(self, numbers: Sequence[int], after: int = 5) -> str:
        """The dossiers of some are frozen; their digests are made up, in the order of the codes backwards."""
        codes = sorted(map(applicant, numbers), reverse=True)
        dossiers = tuple(FrozenDossier(one, f"{place:064x}", place) for place, one in enumerate(codes, 1))
        day = self.day(ReviewStep.CHECK, after)
        code = self.write(ReviewFrozen(self.code, day, self.book.position, dossiers), day)
        if not code:
            self.frozen = Walked(tuple(codes))
        return code

    def score(self, number: int, by: int, score: str = "90", after: int = 1) -> str:
        """A member of the panel scores an applicant."""
        day, told = self.day(ReviewStep.JUDGE, after), self.frozen.number_of(applicant(number))
        return self.write(ReviewScored(self.code, told, member(by), PART, Decimal(score), day), day)

    def vote(self, number: int, by: int, *, in_favour: bool = True, after: int = 1) -> str:
        """A member votes on an applicant."""
        day, told = self.day(ReviewStep.JUDGE, after), self.frozen.number_of(applicant(number))
        return self.write(ReviewVoted(self.code, told, member(by), in_favour, day), day)

    def tie_vote(self, number: int, by: int, *, in_favour: bool, after: int = 4) -> str:
        """A member votes on one of equals in the last list."""
        day, told = self.day(ReviewStep.JUDGE, after), self.frozen.number_of(applicant(number))
        said = ReviewTieVoted(self.code, len(self.listed), told, member(by), in_favour, day)
        return self.write(said, day)

    def list(
        self, numbers: Sequence[int], step: ReviewStep = ReviewStep.JUDGE, after: int = 3, because: str = ""
    ) -> str:
        """A list is drawn up."""
        day = self.day(step, after)
        listed = tuple(map(applicant, numbers))
        revision = len(self.listed) + 1
        said = ReviewListed(self.code, revision, day, self.book.position, f"{revision:064x}", listed, because)
        code = self.write(said, day)
        if not code:
            self.listed.append(said)
        return code

    def notice(self, step: ReviewStep = ReviewStep.NOTICE, after: int = 0, days: int = 5, lasts: int = 7) -> str:
        """The last list is put on notice."""
        since = self.day(step, after)
        said = ReviewNoticed(self.code, len(self.listed), since, since + timedelta(days=lasts), days)
        return self.write(said, since)

    def object(
        self, by: TeacherId, about: int | None = None, step: ReviewStep = ReviewStep.NOTICE, after: int = 1
    ) -> str:
        """Somebody objects to the last list."""
        day = self.day(step, after)
        whom = applicant(about) if about else TeacherId("")
        return self.write(ReviewObjected(self.code, len(self.listed), by, day, "少算一项。", whom), day)

    def answer(
        self, by: TeacherId, *, upheld: bool, objected: int = 1, step: ReviewStep = ReviewStep.NOTICE, after: int = 2
    ) -> str:
        """An objection is answered."""
        day, on = self.day(step, after), self.day(step, objected)
        said = ReviewObjectionDecided(self.code, len(self.listed), by, on, day, upheld, "已核对。", "observe-20")
        return self.write(said, day)

    def decide(self, step: ReviewStep = ReviewStep.DECIDE, after: int = 0) -> str:
        """The last list is decided on."""
        day = self.day(step, after)
        return self.write(ReviewDecided(self.code, len(self.listed), day), day)

    def appeal(self, number: int, after: int = 0) -> str:
        """An applicant appeals."""
        day = self.day(ReviewStep.APPEAL, after)
        return self.write(ReviewAppealed(self.code, applicant(number), day, "漏计。"), day)

    def answer_appeal(self, number: int, *, reopens: bool, appealed: int = 0, after: int = 1) -> str:
        """An appeal is answered."""
        day, on = self.day(ReviewStep.APPEAL, after), self.day(ReviewStep.APPEAL, appealed)
        said = ReviewAppealDecided(self.code, len(self.listed), applicant(number), on, day, reopens, "已核对。")
        return self.write(said, day)

    def close(self, day: date = date(2023, 6, 1), reason: str = "", years: int = 5) -> str:
        """The round is over."""
        return self.write(ReviewClosed(self.code, day, day.replace(year=day.year + years), reason), day)

    def frozen_with(self, numbers: Sequence[int]) -> None:
        """On to where the dossiers of some are frozen."""
        for number in numbers:
            assert not self.apply(number)
        for number in numbers:
            assert not any(self.check(number, level) for level in self.said.checks)
        assert not self.freeze(numbers)

    def judged_with(self, numbers: Sequence[int]) -> None:
        """On to where every member has scored and agreed to all of them."""
        self.frozen_with(numbers)
        for number in numbers:
            for by in range(1, len(PANEL) + 1):
                assert not self.score(number, by)
                assert not self.said.majority or not self.vote(number, by)

    def decided_with(self, numbers: Sequence[int], listed: Sequence[int]) -> None:
        """On to where a list of some of them was decided on."""
        self.judged_with(numbers)
        assert not self.list(listed)
        assert not self.notice()
        assert not self.decide()
