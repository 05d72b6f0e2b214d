"""Two applicants side by side, for a dispute: part by part, clause by clause, and what would have changed the order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ledger.book import Book
from ledger.refusals import Refused
from ledger.vocabulary import ReviewTieBy
from projections.canonical import number
from projections.explain.explanation import Explanation
from projections.language.clauses import Points
from projections.language.pack import spoken
from projections.language.scopes import TEACHER
from projections.reviews.applying import clauses_of, explained
from projections.reviews.course import Course
from projections.reviews.listing import Ranked, ReviewResult, standing_result
from projections.reviews.ranking import Outcome
from projections.reviews.scoring import rounded

_HALF = Fraction(1, 2)

REASONS = {
    Outcome.LISTED: "列入名单",
    Outcome.VETOED: "有处分或一票否决没有期满",
    Outcome.WITHDRAWN: "已撤回申报",
    Outcome.NOT_ELIGIBLE: "不符合申报条件",
    Outcome.INCOMPLETE: "还没有评完",
    Outcome.VOTED_DOWN: "表决没有达到公告的比例",
    Outcome.BEYOND: "名额已满",
    Outcome.TIED: "同分而名额不够,等评审组表决",
}
"""Why somebody is on a list or not, in words."""


@dataclass(frozen=True)
class Line:
    """What one thing is for each of the two. `ahead`: who is ahead in it; empty where neither is."""

    what: str
    called: str
    one: Any
    other: Any
    ahead: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "what": self.what,
            "called": self.called,
            "one": _shown(self.one),
            "other": _shown(self.other),
            "ahead": self.ahead or None,
        }


@dataclass(frozen=True)
class Comparison:
    """Two applicants, the first of them the one who comes first. `changes`: what would have put the other before."""

    course: Course
    one: Ranked
    other: Ranked
    lines: Sequence[Line]
    lacks: dict[str, list[str]]
    explained: dict[str, list[Explanation]]
    decided_by: str
    changes: Sequence[str]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "code": self.course.code,
            "one": {**self.one.official(), "why": REASONS[self.one.outcome]},
            "other": {**self.other.official(), "why": REASONS[self.other.outcome]},
            "lines": [line.to_json() for line in self.lines],
            "lacks": self.lacks,
            "decided_by": self.decided_by,
            "changes": list(self.changes),
            "clauses": {who: [one.to_json() for one in told] for who, told in self.explained.items()},
        }


def compare(book: Book, course: Course, one: str, other: str) -> Comparison:
    """Hold two applicants against each other, by the list that stands, else by what the book holds now.

    Raises Refused `not-frozen`, `not-applied`, `same-teacher`, `other-group`.
    """
    result = standing_result(book, course.code)
    first, second = result.of(one), result.of(other)
    if first.teacher == second.teacher:
        raise Refused("same-teacher", f"比较的是同一位教师 {one};请写两位不同的申报人。")
    if first.group != second.group:
        raise Refused(
            "other-group", f"{one} 申报“{first.group}”组,{other} 申报“{second.group}”组,不在一起排名;请比较同组的人。"
        )
    order = [row.teacher for row in result.ranked]
    if order.index(first.teacher) > order.index(second.teacher):
        first, second = second, first
    told = {str(row.teacher): explained(result.evaluation, course, row.teacher) for row in (first, second)}
    return Comparison(
        course,
        first,
        second,
        list(_lines(result, first, second)),
        {row.teacher: list(_lacking(row, told[row.teacher])) for row in (first, second)},
        told,
        _decided_by(result, first, second),
        list(_changes(result, first, second)),
    )


def _lines(result: ReviewResult, one: Ranked, other: Ranked) -> Iterator[Line]:
    """Conditions, then each part with what it is made of, then the total and what parts equals."""
    for mine, theirs in zip(one.conditions, other.conditions, strict=True):
        yield _line(f"conditions.{mine.clause}", mine.says, mine.met, theirs.met, one, other)
    for part, their in zip(one.parts, other.parts, strict=True):
        yield _line(f"parts.{part.name}", part.name, part.counts, their.counts, one, other)
    yield from _within_points(result, one, other)
    yield _line("total", "合计", one.total, other.total, one, other)
    for tie, own, its in zip(result.course.announced.ties, one.parted_by, other.parted_by, strict=True):
        called = f"同分先后:{tie.named or tie.by.value}{'(天)' if tie.by is ReviewTieBy.YEARS_IN_POST else ''}"
        yield _line(f"ties.{tie.by.value}", called, own, its, one, other)


def _within_points(result: ReviewResult, one: Ranked, other: Ranked) -> Iterator[Line]:
    """The parts of the pack's points that a computed part is the total of."""
    pack, evaluation = result.pack, result.evaluation
    for name in clauses_of(result.course, evaluation):
        clause = pack.clauses[name]
        if isinstance(clause, Points) and name not in result.course.announced.terms.clauses:
            for part, said in clause.parts.items():
                word = f"{spoken(name)}.{spoken(part)}"
                mine, theirs = (
                    evaluation.value_of(TEACHER, evaluation.code_now(row.teacher), word) for row in (one, other)
                )
                yield _line(f"points.{name}.{part}", f"{clause.says.zh}:{said.says.zh}", mine, theirs, one, other)


def _line(what: str, called: str, mine: Any, theirs: Any, one: Ranked, other: Ranked) -> Line:
    if mine is None or theirs is None or mine == theirs:
        return Line(what, called, mine, theirs, "")
    return Line(what, called, mine, theirs, one.teacher if mine > theirs else other.teacher)


def _lacking(row: Ranked, told: Sequence[Explanation]) -> Iterator[str]:
    """What somebody lacks of the conditions, with what would have to happen."""
    by_clause = {one.clause: one for one in told}
    for verdict in row.conditions:
        if not verdict.met:
            wanted = by_clause[verdict.clause].next if verdict.clause in by_clause else None
            yield f"{verdict.says}:{wanted or '、'.join(verdict.lacks)}"
    if row.vetoes:
        yield REASONS[Outcome.VETOED]


def _decided_by(result: ReviewResult, one: Ranked, other: Ranked) -> str:
    """What put the one before the other, in one sentence."""
    if one.place is None or other.place is None:
        out = other if other.place is None else one
        return f"{out.teacher} 没有参加排名:{REASONS[out.outcome]}。"
    if one.total != other.total:
        return f"合计 {_shown(one.total)} 比 {_shown(other.total)} 高。"
    for tie, mine, theirs in zip(result.course.announced.ties, one.parted_by, other.parted_by, strict=True):
        if mine != theirs:
            return f"合计同为 {_shown(one.total)},按公告的同分先后,“{tie.named or tie.by.value}”大的在前。"
    if one.outcome is not other.outcome:
        return f"合计和同分先后都相同,并列第 {one.place},由评审组的同分表决定。"
    return f"合计和同分先后都相同,并列第 {one.place}。"


def _changes(result: ReviewResult, one: Ranked, other: Ranked) -> Iterator[str]:
    """What would have put the other before the one, all else as it is: by each part alone."""
    if one.place is None or other.place is None:
        out = other if other.place is None else one
        yield f"{out.teacher} 要先消除“{REASONS[out.outcome]}”,才能参加排名。"
        return
    assert one.total is not None
    assert other.total is not None
    digits = result.course.announced.digits
    exact = sum((part.counts or Fraction(0) for part in other.parts), Fraction(0))
    step = Fraction(1, 10**digits)
    # The least exact total that is rounded to one step above the first's.
    wanted = one.total + step - step * _HALF - exact
    for part in other.parts:
        if part.value is None:
            continue
        value = min(part.value, part.most) + wanted / part.weight * part.most
        if value > part.most:
            yield f"“{part.name}”即使满分 {_shown(part.most)},也不能排到 {one.teacher} 前面。"
        else:
            more = value - min(part.value, part.most)
            yield (
                f"“{part.name}”再高 {_shown(_up(more))}(现为 {_shown(rounded(part.value, digits))},"
                f"满分 {_shown(part.most)}),{other.teacher} 就排到 {one.teacher} 前面。"
            )


def _up(value: Fraction) -> Fraction:
    """Rounded up to two decimals, so that so much is surely enough."""
    hundred = 100
    return Fraction(-int(-value * hundred // 1), hundred)


def _shown(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number(value.numerator, value.denominator)
    return value
