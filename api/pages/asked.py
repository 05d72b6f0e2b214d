"""What a page is asked about: an evaluation, who was on the register in it, and what its links keep."""

from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from api.accounts.permitted import Sees, sees
from api.accounts.visitor import HERE, Visitor
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from projections.catalogue import shipped_packs
from projections.evaluation import Evaluation
from projections.facts import Roll
from projections.language.pack import Pack

R = TypeVar("R")


class _Rows(Mapping[str, R], Generic[R]):
    """The rows of the register, each read when it is looked at: of a page of fifty nobody reads fifteen thousand.

    Whoever looks at all of them reads all at once: one by one each would be a question to the book.
    """

    def __init__(self, roll: Roll) -> None:
        self._roll = roll

    def __getitem__(self, code: str) -> R:
        found: list[R] = self._roll.of([code])
        if not found:
            raise KeyError(code)
        return found[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._roll.codes)

    def __len__(self) -> int:
        return len(self._roll)

    def values(self) -> ValuesView[R]:
        """Every row, in the order of codes."""
        return self._all().values()

    def items(self) -> ItemsView[str, R]:
        """Every code with its row, in the order of codes."""
        return self._all().items()

    def _all(self) -> dict[str, R]:
        return dict(zip(self._roll.codes, self._roll.records, strict=True))


@dataclass(frozen=True)
class Asked:
    """The evaluation that a page shows.

    `terms`: those to choose from, newest first; `said`: what the reader asked for in so many words (`term`, `as_of` …),
    which links to other pages keep, while what was not said stays what it is by default; `visitor`: who asked.
    """

    evaluation: Evaluation
    terms: Sequence[TermAnnounced]
    said: Mapping[str, str]
    visitor: Visitor = HERE

    @cached_property
    def people(self) -> Mapping[str, TeacherRegistered]:
        """Each teacher's row of the register in the term, by code."""
        return _Rows(self.evaluation.county.teachers)

    @cached_property
    def schools(self) -> Mapping[str, SchoolRegistered]:
        """Each school's row of the register in the term, by code."""
        return _Rows(self.evaluation.county.schools)

    @cached_property
    def sees(self) -> Sees:
        """Whose records the visitor sees."""
        return sees(self.visitor)

    @cached_property
    def seen(self) -> Sequence[str]:
        """The codes of the teachers whose records the visitor sees, in the order of codes."""
        codes = self.evaluation.county.teachers.codes
        return codes if self.sees.everything else [code for code in codes if self.sees.teacher(code)]

    @property
    def pack(self) -> Pack:
        """The pack that was evaluated."""
        return self.evaluation.pack

    @property
    def packs(self) -> list[Pack]:
        """The packs to choose from."""
        return list(shipped_packs().values())

    def school_name(self, code: str) -> str:
        """A school's name; its code where the register has none."""
        return self.schools[code].name if code in self.schools else code

    def link(self, path: str, **more: object) -> str:
        """A link to another page about the same term and days."""
        query = urlencode({**self.said, **{name: str(value) for name, value in more.items() if value}})
        return quote(path) + (f"?{query}" if query else "")
