"""Whatever is tried in whatever order: no ninth first prize, no score by who stood aside, no studio over the limit."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.acts.request import Request
from ledger.event import Act
from ledger.hand_in import HandIn
from ledger.records.award import AwardWon
from ledger.records.contest import PrizePlaces
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed, ContestScored, ContestStoodAside
from ledger.records.record import Record, entry_of, stream_of
from ledger.records.studio import (
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)
from ledger.refusals import Refused
from ledger.store.codec import decode
from ledger.vocabulary import Prize
from tests.books import open_book
from tests.ledger.contest_stories import (
    FIVE_PARTS,
    GIVEN,
    JUDGES,
    OPEN_TO_ALL,
    PRIMARY,
    award,
    closed,
    entered,
    scored,
    teacher,
)
from tests.ledger.stories import assert_no_gap, changed, row
from tests.ledger.studio_stories import PRINCIPALS, SEPTEMBER, TEACHERS, dissolved, founded, joined, left, limits
from tests.torture import times

pytestmark = pytest.mark.torture
R = TypeVar("R", bound=Record)
SOME = st.integers(1, 3)
PLACES = 1
CONTEST = changed(
    OPEN_TO_ALL,
    judges=JUDGES[:2],
    prizes=(PrizePlaces(PRIMARY, Prize.FIRST, PLACES), PrizePlaces(PRIMARY, Prize.SECOND, PLACES)),
)
SOME_DAY = st.builds(lambda days: SEPTEMBER + timedelta(days=days), st.integers(0, 4))
CORRECTING = st.sampled_from(["", "", "误登"])
OFTEN = st.sampled_from([True, True, False])


class OnABook(RuleBasedStateMachine):
    """A real book, to which records are said one after the other, and corrected."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.book = open_book(Path(self.folder.name) / "book.sqlite")
        self.said = 0

    def teardown(self) -> None:
        assert_no_gap(self.book)
        self.book.close()
        self.folder.cleanup()

    def say(self, record: Record, correcting: str = "") -> None:
        self.said += 1
        with self.book.writing(HandIn("clerk", correcting=correcting)) as pen:
            pen.write([row(record, file=f"{self.said % 16:x}", number=self.said)])

    @rule(last=st.integers(0, 3))
    def void(self, last: int) -> None:
        """What was written last, or shortly before it."""
        rows = [one for one in self.book.stored.rows() if "#" not in one[3]]
        if len(rows) > last:
            record = decode(rows[-1 - last][3], rows[-1 - last][4]).data
            assert isinstance(record, Record)
            with suppress(Refused):
                asked = Request(Act.VOIDED, stream_of(record), entry_of(record), reason="误登")
                self.book.act(HandIn("other"), asked)

    def standing(self, record_class: type[R]) -> list[R]:
        """What stands of a class, as the book itself says."""
        kept: list[R] = self.book.kept(record_class).records
        return kept


class Contests(OnABook):
    """One contest with one first and one second prize."""

    @initialize(announced=OFTEN, entered_by=st.sets(SOME), over=st.booleans())
    def begin(self, announced: bool, entered_by: set[int], over: bool) -> None:
        if announced:
            for record in (CONTEST, *(entered(number) for number in entered_by), *([closed()] if over else [])):
                self.say(record)

    @rule(places=st.integers(0, 2), correcting=CORRECTING)
    def announce(self, places: int, correcting: str) -> None:
        self.say(changed(CONTEST, prizes=(PrizePlaces(PRIMARY, Prize.FIRST, places), *CONTEST.prizes[1:])), correcting)

    @rule(number=SOME)
    def enter(self, number: int) -> None:
        self.say(entered(number))

    @rule(number=SOME, judge=st.sampled_from(JUDGES[:2]), part=st.sampled_from(FIVE_PARTS[:1]), correcting=CORRECTING)
    def score(self, number: int, judge: str, part: object, correcting: str) -> None:
        said = changed(scored(number), judge=judge, part=getattr(part, "name", ""))
        self.say(said, correcting)

    @rule(number=SOME, judge=st.sampled_from(JUDGES[:2]))
    def stand_aside(self, number: int, judge: str) -> None:
        self.say(changed(ContestStoodAside("GK", JUDGES[0], teacher(number), GIVEN), judge=judge))

    @rule()
    def close(self) -> None:
        self.say(closed())

    @rule(number=SOME, upheld=st.booleans())
    def appeal(self, number: int, upheld: bool) -> None:
        self.say(ContestAppealed("GK", teacher(number), GIVEN, "漏计。"))
        self.say(ContestAppealDecided("GK", teacher(number), GIVEN, upheld, "已复核。"))

    @rule(
        number=SOME,
        prize=st.sampled_from([Prize.FIRST, Prize.SECOND]),
        coded=st.booleans(),
        later=st.integers(0, 1),
        correcting=CORRECTING,
    )
    def give(self, number: int, prize: Prize, coded: bool, later: int, correcting: str) -> None:
        self.say(changed(award(number, prize, coded=coded), on=GIVEN + timedelta(days=later)), correcting)

    @invariant()
    def no_more_prizes_than_announced_and_one_a_teacher(self) -> None:
        announced = self.standing(type(CONTEST))
        awards = self.standing(AwardWon)
        if announced:
            given = Counter(one.prize for one in awards)
            for places in announced[0].prizes:
                assert given[places.prize] <= places.places
        if any(one.contest for one in awards):
            assert max(Counter(one.teacher for one in awards if one.contest).values()) == 1

    @invariant()
    def nobody_scores_whom_they_stood_aside_from(self) -> None:
        aside = {(one.judge, one.teacher) for one in self.standing(ContestStoodAside)}
        assert not [one for one in self.standing(ContestScored) if (one.judge, one.teacher) in aside]


class Studios(OnABook):
    """Few studios of two kinds, with few places, and few people."""

    @initialize(announced=OFTEN, there=st.sets(SOME))
    def begin(self, announced: bool, there: set[int]) -> None:
        if announced:
            self.say(limits(2, 1))
        for number in there:
            self.say(founded(number, SEPTEMBER))

    @rule(studios=st.integers(1, 2), members=st.integers(1, 2), since=SOME_DAY, correcting=CORRECTING)
    def announce(self, studios: int, members: int, since: date, correcting: str) -> None:
        self.say(limits(studios, members, since), correcting)

    @rule(
        number=SOME,
        on=SOME_DAY,
        kind=st.sampled_from([TEACHERS, TEACHERS, PRINCIPALS]),
        leader=st.integers(0, 3),
        correcting=CORRECTING,
    )
    def found(self, number: int, on: date, kind: str, leader: int, correcting: str) -> None:
        self.say(changed(founded(number, on, leader=leader), studio=kind), correcting)

    @rule(number=SOME, teacher=SOME, on=SOME_DAY)
    def join(self, number: int, teacher: int, on: date) -> None:
        self.say(joined(number, teacher, on))

    @rule(number=SOME, teacher=SOME, on=SOME_DAY)
    def leave(self, number: int, teacher: int, on: date) -> None:
        self.say(left(number, teacher, on))

    @rule(number=SOME, on=SOME_DAY, correcting=CORRECTING)
    def dissolve(self, number: int, on: date, correcting: str) -> None:
        self.say(dissolved(number, on), correcting)

    @invariant()
    def day_by_day_nothing_is_over_the_limit_and_nobody_in_two_places(self) -> None:
        studios, ended = self.standing(StudioFounded), {one.code: one.on for one in self.standing(StudioDissolved)}
        announced, steps = self.standing(StudioLimitsAnnounced), self.standing(StudioJoined)
        leavings = self.standing(StudioLeft)
        for number in range(5):
            day = SEPTEMBER + timedelta(days=number)
            there = [one for one in studios if one.on <= day < ended.get(one.code, date.max)]
            limit = max((one for one in announced if one.since <= day), key=lambda one: one.since, default=None)
            members = {studio.code: who_is_in(studio.code, day, steps, leavings) for studio in there}
            if limit:
                if any(one.on == day and one.studio is TEACHERS for one in there):
                    assert sum(one.studio is TEACHERS for one in there) <= limit.studios
                for one in there:
                    if one.studio is TEACHERS and any(said.code == one.code and said.on == day for said in steps):
                        assert len(members[one.code]) <= limit.members
            for one, other in combinations([studio for studio in there if studio.studio is TEACHERS], 2):
                assert not {*members[one.code], one.leader} & {*members[other.code], other.leader}


def who_is_in(code: str, day: date, joins: list[StudioJoined], leavings: list[StudioLeft]) -> set[str]:
    """Who is a member on a day: walked through day by day, leavings before joinings."""
    inside: set[str] = set()
    for number in range((day - SEPTEMBER).days + 1):
        now = SEPTEMBER + timedelta(days=number)
        inside -= {one.teacher for one in leavings if one.code == code and one.on == now}
        inside |= {one.teacher for one in joins if one.code == code and one.on == now}
    return inside


TestContests = Contests.TestCase
TestContests.settings = settings(deadline=None, max_examples=times(25, 1000), stateful_step_count=25)
TestStudios = Studios.TestCase
TestStudios.settings = settings(deadline=None, max_examples=times(25, 1000), stateful_step_count=25)
