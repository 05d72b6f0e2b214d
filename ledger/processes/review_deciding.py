"""评审决定、归档: when a list is decided on, and when a round is over."""

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.processes.review import check_after, check_days, check_office, check_words
from ledger.processes.review_course import course_of, steps_now
from ledger.processes.review_given import given_to_others
from ledger.processes.review_listing import check_answered, check_not_upheld, last_list
from ledger.processes.sanctions import check_nothing_against, years_after
from ledger.records.review_listing import ReviewClosed, ReviewDecided
from ledger.refusals import Refused
from ledger.vocabulary import ReviewStep


def check_review_decided(said: ReviewDecided, in_force: InForce) -> None:
    """Refuse to decide on a list that was not on notice to its end, or against which something is open.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `not-listed`, `already-decided`, `not-noticed`,
    `notice-lasts`, `objection-undecided`, `objection-upheld`, `outside-step`, `out-of-order`, `veto-in-force`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    last = last_list(said.revision, said, course)
    decision = course.decision
    if decision and (decision.revision == said.revision or not course.reopening):
        raise Refused(
            "already-decided",
            f"评审 {said.code} 已于 {decision.on} 对第 {decision.revision} 版名单作出决定;"
            "申诉要重新评定的,请先再拟一版名单。",
            see=entries_named([decision]),
            fields=["revision"],
        )
    notice = course.notice()
    if notice is None:
        raise Refused(
            "not-noticed",
            f"评审 {said.code} 的第 {said.revision} 版名单还没有公示,不能决定;请先公示(shilu review notice)。",
            see=entries_named([last]),
            fields=["revision"],
        )
    if said.on <= notice.until:
        raise Refused(
            "notice-lasts",
            f"评审 {said.code} 公示到 {notice.until},{said.on} 还不能决定;请在公示期满以后决定。",
            see=entries_named([notice]),
            fields=["on"],
        )
    check_answered(said, course)
    check_not_upheld(said, said.revision, course)
    check_days(said, said.on, course, steps_now(course, ReviewStep.DECIDE), [last, *course.answers])
    for teacher in last.listed:
        check_nothing_against(said, teacher, said.on, in_force)


def check_review_closed(said: ReviewClosed, in_force: InForce) -> None:
    """Refuse to end a round with something open, or before its appeals are over; without a decision, for no reason.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `out-of-order`, `outside-step`, `objection-open`,
    `not-decided`, `no-reason`, `within-retention`, `given-to-others`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    check_after(said, said.on, [course.announced, course.frozen, *course.lists, course.decision, *course.answers])
    least = years_after(said.on, course.announced.keeps_years)
    if said.keep_until < least:
        raise Refused(
            "within-retention",
            f"评审 {said.code} 公告的材料保存 {course.announced.keeps_years} 年,应保存到 {least},"
            f"不是 {said.keep_until};请核对日期。",
            see=entries_named([course.announced]),
            fields=["keep_until"],
        )
    if course.decision is None or course.reopening:
        check_words(said.reason, "没有决定就结束评审", "reason")
        return
    appealing = course.announced.window(ReviewStep.APPEAL)
    if min(said.on, in_force.occasion.today) <= appealing.closes:
        raise Refused(
            "outside-step",
            f"评审 {said.code} 的申诉到 {appealing.closes} 为止,{said.on} 还不能归档;请在申诉期满以后归档。",
            see=entries_named([course.announced]),
            fields=["on"],
        )
    waiting = course.appeals_open()
    if waiting:
        raise Refused(
            "objection-open",
            f"评审 {said.code} 有 {len(waiting)} 件申诉还没有答复;请先答复(shilu review decide-appeal)。",
            see=entries_named(waiting),
            fields=["code"],
        )
    given = given_to_others(course)
    if given:
        raise Refused(
            "given-to-others",
            f"评审 {said.code} 重新评定以前给出的{given[0].called}还有 {len(given)} 条没有收回,"
            "得到的人后来不在名单上,不能归档;请先作废这些记录(shilu void),荣誉称号也可以登记撤销。",
            see=entries_named(given),
            fields=["code"],
        )
