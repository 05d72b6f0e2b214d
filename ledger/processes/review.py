"""评审: who does what in a round of review, and on which days; the ground of all its rules.

Every limit kept while a round runs was fixed by its announcement. What is done in a step happened, and is written
down, within the days announced for it, and not before what had to come first. Drawn in docs/processes.md.
"""

from collections.abc import Iterable
from datetime import date

from ledger.event import COUNTY
from ledger.processes.in_the_way import entries_named
from ledger.processes.review_course import ReviewCourse
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused
from ledger.vocabulary import Level, ReviewStep

_OFFICES = {Level.SCHOOL: ("school", "township", COUNTY), Level.TOWNSHIP: ("township", COUNTY), Level.COUNTY: (COUNTY,)}
"""The offices that check at a level: its own, and those above it."""

CHECKING_LEVELS = tuple(_OFFICES)
"""The levels of checking, from below."""


def check_days(
    said: Record, day: date, course: ReviewCourse, steps: Iterable[ReviewStep], after: Iterable[Record | None] = ()
) -> None:
    """Refuse what lies, or is written down, outside of its steps (`outside-step`), or before what comes first.

    Raises Refused `out-of-order` for the latter.
    """
    named = tuple(steps)
    windows = [course.announced.window(step) for step in named]
    today = course.in_force.occasion.today
    if not any(one.opens <= day <= one.closes for one in windows):
        raise _outside(said, course, named, f"{day} 不在其中,不能登记{said.called}")
    if not any(one.opens <= today <= one.closes for one in windows):
        raise _outside(said, course, named, f"今天({today})不在其中,不能再登记或补登{said.called}")
    check_after(said, day, after)


def check_after(said: Record, day: date, earlier: Iterable[Record | None]) -> None:
    """Refuse a day before that of what had to come first: `out-of-order`."""
    for one in earlier:
        if one is not None and day < getattr(one, one.happened_on):
            raise Refused(
                "out-of-order",
                f"{said.called}的日期 {day} 早于{one.called}的 {getattr(one, one.happened_on)},不能倒填;请核对日期。",
                see=entries_named([one]),
                fields=[said.happened_on],
            )


def check_office(said: Record, course: ReviewCourse) -> None:
    """Refuse an act of office by whoever does not hold the round: `not-entitled`.

    The county and its sections may; a school or township in the rounds of its own scope.
    """
    authority = course.in_force.occasion.authority
    if authority.partition(":")[0] != COUNTY and authority != str(course.announced.scope):
        raise Refused(
            "not-entitled",
            f"{authority} 不是评审 {course.code} 的组织单位,不能登记{said.called};请由县局或组织单位办理。",
            see=entries_named([course.announced]),
            fields=["code"],
        )


def check_level(level: Level, teacher: TeacherId, course: ReviewCourse) -> None:
    """Refuse a check by an office below the level (`not-entitled`), or by the applicant (`own-record`)."""
    who = course.in_force.occasion
    if who.authority.partition(":")[0] not in _OFFICES[level]:
        raise Refused(
            "not-entitled", f"{level}审核不能以 {who.authority} 的名义办理;请由这一级或上级单位审核。", fields=["level"]
        )
    if who.actor == teacher:
        raise Refused("own-record", f"{teacher} 不能审核自己的申报;请换一个人办理。", fields=["teacher"])


def check_member(member: TeacherId, course: ReviewCourse) -> None:
    """Refuse who is not on the panel (`not-on-panel`), and a member who writes for another (`not-entitled`)."""
    panel, who = course.announced.panel, course.in_force.occasion
    if member not in panel:
        raise Refused(
            "not-on-panel",
            f"{member} 不是评审 {course.code} 公告的评审组成员;请核对成员。",
            see=entries_named([course.announced]),
            fields=["member"],
        )
    if who.actor != member and who.actor in panel:
        raise Refused(
            "not-entitled", f"评审组成员 {who.actor} 不能替 {member} 登记;请由本人或经办人登记。", fields=["member"]
        )


def check_words(words: str, called: str, field: str) -> None:
    """Refuse what is said without a word of reason: `no-reason`."""
    if not words.strip():
        raise Refused("no-reason", f"登记{called}要写明理由;请写一句。", fields=[field])


def _outside(said: Record, course: ReviewCourse, steps: tuple[ReviewStep, ...], why: str) -> Refused:
    told = "、".join(f"{one.step} {one.opens} 至 {one.closes}" for one in course.announced.steps if one.step in steps)
    return Refused(
        "outside-step",
        f"评审 {course.code} 公告的日程是{told},{why};请核对日期。",
        see=entries_named([course.announced]),
        fields=[said.happened_on],
    )
