"""教学成绩: what a teacher's classes reached, and the place it took among others."""

from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId


class ResultReached(Record, frozen=True):
    """教学成绩: the published result of a teacher's teaching: its value, its rank, of how many.

    A school's counts and sums in a test are `test.reported`; an examination that the teacher sat is
    `examination.passed`. `what` tells test, subject and class; no pupil's name. `rank` 0: none was published.
    """

    kind: ClassVar[str] = "result.reached/1"
    called: ClassVar[str] = "教学成绩"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "what": "成绩项目",
        "on": "公布日期",
        "period": "学年或学期",
        "rank": "排名",
        "of": "排名总数",
        "value": "成绩",
        "level": "级别",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    what: str
    on: Happened
    period: str = ""
    rank: Count = 0
    of: Count = 0
    value: Decimal | None = None
    level: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.what, self.on
