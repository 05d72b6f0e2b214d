"""What stands, for tests of the rules alone: some records as a writer under the lock would see them."""

from ledger.in_force import InForce
from ledger.records.record import Record, stream_of
from ledger.store.codec import encode
from tests.ledger.stories import stood


def in_force(*records: Record) -> InForce:
    """The records that stand, each a version of its own in its stream."""
    rows = [
        (position, stream_of(event.data), position, event.data.kind, encode(event))
        for position, event in enumerate(stood(*records), start=1)
    ]
    seen = InForce()
    seen.follow(lambda kinds, after: [row for row in rows if row[0] > after and row[3] in kinds], len(rows))
    return seen
