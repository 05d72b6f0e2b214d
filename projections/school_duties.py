"""Who of a school is behind: every duty of its teachers in a term, with what is missing and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from projections.answers import Answers
from projections.canonical import number
from projections.evaluation import Evaluation
from projections.language.clauses import Quota
from projections.language.pack import Pack, formula
from projections.language.scopes import TEACHER
from projections.language.syntax import names_in

Number = int | float


@dataclass(frozen=True)
class Due:
    """A duty of one teacher: done against target; `missing`: how much is still to do, or was done too much.

    `until`: the last day for it, None where none is set; `lines`: further minimums that are not met, in words;
    `settled`: why it counts as done though it is not.
    """

    clause: str
    done: Number
    target: Number
    met: bool
    missing: Number
    until: date | None
    lines: tuple[str, ...] = ()
    settled: str = ""


@dataclass(frozen=True)
class Behind:
    """A teacher with the duties that apply, by clause."""

    teacher: str
    duties: dict[str, Due]

    @property
    def left(self) -> int:
        """How many duties are not done."""
        return sum(not one.met for one in self.duties.values())


@dataclass(frozen=True)
class Duty:
    """A duty that some teacher of the school has: its clause, what it says, in which unit it is counted."""

    clause: str
    says: str
    unit: str


@dataclass(frozen=True)
class SchoolDuties:
    """The duties of a school's teachers, in the pack's order, and everybody who has any, in the order of codes."""

    duties: tuple[Duty, ...]
    teachers: tuple[Behind, ...]


def school_duties(evaluation: Evaluation, school: str) -> SchoolDuties:
    """The duties of everybody on a school's register in the term."""
    teachers = evaluation.county.teachers
    at = teachers.column("school").values == evaluation.county.facts.words.code(school)
    rows = np.flatnonzero(at).tolist()
    codes = [teachers.codes[row] for row in rows]
    answers = evaluation.of_teachers(codes)
    quotas = {
        name: clause
        for name, clause in evaluation.pack.clauses.items()
        if isinstance(clause, Quota) and clause.per == TEACHER and any(name in one["quotas"] for one in answers)
    }
    until = {name: _until(evaluation, clause, rows) for name, clause in quotas.items()}
    behind = [
        Behind(
            code,
            {
                name: _due(name, quotas[name], said, until[name][place])
                for name, said in answer["quotas"].items()
                if name in quotas
            },
        )
        for place, (code, answer) in enumerate(zip(codes, answers, strict=True))
    ]
    duties = [Duty(name, clause.says.zh, unit_of(evaluation.pack, clause)) for name, clause in quotas.items()]
    return SchoolDuties(tuple(duties), tuple(one for one in behind if one.duties))


def unit_of(pack: Pack, quota: Quota) -> str:
    """The unit of the pack's first measure that counts for a quota."""
    counted = names_in(formula(quota.done))
    return next((measure.unit for name, measure in pack.measures.items() if name in counted), "")


def _until(evaluation: Evaluation, clause: Quota, rows: Sequence[int]) -> list[date | None]:
    """The last day of a duty for each of some teachers: what the clause says, else the last day of the term."""
    if not clause.due:
        return [evaluation.term.end] * len(rows)
    length = evaluation.kernel.length(TEACHER)
    days = np.broadcast_to(np.asarray(evaluation.kernel.days(TEACHER, clause.due)), (length,))
    return [date.fromordinal(int(days[row])) if days[row] else None for row in rows]


def _due(name: str, clause: Quota, said: Answers, until: date | None) -> Due:
    gap = Fraction(str(said["target"])) - Fraction(str(said["done"]))
    missing = max(-gap if clause.sense in ("at_most", "less_than") else gap, Fraction(0))
    lines = [
        clause.also[line].says.zh for line, one in said.get("lines", {}).items() if not one["met"] and not said["met"]
    ]
    return Due(
        name,
        said["done"],
        said["target"],
        said["met"],
        0 if said["met"] else number(missing.numerator, missing.denominator),
        until,
        tuple(lines),
        said.get("settled", ""),
    )
