"""A pack with some values changed, as it would be read if its text said them: for trying out, never for deciding."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.language.loading import PackFault, PackRefused, own_values, read_values
from projections.language.pack import Pack, spoken
from projections.language.yaml_text import YamlFault, YamlText, read_yaml

_OF_EXAMPLES = ("example-fails", "example-incomplete")
"""Faults that a changed value may well make: its clause's examples were worked out with the old one."""


def changed_pack(pack: Pack, settings: Sequence[str]) -> tuple[Pack, list[PackFault]]:
    """The pack with each `PATH=VALUE` done, and the examples that no longer fit; its digest is its own.

    A path begins with a clause's name, or at the pack's root: `observe-20.target`, `conventions.rounding`,
    `tables.award_points.rows.县级.一等奖`, `values.NAME` (whatever the day). Raises Misuse `bad-setting`, PackRefused
    where the pack is unsound then.
    """
    content = pack.text.encode()
    text = own_values(content, pack.path)
    for setting in settings:
        _set(text, setting)
    digest = sha256(content + "".join(f"\n# set {one}" for one in settings).encode()).hexdigest()
    changed, faults = read_values(text, pack.path, digest, forgiven=_OF_EXAMPLES, whole=content)
    if changed is None:
        raise PackRefused([fault for fault in faults if fault.code not in _OF_EXAMPLES])
    return changed, faults


def _set(text: YamlText, setting: str) -> None:
    path, sign, written = setting.partition("=")
    steps = path.strip().split(".")
    if not sign or not all(steps):
        raise Misuse("bad-setting", f"“{setting}”看不懂;请写成 条款.字段=值 的样子,如 observe-20.target=18。")
    clauses = text.values.get("clauses") or {}
    steps[0] = {spoken(name): name for name in clauses}.get(steps[0], steps[0])
    at: Any = text.values
    if steps[0] in clauses:
        at = clauses
    elif steps[0] not in text.values:
        raise _unknown(setting, steps[0], [*clauses, *text.values])
    for step in steps[:-1]:
        at = _inside(at, step, setting)
    value, last = _value(written), steps[-1]
    if isinstance(at, list):
        _inside(at, last, setting)
        at[int(last)] = value
    elif not isinstance(at, dict):
        raise Misuse("bad-setting", f"“{setting}”里“{last}”前面已经是一个值,下面没有别的内容;请核对。")
    elif isinstance(at.get(last), dict) and "is" in at[last] and not isinstance(value, dict):
        at[last] = {**at[last], "is": [{"value": value}]}  # a dated value: this one on whatever day
    elif isinstance(at.get(last), dict | list) and not isinstance(value, dict | list):
        known = at[last] if isinstance(at[last], dict) else map(str, range(len(at[last])))
        raise _unknown(setting, "", known)
    else:
        at[last] = value


def _inside(at: Any, step: str, setting: str) -> Any:
    if isinstance(at, dict) and step in at:
        return at[step]
    if isinstance(at, list) and step.isascii() and step.isdigit() and int(step) < len(at):
        return at[int(step)]
    known = at if isinstance(at, dict) else map(str, range(len(at))) if isinstance(at, list) else ()
    raise _unknown(setting, step, known)


def _unknown(setting: str, step: str, known: Any) -> Misuse:
    what = f"没有“{step}”" if step else "还要往下写到一个值"
    return Misuse("bad-setting", f"“{setting}”里{what};{did_you_mean(step, known)}。")


def _value(written: str) -> Any:
    """A value as YAML reads it; what is no YAML, such as a formula that begins with a bracket, is text."""
    try:
        return read_yaml(written.strip()).values if written.strip() else ""
    except YamlFault:
        return written.strip()
