"""What a story expects held against the answers: only what is written down is compared, and that exactly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.nearest import did_you_mean
from ledger.spelling import teacher_code
from projections.canonical import as_json
from projections.language.yaml_text import Path as Place
from projections.simulation.subjects_answered import COUNTY, subjects_answered

_ENGLISH = {
    "指标": "quotas",
    "积分": "points",
    "资格": "eligibility",
    "已做": "done",
    "应做": "target",
    "完成": "met",
    "各项": "parts",
    "合计": "total",
    "符合": "eligible",
    "不满足": "fails",
}
_YES = {"是": True, "否": False}


@dataclass(frozen=True)
class Difference:
    """One answer that is not as expected: of whom, at which path of the answers, and the place in the story."""

    place: Place
    subject: str
    path: str
    expected: Any
    actual: Any
    hint: str = ""

    def sentence(self) -> str:
        """In words."""
        what = f"{self.subject} 的 {self.path}" if self.path else self.subject
        if self.hint:
            return f"{what}:{self.hint}"
        return f"{what} 应是 {_shown(self.expected)},算出来是 {_shown(self.actual)}"


def differences(expected: Any, result: Mapping[str, Any], place: Place) -> Iterator[Difference]:
    """Where a result (the form of `evaluate`) is not as expected, subject by subject.

    A subject is named by its code (the county `county`), or within the list it stands in: `schools: {S001: …}`.
    """
    if not isinstance(expected, Mapping):
        yield Difference(place, "expect", "", expected, None, "应写成“教师: {指标或积分: 值}”")
        return
    lists: dict[str, dict[str, Any]] = {}
    for of, code, answers in subjects_answered(result):
        lists.setdefault(of, {})[code] = answers
    for name, wanted in expected.items():
        at = (*place, name)
        if name in lists and name != COUNTY:
            for subject, inner in wanted.items() if isinstance(wanted, Mapping) else ():
                known = lists[name]
                yield from _of_subject(subject, inner, {name: known}, (*at, subject))
        else:
            yield from _of_subject(name, wanted, lists, at)


def _of_subject(name: str, wanted: Any, lists: Mapping[str, dict[str, Any]], at: Place) -> Iterator[Difference]:
    for code in (name, teacher_code(name)):
        for subjects in lists.values():
            if code in subjects:
                yield from _compared(wanted, subjects[code], name, (), at)
                return
    if wanted is not None:
        known = [code for subjects in lists.values() for code in subjects]
        yield Difference(at, name, "", as_json(wanted), None, f"结果里没有“{name}”;{did_you_mean(name, known)}")


def _compared(wanted: Any, found: Any, subject: str, path: tuple[str, ...], place: Place) -> Iterator[Difference]:
    shown = ".".join(path)
    if isinstance(wanted, Mapping):
        if not isinstance(found, Mapping):
            yield Difference(place, subject, shown, as_json(wanted), found)
            return
        for name, inner in wanted.items():
            key = str(name) if name in found else _ENGLISH.get(str(name), str(name))
            if key in found:
                yield from _compared(inner, found[key], subject, (*path, key), (*place, name))
            elif inner is not None:
                where = ".".join((*path, key))
                hint = f"结果里没有这一项;{did_you_mean(key, found)}"
                yield Difference((*place, name), subject, where, as_json(inner), None, hint)
        return
    value = as_json(wanted)
    if isinstance(found, bool) and isinstance(value, str):
        value = _YES.get(value, value)
    if value != found or isinstance(value, bool) is not isinstance(found, bool):
        yield Difference(place, subject, shown, value, found)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return f"[{'、'.join(map(_shown, value))}]"
    return "没有" if value is None else str(value)
