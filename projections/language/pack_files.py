"""The text of a pack: one file, or the files of a folder; whole, with the texts of the packs that it builds on.

Several files are kept as one text, each behind a line `--- # NAME`; those of a pack built on behind `--- # ID/NAME`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ledger.on_disk import why
from ledger.refusals import Refused
from projections.language.yaml_text import YamlFault, YamlText, read_yaml

MAIN = "pack.yaml"
"""The file of a folder that holds the head of the pack."""

STORIES = ".stories.yaml"
"""How the files of stories end that stand beside packs."""

_SHIPPED = Path(__file__).parent.parent / "packs"
_MARK = re.compile(rb"^--- # (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class PackFile:
    """One file of a pack."""

    name: str
    content: bytes


class UnreadableText(Exception):
    """Files that make no pack: the file, the line, a sentence and what to do."""

    def __init__(self, file: str, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.file, self.line, self.message, self.hint = file, line, message, hint


def files_of(path: Path) -> list[PackFile]:
    """The files of the pack at a path, its main file first, the others by name. Raises Refused `unreadable-file`."""
    try:
        if not path.is_dir():
            return [PackFile(str(path), path.read_bytes())]
        main = path / MAIN
        others = sorted(one for one in path.glob("*.yaml") if one != main and not one.name.endswith(STORIES))
        return [PackFile(str(one), one.read_bytes()) for one in (main, *others)]
    except OSError as error:
        raise Refused("unreadable-file", f"无法读取 {error.filename or path}:{why(error)};请核对路径。") from error


def path_of(name: str, beside: Path) -> Path | None:
    """Where the pack of an ID is: beside another pack, or among those that come with Shilu."""
    for folder in (beside, _SHIPPED):
        for path in (folder / f"{name}.yaml", folder / name):
            if path.is_file() or (path / MAIN).is_file():
                return path
    return None


def joined_text(own: list[PackFile], others: dict[str, list[PackFile]]) -> bytes:
    """One text of all files; a single file stays what it is."""
    if len(own) == 1 and not others:
        return own[0].content
    named = [("", own), *((f"{name}/", files) for name, files in others.items())]
    pieces = [
        f"--- # {prefix}{Path(one.name).name}\n".encode() + one.content.rstrip(b"\n") + b"\n"
        for prefix, files in named
        for one in files
    ]
    return b"".join(pieces)


def parted_text(whole: bytes, file: str) -> tuple[list[PackFile], dict[str, list[PackFile]]]:
    """The files in one text: a pack's own, and by ID those of the packs that it builds on."""
    marks = list(_MARK.finditer(whole))
    if not marks or marks[0].start():
        return [PackFile(file, whole)], {}
    own: list[PackFile] = []
    others: dict[str, list[PackFile]] = {}
    ends = [*(mark.start() for mark in marks[1:]), len(whole)]
    for mark, end in zip(marks, ends, strict=True):
        name = mark[1].decode("utf-8", "replace")
        pack, slash, _ = name.rpartition("/")
        (others.setdefault(pack, []) if slash else own).append(PackFile(name, whole[mark.end() : end]))
    return own, others


def read_files(files: list[PackFile], sections: Collection[str]) -> YamlText:
    """The values of a pack's files taken together. Raises UnreadableText.

    `sections`: the lists by name, parts of which may stand in every file.
    """
    first = _read(files[0])
    for one in files[1:]:
        text = _read(one)
        values = text.values if isinstance(text.values, dict) else {"": None}
        for section, parts in values.items():
            target = first.values.setdefault(section, {}) if isinstance(first.values, dict) else None
            if section not in sections or not isinstance(parts, dict) or not isinstance(target, dict):
                line = text.line((section,))
                raise UnreadableText(one.name, line, f"{section} 应写在 {MAIN} 里", "这里只能写 measures、clauses 等")
            for name, part in parts.items():
                if name in target:
                    line, before = text.line((section, name)), first.file((section, name)) or files[0].name
                    raise UnreadableText(
                        one.name, line, f"{before} 里已有 {name},{one.name} 里又写了一次", "请删去一处,或换一个名称"
                    )
                target[name] = part
                first.files[(section, name)] = one.name
        first.lines |= {path: line for path, line in text.lines.items() if first.files.get(path[:2]) == one.name}
    return first


def _read(file: PackFile) -> YamlText:
    try:
        return read_yaml(file.content.decode("utf-8"))
    except UnicodeDecodeError:
        raise UnreadableText(file.name, 1, "文件不是 UTF-8 编码", "请另存为 UTF-8") from None
    except YamlFault as fault:
        raise UnreadableText(file.name, fault.line, fault.message, "请检查缩进、冒号和引号") from None
