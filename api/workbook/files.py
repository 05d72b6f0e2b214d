"""Writing a file whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.on_disk import why
from ledger.refusals import Refused


def check_writable(path: Path) -> None:
    """Refuse a place that a file cannot be written to, before the work that ends there is begun."""
    if path.is_dir() or not path.absolute().parent.is_dir() or not os.access(path.absolute().parent, os.W_OK):
        raise Refused("unwritable-file", f"无法写入 {path}:文件夹不存在、不可写,或它本身是文件夹;请核对。")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; it becomes `path` when all is written, else it is gone.

    Raises Refused `unwritable-file`.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise Refused("unwritable-file", f"无法写入 {path}:{why(error)};请核对文件夹和权限。") from error
    finally:
        partial.unlink(missing_ok=True)
