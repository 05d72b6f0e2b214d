"""The names of records, one record at a time: fields, parties, band, what the book says; and those of a measure."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from ledger.records.record import SchoolId, TeacherId
from projections.language.calendars import Calendars
from projections.language.dated_values import value_on
from projections.language.days import NO_DAY
from projections.language.pack import Pack
from projections.language.schema import GradeBands, Measure
from projections.language.scopes import names_of_record, recorded_fields
from projections.language.subject_scopes import EVENT, law_on, record_facts
from projections.plain.records import Item
from projections.plain.roll import Roll
from projections.plain.values import EMPTY, hints_of, plain, reader_of, value_of
from projections.plain.windows import Inside
from projections.standing import Standing

_MY, _MAIN, _LINKED, _INSIDE, _RECORD = "my.", "main.", "linked.", "inside.", "record."


Reader = Callable[[Item], Any]
"""What gives the value of one name for records."""


class RecordNames:
    """What is said of a record, by the names that formulas have for it; whoever it is counted for."""

    def __init__(self, standing: Standing, roll: Roll, bands: GradeBands, calendars: Calendars) -> None:
        self._standing = standing
        self._roll = roll
        self._bands = bands
        self._calendars = calendars

    def field(self, item: Item, name: str) -> Any:
        """A field of a record, of its main record or of a party to it, its band, or what the book says of it."""
        if name.startswith(_RECORD):
            return self._said(item, name.removeprefix(_RECORD))
        if name == "band" and {"school", "grade"} <= hints_of(item.record).keys():
            return self.band(item.record)
        if name.startswith(_MAIN):
            return self._field(item.main, name.removeprefix(_MAIN))
        return self._field(item.record, name)

    def day_of(self, item: Item) -> date:
        """The day that a record is of: when it happened, the last day of its term, or no day."""
        return item.day_of_entry or (self._calendars.term_last(item.term) if item.term else NO_DAY)

    def band(self, record: Any) -> str:
        """The grade band of a record that names school and grade; the stage is the school's."""
        return self._bands.band(self._roll.of_school(record.school, "stage"), record.grade)

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

    def _said(self, item: Item, name: str) -> Any:
        """What the book itself says of a record: when it was written and attested, by whom, with how much evidence."""
        said = getattr(self._standing.said_of(item.kind)[item.place], name)
        return plain(said, record_facts()[_RECORD + name])


class MeasureNames:
    """The names of a measure's formulas: of the record, of whoever it is counted for, of what belongs to it."""

    def __init__(
        self,
        pack: Pack,
        measure: Measure,
        records: RecordNames,
        term: Callable[[str], Any],
        my: Callable[[str], Any],
        linked: Callable[[Item], Item | None],
    ) -> None:
        self._pack = pack
        self._measure = measure
        self._records = records
        self._term = term  # the value of a name that is the term's; None of others
        self._my = my
        self._linked = linked
        self._fields = names_of_record(measure.of)
        self._readers: dict[str, Reader] = {}
        self.inside: dict[tuple[str, int, int], Inside] = {}  # by the row's key

    def reader(self, name: str) -> Reader:
        """What gives the value of a name for a record: what the name means is found out once for all records."""
        if name not in self._readers:
            self._readers[name] = self._reader(name)
        return self._readers[name]

    def _reader(self, name: str) -> Reader:
        if (of_term := self._term(name)) is not None:
            return lambda item: of_term
        if name.startswith(_MY):
            return lambda item: self._my(name.removeprefix(_MY))
        if name.startswith(_LINKED):
            return lambda item: self._of_linked(item, name.removeprefix(_LINKED))
        if name.startswith(_INSIDE):
            first = name.endswith("first_day")
            return lambda item: self.inside[item.key].first if first else self.inside[item.key].last
        if name == "place" and self._measure.by not in self._fields:
            return lambda item: Fraction(item.listed)
        if rule := self._pack.values.get(name):
            if law_on(self._pack, rule) == EVENT:
                return lambda item: value_on(rule, self._records.day_of(item))
            return lambda item: self._my(name)
        if "." not in name and name in recorded_fields(self._measure.of):
            return lambda item: reader_of(item.record.__class__, name)(item.record)  # type: ignore[arg-type]
        return lambda item: self._records.field(item, name)

    def _of_linked(self, item: Item, name: str) -> Any:
        """What is said of the record that belongs to this one; nothing where there is none."""
        assert self._measure.link
        other = self._linked(item)
        if name == "known":
            return other is not None
        if other is None:
            return EMPTY[(names_of_record(self._measure.link.to) | record_facts())[name]]
        return self._records.field(other, name)
