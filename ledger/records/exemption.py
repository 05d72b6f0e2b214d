"""减免: duties that an office has relieved a teacher of."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import NaturalKey, Record, TeacherId, only_fills_in


class ExemptionApproved(Record, frozen=True):
    """减免批准: a teacher owes a duty not, or less of it, from a day on, as an office has agreed.

    The leave or illness behind it is a record of its own (`leave.taken`); `duty` is in the office's own wording.
    """

    kind: ClassVar[str] = "exemption.approved/1"
    called: ClassVar[str] = "减免批准"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "duty": "减免事项",
        "since": "开始日期",
        "reason": "原因",
        "approver": "批准人",
        "until": "结束日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    duty: str
    since: date
    reason: str
    approver: str
    until: date | None = None
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.duty, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")
