"""The values of YAML made parts of a pack: every word that does not belong there, is missing or does not fit, is named.

Each field is converted by itself, so that all faults of a part are found at once, each on its own line.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from ledger.nearest import did_you_mean
from projections.language.clauses import Clause
from projections.language.formula_fields import FORMULAS, as_formula
from projections.language.schema import Part
from projections.language.yaml_text import Path as Place

Fault = Callable[[Place, str, str, str], None]
"""Takes note of a fault: place, code, message, hint."""

CLAUSE_KINDS: dict[str, type[Part]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Clause)}
"""The kinds of clause by the word written for them."""

_CODES = {"source": "no-source", "examples": "no-example"}
_EXPECTED = re.compile(r"Expected `(.+?)`, got `(.+?)`")
_WHERE = re.compile(r"at `(?:key in )?\$(.*?)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_MOST_CHOICES = 12
_SPOKEN = {
    "int": "整数",
    "str": "文字",
    "bool": "true 或 false",
    "date": "日期(如 2022-09-01)",
    "array": "列表",
    "object": "“名称: 内容”的样子",
    "null": "空",
    "float": "数",
}


class Conversion:
    """Turns values into parts; `fault` is told of all that does not fit."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._found = 0

    def part(self, schema: Any, values: Any, place: Place) -> Any:
        """The part that the values say, or None where they have a fault."""
        before = self._found
        ready = self._ready(schema, values, place)
        if self._found > before:
            return None
        try:
            return msgspec.convert(ready, schema)
        except msgspec.ValidationError as error:
            self._misfit(str(error), schema, place)
            return None

    def _ready(self, schema: Any, values: Any, place: Place) -> Any:
        """The values of a part, formulas as text, after every fault in them was noted."""
        if not isinstance(values, Mapping):
            self._note(place, "wrong-value", f"{_named(place)} 下面应是“名称: 内容”的样子", "请检查缩进")
            return None
        struct = self._clause_kind(values, place) if schema is Clause else schema
        if struct is None:
            return None
        fields = _fields(struct)
        known = [*fields, *(["kind"] if schema is Clause else [])]
        for name in values:
            if name not in known:
                hint = f"请核对拼写,或删去这一行;{did_you_mean(name, known)}"
                if values[name] is None and not name.isidentifier():  # what YAML makes of `{at_most: if(a, 2, 6)}`
                    hint = "公式里有逗号、冒号或方括号时,整个公式要放在引号里"
                self._note((*place, name), "unknown-field", f"{_named(place)} 里不认识 {name}", hint)
        for name, field in fields.items():
            if field.required and name not in values:
                message = f"{_named(place)} 缺少 {name}"
                self._note(place, _CODES.get(name, "missing-field"), message, f"请补上 {name}: …")
        formulas = FORMULAS.get(struct, ())
        ready = {
            name: self._field(field, values[name], (*place, name), field.name in formulas)
            for name, field in fields.items()
            if name in values
        }
        return ready | ({"kind": values["kind"]} if schema is Clause else {})

    def _clause_kind(self, values: Mapping[str, Any], place: Place) -> type[Part] | None:
        kind = values.get("kind")
        if "kind" not in values:
            self._note(
                place, "missing-field", f"{_named(place)} 缺少 kind", f"请补上 kind: {'、'.join(CLAUSE_KINDS)}之一"
            )
        elif str(kind) not in CLAUSE_KINDS:
            self._note((*place, "kind"), "wrong-value", f"没有 {kind} 这一类条款", f"可以写:{'、'.join(CLAUSE_KINDS)}")
        return CLAUSE_KINDS.get(str(kind))

    def _field(self, field: Any, value: Any, place: Place, is_formula: bool) -> Any:
        if value is None:
            self._note(place, "wrong-value", f"{_named(place)} 后面是空的", "请写上内容,或删去这一行")
            return None
        hint = _without_none(field.type)
        if _is_part(hint):
            return self._ready(hint, value, place)
        inner = get_args(hint)[-1] if get_origin(hint) in (dict, list) else None
        if _is_part(inner) and get_origin(hint) is dict and isinstance(value, Mapping):
            return {name: self._ready(inner, one, (*place, name)) for name, one in value.items()}
        if _is_part(inner) and get_origin(hint) is list and isinstance(value, list):
            return [self._ready(inner, one, (*place, number)) for number, one in enumerate(value)]
        ready = as_formula(value) if is_formula else value
        try:
            msgspec.convert(ready, hint)
        except msgspec.ValidationError as error:
            self._misfit(str(error), hint, place)
        return ready

    def _misfit(self, error: str, hint: Any, place: Place) -> None:
        """Say a converter's refusal in words for the writer of the pack."""
        where = _WHERE.search(error)
        steps = _STEP.findall(where[1]) if where else []
        at = (*place, *(int(index) if index else name for name, index in steps))
        name = _named(at)
        if match := _EXPECTED.search(error):
            wanted, found = ("或".join(_SPOKEN.get(one, one) for one in said.split(" | ")) for said in match.groups())
            self._note(at, "wrong-value", f"{name} 应是{wanted},写的却是{found}", "请改正这个值")
        elif choices := _choices(hint):
            offered = "、".join(choices) if len(choices) <= _MOST_CHOICES else f"{'、'.join(choices[:4])}……"
            self._note(at, "wrong-value", f"{name} 的值不在可选的值里", f"可以写:{offered}")
        elif "date" in error.lower():
            self._note(at, "wrong-value", f"{name} 不是一个日期", "请写成 2022-09-01 的样子,并核对月、日")
        else:
            self._note(at, "wrong-value", f"{name}:{error}", "请改正这个值")

    def _note(self, place: Place, code: str, message: str, hint: str) -> None:
        self._found += 1
        self._fault(place, code, message, hint)


def _named(place: Place) -> str:
    return next((step for step in reversed(place) if isinstance(step, str)), "文件")


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        kept = [one for one in get_args(hint) if one is not type(None)]
        return kept[0] if len(kept) == 1 else hint
    return hint


def _is_part(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _choices(hint: Any) -> list[str]:
    return [str(one) for one in get_args(hint)] if get_origin(hint) is Literal else []


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, FieldInfo]:
    """The fields of a part by the words of the pack."""
    return {field.encode_name: field for field in msgspec.structs.fields(struct)}
