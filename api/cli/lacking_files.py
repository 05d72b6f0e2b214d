"""Files that a backup does not have, told to people."""

from collections.abc import Iterable

from ledger.backup.contents import Lacking

_CALLED = {"evidence": "附件", "statements": "正式结果"}


def print_lacking(files: Iterable[Lacking]) -> None:
    """A line for each."""
    for one in files:
        print(f"缺少:{_CALLED[one.what]} {one.digest} 在做备份时已经不见或被改动过;请找回后再做一次完整备份。")
