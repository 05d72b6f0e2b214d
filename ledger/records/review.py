"""评审公告: what a round of review announces before it begins; every limit kept while it runs is fixed here."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import msgspec

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId, TermId, compared
from ledger.records.statement import Scope
from ledger.vocabulary import (
    DropRule,
    Gives,
    Level,
    PlacesOf,
    PlacesRounding,
    Post,
    ReviewForm,
    ReviewStep,
    ReviewTieBy,
)


class StepWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """评审日程: the days of a step, both included. What is done in it is recorded within them."""

    step: ReviewStep
    opens: date
    closes: date


class ReviewTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """申报条件: who may apply. What is empty is not asked.

    `stages`: of the schools; `posts`: held on the round's cut-off day; `clauses`: of the pack, all of which must be
    met; `vetoes`: those of which one that is not met, and be it found until the decision, shuts a person out.
    """

    stages: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    clauses: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()


class PlacesShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """名额比例: so many per cent of what a school or group has, rounded as said; who holds one already is taken off."""

    percent: Decimal
    of: PlacesOf
    rounding: PlacesRounding


class ReviewPlaces(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """评审名额: how many of a group may be listed; those of one school where `school` is said, else of all.

    `base` and `held`: what `places` was worked out from where the round announces a share, 0 where it announces none.
    """

    group: str
    places: Count
    school: SchoolId = SchoolId("")
    base: Count = 0
    held: Count = 0


class Majority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """表决比例: at least so many parts of the members who do not stand aside, or more than so many where `over`."""

    parts: Count
    of: Count
    over: bool = False


class ComputedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """计算项: a part worked out by the pack: `source` a clause of it, `points.total`, or `points.parts.NAME`.

    It counts value ÷ `most` × `weight`, the value at most `most`; `weight` in per cent of the whole.
    """

    name: str
    source: str
    most: Decimal
    weight: Decimal


class JudgedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """评分项: a part that every member scores from 0 to `most`; it counts mean ÷ `most` × `weight` per cent."""

    name: str
    most: Decimal
    weight: Decimal


class ReviewTie(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """同分先后: who comes first of equals; `named`: the part or clause whose larger value does."""

    by: ReviewTieBy
    named: str = ""


class ReviewAnnounced(Record, frozen=True):
    """评审公告: a round that gives titles, honours or places, by which pack, to how many, in which steps.

    `unit` is who holds it, in words; `scope` whose teachers may apply, and which office acts for it beside the county.
    `as_of` is the last day of the record that counts. Equals that `ties` does not part are listed together where all
    have a place, else the panel votes on them. `digits`: decimal places of the total, rounded half up.
    `renotice`: a list that has changed is on notice for all the days again, else for what is left of them.
    """

    kind: ClassVar[str] = "review.announced/1"
    called: ClassVar[str] = "评审公告"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "title": "评审名称",
        "on": "公告日期",
        "form": "评审类型",
        "gives": "评审结果类别",
        "named": "评什么",
        "level": "级别",
        "unit": "组织单位",
        "scope": "范围",
        "pack": "办法名称",
        "version": "办法版本",
        "pack_digest": "办法摘要",
        "term": "学期",
        "as_of": "业绩截止日期",
        "groups": "组别",
        "terms": "申报条件",
        "places": "评审名额",
        "steps": "评审日程",
        "checks": "审核层级",
        "panel": "评审组成员",
        "computed": "计算项",
        "judged": "评分项",
        "ties": "同分先后",
        "drop": "去分办法",
        "digits": "保留小数",
        "notice_days": "公示工作日",
        "fields": "公示项目",
        "keeps_years": "材料保存年限",
        "share": "名额比例",
        "majority": "表决比例",
        "anonymous": "是否匿名评审",
        "renotice": "改动后是否重新公示",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    title: str
    on: Happened
    form: ReviewForm
    gives: Gives
    named: str
    level: Level
    unit: str
    scope: Scope
    pack: str
    version: str
    pack_digest: str
    term: TermId
    as_of: date
    groups: tuple[str, ...]
    terms: ReviewTerms
    places: tuple[ReviewPlaces, ...]
    steps: tuple[StepWindow, ...]
    checks: tuple[Level, ...]
    panel: tuple[TeacherId, ...]
    computed: tuple[ComputedPart, ...]
    judged: tuple[JudgedPart, ...]
    ties: tuple[ReviewTie, ...]
    drop: DropRule
    digits: Count
    notice_days: Count
    fields: tuple[str, ...]
    keeps_years: Count
    share: PlacesShare | None = None
    majority: Majority | None = None
    anonymous: bool = True
    renotice: bool = False

    def natural_key(self) -> NaturalKey:
        return (self.code,)

    def content(self) -> tuple[object, ...]:
        # What parts equals first, and who checks first, is said by the order.
        return *super().content(), tuple(map(compared, self.ties)), self.checks

    def window(self, step: ReviewStep) -> StepWindow:
        """The days of a step. Raises StopIteration where it was not announced, which no announcement passes."""
        return next(one for one in self.steps if one.step is step)
