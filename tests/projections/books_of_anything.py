"""Books in which anything was done to the records of a county, whether the rules of writing would have it or not."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from ledger.book import Book
from ledger.event import COUNTY, STEPS, Act, AnyEvent, Authority, Event, stored_name
from ledger.records import EARLIER
from ledger.records.employment import TeacherMerged
from ledger.records.record import stream_of
from ledger.steps import Attested, Decided, Evidenced, Step
from ledger.store.codec import decode, encode
from ledger.store.rows import Row
from tests.books import open_book
from tests.projections.counties_over_years import BEFORE
from tests.projections.pack_formulas import Chance
from tests.projections.small_counties import TEACHERS

_ACTS = (*STEPS, Act.ATTESTED, Act.ATTESTED, Act.EVIDENCED)
_OFFICES = (COUNTY, Authority("school:S1"), Authority("county:人事股"))


def with_anything_done(book: Book, folder: Path, chance: Chance) -> Book:
    """A book of the same records, in which corrections, steps of every kind and mergers of files stand between them.

    Some records are stored as an earlier version of their kind.
    """
    done = open_book(folder / "anything.sqlite", derived=folder / "derived")
    done.replay(lambda _: [list(_anything(book.stored.rows(), chance))])
    return done


def _anything(rows: Iterable[Row], chance: Chance) -> Iterator[Row]:
    streams: dict[bytes, list[str]] = {}  # of each stream the kinds of its events so far
    position = 0
    for _, stream, _, kind, body in rows:
        said = decode(kind, body)
        done = _afterwards(stream, kind, said, streams, chance)
        for written_in, name, event in chain([(stream, kind, said)], done):
            position += 1
            versions = streams.setdefault(written_in, [])
            versions.append(name)
            yield position, written_in, len(versions), *_stored(name, event, chance)


def _afterwards(
    stream: bytes, kind: str, event: Event[Any], streams: dict[bytes, list[str]], chance: Chance
) -> Iterator[tuple[bytes, str, AnyEvent]]:
    """What is done after an event: to its record, or to another."""
    later = event.recorded_at + timedelta(hours=chance.upto(40))
    while chance.one_in(3):
        office = chance.among(_OFFICES)
        if chance.one_in(4):
            yield stream, kind, msgspec.structs.replace(event, act=Act.CORRECTED, authority=office, own_act=False)
            continue
        if chance.one_in(8):
            merged = TeacherMerged(chance.among(TEACHERS[:5]), chance.among(TEACHERS[:5]), BEFORE, "同一人")
            yield stream_of(merged), merged.kind, Event(later, "a", COUNTY, Act.RECORDED, None, merged)
            continue
        about = chance.among([stream, *streams])
        versions = range(1, len(streams.get(about, [])) + 2)
        act = chance.among(_ACTS)
        name = stored_name(chance.among(streams.get(about, [kind])).partition("#")[0], act)
        of = tuple(one for one in versions if not chance.one_in(3))
        yield about, name, Event(later, "b", office, act, None, _step(act, of, chance))


def _step(act: Act, of: tuple[int, ...], chance: Chance) -> Step:
    if act is Act.ATTESTED:
        return Attested("0" * 32, of, partial=tuple(one for one in of if chance.one_in(3)))
    if act is Act.EVIDENCED:
        return Evidenced("0" * 32, of, digest=chance.among(["1f", "2f", "3f"]) * 32, media="image/jpeg", size=1)
    if act is Act.DECIDED:
        return Decided("0" * 32, of, upheld=chance.one_in(2))
    return STEPS[act]("0" * 32, of)


def _stored(name: str, event: AnyEvent, chance: Chance) -> tuple[str, bytes]:
    """The stored name and body; at times those of an earlier version, which lacks the fields that have come since."""
    earlier = [old for old, now in EARLIER.items() if now.kind == name]
    body = encode(event)
    if not earlier or chance.one_in(2):
        return name, body
    said = msgspec.json.decode(body)
    defaults = {field.name: field.default for field in msgspec.structs.fields(event.data)}
    said["data"] = {field: value for field, value in said["data"].items() if value != defaults[field]}
    return chance.among(earlier), msgspec.json.encode(said)
