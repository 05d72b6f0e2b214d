"""The book through the eventsourcing library's own doors: what was written comes back as written."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

from ledger.book import Book
from ledger.records.record import Record, stream_of
from ledger.store.codec import BookEvent, RecordMapper, decode, decode_many, encode
from ledger.store.faults import storage_fault
from tests.ledger.stories import (
    LESSON,
    REFLECTION,
    REPORT,
    SAMPLES,
    TRAINING,
    VISITS,
    assert_no_gap,
    changed,
    clerk,
    lessons,
    row,
    stood,
)

STREAM = UUID(bytes=stream_of(VISITS))
GROWN = [changed(VISITS, pupils=20 + i) for i in range(5)]


def domain_events(*records: Record, first_version: int = 1) -> list[BookEvent]:
    """Events of one stream, as the library wants them."""
    return [
        BookEvent(UUID(bytes=stream_of(event.data)), version, event)
        for version, event in enumerate(stood(*records), first_version)
    ]


@pytest.fixture
def saved(book: Book) -> Book:
    """A book in which the library saved five versions of one stream, then two lessons."""
    book.save(*domain_events(*GROWN))
    book.save(*domain_events(LESSON), *domain_events(changed(LESSON, period=4)))
    return book


# Saved by the library


def test_events_saved_by_the_library_take_the_next_positions_and_are_read_as_written(saved: Book) -> None:
    assert isinstance(saved, Application)
    assert saved.position == 7
    assert [event for _, event in saved.read([VISITS.kind])] == stood(*GROWN)
    assert_no_gap(saved)


def test_what_the_library_saved_and_what_a_hand_in_wrote_stand_in_one_order(saved: Book) -> None:
    assert saved.append(clerk(), row(GROWN[1])) == []
    assert saved.append(clerk(), row(changed(VISITS, pupils=30))) != []
    saved.save(*domain_events(changed(VISITS, pupils=31), first_version=7))
    assert saved.position == 9
    assert_no_gap(saved)


def test_the_library_tells_at_which_positions_it_recorded(book: Book) -> None:
    book.append(clerk(), row(LESSON))
    recordings = book.save(*domain_events(VISITS, GROWN[3]))
    assert [recording.notification.id for recording in recordings] == [2, 3]
    assert [recording.notification.topic for recording in recordings] == [VISITS.kind] * 2


def test_a_version_that_is_taken_is_refused_as_the_library_promises_and_nothing_is_saved(saved: Book) -> None:
    with pytest.raises(IntegrityError):
        saved.save(*domain_events(changed(LESSON, period=9)), *domain_events(VISITS, first_version=5))
    assert saved.position == 7
    saved.save(*domain_events(VISITS, first_version=6))
    assert_no_gap(saved)


def test_saving_nothing_changes_nothing(book: Book) -> None:
    assert book.save() == []
    assert book.position == 0


# Read by the library


def test_the_domain_events_of_a_stream_come_back_as_saved(saved: Book) -> None:
    assert list(saved.events.get(STREAM)) == domain_events(*GROWN)


@pytest.mark.parametrize(
    ("options", "versions"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"gt": 2}, [3, 4, 5]),
        ({"gt": 0}, [1, 2, 3, 4, 5]),
        ({"lte": 3}, [1, 2, 3]),
        ({"lte": 0}, []),
        ({"gt": 1, "lte": 4}, [2, 3, 4]),
        ({"desc": True}, [5, 4, 3, 2, 1]),
        ({"desc": True, "limit": 1}, [5]),
        ({"limit": 2}, [1, 2]),
        ({"limit": 0}, []),
        ({"gt": 2, "limit": 2}, [3, 4]),
        ({"gt": 5}, []),
    ],
)
def test_the_events_of_a_stream_are_selected_by_version(
    saved: Book, options: dict[str, Any], versions: list[int]
) -> None:
    found = saved.recorder.select_events(STREAM, **options)
    assert [event.originator_version for event in found] == versions
    bodies = [encode(event) for event in stood(*GROWN)]
    for event in found:
        assert event == StoredEvent(STREAM, event.originator_version, VISITS.kind, bodies[event.originator_version - 1])


def test_a_stream_nobody_wrote_in_has_no_events(saved: Book) -> None:
    assert list(saved.recorder.select_events(UUID(int=0))) == []


@pytest.mark.parametrize(
    ("options", "positions"),
    [
        ({"start": None, "limit": 10}, [1, 2, 3, 4, 5, 6, 7]),
        ({"start": 1, "limit": 10}, [1, 2, 3, 4, 5, 6, 7]),
        ({"start": 3, "limit": 2}, [3, 4]),
        ({"start": 3, "limit": 2, "inclusive_of_start": False}, [4, 5]),
        ({"start": None, "limit": 2, "inclusive_of_start": False}, [1, 2]),
        ({"start": 1, "limit": 10, "stop": 3}, [1, 2, 3]),
        ({"start": 4, "limit": 10, "stop": 3}, []),
        ({"start": 1, "limit": 10, "topics": [LESSON.kind]}, [6, 7]),
        ({"start": 5, "limit": 2, "topics": [LESSON.kind, "home.visited/1"]}, [5, 6]),
        ({"start": 1, "limit": 10, "stop": 6, "topics": [LESSON.kind]}, [6]),
        ({"start": 8, "limit": 10}, []),
    ],
)
def test_notifications_are_selected_by_position_and_kind(
    saved: Book, options: dict[str, Any], positions: list[int]
) -> None:
    found = saved.recorder.select_notifications(**options)
    assert [notification.id for notification in found] == positions
    rows = {position: rest for position, *rest in saved.stored.rows()}
    for notification in found:
        assert isinstance(notification.originator_id, UUID)
        assert rows[int(notification.id)] == [
            notification.originator_id.bytes,
            notification.originator_version,
            notification.topic,
            notification.state,
        ]


def test_the_notification_log_pages_through_the_book(saved: Book) -> None:
    section = saved.notification_log["1,5"]
    assert (section.id, section.next_id) == ("1,5", "6,10")
    assert [item.id for item in section.items] == [1, 2, 3, 4, 5]
    assert section.next_id is not None
    last = saved.notification_log[section.next_id]
    assert (last.id, last.next_id) == ("6,7", None)
    assert [decode(item.topic, item.state).data for item in last.items] == [LESSON, changed(LESSON, period=4)]
    assert [item.id for item in saved.notification_log.select(6, 10)] == [6, 7]


def test_an_empty_book_has_an_empty_log(book: Book) -> None:
    assert book.recorder.max_notification_id() in (None, 0)
    section = book.notification_log["1,10"]
    assert (section.id, list(section.items)) == (None, [])


# The codec


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_mapper_gives_back_the_event_it_was_given(kind: str) -> None:
    mapper = RecordMapper()
    [event] = domain_events(SAMPLES[kind])
    stored = mapper.to_stored_event(event)
    assert (stored.topic, stored.state) == (kind, encode(event.event))
    assert mapper.to_domain_event(stored) == event


def test_many_bodies_of_a_kind_are_read_at_once_as_one_by_one() -> None:
    events = stood(REPORT, REFLECTION)
    bodies = [encode(event) for event in events]
    assert decode_many(REPORT.kind, bodies) == [decode(REPORT.kind, body) for body in bodies] == events
    assert decode_many(TRAINING.kind, []) == []


# Readers and writers


def test_readers_are_not_kept_waiting_by_writers_that_wait_for_each_other(book: Book) -> None:
    """As on a server with one open book: a long import, a second writer, and somebody who only looks."""
    book.append(clerk(), row(LESSON))
    go_on, holding = Signal(), Signal()

    def long_import() -> None:
        with book.writing(clerk()) as pen:
            pen.write(lessons(2, first=10))
            holding.set()
            go_on.wait(10)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(long_import)
        assert holding.wait(5)
        second = pool.submit(book.append, clerk(), row(VISITS))
        try:
            assert not go_on.wait(0.2)  # the second writer is waiting now
            assert pool.submit(lambda: book.position).result(timeout=5) == 1
        finally:
            go_on.set()
            first.result()
            second.result()
    assert book.position == 4


# Faults of disk and database, told to people


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database is locked", "ledger-busy"),
        ("attempt to write a readonly database", "ledger-readonly"),
        ("database or disk is full", "disk-full"),
        ("disk I/O error", "storage-fault"),
    ],
)
def test_a_fault_of_the_store_is_told_as_a_refusal(said: str, code: str) -> None:
    for error in (sqlite3.OperationalError(said), OperationalError(said)):
        fault = storage_fault(error)
        assert fault
        assert fault.code == code
    assert storage_fault(ValueError(said)) is None
