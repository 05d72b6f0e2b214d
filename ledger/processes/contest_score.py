"""评委打分、回避、封分: who may score whom, for what, and until when.

After the closing a score is taken, or mended, only of a teacher whose appeal was upheld.
"""

from decimal import Decimal

from ledger.in_force import InForce
from ledger.processes.contest import announced, closing, contest_closed, entries_of, is_one_of, need_group, not_entered
from ledger.processes.in_the_way import entries_named
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestAppealDecided, ContestClosed, ContestScored, ContestStoodAside
from ledger.records.record import TeacherId, entry_of
from ledger.refusals import Refused
from ledger.spelling import squeeze

_FULL_MARKS = Decimal(100)


def check_scored(said: ContestScored, in_force: InForce) -> None:
    """Refuse a score that this judge may not give.

    Raises Refused `contest-unknown`, `contest-closed`, `group-not-announced`, `not-entered`, `judge-not-announced`,
    `judge-stood-aside`, `part-not-announced`, `score-out-of-range`, `outside-contest`.
    """
    contest = announced(said.code, in_force)
    closed = closing(said.code, in_force)
    if closed and not _appeal_upheld(said.code, said.teacher, in_force):
        raise contest_closed(closed)
    need_group(contest, said.group)
    if not any(squeeze(one.group) == squeeze(said.group) for one in entries_of(said.teacher, said.code, in_force)):
        raise not_entered(said.teacher, said.code, said.group)
    _check_judge(said.judge, contest)
    aside = in_force.by(ContestStoodAside, "code", "judge", "teacher")((said.code, said.judge, said.teacher))
    if aside:
        raise Refused(
            "judge-stood-aside",
            f"评委 {said.judge} 已回避教师 {said.teacher},不能给他打分;请由其他评委打分。",
            see=entries_named(aside),
            fields=["judge"],
        )
    names = [part.name for part in contest.parts]
    if not is_one_of(said.part, names):
        raise Refused(
            "part-not-announced",
            f"赛事 {contest.code} 没有“{said.part}”这个环节,公告的是{'、'.join(names)};请核对比赛环节。",
            see=[entry_of(contest).hex()],
            fields=["part"],
        )
    if not 0 <= said.score <= _FULL_MARKS:
        raise Refused("score-out-of-range", f"得分 {said.score} 不在 0 到 100 之间;请核对。", fields=["score"])
    if said.on < contest.opens:
        raise _too_early(said.on, contest)


def check_stood_aside(said: ContestStoodAside, in_force: InForce) -> None:
    """Refuse who is no judge, or has scored the teacher already.

    Raises Refused `contest-unknown`, `judge-not-announced`, `already-scored`.
    """
    _check_judge(said.judge, announced(said.code, in_force))
    scored = in_force.by(ContestScored, "code", "judge", "teacher")((said.code, said.judge, said.teacher))
    if scored:
        raise Refused(
            "already-scored",
            f"评委 {said.judge} 已给教师 {said.teacher} 打过 {len(scored)} 项分,不能再登记回避;请先作废这些得分。",
            see=entries_named(scored),
            fields=["judge"],
        )


def check_closed(said: ContestClosed, in_force: InForce) -> None:
    """Refuse to close what was not announced or has not begun: `contest-unknown`, `outside-contest`."""
    contest = announced(said.code, in_force)
    if said.on < contest.opens:
        raise _too_early(said.on, contest)


def _check_judge(judge: TeacherId, contest: ContestAnnounced) -> None:
    if judge not in contest.judges:
        raise Refused(
            "judge-not-announced",
            f"{judge} 不是赛事 {contest.code} 公告的评委;请核对评委。",
            see=[entry_of(contest).hex()],
            fields=["judge"],
        )


def _appeal_upheld(code: str, teacher: TeacherId, in_force: InForce) -> bool:
    return any(one.upheld for one in in_force.by(ContestAppealDecided, "code", "teacher")((code, teacher)))


def _too_early(day: object, contest: ContestAnnounced) -> Refused:
    return Refused(
        "outside-contest",
        f"{day} 早于赛事 {contest.code} 的开始日期 {contest.opens};请核对日期。",
        see=[entry_of(contest).hex()],
        fields=["on"],
    )
