"""What goes wrong with disk and database, told as a refusal."""

import sqlite3

from eventsourcing.persistence import PersistenceError

from ledger.refusals import Refused


def storage_fault(error: Exception) -> Refused | None:
    """The refusal that a fault of the store means to people; None where it is another kind of fault."""
    if not isinstance(error, sqlite3.Error | PersistenceError):
        return None
    text = str(error)
    if "locked" in text:
        return Refused("ledger-busy", "账本正被另一个程序写入,等了一分钟仍未空出;请稍后再试。")
    if "readonly" in text:
        return Refused("ledger-readonly", "账本所在的磁盘或文件是只读的,没有写入;请核对权限。")
    if "full" in text:
        return Refused("disk-full", "磁盘已满,这一批没有写入;请腾出空间后重新运行。")
    return Refused("storage-fault", f"账本文件读写出错({text}),没有写入;请核对磁盘,必要时用备份恢复。")
