"""What an evaluation says of each subject, clause by clause, in the form of docs/json-forms.md."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.canonical import number
from projections.kernel import Kernel
from projections.kernel.judging import EligibilityResult
from projections.kernel.points import PointsResult
from projections.kernel.quotas import QuotaResult
from projections.kernel.rankings import RankingResult
from projections.kernel.targets import DayResult, NumberResult, TargetResult, VetoResult
from projections.language.clauses import Allowance, Clause, Points, Quota, Ranking, Settled
from projections.language.exact import Exact
from projections.language.scopes import GROUP, TEACHER

Rows = npt.NDArray[np.int64]

Answers = dict[str, Any]
"""What is said of one subject: `quotas`, `points`, `eligibility`, and further sections where a pack fills them."""

_ALWAYS = {TEACHER: ("quotas", "points", "eligibility"), GROUP: ("quotas",)}
"""The sections that are given even where they are empty."""


def answers_of(kernel: Kernel, kind: str, rows: Rows | None = None, *, historical: bool) -> list[Answers]:
    """The answers for every subject of a kind, in their order, or for those at some rows."""
    some = _Some(np.arange(kernel.length(kind)) if rows is None else rows, whole=rows is None)
    answers: list[Answers] = [{section: {} for section in _ALWAYS.get(kind, ())} for _ in some.rows]
    shown = dict(clauses_about(kernel, kind, historical=historical))
    sections = _sections_of_points(kernel, shown)
    for name in shown:
        result = kernel.result(name)
        if isinstance(result, QuotaResult):
            _add_quota(kernel, name, result, some, answers)
        elif isinstance(result, PointsResult):
            _add_points(name, result, sections[name], some, answers)
        elif isinstance(result, EligibilityResult):
            _add_eligibility(name, result, some, answers)
        elif isinstance(result, VetoResult):
            vetoed = some.listed(result.vetoed)
            for row in some.of(result.applies):
                _put(answers[row], "vetoes", name, vetoed[row])
        elif isinstance(result, RankingResult):
            _add_ranking(kernel, name, result, some, answers)
        elif isinstance(result, TargetResult):
            _add_target(kernel, name, result, some, answers)
        elif isinstance(result, DayResult):
            days, reached = some.listed(result.day), some.listed(result.reached)
            for row in some.of(result.applies):
                _put(answers[row], "days", name, {"day": _iso(days[row]), "reached": reached[row]})
        elif isinstance(result, NumberResult):
            values = some.numbers(result.value)
            for row in some.of(result.applies):
                _put(answers[row], "values", name, values[row])
    return answers


class _Some:
    """Some subjects, by their rows: what columns say of them, in their order."""

    def __init__(self, rows: Rows, *, whole: bool) -> None:
        self.rows = rows
        self._whole = whole  # they are all that there are, in order

    def of(self, mask: Any) -> list[int]:
        """The places, among these subjects, of those of a mask."""
        found: list[int] = np.flatnonzero(self._at(mask)).tolist()
        return found

    def listed(self, values: Any) -> list[Any]:
        """The values of a column."""
        found: list[Any] = self._at(values).tolist()
        return found

    def numbers(self, values: Exact) -> list[int | float]:
        """A column of exact numbers as JSON numbers."""
        num, den = (self._each(one) for one in (values.num, values.den))
        return [number(units, scale) for units, scale in zip(num, den, strict=True)]

    def _each(self, values: Any) -> list[int]:
        return self.listed(values) if values.ndim else [values.item()] * len(self.rows)

    def _at(self, values: Any) -> Any:
        return values if self._whole else values[self.rows]


def clauses_about(kernel: Kernel, kind: str, *, historical: bool) -> Iterator[tuple[str, Clause]]:
    """The clauses about a kind of subject that are shown, in the pack's order."""
    for name, clause in kernel.pack.clauses.items():
        if isinstance(clause, Allowance) or clause.per != kind:
            continue
        if historical or clause.status != "historical":
            yield name, clause


def _put(answers: Answers, section: str, name: str, said: Any) -> None:
    answers.setdefault(section, {})[name] = said


def _iso(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day else None


def _add_quota(kernel: Kernel, name: str, result: QuotaResult, some: _Some, answers: list[Answers]) -> None:
    clause = kernel.pack.clauses[name]
    assert isinstance(clause, Quota)
    cases: list[Settled] = [*clause.exempt, *clause.deemed_met]
    done, target, met = some.numbers(result.done), some.numbers(result.target), some.listed(result.met)
    settled = some.listed(result.settled)
    lines = {
        line: (
            some.numbers(one.done),
            some.numbers(one.target),
            some.listed(one.met),
            None if one.due is None else some.listed(one.due),
        )
        for line, one in result.lines.items()
    }
    for row in some.of(result.applies):
        said: Answers = {"done": done[row], "target": target[row], "met": met[row]}
        if settled[row] >= 0:
            said["settled"] = cases[settled[row]].says.zh
        for line, (line_done, line_target, line_met, due) in lines.items():
            shown = {"done": line_done[row], "target": line_target[row], "met": line_met[row]}
            _put(said, "lines", line, shown if due is None else shown | {"due": _iso(due[row])})
        _put(answers[row], "quotas", name, said)


def _add_eligibility(name: str, result: EligibilityResult, some: _Some, answers: list[Answers]) -> None:
    verdicts = {condition: some.listed(holds) for condition, holds in result.holds.items()}
    verdicts |= {veto: some.listed(~holds) for veto, holds in result.vetoes.items()}
    for row in some.of(result.applies):
        fails = [condition for condition, holds in verdicts.items() if not holds[row]]
        _put(answers[row], "eligibility", name, {"eligible": not fails, "fails": fails})


def _add_ranking(kernel: Kernel, name: str, result: RankingResult, some: _Some, answers: list[Answers]) -> None:
    clause = kernel.pack.clauses[name]
    assert isinstance(clause, Ranking)
    chosen = some.listed(kernel.chosen(name)) if clause.places else None
    place, of = some.listed(result.place), some.listed(result.of)
    for row in some.of(result.ranked):
        said: Answers = {"place": place[row], "of": of[row]}
        _put(answers[row], "ranks", name, said if chosen is None else said | {"chosen": chosen[row]})


def _add_target(kernel: Kernel, name: str, result: TargetResult, some: _Some, answers: list[Answers]) -> None:
    share, target, met = some.numbers(result.share), some.numbers(result.target), some.listed(result.met)
    base, reached = some.listed(result.base), some.listed(result.reached)
    for row in some.of(result.applies):
        said = {
            "base": base[row],
            "reached": reached[row],
            "share": share[row],
            "target": target[row],
            "met": met[row],
            "missing": kernel.missing(name, int(some.rows[row])),
        }
        _put(answers[row], "targets", name, said)


def _add_points(name: str, result: PointsResult, shown: list[str], some: _Some, answers: list[Answers]) -> None:
    """As `points` what the first of the clauses shown gives, as `scores` what each of them does."""
    for row, said in _scores(result, some):
        if "points" in shown:
            answers[row]["points"] = {"parts": said["parts"], "total": said["total"]}
        if "scores" in shown:
            _put(answers[row], "scores", name, said)


def _sections_of_points(kernel: Kernel, shown: dict[str, Clause]) -> dict[str, list[str]]:
    """Where each clause of points is told: the first in force in `points`, all in `scores` if that says more."""
    named = {name: clause for name, clause in shown.items() if isinstance(clause, Points)}
    first = next((name for name, clause in named.items() if clause.status != "historical"), None)
    scores = len(named) > 1 or first is None or any(kernel.points(name).gates for name in named)
    return {name: ["points"] * (name == first) + ["scores"] * scores for name in named}


def _scores(result: PointsResult, some: _Some) -> Iterator[tuple[int, Answers]]:
    total, gated = some.numbers(result.total), some.listed(result.gated)
    parts = [(part, some.listed(applies), some.numbers(values)) for part, (applies, values) in result.parts.items()]
    for row in some.of(result.applies):
        said: Answers = {
            "parts": {part: values[row] for part, applies, values in parts if applies[row]},
            "total": total[row],
        }
        if gated[row] >= 0:
            said["gated"] = result.gates[gated[row]].zh
        yield row, said
