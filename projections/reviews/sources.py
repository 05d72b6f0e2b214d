"""What a round takes from its pack: the exact value behind a computed part, and whether a clause is met."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.evaluation import Evaluation
from projections.language.clauses import Clause, Eligibility, Figure, Points, Quota, Target, Veto
from projections.language.pack import Pack, spoken
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import subject_of_measure, type_of_measure
from projections.language.types import Type

TOTAL, PARTS = "points.total", "points.parts."
OTHERS = "for"
"""Stands for a condition where a clause is for other people than the applicant."""


def name_of_source(pack: Pack, source: str) -> str:
    """The name by which the pack's formulas call a source: `points.total`, `points.parts.NAME`, a clause, a measure.

    Of a points clause its total, of a quota what is done. Raises Misuse `unknown-clause`.
    """
    scores = {name: clause for name, clause in pack.clauses.items() if isinstance(clause, Points)}
    if source == TOTAL:
        in_force = [name for name, clause in scores.items() if clause.status != "historical"]
        if in_force:
            return f"{spoken(in_force[0])}.total"
    if source.startswith(PARTS):
        part = source.removeprefix(PARTS)
        for name, score in scores.items():
            if part in score.parts:
                return f"{spoken(name)}.{spoken(part)}"
    clause = pack.clauses.get(source)
    if isinstance(clause, Points | Quota | Figure) and clause.per == TEACHER:
        result = {Points: "total", Quota: "done", Figure: "value"}[type(clause)]
        return f"{spoken(source)}.{result}"
    measure = pack.measures.get(source)
    if measure and subject_of_measure(measure) == TEACHER and type_of_measure(measure) is Type.NUMBER:
        return source
    known = [TOTAL, *(f"{PARTS}{part}" for clause in scores.values() for part in clause.parts), *scores]
    raise Misuse(
        "unknown-clause", f"办法 {pack.head.id} 里没有能给教师计分的“{source}”;{did_you_mean(source, known)}。"
    )


def check_condition(pack: Pack, clause: str) -> None:
    """Refuse `unknown-clause`: what says of no teacher whether it is met."""
    judging = {
        name: one
        for name, one in pack.clauses.items()
        if isinstance(one, Eligibility | Quota | Veto | Target) and one.per == TEACHER
    }
    if clause not in judging:
        near = did_you_mean(clause, judging) if judging else "这个办法没有判定教师的条款"
        raise Misuse("unknown-clause", f"办法 {pack.head.id} 里没有能判定教师的条款“{clause}”;{near}。")


@dataclass(frozen=True)
class Verdict:
    """Whether a clause is met by somebody, and which of its conditions are not: their names, and in words."""

    clause: str
    says: str
    met: bool
    fails: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def official(self) -> dict[str, Any]:
        """What a digest is of: names and no words of ours."""
        return {"clause": self.clause, "met": self.met, "fails": list(self.fails)}

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {**self.official(), "says": self.says, "lacks": list(self.lacks)}


def value_of(evaluation: Evaluation, teacher: str, source: str) -> Fraction:
    """The exact value of a source for a teacher; 0 where it does not apply. Raises KeyError where there is none."""
    found = evaluation.value_of(TEACHER, evaluation.code_now(teacher), name_of_source(evaluation.pack, source))
    return Fraction(found)


def verdict_of(evaluation: Evaluation, teacher: str, clause: str) -> Verdict:
    """Whether a teacher meets a clause. A quota that asks nothing of the person is met, an eligibility is not."""
    code, said = evaluation.code_now(teacher), evaluation.pack.clauses[clause]
    fails = _fails(evaluation, code, clause, said)
    words = [_in_words(evaluation.pack, said, one) for one in fails]
    return Verdict(clause, said.says.zh, _met(evaluation, code, clause, said), tuple(fails), tuple(words))


def _met(evaluation: Evaluation, code: str, name: str, clause: Clause) -> bool:
    def ask(word: str) -> bool:
        return bool(evaluation.value_of(TEACHER, code, f"{spoken(name)}.{word}"))

    if isinstance(clause, Eligibility):
        return ask("eligible")
    if isinstance(clause, Veto):
        return not ask("vetoed")
    if isinstance(clause, Quota | Target):
        row = evaluation.kernel.subjects.of(TEACHER).codes.index(code)
        result: Any = evaluation.kernel.result(name)
        return ask("met") or not bool(result.applies[row])
    raise TypeError(f"{name} judges nobody")


def _fails(evaluation: Evaluation, code: str, name: str, clause: Clause) -> list[str]:
    """The conditions of an eligibility that do not hold; `for` where it is for others."""
    if not isinstance(clause, Eligibility):
        return []
    said = evaluation.of_teacher(code).get("eligibility", {}).get(name)
    return [OTHERS] if said is None else list(said["fails"])


def _in_words(pack: Pack, clause: Clause, condition: str) -> str:
    if condition == OTHERS:
        return "不在适用的人员范围内"
    conditions = clause.conditions if isinstance(clause, Eligibility) else {}
    told = conditions.get(condition) or pack.clauses.get(condition)
    return told.says.zh if told else condition
