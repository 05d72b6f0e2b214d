"""考核结果: in which order a result is made official, and when it may be final; drawn in docs/processes.md.

A draft goes on public notice, or needs none and the county says why; every objection is decided and the person told;
then it is final, and gives way only to a later one of the same pack, term and scope. What is final or dropped takes no
further step, and no step is dated before the draft.
"""

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.processes.rested_on import check_nothing_rests
from ledger.processes.statement_course import StatementCourse, StatementStep, course_of
from ledger.processes.statement_final import check_final, check_gives_way, check_only_final
from ledger.processes.statement_rested_on import resting_on_draft
from ledger.records.pack_adopted import PackAdopted
from ledger.records.school_year import DayDeclared
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)
from ledger.refusals import Refused
from ledger.working_days import WorkingDays


def check_pack_adopted(said: PackAdopted, in_force: InForce) -> None:
    """Refuse another text under a version that was adopted: `pack-version-taken`."""
    for one in in_force.by(PackAdopted, "pack", "version")((said.pack, said.version)):
        if one.digest != said.digest:
            raise Refused(
                "pack-version-taken",
                f"{said.pack} 的 {said.version} 版已经以另一份文本采用(摘要 {one.digest[:12]});"
                "文本改动过的,请在办法里改写 version,再用新的版本。",
                see=entries_named([one]),
                fields=["version"],
            )


def check_drafted(said: StatementDrafted, in_force: InForce) -> None:
    """Refuse a draft by a pack whose text is not in the book (`pack-not-adopted`), or other words under a step."""
    if not in_force.by(PackAdopted, "digest")(said.pack_digest):
        raise Refused(
            "pack-not-adopted",
            f"账本里没有摘要为 {said.pack_digest[:12]} 的考核办法全文;请先登记考核办法采用(pack.adopted)。",
            fields=["pack_digest"],
        )
    check_nothing_rests(said, resting_on_draft(said, in_force))


def check_statement_step(said: StatementStep, in_force: InForce) -> None:
    """Refuse a step that cannot come there, or with which what stands no longer fits.

    Raises Refused `not-drafted`, `statement-closed`, `out-of-order`, `not-on-notice`, `not-objected`, `no-reason`,
    `notice-too-short`, `notice-lasts`, `not-noticed`, `already-noticed`, `objection-undecided`, `objection-upheld`,
    `already-final`, `not-final`, `unlike-statements`.
    """
    drafted = in_force.by(StatementDrafted, "statement")(said.statement)
    if not drafted:
        raise Refused(
            "not-drafted",
            f"没有编号为 {said.statement} 的结果草案,不能登记{said.called};请用 shilu statement list 核对编号。",
            fields=["statement"],
        )
    before = course_of(drafted[-1], in_force)
    _check_open(said, before)
    before.take(said)
    _check_days(said, before)
    _check_objections(said, before)
    if isinstance(said, StatementNoticed):
        _check_notice(said, in_force)
    if before.finalised:
        check_final(before.finalised, said, before)
        check_only_final(said, before, in_force)
    if isinstance(said, StatementSuperseded):
        check_gives_way(said, before, in_force)
    _check_reason(said)


def _check_open(said: StatementStep, course: StatementCourse) -> None:
    end = course.dropped or (None if isinstance(said, StatementSuperseded) else course.finalised)
    if end and end.natural_key() != said.natural_key():
        raise Refused(
            "statement-closed",
            f"结果 {said.statement} 已于 {end.on} 登记{end.called},不能再登记{said.called};要改结果,请另拟一份草案。",
            see=entries_named([end]),
            fields=["statement"],
        )


def _check_days(said: StatementStep, course: StatementCourse) -> None:
    draft = course.drafted
    for step, day in course.days():
        if day < draft.on:
            raise Refused(
                "out-of-order",
                f"{step.called}的日期 {day} 早于草案拟定的 {draft.on};请核对日期。",
                see=entries_named([draft]),
                fields=[said.happened_on],
            )
    final, gone = course.finalised, course.superseded
    if final and gone and gone.on < final.on:
        raise Refused(
            "out-of-order",
            f"更替日期 {gone.on} 早于定稿日期 {final.on};请核对日期。",
            see=entries_named([final]),
            fields=[said.happened_on],
        )


def _check_objections(said: StatementStep, course: StatementCourse) -> None:
    """Every objection lies in the notice, and every decision answers one."""
    notice = course.noticed
    for one in course.objected:
        if notice is None or not notice.since <= one.on <= notice.until:
            when = f"公示期是 {notice.since} 至 {notice.until}" if notice else "还没有公示"
            raise Refused(
                "not-on-notice",
                f"结果 {one.statement} {when},{one.on} 不在公示期内,不能登记公示异议;请核对日期。",
                see=entries_named(other for other in (notice, one) if other and other is not said),
                fields=[said.happened_on],
            )
    raised = {(one.teacher, one.on) for one in course.objected}
    for answer in course.decided:
        if (answer.teacher, answer.objected_on) not in raised:
            raise Refused(
                "not-objected",
                f"教师 {answer.teacher} 没有在 {answer.objected_on} 对结果 {answer.statement} 提出异议;"
                "请核对教师和提出日期。",
                fields=["objected_on"],
            )


def _check_notice(said: StatementNoticed, in_force: InForce) -> None:
    if not said.fields or len(set(said.fields)) < len(said.fields):
        raise Refused("missing-value", "公示项目没有写,或有一项写了两次;请逐项写明,各写一次。", fields=["fields"])
    working = WorkingDays(in_force.of(DayDeclared)).between(said.since, said.until)
    if said.days < 1 or working < said.days:
        raise Refused(
            "notice-too-short",
            f"{said.since} 至 {said.until} 只有 {working} 个工作日,公示应至少 1 个工作日,并且不少于写明的"
            f" {said.days} 个;请推迟公示结束的日期。",
            fields=["until"],
        )


def _check_reason(said: StatementStep) -> None:
    """Whatever is decided has a reason."""
    reasoned = isinstance(said, StatementObjectionDecided | StatementSuperseded | StatementDropped)
    if isinstance(said, StatementObjected):
        wanted, word, name = True, said.words, "words"
    else:
        wanted = reasoned or (isinstance(said, StatementFinalised) and said.unnoticed)
        word, name = getattr(said, "reason", ""), "reason"
    if wanted and not word.strip():
        raise Refused("no-reason", f"登记{said.called}要写明理由;请写一句。", fields=[name])
