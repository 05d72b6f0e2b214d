"""支教交流: no two rotations of a teacher overlap if either is full-time."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.processes.rotation import check_no_overlap
from ledger.records.record import Record, SchoolId, entry_of
from ledger.records.rotation import RotationStarted
from ledger.refusals import Refused
from ledger.vocabulary import RotationKind
from tests.ledger.stories import (
    HILL,
    LI,
    ROTATION,
    TOWN,
    WANG,
    assert_no_gap,
    changed,
    clerk,
    codes,
    fresh_book,
    month_confirmed,
    row,
)
from tests.ledger.what_stands import in_force

FULL = RotationKind.FULL_TIME
PART = RotationKind.PART_TIME
OCTOBER, CHRISTMAS = date(2022, 10, 1), date(2022, 12, 25)


def rotation(start: date, end: date, kind: RotationKind = FULL, host: SchoolId = HILL) -> RotationStarted:
    return RotationStarted(LI, TOWN, host, kind, start, end)


STANDING = rotation(OCTOBER, CHRISTMAS)


def refusal(book: Book, *records: Record) -> Refused:
    with pytest.raises(Refused) as caught:
        book.append(clerk(), row(*records, file="b"))
    return caught.value


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2022, 9, 1), date(2022, 10, 15)),
        (date(2022, 11, 1), date(2022, 11, 2)),
        (date(2022, 12, 1), date(2023, 6, 30)),
        (date(2022, 9, 1), date(2023, 6, 30)),
        (date(2022, 9, 1), OCTOBER),
        (CHRISTMAS, date(2023, 6, 30)),
    ],
    ids=["runs into it", "within it", "begins in it", "around it", "ends on its first day", "begins on its last day"],
)
@pytest.mark.parametrize("kinds", [(FULL, FULL), (FULL, PART), (PART, FULL)], ids=lambda kinds: "-".join(kinds))
def test_rotations_that_share_a_day_are_refused_if_either_is_full_time(
    book: Book, start: date, end: date, kinds: tuple[RotationKind, RotationKind]
) -> None:
    standing = rotation(OCTOBER, CHRISTMAS, kinds[0])
    book.append(clerk(), row(standing))
    refused = refusal(book, rotation(start, end, kinds[1]))
    assert refused.code == "already-on-rotation"
    assert (refused.see, refused.fields) == ((entry_of(standing).hex(),), ("start",))
    assert LI in refused.message
    assert str(OCTOBER) in refused.message
    assert book.position == 1


@pytest.mark.parametrize("kind", [PART, RotationKind.CIRCUIT, RotationKind.ATTACHMENT])
def test_rotations_neither_of_which_is_full_time_may_overlap(book: Book, kind: RotationKind) -> None:
    book.append(clerk(), row(rotation(OCTOBER, CHRISTMAS, PART)))
    assert book.append(clerk(), row(rotation(date(2022, 11, 1), CHRISTMAS, kind)))


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2022, 9, 1), OCTOBER - timedelta(1)), (CHRISTMAS + timedelta(1), date(2023, 6, 30))],
    ids=["the day before", "the day after"],
)
def test_a_rotation_may_end_the_day_before_another_begins(book: Book, start: date, end: date) -> None:
    book.append(clerk(), row(STANDING))
    assert book.append(clerk(), row(rotation(start, end)))


def test_a_rotation_does_not_stand_against_another_teacher(book: Book) -> None:
    book.append(clerk(), row(STANDING))
    assert book.append(clerk(), row(changed(STANDING, teacher=WANG)))


def test_a_rotation_said_again_or_with_a_month_more_does_not_overlap_itself(book: Book) -> None:
    book.append(clerk(), row(ROTATION))
    assert book.append(clerk(), row(ROTATION, file="b")) == []
    assert book.append(clerk(), row(ROTATION, month_confirmed(9), file="b")) == [month_confirmed(9)]


def test_a_rotation_from_the_same_day_with_another_end_is_a_clash_not_an_overlap(book: Book) -> None:
    book.append(clerk(), row(STANDING))
    refused = refusal(book, changed(STANDING, planned_end=date(2022, 12, 31)))
    assert (refused.code, refused.fields) == ("clash", ("planned_end",))


def test_of_overlap_and_clash_the_overlap_is_told_as_it_comes_first_in_the_form(book: Book) -> None:
    book.append(clerk(), row(STANDING))
    book.append(clerk(), row(rotation(date(2023, 2, 1), date(2023, 6, 30))))
    refused = refusal(book, changed(STANDING, planned_end=date(2023, 3, 1)))
    assert refused.code == "already-on-rotation"


def test_a_refused_rotation_holds_no_slot_against_others(book: Book) -> None:
    first, refused, last = STANDING, rotation(CHRISTMAS, date(2023, 3, 1)), rotation(date(2023, 2, 1), date(2023, 3, 2))
    with book.writing(clerk()) as pen:
        outcomes = pen.write([row(first), row(refused, number=3), row(last, number=4)])
    assert codes(outcomes) == ["written", "already-on-rotation", "written"]


def test_months_of_other_rotations_do_not_stand_in_the_way() -> None:
    check_no_overlap(rotation(date(2023, 2, 1), date(2023, 6, 30)), in_force(ROTATION, month_confirmed(9)))


def test_months_are_added_to_the_rotation_they_belong_to_though_another_stands_between(book: Book) -> None:
    spring = rotation(date(2023, 2, 13), date(2023, 6, 30), host=TOWN)
    book.append(clerk(), row(ROTATION, month_confirmed(9)))
    book.append(clerk(), row(spring))
    assert book.append(clerk(), row(ROTATION, month_confirmed(9), month_confirmed(10), file="b")) == [
        month_confirmed(10)
    ]
    assert book.append(clerk(), row(ROTATION, month_confirmed(9), file="c")) == []
    assert_no_gap(book)


@st.composite
def tried_rows(draw: st.DrawFn) -> RotationStarted:
    start = date(2022, 9, 1) + timedelta(days=draw(st.integers(0, 40)))
    return RotationStarted(
        draw(st.sampled_from([LI, WANG])),
        TOWN,
        draw(st.sampled_from([HILL, TOWN])),
        draw(st.sampled_from([FULL, FULL, PART, RotationKind.CIRCUIT])),
        start,
        start + timedelta(days=draw(st.integers(0, 15))),
    )


def shares_a_day(one: RotationStarted, other: RotationStarted) -> bool:
    """Day by day, on purpose."""
    days = {one.start + timedelta(i) for i in range((one.planned_end - one.start).days + 1)}
    return any(other.start + timedelta(i) in days for i in range((other.planned_end - other.start).days + 1))


def by_plain_reading(standing: Sequence[RotationStarted], said: RotationStarted) -> str:
    """What must become of a row, read off the rule."""
    own = [other for other in standing if other.teacher == said.teacher]
    if said in own:
        return "duplicate"
    for other in own:
        if other.start != said.start and shares_a_day(other, said) and FULL in (other.rotation, said.rotation):
            return "already-on-rotation"
    return "clash" if any(other.start == said.start for other in own) else "written"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(tried_rows(), max_size=6), max_size=5))
def test_whatever_rows_are_tried_in_whatever_order_nobody_is_on_two_rotations_with_a_full_time_one(
    workbooks: list[list[RotationStarted]],
) -> None:
    with fresh_book() as book:
        expected: list[RotationStarted] = []
        for i, workbook in enumerate(workbooks):
            with book.writing(clerk()) as pen:
                outcomes = pen.write([row(said, number=2 + j, file=f"{i:x}") for j, said in enumerate(workbook)])
            for said, outcome in zip(workbook, codes(outcomes), strict=True):
                assert outcome == by_plain_reading(expected, said)
                if outcome == "written":
                    expected.append(said)
        written = [event.data for _, event in book.read([ROTATION.kind])]
        assert written == expected
        for one, other in combinations(expected, 2):
            if one.teacher == other.teacher and shares_a_day(one, other):
                assert FULL not in (one.rotation, other.rotation)
        assert_no_gap(book)
