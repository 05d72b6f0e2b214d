"""授奖、晋级: no more prizes than were announced, one a teacher; who goes on to the next stage.

An award belongs to the contest whose code it bears. One without a code belongs to the contest announced of its
series, level and group by the unit that the teacher is of, the last that opened by its day, up to a year after
that closed: so the list of a workbook cannot pass the limit either. Where none was announced, or the teacher came
to the county later, it was won elsewhere and is not counted.
"""

from collections.abc import Sequence
from datetime import timedelta

from ledger.in_force import InForce
from ledger.on_roll import Roll
from ledger.processes.contest import announced, closing, entries_of, is_one_of, need_group, not_entered
from ledger.processes.in_the_way import entries_named, others
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestEntered, ContestPromoted, ContestPublicised
from ledger.records.employment import TeacherArrived, TeacherLeft
from ledger.records.record import TeacherId, entry_of
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.refusals import Refused
from ledger.register import in_effect_on
from ledger.spelling import squeeze
from ledger.vocabulary import Level, Prize

_AFTERWARDS = timedelta(days=365)
"""So long after a contest was to end, an award without code may be one of it."""

_LEVELS = list(Level)


def contest_of(award: AwardWon, in_force: InForce, said: ContestAnnounced | None = None) -> ContestAnnounced | None:
    """The announced contest that an award is of; none where it was won elsewhere.

    `said`: an announcement that is about to stand. Raises Refused `contest-unknown` where a code is not known.
    """
    if award.contest:
        return said if said and said.code == award.contest else announced(award.contest, in_force, "contest")
    found = contests_at(award.stage, in_force, said)
    within = [
        one
        for one in found
        if one.opens <= award.on <= one.closes + _AFTERWARDS
        and is_one_of(award.group, one.groups)
        and _is_of_unit(award, one, in_force)
    ]
    last = max(within, key=lambda one: (one.opens, one.code), default=None)
    return None if last is None or _came_later(award, last, in_force) else last


def contests_at(stage: object, in_force: InForce, said: ContestAnnounced | None = None) -> list[ContestAnnounced]:
    """The contests announced of a series at a level."""
    found = in_force.by(ContestAnnounced, "stage")(stage)
    if said is None:
        return found
    return [*others(found, said), *([said] if said.stage == stage else [])]


def places_for(contest: ContestAnnounced, group: str, prize: Prize) -> int | None:
    """How many of a prize a group has; None where the contest announced no number of any prize."""
    if not contest.prizes:
        return None
    return sum(one.places for one in contest.prizes if one.prize is prize and squeeze(one.group) == squeeze(group))


def given(
    contest: ContestAnnounced, group: str, prize: Prize, in_force: InForce, said: ContestAnnounced | None = None
) -> list[AwardWon]:
    """The awards that stand of a prize in a group of a contest."""
    place = (*contest.stage, squeeze(group), prize)
    bearing_code = [
        one
        for one in in_force.by(AwardWon, "contest")(contest.code)
        if one.prize is prize and squeeze(one.group) == squeeze(group)
    ]
    return bearing_code + [
        one for one in in_force.by(AwardWon, "place")(place) if not one.contest and _is_of(one, contest, in_force, said)
    ]


def awards_of(contest: ContestAnnounced, in_force: InForce) -> list[AwardWon]:
    """The awards that stand of a contest, in whatever group, with its code and without."""
    without_code = [one for one in in_force.by(AwardWon, "stage")(contest.stage) if not one.contest]
    return [
        *in_force.by(AwardWon, "contest")(contest.code),
        *(one for one in without_code if _is_of(one, contest, in_force)),
    ]


def won_by(teacher: TeacherId, contest: ContestAnnounced, in_force: InForce, group: str = "") -> list[AwardWon]:
    """What a teacher won in a contest; in one group of it, where that is named."""
    return [
        one
        for one in in_force.by(AwardWon, "teacher")(teacher)
        if (not group or squeeze(one.group) == squeeze(group))
        and (one.contest == contest.code or (not one.contest and _is_of(one, contest, in_force)))
    ]


def check_award(said: AwardWon, in_force: InForce) -> None:
    """Refuse an award that its contest cannot give.

    Raises Refused `contest-unknown`, `contest-differs`, `group-not-announced`, `contest-not-closed`, `not-entered`,
    `already-won`, `prize-not-announced`, `no-prize-left`.
    """
    contest = contest_of(said, in_force)
    if contest is None:
        return
    if said.stage != contest.stage:
        raise Refused(
            "contest-differs",
            f"赛事 {contest.code} 是{contest.level}“{contest.series}”,这里写的是{said.level}“{said.series}”;请核对。",
            see=[entry_of(contest).hex()],
            fields=["contest"],
        )
    need_group(contest, said.group)
    closed = closing(contest.code, in_force)
    if closed is None or said.on < closed.on:
        raise Refused(
            "contest-not-closed",
            f"赛事 {contest.code} 到 {said.on} 还没有封分,不能授奖;请先登记赛事封分,或核对日期。",
            see=[entry_of(contest).hex()],
            fields=["on"],
        )
    entered = in_force.by(ContestEntered, "code")(contest.code)
    own = entries_of(said.teacher, contest.code, in_force)
    if entered and not any(squeeze(one.group) == squeeze(said.group) for one in own):
        raise not_entered(said.teacher, contest.code, said.group)
    _check_only_prize(said, contest, in_force)
    _check_place(said, contest, in_force)


def check_promoted(said: ContestPromoted, in_force: InForce) -> None:
    """Refuse to put forward who did not win, more than were announced, or for no higher contest.

    Raises Refused `contest-unknown`, `group-not-announced`, `stage-not-higher`, `not-a-winner`, `no-promotion-left`.
    """
    contest, higher = announced(said.code, in_force), announced(said.to, in_force, "to")
    need_group(contest, said.group)
    if _LEVELS.index(higher.level) <= _LEVELS.index(contest.level):
        raise Refused(
            "stage-not-higher",
            f"赛事 {higher.code} 是{higher.level},不高于 {contest.code} 的{contest.level};请核对上一级赛事编号。",
            see=[entry_of(higher).hex()],
            fields=["to"],
        )
    _check_won(said, contest, in_force)
    gone_on = [
        one
        for one in others(in_force.by(ContestPromoted, "code")(said.code), said)
        if squeeze(one.group) == squeeze(said.group)
    ]
    if len(gone_on) >= contest.promoted:
        raise Refused(
            "no-promotion-left",
            f"赛事 {contest.code} 的“{said.group}”公告晋级 {contest.promoted} 人,已全部推荐;请核对。",
            see=entries_named(gone_on),
            fields=["teacher"],
        )


def check_publicised(said: ContestPublicised, in_force: InForce) -> None:
    """Refuse to spread what did not win: `contest-unknown`, `group-not-announced`, `not-a-winner`."""
    contest = announced(said.code, in_force)
    need_group(contest, said.group)
    _check_won(said, contest, in_force)


def _check_won(said: ContestPromoted | ContestPublicised, contest: ContestAnnounced, in_force: InForce) -> None:
    if not won_by(said.teacher, contest, in_force, said.group):
        raise Refused(
            "not-a-winner",
            f"教师 {said.teacher} 没有在赛事 {contest.code} 的“{said.group}”获奖;请核对教师和组别,或先登记获奖。",
            fields=["teacher"],
        )


def _check_only_prize(said: AwardWon, contest: ContestAnnounced, in_force: InForce) -> None:
    before = others(won_by(said.teacher, contest, in_force, said.group), said)
    if before:
        raise Refused(
            "already-won",
            f"教师 {said.teacher} 在赛事 {contest.code} 的“{said.group}”已获{before[0].prize},"
            "一人一组只有一个奖;请核对,要改名次请走更正手续。",
            see=entries_named(before),
            fields=["teacher"],
        )


def _check_place(said: AwardWon, contest: ContestAnnounced, in_force: InForce) -> None:
    places = places_for(contest, said.group, said.prize)
    if places is None:
        return
    if not places:
        raise Refused(
            "prize-not-announced",
            f"赛事 {contest.code} 没有给“{said.group}”设{said.prize};请核对名次和组别。",
            see=[entry_of(contest).hex()],
            fields=["prize"],
        )
    standing: Sequence[AwardWon] = others(given(contest, said.group, said.prize, in_force), said)
    if len(standing) >= places:
        raise Refused(
            "no-prize-left",
            f"赛事 {contest.code} 的“{said.group}”的 {places} 个{said.prize}已全部授出;请核对名次。",
            see=entries_named(standing),
            fields=["prize"],
        )


def _is_of(award: AwardWon, contest: ContestAnnounced, in_force: InForce, said: ContestAnnounced | None = None) -> bool:
    if award.stage != contest.stage:
        return False
    found = contest_of(award, in_force, said)
    return found is not None and found.code == contest.code


def _is_of_unit(award: AwardWon, contest: ContestAnnounced, in_force: InForce) -> bool:
    """Whether the teacher is, on the day of the award, of the school or township that holds the contest."""
    if contest.level not in (Level.SCHOOL, Level.TOWNSHIP):
        return True
    rows = in_force.by(TeacherRegistered, "teacher")(award.teacher)
    teacher = in_effect_on(rows, award.on) or min(rows, key=lambda row: row.in_effect, default=None)
    if teacher is None:
        return False
    if contest.level is Level.SCHOOL:
        return squeeze(teacher.school) == squeeze(contest.unit)
    schools = in_force.by(SchoolRegistered, "school")(teacher.school)
    school = in_effect_on(schools, award.on) or min(schools, key=lambda row: row.in_effect, default=None)
    return school is not None and squeeze(school.township) == squeeze(contest.unit)


def _came_later(award: AwardWon, contest: ContestAnnounced, in_force: InForce) -> bool:
    """Whether the teacher was on the county's roll neither when the contest opened nor on the day of the award."""
    moves = [
        *in_force.by(TeacherArrived, "teacher")(award.teacher),
        *in_force.by(TeacherLeft, "teacher")(award.teacher),
    ]
    roll = Roll(moves)
    return bool(roll.absence(award.teacher, contest.opens) and roll.absence(award.teacher, award.on))
