"""The sentences that the pages say by themselves, by key; kept in one file, so that another language can follow."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.typesetting import in_print


class Texts:
    """The sentences of one language: `text("quota.short", count=4, unit="节")`."""

    def __init__(self, path: Path, shown: Callable[[str], str] = str) -> None:
        """The sentences in the file at `path`, each as `shown` makes it."""
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        self._sections = {
            section: {name: shown(said) for name, said in names.items()} for section, names in sections.items()
        }

    def __call__(self, key: str, **words: Any) -> str:
        """The sentence of a key, `section.name`, its words filled in. Raises KeyError for an unknown key or word."""
        section, _, name = key.partition(".")
        return self._sections[section][name].format(**words)

    def keys(self) -> set[str]:
        """Every key there is."""
        return {f"{section}.{name}" for section, names in self._sections.items() for name in names}


_CHINESE = Path(__file__).parent / "zh.toml"

text = Texts(_CHINESE)
"""The Chinese sentences, as they are told to programs."""

printed_text = Texts(_CHINESE, in_print)
"""The Chinese sentences, as they are set on pages."""
