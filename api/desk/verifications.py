"""Verifying asked for over the web: one after the other in the background, with progress; the last reports are kept.

They are kept in memory: what is verified is also told by `shilu verify`, and a report of yesterday proves nothing.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_hex
from threading import Lock
from typing import Any

from ledger.checkpoint import NoteRefused, Verifier
from ledger.home import Home
from ledger.refusals import Misuse, Refused
from projections.verifying.whole import PARTS, verify

_KEPT = 10
_WAITING = 3


class VerificationState(StrEnum):
    """How far a verification is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """It could not be done: `refused` says why. A fault that was found is no reason: that is in the report."""


@dataclass
class Verification:
    """One verification: of which parts, how much of what is being read is done, and the report in the end."""

    id: str
    parts: tuple[str, ...]
    against: Sequence[tuple[str, bytes]] = field(repr=False, default=())
    key: str = ""
    state: VerificationState = VerificationState.WAITING
    what: str = ""
    done: int = 0
    of: int = 0
    report: dict[str, Any] | None = None
    refused: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in (VerificationState.DONE, VerificationState.STOPPED)

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "id": self.id,
            "state": self.state,
            "parts": list(self.parts),
            "what": self.what,
            "done": self.done,
            "of": self.of,
            "report": self.report,
            "refused": self.refused or None,
        }


class Verifications:
    """The verifications of one server."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._looking = Lock()
        self._known: dict[str, Verification] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="verifying")

    def ask(
        self, parts: Sequence[str] = PARTS, against: Sequence[tuple[str, bytes]] = (), key: str = ""
    ) -> Verification:
        """Ask for one; the same is not begun twice. Raises Misuse `bad-arguments`, `bad-key`, Refused `too-many-jobs`.

        `against`: checkpoints held elsewhere, name and text each; `key`: a public key known from elsewhere.
        """
        if unknown := [part for part in parts if part not in PARTS]:
            raise Misuse("bad-arguments", f"没有“{unknown[0]}”这一部分;可以写 {'、'.join(PARTS)}。")
        chosen = tuple(part for part in PARTS if part in (parts or PARTS))
        if (against and "book" not in chosen) or (key and not {"book", "vault"} & set(chosen)):
            raise Misuse("bad-arguments", "校验点只用于核对 book,公钥只用于核对 book、vault;请在部分里写上它。")
        try:
            trusted = Verifier.parse(key.strip()).text if key else ""
        except NoteRefused as refused:
            raise Misuse(refused.code, refused.message) from None
        with self._looking:
            going = [one for one in self._known.values() if not one.is_over]
            for one in going:
                if (one.parts, one.against, one.key) == (chosen, against, trusted):
                    return one
            if len(going) >= _WAITING:
                raise Refused("too-many-jobs", "已有几次核对在排队;请等它们做完再来。", see=[one.id for one in going])
            asked = Verification(token_hex(8), chosen, against, trusted)
            self._known[asked.id] = asked
            for old in [one.id for one in self._known.values() if one.is_over][:-_KEPT]:
                del self._known[old]
        self._pool.submit(self._do, asked)
        return asked

    def find(self, name: str) -> Verification:
        """A verification by its id. Raises Misuse `unknown-job`."""
        with self._looking:
            found = self._known.get(name)
        if found is None:
            raise Misuse("unknown-job", f"没有编号为“{name}”的核对;服务重新启动以后,以前的不再保留,请重新核对。")
        return found

    def all(self) -> list[Verification]:
        """Those that are known, the newest first."""
        with self._looking:
            return list(self._known.values())[::-1]

    def stop(self) -> None:
        """Begin no more; the one at work is waited for by nobody."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _do(self, asked: Verification) -> None:
        def told(what: str, done: int, of: int) -> None:
            asked.what, asked.done, asked.of = what, done, of

        asked.state = VerificationState.RUNNING
        try:
            report = verify(self._home, asked.against, trusted=asked.key, only=asked.parts, told=told)
        except Refused as refused:
            asked.refused, asked.state = refused.message, VerificationState.STOPPED
        except BaseException:
            asked.refused = "核对时程序出了错;请把运行 shilu serve 的窗口里的信息交给维护人员。"
            asked.state = VerificationState.STOPPED
            raise
        else:
            sealed = report.sealed if "book" in asked.parts else None
            asked.report = report.to_json() | {"sealed": sealed, "parts": list(asked.parts)}
            asked.state = VerificationState.DONE
