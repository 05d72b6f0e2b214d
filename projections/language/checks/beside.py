"""The steps in which records count by what others are worth: lots, the best, ceilings, what is dropped."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from projections.language.checks.checking import Checking, Names
from projections.language.pack import formula
from projections.language.schema import Best, Cap, Drop, Measure, Pool
from projections.language.scopes import TERM
from projections.language.syntax import Formula, FormulaError, Name, Number, parts_of
from projections.language.types import Type
from projections.language.yaml_text import Path as Place


@dataclass(frozen=True)
class Beside:
    """What the formulas of the steps may name: about a record, and about whoever it is counted for."""

    names: Names
    subject: str
    own: Collection[str]  # the names of a record by itself, `term` among them where it has such a field


def check_beside(checking: Checking, place: Place, rule: Measure | Pool, beside: Beside) -> None:
    """Every such step of a measure or pool."""
    if rule.lots:
        _groups(checking, (*place, "lots", "per"), rule.lots.per, beside)
        _of_subject(checking, (*place, "lots", "at_least"), rule.lots.at_least, beside)
    if rule.best:
        _best(checking, (*place, "best"), rule.best, beside)
    for number, cap in enumerate(rule.caps):
        _cap(checking, (*place, "caps", number), cap, beside)
    if len(rule.caps) > 1 and checking.pack.head.conventions.caps is None:
        hint = "请在 conventions 里写 caps: as_capped(看前一个上限剩下的)或 as_raw(看原来的数)"
        checking.fault((*place, "caps"), "unsaid", "有两个上限,后一个看哪个数没有说", hint)
    if rule.drop:
        _drop(checking, (*place, "drop"), rule.drop)


def _best(checking: Checking, place: Place, best: Best, beside: Beside) -> None:
    _groups(checking, (*place, "per"), best.per, beside)
    for word in ("count", "share", "each"):
        if text := getattr(best, word):
            _of_subject(checking, (*place, word), text, beside)
    for number, text in enumerate(best.shares):
        _of_subject(checking, (*place, "shares", number), text, beside)
    if best.each and (best.share != "0" or best.shares):
        checking.fault((*place, "each"), "wrong-value", "其余的按 share 还是按 each 只能写一个", "请删去一个")
    if best.shares and _read(best.count) != Number(len(best.shares)):  # type: ignore[arg-type]
        message = f"shares 写了 {len(best.shares)} 项,count 却是 {best.count}"
        checking.fault((*place, "count"), "wrong-value", message, f"请写 count: {len(best.shares)}")


def _cap(checking: Checking, place: Place, cap: Cap, beside: Beside) -> None:
    _groups(checking, (*place, "per"), cap.per, beside)
    if cap.if_:
        checking.formula((*place, "if"), cap.if_, beside.names, Type.YES)
    if checking.formula((*place, "at_most"), cap.at_most, beside.names, Type.NUMBER) is None:
        return
    alike = [tree for text in cap.per if (tree := _read(text))]
    for name in dict.fromkeys(_differing(formula(cap.at_most), alike)):
        if name not in TERM and name not in checking.pack.values and not name.startswith("my."):
            message = f"上限随 {name} 而变,合在一起的记录却可以各有各的 {name}"
            hint = f"请在 per 里写上 {name};只限某一些记录的,写 if: 条件"
            checking.fault((*place, "at_most"), "unsaid", message, hint)


def _differing(tree: Formula, alike: list[Formula]) -> Iterator[str]:
    """The names in a formula apart from those within parts that are the same for all records of a group."""
    if tree in alike:
        return
    if isinstance(tree, Name):
        yield tree.name
    for part in parts_of(tree):
        yield from _differing(part, alike)


def _drop(checking: Checking, place: Place, drop: Drop) -> None:
    if drop.if_more_than is None and (drop.highest or drop.lowest):
        message = "记录太少时还去不去掉没有说:只有两条时去一高一低就没有了"
        checking.fault(place, "unsaid", message, "请写 if_more_than: 多于几条才去掉(0 是总要去掉)")
    for word in ("highest", "lowest", "if_more_than"):
        if (getattr(drop, word) or 0) < 0:
            what = "多于几条才去掉" if word == "if_more_than" else "去掉几个"
            checking.fault((*place, word), "wrong-value", f"{what}不能是负数", "请填 0 或更大的数")


def _of_subject(checking: Checking, place: Place, text: str, beside: Beside) -> None:
    checking.formula(place, text, checking.of_subject(beside.subject), Type.NUMBER)


def _groups(checking: Checking, place: Place, items: list[str], beside: Beside) -> None:
    for number, text in enumerate(items):
        of_record(checking, (*place, number), text, beside, tuple(Type))


def of_record(checking: Checking, place: Place, text: str, beside: Beside, wanted: tuple[Type, ...]) -> None:
    """Check a formula that may differ from record to record: no name of the term alone."""
    if text.strip() in TERM:
        checking.known(place, text, beside.own, "字段")
    else:
        checking.formula(place, text, beside.names, *wanted)


def _read(text: str) -> Formula | None:
    try:
        return formula(text)
    except FormulaError:
        return None
