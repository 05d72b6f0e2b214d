"""The list of the forgotten beside the keys: whom a backup that is restored must not bring back.

A backup of last year holds a book and a vault that know nothing of a person forgotten since. The list is kept apart
from both, one line a person: code, day, and the SHA-256 of the event in the book. It is only ever added to. A restore
goes by it; in a ledger that stands it destroys nothing, and a line that neither book nor restore knows is a fault.
"""

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ledger.on_disk import for_whom, make_folder, sync_folder
from ledger.records.record import TeacherId
from ledger.refusals import Refused

_LINE = re.compile(r"([0-9]{6}) ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9a-f]{64})")


class Forgotten(NamedTuple):
    """A line: whose particulars were destroyed, on which day, and the SHA-256 of the stored event that says so."""

    code: TeacherId
    day: date
    digest: str


class ForgottenList:
    """The file `keys/forgotten`; a missing one is an empty list."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Forgotten]:
        """The lines, in order. A last line that a power cut left without its end is not believed.

        Raises Refused `forgotten-list-unreadable`.
        """
        try:
            written = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError):
            raise _unreadable(self.path) from None
        return [_line(line, self.path) for line in written[: written.rfind("\n") + 1].splitlines()]

    @property
    def codes(self) -> frozenset[TeacherId]:
        """The codes on it."""
        return frozenset(line.code for line in self.read())

    def add(self, lines: Iterable[Forgotten]) -> None:
        """Add, durably, those lines that are not on it yet. Raises Refused `forgotten-list-unreadable`."""
        known = set(self.read())
        new = [line for line in dict.fromkeys(lines) if line not in known]
        if new:
            try:
                self._append(new)
            except OSError:
                raise _unreadable(self.path) from None

    def _append(self, new: Iterable[Forgotten]) -> None:
        make_folder(self.path.parent)
        text = "".join(f"{line.code} {line.day} {line.digest}\n" for line in new)
        with open(self.path, "a+b", buffering=0, opener=for_whom(0o600)) as file:
            file.seek(0)
            content = file.read()
            file.truncate(content.rfind(b"\n") + 1)
            file.write(text.encode())
            os.fsync(file.fileno())
        sync_folder(self.path.parent)


def _line(line: str, path: Path) -> Forgotten:
    match = _LINE.fullmatch(line)
    if not match:
        raise _unreadable(path)
    try:
        return Forgotten(TeacherId(match[1]), date.fromisoformat(match[2]), match[3])
    except ValueError:
        raise _unreadable(path) from None


def _unreadable(path: Path) -> Refused:
    return Refused(
        "forgotten-list-unreadable",
        f"删除个人信息的名单 {path} 读不了、写不进,或被改动过;请核对权限,用另存的一份放回原处,"
        "没有的请移开它,会按账本重新生成。",
    )
