"""What the book itself says of a record that stands: when it was recorded, who attested it, what was attached to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from ledger.book import Book
from ledger.event import Event
from ledger.in_force import step_names, stored_names
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record
from ledger.steps import Attested, Evidenced, Returned, Step
from ledger.store.codec import decode

NEVER = date.min
"""Stands for the day of what has not been done."""


@dataclass(slots=True)
class SaidOfRecord:
    """Of the version that stands: days are days in the county; `evidence` is how many different files are with it.

    `attested_on`, `attested_by`: the last attestation, and the office that attested; NEVER and empty without one.
    """

    recorded_on: date
    authority: str
    attested_on: date = NEVER
    attested_by: str = ""
    evidence: int = 0


def said_of_records(book: Book, record_class: type[Record], positions: Iterable[int], up_to: int) -> list[SaidOfRecord]:
    """What is said of the records of a class at some positions, by what the book held at a position."""
    wanted = set(positions := list(positions))
    at: dict[int, SaidOfRecord] = {}
    versions: dict[tuple[bytes, int], SaidOfRecord] = {}
    for position, stream, number, kind, body in book.stored.rows(up_to, stored_names(record_class)):
        if position in wanted:
            at[position] = versions[stream, number] = _when_recorded(decode(kind, body))
    files: dict[tuple[bytes, int], set[str]] = {}
    for _, stream, _, kind, body in book.stored.rows(up_to, step_names(record_class)):
        event = cast("Event[Step]", decode(kind, body))
        for number in event.data.of:
            if (stream, number) not in versions:
                continue
            if isinstance(event.data, Evidenced):
                files.setdefault((stream, number), set()).add(event.data.digest)
            else:
                _take(versions[stream, number], number, event)
    for version, digests in files.items():
        versions[version].evidence = len(digests)
    return [at[position] for position in positions]


def _when_recorded(event: Event[Record] | Event[Record | Step]) -> SaidOfRecord:
    day = _day(event.recorded_at)
    said = SaidOfRecord(day, event.authority)
    if event.attested:
        said.attested_on, said.attested_by = day, event.authority
    return said


def _take(said: SaidOfRecord, number: int, event: Event[Step]) -> None:
    step = event.data
    if isinstance(step, Attested) and number not in step.partial:
        said.attested_on, said.attested_by = _day(event.recorded_at), event.authority
    elif isinstance(step, Returned):
        said.attested_on, said.attested_by = NEVER, ""


def _day(time: datetime) -> date:
    return time.astimezone(COUNTY_TIME).date()
