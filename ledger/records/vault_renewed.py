"""姓名库重建: the vault's key was lost, and a new vault was begun."""

from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record


class VaultRenewed(Record, frozen=True):
    """姓名库重建: what the vault held until here cannot be opened by anybody; names come back as they are handed in.

    `vault` is a mark of the new key (the first 16 hexadecimal digits of its SHA-256), `people` of how many the
    particulars were. It stands in the book for ever, so that names cannot be made away with under another pretext.
    """

    kind: ClassVar[str] = "vault.renewed/1"
    called: ClassVar[str] = "姓名库重建"
    labels: ClassVar[dict[str, str]] = {"on": "日期", "vault": "新姓名库", "people": "人数", "reason": "理由"}
    happened_on: ClassVar[str] = "on"
    on: Happened
    vault: str
    people: Count
    reason: str

    def natural_key(self) -> NaturalKey:
        return (self.vault,)
