"""What may follow what in rotations, mentorships, pairings and the three ones is just what docs/processes.md draws."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from ledger.book import Book
from ledger.pen import Pen
from ledger.records.mentorship import MentorshipActed, MentorshipAssessed, MentorshipEnded, MentorshipFormed
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingFunded,
    PairingReported,
)
from ledger.records.record import Month, Record, TeacherId, TermId
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.records.school_year import TermAnnounced
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import (
    AppraisalGrade,
    Level,
    MentorActivity,
    PairingActivity,
    PairingField,
    PairingScope,
    RotationKind,
    ThreeOnesPart,
)
from tests.ledger.drawn import START, drawings, walk
from tests.ledger.people import HILL, TOWN, WANG
from tests.ledger.stories import clerk

DRAWN = drawings()
BEGIN, END = date(2022, 9, 1), date(2023, 8, 31)

Step = Callable[[str, int], Record]
"""A record of the process with this number, in the month with that number, 0 for the first."""


def month(number: int) -> Month:
    return Month(date(2022 + (8 + number) // 12, (8 + number) % 12 + 1, 1))


def on(number: int, day: int) -> date:
    return month(number).replace(day=day)


def term(number: int) -> TermId:
    """The name of a term as long as a month."""
    return TermId(f"term-{number}")


TERMS = [TermAnnounced(term(number), on(number, 1), on(number, 28), 4) for number in range(12)]

ROTATION: list[Step] = [
    lambda who, at: RotationPlanned(TeacherId(who), TOWN, HILL, RotationKind.FULL_TIME, BEGIN, END),
    lambda who, at: RotationStarted(TeacherId(who), TOWN, HILL, RotationKind.FULL_TIME, BEGIN, END),
    lambda who, at: RotationMonthConfirmed(TeacherId(who), BEGIN, month(at)),
    lambda who, at: RotationInterrupted(TeacherId(who), BEGIN, on(at, 1)),
    lambda who, at: RotationResumed(TeacherId(who), BEGIN, on(at, 1)),
    lambda who, at: RotationAssessed(TeacherId(who), BEGIN, on(at, 10), AppraisalGrade.QUALIFIED, "县局"),
    lambda who, at: RotationCompleted(TeacherId(who), BEGIN, on(at, 28)),
    lambda who, at: RotationEndedEarly(TeacherId(who), BEGIN, on(at, 28), "调回"),
]
MENTORSHIP: list[Step] = [
    lambda who, at: MentorshipFormed(TeacherId(who), WANG, "语文", BEGIN, END),
    lambda who, at: MentorshipActed(TeacherId(who), WANG, "语文", BEGIN, on(at, 10), MentorActivity.STUDY),
    lambda who, at: MentorshipAssessed(TeacherId(who), WANG, "语文", BEGIN, term(0), AppraisalGrade.QUALIFIED),
    lambda who, at: MentorshipEnded(TeacherId(who), WANG, "语文", BEGIN, on(at, 28)),
]
PAIRING: list[Step] = [
    lambda who, at: PairingAgreed(who, TOWN, (HILL,), BEGIN, END, PairingScope.WITHIN, (PairingField.TEACHING,)),
    lambda who, at: PairingActivityHeld(who, on(at, 10), PairingField.TEACHING, PairingActivity.MODEL_LESSON),
    lambda who, at: PairingFunded(who, term(at), Decimal(20000), Decimal(10000)),
    lambda who, at: PairingReported(who, "2022", on(at, 10)),
    lambda who, at: PairingAssessed(who, "2022", AppraisalGrade.QUALIFIED, on(at, 10)),
    lambda who, at: PairingEnded(who, on(at, 28)),
]
TRAINING: list[Step] = [
    lambda who, at: TrainingAttended(who, WANG, "研修", Level.CITY, BEGIN, BEGIN, Decimal(8)),
    *(lambda who, at, part=part: TrainingFollowedUp(who, part, on(at, 10)) for part in ThreeOnesPart),
]


def said_in_turn(pen: Pen, records: Sequence[Record]) -> list[bool]:
    """Whether each record, said after those before it, was written."""
    written: list[bool] = []
    entry: list[Record] = []
    for record in records:
        # Parts go with the main record of their entry, as in a row of a workbook.
        entry_so_far = [one for one in entry if one.natural_key() == record.natural_key()]
        [outcome] = pen.write([Submission([*entry_so_far, record])])
        written.append(not isinstance(outcome, Refused) and bool(outcome))
        if written[-1]:
            entry.append(record)
    return written


def _is_no_plan(record: Record) -> bool:
    """A plan comes first, whenever it was written down; all else is tried in the order of its days."""
    return not isinstance(record, RotationPlanned)


@pytest.mark.parametrize(
    ("heading", "steps", "depth"),
    [
        ("支教交流", ROTATION, 4),
        ("师徒结对", MENTORSHIP, 6),
        ("学校结对", PAIRING, 5),
        ("三个一", TRAINING, 5),
    ],
)
def test_of_all_orders_of_steps_those_drawn_are_accepted_and_no_others(
    book: Book, heading: str, steps: list[Step], depth: int
) -> None:
    drawing, numbers, reached = DRAWN[heading], count(), set()
    with book.writing(clerk()) as pen:
        pen.write([Submission([one]) for one in TERMS])
        paths: list[list[Step]] = [[]]
        for length in range(depth):
            longer = []
            for path in paths:
                for step in steps:
                    who = f"{next(numbers):06d}"
                    records = [one(who, at) for at, one in enumerate([*path, step])]
                    if records[-1].part_of and not any(isinstance(one, records[-1].part_of) for one in records):
                        continue  # it is said in the row of its main record
                    *before, last = said_in_turn(pen, records)
                    assert all(before)
                    state = walk(drawing, [one.called for one in sorted(records, key=_is_no_plan)])
                    known = {(one.natural_key(), one.part_key()) for one in records[:-1]}
                    again = (records[-1].natural_key(), records[-1].part_key()) in known
                    assert last == (state is not None and not again), [one.called for one in records]
                    if last and state:
                        reached.add(state)
                        longer.append([*path, step])
            paths = longer
            assert length or {step("", 0).called for path in paths for step in path} == {
                called for before_, called in drawing if before_ == START
            }
    assert reached == set(drawing.values())


def test_every_kind_of_the_processes_is_drawn() -> None:
    kinds = {
        "支教交流": {step("", 0).called for step in ROTATION},
        "师徒结对": {step("", 0).called for step in MENTORSHIP},
        "学校结对": {step("", 0).called for step in PAIRING},
        "三个一": {step("", 0).called for step in TRAINING},
    }
    for heading, called in kinds.items():
        assert {name for _, name in DRAWN[heading]} == called
