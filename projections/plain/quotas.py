"""Duties of one subject: what was done against a target, the lines beside it, and what settles it without."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from projections.language.clauses import Line, Quota, Sense
from projections.language.days import NO_DAY
from projections.language.judging import stands

Of = Callable[[str], Any]
"""The value of a formula's text for the subject."""


@dataclass(frozen=True)
class LineResult:
    """A further minimum: what was done against it, and the day from which it is judged (None: at once)."""

    done: Fraction
    target: Fraction
    met: bool
    due: date | None


@dataclass(frozen=True)
class QuotaResult:
    """What was done against a target. `settled`: the first case that settles it, in words; empty where none does."""

    done: Fraction
    target: Fraction
    sense: Sense
    lines: dict[str, LineResult]
    settled: str
    as_of: date

    @property
    def met(self) -> bool:
        """Whether it is settled, or done stands to the target as it must and so do all lines that are due."""
        due = [line for line in self.lines.values() if line.due is None or line.due <= self.as_of]
        return self.exempt or (stands(self.done, self.sense, self.target) and all(line.met for line in due))

    @property
    def exempt(self) -> bool:
        """Whether a case settles it."""
        return bool(self.settled)

    @property
    def short(self) -> Fraction:
        """What is missing, or too much where it should be at most so much; 0 where nothing is."""
        if self.sense in ("at_most", "less_than"):
            return self.over
        return max(Fraction(0), self.target - self.done)

    @property
    def over(self) -> Fraction:
        """What was done beyond the target."""
        return max(Fraction(0), self.done - self.target)

    def to_json(self, number: Callable[[Fraction], Any]) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        answer: dict[str, Any] = {"done": number(self.done), "target": number(self.target), "met": self.met}
        if self.settled:
            answer["settled"] = self.settled
        if self.lines:
            answer["lines"] = {name: _line_to_json(line, number) for name, line in self.lines.items()}
        return answer


def quota_result(quota: Quota, of: Of, as_of: date) -> QuotaResult:
    """Done, target and all beside them, whoever the quota is for."""
    settled = next((case.says.zh for case in (*quota.exempt, *quota.deemed_met) if of(case.if_)), "")
    lines = {name: _line(line, of) for name, line in quota.also.items()}
    return QuotaResult(Fraction(of(quota.done)), Fraction(of(quota.target)), quota.sense, lines, settled, as_of)


def _line(line: Line, of: Of) -> LineResult:
    done, target = Fraction(of(line.done)), Fraction(of(line.target))
    return LineResult(done, target, stands(done, line.sense, target), of(line.due) if line.due else None)


def _line_to_json(line: LineResult, number: Callable[[Fraction], Any]) -> dict[str, Any]:
    answer = {"done": number(line.done), "target": number(line.target), "met": line.met}
    if line.due is None:
        return answer
    return answer | {"due": None if line.due == NO_DAY else line.due.isoformat()}
