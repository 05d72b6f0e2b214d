"""The keys of a ledger: made at its making, on paper for the safe, replaceable with a signed succession."""

from ledger.keys.key_files import PAPER, SEAL_KEY, SEAL_PUBLIC, SUCCESSION, VAULT_KEY, WITNESSES
from ledger.keys.key_folder import Keys, Restored
from ledger.keys.paper import PaperCopy, read_paper
from ledger.keys.succession import Step, follow, read_succession

__all__ = [
    "PAPER",
    "SEAL_KEY",
    "SEAL_PUBLIC",
    "SUCCESSION",
    "VAULT_KEY",
    "WITNESSES",
    "Keys",
    "PaperCopy",
    "Restored",
    "Step",
    "follow",
    "read_paper",
    "read_succession",
]
