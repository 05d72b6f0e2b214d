"""指标进度表: of each school how many of those whom a duty is asked of have done it, and who they are.

Sums over the columns of an evaluation, the same that the page of the whole county adds up.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.answers import answers_of, clauses_about
from projections.evaluation import Evaluation
from projections.kernel import Kernel
from projections.kernel.quotas import QuotaResult
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import SCHOOL

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

OF_SCHOOLS = (TEACHER, GROUP, SCHOOL)
"""The kinds of subject that belong to a school."""


@dataclass(frozen=True)
class Rule:
    """A duty, and the kind of subject that it is asked of."""

    clause: str
    says: str
    per: str


@dataclass(frozen=True)
class Cell:
    """Of how many a duty is asked, and how many have done it."""

    of: int
    done: int

    @property
    def percent(self) -> int:
        """The share that has, in whole percent, rounded down: 100 only where nobody is missing; of nobody 100."""
        return self.done * 100 // self.of if self.of else 100

    @property
    def to_do(self) -> int:
        """How many have not."""
        return self.of - self.done

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.of + other.of, self.done + other.done)


NOBODY = Cell(0, 0)


@dataclass(frozen=True)
class SchoolRow:
    """A school with a cell for each rule of the board; `all`: its teachers' duties together, as the county's page
    adds them up."""

    school: str
    teachers: int
    cells: tuple[Cell, ...]
    all: Cell


@dataclass(frozen=True)
class Board:
    """Every school of the register, in the order of codes, against every rule that is asked of somebody at a school."""

    rules: tuple[Rule, ...]
    schools: tuple[SchoolRow, ...]

    def of(self, schools: Collection[str] | None) -> "Board":
        """The same of some schools only (all, where none are given), with the rules that are asked there."""
        rows = self.schools if schools is None else tuple(one for one in self.schools if one.school in schools)
        asked = [place for place in range(len(self.rules)) if any(row.cells[place].of for row in rows)]
        return Board(
            tuple(self.rules[place] for place in asked),
            tuple(
                SchoolRow(row.school, row.teachers, tuple(row.cells[place] for place in asked), row.all) for row in rows
            ),
        )

    def together(self) -> tuple[Cell, ...]:
        """Of each rule the cells of all schools added up."""
        return tuple(sum((row.cells[place] for row in self.schools), start=NOBODY) for place in range(len(self.rules)))


@dataclass(frozen=True)
class Asked:
    """Somebody of whom a duty is asked: a teacher, a preparation group, or the school itself, by code; what was done.

    `settled`: why it is met without being done, in words; empty where it is not.
    """

    code: str
    done: int | float
    target: int | float
    met: bool
    settled: str


def county_board(evaluation: Evaluation, teachers: Collection[str] | None = None) -> Board:
    """The board of an evaluation; of some teachers only, where they are named, and then of no groups and schools."""
    kernel = evaluation.kernel
    codes = kernel.subjects.of(SCHOOL).codes
    those = _those(kernel, teachers)
    rules, columns = list[Rule](), list[list[Cell]]()
    whole = [NOBODY] * len(codes)
    for name, per, says, result in _duties(evaluation):
        if teachers is not None and per != TEACHER:
            continue
        school = kernel.subjects.wider(per, SCHOOL)
        applies = result.applies & those if per == TEACHER else result.applies
        of = by_school(school, applies, len(codes)).tolist()
        done = by_school(school, applies & result.met, len(codes)).tolist()
        cells = [Cell(*one) if one[0] else NOBODY for one in zip(of, done, strict=True)]
        if per == TEACHER:
            whole = [one + cell if cell.of else one for one, cell in zip(whole, cells, strict=True)]
        if any(of):
            rules.append(Rule(name, says, per))
            columns.append(cells)
    counted = by_school(kernel.subjects.wider(TEACHER, SCHOOL), those, len(codes)).tolist()
    cells_of = zip(*columns, strict=True) if columns else [()] * len(codes)
    rows = zip(codes, counted, cells_of, whole, strict=True)
    return Board(tuple(rules), tuple(SchoolRow(code, some, tuple(cells), all_) for code, some, cells, all_ in rows))


def asked_of(evaluation: Evaluation, school: str, clause: str) -> list[Asked]:
    """Those at a school whom a duty is asked of, in the order of codes; none for what is no duty, or no school's."""
    kernel = evaluation.kernel
    found = next((one for one in _duties(evaluation) if one[0] == clause), None)
    codes = kernel.subjects.of(SCHOOL).codes
    if found is None or school not in codes:
        return []
    _, per, _, result = found
    here = kernel.subjects.wider(per, SCHOOL) == codes.index(school)
    rows = np.flatnonzero(result.applies & here)
    those = kernel.subjects.of(per).codes
    answers = answers_of(kernel, per, rows, historical=evaluation.historical)
    told = [(those[row], said["quotas"][clause]) for row, said in zip(rows.tolist(), answers, strict=True)]
    return [Asked(code, one["done"], one["target"], one["met"], one.get("settled", "")) for code, one in told]


def _those(kernel: Kernel, teachers: Collection[str] | None) -> Mask:
    codes = kernel.subjects.of(TEACHER).codes
    return np.array([teachers is None or code in teachers for code in codes], np.bool_)


def at_schools(kernel: Kernel, kind: str, schools: Collection[str]) -> Mask:
    """Which subjects of a kind are at some schools."""
    wanted = np.array([*(code in schools for code in kernel.subjects.of(SCHOOL).codes), False])  # the last for none
    return np.asarray(wanted[kernel.subjects.wider(kind, SCHOOL)])


def by_school(school: Rows, which: Mask, schools: int) -> Rows:
    """How many of some subjects each school has; `school`: the row of each subject's school, -1 for none."""
    return np.bincount(school[which & (school >= 0)], minlength=schools)


def _duties(evaluation: Evaluation) -> Iterator[tuple[str, str, str, QuotaResult]]:
    """The duties of subjects that belong to a school, in the pack's order within each kind: name, kind, words."""
    kernel = evaluation.kernel
    for per in OF_SCHOOLS:
        for name, clause in clauses_about(kernel, per, historical=evaluation.historical):
            result = kernel.result(name)
            if isinstance(result, QuotaResult):
                yield name, per, clause.says.zh, result
