"""Loading a pack: YAML to schema, every fault with file, line and hint; no source or no example, no pack."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ledger.refusals import Refused
from projections.language.pack import Pack
from projections.language.schema import SECTIONS, Clause, Head, PointsPart, Requirement
from projections.language.yaml_text import Path as Place
from projections.language.yaml_text import YamlFault, YamlText, read_yaml

T = TypeVar("T")

_FORMULAS = ("if", "done", "target", "value", "when", "amount", "judged_on")
_DATA = ("given", "gives", "rows")
_INNER: dict[str, Any] = {"parts": PointsPart, "conditions": Requirement}
_MISSING = re.compile(r"missing required field `(.+?)`")
_UNKNOWN = re.compile(r"unknown field `(.+?)`")
_EXPECTED = re.compile(r"Expected `(.+?)`, got `(.+?)`")
_INVALID = re.compile(r"Invalid (?:enum )?value (.+?)(?: - at|$)")
_WHERE = re.compile(r"at `(?:key in )?\$(.*?)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True)
class PackFault:
    """One fault of a pack: where it stands, a stable code, what is wrong and what to do."""

    file: str
    line: int
    code: str
    message: str
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return dict(vars(self))


class PackRefused(Refused):
    """A pack that does not load; `faults` says why."""

    def __init__(self, faults: list[PackFault]) -> None:
        first = faults[0]
        more = f"(共 {len(faults)} 处)" if len(faults) > 1 else ""
        super().__init__(
            "unsound-pack",
            f"{first.file} 第 {first.line} 行:{first.message}{more};{first.hint or '请改正后再用'}。",
        )
        self.faults = faults


@dataclass
class Draft:
    """A pack while it is read: the faults so far, and the line of each part."""

    file: str
    text: YamlText
    faults: list[PackFault] = field(default_factory=list)

    def fault(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note a fault of the part at a place."""
        self.faults.append(PackFault(self.file, self.text.line(place), code, message, hint))


def read_pack(path: Path) -> tuple[Pack | None, list[PackFault]]:
    """The pack in a file, and all its faults; the pack is None where it has any."""
    from projections.language.soundness import check_pack

    try:
        content = path.read_bytes()
        text = read_yaml(content.decode("utf-8"))
    except OSError as error:
        raise Refused("unreadable-file", f"无法读取 {path}:{error.strerror};请核对路径。") from error
    except UnicodeDecodeError:
        return None, [PackFault(str(path), 1, "bad-yaml", "文件不是 UTF-8 编码", "请另存为 UTF-8")]
    except YamlFault as fault:
        return None, [PackFault(str(path), fault.line, "bad-yaml", fault.message, "请检查缩进、冒号和引号")]
    draft = Draft(str(path), text)
    pack = _converted(draft, path, sha256(content).hexdigest())
    if pack and not draft.faults:
        check_pack(pack, draft)
    return (None if draft.faults else pack), sorted(draft.faults, key=lambda fault: fault.line)


def load_pack(path: Path) -> Pack:
    """The pack in a file. Raises PackRefused where it has a fault."""
    pack, faults = read_pack(path)
    if not pack:
        raise PackRefused(faults)
    return pack


def _converted(draft: Draft, path: Path, digest: str) -> Pack | None:
    values = draft.text.values
    if not isinstance(values, dict):
        draft.fault((), "wrong-value", "办法文件应是“名称: 值”的样子", "请参照已有的办法文件")
        return None
    named = {*SECTIONS, "clauses"}
    head = _convert(draft, Head, {key: value for key, value in values.items() if key not in named}, ())
    sections: dict[str, Any] = {
        section: _each(draft, schema, values.get(section), (section,)) for section, schema in SECTIONS.items()
    }
    clauses: dict[str, Clause] = _each(draft, Clause, values.get("clauses"), ("clauses",))
    if not values.get("clauses"):
        draft.fault((), "missing-field", "没有 clauses", "请至少写一条条款")
    return Pack(path, digest, head, **sections, clauses=clauses) if head else None


def _each(draft: Draft, schema: Any, values: Any, place: Place) -> dict[str, Any]:
    """The parts of a list by name, each converted by itself, so that a fault names its own line."""
    if values is None:
        return {}
    if not isinstance(values, dict):
        draft.fault(place, "wrong-value", f"{place[-1]} 下面应是“名称: 内容”的样子", "请检查缩进")
        return {}
    found = {name: _convert(draft, schema, value, (*place, name)) for name, value in values.items()}
    return {name: part for name, part in found.items() if part is not None}


def _convert(draft: Draft, schema: Any, values: Any, place: Place) -> Any:
    if isinstance(values, dict):
        for inner, inner_schema in _INNER.items():
            if isinstance(values.get(inner), dict):
                before = len(draft.faults)
                _each(draft, inner_schema, values[inner], (*place, inner))
                if len(draft.faults) > before:
                    return None
    try:
        return msgspec.convert(_formulas_as_text(values), schema)
    except msgspec.ValidationError as error:
        _explain(draft, str(error), place)
        return None


def _formulas_as_text(values: Any, key: str = "") -> Any:
    """The values, a formula that is a mere number made text again."""
    if isinstance(values, Mapping):
        return {name: value if name in _DATA else _formulas_as_text(value, name) for name, value in values.items()}
    if isinstance(values, list):
        return [_formulas_as_text(value) for value in values]
    if key in _FORMULAS and isinstance(values, int | Fraction) and not isinstance(values, bool):
        return str(values)
    return values


def _explain(draft: Draft, error: str, place: Place) -> None:
    """Say a converter's refusal in words for the writer of the pack."""
    where = _WHERE.search(error)
    steps = _STEP.findall(where[1]) if where else []
    at = (*place, *(int(index) if index else name for name, index in steps))
    name = next((str(step) for step in reversed(at) if isinstance(step, str)), "文件")
    if match := _MISSING.search(error):
        missing = match[1]
        code = {"source": "no-source", "examples": "no-example"}.get(missing, "missing-field")
        draft.fault(at, code, f"{name} 缺少 {missing}", f"请补上 {missing}: …")
    elif match := _UNKNOWN.search(error):
        draft.fault((*at, match[1]), "unknown-field", f"{name} 里不认识 {match[1]}", "请核对拼写,或删去这一行")
    elif match := _EXPECTED.search(error):
        draft.fault(at, "wrong-value", f"{name} 应是 {match[1]},写的却是 {match[2]}", "请改正这个值")
    elif match := _INVALID.search(error):
        draft.fault(at, "wrong-value", f"{name} 的值 {match[1]} 不在可选的值里", "请改用可选的值")
    else:
        draft.fault(at, "wrong-value", f"{name}:{error}", "请改正这个值")
