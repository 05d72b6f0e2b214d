"""What must stand after any fault, and be so again at the next start, without a hand."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ledger.home import Home, Ledger
from ledger.records.lesson import LessonObserved
from ledger.records.registered import TeacherRegistered
from ledger.records.statement import StatementDrafted
from ledger.steps import Evidenced
from ledger.store.codec import decode, encode
from ledger.store.rows import Row
from ledger.submission import Submission
from projections.verifying.whole import verify
from tests.faults.office_day import lesson
from tests.ledger.stories import clerk

ANOTHER_DAY = 365
READ = ("book", "vault", "evidence")
"""The parts of a ledger that `verify` reads quickly."""


def told(output: str) -> Iterator[dict[str, Any]]:
    """The objects of JSON that were told, one after the other; not one of which only the beginning came out."""
    decoder, at = json.JSONDecoder(), 0
    while (at := output.find("{", at)) >= 0:
        try:
            found, at = decoder.raw_decode(output, at)
        except json.JSONDecodeError:
            return
        yield found


def acknowledged(output: str) -> int:
    """The last position that somebody was told of."""
    return max((one["position"] for one in told(output) if "position" in one), default=0)


def assert_all_there(ledger: Ledger, at_least: int) -> list[Row]:
    """Nothing acknowledged is missing, nothing is there twice or by half; the rows."""
    rows = ledger.book.stored.rows()
    assert len(rows) >= at_least
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    versions: dict[bytes, list[int]] = defaultdict(list)
    for _, stream, version, _, _ in rows:
        versions[stream].append(version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
    events = [decode(kind, body) for _, _, _, kind, body in rows]
    assert [encode(event) for event in events] == [row[4] for row in rows]
    times = [event.recorded_at for event in events]
    assert times == sorted(times)
    lessons = [event.data.natural_key() for event in events if isinstance(event.data, LessonObserved)]
    assert len(lessons) == len(set(lessons))
    assert_files(ledger, [event.data for event in events])
    return rows


def assert_files(ledger: Ledger, said: Sequence[object]) -> None:
    """All that the events speak of, and that lies beside them, is there: names, attached files, results."""
    people = {one.teacher: one.identity for one in said if isinstance(one, TeacherRegistered)}
    assert set(ledger.vault.names(people)) == set(people)
    for one in said:
        if isinstance(one, Evidenced):
            assert ledger.evidence.fault(one.digest) is None
        if isinstance(one, StatementDrafted):
            assert ledger.statements.damage(one.result) is None


def assert_next_start_works(home: Home, at_least: int) -> list[Row]:
    """The ledger opens, holds all, is sealed to its end and goes on; the rows that stood."""
    with home.opened() as ledger:
        rows = assert_all_there(ledger, at_least)
        period = 1 + sum(1 for row in rows if b'"on":"2023-08-01"' in row[4])
        assert ledger.book.append(clerk(None), Submission([lesson(period, ANOTHER_DAY)]))
    with home.opened() as ledger:
        again = assert_all_there(ledger, len(rows) + 1)
        assert again[:-1] == rows
        assert_sealed(ledger)
    assert verify(home, only=READ).found == []
    return rows


def assert_sealed(ledger: Ledger) -> None:
    """The seal has come to the end of the book, and finds nothing wrong with it."""
    ledger.seal.look()
    assert ledger.seal.standing_still == ""
    assert ledger.seal.size == ledger.book.position
