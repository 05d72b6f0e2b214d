"""How one signing key followed another: notes signed by the old key and the new, in a file that can be handed out.

Whoever holds an old public key follows the notes from it to the key of today. Each note names the size and root of
the book at the change. Where the old key was lost, only the new one signs: that step proves nothing by itself, and
`follow` does not take it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.checkpoint import (
    Checkpoint,
    NoteRefused,
    Signer,
    Verifier,
    body_of,
    from_base64,
    open_note,
    sign_note,
    to_base64,
)
from ledger.spelling import tidy

_FORM = "shilu-succession/1"  # a first line that no checkpoint has: its second line is no number


@dataclass(frozen=True)
class Step:
    """One change of the signing key: verifier keys, day, the book's size and root then, and why.

    `lost`: the old key was gone and did not sign. `note` is the signed text.
    """

    number: int
    old: str
    new: str
    on: date
    size: int
    root: bytes
    reason: str
    lost: bool
    note: str = ""


def write_step(step: Step, old: Signer | None, new: Signer) -> str:
    """The signed note of a step; `old` None where it was lost."""
    told = {
        "step": step.number,
        "old": step.old,
        "new": step.new,
        "on": step.on.isoformat(),
        "size": step.size,
        "root": to_base64(step.root),
        "by": "old and new key" if old else "new key only: the old key was lost",
        "reason": tidy(step.reason),
    }
    body = f"{_FORM}\n{new.name}\n" + "".join(f"{word} {value}\n" for word, value in told.items())
    return sign_note(body, *([old, new] if old else [new]))


def read_succession(text: str) -> tuple[Step, ...]:
    """The steps of a succession, in their order, every signature checked, each beginning where the last ended.

    Raises NoteRefused `bad-succession`, or as `open_note` does.
    """
    steps: list[Step] = []
    for note in _notes(text):
        step = _read(note)
        if step.number != len(steps) + 1 or (steps and step.old != steps[-1].new):
            raise _bad("各步不是一步接一步")
        steps.append(step)
    return tuple(steps)


def follow(text: str, trusted: str) -> tuple[str, ...]:
    """The verifier keys that follow from a trusted one, itself first, by signed steps only.

    Raises NoteRefused as `read_succession` does, or `bad-key`.
    """
    keys = [Verifier.parse(trusted).text]
    for step in read_succession(text):
        if step.old == keys[-1] and not step.lost:
            keys.append(step.new)
    return tuple(keys)


def _notes(text: str) -> Iterator[str]:
    """The notes of the file: each begins with the form's line."""
    begun: list[str] = []
    for line in text.splitlines(keepends=True):
        if line == f"{_FORM}\n" and begun:
            yield "".join(begun)
            begun = []
        begun.append(line)
    if begun:
        yield "".join(begun)


def _read(note: str) -> Step:
    lines = body_of(note).split("\n")
    told = dict(line.partition(" ")[::2] for line in lines[2:-1])
    if lines[0] != _FORM or list(told) != ["step", "old", "new", "on", "size", "root", "by", "reason"]:
        raise _bad("不是密钥交接记录")
    lost = told["by"] != "old and new key"
    old, new = Verifier.parse(told["old"]), Verifier.parse(told["new"])
    open_note(note, new.text)
    if not lost:
        open_note(note, old.text)
    root = from_base64(told["root"])
    try:
        number, size, on = int(told["step"]), int(told["size"]), date.fromisoformat(told["on"])
    except ValueError:
        raise _bad("序号、条数或日期不对") from None
    if not old.name == new.name == lines[1] or root is None:
        raise _bad("账本名或根不对")
    step = Step(number, old.text, new.text, on, size, root, told["reason"], lost, note)
    Checkpoint(lines[1], size, root).text()
    return step


def _bad(what: str) -> NoteRefused:
    return NoteRefused("bad-succession", f"密钥交接记录读不通:{what};请从账本处重新取得 keys/succession。")
