"""Checkpoints at hand: the newest, those kept day by day, cosigned ones, one held elsewhere; and their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger.checkpoint import Checkpoint, Note, NoteRefused, body_of, open_note, parse_checkpoint
from ledger.keys import Keys, follow, read_succession
from ledger.seal import CHECKPOINT, KEPT
from ledger.verifying.report import Report

COSIGNED = "cosigned"


@dataclass(frozen=True)
class Held:
    """A checkpoint that the book must fit, and what people call it."""

    called: str
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Trusted:
    """The public keys that may have signed a ledger's checkpoints.

    `until`: those that gave way before the key that is trusted, which vouches for them, each with the size that the
    book had then. They open what is not longer, so that checkpoints kept from their time can be read.
    """

    keys: tuple[str, ...]
    until: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.keys)

    def opened(self, text: str | bytes, origin: str, witnesses: Sequence[str] = ()) -> Checkpoint:
        """What a checkpoint of that name says, signed by one of them, or a witness. Raises NoteRefused."""
        note = open_note(text, *self.keys, *self.until, *witnesses)
        checkpoint = parse_checkpoint(note.text)
        if origin and checkpoint.origin != origin:
            raise NoteRefused("bad-checkpoint", f"它是账本“{checkpoint.origin}”的,不是“{origin}”的;请核对。")
        if not self._in_time(note, checkpoint):
            raise NoteRefused("no-signature", "签它的密钥当时已经更换,不再有效;请查明是谁用旧密钥签的。")
        return checkpoint

    def _in_time(self, note: Note, checkpoint: Checkpoint) -> bool:
        whole_book = checkpoint.origin == self.keys[0].partition("+")[0]  # the sizes are not those of its parts
        signers = {one.verifier_key for one in note.signatures}
        return any(one not in self.until or not whole_book or checkpoint.size <= self.until[one] for one in signers)


def trusted_keys(keys: Keys, trusted: str, report: Report) -> Trusted:
    """The public keys that may have signed: those before and after a trusted one, else all that the folder proves."""
    until: dict[str, int] = {}
    try:
        known = follow(keys.succession, trusted) if trusted else keys.verifier_keys
        if trusted:
            until = _before(keys.succession, known[0])
    except NoteRefused as refused:
        report.fault(f"密钥交接记录 keys/succession 不成立:{refused.message}")
        known = (trusted,) if trusted else tuple(filter(None, [keys.verifier_key]))
    if not known:
        report.fault("账本的公钥 keys/seal.pub 不在或被改动过;请用给出过的公钥(--key)核对,或用备份恢复。")
    elif trusted and keys.verifier_key and keys.verifier_key not in known:
        report.fault("账本现在的公钥不是给出的那一把,也没有由它签名交接;请核对公钥,或查明密钥是谁换的。")
    return Trusted(known, until)


def _before(succession: str, trusted: str) -> dict[str, int]:
    """The keys that led to a trusted one, by its word, and the size of the book when each gave way."""
    until: dict[str, int] = {}
    for step in reversed(read_succession(succession)):
        if step.new in (trusted, *until):
            until.setdefault(step.old, step.size)
    return until


def of_succession(keys: Keys) -> list[Held]:
    """What the replacements of the signing key say about the book; none where they are not sound."""
    try:
        steps = keys.steps
    except NoteRefused:
        return []
    return [Held(f"第 {one.number} 次更换签名密钥时", Checkpoint(keys.origin, one.size, one.root)) for one in steps]


def newest_of(folder: Path, keys: Trusted, origin: str, report: Report) -> Held | None:
    """The newest checkpoint of a seal; None, and a fault, where it is not there or not to be believed."""
    path = folder / CHECKPOINT
    if not path.is_file():
        report.fault(f"没有校验点 {path.name}:账本没有封存,或校验点被删;请运行 shilu status 看原因,或用备份恢复。")
        return None
    return _opened(path, "最新的校验点", keys, origin, report)


def kept_in(folder: Path, keys: Trusted, origin: str, report: Report, witnesses: Sequence[str] = ()) -> list[Held]:
    """The checkpoints of a seal kept day by day, and those that witnesses, whose keys are given, signed too."""
    found = []
    for name, called, signers in (
        (KEPT, "保存的校验点", ()),
        (COSIGNED, "见证过的校验点", witnesses),
    ):
        place = folder / name
        paths = sorted(place.iterdir()) if place.is_dir() else [place] if place.is_file() else []
        for path in paths:
            if path.is_file() and not path.name.endswith(".partial"):
                held = _opened(path, f"{called} {path.name}", keys, origin, report, signers)
                found += [held] if held else []
    return found


def held_elsewhere(text: str | bytes, called: str, keys: Trusted, origin: str, report: Report) -> Held | None:
    """A checkpoint brought from elsewhere. One that another key signed is a fault, and held against the book too.

    None, and a fault, where it is no checkpoint.
    """
    try:
        return Held(called, keys.opened(text, origin)) if keys else _unsigned(text, called)
    except NoteRefused as refused:
        report.fault(f"{called} 不能采信:{refused.message}")
    try:
        return _unsigned(text, called)
    except NoteRefused:
        return None


def _unsigned(text: str | bytes, called: str) -> Held:
    return Held(called, parse_checkpoint(body_of(text)))


def _opened(
    path: Path, called: str, keys: Trusted, origin: str, report: Report, witnesses: Sequence[str] = ()
) -> Held | None:
    if not keys:
        return None
    try:
        return Held(called, keys.opened(path.read_bytes(), origin, witnesses))
    except NoteRefused as refused:
        report.fault(f"{called} 不能采信:{refused.message}")
    except OSError:
        report.fault(f"{called} 读不出来;请核对磁盘和权限。")
    return None
