"""The checkpoint as it is handed out, by a command and over the web: everything recorded is sealed first."""

from typing import Any, NamedTuple

from ledger.checkpoint import Checkpoint, body_of, parse_checkpoint, to_base64
from ledger.home import Ledger
from ledger.refusals import Misuse, Refused
from ledger.witness import Cosigned, WitnessRequest

LAST = -1
"""In place of a size: the one that a witness last gave back."""

_WAIT = 10.0  # seconds for a sealer that is at work in another process


class CheckpointTold(NamedTuple):
    """What the seal says, and the text that is handed out."""

    said: Checkpoint
    text: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        said = self.said
        return {"origin": said.origin, "size": said.size, "root": to_base64(said.root), "text": self.text}


def checkpoint_told(ledger: Ledger, old: int | None = None) -> CheckpointTold:
    """The newest checkpoint with the lines of its witnesses; with `old` the request for a witness who knows that size.

    Raises Refused `seal-broken`; Misuse `bad-arguments` where the book is not as long as `old`.
    """
    ledger.seal.keep_up(wait=_WAIT)
    text = ledger.seal.checkpoint
    if text is None or ledger.seal.standing_still:
        raise Refused("seal-broken", ledger.seal.standing_still or "还没有校验点;请运行 shilu status 查看封存。")
    said = parse_checkpoint(body_of(text))
    cosigned = Cosigned(ledger.seal.folder / "cosigned", ledger.keys)
    text = cosigned.with_cosignatures(text)
    if old is not None:
        old = max(cosigned.sizes(), default=0) if old == LAST else old
        if old > said.size:
            raise Misuse("bad-arguments", f"--old 写的是 {old} 条,账本现在只有 {said.size} 条;请核对。")
        proof = ledger.seal.tree.consistency(old, said.size) if old else []
        text = WitnessRequest(old, tuple(proof), text).text()
    return CheckpointTold(said, text)
