"""学校结对: what an agreement between schools allows, and when; whatever is tried in whatever order."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.processes.rules import check_rules
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingFunded,
    PairingReported,
)
from ledger.records.record import Record, TermId, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import AppraisalGrade, PairingActivity, PairingField, PairingScope
from tests.books import open_book
from tests.ledger.drawn import drawings, walk
from tests.ledger.people import HILL, TOWN
from tests.ledger.stories import AUTUMN, SPRING, assert_no_gap, changed, clerk
from tests.ledger.what_stands import in_force

SIGNED, UNTIL = date(2022, 9, 1), date(2024, 8, 31)
TEACHING, PUPILS = PairingField.TEACHING, PairingField.PUPILS
AGREED = PairingAgreed("JD-1", TOWN, (HILL,), SIGNED, UNTIL, PairingScope.WITHIN, (TEACHING,))
CHRISTMAS = date(2022, 12, 25)


def held(on: date, field: PairingField = TEACHING) -> PairingActivityHeld:
    return PairingActivityHeld("JD-1", on, field, PairingActivity.MODEL_LESSON)


def ended(on: date) -> PairingEnded:
    return PairingEnded("JD-1", on)


def reported(year: str, on: date) -> PairingReported:
    return PairingReported("JD-1", year, on)


def funded(term: str) -> PairingFunded:
    return PairingFunded("JD-1", TermId(term), Decimal(20000), Decimal(10000))


def assessed(year: str, on: date) -> PairingAssessed:
    return PairingAssessed("JD-1", year, AppraisalGrade.UNQUALIFIED, on)


@pytest.mark.parametrize(
    ("standing", "said", "code", "in_the_way"),
    [
        ((), held(SIGNED), "not-begun", None),
        ((), ended(SIGNED), "not-begun", None),
        ((AGREED,), held(SIGNED - timedelta(1)), "outside-span", AGREED),
        ((AGREED,), held(UNTIL + timedelta(1)), "outside-span", AGREED),
        ((AGREED,), ended(UNTIL + timedelta(1)), "outside-span", AGREED),
        ((AGREED,), held(SIGNED, PUPILS), "field-not-agreed", AGREED),
        ((AGREED, held(SIGNED)), changed(AGREED, fields=(PUPILS,)), "field-not-agreed", held(SIGNED)),
        ((AGREED, ended(CHRISTMAS)), held(CHRISTMAS + timedelta(1)), "after-end", ended(CHRISTMAS)),
        ((AGREED, held(UNTIL)), ended(CHRISTMAS), "after-end", held(UNTIL)),
        ((AGREED, held(UNTIL)), changed(AGREED, until=CHRISTMAS), "outside-span", held(UNTIL)),
        ((AGREED,), reported("2021", CHRISTMAS), "outside-span", AGREED),
        ((AGREED,), reported("2025", UNTIL), "outside-span", AGREED),
        ((AGREED, ended(CHRISTMAS)), reported("2022", UNTIL), "after-end", ended(CHRISTMAS)),
        ((changed(AGREED, until=CHRISTMAS), SPRING), funded(SPRING.term), "outside-span", AGREED),
        ((AGREED, AUTUMN, SPRING, ended(CHRISTMAS)), funded(SPRING.term), "after-end", ended(CHRISTMAS)),
    ],
)
def test_what_is_refused_and_which_entry_is_in_the_way(
    standing: tuple[Record, ...], said: Record, code: str, in_the_way: Record | None
) -> None:
    with pytest.raises(Refused) as caught:
        check_rules(said, in_force(*standing))
    assert caught.value.code == code
    assert caught.value.see == ((entry_of(in_the_way).hex(),) if in_the_way else ())
    assert "JD-1" in caught.value.message
    assert caught.value.fields


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ((AGREED,), reported("2022", date(2023, 1, 5))),
        ((AGREED,), reported("2024", date(2024, 11, 30))),
        ((AGREED,), assessed("2022", CHRISTMAS)),
        ((AGREED, ended(CHRISTMAS)), held(CHRISTMAS)),
        ((AGREED, AUTUMN, ended(CHRISTMAS)), funded(AUTUMN.term)),
        ((AGREED,), funded("2030-2031-1")),
        ((AGREED, held(CHRISTMAS)), changed(AGREED, until=CHRISTMAS)),
        ((AGREED, ended(CHRISTMAS)), ended(SIGNED)),
    ],
    ids=[
        "a report that is late",
        "the report of the last year when the span is over",
        "assessed without a report",
        "on the last day",
        "funds of the term in which it ended",
        "a term that nobody announced",
        "a span that holds all that stands",
        "an end said otherwise is a clash, not in its own way",
    ],
)
def test_what_is_accepted(standing: tuple[Record, ...], said: Record) -> None:
    check_rules(said, in_force(*standing))


DRAWN = drawings()["学校结对"]


class Pairings(RuleBasedStateMachine):
    """Anything is said of two pairings, one of them perhaps never agreed, in any order, on a real book."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.book = open_book(Path(self.folder.name) / "book.sqlite")

    def teardown(self) -> None:
        assert_no_gap(self.book)
        self.book.close()
        self.folder.cleanup()

    def say(self, record: Record) -> None:
        try:
            self.book.append(clerk(), Submission([record]))
        except Refused:
            return

    @initialize()
    def first(self) -> None:
        self.say(AGREED)

    @rule()
    def second(self) -> None:
        self.say(changed(AGREED, code="JD-2", fields=(TEACHING, PUPILS)))

    @rule(
        code=st.sampled_from(["JD-1", "JD-2"]),
        what=st.integers(0, 3),
        months=st.integers(-2, 26),
        field=st.sampled_from([TEACHING, PUPILS]),
    )
    def step(self, code: str, what: int, months: int, field: PairingField) -> None:
        on = SIGNED + timedelta(days=30 * months)
        steps: list[Record] = [held(on, field), reported(str(on.year), on), assessed(str(on.year), on), ended(on)]
        self.say(changed(steps[what], code=code))

    @invariant()
    def every_pairing_went_as_drawn_within_its_agreement(self) -> None:
        kinds = (PairingActivityHeld, PairingReported, PairingAssessed, PairingEnded)
        steps = [record for kind in kinds for record in self.book.kept(kind).records]
        agreed = {one.code: one for one in self.book.kept(PairingAgreed).records}
        assert {one.code for one in steps} <= agreed.keys()
        for code, one in agreed.items():
            own = [step for step in steps if step.code == code]
            own.sort(key=lambda step: (step.on, isinstance(step, PairingEnded)))
            assert walk(DRAWN, [one.called, *(step.called for step in own)])
            for step in own:
                if isinstance(step, PairingActivityHeld):
                    assert step.field in one.fields
                    assert one.signed <= step.on <= one.until


TestPairings = Pairings.TestCase
TestPairings.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
