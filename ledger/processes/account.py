"""账号、角色: who may be given a role and who still holds one, as drawn in docs/roles.md.

An account is open or closed, and opened again under a new turn; so is a role given and taken. Nobody is shut out of
the accounts by mistake: the last administrator keeps the role until another has it.
"""

from collections.abc import Iterable

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.contest import ContestAnnounced
from ledger.refusals import Refused
from ledger.vocabulary import Role

_JUDGED = "contest:"


def check_opened(said: AccountOpened, in_force: InForce) -> None:
    """Refuse to open what is open, or out of turn: `account-open`."""
    opened = {one.turn: one for one in others(in_force.by(AccountOpened, "account")(said.account), said)}
    closed = {one.turn for one in in_force.by(AccountClosed, "account")(said.account)}
    if opened.keys() - closed or said.turn != len(opened) + 1:
        raise Refused(
            "account-open",
            f"账号 {said.account} 已经开立;不用再开,要改角色请用 shilu account give 或 take。",
            see=entries_named(opened.values()),
            fields=["account"],
        )


def check_closed(said: AccountClosed, in_force: InForce) -> None:
    """Refuse to close what is not open (`no-account`), or before its roles are taken back (`roles-held`)."""
    if not in_force.by(AccountOpened, "account", "turn")((said.account, said.turn)):
        raise no_account(said.account)
    held = _held(in_force.by(RoleGiven, "account")(said.account), in_force)
    if held:
        raise Refused(
            "roles-held",
            f"账号 {said.account} 还有 {len(held)} 个角色没有收回;请先收回,再停用。",
            see=entries_named(held),
            fields=["account"],
        )


def check_given(said: RoleGiven, in_force: InForce) -> None:
    """Refuse a role to an account that is not open, or that holds it, or for a contest that nobody announced.

    Raises Refused `no-account`, `role-held`, `unknown-scope`.
    """
    if not is_open(said.account, in_force):
        raise no_account(said.account)
    alike = others(in_force.by(RoleGiven, *_SAME)(_same(said)), said)
    if _held(alike, in_force) or said.turn != len(alike) + 1:
        raise Refused(
            "role-held",
            f"账号 {said.account} 已经有“{said.role}”这个角色,范围也相同;不用再授予。",
            see=entries_named(alike),
            fields=["role"],
        )
    if said.scope.startswith(_JUDGED):
        contest = said.scope.removeprefix(_JUDGED)
        if not in_force.by(ContestAnnounced, "code")(contest):
            raise Refused(
                "unknown-scope", f"赛事 {contest} 还没有公告,不能授予评委;请先登记赛事公告。", fields=["scope"]
            )


def check_role_taken(said: RoleTaken, in_force: InForce) -> None:
    """Refuse to take what is not held (`role-not-held`), or the role of the last administrator."""
    if not in_force.by(RoleGiven, *_SAME, "turn")((*_same(said), said.turn)):
        raise Refused(
            "role-not-held",
            f"账号 {said.account} 没有“{said.role}”这个角色,或范围不同;请先用 shilu account show 核对。",
            fields=["role"],
        )
    if said.role is Role.ADMINISTRATOR:
        left = _held(in_force.by(RoleGiven, "role")(said.role), in_force)
        if all(one.account == said.account for one in left):
            raise Refused(
                "last-administrator",
                f"{said.account} 是最后一位账号管理员,收回以后就没有人能管理账号;请先授予另一位。",
                fields=["account"],
            )


def is_open(account: str, in_force: InForce) -> bool:
    """Whether an account is open."""
    closed = {one.turn for one in in_force.by(AccountClosed, "account")(account)}
    return any(one.turn not in closed for one in in_force.by(AccountOpened, "account")(account))


_SAME = ("account", "role", "scope", "subject")


def _same(said: RoleGiven | RoleTaken) -> tuple[object, ...]:
    return tuple(getattr(said, name) for name in _SAME)


def _held(given: Iterable[RoleGiven], in_force: InForce) -> list[RoleGiven]:
    """Those of some roles given that were not taken back."""
    taken = in_force.by(RoleTaken, *_SAME, "turn")
    return [one for one in given if not taken((*_same(one), one.turn))]


def no_account(account: str) -> Refused:
    """The refusal of what is asked of an account that is not open."""
    return Refused(
        "no-account",
        f"没有开立账号 {account},或者它已经停用;请核对账号,或先用 shilu account open 开立。",
        fields=["account"],
    )
