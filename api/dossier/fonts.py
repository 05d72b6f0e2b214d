"""The fonts that documents are set in: those that come with Shilu, and others only for characters that these lack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

from api.dossier.cmap import characters_of, has

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
_OF_THE_SYSTEM = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/noto",
    "C:/Windows/Fonts",
    "/Library/Fonts",
)
_REGULAR = 400
_NO_GLYPH_NEEDED = "\n\r\t\u200b\ufeff"


@dataclass(frozen=True)
class Lacking:
    """A character that no font at hand has."""

    character: str

    @property
    def code(self) -> str:
        """As Unicode names it: `U+30EDD`."""
        return f"U+{ord(self.character):04X}"


@dataclass(frozen=True)
class Fonts:
    """What a text is set in: fonts for typst, families in the order asked, and the characters that none of them has."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    lacking: tuple[Lacking, ...]


def fonts_for(text: Iterable[str], own: Path | None = None) -> Fonts:
    """The fonts for all characters of some texts.

    Those that come with Shilu hold 30,000; for others the county's own folder is looked through, then the system's.
    The same text gets the same fonts in the same order, wherever the same files are.
    """
    asked = {one for said in text for one in said if one not in _NO_GLYPH_NEEDED}
    missing = sorted(one for one in asked if not _shipped_has(one))
    if not missing:
        return Fonts(_loaded((_shipped(),)), (SERIF, SANS), ())
    folders = [_shipped()]
    families: list[str] = []
    for folder in (own, *map(Path, _OF_THE_SYSTEM)):
        if not missing or folder is None or not folder.is_dir():
            continue
        for family, path, index in _regular(folder):
            ranges = characters_of(path, index)
            if any(has(ranges, one) for one in missing):
                missing = [one for one in missing if not has(ranges, one)]
                families.append(family)
        folders.append(folder)
    return Fonts(_loaded(tuple(folders)), (SERIF, SANS, *families), tuple(map(Lacking, missing)))


def printable(said: str, lacking: Sequence[Lacking]) -> str:
    """A text with each character that cannot be printed named in its place, not left as an empty box."""
    for one in lacking:
        said = said.replace(one.character, f"〔{one.code}〕")
    return said


@cache
def _shipped_has(character: str) -> bool:
    return all(has(characters_of(path), character) for path in sorted(_shipped().glob("*.otf")))


@cache
def _shipped() -> Path:
    found = find_spec("pylopdf_fonts_zh_cn")
    assert found
    assert found.submodule_search_locations
    return Path(next(iter(found.submodule_search_locations)))


@cache
def _loaded(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(one) for one in folders]
    )


@cache
def _regular(folder: Path) -> tuple[tuple[str, Path, int], ...]:
    """The upright fonts of a folder in the weight of text: those made for Chinese as it is written here come first."""
    found = {
        (one.family, Path(one.path), one.index)
        for one in _loaded((folder,)).fonts()
        if one.path and one.style.lower() == "normal" and one.weight == _REGULAR
    }
    return tuple(sorted(found, key=lambda one: ("SC" not in one[0].split(), "Serif" not in one[0], one[0], one[2])))
