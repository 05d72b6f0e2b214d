"""What nobody takes back or alters: the steps by which results became official, and the packs' texts adopted for them.

A draft that shall not become official is dropped, and a final result is superseded: each a step of its own, to be seen.
"""

from collections.abc import Sequence

from ledger.life import Version
from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.official import CERTIFICATES, OFFICIAL, REVIEW
from ledger.records.personal_data import PersonForgotten
from ledger.records.seal_key import SealKeyReplaced
from ledger.records.vault_renewed import VaultRenewed
from ledger.refusals import Refused


def check_not_official(stream: Sequence[Version], name: str) -> None:
    """Refuse to return, withdraw, void or correct a step that stands for ever: `official-step`."""
    if any(isinstance(version.event.data, PersonForgotten) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是个人信息删除,删掉的已经没有了,不能退回、撤回、更正或作废;请保留这条记录。",
            see=[name],
        )
    if any(isinstance(version.event.data, SealKeyReplaced | VaultRenewed) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是更换密钥,不能退回、撤回、更正或作废;要再换一次请用 shilu keys replace。",
            see=[name],
        )
    if any(isinstance(version.event.data, AccountOpened | AccountClosed | RoleGiven | RoleTaken) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是账号或角色的变动,不能退回、撤回、更正或作废;给错了请用 shilu account take 收回。",
            see=[name],
        )
    if any(isinstance(version.event.data, REVIEW) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是评审的一步,不能退回、撤回、更正或作废;申报用 shilu review withdraw 撤回,名单再拟一版,"
            "决定以后的用申诉。",
            see=[name],
        )
    if any(isinstance(version.event.data, CERTIFICATES) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是颁发或作废证书,不能退回、撤回、更正或作废;证书有误请用 shilu certificate revoke。",
            see=[name],
        )
    if any(isinstance(version.event.data, OFFICIAL) for version in stream):
        raise Refused(
            "official-step",
            f"记录 {name} 是结果定为正式的一步,不能退回、撤回、更正或作废;草案不用了请用 shilu statement drop,"
            "定稿有误请另拟一份,用 --supersedes 代替。",
            see=[name],
        )
