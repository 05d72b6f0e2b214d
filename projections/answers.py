"""What an evaluation says of each subject, clause by clause, in the form of docs/json-forms.md."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

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

Answers = dict[str, Any]
"""What is said of one subject: `quotas`, `points`, `eligibility`, and further sections where a pack fills them."""

_ALWAYS = {TEACHER: ("quotas", "points", "eligibility"), GROUP: ("quotas",)}
"""The sections that are given even where they are empty."""


def answers_of(kernel: Kernel, kind: str, *, historical: bool) -> list[Answers]:
    """The answers for every subject of a kind, in their order."""
    answers: list[Answers] = [{section: {} for section in _ALWAYS.get(kind, ())} for _ in range(kernel.length(kind))]
    shown = dict(clauses_about(kernel, kind, historical=historical))
    sections = _sections_of_points(kernel, shown)
    for name in shown:
        result = kernel.result(name)
        if isinstance(result, QuotaResult):
            _add_quota(kernel, name, result, answers)
        elif isinstance(result, PointsResult):
            _add_points(name, result, sections[name], answers)
        elif isinstance(result, EligibilityResult):
            _add_eligibility(name, result, answers)
        elif isinstance(result, VetoResult):
            for row in _rows(result.applies):
                _put(answers[row], "vetoes", name, bool(result.vetoed[row]))
        elif isinstance(result, RankingResult):
            _add_ranking(kernel, name, result, answers)
        elif isinstance(result, TargetResult):
            _add_target(kernel, name, result, answers)
        elif isinstance(result, DayResult):
            for row in _rows(result.applies):
                said = {"day": _iso(int(result.day[row])), "reached": bool(result.reached[row])}
                _put(answers[row], "days", name, said)
        elif isinstance(result, NumberResult):
            values = numbers(result.value, len(answers))
            for row in _rows(result.applies):
                _put(answers[row], "values", name, values[row])
    return answers


def clauses_about(kernel: Kernel, kind: str, *, historical: bool) -> Iterator[tuple[str, Clause]]:
    """The clauses about a kind of subject that are shown, in the pack's order."""
    for name, clause in kernel.pack.clauses.items():
        if isinstance(clause, Allowance) or clause.per != kind:
            continue
        if historical or clause.status != "historical":
            yield name, clause


def numbers(values: Exact, length: int) -> list[int | float]:
    """A column of exact numbers as JSON numbers."""
    num = np.broadcast_to(values.num, (length,)).tolist()
    den = np.broadcast_to(values.den, (length,)).tolist()
    return [number(units, scale) for units, scale in zip(num, den, strict=True)]


def _put(answers: Answers, section: str, name: str, said: Any) -> None:
    answers.setdefault(section, {})[name] = said


def _rows(mask: Any) -> list[int]:
    rows: list[int] = np.flatnonzero(mask).tolist()
    return rows


def _iso(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day else None


def _add_quota(kernel: Kernel, name: str, result: QuotaResult, answers: list[Answers]) -> None:
    clause = kernel.pack.clauses[name]
    assert isinstance(clause, Quota)
    cases: list[Settled] = [*clause.exempt, *clause.deemed_met]
    done, target = numbers(result.done, len(answers)), numbers(result.target, len(answers))
    lines = {
        line: (numbers(one.done, len(answers)), numbers(one.target, len(answers)), one)
        for line, one in result.lines.items()
    }
    for row in _rows(result.applies):
        said: Answers = {"done": done[row], "target": target[row], "met": bool(result.met[row])}
        if result.settled[row] >= 0:
            said["settled"] = cases[result.settled[row]].says.zh
        for line, (line_done, line_target, one) in lines.items():
            shown = {"done": line_done[row], "target": line_target[row], "met": bool(one.met[row])}
            _put(said, "lines", line, shown if one.due is None else shown | {"due": _iso(int(one.due[row]))})
        _put(answers[row], "quotas", name, said)


def _add_eligibility(name: str, result: EligibilityResult, answers: list[Answers]) -> None:
    verdicts = {condition: holds.tolist() for condition, holds in result.holds.items()}
    verdicts |= {veto: (~holds).tolist() for veto, holds in result.vetoes.items()}
    for row in _rows(result.applies):
        fails = [condition for condition, holds in verdicts.items() if not holds[row]]
        _put(answers[row], "eligibility", name, {"eligible": not fails, "fails": fails})


def _add_ranking(kernel: Kernel, name: str, result: RankingResult, answers: list[Answers]) -> None:
    clause = kernel.pack.clauses[name]
    assert isinstance(clause, Ranking)
    chosen = result.chosen().tolist() if clause.places else None
    for row in _rows(result.ranked):
        said: Answers = {"place": int(result.place[row]), "of": int(result.of[row])}
        _put(answers[row], "ranks", name, said if chosen is None else said | {"chosen": chosen[row]})


def _add_target(kernel: Kernel, name: str, result: TargetResult, answers: list[Answers]) -> None:
    share, target = numbers(result.share, len(answers)), numbers(result.target, len(answers))
    for row in _rows(result.applies):
        said = {
            "base": int(result.base[row]),
            "reached": int(result.reached[row]),
            "share": share[row],
            "target": target[row],
            "met": bool(result.met[row]),
            "missing": kernel.missing(name, row),
        }
        _put(answers[row], "targets", name, said)


def _add_points(name: str, result: PointsResult, shown: list[str], answers: list[Answers]) -> None:
    """As `points` what the first of the clauses shown gives, as `scores` what each of them does."""
    for row, said in _scores(result, len(answers)):
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


def _scores(result: PointsResult, length: int) -> Iterator[tuple[int, Answers]]:
    total = numbers(result.total, length)
    parts = [(part, applies.tolist(), numbers(values, length)) for part, (applies, values) in result.parts.items()]
    gated = result.gated.tolist()
    for row in _rows(result.applies):
        said: Answers = {
            "parts": {part: values[row] for part, applies, values in parts if applies[row]},
            "total": total[row],
        }
        if gated[row] >= 0:
            said["gated"] = result.gates[gated[row]].zh
        yield row, said
