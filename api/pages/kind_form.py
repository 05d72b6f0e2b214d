"""A form made from the fields of a kind of record, and what was filled in read back.

A field is read as a cell of its column in a workbook is; what is read is JSON, checked as a line of a file is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from api.pages.texts import printed_text
from api.typesetting import in_print
from api.web_words import for_the_web
from api.workbook.codes import Codes
from api.workbook.columns import FieldType, field_types, is_closed_list, not_in_future, reader
from api.workbook.faults import Fault
from ledger.checks import HAPPENED_FIELDS
from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from ledger.refusals import Refused

LONG_TEXTS = frozenset({"notes", "reflection", "review", "words", "reason"})
"""Fields of text in which people write sentences."""

_SHOWN_FIRST = frozenset({"notes", "reflection", "certificate", "issuer", "topic"})
"""Fields that may stay empty and yet are shown at once: without them a record seldom counts."""

_PERIODS = 8
"""Of a school day; another one is written in a workbook."""
_SIDE_BY_SIDE = 8
"""So many words of a list stand side by side; of more one is chosen from a list that opens."""
_UNSAID = "未注明"


@dataclass(frozen=True)
class FormField:
    """A field as it is shown: how it is filled in (`kind` of input), what is in it, what is wrong with it.

    `choices`: what may be chosen, value and words; `offers`: what is offered while one types.
    """

    name: str
    label: str
    kind: str
    required: bool
    first: bool
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    offers: str = ""
    least: int = 0
    value: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class KindForm:
    """The form of one kind. `fixed`: fields that are not asked for, with what they say."""

    record: type[Record]
    fields: tuple[FormField, ...]
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at_once(self) -> list[FormField]:
        """What is shown at once."""
        return [one for one in self.fields if one.first]

    @property
    def folded(self) -> list[FormField]:
        """What may stay empty, behind a fold."""
        return [one for one in self.fields if not one.first]

    @property
    def opens(self) -> bool:
        """Whether the fold is open: something in it is filled in, or wrong."""
        return any(one.wrong or one.value not in ("", _default(self.record, one.name)) for one in self.folded)

    @property
    def wrong(self) -> list[FormField]:
        """The fields with which something is wrong."""
        return [one for one in self.fields if one.wrong]

    def offers_schools(self, name: str) -> bool:
        """Whether a field names a school."""
        return any(one.name == name and one.offers == "schools" for one in self.fields)

    def filled(self, sent: Mapping[str, str]) -> "KindForm":
        """The form with what was filled in."""
        return replace(self, fields=tuple(replace(one, value=sent.get(one.name, one.value)) for one in self.fields))

    def holding(self, record: Record, shown: Callable[[str, Any], str]) -> "KindForm":
        """The form with what a record says; `shown` makes the text of a field's value."""
        return self.filled({one.name: shown(one.name, getattr(record, one.name)) for one in self.fields})

    def told(self, refused: Refused) -> "KindForm":
        """The form with a refusal beside the field that it names.

        As it is where it names none of these, or entries that are in the way: that is about the whole record.
        """
        named = [name for name in refused.fields if any(one.name == name for one in self.fields)]
        if not named or refused.see:
            return self
        said = for_the_web(refused.message)
        fields = (replace(one, wrong=said) if one.name == named[0] else one for one in self.fields)
        return replace(self, fields=tuple(fields))

    def read(self, sent: Mapping[str, str], codes: Codes, today: date) -> "Read":
        """What was filled in, as JSON by field; and the form, with what is wrong beside each field."""
        types, happened = field_types(self.record), HAPPENED_FIELDS[self.record]
        data: dict[str, Any] = dict(self.fixed)
        fields = []
        for one in self.fields:
            text = sent.get(one.name, "").strip()
            if not text:
                wrong = printed_text("form.empty", label=one.label) if one.required else ""
                fields.append(replace(one, value="", wrong=wrong))
                continue
            read = _as_written if one.kind == "long" else reader(types[one.name], self.record, codes)
            value = (not_in_future(read, today, one.name) if one.name in happened else read)(text)
            if isinstance(value, Fault):
                fields.append(replace(one, value=text, wrong=in_print(value.message)))
                continue
            data[one.name] = msgspec.to_builtins(value)
            fields.append(replace(one, value=text))
        return Read(replace(self, fields=tuple(fields)), data)


@dataclass(frozen=True)
class Read:
    """What was read from a form: the form as it was filled in, and the data; whole where nothing is wrong."""

    form: KindForm
    data: Mapping[str, Any]

    @property
    def is_whole(self) -> bool:
        """Whether everything could be read."""
        return not self.form.wrong


def kind_form(
    record: type[Record],
    *,
    fixed: Mapping[str, Any],
    defaults: Mapping[str, str],
    terms: Sequence[str],
    left_out: Collection[str] = (),
) -> KindForm:
    """The empty form of a kind. `fixed`: what is not asked for; `defaults`: what stands in it to begin with."""
    types = field_types(record)
    fields = [
        _field(record, one, types[one.name], terms, defaults.get(one.name, ""))
        for one in msgspec.structs.fields(record)
        if one.name not in fixed and one.name not in left_out
    ]
    return KindForm(record, tuple(fields), fixed)


def text_of(value: Any) -> str:
    """The text that stands in a form for a value of a record."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(text_of, value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _as_written(cell: object) -> str:
    """What people write in several lines, which stay as they are."""
    return str(cell)


def _field(
    record: type[Record], info: msgspec.structs.FieldInfo, found: FieldType, terms: Sequence[str], default: str
) -> FormField:
    name, plain = info.name, found.plain
    required = info.required
    kind, choices, hint, offers = _input(name, found, terms)
    value = default or ("" if required else text_of(info.default))
    if is_closed_list(plain) and not required and value == _UNSAID:
        value = ""
    label = record.labels.get(name, name)
    first = required or name in _SHOWN_FIRST
    return FormField(name, _plain_label(label), kind, required, first, hint, choices, offers, found.least, value)


def _plain_label(label: str) -> str:
    """A label as a person is asked: teachers and schools are written by name, not only by code."""
    return label.removesuffix("代码") if label.endswith("学校代码") else label.replace("教师编号", "教师")


def _input(name: str, found: FieldType, terms: Sequence[str]) -> tuple[str, Sequence[tuple[str, str]], str, str]:
    """How a field is filled in: kind of input, choices, hint, what is offered."""
    plain = found.plain
    if found.is_list:
        return "text", (), printed_text("form.list_hint"), ""
    if plain is TeacherId:
        return "person", (), printed_text("form.teacher_hint"), "people"
    if plain is SchoolId:
        return "person", (), printed_text("form.school_hint"), "schools"
    if plain is TermId:
        return "choice", [(term, term) for term in terms], "", ""
    if is_closed_list(plain):
        words = [str(one) for one in plain if str(one) != _UNSAID]
        return ("radio" if len(words) <= _SIDE_BY_SIDE else "choice"), [(one, one) for one in words], "", ""
    if plain is bool:
        return "radio", [("是", "是"), ("否", "否")], "", ""
    if name == "period":
        numbers = [(str(one), printed_text("form.period", number=one)) for one in range(1, _PERIODS + 1)]
        return "radio", numbers, "", ""
    if plain is Month:
        return "month", (), "", ""
    if plain is date:
        return "date", (), "", ""
    if plain is int:
        return "number", (), "", ""
    if plain is Decimal:
        return "amount", (), "", ""
    return ("long" if name in LONG_TEXTS else "text"), (), "", ""


def _default(record: type[Record], name: str) -> str:
    info = next(one for one in msgspec.structs.fields(record) if one.name == name)
    value = "" if info.required else text_of(info.default)
    return "" if value == _UNSAID else value
