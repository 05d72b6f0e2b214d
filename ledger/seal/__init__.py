"""The seal: a Merkle tree over what is recorded, and proofs that anybody can check without this program."""

from ledger.seal.beginning import beginning_note, begun_late
from ledger.seal.checkpoint_files import CHECKPOINT, KEPT, CheckpointFiles
from ledger.seal.hashing import EMPTY_ROOT, hashes_of_rows, leaf_hash, leaf_of, node_hash
from ledger.seal.logs import BookLog, Log, hashes_in_order
from ledger.seal.proofs import ProofWrong, verify_consistency, verify_inclusion
from ledger.seal.sealing import Seal, SealState
from ledger.seal.tree import Tree

__all__ = [
    "CHECKPOINT",
    "EMPTY_ROOT",
    "KEPT",
    "BookLog",
    "CheckpointFiles",
    "Log",
    "ProofWrong",
    "Seal",
    "SealState",
    "Tree",
    "beginning_note",
    "begun_late",
    "hashes_in_order",
    "hashes_of_rows",
    "leaf_hash",
    "leaf_of",
    "node_hash",
    "verify_consistency",
    "verify_inclusion",
]
