"""What a record lists, read as records of their own: each teacher at a meeting, each line of a school's top pupils."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec

from ledger.records.joint_activity import Evaluation, JointActivityHeld
from ledger.records.preparation import Attendance, PreparationHeld
from ledger.records.record import Record
from ledger.records.school_test import SchoolTestReported, TopPupils


class Listed(NamedTuple):
    """A kind that packs may count though nobody records it by itself.

    `fields`: which fields of the main record each of its own fields is read from.
    """

    main: type[Record]
    row: type[msgspec.Struct]
    rows: Callable[[Any], Iterable[msgspec.Struct]]
    fields: dict[str, set[str]]

    @property
    def main_kind(self) -> str:
        """The kind of the record that lists them, without version."""
        return self.main.kind.partition("/")[0]


def _attendances(held: PreparationHeld) -> Iterable[msgspec.Struct]:
    return held.attendances()


def _tops(reported: SchoolTestReported) -> Iterable[msgspec.Struct]:
    return reported.tops


def _judgements(held: JointActivityHeld) -> Iterable[msgspec.Struct]:
    return held.evaluation


LISTED: dict[str, Listed] = {
    "preparation.attended": Listed(
        PreparationHeld, Attendance, _attendances, {"teacher": {"leader", "attended"}, "reflected": {"reflections"}}
    ),
    "joint_activity.judged": Listed(
        JointActivityHeld, Evaluation, _judgements, {"way": {"evaluation"}, "grade": {"evaluation"}}
    ),
    "test.topped": Listed(SchoolTestReported, TopPupils, _tops, {"within": {"tops"}, "pupils": {"tops"}}),
}
"""The kinds read off others, by the name under which packs count them."""
