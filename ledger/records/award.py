"""赛课获奖: awards won in contests."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Level, Prize


class AwardWon(Record, frozen=True):
    """赛课获奖: a teacher won a prize in a contest of a series (B14, B15, B17)."""

    kind: ClassVar[str] = "award.won/1"
    happened_on: ClassVar[str] = "on"
    series: str
    level: Level
    group: str
    teacher: TeacherId
    prize: Prize
    on: Happened
    certificate: str = ""

    def natural_key(self) -> NaturalKey:
        return self.series, self.level, self.group, self.teacher, self.on
