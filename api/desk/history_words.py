"""A history in words: one line a term, the parts of the points, what came late, what was otherwise before."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from api.desk.exports import Cell, Table
from api.desk.statement_words import change
from ledger.event import Act
from ledger.records import KINDS
from projections.history.credits import History, TermCredits, Told
from projections.language.scopes import TEACHER

DONE = {
    Act.RECORDED: "登记",
    Act.CORRECTED: "更正",
    Act.ATTESTED: "审核",
    Act.VOIDED: "作废",
    Act.WITHDRAWN: "撤回",
}
_CALLED = {name.partition("/")[0]: kind.called for name, kind in KINDS.items()}


class Part(NamedTuple):
    """A part of a clause of points, as the pack calls it, and its points."""

    says: str
    points: int | float


def parts_of(term: TermCredits) -> list[Part]:
    """The parts of the points of a term, in the pack's order; those that came to nothing left out."""
    if term.pack is None:
        return []
    says = {name: part.says.zh for _, clause in term.pack.points() for name, part in clause.parts.items()}
    several = term.answers.get("scores") or {"": term.answers.get("points") or {}}
    return [
        Part(says.get(name, name), points)
        for one in several.values()
        for name, points in (one.get("parts") or {}).items()
        if points
    ]


def changes_of(term: TermCredits) -> list[str]:
    """What is otherwise than before, each in words."""
    if term.before is None or term.pack is None:
        return []
    said = [change(one, term.pack) for one in term.before.changes]
    was, now = term.before.figures.get("points"), term.figures.get("points")
    if not said and was != now:
        said = [f"积分:{_shown(was)} → {_shown(now)}"]
    return said


def since(term: TermCredits) -> str:
    """With what the term is compared: a result made official, or the book before the first change."""
    if term.before is None:
        return ""
    if term.before.statement:
        return f"和正式结果 {term.before.statement} 相比"
    return f"和第一次改动以前(账本第 {term.before.position} 条为止)相比"


def told(one: Told) -> str:
    """A record or a step: what was done, to what kind of record, of which day, how late."""
    done, called = DONE.get(one.act, one.act), _CALLED.get(one.kind, one.kind)
    of = f" {one.day}" if one.day else ""
    late = f",晚 {one.days} 天" if one.days else ""
    return f"{one.recorded_on} {done}{called}{of}{late}"


def history_table(history: History, who: str, school_name: Callable[[str], str]) -> Table:
    """All terms as a list to be taken away; `who`: whose it is, for the title."""
    of_teacher = history.of == TEACHER
    head = ["学期", "算到", "办法", "学校" if of_teacher else "教师人数", "指标完成", "指标应完成"]
    head += ["积分", "积分各部分", "具备资格"] if of_teacher else ["积分中位数"]
    head += ["晚登记", "后来的改动", "改动前积分", "对照"]
    rows = [list(_line(one, school_name, of_teacher=of_teacher)) for one in history.terms]
    return Table(f"历年积分 {who} 截至{history.as_of}", head, rows)


def _line(term: TermCredits, school_name: Callable[[str], str], *, of_teacher: bool) -> Iterator[Cell]:
    figures = term.figures
    yield from (term.term, term.as_of, f"{term.pack.head.title.zh}" if term.pack else "当时没有施行的办法")
    yield school_name(term.school) if of_teacher else figures.get("teachers")
    yield from (figures.get("duties_done"), figures.get("duties_of"), exact(figures.get("points")))
    if of_teacher:
        yield "、".join(f"{one.says} {_shown(one.points)}" for one in parts_of(term))
        yield figures.get("eligible")
    yield from (len(term.late), ";".join(changes_of(term)))
    yield exact(term.before.figures.get("points")) if term.before and term.is_changed else None
    yield since(term)


def exact(points: Any) -> Decimal | None:
    """Points as they were rounded, 16.84, as an exact number."""
    return None if points is None else Decimal(str(points))


def _shown(points: Any) -> str:
    return "—" if points is None else str(points)
