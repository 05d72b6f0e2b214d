"""The names of a record's scope, one record at a time: its fields, its parties, its band, the term, and `my`."""

from collections.abc import Callable
from typing import Any

from ledger.records.record import SchoolId, TeacherId
from projections.language.schema import GradeBands
from projections.plain.records import Item
from projections.plain.roll import Roll
from projections.plain.values import hints_of, value_of

_MY, _MAIN = "my.", "main."


class RecordNames:
    """Answers the names of records about one person or group."""

    def __init__(self, subject: str, term: dict[str, Any], roll: Roll, bands: GradeBands) -> None:
        self._subject = subject
        self._term = term
        self._roll = roll
        self._bands = bands

    def of(self, item: Item) -> Callable[[str], Any]:
        """The value of each name for a record."""
        return lambda name: self._value(item, name)

    def _value(self, item: Item, name: str) -> Any:
        if name in self._term:
            return self._term[name]
        if name.startswith(_MY):
            return self._roll.of_teacher(self._subject, name.removeprefix(_MY))
        if name == "band" and {"school", "grade"} <= hints_of(item.record).keys():
            return self.band(item.record)
        if name.startswith(_MAIN):
            return self._field(item.main, name.removeprefix(_MAIN))
        return self._field(item.record, name)

    def _field(self, record: Any, name: str) -> Any:
        """A field of a record, or an attribute of the teacher or school that the field names."""
        field, _, attribute = name.partition(".")
        if not attribute:
            return value_of(record, field)
        party = hints_of(record)[field]
        if party is TeacherId:
            return self._roll.of_teacher(getattr(record, field), attribute)
        assert party is SchoolId
        return self._roll.of_school(getattr(record, field), attribute)

    def band(self, record: Any) -> str:
        """The grade band of a record that names school and grade; the stage is the school's."""
        return self._bands.band(self._roll.of_school(record.school, "stage"), record.grade)
