"""Checkpoints of the book as signed notes: what can be handed out, and what others can check without us."""

from ledger.checkpoint.note import Note, Signature, add_signatures, body_of, open_note, sign_note
from ledger.checkpoint.note_keys import COSIGNATURE, ED25519, NoteRefused, Signer, Verifier, is_secret
from ledger.checkpoint.strict_base64 import from_base64, to_base64
from ledger.checkpoint.tree_head import Checkpoint, parse_checkpoint

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "Checkpoint",
    "Note",
    "NoteRefused",
    "Signature",
    "Signer",
    "Verifier",
    "add_signatures",
    "body_of",
    "from_base64",
    "is_secret",
    "open_note",
    "parse_checkpoint",
    "sign_note",
    "to_base64",
]
