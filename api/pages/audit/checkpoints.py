"""校验点: what the seal says now, the last of every day, and what witnesses have signed."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ledger.checkpoint import NoteRefused, Verifier, body_of, open_note, parse_checkpoint
from ledger.home import Ledger
from ledger.seal.checkpoint_files import KEPT
from ledger.witness import Cosigned


@dataclass(frozen=True)
class OfDay:
    """The last checkpoint of a day: how many events it speaks of."""

    day: str
    size: int


@dataclass(frozen=True)
class Signed:
    """A checkpoint that witnesses signed: how many events it speaks of, and who signed."""

    size: int
    witnesses: str


def cosigned(ledger: Ledger) -> Cosigned:
    """What the ledger keeps of its witnesses."""
    return Cosigned(ledger.seal.folder / "cosigned", ledger.keys)


def of_days(ledger: Ledger) -> list[OfDay]:
    """The last checkpoint of every day, the newest first; what cannot be read is left to verifying."""
    folder = ledger.seal.folder / KEPT
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir(), reverse=True):
        with suppress(NoteRefused, OSError):
            found.append(OfDay(path.name, parse_checkpoint(body_of(_text(path))).size))
    return found


def signed(ledger: Ledger) -> list[Signed]:
    """What trusted witnesses signed, the longest first."""
    kept = cosigned(ledger)
    found = []
    for size in reversed(kept.sizes()):
        with suppress(NoteRefused, OSError):
            note = open_note(kept.kept(size), *kept.witnesses)
            found.append(Signed(size, "、".join(one.name for one in note.signatures)))
    return found


def witnesses(ledger: Ledger) -> list[str]:
    """The names of the trusted witnesses."""
    return [Verifier.parse(key).name for key in cosigned(ledger).witnesses]


def text_of_day(ledger: Ledger, day: str) -> str | None:
    """The last checkpoint of a day; None where none was kept. Only days that are there are looked for."""
    if day not in {one.day for one in of_days(ledger)}:
        return None
    return _text(ledger.seal.folder / KEPT / day)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
