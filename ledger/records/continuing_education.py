"""继续教育: hours and credits of continuing education, in the unit in which they were certified."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, TeacherId, only_fills_in
from ledger.vocabulary import TrainingMode, TrainingUnit, Where


class TrainingCredited(Record, frozen=True):
    """继续教育学时: hours or credits of continuing education that a teacher was certified.

    Not 外出培训 (`training.attended`), which is a journey, announced by a code, that owes the three ones; it credits
    nothing here, and this owes nothing there. Of one course that is both, each record says its own half.
    `planned` and `attended` are in `unit`; `level`, `area`, `role` and `grade` are in the office's own wording.
    """

    kind: ClassVar[str] = "training.credited/1"
    called: ClassVar[str] = "继续教育学时"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "title": "培训名称",
        "on": "开始日期",
        "unit": "学时单位",
        "attended": "实际参加数",
        "area": "学习领域",
        "until": "结束日期",
        "mode": "培训方式",
        "planned": "计划数",
        "level": "级别",
        "role": "参训角色",
        "organiser": "主办单位",
        "where": "校内外",
        "grade": "考核结果",
        "certificate": "证书号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    title: str
    on: Happened
    unit: TrainingUnit
    attended: Decimal
    area: str = ""
    until: date | None = None  # the last day; none where it was one day
    mode: TrainingMode = TrainingMode.UNSAID
    planned: Decimal | None = None
    level: str = ""
    role: str = ""
    organiser: str = ""
    where: Where = Where.UNSAID  # whether the own school held it
    grade: str = ""
    certificate: str = ""

    def natural_key(self) -> NaturalKey:
        return "credited", self.teacher, self.title, self.on, self.area

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until", "grade", "certificate")
