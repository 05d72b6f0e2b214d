"""What is wrong with a line, said in one sentence that names the field."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args, get_type_hints

import msgspec

from ledger.nearest import did_you_mean
from ledger.records.record import Record
from ledger.refusals import Refused

_PATH = re.compile(r"(.*?)(?: - at `\$?(.*)`)?", re.DOTALL)
_FIELD = re.compile(r"Object (missing required|contains unknown) field `(.*)`", re.DOTALL)
_NUMBERS = ("int", "decimal", "float")


def refused_line(error: Exception, struct: type[msgspec.Struct]) -> Refused:
    """The refusal that a line's decoding error means; `struct` is what was to be read."""
    if not isinstance(error, msgspec.ValidationError):
        return Refused("bad-line", "这一行不是完整的 JSON;请每行写一个 {…},用 UTF-8 编码。")
    match = _PATH.fullmatch(str(error))
    assert match is not None
    said, path = match[1], [part for part in re.sub(r"\[.*?\]", "", match[2] or "").split(".") if part]
    if field := _FIELD.fullmatch(said):
        return _field_fault(field[2], path, struct, unknown=field[1] == "contains unknown")
    if not path:
        return Refused("bad-line", f"{_named(struct)}应是一个对象 {{…}};请核对。")
    return _value_fault(said, path, struct)


def _field_fault(name: str, path: list[str], struct: type[msgspec.Struct], *, unknown: bool) -> Refused:
    inside = _type_at(struct, path)
    outer = path[0] if path else name
    if unknown:
        known = inside.__struct_fields__ if _is_struct(inside) else ()
        near = _nearest_field(name, known)
        return Refused("unknown-field", f"{_named(struct)}没有“{name}”这一项;{near}。", fields=[outer])
    return Refused("missing-value", f"缺少{_label(struct, [*path, name])};请补上。", fields=[outer])


@lru_cache
def _nearest_field(name: str, known: tuple[str, ...]) -> str:
    return did_you_mean(name, known)


def _value_fault(said: str, path: list[str], struct: type[msgspec.Struct]) -> Refused:
    label, fields, hint = _label(struct, path), path[:1], _type_at(struct, path)
    wanted = said.removeprefix("Expected `").partition("`")[0] if said.startswith("Expected") else ""
    if said.endswith("got `null`"):
        return Refused("missing-value", f"{label}是空的(null);请填写,可以不填的就不写这一项。", fields=fields)
    if said.startswith("Invalid enum value") or _words(hint):
        written = said.removeprefix("Invalid enum value").strip().strip("'") if "enum" in said else "这个值"
        words = _words(hint)
        return Refused(
            "unknown-value", f"{label}填的“{written}”不在可选的词里;请从 {'、'.join(words)} 中选一个。", fields=fields
        )
    if "date" in said:
        return Refused("bad-date", f"{label}不是日期;请写成 2022-09-05 的样子,月份写成 2022-09-01。", fields=fields)
    if wanted.startswith(_NUMBERS) or "decimal" in said:
        kind = "不小于 0 的整数" if ">=" in said else "整数" if wanted.startswith("int") else "数"
        return Refused("bad-number", f"{label}应是{kind};请改正。", fields=fields)
    form = {"str": "一段文字,写在双引号里", "bool": "true 或 false", "array": "一个列表 […]"}.get(
        wanted, "一个对象 {…}"
    )
    return Refused("wrong-value", f"{label}应是{form};请改正。", fields=fields)


def _type_at(struct: Any, path: list[str]) -> Any:
    """The type of a field, lists and what may be left out taken off."""
    found = struct
    for name in path:
        if not _is_struct(found):
            return None
        found = _plain(get_type_hints(found).get(name))
    return found


def _plain(hint: Any) -> Any:
    inner = [one for one in get_args(hint) if one not in (type(None), Ellipsis)]
    return _plain(inner[0]) if inner else hint


def _is_struct(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, msgspec.Struct)


def _words(hint: Any) -> list[str]:
    return [word.value for word in hint] if isinstance(hint, type) and issubclass(hint, StrEnum) else []


def _label(struct: type[msgspec.Struct], path: list[str]) -> str:
    """A field as people call it, with its name in the line."""
    written = ".".join(path)
    called = struct.labels.get(path[0], "") if issubclass(struct, Record) else ""
    return f"“{called}”({written})" if called else f"“{written}”"


def _named(struct: type[msgspec.Struct]) -> str:
    return f"“{struct.called}”({struct.kind})" if issubclass(struct, Record) else "这一行"
