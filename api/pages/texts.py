"""The sentences that the pages say by themselves, by key; kept in one file, so that another language can follow."""

import tomllib
from pathlib import Path
from typing import Any


class Texts:
    """The sentences of one language: `text("quota.short", count=4, unit="节")`."""

    def __init__(self, path: Path) -> None:
        self._sections: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))

    def __call__(self, key: str, **words: Any) -> str:
        """The sentence of a key, `section.name`, its words filled in. Raises KeyError for an unknown key or word."""
        section, _, name = key.partition(".")
        return self._sections[section][name].format(**words)

    def keys(self) -> set[str]:
        """Every key there is."""
        return {f"{section}.{name}" for section, names in self._sections.items() for name in names}


text = Texts(Path(__file__).parent / "zh.toml")
"""The Chinese sentences."""
