"""赛事公告: what a contest announces before it begins; every limit kept while it runs is fixed here."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import msgspec

from ledger.records.record import Count, NaturalKey, Record, TeacherId, compared
from ledger.spelling import squeeze
from ledger.vocabulary import DropRule, Level, Post, Prize, TieRule


class EntryTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """参赛条件: who may enter (B15). What is empty is not asked.

    `oldest`: the highest age, itself included; `from_contest`: the contest of the stage below whose winners may enter.
    """

    posts: tuple[Post, ...] = ()
    oldest: Count | None = None
    years_in_post: Count | None = None
    from_contest: str = ""


class ContestPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """比赛环节: a part of a contest, and its weight in per cent (B14, B15)."""

    name: str
    weight: Decimal


class PrizePlaces(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """奖项名额: how many of a prize a group has (B15)."""

    group: str
    prize: Prize
    places: Count


class ContestAnnounced(Record, frozen=True):
    """赛事公告: a contest of a series at one stage, for a school, township or county (B14, B15, B17, B31, D9, C7).

    `unit` is the school's code, the township or the county; `promoted` how many of a group go to the next stage.
    """

    kind: ClassVar[str] = "contest.announced/1"
    called: ClassVar[str] = "赛事公告"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "series": "赛事",
        "level": "级别",
        "unit": "主办单位",
        "opens": "开始日期",
        "closes": "结束日期",
        "groups": "组别",
        "entry": "参赛条件",
        "parts": "比赛环节",
        "judges": "评委",
        "drop": "去分办法",
        "ties": "同分办法",
        "prizes": "奖项名额",
        "promoted": "晋级人数",
    }
    happened_on: ClassVar[str] = "opens"
    code: str
    series: str
    level: Level
    unit: str
    opens: date
    closes: date
    groups: tuple[str, ...]
    entry: EntryTerms
    parts: tuple[ContestPart, ...]
    judges: tuple[TeacherId, ...]
    drop: DropRule
    ties: TieRule
    prizes: tuple[PrizePlaces, ...]
    promoted: Count = 0

    def natural_key(self) -> NaturalKey:
        return (self.code,)

    @property
    def stage(self) -> NaturalKey:
        """The series and level, as they are compared: what an award names a contest by."""
        return squeeze(self.series), self.level

    def content(self) -> tuple[object, ...]:
        # Ties may be broken by the first part, so that the order of the parts says something.
        return *super().content(), tuple(map(compared, self.parts))
