"""账号、角色: who may come in by which word, and what they may be to the county, given and taken."""

from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Role


class AccountOpened(Record, frozen=True):
    """开立账号: a word under which somebody signs in; never a name. A teacher's is mostly the teacher's code.

    `teacher` is whose it is, where it is a teacher's. `turn`: 1, and 2, 3 … where it was closed and is opened again.
    """

    kind: ClassVar[str] = "account.opened/1"
    called: ClassVar[str] = "开立账号"
    labels: ClassVar[dict[str, str]] = {
        "account": "账号",
        "on": "日期",
        "teacher": "教师编号",
        "turn": "第几次",
    }
    happened_on: ClassVar[str] = "on"
    account: str
    on: Happened
    teacher: TeacherId = TeacherId("")
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "opened", self.account, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.account,)


class AccountClosed(Record, frozen=True):
    """停用账号: from now on nobody signs in under it; what was done under it stays as it is."""

    kind: ClassVar[str] = "account.closed/1"
    called: ClassVar[str] = "停用账号"
    labels: ClassVar[dict[str, str]] = {
        "account": "账号",
        "on": "日期",
        "reason": "理由",
        "turn": "第几次",
    }
    happened_on: ClassVar[str] = "on"
    account: str
    on: Happened
    reason: str = ""
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "closed", self.account, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.account,)


class RoleGiven(Record, frozen=True):
    """授予角色: from now on an account may do what a role may, within a scope (docs/roles.md).

    `scope`: `school:S001`, `township:城关镇`, `county`, `county:人事股`, `office:…`, `contest:…`, `review:…`; none for
    a teacher, an auditor, an administrator. `subject`: of an officer for one. `turn`: as of an account.
    """

    kind: ClassVar[str] = "role.given/1"
    called: ClassVar[str] = "授予角色"
    labels: ClassVar[dict[str, str]] = {
        "account": "账号",
        "role": "角色",
        "on": "日期",
        "scope": "范围",
        "subject": "学科",
        "turn": "第几次",
    }
    happened_on: ClassVar[str] = "on"
    account: str
    role: Role
    on: Happened
    scope: str = ""
    subject: str = ""
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "given", self.account, self.role, self.scope, self.subject, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.account,)


class RoleTaken(Record, frozen=True):
    """收回角色: what was given at that turn holds no longer."""

    kind: ClassVar[str] = "role.taken/1"
    called: ClassVar[str] = "收回角色"
    labels: ClassVar[dict[str, str]] = {
        "account": "账号",
        "role": "角色",
        "on": "日期",
        "scope": "范围",
        "subject": "学科",
        "turn": "第几次",
    }
    happened_on: ClassVar[str] = "on"
    account: str
    role: Role
    on: Happened
    scope: str = ""
    subject: str = ""
    turn: Count = 1

    def natural_key(self) -> NaturalKey:
        return "taken", self.account, self.role, self.scope, self.subject, self.turn

    def stream_key(self) -> NaturalKey:
        return (self.account,)
