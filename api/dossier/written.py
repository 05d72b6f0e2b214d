"""Files that a county writes itself, in YAML: chapters, and what the fields of a template are filled with."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ledger.refusals import Refused
from projections.language.yaml_text import YamlFault, read_yaml

T = TypeVar("T")


class Unreadable(Exception):
    """A file that is not there, or not in the form asked; the sentence says where."""


def read_written(path: Path, form: type[T]) -> T:
    """The file in a form. Raises Unreadable."""
    try:
        values: Any = read_yaml(path.read_text(encoding="utf-8-sig")).values
        return msgspec.convert(values, form)
    except FileNotFoundError:
        raise Unreadable(f"找不到 {path.name}") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path.name} 不是 UTF-8 编码") from None
    except OSError as error:
        raise Unreadable(f"读不了 {path.name}") from error
    except YamlFault as fault:
        raise Unreadable(f"{path.name} 第 {fault.line} 行{fault.message}") from None
    except msgspec.ValidationError as fault:
        raise Unreadable(f"{path.name} 里有不认识的项目,或缺少、写错了一项({fault})") from None


def bad_template(path: Path, what: str) -> Refused:
    """A template or its mapping that cannot be used, with what is wrong in it."""
    return Refused("bad-template", f"模板 {path.stem} 用不上:{what};请照 docs/own-templates.md 改好再试。")
