"""任教经历: spells of service that count by their length, with what proves each."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, TeacherId, only_fills_in


class ServiceServed(Record, frozen=True):
    """任教经历: a teacher served so from a day on, as a witness or paper proves: 乡村任教, 班主任, 年级组长.

    For what the register does not know: years before it was kept, service elsewhere, functions that are no post. What
    `post.held`, `class.headed` or a rotation says is not said here again. `served_at` is a school of the county,
    `place` says in words what lies outside it.
    """

    kind: ClassVar[str] = "service.served/1"
    called: ClassVar[str] = "任教经历"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "service": "经历类别",
        "since": "开始日期",
        "until": "结束日期",
        "served_at": "学校代码",
        "place": "任教地点",
        "proven_by": "证明人或材料",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    service: str
    since: Happened
    until: date | None = None
    served_at: SchoolId = SchoolId("")  # not `school`: the school of today brings what was served at another
    place: str = ""
    proven_by: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.service, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until", "proven_by", "document")
