"""评审异议、申诉: what is objected to while a list is on notice, what is appealed against after the decision."""

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.review import check_days, check_office, check_words
from ledger.processes.review_course import course_of, steps_now
from ledger.processes.review_listing import check_not_decided, check_not_upheld, last_list
from ledger.records.review_applying import ReviewApplied
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.refusals import Refused
from ledger.vocabulary import ReviewStep


def check_review_objected(said: ReviewObjected, in_force: InForce) -> None:
    """Refuse an objection to what is not on notice that day.

    Raises Refused `review-unknown`, `review-closed`, `not-listed`, `already-decided`, `objection-upheld`,
    `not-on-notice`, `outside-step`, `no-reason`.
    """
    course = course_of(said.code, in_force)
    last_list(said.revision, said, course)
    check_not_decided(said, course)
    check_not_upheld(said, said.revision, course)
    decision = course.decision
    notice = None if decision and decision.revision == said.revision else course.notice()
    if notice is None or not notice.since <= said.on <= notice.until:
        when = f"公示期是 {notice.since} 至 {notice.until}" if notice else "还没有公示"
        raise Refused(
            "not-on-notice",
            f"评审 {said.code} 的第 {said.revision} 版名单{when},{said.on} 不在公示期内,不能登记评审异议;请核对日期。",
            see=entries_named([notice] if notice else []),
            fields=["on"],
        )
    check_days(said, said.on, course, steps_now(course, ReviewStep.NOTICE), [notice])
    check_words(said.words, said.called, "words")


def check_review_answered(said: ReviewObjectionDecided, in_force: InForce) -> None:
    """Refuse an answer to what nobody objected to, or was answered.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `not-listed`, `not-objected`, `outside-step`,
    `out-of-order`, `own-record`, `no-reason`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    last = last_list(said.revision, said, course)
    open_ones = [one for one in course.unanswered() if (one.teacher, one.on) == (said.teacher, said.objected_on)]
    if not open_ones:
        raise Refused(
            "not-objected",
            f"教师 {said.teacher} 在 {said.objected_on} 对评审 {said.code} 没有待答复的异议;请核对教师和提出日期。",
            fields=["objected_on"],
        )
    steps = steps_now(course, ReviewStep.NOTICE, ReviewStep.DECIDE)
    check_days(said, said.on, course, steps, [*open_ones, last])
    if in_force.occasion.actor in (open_ones[0].teacher, open_ones[0].about):
        raise Refused("own-record", "提出异议的人和被提异议的人不能答复这件异议;请换一个人办理。", fields=["teacher"])
    check_words(said.answer, said.called, "answer")


def check_review_appealed(said: ReviewAppealed, in_force: InForce) -> None:
    """Refuse an appeal of who did not apply, before the decision, or twice against one decision.

    Raises Refused `review-unknown`, `review-closed`, `not-applied`, `not-decided`, `already-appealed`,
    `outside-step`, `out-of-order`, `no-reason`.
    """
    course = course_of(said.code, in_force)
    if not in_force.by(ReviewApplied, "code", "teacher")((said.code, said.teacher)):
        raise Refused(
            "not-applied",
            f"教师 {said.teacher} 没有申报评审 {said.code},不能申诉;请核对教师。",
            fields=["teacher"],
        )
    decision = course.decision
    if decision is None or course.reopening:
        raise Refused(
            "not-decided",
            f"评审 {said.code} 还没有决定,没有可以申诉的结果;请在公示期内提异议,或在决定以后申诉。",
            see=entries_named([course.announced]),
            fields=["code"],
        )
    mine = others(in_force.by(ReviewAppealed, "code", "teacher")((said.code, said.teacher)), said)
    answered = {one.appealed_on: one.revision for one in course.appeal_answers if one.teacher == said.teacher}
    before = [one for one in mine if answered.get(one.on, decision.revision) == decision.revision]
    if before:
        raise Refused(
            "already-appealed",
            f"教师 {said.teacher} 已于 {before[-1].on} 对评审 {said.code} 的这次决定申诉,一次决定只申诉一次;请等答复。",
            see=entries_named(before),
            fields=["on"],
        )
    check_days(said, said.on, course, [ReviewStep.APPEAL], [decision])
    check_words(said.words, said.called, "words")


def check_review_appeal_decided(said: ReviewAppealDecided, in_force: InForce) -> None:
    """Refuse an answer to what nobody appealed against, or was answered, or is not of the last decision.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `no-appeal`, `not-decided`, `own-record`,
    `outside-step`, `out-of-order`, `no-reason`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    open_ones = [one for one in course.appeals_open() if (one.teacher, one.on) == (said.teacher, said.appealed_on)]
    if not open_ones:
        raise Refused(
            "no-appeal",
            f"教师 {said.teacher} 在 {said.appealed_on} 对评审 {said.code} 没有待答复的申诉;请核对教师和日期。",
            fields=["teacher"],
        )
    decision = course.decision
    if decision is None or said.revision != decision.revision:
        raise Refused(
            "not-decided",
            f"评审 {said.code} 最近决定的不是第 {said.revision} 版名单;请核对版次。",
            see=entries_named([decision or course.announced]),
            fields=["revision"],
        )
    if in_force.occasion.actor == said.teacher:
        raise Refused("own-record", "申诉人不能答复自己的申诉;请换一个人办理。", fields=["teacher"])
    check_days(said, said.on, course, [ReviewStep.APPEAL], open_ones)
    check_words(said.reason, said.called, "reason")
