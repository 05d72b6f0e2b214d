"""What a book's office hands to a witness (C2SP tlog-witness, add-checkpoint): a size, a proof, a checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.checkpoint import from_base64, to_base64
from ledger.refusals import Refused

MOST_HASHES = 63


@dataclass(frozen=True)
class WitnessRequest:
    """A signed checkpoint, and the consistency proof (32 bytes each) from the size that the witness saw last."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def text(self) -> str:
        """The request, as it is handed over."""
        lines = [f"old {self.old}", *map(to_base64, self.proof)]
        return "".join(f"{line}\n" for line in lines) + f"\n{self.checkpoint}"


def read_request(text: str) -> WitnessRequest:
    """Read a request; a checkpoint alone is one from size 0, without a proof. Raises Refused `bad-request`."""
    first, _, _ = text.partition("\n")
    word, _, size = first.partition(" ")
    if word != "old":
        return WitnessRequest(0, (), text)
    head, _, checkpoint = text.partition("\n\n")
    if not (size.isascii() and size.isdigit()) or len(size) > 19 or (size != "0" and size.startswith("0")):
        raise _bad("第 1 行 old 后面不是条数")
    return WitnessRequest(int(size), tuple(_hashes(head.split("\n")[1:])), checkpoint)


def _hashes(lines: Sequence[str]) -> list[bytes]:
    if len(lines) > MOST_HASHES:
        raise _bad(f"证明超过 {MOST_HASHES} 行")
    hashes = []
    for number, line in enumerate(lines, 2):
        found = from_base64(line) or b""
        if len(found) != 32:
            raise _bad(f"第 {number} 行不是证明的一行")
        hashes.append(found)
    return hashes


def _bad(what: str) -> Refused:
    return Refused("bad-request", f"见证请求读不通:{what};请对方重新运行 shilu checkpoint --old,把文件原样交来。")
