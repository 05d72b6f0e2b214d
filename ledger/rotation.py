"""支教交流: the rule that spans a teacher's rotations; no two overlap if either is full-time."""

from collections.abc import Sequence

from ledger.event import Event
from ledger.records.record import Record, entry_of
from ledger.records.rotation import RotationStarted
from ledger.refusals import Refused
from ledger.vocabulary import RotationKind


def check_no_overlap(standing: Sequence[Event[Record]], said: RotationStarted) -> None:
    """Refuse `already-on-rotation` where `said` overlaps another rotation of the teacher and one is full-time.

    `standing`: every event of the teacher's rotations. A span is start to planned end, both days included.
    """
    for event in standing:
        other = event.data
        if not isinstance(other, RotationStarted) or other.start == said.start:
            continue
        overlap = other.start <= said.planned_end and said.start <= other.planned_end
        if overlap and RotationKind.FULL_TIME in (other.rotation, said.rotation):
            raise Refused(
                "already-on-rotation",
                f"教师 {said.teacher} 在 {other.start} 至 {other.planned_end} 已在 {other.host} {other.rotation},"
                f"与 {said.start} 至 {said.planned_end} 的{said.rotation}重叠;请核对起止日期。",
                see=[entry_of(other).hex()],
                fields=["start"],
            )
