"""What is kept held against its seal: the tree's files, the newest checkpoint, and every other one at hand."""

from collections.abc import Mapping, Sequence

from ledger.seal.tree import TILE
from ledger.verifying.checkpoints import Held
from ledger.verifying.leaves import Leaves
from ledger.verifying.report import Report

_MEND = "树文件是由记录算出的,请运行 shilu rebuild --seal 重新生成"


class SealCheck:
    """Judges, when everything kept was taken into `leaves`; `called` is what is sealed, `size` how much of it there is.

    `differ`: positions, and entries, at which what is kept is not what the tree holds.
    """

    def __init__(
        self, leaves: Leaves, called: str, size: int, differ: Mapping[int, str | None], report: Report
    ) -> None:
        self._leaves = leaves
        self._called = called
        self._size = size
        self._differ = differ
        self._report = report

    def check(self, newest: Held | None, others: Sequence[Held]) -> None:
        """Report what does not fit."""
        self._report_gaps()
        self._report_strange()
        if not newest or self._fits_tree(newest) or not self._fits_kept(newest):
            self._report_altered()
            self._report_files(newest)
        else:
            told = "、".join(map(str, sorted(self._differ)[:5]))
            self._report.fault(f"{self._called}和最新的校验点相符,树文件 tree.0 在第 {told} 条处却不同;{_MEND}。")
        held = [newest, *others] if newest else others
        self._tell_unfit([one for one in held if not self._fits(one)], [one for one in held if self._fits(one)])
        if newest and newest.checkpoint.size < self._size:
            first = newest.checkpoint.size + 1
            told = f"{self._called}的第 {first} 到 {self._size} 条还没有封存"
            self._report.note(f"{told};封存没有停下的话,下一条命令会封存它们。")

    def _report_gaps(self) -> None:
        """Positions that the seal has, or that lie between others, and at which nothing is kept."""
        for gap in self._leaves.gaps:
            if self._report.has_at(gap.start):
                continue  # something is there, which is told of already
            told = f"第 {gap.start} 条缺失" if len(gap) == 1 else f"第 {gap.start} 到 {gap[-1]} 条缺失"
            where = ",尾部被截去,或放回了旧的备份" if gap[-1] > self._size else ""
            self._report.fault(f"{self._called}{told}{where};请用备份恢复。", gap.start)

    def _report_strange(self) -> None:
        for position in self._leaves.strange:
            if not self._report.has_at(position):
                what = "校验点还没有到这里,树文件 tree.0 里却已写着另一条:记录被改动过,或放回了旧的校验点"
                self._report.fault(f"{self._called}第 {position} 条:{what};请用备份恢复,并查明是谁动过。", position)

    def _report_altered(self) -> None:
        for position, entry in sorted(self._differ.items()):
            if not self._report.has_at(position):
                what = f"{self._called}第 {position} 条和封存时不同,被改动过;请用备份恢复。"
                self._report.fault(what, position, entry)

    def _report_files(self, newest: Held | None) -> None:
        """Whether the tree's files hold what follows from their leaves."""
        leaves = self._leaves
        if newest and leaves.in_tree < newest.checkpoint.size:
            told = f"树文件 tree.0 只有 {leaves.in_tree} 条,校验点封存了 {newest.checkpoint.size} 条"
            self._report.fault(f"{told};{_MEND}。")
        for level, number in leaves.roots.wrong:
            first, last = number * TILE**level + 1, (number + 1) * TILE**level
            if last <= leaves.in_tree:
                self._report.fault(f"树文件 tree.{level} 里第 {first} 到 {last} 条的散列不对;{_MEND}。")

    def _fits(self, held: Held) -> bool:
        return self._fits_tree(held) or self._fits_kept(held)

    def _fits_tree(self, held: Held) -> bool:
        return self._leaves.roots.of.get(held.checkpoint.size) == held.checkpoint.root

    def _fits_kept(self, held: Held) -> bool:
        size = held.checkpoint.size
        return bool(self._differ) and self._leaves.roots_of_what_is_kept([size]).get(size) == held.checkpoint.root

    def _tell_unfit(self, unfit: Sequence[Held], fits: Sequence[Held]) -> None:
        """Say of the checkpoints that do not fit between which positions what is kept became another."""
        for held in unfit:
            size = held.checkpoint.size
            if size > max(self._size, self._leaves.in_tree):
                self._report.fault(
                    f"{self._called}只到第 {self._size} 条,{held.called}却封存了 {size} 条:尾部被截去,"
                    "或放回了旧的备份;请用备份恢复。",
                    self._size + 1,
                )
                continue
            good = max((one.checkpoint.size for one in fits if one.checkpoint.size < size), default=0)
            self._report.fault(
                f"{self._called}和{held.called}(第 1 到 {size} 条)不符:第 {good + 1} 到 {size} 条之中有改动,"
                "或者不是同一个账本;请用备份恢复,并查明是谁动过。"
            )
