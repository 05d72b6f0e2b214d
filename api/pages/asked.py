"""What a page is asked about: an evaluation, who was on the register in it, and what its links keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlencode

from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from projections.catalogue import shipped_packs
from projections.evaluation import Evaluation
from projections.language.pack import Pack


@dataclass(frozen=True)
class Asked:
    """The evaluation that a page shows.

    `terms`: those to choose from, newest first; `said`: what the reader asked for in so many words (`term`,
    `as_of` …), which links to other pages keep, while what was not said stays what it is by default.
    """

    evaluation: Evaluation
    terms: Sequence[TermAnnounced]
    said: Mapping[str, str]

    @cached_property
    def people(self) -> dict[str, TeacherRegistered]:
        """Each teacher's row of the register in the term, by code."""
        roll = self.evaluation.county.teachers
        return {
            code: row for code, row in zip(roll.codes, roll.records, strict=True) if isinstance(row, TeacherRegistered)
        }

    @cached_property
    def schools(self) -> dict[str, SchoolRegistered]:
        """Each school's row of the register in the term, by code."""
        roll = self.evaluation.county.schools
        return {
            code: row for code, row in zip(roll.codes, roll.records, strict=True) if isinstance(row, SchoolRegistered)
        }

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
