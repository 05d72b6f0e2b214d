"""评审组: who of a panel judges whom; each member scores each part of a dossier once, and votes on it once."""

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.processes.review import check_days, check_member, check_words
from ledger.processes.review_course import ReviewCourse, course_of, steps_now
from ledger.records.record import Record, TeacherId
from ledger.records.review_applying import FrozenDossier, ReviewFrozen
from ledger.records.review_panel import (
    ReviewRelationDeclared,
    ReviewScored,
    ReviewStoodAside,
    ReviewTieVoted,
    ReviewVoted,
)
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.vocabulary import ReviewStep


def check_review_aside(said: ReviewRelationDeclared | ReviewStoodAside, in_force: InForce) -> None:
    """Refuse to stand aside from whose dossier is not there, or was judged already.

    Raises Refused `review-unknown`, `review-closed`, `not-frozen`, `not-on-panel`, `not-entitled`, `outside-step`,
    `out-of-order`, `already-listed`, `not-applied`, `already-scored`, `no-reason`.
    """
    course, frozen = _judging(said, said.code, in_force)
    check_member(said.member, course)
    check_days(said, said.on, course, [ReviewStep.JUDGE], [frozen])
    dossier = next((one for one in frozen.dossiers if one.teacher == said.teacher), None)
    if dossier is None:
        raise Refused(
            "not-applied",
            f"教师 {said.teacher} 没有封存在评审 {said.code} 的档案,不用回避;请核对教师。",
            see=entries_named([frozen]),
            fields=["teacher"],
        )
    judged: list[Record] = [one for one in course.scores_of(dossier.number) if one.member == said.member]
    judged += in_force.by(ReviewVoted, "code", "number", "member")((said.code, dossier.number, said.member))
    if judged:
        raise Refused(
            "already-scored",
            f"评审组成员 {said.member} 已给教师 {said.teacher} 打分或表决,不能再登记{said.called};"
            "应回避而没有回避的,请中止这次评审,另发公告。",
            see=entries_named(judged),
            fields=["member"],
        )
    if isinstance(said, ReviewRelationDeclared):
        check_words(said.relation, said.called, "relation")


def check_review_scored(said: ReviewScored, in_force: InForce) -> None:
    """Refuse a score that this member may not give.

    Raises Refused `review-unknown`, `review-closed`, `not-frozen`, `already-listed`, `not-on-panel`, `not-entitled`,
    `outside-step`, `out-of-order`, `number-unknown`, `stands-aside`, `part-not-announced`, `score-out-of-range`.
    """
    course, frozen = _judging(said, said.code, in_force)
    _check_judges(said, course, frozen)
    check_days(said, said.on, course, [ReviewStep.JUDGE], [frozen])
    parts = course.announced.judged
    part = next((one for one in parts if squeeze(one.name) == squeeze(said.part)), None)
    if part is None:
        raise Refused(
            "part-not-announced",
            f"评审 {said.code} 没有“{said.part}”这个评分项,公告的是{'、'.join(one.name for one in parts)};请核对。",
            see=entries_named([course.announced]),
            fields=["part"],
        )
    if not 0 <= said.score <= part.most:
        raise Refused("score-out-of-range", f"得分 {said.score} 不在 0 到 {part.most} 之间;请核对。", fields=["score"])


def check_review_voted(said: ReviewVoted, in_force: InForce) -> None:
    """Refuse a vote that this member may not give, or where none was announced (`no-vote`); else as of a score."""
    course, frozen = _judging(said, said.code, in_force)
    if course.announced.majority is None:
        raise Refused(
            "no-vote",
            f"评审 {said.code} 的公告没有表决;请只打分,或核对评审编号。",
            see=entries_named([course.announced]),
            fields=["code"],
        )
    _check_judges(said, course, frozen)
    check_days(said, said.on, course, [ReviewStep.JUDGE], [frozen])


def check_review_tie_voted(said: ReviewTieVoted, in_force: InForce) -> None:
    """Refuse a vote on equals of another list than the last, or of one that is on notice.

    Raises Refused as of a score, and `not-listed`, `already-noticed`.
    """
    course = course_of(said.code, in_force)
    frozen = _frozen(said, course)
    lists = course.lists
    if not lists or said.revision != len(lists):
        raise Refused(
            "not-listed",
            f"评审 {said.code} 的名单现在是第 {len(lists)} 版,不能为第 {said.revision} 版登记同分表决;请核对版次。",
            see=entries_named(lists),
            fields=["revision"],
        )
    notice = course.notice()
    if notice:
        raise Refused(
            "already-noticed",
            f"评审 {said.code} 的第 {said.revision} 版名单已经公示,不能再登记同分表决;请核对版次。",
            see=entries_named([notice]),
            fields=["revision"],
        )
    _check_judges(said, course, frozen)
    steps = steps_now(course, ReviewStep.JUDGE, ReviewStep.NOTICE)
    check_days(said, said.on, course, steps, [frozen, lists[-1]])


def _judging(said: Record, code: str, in_force: InForce) -> tuple[ReviewCourse, ReviewFrozen]:
    """A round whose dossiers are frozen and not listed yet."""
    course = course_of(code, in_force)
    frozen, lists = _frozen(said, course), course.lists
    if lists:
        raise Refused(
            "already-listed",
            f"评审 {code} 的名单已于 {lists[0].on} 拟定,不能再登记{said.called};有异议请在公示期内提出。",
            see=entries_named(lists),
            fields=["code"],
        )
    return course, frozen


def _frozen(said: Record, course: ReviewCourse) -> ReviewFrozen:
    if course.frozen is None:
        raise Refused(
            "not-frozen",
            f"评审 {course.code} 的档案还没有封存,不能登记{said.called};请先封存档案(shilu review freeze)。",
            see=entries_named([course.announced]),
            fields=["code"],
        )
    return course.frozen


def _check_judges(
    said: ReviewScored | ReviewVoted | ReviewTieVoted, course: ReviewCourse, frozen: ReviewFrozen
) -> None:
    check_member(said.member, course)
    dossier = _dossier(said.number, frozen)
    if said.member in course.aside(dossier.teacher):
        raise Refused(
            "stands-aside",
            f"评审组成员 {said.member} 对 {said.number} 号档案应回避(本人、同校、有关系或已回避),不能登记{said.called};"
            "请由其他成员评。",
            fields=["member"],
        )


def _dossier(number: int, frozen: ReviewFrozen) -> FrozenDossier:
    for one in frozen.dossiers:
        if one.number == number:
            return one
    raise Refused(
        "number-unknown",
        f"评审 {frozen.code} 没有 {number} 号档案,封存的是 1 到 {len(frozen.dossiers)} 号;请核对档案号。",
        see=entries_named([frozen]),
        fields=["number"],
    )


def members_missing(course: ReviewCourse, dossier: FrozenDossier) -> list[TeacherId]:
    """The members who judge a dossier and have not scored all its parts, or not voted on it."""
    announced = course.announced
    scored = {(one.member, squeeze(one.part)) for one in course.scores_of(dossier.number)}
    voted = {one.member for one in votes_on(course, dossier.number)}
    return [
        member
        for member in course.judges(dossier.teacher)
        if not all((member, squeeze(part.name)) in scored for part in announced.judged)
        or (announced.majority and member not in voted)
    ]


def votes_on(course: ReviewCourse, number: int) -> list[ReviewVoted]:
    """The votes that a dossier has."""
    return course.in_force.by(ReviewVoted, "code", "number")((course.code, number))
