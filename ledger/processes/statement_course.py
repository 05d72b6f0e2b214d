"""考核结果的进程: what stands of one statement, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ledger.in_force import InForce
from ledger.records.record import Record
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)

StatementStep = (
    StatementNoticed
    | StatementObjected
    | StatementObjectionDecided
    | StatementFinalised
    | StatementSuperseded
    | StatementDropped
)

STEPS: tuple[type[StatementStep], ...] = (
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementFinalised,
    StatementSuperseded,
    StatementDropped,
)


@dataclass
class StatementCourse:
    """What was done about one statement, each step the last word on it."""

    drafted: StatementDrafted
    noticed: StatementNoticed | None = None
    objected: list[StatementObjected] = field(default_factory=list)
    decided: list[StatementObjectionDecided] = field(default_factory=list)
    finalised: StatementFinalised | None = None
    superseded: StatementSuperseded | None = None
    dropped: StatementDropped | None = None

    def take(self, step: StatementStep) -> None:
        """A step that stands."""
        match step:
            case StatementNoticed():
                self.noticed = step
            case StatementObjected():
                self.objected.append(step)
            case StatementObjectionDecided():
                self.decided.append(step)
            case StatementFinalised():
                self.finalised = step
            case StatementSuperseded():
                self.superseded = step
            case StatementDropped():
                self.dropped = step

    def undecided(self) -> list[StatementObjected]:
        """The objections that nobody has answered."""
        answered = {(one.teacher, one.objected_on) for one in self.decided}
        return [one for one in self.objected if (one.teacher, one.on) not in answered]

    def days(self) -> Iterator[tuple[Record, date]]:
        """Each step with its day, where it may not lie before the draft's."""
        if self.noticed:
            yield self.noticed, self.noticed.since
        for one in (self.finalised, self.dropped):
            if one:
                yield one, one.on


def course_of(drafted: StatementDrafted, in_force: InForce) -> StatementCourse:
    """What stands of a statement."""
    course = StatementCourse(drafted)
    for kind in STEPS:
        found = in_force.by(kind, "statement")(drafted.statement)
        last = {one.natural_key(): one for one in found}  # of a correction that waits, what is said last
        for one in last.values():
            course.take(one)
    return course
