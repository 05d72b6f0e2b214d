"""The names of kinds and the small numbers that stand for them in the stored rows."""

from collections.abc import Iterable, Sequence


class Kinds:
    """Names and their codes as one reader, or one writer, knows them. Codes are never given to another name."""

    def __init__(self, known: Iterable[tuple[int, str]] = ()) -> None:
        self.names = dict(known)
        self.codes = {name: code for code, name in self.names.items()}

    def knows(self, names: Sequence[str]) -> bool:
        """Whether all these names have a code already."""
        return all(name in self.codes for name in names)

    def codes_of(self, names: Sequence[str]) -> list[int]:
        """The codes of those among the names that were ever stored."""
        return [self.codes[name] for name in names if name in self.codes]

    def with_new(self, names: Iterable[str]) -> tuple["Kinds", list[tuple[int, str]]]:
        """The same and codes for new names; and those alone."""
        first = max(self.names, default=0) + 1
        new = list(enumerate(dict.fromkeys(name for name in names if name not in self.codes), first))
        return Kinds([*self.names.items(), *new]), new
