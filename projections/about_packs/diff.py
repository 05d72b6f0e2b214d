"""What changed between two packs, or two versions of one: clause by clause, in words, and from when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import msgspec

from projections.about_packs.words import Way, called, section_in_words, value_in_words, way_in_words
from projections.canonical import as_json
from projections.language.pack import Pack
from projections.language.schema import SECTIONS

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"

_CLAUSES = "clauses"


@dataclass(frozen=True)
class PackChange:
    """One thing that is other: `what` is added, removed, moved or changed.

    `section` is `head`, `clauses` or a section of the pack, `clause` the name in it, `field` the way to what is other
    in it; `since` the first day of the change, where it is known.
    """

    what: str
    section: str
    clause: str
    field: str
    before: Any
    after: Any
    since: str
    says: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        told = vars(self)
        return {("from" if name == "since" else name): value for name, value in told.items()}


def pack_changes(before: Pack, after: Pack) -> list[PackChange]:
    """What is other in `after`: its head first, then the clauses, then what they are computed from."""
    found = list(_head(before, after))
    for section in (_CLAUSES, *SECTIONS):
        found += _section(before, after, section)
    return found


def _head(before: Pack, after: Pack) -> Iterator[PackChange]:
    for field, was, now in _fields(_plain(before.head), _plain(after.head), ()):
        since = _since(now, "", after)
        says = f"办法的{way_in_words(field)}{_moved((before, after), field, was, now)}{_from(since)}"
        yield PackChange(CHANGED, "head", "", ".".join(field), was, now, since, says)


def _section(before: Pack, after: Pack, section: str) -> Iterator[PackChange]:
    was, now = _parts(before, section), _parts(after, section)
    renamed = _renamed(was, now)
    word = section_in_words(section)
    for name, old in was.items():
        if name in renamed:
            new = renamed[name]
            says = f"{word} {name}{called(old)}改名为 {new},内容不变"
            yield PackChange(MOVED, section, new, "name", name, new, "", says)
        elif name not in now:
            day = str(after.head.in_force.from_)
            yield PackChange(
                REMOVED, section, name, "", old, None, day, f"{word} {name}{called(old)}不再有{_from(day)}"
            )
    for name, new_part in now.items():
        if name in was:
            yield from _changed(section, name, was[name], new_part, (before, after))
        elif name not in renamed.values():
            day = _begins(new_part) or str(after.head.in_force.from_)
            says = f"新增{word} {name}{called(new_part)}{_from(day)}"
            yield PackChange(ADDED, section, name, "", None, new_part, day, says)
    if section == _CLAUSES:
        yield from _order(was, now)


def _changed(section: str, name: str, was: Any, now: Any, packs: tuple[Pack, Pack]) -> Iterator[PackChange]:
    word = section_in_words(section)
    if isinstance(was.get("is"), list) and isinstance(now.get("is"), list):
        yield from _dated(section, name, was, now, packs)
        was, now = ({key: one for key, one in part.items() if key != "is"} for part in (was, now))
    for field, old, new in _fields(was, now, ()):
        since = _since(new, _begins(now), packs[1])
        says = f"{word} {name}{called(now)}的{way_in_words(field)}{_moved(packs, field, old, new)}{_from(since)}"
        yield PackChange(CHANGED, section, name, ".".join(map(str, field)), old, new, since, says)


def _dated(section: str, name: str, was: Any, now: Any, packs: tuple[Pack, Pack]) -> Iterator[PackChange]:
    """What a dated value is otherwise, from each day on which either version begins to say something."""
    days = sorted({str(one.get("from") or "") for one in (*was["is"], *now["is"])})
    word, told = section_in_words(section), (None, None)
    for day in days:
        old, new = _value_on(was["is"], day), _value_on(now["is"], day)
        if old != new and (old, new) != told:
            says = f"{word} {name}{called(now)}{_from(day) or ':最初'}由 {old} 改为 {new}"
            yield PackChange(CHANGED, section, name, "is", old, new, day or str(packs[1].head.in_force.from_), says)
        elif old == new and told[0] != told[1]:
            says = f"{word} {name}{called(now)}{_from(day)}仍是 {new},没有变"
            yield PackChange(CHANGED, section, name, "is", old, new, day, says)
        told = old, new


def _value_on(dated: list[Any], day: str) -> Any:
    """What a dated value says on a day: the last that has begun; before the first, the first."""
    begun = [one["value"] for one in dated if str(one.get("from") or "") <= day]
    return begun[-1] if begun else dated[0]["value"]


def _moved(packs: tuple[Pack, Pack], way: Way, old: Any, new: Any) -> str:
    if old is None:
        return f":新增 {value_in_words(packs[1], way, new)}"
    if new is None:
        return f":删去 {value_in_words(packs[0], way, old)}"
    return f"由 {value_in_words(packs[0], way, old)} 改为 {value_in_words(packs[1], way, new)}"


def _order(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[PackChange]:
    """The clauses that both have and that stand in another place among them."""
    old, new = [name for name in was if name in now], [name for name in now if name in was]
    matching = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {name for block in matching for name in old[block.a : block.a + block.size]}
    for name in new:
        if name not in kept:
            before, after = old.index(name) + 1, new.index(name) + 1
            says = f"条款 {name}{called(now[name])}由第 {before} 条移到第 {after} 条,内容见别的各行"
            yield PackChange(MOVED, _CLAUSES, name, "order", before, after, "", says)


def _renamed(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
    """Parts that only have another name: the old one with the new one."""
    gone, come = [name for name in was if name not in now], [name for name in now if name not in was]
    found: dict[str, str] = {}
    for old in gone:
        alike = [new for new in come if now[new] == was[old] and new not in found.values()]
        if alike:
            found[old] = alike[0]
    return found


def _fields(was: Any, now: Any, way: Way) -> Iterator[tuple[Way, Any, Any]]:
    """Where two values differ: the way there, and what stood and stands there; None where nothing does."""
    if was == now:
        return
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*was, *now]):
            yield from _fields(was.get(name), now.get(name), (*way, str(name)))
        return
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (old, new) in enumerate(zip(was, now, strict=True)):
            yield from _fields(old, new, (*way, str(place)))
        return
    yield way, was, now


def _parts(pack: Pack, section: str) -> dict[str, Any]:
    return {name: _plain(part) for name, part in getattr(pack, section, {}).items()}


def _plain(part: Any) -> Any:
    """A part of a pack as plain values under the words of the YAML; what is not said and has a default is left out."""
    if isinstance(part, msgspec.Struct):
        found = {}
        tag = part.__struct_config__.tag
        if tag:
            found["kind"] = tag
        for one in msgspec.structs.fields(part):
            value = getattr(part, one.name)
            default = one.default if one.default is not msgspec.NODEFAULT else None
            if one.default_factory is not msgspec.NODEFAULT:
                default = one.default_factory()
            if one.required or value != default:
                found[one.encode_name] = _plain(value)
        return found
    if isinstance(part, Mapping):
        return {str(name): _plain(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(value) for value in part]
    return as_json(part)


def _since(now: Any, begins: str, after: Pack) -> str:
    """From when a change holds: by its own date, else the clause's, else the day the pack comes into force."""
    return _begins(now) or begins or str(after.head.in_force.from_)


def _begins(part: Any) -> str:
    """The day a part says that it begins: the latest of its dated values, or the first day it is in force."""
    if not isinstance(part, Mapping):
        return ""
    span = part.get("in_force")
    if isinstance(span, Mapping) and span.get("from"):
        return str(span["from"])
    dated = [str(one["from"]) for one in part.get("is") or [] if isinstance(one, Mapping) and one.get("from")]
    return max(dated, default=str(part.get("from") or ""))


def _from(since: str) -> str:
    return f",从 {since} 起" if since else ""
