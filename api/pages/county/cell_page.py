"""Those whom a rule is asked of at a school: what each lacks until when, why, and who has done it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.desk.exports import Table
from api.http.reading_desk import Evaluated
from api.pages.asked import Asked as AskedPage
from api.pages.texts import printed_text
from api.pages.why import Names
from api.typesetting import in_print
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.county_board import Asked, Board, Cell, Rule, asked_of
from projections.explain import Explanation
from projections.language.scopes import GROUP, TEACHER


@dataclass(frozen=True)
class ShownAsked:
    """Somebody whom the rule is asked of. `lacking` and `why` are empty where nothing is missing."""

    code: str
    called: str
    link: str
    done: int | float
    target: int | float
    settled: str
    lacking: str = ""
    why: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class ShownCell:
    """A cell of the board, opened."""

    rule: Rule
    school: str
    cell: Cell
    to_do: Sequence[ShownAsked]
    done: Sequence[ShownAsked]


def rule_of(board: Board, clause: str) -> Rule:
    """The rule of a name. Raises Misuse `unknown-clause`."""
    for rule in board.rules:
        if rule.clause == clause:
            return rule
    known = did_you_mean(clause, [rule.clause for rule in board.rules])
    raise Misuse("unknown-clause", f"进度表上没有指标“{clause}”;{known}。")


def codes_named(rule: Rule, those: Sequence[Asked]) -> list[str]:
    """The codes of the teachers among those whom a rule is asked of."""
    return [one.code for one in those] if rule.per == TEACHER else []


def shown_cell(
    asked: AskedPage, found: Evaluated, school: str, rule: Rule, those: Sequence[Asked], names: Names
) -> ShownCell:
    """A cell of the board with everybody in it, those who have not done it first, in the order of codes."""
    missing = [one.code for one in those if not one.met]
    told = {code: found.explained(rule.per, code, rule.clause)[0] for code in missing}
    shown = [_shown(asked, rule, one, told.get(one.code), names) for one in those]
    met = {one.code for one in those if one.met}
    return ShownCell(
        rule,
        school,
        Cell(len(those), len(met)),
        [one for one in shown if one.code not in met],
        [one for one in shown if one.code in met],
    )


def cell_table(asked: AskedPage, cell: ShownCell) -> Table:
    """The same as a list."""
    text = printed_text
    columns = ("code", "name", "done_count", "target", "verdict", "lacking", "working", "left_out")
    head = [text(f"county_cell.{column}") for column in columns]
    rows = [
        [
            one.code,
            one.called,
            one.done,
            one.target,
            one.settled or text("county_cell.met" if not one.lacking else "county_cell.not_met"),
            one.lacking,
            one.why,
            one.left_out,
        ]
        for one in (*cell.to_do, *cell.done)
    ]
    title = text("county_cell.file", school=asked.school_name(cell.school), says=in_print(cell.rule.says))
    return Table(title, head, rows)


def those_asked(found: Evaluated, school: str, clause: str) -> list[Asked]:
    """Those at a school whom a rule is asked of. Raises Misuse `unknown-school`."""
    codes = [row.school for row in found.board.schools]
    if school not in codes:
        term = found.evaluation.term.term
        raise Misuse("unknown-school", f"{term} 的名册上没有学校“{school}”;{did_you_mean(school, codes)}。")
    return asked_of(found.evaluation, school, clause)


def _shown(asked: AskedPage, rule: Rule, one: Asked, told: Explanation | None, names: Names) -> ShownAsked:
    return ShownAsked(
        one.code,
        _called(asked, rule, one.code, names),
        _link(asked, rule, one.code),
        one.done,
        one.target,
        in_print(one.settled),
        in_print(told.next) if told else "",
        in_print(told.working) if told else "",
        _left_out(told) if told else "",
    )


def _called(asked: AskedPage, rule: Rule, code: str, names: Names) -> str:
    if rule.per == TEACHER:
        return names.get(TeacherId(code), "")
    return code.partition("/")[2] if rule.per == GROUP else asked.school_name(code)


def _link(asked: AskedPage, rule: Rule, code: str) -> str:
    if rule.per == TEACHER:
        return asked.link(f"/teachers/{code}") + f"#{rule.clause}"
    return asked.link(f"/groups/{code}") + f"#{rule.clause}" if rule.per == GROUP else ""


def _left_out(told: Explanation) -> str:
    """The records that did not count, by reason: `未审核 3 条、期外 1 条`."""
    reasons = Counter(str(one["reason"]) for one in told.left_out)
    return in_print(
        "、".join(printed_text("county_cell.left_out_of", reason=why, count=count) for why, count in reasons.items())
    )
