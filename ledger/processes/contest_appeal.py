"""赛事申诉: after the closing a teacher who entered may appeal once, and the appeal is decided once."""

from ledger.in_force import InForce
from ledger.processes.contest import announced, closing, entries_of, not_entered
from ledger.processes.in_the_way import entries_named, others
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed
from ledger.records.record import entry_of
from ledger.refusals import Refused


def check_appealed(said: ContestAppealed, in_force: InForce) -> None:
    """Refuse an appeal of who did not enter, before the closing, or a second one.

    Raises Refused `contest-unknown`, `not-entered`, `contest-not-closed`, `already-appealed`.
    """
    contest = announced(said.code, in_force)
    if not entries_of(said.teacher, said.code, in_force):
        raise not_entered(said.teacher, said.code)
    closed = closing(said.code, in_force)
    if closed is None or said.on < closed.on:
        raise Refused(
            "contest-not-closed",
            f"赛事 {said.code} 到 {said.on} 还没有封分,没有可以申诉的结果;请在封分以后申诉,或核对日期。",
            see=[entry_of(contest).hex()],
            fields=["on"],
        )
    before = others(in_force.by(ContestAppealed, "code", "teacher")((said.code, said.teacher)), said)
    if before:
        raise Refused(
            "already-appealed",
            f"教师 {said.teacher} 已于 {before[0].on} 对赛事 {said.code} 申诉,一场只申诉一次;要补充请更正那次申诉。",
            see=entries_named(before),
            fields=["on"],
        )


def check_decided(said: ContestAppealDecided, in_force: InForce) -> None:
    """Refuse to decide on what was not appealed, or twice.

    Raises Refused `contest-unknown`, `no-appeal`, `appeal-decided`.
    """
    announced(said.code, in_force)
    appealed = in_force.by(ContestAppealed, "code", "teacher")((said.code, said.teacher))
    if not any(one.on <= said.on for one in appealed):
        raise Refused(
            "no-appeal",
            f"教师 {said.teacher} 到 {said.on} 没有对赛事 {said.code} 申诉;请核对教师和日期,或先登记申诉。",
            fields=["teacher"],
        )
    before = others(in_force.by(ContestAppealDecided, "code", "teacher")((said.code, said.teacher)), said)
    if before:
        raise Refused(
            "appeal-decided",
            f"教师 {said.teacher} 对赛事 {said.code} 的申诉已于 {before[0].on} 答复;要改请更正那次答复。",
            see=entries_named(before),
            fields=["on"],
        )
