"""A list that the office already has, told apart: which kind its rows are, and which column fills which field.

    says: 年度考核表
    sheets:
      - kind: 个人考核                      # or person.appraised
        columns: {teacher: 姓名, grade: 等次}   # field, or its name in our sheets: heading in the list
        constants: {year: 2022-2023, appraisal: 年度考核, on: 2023-01-10}
        words: {grade: {称职: 合格}}            # a word of the list: ours
        dates: {on: m/d/yyyy}

Where a field has both a column and a constant, the constant stands where the cell is empty.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn
from unicodedata import normalize

from api.workbook.cells import SEPARATORS, Reader, as_text
from api.workbook.columns import Column, field_types
from api.workbook.date_pattern import DatePattern, PatternFault
from api.workbook.sheet import Sheet
from api.workbook.sheets import all_sheets
from ledger.nearest import did_you_mean
from ledger.refusals import Refused
from ledger.spelling import squeeze
from projections.language.yaml_text import Path as Place
from projections.language.yaml_text import YamlFault, YamlText, read_yaml


@dataclass(frozen=True)
class MappedSheet:
    """One sheet of a list: what its rows are, and by our headings: theirs, constants, words, spellings of dates."""

    sheet: Sheet
    called: str  # what the list calls the sheet; empty where it has only one
    columns: dict[str, str]
    constants: dict[str, object] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    dates: dict[str, DatePattern] = field(default_factory=dict)

    def reading(self, column: Column) -> Column:
        """A column read with the list's own words and dates."""
        words, pattern = self.words.get(column.heading), self.dates.get(column.heading)
        if not words and not pattern:
            return column
        is_list = any(one.is_list for name, one in field_types(self.sheet.record).items() if name == column.field)
        return replace(column, read=_translated(column.read, words or {}, pattern, is_list=is_list))


@dataclass(frozen=True)
class ListMapping:
    """How a whole list is read; `text` is what it was written as."""

    says: str
    term: str
    sheets: tuple[MappedSheet, ...]
    text: str


def read_mapping(name: str, text: str) -> ListMapping:
    """The mapping that a text says. Raises Refused `bad-mapping`, with the line."""
    try:
        written = read_yaml(text)
    except YamlFault as fault:
        raise Refused("bad-mapping", f"对照表“{name}”第 {fault.line} 行:{fault.message};请改正。") from fault
    return _Reading(name, written).whole(text)


class _Reading:
    """One mapping being read; whatever is wrong is refused with its line."""

    def __init__(self, name: str, written: YamlText) -> None:
        self._name = name
        self._written = written

    def whole(self, text: str) -> ListMapping:
        values = self._part(self._written.values, (), ("says", "term", "sheets"))
        listed = values.get("sheets")
        if not isinstance(listed, list) or not listed:
            self._fail(("sheets",), "缺少 sheets:;应逐张写明表里是什么")
        sheets = tuple(self._sheet(one, ("sheets", place)) for place, one in enumerate(listed))
        if len({one.called for one in sheets}) < len(sheets):
            self._fail(("sheets",), "有两项说的是同一张表,或没有写 sheet:;请写明各是文件里的哪张表")
        return ListMapping(str(values.get("says") or ""), str(values.get("term") or ""), sheets, text)

    def _sheet(self, said: Any, place: Place) -> MappedSheet:
        values = self._part(said, place, ("sheet", "kind", "columns", "constants", "words", "dates"))
        sheet = self._kind(str(values.get("kind") or ""), (*place, "kind"))
        columns = {one: str(to) for one, to in self._by_heading(sheet, values, place, "columns").items()}
        constants = {one: _as_cell(to) for one, to in self._by_heading(sheet, values, place, "constants").items()}
        words = {
            one: {squeeze(str(word)): str(_as_cell(ours)) for word, ours in self._table(to, (*place, "words")).items()}
            for one, to in self._by_heading(sheet, values, place, "words").items()
        }
        dates = {
            one: self._pattern(str(to), (*place, "dates"))
            for one, to in self._by_heading(sheet, values, place, "dates").items()
        }
        self._check_complete(sheet, {*columns, *constants}, place)
        return MappedSheet(sheet, str(values.get("sheet") or ""), columns, constants, words, dates)

    def _check_complete(self, sheet: Sheet, said: Collection[str], place: Place) -> None:
        missing = [heading for heading in sheet.needed_headings if heading not in said]
        if missing:
            self._fail(place, f"“{sheet.name}”还缺“{'”、“'.join(missing)}”;请在 columns 写明哪一列,或在 constants 写明")

    def _kind(self, said: str, place: Place) -> Sheet:
        by_name = all_sheets() | {sheet.record.kind.partition("/")[0]: sheet for sheet in all_sheets().values()}
        wanted = said.partition("/")[0]
        if wanted not in by_name:
            self._fail(place, f"kind: 没有“{said}”这种记录,{did_you_mean(wanted, by_name)}")
        return by_name[wanted]

    def _by_heading(self, sheet: Sheet, values: Mapping[str, Any], place: Place, key: str) -> dict[str, Any]:
        """What a part says of each field, by our heading; a field is named by either."""
        known = {name: heading for heading, name in sheet.headings.items()}
        known |= {beside.field: heading for heading, beside in sheet.beside.items()}
        known |= {heading: heading for heading in sheet.all_headings}
        found = {}
        for name, said in self._table(values.get(key) or {}, (*place, key)).items():
            if name not in known:
                self._fail((*place, key, name), f"“{sheet.name}”没有“{name}”这一项,{did_you_mean(name, known)}")
            if known[name] in found:
                self._fail((*place, key, name), f"“{known[name]}”写了两次")
            found[known[name]] = said
        return found

    def _pattern(self, said: str, place: Place) -> DatePattern:
        try:
            return DatePattern(said)
        except PatternFault as fault:
            self._fail(place, str(fault))

    def _part(self, said: Any, place: Place, keys: Iterable[str]) -> dict[str, Any]:
        values = self._table(said, place)
        for key in values:
            if key not in keys:
                self._fail((*place, key), f"不认识“{key}”,{did_you_mean(key, keys)}")
        return values

    def _table(self, said: Any, place: Place) -> dict[str, Any]:
        if not isinstance(said, dict):
            self._fail(place, "这里应是“名称: 内容”的样子")
        return said

    def _fail(self, place: Place, why: str) -> NoReturn:
        line = self._written.line(place)
        raise Refused("bad-mapping", f"对照表“{self._name}”第 {line} 行:{why};请改正。")


def _as_cell(said: Any) -> object:
    """A value of a mapping as a cell would hold it."""
    if said is None:
        return ""
    if isinstance(said, bool):
        return "是" if said else "否"
    if isinstance(said, Fraction):
        return str(Decimal(said.numerator) / said.denominator)
    if isinstance(said, list):
        return "、".join(str(_as_cell(one)) for one in said)
    return said if isinstance(said, int | date) else str(said)


def _translated(read: Reader, words: Mapping[str, str], pattern: DatePattern | None, *, is_list: bool) -> Reader:
    """A reader of cells in the list's own words."""

    def ours(cell: object) -> object:
        written = as_text(cell)
        if squeeze(written) in words:
            return words[squeeze(written)]
        if is_list and words and isinstance(cell, str):
            items = (item.strip() for item in SEPARATORS.split(normalize("NFKC", cell)))
            return "、".join(words.get(squeeze(item), item) for item in items)
        found = pattern.day(written) if pattern and isinstance(cell, str) else None
        return cell if found is None else found

    def translated(cell: object) -> object:
        said = ours(cell)
        return "" if said == "" else read(said)

    return translated
