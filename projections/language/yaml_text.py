"""YAML as text to plain values, with the line of every part, exact numbers, and no key twice.

YAML 1.1 would read `on`, `yes` and `no` as booleans and 0.8 as a binary fraction; here they stay words, and decimals
become Fractions.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""The keys and places that lead to a part."""


_DEEPEST = 40


class YamlFault(Exception):
    """Text that is not sound YAML: the line, counted from 1, and a sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class YamlText:
    """The values of a text, and the line (from 1) of each part of it.

    `files`: of a text in several files, the file of each named part that does not stand in the first.
    """

    values: Any
    lines: dict[Path, int] = field(default_factory=dict)
    files: dict[Path, str] = field(default_factory=dict)

    def file(self, path: Path) -> str:
        """The file that a part stands in, where the text is that of several; empty for the first."""
        return self.files.get(path[:2], "")

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Nodes(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Makes nodes of a text, without guessing what their words mean: `_scalar` says that.

    To look every node up in PyYAML's tables takes a third of the time of composing.
    """

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """The tag of a node; nobody reads it."""
        return ""

    def descend_resolver(self, node: Any, index: Any) -> None:
        """Nothing to look up on the way down."""

    def ascend_resolver(self) -> None:
        """Nothing to look up on the way up."""


def read_yaml(text: str) -> YamlText:
    """The values of a YAML text. Raises YamlFault."""
    try:
        node = _Nodes(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault(mark.line + 1 if mark else 1, f"不是合格的 YAML:{error.problem}") from error
    except yaml.YAMLError as error:
        raise YamlFault(1, f"不是合格的 YAML:{error}") from error
    read = YamlText(None)
    read.values = _value(node, (), read.lines) if node else {}
    return read


def _value(node: Any, path: Path, lines: dict[Path, int]) -> Any:
    if len(path) > _DEEPEST:
        raise YamlFault(node.start_mark.line + 1, "套得太深,或引用了自己")
    if path not in lines:
        lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlFault(line, "冒号左边应是一个名称")
            key = str(key_node.value)
            if key in found:
                raise YamlFault(line, f"“{key}”写了两次")
            at = (*path, key)
            lines[at] = line
            found[key] = _value(value_node, at, lines)
        return found
    return [_value(item, (*path, place), lines) for place, item in enumerate(node.value)]


def _scalar(node: Any) -> Any:
    text: str = node.value
    if node.style:  # in quotation marks, or a block of text
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "null", "~"):
        return None
    if not (text[0].isdigit() or text[0] in "+-."):
        return text  # neither a number nor a day
    for read in (int, Fraction, date.fromisoformat):
        try:
            return read(text)
        except (ValueError, ZeroDivisionError):
            continue
    return text
