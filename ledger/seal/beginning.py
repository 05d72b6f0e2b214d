"""How a seal begins: a note signed by the key that is being made, put in place before the key is.

Without a checkpoint a seal begins only where this note is: a file that anybody can make would let whoever deletes the
checkpoints have an altered book sealed as if it were new. The note is the first checkpoint, of nothing; where the log
had rows already, a line says since which day it is sealed and over how many, and every later checkpoint has it too.
"""

import re
from datetime import date

from ledger.checkpoint import Checkpoint, Signer, sign_note
from ledger.seal.hashing import EMPTY_ROOT

_LATE = re.compile(r"begun (\d{4}-\d\d-\d\d) over (\d{1,19}) rows")


def beginning_note(signer: Signer, rows: int, day: date, part: str = "") -> str:
    """The first checkpoint of a log that holds some rows on that day; `part` as with `Seal`."""
    late = (f"begun {day.isoformat()} over {rows} rows",) if rows else ()
    return sign_note(Checkpoint(signer.name + part, 0, EMPTY_ROOT, late).text(), signer)


def begun_late(checkpoint: Checkpoint) -> tuple[str, int] | None:
    """Since which day (YYYY-MM-DD) a log is sealed that had rows before, and how many; None where it had none."""
    told = next(filter(None, map(_LATE.fullmatch, checkpoint.extensions)), None)
    return (told[1], int(told[2])) if told else None
