"""外出培训: training elsewhere, and the three ones it obliges a teacher to."""

from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Level, ThreeOnesPart


class TrainingAttended(Record, frozen=True):
    """外出培训: a teacher was trained elsewhere; opens the obligation of the three ones (B19)."""

    kind: ClassVar[str] = "training.attended/1"
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
    happened_on: ClassVar[str] = "on"
    part_of: ClassVar[type[Record] | None] = TrainingAttended
    code: str
    part: ThreeOnesPart
    on: Happened

    def natural_key(self) -> NaturalKey:
        return (self.code,)

    def part_key(self) -> NaturalKey:
        return (self.part,)

    def part_name(self) -> str:
        return self.part
