"""What numbers are read off: tables, scales, and values that change on dates."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ledger.nearest import did_you_mean
from ledger.spelling import squeeze
from projections.language.checks.checking import Checking, names_of
from projections.language.checks.words import Words
from projections.language.schema import NamedValue, Scale, Table
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import EVENT, law_on
from projections.language.syntax import Call, Name
from projections.language.types import Type
from projections.language.written_numbers import exact_number, is_number
from projections.language.yaml_text import Path as Place

_MOST_WORDS = 4


def check_lookups(checking: Checking) -> None:
    """Every table, scale and value."""
    for name, table in checking.pack.tables.items():
        _table(checking, ("tables", name), table)
    for name, scale in checking.pack.scales.items():
        _scale(checking, ("scales", name), scale)
    for name, value in checking.pack.values.items():
        _value(checking, ("values", name), value)


def check_table_words(checking: Checking) -> None:
    """The words of tables, against the closed lists of the fields that they are asked with; after all formulas."""
    for name, table in checking.pack.tables.items():
        calls = checking.calls.get(name, [])
        for level in range(len(table.by)) if calls else ():
            lists = [_closed(words, call, level) for words, call in calls]
            if all(lists):
                known = {squeeze(word) for words in lists for word in words or ()}
                for path in _paths(table.rows, level + 1):
                    if squeeze(path[-1]) not in known:
                        place = ("tables", name, "rows", *path)
                        message = f"{table.by[level]} 没有“{path[-1]}”这个词,这一行查不到"
                        checking.fault(place, "unknown-word", message, did_you_mean(path[-1], known))


def _closed(words: Words, call: Call, level: int) -> list[str] | None:
    argument = call.arguments[level] if level < len(call.arguments) else None
    return words.get(argument.name) if isinstance(argument, Name) else None


def _paths(rows: Any, depth: int) -> Iterator[tuple[str, ...]]:
    """The keys that lead to every row at a depth of a table."""
    for key, inner in rows.items() if isinstance(rows, Mapping) else ():
        if depth == 1:
            yield (key,)
        else:
            yield from ((key, *path) for path in _paths(inner, depth - 1))


def _table(checking: Checking, place: Place, table: Table) -> None:
    if not 1 <= len(table.by) <= _MOST_WORDS:
        checking.fault((*place, "by"), "wrong-value", f"表只能按一到{_MOST_WORDS}个词查", "请改 by")
    for path, value in _leaves(table.rows, len(table.by)):
        if not is_number(value):
            checking.fault((*place, "rows", *path), "wrong-value", f"表里的“{value}”不是数", "请填数,层数与 by 相同")
    if not is_number(table.otherwise):
        checking.fault((*place, "otherwise"), "wrong-value", "otherwise 不是数", "请填数")
    for path in _spelled_twice(table.rows, len(table.by)):
        message = f"“{path[-1]}”这一行写了两次(只差空格或全角半角)"
        checking.fault((*place, "rows", *path), "wrong-value", message, "请删去一行")


def _leaves(rows: Any, depth: int) -> Iterator[tuple[Place, Any]]:
    """The values at a depth of nested tables, with the keys that lead to them; what is not that deep as it is."""
    if depth == 0 or not isinstance(rows, Mapping):
        yield (), None if depth else rows
        return
    for key, value in rows.items():
        for path, leaf in _leaves(value, depth - 1):
            yield (key, *path), leaf


def _spelled_twice(rows: Any, depth: int) -> Iterator[tuple[str, ...]]:
    """The rows whose word is that of a row before, width and spacing left out."""
    seen: set[str] = set()
    for key, inner in rows.items() if isinstance(rows, Mapping) and depth else ():
        if squeeze(key) in seen:
            yield (key,)
        seen.add(squeeze(key))
        yield from ((key, *path) for path in _spelled_twice(inner, depth - 1))


def _scale(checking: Checking, place: Place, scale: Scale) -> None:
    if bool(scale.steps) == bool(scale.slices):
        checking.fault(place, "wrong-value", "一把尺要么按 steps,要么按 slices", "请只写其中一种,不能两种都写或都不写")
        return
    if scale.steps:
        _said(checking, place, scale.ends, "ends", "恰好到一级时算不算到", "请写 ends: included(算)或 excluded(不算)")
        number_said(checking, place, scale.below, "below", "第一级以下给多少")
        _ascending(checking, place, "steps", "from", [one.from_ for one in scale.steps])
        for number, step in enumerate(scale.steps):
            _number(checking, (*place, "steps", number, "gives"), step.gives, "gives")
        if scale.beyond is not None:
            checking.fault((*place, "beyond"), "wrong-value", "beyond 只用于 slices", "请删去这一行")
    else:
        number_said(checking, place, scale.beyond, "beyond", "最后一段以上按多少算")
        _ascending(checking, place, "slices", "to", [one.to for one in scale.slices], above=0)
        for number, slice_ in enumerate(scale.slices):
            _number(checking, (*place, "slices", number, "rate"), slice_.rate, "rate")
        for word, said in (("ends", scale.ends), ("below", scale.below)):
            if said is not None:
                checking.fault((*place, word), "wrong-value", f"{word} 只用于 steps", "请删去这一行")


def _said(checking: Checking, place: Place, value: Any, word: str, what: str, hint: str) -> bool:
    if value is None:
        checking.fault(place, "unsaid", f"{what}没有说", hint)
    return value is not None


def number_said(checking: Checking, place: Place, value: Any, word: str, what: str) -> None:
    """Check that a number is there."""
    if _said(checking, place, value, word, what, f"请写 {word}: 一个数"):
        _number(checking, (*place, word), value, word)


def _number(checking: Checking, place: Place, value: Any, word: str) -> bool:
    if not is_number(value):
        checking.fault(place, "wrong-value", f"{word} 的“{value}”不是数", "请填数,如 3、0.5、40%、2/7")
    return is_number(value)


def _ascending(
    checking: Checking, place: Place, section: str, word: str, values: list[Any], above: int | None = None
) -> None:
    before = None if above is None else exact_number(above)
    for number, value in enumerate(values):
        at = (*place, section, number, word)
        if _number(checking, at, value, word):
            if before is not None and exact_number(value) <= before:
                checking.fault(at, "wrong-value", f"{section} 没有从小到大:{value}", "请按从小到大排列,不要重复")
            before = exact_number(value)


def _value(checking: Checking, place: Place, value: NamedValue) -> None:
    if not value.is_:
        checking.fault((*place, "is"), "unsaid", "是多少没有说", "请在 is 里至少写一个 {value: …}")
    before: date | None = None
    for number, one in enumerate(value.is_):
        at = (*place, "is", number)
        _number(checking, (*at, "value"), one.value, "value")
        if number and one.from_ is None:
            checking.fault(at, "unsaid", "从哪一天起没有说", "只有第一个可以不写 from")
        elif one.from_ and before and one.from_ == before:
            checking.fault((*at, "from"), "overlap", f"{before} 起有两个值", "同一天起只能有一个值")
        elif one.from_ and before and one.from_ < before:
            checking.fault((*at, "from"), "overlap", f"{one.from_} 早于前一个值的 {before}", "请按日期先后排列")
        before = one.from_ or before
    when = law_on(checking.pack, value)
    if not when:
        hint = "请写 law_on(如 term.first_day、hired、event),或在 conventions 里写一次"
        checking.fault(place, "unsaid", "按哪一天的值算没有说", hint)
    elif value.law_on and value.law_on != EVENT:
        fitting = [one for one in checking.subjects if _fits(checking, one, value.law_on)]
        checking.formula((*place, "law_on"), value.law_on, checking.of_subject((fitting or [TEACHER])[0]), Type.DAY)


def _fits(checking: Checking, subject: str, text: str) -> bool:
    return names_of(text) <= checking.of_subject(subject).types.keys()
