"""赛课获奖: awards won in contests."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.spelling import squeeze
from ledger.vocabulary import Level, Prize


class AwardWon(Record, frozen=True):
    """赛课获奖: a teacher won a prize in a contest of a series (B14, B15, B17, D9)."""

    kind: ClassVar[str] = "award.won/2"
    called: ClassVar[str] = "赛课获奖"
    labels: ClassVar[dict[str, str]] = {
        "series": "赛事",
        "level": "级别",
        "group": "组别",
        "teacher": "教师编号",
        "prize": "名次",
        "on": "日期",
        "certificate": "证书号",
        "contest": "赛事编号",
        "document": "文号",
        "issuer": "颁奖单位",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    series: str
    level: Level
    group: str
    teacher: TeacherId
    prize: Prize
    on: Happened
    certificate: str = ""
    contest: str = ""  # code of an announced contest; empty where it was won elsewhere
    document: str = ""
    issuer: str = ""

    @property
    def stage(self) -> NaturalKey:
        """The series and level, as they are compared: what an award names a contest by."""
        return squeeze(self.series), self.level

    @property
    def place(self) -> NaturalKey:
        """Series, level, group and prize, as they are compared: what a contest announces a number of."""
        return *self.stage, squeeze(self.group), self.prize

    def natural_key(self) -> NaturalKey:
        return self.series, self.level, self.group, self.teacher, self.on
