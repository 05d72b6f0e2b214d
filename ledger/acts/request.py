"""What is asked to be done to an entry that was recorded, and which versions of it that concerns."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.event import Act
from ledger.life import Version, standing_of
from ledger.records.record import Record
from ledger.refusals import Refused


@dataclass(frozen=True)
class Evidence:
    """An attached file: SHA-256 in hexadecimal, media type found by content, size in bytes, its own name."""

    digest: str
    media: str
    size: int
    name: str = ""


@dataclass(frozen=True)
class Request:
    """One act on one entry. `numbers`: the versions meant in its stream; none: the entry with all its parts.

    `reason` says why; `sample` how a batch was looked at; `upheld` how an objection is decided on.
    """

    act: Act
    stream: bytes
    entry: bytes
    numbers: tuple[int, ...] = ()
    reason: str = ""
    sample: str = ""
    upheld: bool = False
    evidence: Evidence | None = None

    @property
    def name(self) -> str:
        """The entry as people write it, in hexadecimal."""
        return self.entry.hex()

    def meant(self, stream: Sequence[Version]) -> list[Version]:
        """The living versions that are meant: of every part the last. Refused `no-longer-stands` if there is none."""
        last = {version.part: version for version in stream if version.part[0] == self.entry and version.alive}
        meant = [version for version in last.values() if not self.numbers or version.number in self.numbers]
        if not meant:
            raise Refused(
                "no-longer-stands",
                f"记录 {self.name} 已经撤回、作废或更正,没有可以处理的内容;请核对记录号。",
                see=[self.name],
            )
        return meant

    def along(self, stream: Sequence[Version]) -> list[Record]:
        """Everything of the entry that stands: a part may not name the schools that its main record does."""
        return standing_of(stream, self.entry)

    def need_reason(self) -> None:
        """Refuse what must have a reason and has none."""
        if not self.reason.strip():
            raise Refused("no-reason", f"处理记录 {self.name} 要写明理由;请用 --reason 写一句。", see=[self.name])
