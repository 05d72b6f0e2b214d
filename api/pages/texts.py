"""The sentences that the pages say by themselves, by key; kept in one folder, so that another language can follow."""

import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from api.typesetting import in_print

Sections = dict[str, dict[str, str]]


class Texts:
    """The sentences of one language: `text("quota.short", count=4, unit="节")`."""

    def __init__(self, folder: Path, shown: Callable[[str], str] = str) -> None:
        """The sentences in the files of a folder, each as `shown` makes it; read when the first is asked for."""
        self._folder, self._shown = folder, shown
        self._read: Sections | None = None

    @property
    def _sections(self) -> Sections:
        """By section and name. Raises ValueError for a section that stands in two files."""
        if self._read is None:
            sections = _sections_in(self._folder)
            self._read = {
                section: {name: self._shown(said) for name, said in names.items()}
                for section, names in sections.items()
            }
        return self._read

    def __call__(self, key: str, **words: Any) -> str:
        """The sentence of a key, `section.name`, its words filled in. Raises KeyError for an unknown key or word."""
        section, _, name = key.partition(".")
        return self._sections[section][name].format(**words)

    def keys(self) -> set[str]:
        """Every key there is."""
        return {f"{section}.{name}" for section, names in self._sections.items() for name in names}


@lru_cache  # the Chinese are shown in two ways, and a file takes 6 ms to parse
def _sections_in(folder: Path) -> Sections:
    sections: Sections = {}
    for path in sorted(folder.glob("*.toml")):
        for section, names in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if section in sections:
                raise ValueError(f"the section [{section}] of {path.name} stands in another file too")
            sections[section] = names
    return sections


_CHINESE = Path(__file__).parent / "words" / "zh"

text = Texts(_CHINESE)
"""The Chinese sentences, as they are told to programs."""

printed_text = Texts(_CHINESE, in_print)
"""The Chinese sentences, as they are set on pages."""
