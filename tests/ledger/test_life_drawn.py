"""The life of a record is what docs/life-of-a-record.md draws: whatever is tried, in whatever order."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger.acts.request import Request
from ledger.event import COUNTY, STEPS, Act, Authority, Event
from ledger.hand_in import HandIn
from ledger.life import State, Stream
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Refused
from ledger.steps import Step
from ledger.store.codec import decode
from tests.books import open_book
from tests.house.pages import DOCS
from tests.ledger.stories import AUTUMN, LESSON, LI, SCHOOL, TEACHER, assert_no_gap, changed, clerk, row

ARROW = re.compile(r"^    (\[\*\]|\w+) --> (\w+): (\w+)$", re.MULTILINE)
DRAWN = set(ARROW.findall((DOCS / "life-of-a-record.md").read_text(encoding="utf-8")))
MOVES = {
    Act.ATTESTED: "attest",
    Act.RETURNED: "return",
    Act.WITHDRAWN: "withdraw",
    Act.VOIDED: "void",
    Act.RECORDED: "record",
    Act.CORRECTED: "correct",
}
VERSIONS = [LESSON, *(changed(LESSON, notes=f"第{n}稿。") for n in range(3))]
SCHOOL_OFFICE = Authority("school:S001")
WHO = st.builds(HandIn, st.sampled_from(["chen", "dean", "office", LI]), st.sampled_from([COUNTY, SCHOOL_OFFICE]))


def test_every_state_and_every_act_is_drawn() -> None:
    assert {state for one in DRAWN for state in one[:2]} - {"[*]"} == set(State)
    assert {move for _, _, move in DRAWN} == set(MOVES.values())
    assert set(STEPS) | {Act.RECORDED, Act.CORRECTED} == set(Act)


class LifeOfALesson(RuleBasedStateMachine):
    """One entry on a real book; the state of the version said last is followed by what the book itself says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.book = open_book(Path(self.folder.name) / "book.sqlite")
        for record in (AUTUMN, SCHOOL, TEACHER):
            self.book.append(clerk(), row(record))
        self.walked: set[tuple[str, str, str]] = set()

    def teardown(self) -> None:
        self.book.close()
        self.folder.cleanup()
        assert self.walked <= DRAWN, self.walked - DRAWN

    def stream(self) -> Stream:
        return Stream(decode(name, body) for _, _, _, name, body in self.book.stored.stream(stream_of(LESSON)))

    def state(self) -> str:
        """Where the entry stands: its last version that was not put aside, else the last."""
        versions = self.stream().versions
        alive = [one for one in versions if one.alive]
        return (alive or versions)[-1].state if versions else "[*]"

    def walk(self, act: Act, before: str, count: int) -> None:
        """What was accepted is drawn: from the state before to that of the version it was about."""
        versions = self.stream().versions
        if act in (Act.RECORDED, Act.CORRECTED):
            assert len(versions) == count + 1
            # A county's own record is attested by that: drawn as recorded, then attested.
            self.walked.add((before, "recorded", MOVES[act]))
        else:
            touched = [one for one in versions if one.number in self.last_step().of]
            self.walked.add((before, touched[-1].state, MOVES[act]))

    def last_step(self) -> Step:
        *_, last = self.book.stored.stream(stream_of(LESSON))
        step = decode(last[3], last[4]).data
        assert isinstance(step, Step)
        return step

    @rule(who=WHO, said=st.sampled_from(VERSIONS))
    def record(self, who: HandIn, said: Record) -> None:
        before, count = self.state(), len(self.stream().versions)
        try:
            added = self.book.append(HandIn(who.actor, who.authority, AUTUMN), row(said, number=self.book.position))
        except Refused as refused:
            if refused.code not in ("clash", "own-record"):
                raise
            return
        if added:
            self.walk(Act.RECORDED, before, count)

    @rule(who=WHO, said=st.sampled_from(VERSIONS))
    def correct(self, who: HandIn, said: Record) -> None:
        before, count = self.state(), len(self.stream().versions)
        try:
            self.book.correct(who, Request(Act.CORRECTED, stream_of(LESSON), entry_of(LESSON), (), "有误"), said)
        except Refused:
            assert len(self.stream().versions) == count
            return
        self.walk(Act.CORRECTED, before, count)

    @rule(
        who=WHO,
        act=st.sampled_from([Act.ATTESTED, Act.RETURNED, Act.WITHDRAWN, Act.VOIDED, Act.OBJECTED, Act.DECIDED]),
        upheld=st.booleans(),
    )
    def act(self, who: HandIn, act: Act, upheld: bool) -> None:
        before, versions = self.state(), self.stream().versions
        request = Request(act, stream_of(LESSON), entry_of(LESSON), (), "理由", upheld=upheld)
        try:
            self.book.act(who, request)
        except Refused:
            assert [one.state for one in self.stream().versions] == [one.state for one in versions]
            return
        if act in (Act.OBJECTED, Act.DECIDED):
            assert [one.state for one in self.stream().versions] == [one.state for one in versions]
        else:
            self.walk(act, before, len(versions))

    @invariant()
    def nobody_attested_what_they_recorded(self) -> None:
        events: list[Event[Record]] = []
        for _, _, _, name, body in self.book.stored.stream(stream_of(LESSON)):
            event = decode(name, body)
            if event.act is Act.ATTESTED:
                assert all(event.actor not in (events[n - 1].actor, LI) for n in event.data.of)  # type: ignore[union-attr]
            events.append(event)  # type: ignore[arg-type]

    @invariant()
    def at_most_one_version_counts_and_it_is_the_last_attested_or_the_last_alive(self) -> None:
        kept = self.book.kept(type(LESSON))
        alive = [one for one in self.stream().versions if one.alive]
        counting = [one for one in alive if one.state is State.ATTESTED] or alive
        assert kept.records == [one.event.data for one in counting[-1:]]
        assert kept.states == [one.state for one in counting[-1:]]

    @invariant()
    def the_book_has_no_gap(self) -> None:
        assert_no_gap(self.book)


TestLifeOfALesson = LifeOfALesson.TestCase
TestLifeOfALesson.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
