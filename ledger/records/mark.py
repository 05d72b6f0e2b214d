"""评议打分: marks that people give to people, each rater's kept beside the others'."""

from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Raters


class MarkGiven(Record, frozen=True):
    """评议打分: one rater's mark for one item of a sheet on which a teacher is judged, as 师德测评.

    What self, school and bureau give are records of their own, and none overwrites another. `rater` is a code or,
    where nobody may know who gave it, the number of a seat. A judge's score in an announced contest is
    `contest.scored`; the grade that a year's appraisal ends in is `person.appraised`.
    """

    kind: ClassVar[str] = "mark.given/1"
    called: ClassVar[str] = "评议打分"
    labels: ClassVar[dict[str, str]] = {
        "sheet": "评议表",
        "teacher": "教师编号",
        "item": "评议项目",
        "raters": "评议主体",
        "score": "得分",
        "out_of": "满分",
        "on": "日期",
        "rater": "评议人",
        "period": "评议周期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    sheet: str
    teacher: TeacherId
    item: str
    raters: Raters
    score: Decimal
    out_of: Decimal
    on: Happened
    rater: str = ""
    period: str = ""  # 2022, 2022-2023-1 …

    def natural_key(self) -> NaturalKey:
        return self.sheet, self.period, self.item, self.teacher, self.raters, self.rater
