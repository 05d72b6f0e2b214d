"""荣誉称号、撤销荣誉: whether an honour was taken back."""

from ledger.in_force import InForce
from ledger.records.honour import HonourGranted, HonourRevoked
from ledger.records.record import Record


def is_revoked(given: Record, in_force: InForce) -> bool:
    """Whether something given is an honour that was taken back."""
    if not isinstance(given, HonourGranted):
        return False
    taken = in_force.by(HonourRevoked, "teacher")(given.teacher)
    return any(one.natural_key() == given.natural_key() for one in taken)
