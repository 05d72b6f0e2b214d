"""What goes wrong with disk and database, told as a refusal."""

import sqlite3

from eventsourcing.persistence import OperationalError, PersistenceError

from ledger.on_disk import IS_CLOSED, IS_FULL, why
from ledger.refusals import Refused

_BUSY = Refused("ledger-busy", "账本正被另一个程序写入,等了一分钟仍未空出;请稍后再试。")
_READ_ONLY = Refused("ledger-readonly", "账本所在的磁盘、文件或数据库是只读的,没有写入;请核对权限。")
_FULL = Refused("disk-full", "磁盘已满,这一批没有写入;请腾出空间后重新运行。")
_UNREACHABLE = Refused(
    "database-unreachable", "连不上账本所在的数据库,没有写入;请核对数据库是否开着、SHILU_DATABASE_URL 是否写对。"
)
_REFUSED = Refused(
    "database-refused", "数据库不让登录,或没有这个库、没有权限;请核对 SHILU_DATABASE_URL 里的用户、密码和库名。"
)
_UNSURE = Refused(
    "commit-unknown",
    "提交时数据库断开,事后也没能查清,不能确定这一批是否写入;请等数据库恢复后重新运行,已写入的会认作重复。",
)

_BY_STATE = {
    "55P03": _BUSY,  # lock_not_available
    "40P01": _BUSY,  # deadlock_detected
    "25006": _READ_ONLY,  # read_only_sql_transaction
    "53100": _FULL,  # disk_full
    "53300": _UNREACHABLE,  # too_many_connections
    "42501": _REFUSED,  # insufficient_privilege
}
"""What PostgreSQL's codes mean to people (its documentation, appendix A)."""

_NO_LOGIN = ("authentication failed", "does not exist", "no password supplied", "no pg_hba.conf entry", "denied")
"""Of a connection that is refused only words are told, no code."""

_UNREAD = (
    ("locked", "正被另一个程序写着"),
    ("malformed", "文件损坏"),
    ("not a database", "文件损坏,或不是数据库"),
    ("disk I/O", "磁盘读写出错"),
    ("unable to open", "打不开文件"),
    ("no such", "缺了表或列"),
    ("does not exist", "缺了表或列"),
    ("permission denied", "没有权限"),
)
"""What the databases' own words, which are English, mean where something is only read."""


class ConnectionLost(OperationalError):
    """The database went away in the middle; what was being written is not there, and may be written again."""


class CommitUnknown(OperationalError):
    """The database went away while committing and could not be asked afterwards: nobody knows whether it is there."""


STORE_FAULTS = (sqlite3.Error, PersistenceError)
"""What a store raises when something goes wrong with it."""


def storage_fault(error: Exception) -> Refused | None:
    """The refusal that a fault of the store, or of the disk, means to people; None where it is another fault."""
    if isinstance(error, OSError):
        return _FULL if error.errno in IS_FULL else _READ_ONLY if error.errno in IS_CLOSED else None
    if not isinstance(error, STORE_FAULTS):
        return None
    if isinstance(error, CommitUnknown):
        return _UNSURE
    state = getattr(error.__cause__, "sqlstate", None)
    if state in _BY_STATE:
        return _BY_STATE[state]
    text = str(error)
    if isinstance(error, ConnectionLost):
        return _REFUSED if any(said in text for said in _NO_LOGIN) else _UNREACHABLE
    if "locked" in text:
        return _BUSY
    if "readonly" in text:
        return _READ_ONLY
    if "full" in text:
        return _FULL
    return Refused("storage-fault", f"账本读写出错({text}),没有写入;请核对磁盘或数据库,必要时用备份恢复。")


def why_unreadable(error: Exception) -> str:
    """Why a store, or a file, could not be read, in a few Chinese words that stand within a sentence."""
    if isinstance(error, OSError):
        return why(error)
    if isinstance(error, ConnectionLost):
        return "数据库断开了,或连不上"
    return next((means for said, means in _UNREAD if said in str(error)), "数据库报错")
