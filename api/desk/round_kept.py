"""评审材料的保存: how long what was handed in, checked and scored in a round is shown, and to whom (docs/retention.md).

The book keeps every event for ever, under codes, so that a round can be derived again; what ends is that it is shown.
"""

from datetime import date
from enum import StrEnum

from api.accounts.visitor import Role, Visitor, Way
from projections.reviews.course import Course


class Keeping(StrEnum):
    """保存阶段: before a round is closed; closed, its material kept; past the day to which it is kept."""

    RUNNING = "running"
    KEPT = "kept"
    PAST = "past"


def keeping_of(course: Course, today: date) -> Keeping:
    """How the material of a round is kept on a day; its last day is kept."""
    if course.closed is None or today < course.closed.on:
        return Keeping.RUNNING
    return Keeping.KEPT if today <= course.closed.keep_until else Keeping.PAST


def looks_after(visitor: Visitor) -> bool:
    """Whether somebody may still look when the material is past its day: an auditor, who proves that it was right."""
    return visitor.way is Way.HERE or any(held.role is Role.AUDITOR for held in visitor.held)
