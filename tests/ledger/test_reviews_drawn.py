"""What may follow what in a round of review is just what docs/processes.md draws."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

from ledger.book import Book
from ledger.records.record import Record
from ledger.records.review import Majority, ReviewAnnounced, ReviewTerms, StepWindow
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
from ledger.records.review_panel import (
    ReviewRelationDeclared,
    ReviewScored,
    ReviewStoodAside,
    ReviewTieVoted,
    ReviewVoted,
)
from ledger.refusals import Refused
from ledger.vocabulary import Level, ReviewStep
from tests.ledger.drawn import START, drawings, walk
from tests.ledger.rounds import HIGH, PANEL, PART, PRIMARY, announcement, applicant, registered, school
from tests.ledger.statement_samples import ADOPTED
from tests.ledger.stories import SettableClock, changed, clerk, row

DRAWN = drawings()["评审"]
APPLIES = applicant(1)
BETWEEN, OPEN_FOR, APART = timedelta(days=12), timedelta(days=250), timedelta(days=400)
"""From a step to the next; how long every step may be taken; from the beginning of a round to that of another."""


class Way:
    """The steps that were taken in a round of its own, which begins on a day of its own."""

    def __init__(self, number: int) -> None:
        self.code, self.begins = f"PS-{number}", date(2023, 1, 1) + number * APART
        self.steps: list[Record] = []

    def day(self) -> date:
        """The day of the next step."""
        return self.begins + len(self.steps) * BETWEEN

    def count(self, kind: type[Record]) -> int:
        """How many steps of a kind were taken."""
        return sum(isinstance(one, kind) for one in self.steps)

    def last(self, kind: type[Record], field: str, otherwise: date) -> date:
        """A day of the last step of a kind."""
        found = [getattr(one, field) for one in self.steps if isinstance(one, kind)]
        return found[-1] if found else otherwise


Step = Callable[[Way], Record]


def announced(way: Way) -> ReviewAnnounced:
    """Everything may be done on every day, by one level, one member who judges and two of the applicant's school."""
    steps = tuple(StepWindow(step, way.begins, way.begins + OPEN_FOR) for step in ReviewStep)
    return announcement(
        code=way.code,
        on=way.begins,
        as_of=way.begins,
        terms=ReviewTerms(),
        steps=steps,
        checks=(Level.SCHOOL,),
        majority=Majority(1, 2),
    )


def checked(way: Way, *, passed: bool) -> Record:
    turn = way.count(ReviewApplied)
    return ReviewChecked(way.code, APPLIES, Level.SCHOOL, passed, way.day(), (), "缺原件。", turn)


def listed(way: Way) -> Record:
    revision = way.count(ReviewListed) + 1
    return ReviewListed(way.code, revision, way.day(), 10**6, "ab" * 32, (APPLIES,), "再拟。")


def objection_on(way: Way) -> date:
    return way.last(ReviewNoticed, "since", way.day()) + timedelta(days=1)


def answered(way: Way, *, upheld: bool) -> Record:
    on = way.last(ReviewObjected, "on", way.day())
    revision = way.count(ReviewListed)
    return ReviewObjectionDecided(way.code, revision, PANEL[0], on, way.day(), upheld, "已核对。")


def appeal_answered(way: Way, *, reopens: bool) -> Record:
    on = way.last(ReviewAppealed, "on", way.day())
    return ReviewAppealDecided(way.code, way.count(ReviewListed), APPLIES, on, way.day(), reopens, "已核对。")


def closed(way: Way, day: date, reason: str = "") -> Record:
    return ReviewClosed(way.code, day, day + timedelta(days=366 * 6), reason)


STEPS: dict[str, Step] = {
    "评审公告": announced,
    "评审申报": lambda way: ReviewApplied(way.code, APPLIES, PRIMARY, way.day(), way.count(ReviewWithdrawn) + 1),
    "撤回申报": lambda way: ReviewWithdrawn(way.code, APPLIES, way.day(), max(way.count(ReviewApplied), 1)),
    "审核通过": lambda way: checked(way, passed=True),
    "审核不通过": lambda way: checked(way, passed=False),
    "档案封存": lambda way: ReviewFrozen(way.code, way.day(), 1, (FrozenDossier(APPLIES, "ab" * 32, 1),)),
    "评审关系申报": lambda way: ReviewRelationDeclared(way.code, PANEL[1], APPLIES, "夫妻", way.day()),
    "评审回避": lambda way: ReviewStoodAside(way.code, PANEL[2], APPLIES, way.day(), "师徒"),
    "评审打分": lambda way: ReviewScored(way.code, 1, PANEL[0], PART, Decimal(90), way.day()),
    "评审表决": lambda way: ReviewVoted(way.code, 1, PANEL[0], True, way.day()),
    "推荐名单": listed,
    "同分表决": lambda way: ReviewTieVoted(way.code, way.count(ReviewListed), 1, PANEL[0], True, way.day()),
    "评审公示": lambda way: ReviewNoticed(
        way.code, way.count(ReviewListed), way.day(), way.day() + timedelta(days=8), 5
    ),
    "评审异议": lambda way: ReviewObjected(way.code, way.count(ReviewListed), PANEL[0], objection_on(way), "有误。"),
    "异议成立": lambda way: answered(way, upheld=True),
    "异议不成立": lambda way: answered(way, upheld=False),
    "评审决定": lambda way: ReviewDecided(way.code, way.count(ReviewListed), way.day()),
    "评审申诉": lambda way: ReviewAppealed(way.code, APPLIES, way.day(), "漏计。"),
    "申诉成立": lambda way: appeal_answered(way, reopens=True),
    "申诉不成立": lambda way: appeal_answered(way, reopens=False),
    "评审归档": lambda way: closed(way, way.begins + OPEN_FOR + timedelta(days=1)),
    "中止归档": lambda way: closed(way, way.day(), "中止。"),
}


def write(book: Book, clock: SettableClock, way: Way, record: Record) -> str:
    """Write a step on the last day of its round, or after it where it is said to lie there."""
    last = way.begins + OPEN_FOR
    day = max(last, record.on) if isinstance(record, ReviewClosed) else last
    clock.now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    with book.writing(clerk()) as pen:
        [outcome] = pen.write([row(record, file="b")])
    return outcome.code if isinstance(outcome, Refused) else ""


def test_from_every_state_the_steps_drawn_are_accepted_and_no_others(book: Book, clock: SettableClock) -> None:
    # The shortest path to each state is taken, and from there every step is tried.
    own = [registered(one, HIGH) for one in (APPLIES, PANEL[1], PANEL[2])]
    other = changed(registered(PANEL[0], "S901"), identity="2e" * 16)
    for record in (school(HIGH), school("S901"), *own, other, ADOPTED):
        assert not write(book, clock, Way(0), record)
    paths = {START: list[str]()}
    tried = set()
    for number, (state, name) in enumerate(steps_of(paths), 1):
        way = Way(number)
        for step in paths[state]:
            said = STEPS[step](way)
            assert not write(book, clock, way, said), (paths[state], step)
            way.steps.append(said)
        said = STEPS[name](way)
        again = any(one.natural_key() == said.natural_key() for one in way.steps)
        code = write(book, clock, way, said)
        if not again:
            assert (not code) == ((state, name) in DRAWN), (paths[state], name, code)
            tried.add((state, name))
    assert {arrow for arrow in DRAWN if arrow not in tried} == set()
    assert set(paths) == {START, *DRAWN.values()}


def steps_of(paths: dict[str, list[str]]) -> Sequence[tuple[str, str]]:
    """Every state with every step; `paths` learns the shortest way to each state."""
    queue = [START]
    for state in queue:
        for name in STEPS:
            to = DRAWN.get((state, name))
            if to and to not in paths:
                paths[to] = [*paths[state], name]
                queue.append(to)
    assert all(walk(DRAWN, path) == state for state, path in paths.items())
    return list(product(paths, STEPS))
