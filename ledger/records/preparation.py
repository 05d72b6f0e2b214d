"""集体备课: meetings of a preparation group."""

from typing import ClassVar

import msgspec

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId


class Attendance(msgspec.Struct, frozen=True):
    """参加备课: one teacher's part in a meeting, read off the meeting's record."""

    teacher: TeacherId
    reflected: bool


class PreparationHeld(Record, frozen=True):
    """集体备课: a preparation group met, with a leader; who led attended (B18)."""

    kind: ClassVar[str] = "preparation.held/1"
    happened_on: ClassVar[str] = "on"
    on: Happened
    school: SchoolId
    group: str
    leader: TeacherId
    attended: tuple[TeacherId, ...]
    model_plans: Count | None = None
    reflections: tuple[TeacherId, ...] = ()

    def natural_key(self) -> NaturalKey:
        return self.school, self.group, self.on

    def attendances(self) -> list[Attendance]:
        """Everyone who was there, the leader first, each once, and whether a reflection was handed in."""
        present = dict.fromkeys((self.leader, *self.attended))
        return [Attendance(teacher, teacher in self.reflections) for teacher in present]
