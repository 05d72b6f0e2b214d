"""The seal of a log kept up: what was recorded goes into the tree, and a checkpoint is signed over it.

Never in the way of a writer: rows are read after they were committed, without a lock of the book, and what goes wrong
is said in `standing_still` and logged, not raised. The tree is durable before the checkpoint that speaks of it is in
its place; so after a crash the tree is at most too long, and is cut back. What does not fit is never sealed over.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import rmtree
from threading import Event, Thread
from time import monotonic
from typing import Protocol, TypedDict

from ledger import on_disk
from ledger.checkpoint import (
    Checkpoint,
    NoteRefused,
    Signer,
    add_signatures,
    open_note,
    parse_checkpoint,
    sign_note,
)
from ledger.refusals import Refused
from ledger.seal.beginning import beginning_note
from ledger.seal.checkpoint_files import CHECKPOINT, KEPT, CheckpointFiles
from ledger.seal.logs import Log
from ledger.seal.one_sealer import the_only_sealer
from ledger.seal.tail import strange_in_tail
from ledger.seal.tree import Tree
from ledger.store.faults import STORE_FAULTS

PAUSE = 0.8
"""Seconds between two looks for something new: with the sealing itself less than one."""

_ANEW = "anew"
_REBUILDING_WAITS = 30.0

_log = logging.getLogger(__name__)


class SealState(TypedDict):
    """How many rows are sealed, how many are not yet, and why nothing is sealed (empty where all is well)."""

    size: int
    lag: int
    standing_still: str


class SealKeys(Protocol):
    """The keys that checkpoints are signed and checked with."""

    def signing(self) -> Signer:
        """What signs now. Raises Refused where it is lost."""

    @property
    def verifier_keys(self) -> Sequence[str]:
        """All that may have signed a checkpoint so far."""

    @property
    def origin(self) -> str:
        """The name of the ledger."""


class Seal:
    """The seal in a folder, over a log. Making one, and asking it, changes nothing on disk."""

    def __init__(self, folder: Path, log: Log, keys: SealKeys, today: Callable[[], date], part: str = "") -> None:
        """`part` is added to the ledger's name as the origin, for a log that is not the book (`/access`)."""
        self.folder = folder
        self.tree = Tree(folder)
        self._files = CheckpointFiles(folder)
        self.standing_still = ""
        """Why nothing is sealed, in one sentence; empty where all is well."""
        self._log, self._keys, self._today, self._part = log, keys, today, part
        self._sound: tuple[str | None, int] | None = None
        """Checkpoint and length of the log when they were last seen to fit."""

    @property
    def checkpoint(self) -> str | None:
        """The newest checkpoint, a signed note; None where there is none."""
        return self._files.newest

    @property
    def size(self) -> int:
        """How many rows the newest checkpoint says that it speaks of; 0 where there is none that can be read."""
        return self._files.size

    def believed(self) -> tuple[str, Checkpoint]:
        """The newest checkpoint and what it says, if the ledger's key signed it. Raises Refused, naming the file."""
        text = self.checkpoint
        if text is None:
            raise _lost(self.folder)
        try:
            return text, self._opened(text)
        except NoteRefused as refused:
            where = f"封存的校验点 {self.folder / CHECKPOINT} 坏了,封存停下"
            what = f"账本照常登记;请把 {KEPT} 文件夹里最新的一份,或备份里的,放回这里"
            raise Refused(refused.code, f"{where}:{refused.message.partition(';')[0]};{what}。") from None

    def state(self) -> SealState:
        """How far it has come; why it stands still only as far as somebody looked."""
        size = self.size  # asked first: the log may grow meanwhile, and is never shorter
        return {"size": size, "lag": max(self._log.size() - size, 0), "standing_still": self.standing_still}

    def allow_beginning(self, signer: Signer | None = None) -> None:
        """Let the seal of a log that was never sealed begin, before its key is in place; else it counts as lost.

        `signer`: the key that is being made; the present one where it is not named. Raises Refused as `signing`.
        """
        note = beginning_note(signer or self._keys.signing(), self._log.size(), self._today(), self._part)
        self._files.let_begin(note)

    @property
    def may_begin(self) -> bool:
        """Whether there is no checkpoint yet, and a note by the ledger's key lets the seal begin."""
        note = None if self.checkpoint is not None else self._files.beginning
        return note is not None and self._lets_begin(note)

    @property
    def was_begun(self) -> bool:
        """Whether something lies in the folder that only a seal that was begun leaves."""
        return self._files.has_others

    def look(self) -> None:
        """Find out whether something keeps it from sealing (`standing_still`); nothing is written."""
        self._minding(self._look, tell=False)

    def begin(self) -> None:
        """Make the first checkpoint, of nothing, before the first row is written; nothing where there is one.

        Who has a checkpoint and loses it is told so; without this a log that lost it would look like a new one.
        """
        if self.checkpoint is None:
            self._minding(lambda: self._alone(self._begin, 1.0), tell=True)

    def keep_up(self, wait: float = 0.0) -> int:
        """Seal all that is in the log; how many rows were sealed. None while another sealer is at work.

        `wait`: seconds to wait for the other. Never raises what went wrong: see `standing_still`.
        """
        return self._minding(lambda: self._keep_up(wait), tell=True)

    def sign_anew(self) -> None:
        """Put the present key's line under the newest checkpoint too, after the key was replaced.

        Whoever trusts only the new key can open it then, before the next row is written. Never raises: as `keep_up`.
        """
        self._minding(lambda: self._alone(self._sign_anew, 10.0), tell=True)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Seal within a second what is written meanwhile, in a thread; and all of it at the end."""
        self.begin()
        ending = Event()
        thread = Thread(target=self._follow, args=(ending,), name="sealing", daemon=True)
        thread.start()
        try:
            yield
        except STORE_FAULTS:
            ending.set()  # what cannot be reached now is sealed another time
            raise
        finally:
            store_answers = not ending.is_set()
            ending.set()
            thread.join()
            if store_answers:
                self.keep_up(wait=1.0)

    def rebuild(self, told: Callable[[int, int], None] = lambda done, of: None) -> int:
        """Make the tree's files anew from the log, where they were lost or damaged; how many rows it is over.

        Only a tree that has the newest checkpoint's root takes the place of the old. `told` hears how many rows are
        done, of how many. Raises Refused: `seal-busy`, `seal-broken`, `seal-lost`, or why the checkpoint is not good.
        """
        with the_only_sealer(self.folder, _REBUILDING_WAITS) as alone:
            if not alone:
                raise Refused("seal-busy", f"另一个程序正在写 {self.folder} 里的封存;请稍后再试。")
            last = self._checkpoint()
            rmtree(self.folder / _ANEW, ignore_errors=True)
            anew = Tree(self.folder / _ANEW)
            done = 0
            for hashes in self._log.hashes(0):
                anew.append(hashes[: last.size - done])
                done += len(hashes)
                told(min(done, last.size), last.size)
                if done >= last.size:
                    break
            if anew.size != last.size or anew.root() != last.root:
                raise _broken(self.folder, f"账本的前 {last.size} 条不是校验点所封存的")
            anew.sync()
            self.tree.take_from(anew)
            rmtree(self.folder / _ANEW, ignore_errors=True)
        return last.size

    def _follow(self, ending: Event) -> None:
        while not ending.wait(PAUSE):
            self.keep_up()

    def _minding(self, work: Callable[[], int], *, tell: bool) -> int:
        """Do something of which no fault may reach a writer."""
        why = ""
        try:
            return work()
        except Refused as refused:
            why = refused.message
        except STORE_FAULTS:
            why = "读不出账本,暂时不能封存;账本能读之后会自动补上。"
        except OSError as error:
            why = f"封存写不进 {self.folder}:{on_disk.why(error)};账本照常登记,能写之后会自动补上。"
        except Exception:  # rows that say what no row can say, for one
            why = f"{self.folder} 要封存的内容里有读不懂的,封存停下;请运行 shilu verify 查明。"
            _log.debug("not sealed", exc_info=True)
        finally:
            if tell and why and why != self.standing_still:
                _log.warning("%s", why)
            self.standing_still = why
        return 0

    def _alone(self, work: Callable[[], int], wait: float) -> int:
        with the_only_sealer(self.folder, wait) as alone:
            return work() if alone else 0

    def _keep_up(self, wait: float) -> int:
        now = self.checkpoint, self._log.size()
        if now == self._sound:
            return 0
        if now[1] == self.size:  # perhaps cut back, and as long again
            self._look()
            self._sound = now
            return 0
        return self._alone(self._seal_all, wait)

    def _begin(self) -> int:
        """The first checkpoint, of nothing, where there is none yet."""
        if self.checkpoint is None:
            signer = self._keys.signing()  # without a key nothing is begun
            self._files.put(self._beginning(signer), self._today())
        return 0

    def _beginning(self, signer: Signer) -> str:
        """The checkpoint to begin with, where no other is. Raises Refused where there must have been one."""
        note = self._files.beginning
        if note is not None and self._lets_begin(note):
            return note
        if self._part and not self._log.size():  # the book has a checkpoint from its making on, a part when it is used
            return beginning_note(signer, 0, self._today(), self._part)
        raise _lost(self.folder)

    def _lets_begin(self, note: str) -> bool:
        try:
            return self._opened(note).size == 0
        except Refused:
            return False

    def _sign_anew(self) -> int:
        body, signer = self._last_sealed().text(), self._keys.signing()
        text = add_signatures(self.checkpoint or "", signer.sign(body))
        self._files.put(text, self._today())
        return 0

    def _look(self) -> int:
        signer = self._keys.signing()
        if self.checkpoint is None:
            self._beginning(signer)
        else:
            last = self._last_sealed()
            self._unsealed(last)
            self._check_tail(last)
        return 0

    def _seal_all(self) -> int:
        self._keys.signing()
        self._begin()
        last = self._last_sealed()
        unsealed = self._unsealed(last)
        self._check_tail(last)
        self.tree.cut(last.size)
        size = signed = last.size
        signed_at = monotonic()
        for hashes in unsealed:
            self.tree.append(hashes)
            size += len(hashes)
            if monotonic() - signed_at >= 1:  # of very many rows something is sealed meanwhile
                self._sign(size, last.extensions)
                signed, signed_at = size, monotonic()
        if size > signed:
            self._sign(size, last.extensions)
        self._sound = self.checkpoint, size
        return size - last.size

    def _checkpoint(self) -> Checkpoint:
        """What the newest checkpoint says, if it is signed and of this ledger. Raises Refused."""
        return self.believed()[1]

    def _opened(self, text: str) -> Checkpoint:
        first, *others = self._keys.verifier_keys or [self._keys.signing().verifier_key]
        last = parse_checkpoint(open_note(text, first, *others).text)
        if last.origin != self._keys.origin + self._part:
            raise _broken(self.folder, "校验点是另一个账本的")
        return last

    def _last_sealed(self) -> Checkpoint:
        """The newest checkpoint, checked against tree and length of the log. Raises Refused."""
        last = self._checkpoint()
        if self._log.size() < last.size:
            raise _broken(self.folder, f"账本只有 {self._log.size()} 条,比校验点的 {last.size} 条少")
        try:
            root = self.tree.root(last.size)
        except IndexError:
            root = b""
        if root != last.root:
            raise _broken(self.folder, "树的文件和校验点对不上(账本无误时,可用 shilu rebuild --seal 由账本重新生成)")
        return last

    def _check_tail(self, last: Checkpoint) -> None:
        """Raises Refused where the tree goes on after a checkpoint with other rows than the log does.

        So it is where an older checkpoint was put back and rows after it were altered.
        """
        strange = strange_in_tail(self.tree, last.size, self._log.hashes)
        if strange:
            what = f"校验点只到第 {last.size} 条,树的文件更长,第 {strange} 条和账本的不同:放回过旧的校验点,或改动过记录"
            raise _broken(self.folder, what)

    def _unsealed(self, last: Checkpoint) -> Iterator[list[bytes]]:
        """The leaf hashes after a checkpoint. Raises Refused where the last row before them is not the one sealed."""
        if not last.size:
            return self._log.hashes(0)
        lots = self._log.hashes(last.size - 1)
        first, *others = next(lots, [b""])
        if first != self.tree.leaf(last.size - 1):
            raise _broken(self.folder, f"账本的第 {last.size} 条不是封存时的那一条")
        return _chained(others, lots)

    def _sign(self, size: int, extensions: tuple[str, ...]) -> None:
        """Make the tree durable, and after it the checkpoint that speaks of it."""
        self.tree.sync()
        body = Checkpoint(self._keys.origin + self._part, size, self.tree.root(size), extensions).text()
        text = sign_note(body, self._keys.signing())
        self._files.put(text, self._today())


def _chained(first: list[bytes], lots: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    if first:
        yield first
    yield from lots


def _lost(folder: Path) -> Refused:
    return Refused(
        "seal-lost",
        f"封存的校验点 {folder / CHECKPOINT} 不见了;请把最近的校验点放回这里(见 {KEPT} 文件夹或备份),"
        "封存会从那里接着往下走。",
    )


def _broken(folder: Path, what: str) -> Refused:
    return Refused("seal-broken", f"{folder} 里的封存停下:{what};账本照常登记,请运行 shilu verify 查明。")
