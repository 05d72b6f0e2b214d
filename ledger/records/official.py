"""The kinds that are steps before everybody's eyes: how results became official, and the packs' texts for them."""

from ledger.records.pack_adopted import PackAdopted
from ledger.records.record import Record
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)

OFFICIAL: tuple[type[Record], ...] = (
    PackAdopted,
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)
"""None of them is recorded by hand, and none is taken back or altered."""
