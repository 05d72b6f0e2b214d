"""报名参赛: who may enter a contest, judged as things stood on the day it opened.

Age and years in the post are completed years on that day, and "50 or under" takes in who is 50 (B15). A post is
that of the register or any other held on the day; of several that are admitted the one held longest. From the
stage below comes whoever was promoted to this contest, or won in the contest that the announcement names.
"""

from datetime import date

from ledger.in_force import InForce
from ledger.processes.contest import announced, closing, contest_closed, need_group
from ledger.processes.contest_prize import won_by
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestEntered, ContestPromoted
from ledger.records.post import PostHeld
from ledger.records.record import TeacherId, entry_of
from ledger.records.registered import TeacherRegistered
from ledger.refusals import Refused
from ledger.register import in_effect_on
from ledger.vocabulary import Post


def check_entered(said: ContestEntered, in_force: InForce) -> None:
    """Refuse an entry that the announcement does not admit.

    Raises Refused `contest-unknown`, `contest-closed`, `group-not-announced`, `outside-contest`, `unknown-teacher`,
    `post-not-admitted`, `over-age`, `too-new-in-post`, `not-from-stage-below`.
    """
    contest = announced(said.code, in_force)
    closed = closing(said.code, in_force)
    if closed:
        raise contest_closed(closed)
    need_group(contest, said.group)
    if not contest.opens <= said.on <= contest.closes:
        raise Refused(
            "outside-contest",
            f"报名日期 {said.on} 不在赛事 {contest.code} 公告的 {contest.opens} 至 {contest.closes} 之内;请核对日期。",
            see=[entry_of(contest).hex()],
            fields=["on"],
        )
    if said.teacher in contest.judges:
        raise Refused(
            "judge-enters",
            f"教师 {said.teacher} 是赛事 {contest.code} 的评委,不能参赛;请换一位评委或参赛教师。",
            see=[entry_of(contest).hex()],
            fields=["teacher"],
        )
    _check_person(said.teacher, contest, in_force)
    _check_stage_below(said.teacher, contest, in_force)


def completed_years(since: date, day: date) -> int:
    """Whole years from one day to another."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _check_person(teacher: TeacherId, contest: ContestAnnounced, in_force: InForce) -> None:
    terms, day, see = contest.entry, contest.opens, [entry_of(contest).hex()]
    if not terms.posts and terms.oldest is None and terms.years_in_post is None:
        return
    rows = in_force.by(TeacherRegistered, "teacher")(teacher)
    person = in_effect_on(rows, day) or min(rows, key=lambda row: row.in_effect, default=None)
    if person is None:
        raise Refused("unknown-teacher", f"教师 {teacher} 没有登记;请核对编号或先登记教师。", fields=["teacher"])
    held = posts_held(person, day, in_force)
    admitted = {post: since for post, since in held.items() if post in (terms.posts or (person.post,))}
    if terms.posts and not admitted:
        raise Refused(
            "post-not-admitted",
            f"教师 {teacher} 在 {day} 的职务是{'、'.join(held) or '(没有登记)'},"
            f"赛事 {contest.code} 限{'、'.join(terms.posts)}参加;请核对教师和登记的职务。",
            see=see,
            fields=["teacher"],
        )
    age = completed_years(person.born, day)
    if terms.oldest is not None and age > terms.oldest:
        raise Refused(
            "over-age",
            f"教师 {teacher} 在 {day} 为 {age} 岁,赛事 {contest.code} 限 {terms.oldest} 岁以下;请核对出生日期。",
            see=see,
            fields=["teacher"],
        )
    years = max((completed_years(since, day) for since in admitted.values()), default=0)
    if terms.years_in_post is not None and years < terms.years_in_post:
        raise Refused(
            "too-new-in-post",
            f"教师 {teacher} 到 {day} 任现职务 {years} 年,赛事 {contest.code} 要求满 {terms.years_in_post} 年;"
            "请核对任现职务日期。",
            see=see,
            fields=["teacher"],
        )


def posts_held(person: TeacherRegistered, day: date, in_force: InForce) -> dict[Post, date]:
    """The posts that somebody held on a day, and since when."""
    held = {person.post: person.post_since} if person.post_since <= day else {}
    for one in in_force.by(PostHeld, "teacher")(person.teacher):
        if one.since <= day and (one.until is None or day <= one.until):
            held[one.post] = min(one.since, held.get(one.post, one.since))
    return held


def _check_stage_below(teacher: TeacherId, contest: ContestAnnounced, in_force: InForce) -> None:
    below = contest.entry.from_contest
    if not below or in_force.by(ContestPromoted, "teacher", "to")((teacher, contest.code)):
        return
    if any(won_by(teacher, one, in_force) for one in in_force.by(ContestAnnounced, "code")(below)):
        return
    raise Refused(
        "not-from-stage-below",
        f"教师 {teacher} 没有被推荐晋级到赛事 {contest.code},也没有在赛事 {below} 获奖;"
        "请先登记下一级的获奖或推荐晋级。",
        see=[entry_of(contest).hex()],
        fields=["teacher"],
    )
