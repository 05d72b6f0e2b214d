"""What nobody takes back or alters: the steps by which results became official, and the packs' texts adopted for them.

A draft that shall not become official is dropped, and a final result is superseded: each a step of its own, to be seen.
"""

from collections.abc import Sequence

from ledger.life import Version
from ledger.records.official import OFFICIAL
from ledger.refusals import Refused


def check_not_official(stream: Sequence[Version], name: str) -> None:
    """Refuse to return, withdraw, void or correct a step by which a result became official: `official-step`."""
    if any(isinstance(version.event.data, OFFICIAL) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是结果定为正式的一步,不能退回、撤回、更正或作废;草案不用了请用 shilu statement drop,"
            "定稿有误请另拟一份,用 --supersedes 代替。",
            see=[name],
        )
