"""因地制宜: the packs of wider jurisdictions that a pack builds on, their clauses joined to its own."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledger.nearest import did_you_mean
from projections.language.clauses import Override
from projections.language.loading import BY_NAME, Draft, converted
from projections.language.pack import Pack
from projections.language.pack_files import (
    PackFile,
    UnreadableText,
    files_of,
    joined_text,
    parted_text,
    path_of,
    read_files,
)
from projections.language.schema import Head
from projections.language.yaml_text import Path as Place
from projections.language.yaml_text import YamlText

_WIDEST_FIRST = ("nation", "province", "city", "county", "school")
_CALLED = {"nation": "国家", "province": "省", "city": "市", "county": "县", "school": "学校"}


@dataclass(frozen=True)
class BuiltOn:
    """Where the packs that a pack builds on are found: inside its whole text, else in files beside it or shipped."""

    path: Path
    inside_text: dict[str, list[PackFile]] | None = None

    @classmethod
    def beside(cls, path: Path) -> "BuiltOn":
        """In files, of the pack at a path."""
        return cls(path)

    @classmethod
    def inside(cls, whole: bytes, path: Path) -> "BuiltOn":
        """In the whole text of a pack."""
        return cls(path, parted_text(whole, str(path))[1])

    def files_for(self, text: YamlText) -> dict[str, list[PackFile]]:
        """The files of every pack that some values build on, and of those that these build on, by ID."""
        found: dict[str, list[PackFile]] = {}
        waiting = _named_in(text)
        while waiting:
            name = waiting.pop(0).partition("@")[0]
            if name not in found and (files := self._files(name)):
                found[name] = files
                try:
                    waiting += _named_in(read_files(files, BY_NAME))
                except UnreadableText:
                    continue  # told where the pack is joined
        return found

    def joined(self, own: Pack, draft: Draft, trail: tuple[str, ...] = ()) -> Pack:
        """The pack with the clauses and named parts of those it builds on; faults are noted in the draft."""
        trail = (*trail, own.head.id)
        overrides = list(_overrides(own))
        parts: dict[str, dict[str, Any]] = {section: {} for section in BY_NAME}
        sources: dict[str, Head] = {}
        known: dict[str, Pack] = {}
        for number, name in enumerate(own.head.builds_on):
            if theirs := self._read(name, ("builds_on", number), draft, trail):
                known[theirs[0].head.id] = theirs[0]
                replaced = {one.clause for _, one in overrides if one.pack == theirs[0].head.id}
                _add(parts, sources, theirs, replaced, own, draft)
        _check_overrides(own, known, overrides, draft)
        merged = {section: parts[section] | getattr(own, section) for section in BY_NAME}
        return replace(own, **merged, sources={name: head for name, head in sources.items() if name not in own.clauses})

    def _files(self, name: str) -> list[PackFile] | None:
        if self.inside_text and name in self.inside_text:
            return self.inside_text[name]
        path = path_of(name, self.path.parent)
        return files_of(path) if path else None

    def _read(
        self, wanted: str, place: Place, draft: Draft, trail: tuple[str, ...]
    ) -> tuple[Pack, dict[Place, tuple[str, YamlText]]] | None:
        """A pack built on, joined to those that it builds on itself, and the text of each of its parts."""
        name, _, version = wanted.partition("@")
        if name in trail:
            draft.fault(place, "circle", f"办法互相依据成了圈:{' → '.join((*trail, name))}", "请删去其中一处 builds_on")
            return None
        files = self._files(name)
        if not files:
            draft.fault(place, "unknown-pack", f"没有找到办法 {name}", f"请把 {name}.yaml 放在同一文件夹里,或核对名称")
            return None
        try:
            text = read_files(files, BY_NAME)
        except UnreadableText as error:
            draft.fault(place, "unsound-pack", f"所依据的 {name} 读不通:{error.message}", f"请先改正 {error.file}")
            return None
        theirs = Draft(files[0].name, text)
        own = converted(theirs, Path(files[0].name), sha256(joined_text(files, {})).hexdigest(), "")
        joined = self.joined(own, theirs, trail) if own else None
        if not joined or theirs.faults:
            first = theirs.faults[0]
            message = f"所依据的 {name} 有问题({first.file} 第 {first.line} 行:{first.message})"
            draft.fault(place, first.code, message, f"请先用 packs check 改正 {name}")
            return None
        if version and version != joined.head.version:
            message = f"{name} 是 {joined.head.version} 版,不是 {version} 版"
            draft.fault(place, "unknown-pack", message, f"请写 {name}@{joined.head.version},或放上那一版的文件")
            return None
        here = {(section, one): (theirs.file, text) for section in BY_NAME for one in getattr(joined, section)}
        return joined, here | theirs.elsewhere


def _named_in(text: YamlText) -> list[str]:
    named = text.values.get("builds_on") if isinstance(text.values, dict) else None
    return [one for one in named if isinstance(one, str)] if isinstance(named, list) else []


def _overrides(pack: Pack) -> list[tuple[Place, Override]]:
    return [
        (("clauses", name, "overrides", number), one)
        for name, clause in pack.clauses.items()
        for number, one in enumerate(clause.overrides)
    ]


def _add(
    parts: dict[str, dict[str, Any]],
    sources: dict[str, Head],
    theirs: tuple[Pack, dict[Place, tuple[str, YamlText]]],
    replaced: set[str],
    own: Pack,
    draft: Draft,
) -> None:
    """Add the parts of a pack built on; a name that ours or another pack has too is a fault."""
    pack, texts = theirs
    for section in BY_NAME:
        for name, part in getattr(pack, section).items():
            if section == "clauses" and name in replaced:
                continue
            if section == "clauses" and name in own.clauses:
                hint = f"要改写它,请在 overrides 里写 {{pack: {pack.head.id}, clause: {name}, why: …}};否则请换一个名称"
                draft.fault((section, name), "name-taken", f"{pack.head.id} 里也有叫 {name} 的条款", hint)
            elif name in getattr(own, section):
                draft.fault((section, name), "name-taken", f"{pack.head.id} 里也有 {name}", "请换一个名称")
            elif parts[section].get(name, part) != part:
                number = own.head.builds_on.index(next(one for one in own.head.builds_on if _is(one, pack)))
                draft.fault(("builds_on", number), "name-taken", f"所依据的两个办法里都有 {name}", "请改其中一个的名称")
            else:
                parts[section][name] = part
                draft.elsewhere[(section, name)] = texts[(section, name)]
                if section == "clauses":
                    sources[name] = pack.head_of(name)


def _is(wanted: str, pack: Pack) -> bool:
    return wanted.partition("@")[0] == pack.head.id


def _check_overrides(own: Pack, known: dict[str, Pack], overrides: list[tuple[Place, Override]], draft: Draft) -> None:
    named = [one.partition("@")[0] for one in own.head.builds_on]
    seen: dict[tuple[str, str], Place] = {}
    for place, one in overrides:
        if one.pack not in named:
            message = f"builds_on 里没有 {one.pack},不能改写它的条款"
            draft.fault(
                (*place, "pack"), "unknown-pack", message, f"请在 builds_on 里写上它;{did_you_mean(one.pack, named)}"
            )
            continue
        if (one.pack, one.clause) in seen:
            draft.fault(place, "name-taken", f"{one.pack} 的 {one.clause} 改写了两次", "请只留一处")
        seen[one.pack, one.clause] = place
        theirs = known.get(one.pack)
        if theirs and one.clause not in theirs.clauses:
            hint = did_you_mean(one.clause, theirs.clauses)
            draft.fault((*place, "clause"), "unknown-name", f"{one.pack} 里没有叫“{one.clause}”的条款", hint)
        elif theirs and _rank(theirs.head_of(one.clause)) > _rank(own.head):
            level, ours = theirs.head_of(one.clause).jurisdiction, own.head.jurisdiction
            message = f"{_CALLED[ours]}的办法不能改写{_CALLED[level]}的条款"
            draft.fault((*place, "pack"), "wrong-value", message, "只能改写同级或更大范围的办法")
        if not one.why.strip():
            draft.fault((*place, "why"), "unsaid", f"为什么改写 {one.clause} 没有说", "请写上依据")


def _rank(head: Head) -> int:
    return _WIDEST_FIRST.index(head.jurisdiction)
