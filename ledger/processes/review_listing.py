"""推荐名单、公示: who may be on a list, when one takes the place of another, how long it is on notice."""

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.review import check_days, check_office, check_words
from ledger.processes.review_course import ReviewCourse, course_of, steps_now
from ledger.processes.review_panel import members_missing, votes_on
from ledger.processes.review_places import check_places
from ledger.processes.sanctions import check_nothing_against
from ledger.records.record import Record
from ledger.records.review import Majority
from ledger.records.review_applying import ReviewFrozen
from ledger.records.review_listing import ReviewListed, ReviewNoticed
from ledger.records.school_year import DayDeclared
from ledger.refusals import Refused
from ledger.vocabulary import ReviewStep
from ledger.working_days import WorkingDays


def check_review_listed(said: ReviewListed, in_force: InForce) -> None:
    """Refuse a list that cannot come there, and one on which somebody may not be.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `not-frozen`, `list-differs`, `no-reason`,
    `already-decided`, `objection-undecided`, `outside-step`, `out-of-order`, `scores-missing`, `not-to-list`,
    `over-places`, `veto-in-force`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    frozen = course.frozen
    if frozen is None:
        raise Refused(
            "not-frozen",
            f"评审 {said.code} 的档案还没有封存,不能拟定名单;请先封存档案(shilu review freeze)。",
            see=entries_named([course.announced]),
            fields=["code"],
        )
    before = others(course.lists, said)
    if said.revision != len(before) + 1 or said.position < frozen.position:
        raise Refused(
            "list-differs",
            f"评审 {said.code} 已有 {len(before)} 版名单,档案封存在位置 {frozen.position};"
            f"请作为第 {len(before) + 1} 版,按封存以后的账本拟定。",
            see=entries_named(before or [frozen]),
            fields=["revision", "position"],
        )
    if said.revision > 1:
        check_words(said.because, "改动名单", "because")
    check_not_decided(said, course)
    check_answered(said, course)
    _check_days(said, course, frozen)
    _check_all_judged(course, frozen)
    _check_who(said, course, frozen)


def check_review_noticed(said: ReviewNoticed, in_force: InForce) -> None:
    """Refuse a notice of another list than the last, too short, or twice.

    Raises Refused `review-unknown`, `review-closed`, `not-entitled`, `not-listed`, `tie-voted`, `already-noticed`,
    `already-decided`, `outside-step`, `out-of-order`, `notice-too-short`.
    """
    course = course_of(said.code, in_force)
    check_office(said, course)
    last = last_list(said.revision, said, course)
    check_not_decided(said, course)
    votes = course.tie_votes()
    if votes:
        raise Refused(
            "tie-voted",
            f"评审 {said.code} 对第 {said.revision} 版名单的同分者已有 {len(votes)} 票表决,不能公示这一版;"
            "请按表决再拟一版(shilu review list)。",
            see=entries_named(votes),
            fields=["revision"],
        )
    noticed = others([one for one in (course.notice(),) if one], said)
    if noticed:
        raise Refused(
            "already-noticed",
            f"评审 {said.code} 的第 {said.revision} 版名单已从 {noticed[0].since} 起公示;不用再公示。",
            see=entries_named(noticed),
            fields=["revision"],
        )
    check_days(said, said.since, course, steps_now(course, ReviewStep.NOTICE), [last])
    earlier = others(course.notices, said)
    least = course.announced.notice_days if not earlier or course.announced.renotice else 1
    working = WorkingDays(in_force.of(DayDeclared)).between(said.since, said.until)
    if said.days < least or working < said.days:
        raise Refused(
            "notice-too-short",
            f"{said.since} 至 {said.until} 只有 {working} 个工作日,应不少于写明的 {said.days} 个和公告的 {least} 个;"
            "请推迟公示结束的日期。",
            fields=["until"],
        )
    if earlier and said.until < earlier[-1].until:
        raise Refused(
            "notice-too-short",
            f"前一版名单公示到 {earlier[-1].until},改动以后不能提前到 {said.until} 结束;请推迟公示结束的日期。",
            see=entries_named(earlier[-1:]),
            fields=["until"],
        )


def last_list(revision: int, said: Record, course: ReviewCourse) -> ReviewListed:
    """The last list, where it is of this revision. Raises Refused `not-listed`."""
    lists = course.lists
    if not lists or revision != len(lists):
        told = f"名单现在是第 {len(lists)} 版" if lists else "还没有名单"
        raise Refused(
            "not-listed",
            f"评审 {course.code} {told},不能为第 {revision} 版登记{said.called};请核对版次,或先拟定名单。",
            see=entries_named(lists),
            fields=["revision"],
        )
    return lists[-1]


def check_answered(said: Record, course: ReviewCourse) -> None:
    """Refuse `objection-undecided` where somebody who objected has no answer yet."""
    waiting = course.unanswered()
    if waiting:
        who = "、".join(sorted({one.teacher for one in waiting}))
        raise Refused(
            "objection-undecided",
            f"评审 {course.code} 有 {len(waiting)} 件异议还没有答复({who}),不能登记{said.called};"
            "请先答复(shilu review answer)。",
            see=entries_named(waiting),
            fields=["code"],
        )


def check_not_upheld(said: Record, revision: int, course: ReviewCourse) -> None:
    """Refuse `objection-upheld` where an objection to this list was right, and so another list has to follow."""
    for one in course.answers:
        if one.upheld and one.revision == revision:
            raise Refused(
                "objection-upheld",
                f"教师 {one.teacher} 对第 {revision} 版名单的异议成立,不能再登记{said.called};"
                "请更正记录,再拟一版(shilu review list)。",
                see=entries_named([one]),
                fields=["revision"],
            )


def check_not_decided(said: Record, course: ReviewCourse) -> None:
    """Refuse `already-decided` what would change a list that was decided on, unless an appeal reopened the round."""
    if course.decision and not course.reopening:
        raise Refused(
            "already-decided",
            f"评审 {course.code} 已于 {course.decision.on} 决定,不能再登记{said.called};有申诉成立的,请先答复申诉。",
            see=entries_named([course.decision]),
            fields=["code"],
        )


def _check_days(said: ReviewListed, course: ReviewCourse, frozen: ReviewFrozen) -> None:
    first = (ReviewStep.JUDGE,) if said.revision == 1 else (ReviewStep.JUDGE, ReviewStep.NOTICE, ReviewStep.DECIDE)
    judged: list[Record] = [one for dossier in frozen.dossiers for one in course.scores_of(dossier.number)]
    judged += [one for dossier in frozen.dossiers for one in votes_on(course, dossier.number)]
    earlier = [frozen, *judged, *course.tie_votes(), *others(course.lists, said), *course.answers, course.reopening]
    check_days(said, said.on, course, steps_now(course, *first), earlier)


def _check_all_judged(course: ReviewCourse, frozen: ReviewFrozen) -> None:
    """Refuse `scores-missing` where a dossier was not judged by all its members, or has none; or a tie by some."""
    announced, missing = course.announced, []
    for dossier in frozen.dossiers:
        nobody = (announced.judged or announced.majority) and not course.judges(dossier.teacher)
        if nobody:
            missing.append(f"{dossier.number} 号(成员全部回避)")
        missing += [f"{dossier.number} 号({member})" for member in members_missing(course, dossier)]
    votes = course.tie_votes()
    for number in sorted({one.number for one in votes}):
        teacher = next(one.teacher for one in frozen.dossiers if one.number == number)
        voted = {one.member for one in votes if one.number == number}
        missing += [f"{number} 号同分({member})" for member in course.judges(teacher) if member not in voted]
    if missing:
        raise Refused(
            "scores-missing",
            f"评审 {course.code} 还有 {len(missing)} 处没有打分或表决:{'、'.join(missing[:5])};"
            "请成员补齐,不能评的登记回避;成员全部回避的,请中止评审,另发公告。",
            see=entries_named([frozen]),
            fields=["listed"],
        )


def _check_who(said: ReviewListed, course: ReviewCourse, frozen: ReviewFrozen) -> None:
    numbers = {one.teacher: one.number for one in frozen.dossiers}
    groups = {one.teacher: one.group for one in course.applications()}
    for teacher in said.listed:
        if teacher not in numbers or said.listed.count(teacher) > 1:
            raise Refused(
                "not-to-list",
                f"教师 {teacher} 没有封存的档案,或在名单里写了两次,不能列入评审 {said.code} 的名单;请核对。",
                see=entries_named([frozen]),
                fields=["listed"],
            )
        majority = course.announced.majority
        if majority:
            votes = votes_on(course, numbers[teacher])
            favour = sum(one.in_favour for one in votes)
            if not enough(majority, favour, len(course.judges(teacher))):
                raise Refused(
                    "not-to-list",
                    f"{numbers[teacher]} 号档案有 {favour} 票同意,没有达到公告的表决比例,不能列入名单;请核对。",
                    see=entries_named(votes),
                    fields=["listed"],
                )
        check_nothing_against(said, teacher, said.on, course.in_force)
    check_places(said, course, groups)


def enough(majority: Majority, favour: int, members: int) -> bool:
    """Whether so many votes of so many members, who do not stand aside, are the majority that was announced."""
    told, wanted = favour * majority.of, members * majority.parts
    return told > wanted if majority.over else told >= wanted
