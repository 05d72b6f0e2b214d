"""结果定稿、更替: when a draft may be final, and how one final result gives way to another."""

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.processes.statement_course import StatementCourse, StatementStep
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementSuperseded,
)
from ledger.refusals import Refused


def check_final(final: StatementFinalised, said: StatementStep, course: StatementCourse) -> None:
    """A final result was on notice to the end, or needed none, and no objection is open or was upheld."""
    notice = course.noticed
    if notice is None and not final.unnoticed:
        raise Refused(
            "not-noticed",
            f"结果 {final.statement} 还没有公示,不能定稿;请先公示,不需要公示的用 shilu statement issue 写明理由。",
            fields=["unnoticed"],
        )
    if notice and final.unnoticed:
        raise Refused(
            "already-noticed",
            f"结果 {final.statement} 已经公示,不能写成不公示;请在公示期满以后定稿。",
            see=entries_named([notice]),
            fields=["unnoticed"],
        )
    if notice and final.on <= notice.until:
        raise Refused(
            "notice-lasts",
            f"结果 {final.statement} 公示到 {notice.until},{final.on} 还不能定稿;请在公示期满以后定稿。",
            see=entries_named([notice]),
            fields=[said.happened_on],
        )
    undecided = course.undecided()
    if undecided:
        raise Refused(
            "objection-undecided",
            f"结果 {final.statement} 有 {len(undecided)} 件公示异议还没有答复"
            f"({'、'.join(sorted({one.teacher for one in undecided}))});请先用 shilu statement decide 答复。",
            see=entries_named(undecided),
            fields=["statement"],
        )
    for answer in course.decided:
        if answer.upheld:
            raise Refused(
                "objection-upheld",
                f"教师 {answer.teacher} 对结果 {final.statement} 的异议成立,这份草案不能定稿;"
                "请更正记录,放弃这份草案(shilu statement drop),再拟一份。",
                see=entries_named([answer]),
                fields=["statement"],
            )
        if answer.told_on > final.on:
            raise Refused(
                "out-of-order",
                f"异议的答复到 {answer.told_on} 才告知教师 {answer.teacher},{final.on} 还不能定稿;请核对日期。",
                see=entries_named([answer]),
                fields=[said.happened_on],
            )


def check_only_final(said: StatementStep, course: StatementCourse, in_force: InForce) -> None:
    """No other final result of the same pack, term and scope stands, but one that gives way to this one."""
    draft = course.drafted
    for other in _alike(draft, in_force):
        final = in_force.by(StatementFinalised, "statement")(other.statement)
        gone = in_force.by(StatementSuperseded, "statement")(other.statement)
        gave_way = any(
            one.by == draft.statement or in_force.by(StatementFinalised, "statement")(one.by) for one in gone
        )
        if final and not gave_way and (course.superseded is None or course.superseded.by != other.statement):
            raise Refused(
                "already-final",
                f"{draft.pack} 在 {draft.term} 学期、范围 {draft.scope} 已有定稿的结果 {other.statement};"
                f"要以 {draft.statement} 代替它,请在定稿时写明 --supersedes {other.statement} 和 --reason。",
                see=entries_named(final),
                fields=["statement"],
            )


def check_gives_way(said: StatementSuperseded, course: StatementCourse, in_force: InForce) -> None:
    """Refuse that a result gives way which is not final (`not-final`), or to one that is unlike it or was dropped."""
    if course.finalised is None:
        raise Refused("not-final", f"结果 {said.statement} 没有定稿,不用更替;请核对编号。", fields=["statement"])
    later = [one for one in _alike(course.drafted, in_force) if one.statement == said.by]
    dropped = in_force.by(StatementDropped, "statement")(said.by)
    if not later or dropped or in_force.by(StatementFinalised, "statement")(said.by):
        raise Refused(
            "unlike-statements",
            f"{said.by} 不能代替 {said.statement}:它应是同一办法、学期和范围的另一份草案,还没有定稿,也没有放弃;"
            "请核对编号。",
            see=entries_named([*later, *dropped]),
            fields=["by"],
        )


def _alike(draft: StatementDrafted, in_force: InForce) -> list[StatementDrafted]:
    """The other drafts of the same pack, term and scope."""
    found = in_force.by(StatementDrafted, "pack", "term", "scope")((draft.pack, draft.term, draft.scope))
    return [one for one in found if one.statement != draft.statement]
