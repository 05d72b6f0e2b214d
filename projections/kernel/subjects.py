"""Whom clauses are about: teachers, preparation groups, schools, townships, the county, others that a pack names."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.county import County
from projections.facts import Places
from projections.kernel.records import RecordColumns
from projections.language.columns import Column
from projections.language.pack import Pack
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP
from projections.language.types import Type

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """All subjects of a kind: their codes, the row of each word that is a code (else -1), their attributes."""

    codes: list[str]
    rows: Callable[[Rows], Rows]
    column: Callable[[str], Column]


class Subjects:
    """The subjects of a pack in a county, by kind, in the order of their codes."""

    def __init__(self, pack: Pack, county: County) -> None:
        self._pack = pack
        self._county = county
        self._kinds: dict[str, Kind] = {}
        self._wider: dict[tuple[str, str], Rows] = {}

    def of(self, kind: str) -> Kind:
        """The subjects of a kind."""
        if kind not in self._kinds:
            self._kinds[kind] = self._made(kind)
        return self._kinds[kind]

    def wider(self, kind: str, wider: str) -> Rows:
        """For each subject of a kind the row of its school, township or county; -1 where it has none."""
        if (kind, wider) not in self._wider:
            self._wider[kind, wider] = self._found_wider(kind, wider)
        return self._wider[kind, wider]

    def _found_wider(self, kind: str, wider: str) -> Rows:
        length = len(self.of(kind).codes)
        if wider == COUNTY:
            return np.zeros(length, np.int64)
        if wider == SCHOOL:
            if kind == SCHOOL:
                return np.arange(length)
            return self._county.schools.rows(_words(self.of(kind), "school", length))
        townships = self._county.school_column("township", self.wider(kind, SCHOOL)).values
        return self.of(TOWNSHIP).rows(townships)

    def _made(self, kind: str) -> Kind:
        county = self._county
        if kind == TEACHER:
            return Kind(county.teachers.codes, county.teachers.rows, county.teacher_column)
        if kind == GROUP:
            return Kind(county.groups.ids, self._rows_of(county.groups.ids), county.groups.column)
        if kind == SCHOOL:
            return Kind(county.schools.codes, county.schools.rows, self._of_school)
        if kind == TOWNSHIP:
            codes = self._sorted_words(county.schools.column("township").values)
            words = county.facts.words.codes(codes)
            return Kind(codes, self._rows_of(codes), lambda _: Column(Type.WORD, words))
        if kind == COUNTY:
            return Kind([COUNTY], self._rows_of([COUNTY]), _nothing)
        return self._named(kind)

    def _of_school(self, name: str) -> Column:
        every = np.arange(len(self._county.schools))
        return self._county.school_column(name.removeprefix("school."), every)

    def _named(self, kind: str) -> Kind:
        """One subject for each key of the records that count, which says what its last record says."""
        named = self._pack.subjects[kind]
        records = RecordColumns(self._county, named.of)
        counting = np.flatnonzero(self._county.counts(named.of))
        keys = np.asarray(records.column(named.key, counting).values, np.int64)
        last = dict(zip(keys.tolist(), counting.tolist(), strict=True))
        codes = self._sorted_words(keys)
        rows = np.array([last[code] for code in self._county.facts.words.codes(codes).tolist()], np.int64)
        return Kind(codes, self._rows_of(codes), lambda name: records.column(name, rows))

    def _sorted_words(self, words: Rows) -> list[str]:
        spelled = self._county.facts.words
        return sorted(spelled.word(code) for code in np.unique(words).tolist() if code)

    def _rows_of(self, codes: list[str]) -> Callable[[Rows], Rows]:
        """What finds the row of each word that is among some codes."""
        return Places(self._county.facts.words.codes(codes)).of


def _words(kind: Kind, name: str, length: int) -> Rows:
    return np.broadcast_to(np.asarray(kind.column(name).values, np.int64), (length,))


def _nothing(name: str) -> Column:
    raise KeyError(name)
