"""Forgetting a person over the web takes two officers: one asks, another who looks at it has it done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import msgspec

from api.accounts.permitted import Deed, Matter, check
from api.accounts.visitor import Visitor
from api.desk.forgetting import Done, ForgettingDesk
from api.desk.matters import hand_in_of
from api.desk.showing import check_names_nobody, check_registered
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.on_disk import write_whole
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import TeacherId
from ledger.refusals import Misuse, Refused

WAITS = timedelta(hours=24)
"""How long a request waits for the second officer, whether or not the server starts anew meanwhile."""

FILE = "asked-to-forget.json"
"""Where they wait, in the ledger's folder: codes and reasons, in which nobody is named."""


@dataclass(frozen=True)
class AskedFor:
    """Whom an officer asked to have forgotten, why and when."""

    teacher: TeacherId
    by: HandIn
    reason: str
    at: datetime


class _Kept(msgspec.Struct, frozen=True):
    """A request as it is kept."""

    teacher: TeacherId
    actor: str
    authority: Authority
    reason: str
    at: datetime


class AskedToForget:
    """The requests of one ledger that wait for a second officer; for any thread."""

    def __init__(self, ledger: Ledger, home: Home) -> None:
        self._ledger, self._home = ledger, home
        self._path = home.folder / FILE
        self._looking = Lock()
        self._waiting = {one.teacher: one for one in self._read()}

    def waiting(self) -> list[AskedFor]:
        """The requests that wait, the oldest first."""
        now = self._ledger.book.clock()
        with self._looking:
            waiting = {one: asked for one, asked in self._waiting.items() if now < asked.at + WAITS}
            if waiting != self._waiting:
                self._keep(waiting)
            return list(waiting.values())

    def ask(self, visitor: Visitor, teacher: TeacherId, reason: str) -> AskedFor:
        """Ask for a person to be forgotten; asked again, the last reason counts.

        Raises Refused `not-allowed`, `no-reason`, `names-a-person`; Misuse `unknown-teacher`.
        """
        authority = check(visitor, Deed.FORGET, _MATTER)
        check_registered(self._ledger.register(), teacher)
        if not reason.strip():
            raise Refused("no-reason", "删除个人信息要写明理由;请写一句,不要写姓名。", fields=["reason"])
        check_names_nobody(self._ledger, {"reason": reason})
        asked = AskedFor(teacher, hand_in_of(visitor, authority), reason.strip(), self._ledger.book.clock())
        with self._looking:
            self._keep({**self._waiting, teacher: asked})
        return asked

    def confirm(self, visitor: Visitor, teacher: TeacherId) -> Done:
        """Have it done, by another than who asked. Raises Misuse `unknown-request`, Refused `second-missing` …"""
        check(visitor, Deed.FORGET, _MATTER)
        asked = next((one for one in self.waiting() if one.teacher == teacher), None)
        if asked is None:
            raise Misuse(
                "unknown-request", f"没有人申请删除教师 {teacher} 的个人信息,或申请已过期;请先由一位经办人申请。"
            )
        done = ForgettingDesk(self._ledger, self._home, asked.by).forget(teacher, visitor.actor, asked.reason)
        with self._looking:
            self._keep({one: other for one, other in self._waiting.items() if one != teacher})
        return done

    def _keep(self, waiting: dict[TeacherId, AskedFor]) -> None:
        """From now on these wait; a request that cannot be kept was not taken."""
        kept = [_Kept(one.teacher, one.by.actor, one.by.authority, one.reason, one.at) for one in waiting.values()]
        write_whole(self._path, msgspec.json.encode(kept), mode=0o600)
        self._waiting = waiting

    def _read(self) -> list[AskedFor]:
        """What waited when the server was last stopped; nothing where the file cannot be read: one asks again."""
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=list[_Kept])
        except (OSError, msgspec.DecodeError):
            return []
        return [AskedFor(one.teacher, HandIn(one.actor, one.authority), one.reason, one.at) for one in kept]


_MATTER = Matter(PersonForgotten.kind)
