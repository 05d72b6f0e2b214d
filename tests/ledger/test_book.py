"""The book: every event once, in order, without a gap; whole batches or nothing."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from ledger.book import Book
from ledger.records import KINDS
from ledger.records.rotation_course import RotationEndedEarly
from ledger.refusals import Refused
from ledger.store.codec import decode, encode
from tests.books import open_book
from tests.ledger.grounds import with_their_grounds
from tests.ledger.stories import (
    AUTUMN,
    ESSAY,
    LEAVE,
    LESSON,
    REFLECTION,
    REPORT,
    ROTATION,
    SAMPLES,
    SCHOOL,
    TEACHER,
    TRAINING,
    VISITS,
    WANG,
    SettableClock,
    assert_no_gap,
    changed,
    clerk,
    codes,
    lessons,
    month_confirmed,
    row,
)

EVERYTHING = [
    row(*records)
    for records in (
        (TRAINING, REPORT, REFLECTION),
        (ROTATION, month_confirmed(9), month_confirmed(10)),
        *(
            [record]
            for record in with_their_grounds(one for one in SAMPLES.values() if one.part_of is None)
            if record not in (TRAINING, ROTATION) and not isinstance(record, RotationEndedEarly)  # it was completed
        ),
    )
]
"""A row of every sheet."""


class BadDayError(Exception):
    """Something that goes wrong in the middle of a batch."""


# Positions


def test_an_empty_book_is_at_position_nought(book: Book) -> None:
    assert book.position == 0
    assert book.stored.rows() == []
    assert list(book.read(list(KINDS))) == []


def test_positions_count_one_two_three_over_all_hand_ins(book: Book) -> None:
    for i in range(3):
        with book.writing(clerk()) as pen:
            pen.write(lessons(4, first=1 + 10 * i))
            pen.write(lessons(3, first=5 + 10 * i))
            assert pen.position == 7 * (i + 1)
    assert book.position == 21
    assert_no_gap(book)


def test_duplicates_and_refusals_take_no_position(book: Book) -> None:
    other = changed(LESSON, notes="另写")
    with book.writing(clerk()) as pen:
        outcomes = pen.write([row(LESSON), row(LESSON), row(other), row(changed(LESSON, period=4)), row(VISITS)])
        assert pen.position == 3
    assert codes(outcomes) == ["written", "duplicate", "clash", "written", "written"]
    assert_no_gap(book)


def test_a_row_of_every_sheet_is_written_and_read_as_it_was_said(book: Book) -> None:
    with book.writing(clerk()) as pen:
        outcomes = pen.write(EVERYTHING)
    said = [record for submission in EVERYTHING for record in submission.records]
    assert outcomes == [list(submission.records) for submission in EVERYTHING]
    assert [event.data for _, event in book.read(list(KINDS))] == said
    assert_no_gap(book)


def test_an_empty_batch_changes_nothing(book: Book) -> None:
    with book.writing(clerk()) as pen:
        assert pen.write([]) == []
    assert book.position == 0


def test_more_rows_than_one_look_up_holds_are_decided_each_against_its_own(book: Book) -> None:
    many = lessons(1203)
    with book.writing(clerk()) as pen:
        assert set(codes(pen.write(many))) == {"written"}
    with book.writing(clerk()) as pen:
        assert set(codes(pen.write(many))) == {"duplicate"}
    assert book.position == 1203


def test_one_submission_is_appended_by_itself_and_a_refused_one_raises(book: Book) -> None:
    assert book.append(clerk(), row(TRAINING, REPORT)) == [TRAINING, REPORT]
    assert book.append(clerk(), row(TRAINING, REPORT)) == []
    with pytest.raises(Refused) as caught:
        book.append(clerk(), row(changed(TRAINING, title="别的研修")))
    assert caught.value.code == "clash"
    assert book.position == 2


# Stored bytes


def test_stored_bytes_are_canonical_json_under_a_name_of_our_own(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write(EVERYTHING)
    for _, stream, _, kind, body in book.stored.rows():
        assert kind in KINDS
        assert len(stream) == 16
        assert encode(decode(kind, body)) == body
        assert msgspec.json.encode(msgspec.json.decode(body)) == body
        assert list(msgspec.json.decode(body)) == ["recorded_at", "actor", "authority", "act", "source", "data"]
        assert list(msgspec.json.decode(body)["data"]) == list(KINDS[kind].__struct_fields__)


def test_times_are_stored_in_utc_with_what_microseconds_they_have(book: Book, clock: SettableClock) -> None:
    clock.advance(microseconds=7)
    book.append(clerk(), row(LESSON))
    [(_, _, _, _, body)] = book.stored.rows()
    assert re.search(rb'"recorded_at":"2023-01-31T04:00:00\.000007Z"', body)


def test_what_is_stored_is_there_for_whoever_opens_the_book_next(tmp_path: Path, book: Book) -> None:
    book.append(clerk(), row(LESSON))
    again = open_book(tmp_path / "book.sqlite")
    try:
        assert again.stored.rows() == book.stored.rows()
        again.append(clerk(), row(VISITS))
    finally:
        again.close()
    assert_no_gap(book)
    assert book.position == 2


# Time


def test_no_event_is_older_than_the_one_before_it_though_the_clock_is_set_back(
    book: Book, clock: SettableClock
) -> None:
    for i, by in enumerate([0, 5, -3600, -1, 3590, 30, -86400]):
        clock.advance(seconds=by)
        book.append(clerk(), row(changed(LESSON, period=1 + i)))
    times = [event.recorded_at for _, event in book.read([LESSON.kind])]
    assert times == sorted(times)
    start = datetime(2023, 1, 31, 4, tzinfo=UTC)
    assert [(time - start).total_seconds() for time in times] == [0, 5, 5, 5, 5, 24, 24]


def test_a_clock_set_back_stays_unseen_over_a_restart(book: Book, tmp_path: Path, clock: SettableClock) -> None:
    book.append(clerk(), row(LESSON))
    book.close()
    clock.advance(days=-400)
    again = open_book(tmp_path / "book.sqlite", clock)
    try:
        again.append(clerk(), row(VISITS))
        first, second = (event.recorded_at for _, event in again.read(list(KINDS)))
        assert second == first
    finally:
        again.close()


def test_all_events_of_a_batch_bear_one_time(book: Book, clock: SettableClock) -> None:
    with book.writing(clerk()) as pen:
        pen.write(lessons(2))
        clock.advance(minutes=5)
        pen.write(lessons(2, first=5))
    assert len({event.recorded_at for _, event in book.read([LESSON.kind])}) == 1


def test_the_position_at_a_time_is_the_last_recorded_at_or_before_it(book: Book, clock: SettableClock) -> None:
    start = clock.now
    for hour, count in enumerate([3, 0, 1, 5]):
        with book.writing(clerk()) as pen:
            pen.write(lessons(count, first=1 + 10 * hour))
        clock.advance(hours=1)
    at = {hours: book.position_at(start + timedelta(hours=hours)) for hours in (-1, 0, 0.5, 1, 2, 2.9, 3, 99)}
    assert at == {-1: 0, 0: 3, 0.5: 3, 1: 3, 2: 4, 2.9: 4, 3: 9, 99: 9}
    assert book.position_at(start - timedelta(microseconds=1)) == 0


def test_at_any_time_an_empty_book_is_at_position_nought(book: Book, clock: SettableClock) -> None:
    assert book.position_at(clock.now) == 0


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2022, 9, 1, 15, 59, 59, tzinfo=UTC), date(2022, 9, 1)),
        (datetime(2022, 9, 1, 16, tzinfo=UTC), date(2022, 9, 2)),
        (datetime(2022, 12, 31, 20, tzinfo=UTC), date(2023, 1, 1)),
    ],
)
def test_today_is_the_day_in_the_county(book: Book, clock: SettableClock, now: datetime, day: date) -> None:
    clock.now = now
    assert book.today() == day


def test_without_a_clock_of_its_own_a_book_goes_by_the_machines(tmp_path: Path) -> None:
    book = open_book(tmp_path / "own.sqlite")
    try:
        before = datetime.now(UTC)
        book.append(clerk(), row(LESSON))
        [(_, event)] = book.read([LESSON.kind])
        assert before <= event.recorded_at <= datetime.now(UTC)
        assert event.recorded_at.utcoffset() == timedelta(0)
    finally:
        book.close()


# Reading


def test_events_are_read_by_kind_and_up_to_a_position(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), row(LESSON), row(LEAVE), row(changed(LESSON, period=4))])
    assert [position for position, _ in book.read([LESSON.kind])] == [4, 6]
    assert [position for position, _ in book.read([LESSON.kind, LEAVE.kind], up_to=5)] == [4, 5]
    assert [position for position, _ in book.read([LESSON.kind], up_to=3)] == []
    assert list(book.read([ESSAY.kind])) == []
    assert [position for position, *_ in book.stored.rows(up_to=2)] == [1, 2]
    assert [position for position, *_ in book.stored.rows(up_to=0)] == []


def test_events_are_read_at_the_positions_asked_for_and_where_there_is_none_nothing_is(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(LESSON)])
    assert {position: event.data for position, event in book.at([3, 1, 3, 4, 0]).items()} == {1: AUTUMN, 3: LESSON}
    assert book.at([]) == {}


def test_more_positions_than_one_look_up_holds_are_read_in_order(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write(lessons(1203))
    asked = range(1203, 0, -1)
    assert list(book.at(asked)) == sorted(asked)
    assert list(book.at(asked).items()) == list(book.read([LESSON.kind]))


# Whole batches


def test_a_batch_that_fails_leaves_nothing(book: Book) -> None:
    book.append(clerk(), row(LESSON))

    def fail() -> None:
        with book.writing(clerk()) as pen:
            pen.write(lessons(5, first=10))
            raise BadDayError

    with pytest.raises(BadDayError):
        fail()
    assert book.position == 1
    assert book.append(clerk(), row(VISITS)) == [VISITS]
    assert_no_gap(book)


def test_a_batch_that_is_interrupted_leaves_nothing(book: Book) -> None:
    def interrupt() -> None:
        with book.writing(clerk()) as pen:
            pen.write(lessons(5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert book.position == 0
    assert book.append(clerk(), row(LESSON)) == [LESSON]


def test_a_batch_that_is_not_to_be_kept_decides_all_and_leaves_nothing(book: Book) -> None:
    book.append(clerk(), row(LESSON))
    with book.writing(clerk(), keep=False) as pen:
        assert codes(pen.write([row(LESSON), row(VISITS)])) == ["duplicate", "written"]
        assert codes(pen.write([row(VISITS), row(changed(VISITS, pupils=1))])) == ["duplicate", "clash"]
        assert pen.position == 2
    assert book.position == 1
    assert book.append(clerk(), row(VISITS)) == [VISITS]


def test_a_batch_that_is_not_to_be_kept_and_fails_leaves_nothing_either(book: Book) -> None:
    def fail() -> None:
        with book.writing(clerk(), keep=False) as pen:
            pen.write(lessons(2))
            raise BadDayError

    with pytest.raises(BadDayError):
        fail()
    assert book.position == 0
    assert book.append(clerk(), row(VISITS)) == [VISITS]


def test_later_rows_of_a_batch_are_decided_against_earlier_ones(book: Book) -> None:
    with book.writing(clerk()) as pen:
        assert codes(pen.write([row(VISITS)])) == ["written"]
        assert codes(pen.write([row(changed(VISITS, pupils=30), number=3)])) == ["written"]
        assert codes(pen.write([row(changed(VISITS, pupils=25), number=4)])) == ["clash"]
    assert_no_gap(book)


def test_while_a_batch_is_written_other_readers_see_none_of_it(book: Book, tmp_path: Path) -> None:
    reader = open_book(tmp_path / "book.sqlite")
    try:
        book.append(clerk(), row(LESSON))
        with book.writing(clerk()) as pen:
            pen.write(lessons(50, observer=WANG))
            assert reader.position == book.position == 1
            pen.write(lessons(50, observer=WANG, first=51))
            assert len(reader.stored.rows()) == len(book.stored.rows()) == 1
        assert reader.position == 101
    finally:
        reader.close()
