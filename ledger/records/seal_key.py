"""签名密钥更换: the key that signs the book's checkpoints gave way to another."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record


class SealKeyReplaced(Record, frozen=True):
    """签名密钥更换: from now on the book's checkpoints are signed with another key; both as verifier keys.

    Written before the change, so that the last checkpoint of the old key covers it; only where the old key was `lost`
    the first of the new one does. It stands in the book for ever: a change of key cannot be taken out unseen.
    """

    kind: ClassVar[str] = "seal_key.replaced/1"
    called: ClassVar[str] = "签名密钥更换"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "old": "旧公钥",
        "new": "新公钥",
        "reason": "理由",
        "lost": "旧密钥丢失",
    }
    happened_on: ClassVar[str] = "on"
    on: Happened
    old: str
    new: str
    reason: str
    lost: bool = False

    def natural_key(self) -> NaturalKey:
        return (self.new,)
