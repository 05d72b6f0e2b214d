"""Loading a pack: YAML to schema, every fault with file, line and hint; no source or no example, no pack."""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledger.bulk import no_collection
from ledger.refusals import Refused
from projections.language.clauses import Clause
from projections.language.conversion import Conversion
from projections.language.pack import Pack
from projections.language.pack_files import UnreadableText, files_of, joined_text, parted_text, read_files
from projections.language.schema import SECTIONS, Head
from projections.language.yaml_text import Path as Place
from projections.language.yaml_text import YamlText

BY_NAME = (*SECTIONS, "clauses")
"""The sections of a pack that are lists by name."""


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
    """A pack while it is read: the faults so far, and the line of each part.

    `elsewhere`: of each part that comes from a pack built on, the file and the text that it stands in. `broken`: the
    sections and names of parts that could not be read, so that whoever names them is not blamed. `faulty`: those of
    all parts with a fault.
    """

    file: str
    text: YamlText
    faults: list[PackFault] = field(default_factory=list)
    elsewhere: dict[Place, tuple[str, YamlText]] = field(default_factory=dict)
    broken: set[Place] = field(default_factory=set)
    faulty: set[Place] = field(default_factory=set)

    def fault(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note a fault of the part at a place; the same one on the same line only once."""
        file, text = self.elsewhere.get(place[:2], (self.file, self.text))
        fault = PackFault(text.file(place) or file, text.line(place), code, message, hint)
        self.faulty.add(place[:2])
        if fault not in self.faults:
            self.faults.append(fault)


def read_pack(path: Path) -> tuple[Pack | None, list[PackFault]]:
    """The pack in a file or folder, and all its faults; the pack is None where it has any."""
    from projections.language.building_on import BuiltOn

    own = files_of(path)
    built_on = BuiltOn.beside(path)
    try:
        text = read_files(own, BY_NAME)
    except UnreadableText as error:
        return None, [_unreadable(error)]
    whole = joined_text(own, built_on.files_for(text))
    return _read(text, path, sha256(whole).hexdigest(), whole, built_on, ())


def read_pack_text(content: bytes, path: Path) -> tuple[Pack | None, list[PackFault]]:
    """The pack in a whole text, and all its faults; `path` is where it comes from, and need not exist."""
    try:
        text = own_values(content, path)
    except UnreadableText as error:
        return None, [_unreadable(error)]
    return read_values(text, path, sha256(content).hexdigest(), whole=content)


def own_values(whole: bytes, path: Path) -> YamlText:
    """The values of a pack itself in its whole text, those it builds on left out. Raises UnreadableText."""
    return read_files(parted_text(whole, str(path))[0], BY_NAME)


def read_values(
    text: YamlText, path: Path, digest: str, *, forgiven: Collection[str] = (), whole: bytes = b""
) -> tuple[Pack | None, list[PackFault]]:
    """The pack that some values of YAML say, and all its faults; `path` is where they come from.

    `forgiven`: the codes of faults with which there is a pack all the same. `whole`: the text in which the packs that
    it builds on are found.
    """
    from projections.language.building_on import BuiltOn

    return _read(text, path, digest, whole, BuiltOn.inside(whole, path), forgiven)


def load_pack(path: Path) -> Pack:
    """The pack in a file or folder. Raises PackRefused where it has a fault."""
    with no_collection():  # of the many small parts of a pack none is let go
        pack, faults = read_pack(path)
    if not pack:
        raise PackRefused(faults)
    return pack


def _read(
    text: YamlText, path: Path, digest: str, whole: bytes, built_on: Any, forgiven: Collection[str]
) -> tuple[Pack | None, list[PackFault]]:
    from projections.language.soundness import check_pack

    draft = Draft(str(path), text)
    own = converted(draft, path, digest, whole.decode("utf-8", "replace"))
    pack = built_on.joined(own, draft) if own else None
    if own and pack:
        check_pack(pack, draft, own)
    sound = all(fault.code in forgiven for fault in draft.faults)
    return (pack if sound else None), sorted(draft.faults, key=lambda fault: (fault.file != draft.file, fault.line))


def converted(draft: Draft, path: Path, digest: str, whole: str) -> Pack | None:
    """The pack that the draft's values say, parts with a fault left out; None where its head has one."""
    values = draft.text.values
    if not isinstance(values, dict):
        draft.fault((), "wrong-value", "办法文件应是“名称: 值”的样子", "请参照已有的办法文件")
        return None
    conversion = Conversion(draft.fault)
    head = conversion.part(Head, {key: value for key, value in values.items() if key not in BY_NAME}, ())
    sections: dict[str, Any] = {
        section: _each(draft, conversion, schema, values, section) for section, schema in SECTIONS.items()
    }
    clauses = _each(draft, conversion, Clause, values, "clauses")
    if not values.get("clauses"):
        draft.fault((), "missing-field", "没有 clauses", "请至少写一条条款")
    return Pack(path, digest, head, **sections, clauses=clauses, text=whole) if head else None


def _each(draft: Draft, conversion: Conversion, schema: Any, values: dict[str, Any], section: str) -> dict[str, Any]:
    """The parts of a list by name, each converted by itself, so that a fault names its own line."""
    parts = values.get(section)
    if parts is None:
        return {}
    if not isinstance(parts, dict):
        draft.fault((section,), "wrong-value", f"{section} 下面应是“名称: 内容”的样子", "请检查缩进")
        return {}
    found = {name: conversion.part(schema, value, (section, name)) for name, value in parts.items()}
    draft.broken |= {(section, name) for name, part in found.items() if part is None}
    return {name: part for name, part in found.items() if part is not None}


def _unreadable(error: UnreadableText) -> PackFault:
    return PackFault(error.file, error.line, "bad-yaml", error.message, error.hint)
