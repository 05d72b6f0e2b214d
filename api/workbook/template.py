"""An empty workbook to be filled in: only the sheets and columns that somebody will use, with what is known filled in.

Closed lists and yes or no are drop-down lists, dates are dates, codes are texts, so that what is typed in is right.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from api.workbook.columns import FieldType, field_type, field_types, is_closed_list
from api.workbook.files import written_whole
from api.workbook.sheet import Sheet
from api.workbook.sheets import HELD_WITHIN, all_sheets
from api.workbook.template_mark import GUIDE, MARK
from ledger.records.record import Month, Record, SchoolId, TeacherId
from ledger.records.school_year import TermAnnounced

LAST_ROW = 5_000
"""Down to this row cells are formatted and have drop-down lists."""

_LONGEST_LIST = 255  # Excel takes no longer list within a cell's own rule
_WIDE, _NARROW = 24, 13


@dataclass(frozen=True)
class TemplateSheet:
    """One sheet of a template: which columns it has, and the rows that are filled in already, by heading."""

    sheet: Sheet
    headings: list[str]
    rows: list[Mapping[str, object]] = field(default_factory=list)


def sheets_for(needs: Mapping[str, Iterable[str]]) -> list[TemplateSheet]:
    """The sheets and columns for some kinds and fields (by names without version), and those that each kind needs."""
    used = {kind: set(fields) for kind, fields in needs.items()}
    chosen = (sheet for sheet in all_sheets().values() if sheet.record not in HELD_WITHIN)
    return [
        TemplateSheet(sheet, _headings(sheet, used))
        for sheet in chosen
        if sheet.record is TermAnnounced or _name(sheet.record) in used
    ]


def whole_sheet(sheet: Sheet) -> TemplateSheet:
    """A sheet with every column that anybody is asked for."""
    unasked = {heading for heading, column in sheet.beside.items() if column.unasked}
    return TemplateSheet(sheet, [heading for heading in sheet.all_headings if heading not in unasked])


def _headings(sheet: Sheet, used: Mapping[str, set[str]]) -> list[str]:
    """The columns that are used, that may not be empty, or that tell one record from another."""
    wanted = used.get(_name(sheet.record), set()) | _key_fields(sheet.record)
    headings = [
        heading for heading, name in sheet.headings.items() if name in wanted or not sheet.may_field_be_empty(name)
    ]
    held = any(main is sheet.record and _name(part) in used for part, main in HELD_WITHIN.items())
    return headings + [one for one, beside in sheet.beside.items() if held or not beside.may_be_empty]


def _name(record: type[Record]) -> str:
    return record.kind.partition("/")[0]


def _key_fields(record: type[Record]) -> set[str]:
    """The fields of the natural key: those that the method which makes it names."""
    return set(record.natural_key.__code__.co_names) & set(record.__struct_fields__)


def write_template(path: Path, title: str, sheets: Sequence[TemplateSheet]) -> None:
    """Write the template. Raises Refused `unwritable-file`."""
    with written_whole(path) as partial:
        _write(xlsxwriter.Workbook(str(partial)), title, sheets)


def template_bytes(title: str, sheets: Sequence[TemplateSheet]) -> bytes:
    """The template as a file's bytes, made in memory: names that are filled in already reach no disk of ours."""
    content = BytesIO()
    _write(xlsxwriter.Workbook(content, {"in_memory": True}), title, sheets)
    return content.getvalue()


def _write(book: Any, title: str, sheets: Sequence[TemplateSheet]) -> None:
    writer = _Writer(book)
    writer.guide(title, sheets)
    for one in sheets:
        writer.sheet(one)
    book.close()


class _Writer:
    """A template under way."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}
        self._needed = book.add_format({"bold": True, "bg_color": "#DCE9F7", "border": 1})
        self._optional = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._lists: dict[tuple[str, ...], object] = {}

    def guide(self, title: str, sheets: Sequence[TemplateSheet]) -> None:
        """The sheet that explains the others, and names the sheets the template was made with."""
        page = self._book.add_worksheet(GUIDE)
        page.set_column(0, 1, 18)
        page.set_column(2, 2, 10)
        page.set_column(3, 3, 70)
        page.write_string(0, 0, title, self._title)
        page.write_row(1, 0, [MARK, "、".join(one.sheet.name for one in sheets)])
        lines = (
            "深色表头的列必须填,浅色的可以不填。表名和表头请不要改;列的次序可以换;没有内容的表也请留着。",
            "日期写成 2022-09-05,月份写成 2022-09;教师填六位编号;一格里填几项时用“、”隔开。",
        )
        for number, line in enumerate(lines, 2):
            page.write_string(number, 0, line)
        page.write_row(5, 0, ["表", "列", "要不要填", "填什么"], self._needed)
        row = 6
        for one in sheets:
            for heading in one.headings:
                needed = "必填" if heading in one.sheet.needed_headings else "可不填"
                page.write_row(row, 0, [one.sheet.name, heading, needed])
                page.write_string(row, 3, told_of(type_of(one.sheet, heading)), self._wrapped)
                row += 1
        self._page, self._next_list = page, 8

    def sheet(self, one: TemplateSheet) -> None:
        """One sheet to be filled in."""
        page = self._book.add_worksheet(one.sheet.name)
        page.freeze_panes(1, 0)
        for column, heading in enumerate(one.headings):
            found = type_of(one.sheet, heading)
            needed = heading in one.sheet.needed_headings
            width = _WIDE if found.plain is str or found.is_list else _NARROW
            page.set_column(column, column, width, self._format(found))
            page.write_string(0, column, heading, self._needed if needed else self._optional)
            if words := words_of(found):
                rule = {"validate": "list", "source": self._source(words), "ignore_blank": True}
                told = {"error_title": "不在可选的词里", "error_message": "请从下拉的词里选一个。"}
                page.data_validation(1, column, LAST_ROW, column, rule | told)
        for number, row in enumerate(one.rows, 1):
            for column, heading in enumerate(one.headings):
                self._put(page, number, column, row.get(heading), type_of(one.sheet, heading))

    def _put(self, page: Any, row: int, column: int, value: object, found: FieldType) -> None:
        shape = self._format(found)
        if value is None or value == "" or value == ():
            return
        if found.plain is Month and isinstance(value, date):
            page.write_string(row, column, f"{value:%Y-%m}", shape)
        elif isinstance(value, bool):
            page.write_string(row, column, "是" if value else "否", shape)
        elif isinstance(value, date):
            page.write_datetime(row, column, value, shape)
        elif isinstance(value, int | Decimal):
            page.write_number(row, column, value, shape)
        else:
            said = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
            page.write_string(row, column, said, shape)

    def _format(self, found: FieldType) -> Any:
        shape = "yyyy-mm-dd" if found.plain is date and not found.is_list else "@"
        if found.plain in (int, Decimal) and not found.is_list:
            shape = "General"
        if shape not in self._formats:
            self._formats[shape] = self._book.add_format({"num_format": shape})
        return self._formats[shape]

    def _source(self, words: tuple[str, ...]) -> object:
        """The words of a drop-down list; a long list stands beside the explanations."""
        if len(",".join(words)) <= _LONGEST_LIST:
            return list(words)
        if words not in self._lists:
            column, self._next_list = self._next_list, self._next_list + 1
            self._page.write_column(0, column, words)
            letters = xlsxwriter.utility.xl_col_to_name(column)
            self._lists[words] = f"='{GUIDE}'!${letters}$1:${letters}${len(words)}"
        return self._lists[words]


def type_of(sheet: Sheet, heading: str) -> FieldType:
    """What a column of a sheet holds, by its heading."""
    if heading in sheet.headings:
        return field_types(sheet.record)[sheet.headings[heading]]
    return field_type(sheet.beside[heading].hint)


def words_of(found: FieldType) -> tuple[str, ...]:
    """The words of which one is to be chosen; none where anything may be filled in."""
    if found.is_list:
        return ()
    if found.plain is bool:
        return ("是", "否")
    return tuple(map(str, found.plain)) if is_closed_list(found.plain) else ()


_TOLD: list[tuple[Callable[[Any], bool], str]] = [
    (lambda plain: plain is TeacherId, "六位教师编号;名字没有重名的也可以填姓名"),
    (lambda plain: plain is SchoolId, "学校代码"),
    (lambda plain: plain is Month, "月份,如 2022-09"),
    (lambda plain: plain is date, "日期,如 2022-09-05"),
    (lambda plain: plain is int, "整数"),
    (lambda plain: plain is Decimal, "数字,可以有小数"),
    (lambda plain: plain is bool, "是 或 否"),
    (is_closed_list, ""),
]


def told_of(found: FieldType) -> str:
    """What is to be filled in, in words."""
    said = next((words for fits, words in _TOLD if fits(found.plain)), "文字")
    if is_closed_list(found.plain):
        said = "、".join(map(str, found.plain))
    return f"{said}(可以填几项,用“、”隔开)" if found.is_list else said
