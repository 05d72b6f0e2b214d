"""The answers as canonical bytes, subject by subject: what is sent and what the digest is of, kept ready.

After a new event only what is said of those whom it concerns is written anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.answers import answers_of, clauses_about
from projections.canonical import canonical, canonical_object
from projections.kernel import Kernel
from projections.kernel.alike import alike, differ
from projections.kernel.targets import TargetResult
from projections.language.clauses import Ranking
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP

Rows = npt.NDArray[np.int64]

_SECTIONS = {TEACHER: "teachers", GROUP: "groups", SCHOOL: "schools", TOWNSHIP: "townships"}
_NOTHING = b"{}"
_ALWAYS = (TEACHER, GROUP, SCHOOL)
"""The kinds whose section is there even where nothing is said."""


@dataclass(frozen=True)
class WrittenAnswers:
    """What is said of every subject of every kind that something is said of, by kind, in the order of their codes."""

    kernel: Kernel
    historical: bool
    said: Mapping[str, list[bytes]]

    def after(self, kernel: Kernel) -> "WrittenAnswers":
        """The same by the kernel of a later position, written anew where it differs."""
        said = {}
        for kind, before in self.said.items():
            rows = self._changed(kind, kernel)
            said[kind] = _written(kernel, kind, self.historical) if rows is None else list(before)
            if rows is not None and len(rows):
                for row, one in zip(
                    rows.tolist(), answers_of(kernel, kind, rows, historical=self.historical), strict=True
                ):
                    said[kind][row] = canonical(one)
        return WrittenAnswers(kernel, self.historical, said)

    def sections(self) -> dict[str, bytes]:
        """The sections of a result that are about subjects: `teachers`, `groups`, `schools` and what more there is."""
        sections = {name: self.section(kind) for kind, name in _SECTIONS.items() if kind in _ALWAYS}
        if self._codes(TOWNSHIP):
            sections["townships"] = self.section(TOWNSHIP)
        if self.said.get(COUNTY, [_NOTHING]) != [_NOTHING]:
            sections["county"] = self.said[COUNTY][0]
        named = {kind: self.section(kind) for kind in self.kernel.pack.subjects if self._codes(kind)}
        return sections | ({"subjects": canonical_object(named)} if named else {})

    def section(self, kind: str) -> bytes:
        """What is said of the subjects of a kind, by code."""
        return canonical_object(dict(zip(self._codes(kind), self.said.get(kind, ()), strict=True)))

    def _codes(self, kind: str) -> list[str]:
        return self.kernel.subjects.of(kind).codes if kind in self.said else []

    def _changed(self, kind: str, kernel: Kernel) -> Rows | None:
        """The rows of the subjects of whom a clause says something else now; None where it may be any of them."""
        if self.kernel.subjects.of(kind).codes != kernel.subjects.of(kind).codes:
            return None
        length = kernel.length(kind)
        found = np.zeros(length, np.bool_)
        for name, clause in clauses_about(kernel, kind, historical=self.historical):
            before, now = self.kernel.result(name), kernel.result(name)
            if isinstance(now, TargetResult) and not alike(before, now):
                return None
            different = differ(before, now, length)
            if different is None:
                return None
            found |= different
            if isinstance(clause, Ranking) and clause.places:
                found |= self.kernel.chosen(name) != kernel.chosen(name)
        return np.flatnonzero(found)


def written(kernel: Kernel, *, historical: bool) -> WrittenAnswers:
    """All answers, written out."""
    return WrittenAnswers(
        kernel, historical, {kind: _written(kernel, kind, historical) for kind in _kinds(kernel, historical)}
    )


def _kinds(kernel: Kernel, historical: bool) -> Iterator[str]:
    """The kinds of subject that something is said of: teachers and groups always."""
    yield from (TEACHER, GROUP)
    for kind in (SCHOOL, TOWNSHIP, COUNTY, *kernel.pack.subjects):
        if any(clauses_about(kernel, kind, historical=historical)):
            yield kind


def _written(kernel: Kernel, kind: str, historical: bool) -> list[bytes]:
    return [canonical(one) for one in answers_of(kernel, kind, historical=historical)]
