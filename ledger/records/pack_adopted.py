"""考核办法采用: the whole text of a policy pack, written into the book when results are first drawn up by it."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record


class PackAdopted(Record, frozen=True):
    """考核办法采用: the county's results are drawn up by this text of a pack, from that day on.

    `digest` is the SHA-256 of the text's UTF-8 bytes, in hexadecimal; `version` that of the pack. The text stays in
    the book, so that its results can be derived again when the pack has long moved on.
    """

    kind: ClassVar[str] = "pack.adopted/1"
    called: ClassVar[str] = "考核办法采用"
    labels: ClassVar[dict[str, str]] = {
        "in_effect": "采用日期",
        "pack": "办法名称",
        "version": "办法版本",
        "digest": "办法摘要",
        "text": "办法全文",
    }
    happened_on: ClassVar[str] = "in_effect"
    in_effect: Happened
    pack: str
    version: str
    digest: str
    text: str

    def natural_key(self) -> NaturalKey:
        return self.pack, self.version

    def content(self) -> tuple[object, ...]:
        """What was adopted; the same text adopted again on another day adds nothing."""
        return super().content()[1:]
