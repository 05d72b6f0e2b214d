"""个人信息删除: when a person's particulars may be destroyed, by what stands in the book; drawn in docs/privacy.md.

Whoever is still on the roll, objects to something, is under a sanction or in a process that is under way is needed
by name; and after that for as long as the county has declared. The records themselves stay under the code, so no
total changes. What stands outside the book (results on notice, contradictions) is asked by the desk.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ledger.in_force import InForce
from ledger.on_roll import Roll
from ledger.processes.in_the_way import entries_named
from ledger.processes.rotation_course import COURSE_KINDS, RotationState, courses
from ledger.processes.sanctions import ends_on, sanctions_on, years_after
from ledger.processes.statement_course import course_of
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed, ContestClosed, ContestEntered
from ledger.records.employment import TeacherArrived, TeacherLeft, TeacherMerged
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.record import Record, TeacherId
from ledger.records.review import ReviewAnnounced
from ledger.records.review_applying import ReviewApplied
from ledger.records.review_listing import ReviewClosed
from ledger.records.statement import StatementDrafted, StatementObjected
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.vocabulary import ReviewStep

_UNDER_WAY = (RotationState.PLANNED, RotationState.SERVING, RotationState.INTERRUPTED)


def check_forgotten(said: PersonForgotten, in_force: InForce) -> None:
    """Refuse to forget somebody who is still needed by name, or whom one person alone would have forgotten.

    Raises Refused `no-reason`, `second-missing`, `already-forgotten`, `person-merged`, `still-employed`,
    `retention-undeclared`, `within-retention`, `objection-open`, `case-open`, `process-running`.
    """
    if not said.reason.strip():
        raise Refused("no-reason", "删除个人信息要写明理由;请用 --reason 写一句,不要写姓名。", fields=["reason"])
    if not said.second.strip() or squeeze(said.second) in map(squeeze, said.codes):
        raise Refused(
            "second-missing", "删除个人信息要有另一个人复核,不能是本人;请用 --second 写明复核人。", fields=["second"]
        )
    before = in_force.by(PersonForgotten, "teacher")(said.teacher)
    if before:
        raise Refused(
            "already-forgotten",
            f"教师 {said.teacher} 的个人信息已于 {before[-1].on} 删除;不用再办。",
            see=entries_named(before),
            fields=["teacher"],
        )
    _check_whole(said, in_force)
    left = [_left(code, said.on, in_force) for code in said.codes]
    _check_retention(said, max((day for day in left if day), default=None), in_force)
    for code in said.codes:
        _check_objections(code, in_force)
        _check_sanctions(code, said.on, in_force)
        _check_processes(code, said.on, in_force)
        _check_reviews(code, said.on, in_force)


def codes_of(teacher: TeacherId, in_force: InForce) -> tuple[TeacherId, ...]:
    """The codes that were merged into a teacher's, one after the other: all are the same person."""
    found: list[TeacherId] = [teacher]
    for code in found:
        found += [one.teacher for one in in_force.by(TeacherMerged, "into")(code) if one.teacher not in found]
    return tuple(found[1:])


def _check_whole(said: PersonForgotten, in_force: InForce) -> None:
    merged = in_force.by(TeacherMerged, "teacher")(said.teacher)
    if merged:
        raise Refused(
            "person-merged",
            f"教师编号 {said.teacher} 已并入 {merged[-1].into},是同一个人;请按 {merged[-1].into} 办理,并入的一并删除。",
            see=entries_named(merged),
            fields=["teacher"],
        )
    if set(said.also) != set(codes_of(said.teacher, in_force)):
        raise Refused("person-merged", f"有编号并入了 {said.teacher},要一并删除;请重新办理。", fields=["also"])


def _left(code: TeacherId, day: date, in_force: InForce) -> date | None:
    """The day a teacher left for good; none for a code under which nobody ever came or left."""
    moves: list[TeacherLeft | TeacherArrived] = [
        *in_force.by(TeacherLeft, "teacher")(code),
        *in_force.by(TeacherArrived, "teacher")(code),
    ]
    if moves and not Roll(moves).absence(code, day):
        raise _employed(code)
    return max((one.on for one in moves if isinstance(one, TeacherLeft)), default=None)


def _check_retention(said: PersonForgotten, left: date | None, in_force: InForce) -> None:
    if left is None:
        raise _employed(said.teacher)
    declared = [one for one in in_force.of(RetentionDeclared) if one.since <= said.on]
    if not declared:
        raise Refused(
            "retention-undeclared",
            "县局还没有登记离职后个人信息的保存期限,不知道什么时候可以删除;请先依文件登记“保存期限”"
            "(retention.declared,写明开始日期、年数和文号)。",
        )
    now = max(declared, key=lambda one: one.since)
    free_on = years_after(left, now.years)
    if said.on < free_on:
        raise Refused(
            "within-retention",
            f"教师 {said.teacher} 于 {left} 离职,依{now.document}保存 {now.years} 年,{free_on} 起才能删除;请到期再办。",
            see=entries_named([now]),
        )


def _check_objections(code: TeacherId, in_force: InForce) -> None:
    """Refuse where an objection to a result, or an appeal in a contest, was not answered."""
    of_statements = {one.statement for one in in_force.by(StatementObjected, "teacher")(code)}
    opened: list[Record] = []
    for drafted in in_force.of(StatementDrafted):
        if drafted.statement in of_statements:
            course = course_of(drafted, in_force)
            if not course.dropped:
                opened += [one for one in course.undecided() if one.teacher == code]
    answers = in_force.by(ContestAppealDecided, "teacher")(code)
    opened += [
        appeal
        for appeal in in_force.by(ContestAppealed, "teacher")(code)
        if not any(one.code == appeal.code and one.on >= appeal.on for one in answers)
    ]
    if opened:
        raise objection_open(code, entries_named(opened))


def objection_open(code: TeacherId, entries: Sequence[str]) -> Refused:
    """The refusal where something that a person objects to was not decided."""
    return Refused(
        "objection-open",
        f"教师 {code} 还有 {len(entries)} 件异议或申诉没有答复,要等答复以后才能删除个人信息;请先处理列出的异议。",
        see=entries,
    )


def _check_sanctions(code: TeacherId, day: date, in_force: InForce) -> None:
    for one in sanctions_on(code, day, in_force):
        raise Refused(
            "case-open",
            f"教师 {code} 受的处分影响期到 {ends_on(one)} 为止,期满或解除以前不能删除个人信息;请到期再办。",
            see=entries_named([one]),
        )


def _check_processes(code: TeacherId, day: date, in_force: InForce) -> None:
    for called, until, record in _under_way(code, day, in_force):
        raise Refused(
            "process-running",
            f"教师 {code} 的{called}到 {until} 才结束,在这以前不能删除个人信息;已经结束的,请先登记结束。",
            see=entries_named([record]),
        )


def _check_reviews(code: TeacherId, day: date, in_force: InForce) -> None:
    """Refuse while the material of a round of review is kept: what was decided must be shown to the person by name."""
    for applied in in_force.by(ReviewApplied, "teacher")(code):
        for closed in in_force.by(ReviewClosed, "code")(applied.code):
            if day <= closed.keep_until:
                raise Refused(
                    "within-retention",
                    f"教师 {code} 申报过评审 {applied.code},材料保存到 {closed.keep_until},在这以前不能删除个人信息;"
                    "请到期再办。",
                    see=entries_named([closed]),
                )


def _under_way(code: TeacherId, day: date, in_force: InForce) -> Iterator[tuple[str, date, Record]]:
    """Rotations, contests and rounds of review that are not over: what they are called, until when, and the record."""
    steps = (record for kind in COURSE_KINDS for record in in_force.by(kind, "teacher")(code))
    for course in courses(steps):
        if course.main and course.state() in _UNDER_WAY and course.last_day >= day:
            yield course.main.called, course.last_day, course.main
    for entered in in_force.by(ContestEntered, "teacher")(code):
        closed = in_force.by(ContestClosed, "code")(entered.code)
        for contest in in_force.by(ContestAnnounced, "code")(entered.code):
            if contest.closes >= day and not closed:
                yield f"赛事 {entered.code}", contest.closes, entered
    for applied in in_force.by(ReviewApplied, "teacher")(code):
        over = in_force.by(ReviewClosed, "code")(applied.code)
        for review in in_force.by(ReviewAnnounced, "code")(applied.code):
            appeals = review.window(ReviewStep.APPEAL)
            if appeals.closes >= day and not over:
                yield f"评审 {applied.code}", appeals.closes, applied


def _employed(code: TeacherId) -> Refused:
    return Refused(
        "still-employed",
        f"教师 {code} 还在册,没有登记离职,不能删除个人信息;确已离开的,请先登记“离职”。",
        fields=["teacher"],
    )
