"""评审公告: an announcement hangs together by itself, and its pack's text is in the book."""

from decimal import Decimal

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.review import CHECKING_LEVELS, check_office
from ledger.processes.review_course import ReviewCourse
from ledger.processes.review_places import share_of
from ledger.records.pack_adopted import PackAdopted
from ledger.records.review import ComputedPart, JudgedPart, ReviewAnnounced
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.vocabulary import Gives, ReviewStep, ReviewTieBy

_WHOLE = Decimal(100)
_MOST_DIGITS = 6


def check_review_announced(said: ReviewAnnounced, in_force: InForce) -> None:
    """Refuse an announcement that cannot be carried out.

    Raises Refused `not-entitled`, `pack-not-adopted`, `already-announced`, `review-terms`, `bad-weights`,
    `repeated-part`, `group-not-announced`, `counts-differ`, `outside-step`.
    """
    check_office(said, ReviewCourse(said, in_force))
    if not in_force.by(PackAdopted, "digest")(said.pack_digest):
        raise Refused(
            "pack-not-adopted",
            f"账本里没有摘要为 {said.pack_digest[:12]} 的考核办法全文;请先登记考核办法采用(pack.adopted)。",
            fields=["pack_digest"],
        )
    _check_steps(said)
    _check_lists(said)
    _check_parts(said)
    _check_panel(said)
    _check_places(said)
    applying = said.window(ReviewStep.APPLY)
    before = others(in_force.by(ReviewAnnounced, "code")(said.code), said)
    if said.on > applying.opens or in_force.occasion.today > applying.closes:
        raise Refused(
            "outside-step",
            f"评审 {said.code} 从 {applying.opens} 到 {applying.closes} 申报,公告应在申报开始以前,"
            "登记公告应在申报结束以前;请核对日程。",
            see=entries_named(before),
            fields=["steps"],
        )


def _check_steps(said: ReviewAnnounced) -> None:
    if [one.step for one in said.steps] != list(ReviewStep):
        raise _terms(said, f"日程应依次写明{'、'.join(ReviewStep)},各一次", "steps")
    for one in said.steps:
        if one.closes < one.opens:
            raise _terms(said, f"“{one.step}”的结束 {one.closes} 早于开始 {one.opens}", "steps")
    for one, later in zip(said.steps, said.steps[1:], strict=False):
        if later.opens < one.opens or later.closes < one.closes:
            raise _terms(said, f"“{later.step}”的开始或结束早于它前面的“{one.step}”", "steps")
    if said.as_of > said.window(ReviewStep.CHECK).closes:
        raise _terms(said, f"业绩截止日期 {said.as_of} 在审核结束以后,档案封存时还没有到", "as_of")


def _check_lists(said: ReviewAnnounced) -> None:
    for names, what, field in (
        (said.groups, "组别", "groups"),
        (said.fields, "公示项目", "fields"),
        (said.checks, "审核层级", "checks"),
    ):
        if not names or len(set(map(squeeze, names))) < len(names):
            raise _terms(said, f"{what}没有写,或有一项写了两次", field)
    if list(said.checks) != [one for one in CHECKING_LEVELS if one in said.checks]:
        raise _terms(said, f"审核层级应从下到上,只用{'、'.join(CHECKING_LEVELS)}", "checks")
    for number, what, field in (
        (said.notice_days, "公示工作日", "notice_days"),
        (said.keeps_years, "材料保存年限", "keeps_years"),
    ):
        if number < 1:
            raise _terms(said, f"{what}应至少为 1", field)
    if said.digits > _MOST_DIGITS:
        raise _terms(said, f"保留小数最多 {_MOST_DIGITS} 位", "digits")
    if said.gives is Gives.AWARD:
        raise _terms(said, "评审不授获奖,获奖由赛事授予", "gives")


def _check_parts(said: ReviewAnnounced) -> None:
    parts: list[ComputedPart | JudgedPart] = [*said.computed, *said.judged]
    weights = [part.weight for part in parts]
    if sum(weights) != _WHOLE or min(weights) <= 0 or min(part.most for part in parts) <= 0:
        raise Refused(
            "bad-weights",
            f"各项的权重是 {'、'.join(map(str, weights))},应各大于 0 且合计 {_WHOLE}(%),满分也要大于 0;请核对。",
            fields=["computed", "judged"],
        )
    names = [squeeze(part.name) for part in parts]
    for name in names:
        if names.count(name) > 1:
            raise Refused("repeated-part", f"有两项都叫“{name}”;请改名或合并。", fields=["computed", "judged"])
    for tie in said.ties:
        if (tie.by is ReviewTieBy.PART and squeeze(tie.named) not in names) or (
            tie.by is ReviewTieBy.CLAUSE and not tie.named.strip()
        ):
            raise _terms(said, f"同分先后按{tie.by}的,要写明是公告里的哪一项或办法里的哪一条", "ties")


def _check_panel(said: ReviewAnnounced) -> None:
    if len(set(said.panel)) < len(said.panel):
        raise _terms(said, "评审组成员有一位写了两次", "panel")
    if (said.judged or said.majority) and not said.panel:
        raise _terms(said, "有评分项或要表决,却没有评审组成员", "panel")
    if said.majority and not 0 < said.majority.parts <= said.majority.of:
        raise _terms(said, f"表决比例 {said.majority.parts}/{said.majority.of} 不在 0 到 1 之间", "majority")
    if said.majority and said.majority.over and said.majority.parts == said.majority.of:
        raise _terms(said, "表决比例不能超过全体", "majority")


def _check_places(said: ReviewAnnounced) -> None:
    groups = set(map(squeeze, said.groups))
    for one in said.places:
        if squeeze(one.group) not in groups:
            raise Refused(
                "group-not-announced",
                f"名额给了“{one.group}”,而公告的组别是{'、'.join(said.groups)};请核对组别。",
                fields=["places"],
            )
        should = share_of(said.share, one.base, one.held) if said.share else one.places
        if one.places != should or (said.share is None and (one.base or one.held)):
            raise Refused(
                "counts-differ",
                f"“{one.group}”{one.school}写 {one.places} 个名额,按写明的比例和基数 {one.base}、已有 {one.held} "
                f"应是 {should} 个,没有比例的不写基数;请核对。",
                fields=["places"],
            )
    named = [(squeeze(one.group), one.school) for one in said.places]
    if len(set(named)) < len(named) or {group for group, _ in named} != groups:
        raise _terms(said, "每个组别都要写名额,同一组别、学校只写一次", "places")


def _terms(said: ReviewAnnounced, why: str, field: str) -> Refused:
    return Refused("review-terms", f"评审 {said.code} 的公告不能照办:{why};请改好再公告。", fields=[field])
