"""评审申报、审核、封存: who may apply, in which order an application is checked, and whose dossiers are frozen."""

from collections.abc import Iterable

from ledger.in_force import InForce
from ledger.processes.contest import is_one_of
from ledger.processes.contest_entry import posts_held
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.review import check_after, check_days, check_level, check_office, check_words
from ledger.processes.review_course import ReviewCourse, course_of, registered_on
from ledger.records.record import Record, TeacherId
from ledger.records.registered import SchoolRegistered
from ledger.records.review_applying import ReviewApplied, ReviewChecked, ReviewFrozen, ReviewWithdrawn
from ledger.refusals import Refused
from ledger.register import in_effect_on
from ledger.spelling import squeeze
from ledger.vocabulary import ReviewStep


def check_review_applied(said: ReviewApplied, in_force: InForce) -> None:
    """Refuse an application that the announcement does not admit, or a second one.

    Raises Refused `review-unknown`, `review-closed`, `already-frozen`, `outside-step`, `out-of-order`,
    `group-not-announced`, `already-applied`, `unknown-teacher`, `not-admitted`.
    """
    course = course_of(said.code, in_force)
    _check_not_frozen(said, course)
    check_days(said, said.on, course, [ReviewStep.APPLY])
    if not is_one_of(said.group, course.announced.groups):
        raise Refused(
            "group-not-announced",
            f"评审 {said.code} 没有“{said.group}”这个组别,公告的是{'、'.join(course.announced.groups)};请核对组别。",
            fields=["group"],
        )
    before = others(in_force.by(ReviewApplied, "code", "teacher")((said.code, said.teacher)), said)
    standing = course.application(said.teacher)
    if standing or said.turn != len(before) + 1:
        raise Refused(
            "already-applied",
            f"教师 {said.teacher} 已申报评审 {said.code};要改组别,请先撤回,再作为第 {len(before) + 1} 次申报。",
            see=entries_named(before),
            fields=["teacher"],
        )
    back = in_force.by(ReviewWithdrawn, "code", "teacher")((said.code, said.teacher))
    check_after(said, said.on, [course.announced, *back])
    _check_admitted(said.teacher, course)


def check_review_withdrawn(said: ReviewWithdrawn, in_force: InForce) -> None:
    """Refuse to take back what was not applied for or is frozen.

    Raises Refused `review-unknown`, `review-closed`, `already-frozen`, `not-applied`, `outside-step`, `out-of-order`.
    """
    course = course_of(said.code, in_force)
    _check_not_frozen(said, course)
    application = _applied(said.teacher, said.turn, course)
    check_days(said, said.on, course, [ReviewStep.APPLY, ReviewStep.CHECK], [application])


def check_review_checked(said: ReviewChecked, in_force: InForce) -> None:
    """Refuse a check out of its order, by an office below its level, or by the applicant.

    Raises Refused `review-unknown`, `review-closed`, `already-frozen`, `not-applied`, `not-entitled`, `own-record`,
    `outside-step`, `out-of-order`, `not-checked`, `no-reason`.
    """
    course = course_of(said.code, in_force)
    _check_not_frozen(said, course)
    application = _applied(said.teacher, said.turn, course)
    check_level(said.level, said.teacher, course)
    done = others(course.checks(application), said)
    check_days(said, said.on, course, [ReviewStep.APPLY, ReviewStep.CHECK], [application, *done])
    following = [level for level in course.announced.checks if level not in [one.level for one in done]]
    if said.level not in following[:1] or not all(one.passed for one in done):
        told = "、".join(f"{one.level}{'通过' if one.passed else '没有通过'}" for one in done) or "还没有审核"
        raise Refused(
            "not-checked",
            f"教师 {said.teacher} 的申报{told},公告的审核次序是{'、'.join(course.announced.checks)},"
            f"现在不能登记{said.level}审核;请由应审的一级先审,没有通过的请撤回后重新申报。",
            see=entries_named(done or [application]),
            fields=["level"],
        )
    if not said.passed:
        check_words(said.reason, "审核不通过", "reason")


def check_review_frozen(said: ReviewFrozen, in_force: InForce) -> None:
    """Refuse to freeze other dossiers than those of all who passed every check, or before all were checked.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `outside-step`, `out-of-order`, `already-frozen`,
    `not-checked`, `dossiers-differ`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    _check_not_frozen(said, course)
    seen: list[Record] = []
    passed, waiting = [], []
    for application in course.applications():
        checks = course.checks(application)
        seen += checks
        if len(checks) == len(course.announced.checks) and all(one.passed for one in checks):
            passed.append(application.teacher)
        elif all(one.passed for one in checks):
            waiting.append(application)
    check_days(said, said.on, course, [ReviewStep.CHECK], [course.announced, *seen])
    if said.on < course.announced.as_of:
        raise Refused(
            "out-of-order",
            f"业绩截止日期 {course.announced.as_of} 还没有到,{said.on} 不能封存档案;请在截止以后封存。",
            see=entries_named([course.announced]),
            fields=["on"],
        )
    if waiting:
        raise Refused(
            "not-checked",
            f"评审 {said.code} 还有 {len(waiting)} 位没有审完({_named(one.teacher for one in waiting)});"
            "请各级审完以后再封存。",
            see=entries_named(waiting),
            fields=["dossiers"],
        )
    _check_dossiers(said, passed)


def _check_dossiers(said: ReviewFrozen, passed: list[TeacherId]) -> None:
    if not passed:
        raise Refused(
            "dossiers-differ",
            f"评审 {said.code} 没有人通过全部审核,没有可以封存的档案;请写明理由归档(shilu review close)。",
            fields=["dossiers"],
        )
    frozen = [one.teacher for one in said.dossiers]
    if sorted(frozen) != sorted(passed):
        wrong = set(frozen) ^ set(passed)
        raise Refused(
            "dossiers-differ",
            f"封存的应是通过全部审核的 {len(passed)} 位,多出、漏掉或重复了 {_named(sorted(wrong or frozen))};请核对。",
            fields=["dossiers"],
        )
    by_digest = sorted(said.dossiers, key=lambda one: (one.digest, one.teacher))
    if [one.number for one in by_digest] != list(range(1, len(by_digest) + 1)):
        raise Refused(
            "dossiers-differ", "档案号应按摘要的次序从 1 连续编排,不能看出是谁;请重新编号。", fields=["dossiers"]
        )


def _applied(teacher: TeacherId, turn: int, course: ReviewCourse) -> ReviewApplied:
    application = course.application(teacher)
    if application is None or application.turn != turn:
        raise Refused(
            "not-applied",
            f"教师 {teacher} 没有第 {turn} 次申报评审 {course.code},或已经撤回;请核对教师和次数。",
            fields=["teacher"],
        )
    return application


def _check_not_frozen(said: Record, course: ReviewCourse) -> None:
    if course.frozen and course.frozen.natural_key() != said.natural_key():
        raise Refused(
            "already-frozen",
            f"评审 {course.code} 的档案已于 {course.frozen.on} 封存,不能再登记{said.called};有异议请在公示期内提出。",
            see=entries_named([course.frozen]),
            fields=["code"],
        )


def _check_admitted(teacher: TeacherId, course: ReviewCourse) -> None:
    """Who is registered, within the scope, of the stage and post, and not on the panel."""
    announced, row = course.announced, registered_on(teacher, course)
    if row is None:
        raise Refused("unknown-teacher", f"教师 {teacher} 没有登记;请核对编号或先登记教师。", fields=["teacher"])
    school = _school_row(row.school, course)
    stage, township = (school.stage, school.township) if school else ("", "")
    held = posts_held(row, announced.as_of, course.in_force)
    office, _, name = announced.scope.partition(":")
    whose = {"school": row.school, "township": township}.get(office, name)
    terms = announced.terms
    why = ""
    if teacher in announced.panel:
        why = "是评审组成员,不能申报"
    elif squeeze(whose) != squeeze(name):
        why = f"不在评审范围 {announced.scope} 之内"
    elif terms.stages and not is_one_of(stage, terms.stages):
        why = f"所在学校的学段是{stage or '(没有登记)'},限{'、'.join(terms.stages)}申报"
    elif terms.posts and not set(held) & set(terms.posts):
        why = f"到 {announced.as_of} 的职务是{'、'.join(held) or '(没有登记)'},限{'、'.join(terms.posts)}申报"
    if why:
        raise Refused(
            "not-admitted",
            f"教师 {teacher} {why};请核对评审公告和登记。",
            see=entries_named([announced]),
            fields=["teacher"],
        )


def _school_row(school: str, course: ReviewCourse) -> SchoolRegistered | None:
    rows = course.in_force.by(SchoolRegistered, "school")(school)
    return in_effect_on(rows, course.announced.as_of) or min(rows, key=lambda one: one.in_effect, default=None)


def _named(teachers: Iterable[TeacherId]) -> str:
    return "、".join(teachers)
