"""Shilu's answers beside those of the SQL, number for number: what differs is told by clause and subject."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from api.bench.in_sql.running import MISSING
from projections.evaluation import Evaluation
from projections.kernel import Kernel
from projections.kernel.judging import EligibilityResult
from projections.kernel.points import PointsResult
from projections.kernel.quotas import QuotaResult
from projections.kernel.rankings import RankingResult
from projections.kernel.targets import NumberResult, TargetResult
from projections.language.clauses import Allowance, Quota, Ranking, Target
from projections.language.exact import Exact
from projections.language.pack import spoken

Mask = npt.NDArray[np.bool_]
Values = Exact | npt.NDArray[Any]


@dataclass(frozen=True)
class Answer:
    """What a clause gives: all subjects' codes, to which it applies, and its columns.

    Of each column, a number or a verdict: to which subjects it applies, and the values of all.
    """

    codes: list[str]
    applies: Mask
    columns: dict[str, tuple[Mask, Values]]


_FEW = 5
_SAFE = 2**62


def answers_of_kernel(evaluation: Evaluation) -> dict[str, Answer]:
    """The answers to every clause as columns, those that are history too; allowances are no part of evaluating."""
    kernel = evaluation.kernel
    return {
        name: answer
        for name, clause in evaluation.pack.clauses.items()
        if not isinstance(clause, Allowance)
        for name, answer in _answers(kernel, name).items()
    }


def differences(ours: Mapping[str, Answer], theirs: Mapping[str, pa.Table]) -> list[str]:
    """Where they differ, a line each: the clause, what of it, how many subjects, the first few of them."""
    found = [f"{name}: only on one side" for name in sorted(ours.keys() ^ theirs.keys())]
    for name in sorted(ours.keys() & theirs.keys()):
        found += _different(name, ours[name], theirs[name])
    return found


def _answers(kernel: Kernel, name: str) -> dict[str, Answer]:
    clause, result = kernel.pack.clauses[name], kernel.result(name)
    codes = kernel.subjects.of(clause.per).codes
    if isinstance(result, PointsResult):
        parts: dict[str, tuple[Mask, Values]] = dict(result.parts)
        return {name: Answer(codes, result.applies, parts | {"total": (result.applies, result.total)})}
    columns: dict[str, Values] = {}
    if isinstance(result, QuotaResult):
        assert isinstance(clause, Quota)
        columns = {"done": result.done, "target": result.target, "met": result.met}
        if clause.exempt or clause.deemed_met:
            columns["exempt"] = result.settled >= 0
        for line, one in result.lines.items():
            columns |= {f"{line}.done": one.done, f"{line}.target": one.target, f"{line}.met": one.met}
    elif isinstance(result, RankingResult):
        assert isinstance(clause, Ranking)
        columns = {"place": result.place, "of": result.of}
        if clause.places:
            columns["chosen"] = kernel.column(clause.per, f"{spoken(name)}.chosen").values
        return {name: _alike(codes, result.ranked, columns)}
    elif isinstance(result, EligibilityResult):
        columns = dict(result.holds)
    elif isinstance(result, NumberResult):
        columns = {"value": result.value}
    else:
        assert isinstance(result, TargetResult)
        columns = {"base": result.base, "reached": result.reached, "target": result.target, "met": result.met}
    found = {name: _alike(codes, result.applies, columns)}
    if isinstance(result, TargetResult):
        found[name + MISSING] = _missing(kernel, name, result)
    return found


def _alike(codes: list[str], applies: Mask, columns: dict[str, Values]) -> Answer:
    """Columns that are all for those to whom the clause applies."""
    return Answer(codes, applies, {name: (applies, values) for name, values in columns.items()})


def _missing(kernel: Kernel, name: str, result: TargetResult) -> Answer:
    """Who of all that a target's roster may list has not reached it."""
    clause = kernel.pack.clauses[name]
    assert isinstance(clause, Target)
    roster = kernel.pack.rosters[clause.over]
    listed = kernel.people(roster.who) if roster.of == "teachers" else np.ones(len(result.reach), np.bool_)
    return Answer(kernel.subjects.of(kernel.rosters.members(roster)).codes, listed & ~result.reach, {})


def _different(name: str, ours: Answer, theirs: pa.Table) -> Iterator[str]:
    codes, applies, columns = ours.codes, ours.applies, ours.columns
    table = theirs.take(pc.sort_indices(theirs["subject"]))
    mine = [codes[row] for row in np.flatnonzero(applies).tolist()]
    said = table["subject"].to_pylist()
    if mine != said:
        others = sorted(set(mine) ^ set(said))
        yield f"{name}: is for {len(mine)}, in SQL for {len(said)}; on one side only: {others[:_FEW]}"
        return
    named = set(table.schema.names) - {"subject", "t"}
    known = {one.removesuffix("_num").removesuffix("_den") for one in named}
    if known != columns.keys():
        yield f"{name}: columns {sorted(columns)}, in SQL {sorted(known)}"
    for column in sorted(known & columns.keys()):
        whom, values = columns[column]
        wrong = np.flatnonzero(_unlike(whom[applies], _parts(values, applies), _parts_in_sql(table, column)))
        if len(wrong):
            at = [
                (mine[row], _shown(values, applies, row), _row_in_sql(table, column, row))
                for row in wrong[:_FEW].tolist()
            ]
            yield f"{name}.{column}: {len(wrong)} of {len(mine)} differ: {at}"


Parts = tuple[npt.NDArray[Any], npt.NDArray[Any]]
"""Numerators and denominators."""


def _parts(values: Values, rows: Mask) -> Parts:
    if isinstance(values, Exact):
        return tuple(np.broadcast_to(part, rows.shape)[rows] for part in (values.num, values.den))  # type: ignore[return-value]
    num = np.broadcast_to(values, rows.shape)[rows].astype(np.int64)
    return num, np.ones(len(num), np.int64)


def _parts_in_sql(table: pa.Table, column: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any], Mask]:
    """The same, and who has a value at all."""
    if f"{column}_num" in table.schema.names:
        num, den = (_integers(table[f"{column}_{part}"]) for part in ("num", "den"))
        return num, den, np.ones(len(num), np.bool_)
    values = table[column]
    there = values.is_valid().to_numpy()
    if not pa.types.is_decimal(values.type):
        return _integers(values), np.ones(len(values), np.int64), there
    scale = 10**values.type.scale
    return (
        _integers(pc.multiply(values, pa.scalar(scale)).cast(pa.decimal128(38, values.type.scale))),
        np.full(len(values), scale),
        there,
    )


def _integers(values: pa.ChunkedArray) -> npt.NDArray[Any]:
    if pa.types.is_decimal(values.type):
        return np.array([int(one or 0) for one in values.to_pylist()], np.object_)
    filled = values.cast(pa.int64()).fill_null(0)
    numbers: npt.NDArray[np.int64] = filled.to_numpy()
    return numbers


def _unlike(whom: Mask, mine: Parts, theirs: tuple[npt.NDArray[Any], npt.NDArray[Any], Mask]) -> Mask:
    (num, den), (other_num, other_den, there) = mine, theirs
    if any(part.dtype != np.object_ and _product(mine, theirs) >= _SAFE for part in (num, other_num)):
        num, den, other_num, other_den = (part.astype(np.object_) for part in (num, den, other_num, other_den))
    differ = np.asarray(num * other_den != other_num * den, np.bool_)
    return np.asarray(np.where(whom, differ | ~there, there), np.bool_)


def _product(mine: Parts, theirs: tuple[npt.NDArray[Any], npt.NDArray[Any], Mask]) -> int:
    most = [max((abs(int(part.max(initial=0))), abs(int(part.min(initial=0))))) for part in (*mine, *theirs[:2])]
    return max(most[0], most[2]) * max(most[1], most[3])


def _shown(values: Values, applies: Mask, row: int) -> str:
    num, den = _parts(values, applies)
    return f"{num[row]}/{den[row]}"


def _row_in_sql(table: pa.Table, column: str, row: int) -> str:
    names = [one for one in table.schema.names if one in (column, f"{column}_num", f"{column}_den")]
    return "/".join(str(table[one][row]) for one in names)
