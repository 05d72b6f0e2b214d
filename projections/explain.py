"""Why a number is what it is: the clause, its source, the records that counted and those left out, the arithmetic.

Explanations are read by `projections.plain`, the same reading that the kernel is held to.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ledger.book import Book
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.canonical import number
from projections.evaluation import Evaluation
from projections.labels import label
from projections.language.pack import EVERYONE, formula, spoken
from projections.language.schema import Eligibility, Points, Quota
from projections.language.scopes import GROUP, TEACHER
from projections.language.syntax import names_in
from projections.plain import PlainReading
from projections.working import in_words, shown

Item = dict[str, Any]


@dataclass
class Explanation:
    """One clause for one subject, in the form of docs/json-forms.md with more beside it."""

    subject: str
    per: str
    clause: str
    says: str
    source: Item
    value: Any = None
    target: Any = None
    met: bool | None = None
    counted: list[Item] = field(default_factory=list)
    left_out: list[Item] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)
    working: str = ""
    next: str = ""

    def to_json(self) -> Item:
        """The form of docs/json-forms.md."""
        told = {name: value for name, value in vars(self).items() if name not in ("subject", "per")}
        return {("group" if self.per == GROUP else "teacher"): self.subject, **told}


class Explainer:
    """Explains the clauses of one evaluation."""

    def __init__(self, evaluation: Evaluation, book: Book) -> None:
        self._evaluation = evaluation
        self._book = book
        self._pack = evaluation.pack
        self.reading = PlainReading(evaluation.pack, evaluation.standing, evaluation.term, evaluation.as_of)

    def teacher(self, code: str, clause: str | None = None) -> list[Explanation]:
        """What one clause, or each that applies, says of a teacher. Raises Misuse for an unknown name."""
        code = self._evaluation.standing.code_now(code)
        if code not in self.reading.teachers():
            raise Misuse(
                "unknown-teacher",
                f"{self._evaluation.term.term} 的名册上没有教师“{code}”;"
                f"{did_you_mean(code, self.reading.teachers())}。",
            )
        return self._explained(code, TEACHER, clause)

    def group(self, group: str, clause: str | None = None) -> list[Explanation]:
        """What one clause, or each that applies, says of a preparation group. Raises Misuse for an unknown name."""
        if group not in self.reading.groups():
            raise Misuse(
                "unknown-group",
                f"{self._evaluation.term.term} 没有备课组“{group}”;{did_you_mean(group, self.reading.groups())}。",
            )
        return self._explained(group, GROUP, clause)

    def school(self, school: str, clause: str | None = None) -> list[Explanation]:
        """What the clauses about preparation groups say of each group of a school. Raises Misuse."""
        groups = [group for group in self.reading.groups() if group.partition("/")[0] == school]
        if not groups:
            known = sorted({group.partition("/")[0] for group in self.reading.groups()})
            raise Misuse("unknown-school", f"没有学校“{school}”的备课组;{did_you_mean(school, known)}。")
        return [one for group in groups for one in self._explained(group, GROUP, clause)]

    def _explained(self, subject: str, per: str, wanted: str | None) -> list[Explanation]:
        if wanted is not None and wanted not in self._pack.clauses:
            raise Misuse("unknown-clause", f"没有条款“{wanted}”;{did_you_mean(wanted, self._pack.clauses)}。")
        listed = self._listed(subject, per)
        if wanted is None:
            return [self._clause(subject, per, name) for name in listed]
        if wanted not in listed:
            return [self._not_for(subject, per, wanted)]
        return [self._clause(subject, per, wanted)]

    def _listed(self, subject: str, per: str) -> list[str]:
        """The clauses that say something of the subject, in the pack's order."""
        clauses = self._pack.clauses.items()
        return [name for name, clause in clauses if self.reading.concerns(subject, per, clause)]

    def _head(self, subject: str, per: str, name: str) -> Explanation:
        clause, head = self._pack.clauses[name], self._pack.head
        source = {
            "pack": f"{head.id}@{head.version}",
            "document": head.document.name,
            "date": head.document.date.isoformat(),
            "section": clause.source.section,
            "origin": clause.origin,
            "trace": clause.trace,
            "readings": [f"{reading.question} {reading.choice}" for reading in clause.readings],
        }
        return Explanation(subject, per, name, clause.says.zh, source)

    def _not_for(self, subject: str, per: str, name: str) -> Explanation:
        """The clause applies to others only."""
        told = self._head(subject, per, name)
        clause = self._pack.clauses[name]
        for_ = getattr(clause, "for_", EVERYONE)
        who = self._pack.people[for_].says.zh if for_ in self._pack.people else "另一类对象或情形"
        told.working = f"这一条不适用:它只适用于{who}。"
        return told

    def _clause(self, subject: str, per: str, name: str) -> Explanation:
        told = self._head(subject, per, name)
        clause = self._pack.clauses[name]
        if isinstance(clause, Quota):
            self._quota(told, clause)
        elif isinstance(clause, Points):
            self._points(told, clause)
        else:
            assert isinstance(clause, Eligibility)
            self._eligibility(told, clause)
        self._name_sources(told)
        return told

    def _name_sources(self, told: Explanation) -> None:
        """Say of each record on whose authority it stands, and in which row of which sheet it was read."""
        records = [*told.counted, *told.left_out]
        events = self._book.at(sorted({record["position"] for record in records}))
        for record in records:
            event = events[record["position"]]
            record["authority"] = event.authority
            record["source"] = {"sheet": event.source.sheet, "row": event.source.row} if event.source else None

    def _value(self, told: Explanation, name: str) -> Any:
        return self.reading.value(told.subject, name)

    def _words(self, told: Explanation, text: str) -> str:
        return in_words(self._pack, text, lambda name: self._value(told, name))

    def _quota(self, told: Explanation, clause: Quota) -> None:
        said = spoken(told.clause)
        done, target = self._value(told, f"{said}.done"), self._value(told, f"{said}.target")
        told.value, told.target, told.met = _json(done), _json(target), done >= target
        for measure in self._measures([clause.done]):
            self._records(told, measure)
        sign = "≥" if told.met else "<"
        told.working = (
            f"已做:{self._words(told, clause.done)} = {shown(done)};"
            f"应做:{self._words(told, clause.target)} = {shown(target)};"
            f"{shown(done)} {sign} {shown(target)},{'完成' if told.met else '未完成'}。"
        )
        told.next = self._next(clause, done, target)

    def _next(self, clause: Quota, done: Fraction, target: Fraction) -> str:
        if done >= target:
            return "已完成。"
        names = self._measures([clause.done])
        unit = self._pack.measures[names[0]].unit if names else ""
        what = label(self._pack, names[0]) if names else clause.says.zh
        last = self._evaluation.term.end
        when = f"请在 {last} 前补上" if self._evaluation.as_of <= last else f"本学期已于 {last} 结束"
        return f"还差 {shown(Fraction(target - done))} {unit}({what}),{when}。"

    def _points(self, told: Explanation, clause: Points) -> None:
        answers = self.reading.of_teacher(told.subject)["points"]
        told.value = answers["total"]
        for part, value in answers["parts"].items():
            says, text = clause.parts[part].says.zh, clause.parts[part].value
            told.parts.append({"part": part, "says": says, "value": value, "working": self._words(told, text)})
        for measure in self._measures([clause.parts[part].value for part in answers["parts"]]):
            self._records(told, measure)
        digits = self._pack.head.conventions.digits
        lines = [f"{one['says']}:{one['working']},四舍五入到 {digits} 位小数得 {one['value']}" for one in told.parts]
        told.working = ";".join([*lines, f"合计 {told.value}"]) + "。"

    def _eligibility(self, told: Explanation, clause: Eligibility) -> None:
        answer = self.reading.of_teacher(told.subject)["eligibility"][told.clause]
        told.value = told.met = answer["eligible"]
        judging_day = self._value(told, clause.judged_on)
        for name, condition in clause.conditions.items():
            holds = name not in answer["fails"]

            def value(of: str) -> Any:
                return judging_day if of == "judging_day" else self._value(told, of)

            working = in_words(self._pack, condition.if_, value)
            told.parts.append({"part": name, "says": condition.says.zh, "value": holds, "working": working})
        for measure in self._measures([condition.if_ for condition in clause.conditions.values()]):
            self._records(told, measure)
        lines = [f"{one['says']}:{one['working']},{'满足' if one['value'] else '不满足'}" for one in told.parts]
        told.working = ";".join([f"评定日 {shown(judging_day)}", *lines]) + "。"
        fails = "、".join(clause.conditions[name].says.zh for name in answer["fails"])
        told.next = f"不满足的条件:{fails}。" if fails else "全部条件都满足。"

    def _measures(self, texts: list[str]) -> list[str]:
        """The measures that formulas name, totals left out, each once, in the pack's order."""
        named = {name for text in texts for name in names_in(formula(text))}
        return [name for name in self._pack.measures if name in named]

    def _records(self, told: Explanation, measure: str) -> None:
        """Add the records that a measure counted and left out; one that counts for anything is not left out."""
        trace = self.reading.traced(told.subject, measure)
        for one in trace.counted:
            told.counted.append(
                _record(one.entry, one.position, one.day) | {"measure": measure, "worth": _json(one.worth)}
            )
        counted = {(one["entry"], one["position"]) for one in told.counted}
        told.left_out = [one for one in told.left_out if (one["entry"], one["position"]) not in counted]
        known = {(one["entry"], one["position"], one["reason"]) for one in told.left_out}
        for out in trace.left_out:
            record = _record(out.entry, out.position, out.day) | {"reason": out.reason, "measure": measure}
            key = (record["entry"], record["position"], record["reason"])
            if key[:2] not in counted and key not in known:
                told.left_out.append(record)
        told.missing.extend("/".join(item) for item in self.reading.unreached(told.subject, measure))


def _record(entry: bytes, position: int, day: date | None) -> Item:
    return {"entry": entry.hex(), "position": position, "day": day.isoformat() if day else None}


def _json(value: Any) -> Any:
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        exact = Fraction(value)
        return number(exact.numerator, exact.denominator)
    return value
