"""Witnesses: another office that signs a book's checkpoints, so that nobody can be shown two histories unseen."""

from ledger.witness.cosigned import Cosigned
from ledger.witness.office import Seen, Witness
from ledger.witness.request import WitnessRequest, read_request

__all__ = ["Cosigned", "Seen", "Witness", "WitnessRequest", "read_request"]
