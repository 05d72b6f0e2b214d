"""矛盾说明: what is said and decided about records that cannot both be true."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Settlement


class ContradictionExplained(Record, frozen=True):
    """矛盾说明: a teacher concerned has a word of explanation for two records that contradict each other."""

    kind: ClassVar[str] = "contradiction.explained/1"
    called: ClassVar[str] = "矛盾说明"
    labels: ClassVar[dict[str, str]] = {
        "contradiction": "矛盾编号",
        "teacher": "教师编号",
        "words": "说明",
        "on": "日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    contradiction: str
    teacher: TeacherId
    words: str
    on: Happened

    def natural_key(self) -> NaturalKey:
        return self.contradiction, self.teacher


class ContradictionSettled(Record, frozen=True):
    """矛盾办结: how a contradiction between records was settled."""

    kind: ClassVar[str] = "contradiction.settled/1"
    called: ClassVar[str] = "矛盾办结"
    labels: ClassVar[dict[str, str]] = {
        "contradiction": "矛盾编号",
        "settled": "处理结果",
        "words": "处理意见",
        "on": "日期",
    }
    happened_on: ClassVar[str] = "on"
    contradiction: str
    settled: Settlement
    words: str
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "settled", self.contradiction
