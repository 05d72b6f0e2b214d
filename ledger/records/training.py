"""外出培训: training elsewhere, and the three ones it obliges a teacher to."""

from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Level, ThreeOnesPart


class TrainingAttended(Record, frozen=True):
    """外出培训: a teacher was trained elsewhere; opens the obligation of the three ones (B19)."""

    kind: ClassVar[str] = "training.attended/1"
    called: ClassVar[str] = "外出培训"
    labels: ClassVar[dict[str, str]] = {
        "code": "编号",
        "teacher": "教师编号",
        "title": "培训名称",
        "level": "级别",
        "start": "开始日期",
        "end": "结束日期",
        "hours": "学时",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "end"
    code: str
    teacher: TeacherId
    title: str
    level: Level
    start: Happened
    end: Happened
    hours: Decimal  # 学时, periods of training

    def natural_key(self) -> NaturalKey:
        return (self.code,)


class TrainingFollowedUp(Record, frozen=True):
    """三个一: one of the three parts owed after a training was done (B19)."""

    kind: ClassVar[str] = "training.followed_up/1"
    called: ClassVar[str] = "三个一"
    labels: ClassVar[dict[str, str]] = {"code": "编号", "part": "项目", "on": "完成日期"}
    happened_on: ClassVar[str] = "on"
    part_of: ClassVar[type[Record] | None] = TrainingAttended
    said_with_main: ClassVar[bool] = True
    code: str
    part: ThreeOnesPart
    on: Happened

    def natural_key(self) -> NaturalKey:
        return (self.code,)

    def part_key(self) -> NaturalKey:
        return (self.part,)

    def part_name(self) -> str:
        return self.part
