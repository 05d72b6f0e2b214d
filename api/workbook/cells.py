"""How a cell is read: dates, months, numbers, codes and lists in every spelling that offices use."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from api.workbook.faults import Ambiguous, Fault
from ledger.identity_number import is_identity_number
from ledger.records.record import Month
from ledger.spelling import squeeze, tidy
from ledger.telephone import telephone_number

Reader = Callable[[object], object]
"""From a cell that is not empty to a value of a record's field, or a Fault."""

EARLIEST_YEAR = 1949
LARGEST = 999_999_999
_LONGEST = 18
# Excel's day 0; a date cell that has lost its format shows such a number of days. From 1950 to 2099.
_SERIAL_START, _SERIALS = date(1899, 12, 30), range(18_264, 73_051)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?(?:00:00(?::00)?)?")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月)")
_WHOLE = re.compile(r"([+-]?\d+)(?:\.0*)?")
SEPARATORS = re.compile("[、,;]")  # after NFKC, which makes the full-width comma and semicolon these


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or nothing but white space."""
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def as_text(cell: object) -> str:
    """A cell as text; a whole number without the point that Excel's floating numbers have."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))


def text(cell: object) -> str:
    """Any text, tidied."""
    return as_text(cell)


def code(cell: object) -> str:
    """A code or name compared without width and spacing."""
    return squeeze(as_text(cell))


def day(cell: object) -> date | Fault:
    """A day: an Excel date, or text in one of the spellings that offices use."""
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, float | int) and cell in _SERIALS:
        found = _SERIAL_START + timedelta(days=int(cell))
    else:
        found = _day_in(squeeze(as_text(cell)))
    if found is None:
        return Fault("bad-date", f"“{as_text(cell)}”不是日期;请写成 2022-09-05 的样子。")
    if found.year < EARLIEST_YEAR:
        return Fault("bad-date", f"{found} 早于 {EARLIEST_YEAR} 年;请核对年份。")
    return found


def _day_in(written: str) -> date | None:
    if len(written) == 8 and written.isascii() and written.isdigit():
        parts = (written[:4], written[4:6], written[6:])
    elif match := _DAY.fullmatch(written):
        parts = (match[1], match[2] or match[3] or match[4] or match[5], match[6])
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def month(cell: object) -> Month | Fault:
    """A month as its first day: `2022-09`, other spellings of it, or the date that Excel has made of it."""
    if isinstance(cell, date):
        year, number = cell.year, cell.month
    elif isinstance(cell, str) and (match := _MONTH.fullmatch(squeeze(cell))):
        year, number = int(match[1]), int(match[2] or match[3])
    else:
        year, number = 0, 0
    if not 1 <= number <= 12 or year < EARLIEST_YEAR:
        return Fault("bad-date", f"“{as_text(cell)}”不是月份;请写成 2022-09 的样子。")
    return Month(date(year, number, 1))


def _short(cell: object) -> str:
    """A cell as text, cut short for a sentence."""
    written = as_text(cell)
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"


def whole_number(least: int) -> Reader:
    """A reader of whole numbers from `least` on."""

    def read(cell: object) -> int | Fault:
        number: int | None = None
        if isinstance(cell, float) and cell.is_integer():
            number = int(cell)
        elif isinstance(cell, str) and (match := _WHOLE.fullmatch(squeeze(cell))) and len(match[1]) < _LONGEST:
            number = int(match[1])
        elif isinstance(cell, int) and not isinstance(cell, bool):
            number = cell
        if number is None or not least <= number <= LARGEST:
            return Fault("bad-number", f"“{_short(cell)}”不是 {least} 到 {LARGEST} 的整数;请改成整数。")
        return number

    return read


def amount(cell: object) -> Decimal | Fault:
    """A number that may have decimals, not below 0, kept as written."""
    try:
        number = Decimal("x" if isinstance(cell, bool | date) else squeeze(as_text(cell)))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= LARGEST:
        return Fault("bad-number", f"“{_short(cell)}”不是 0 到 {LARGEST} 的数;请改成数字。")
    return number.normalize() + 0


def yes_or_no(cell: object) -> bool | Fault:
    """是 or 否."""
    word = code(cell)
    if word not in ("是", "否"):
        return Fault("unknown-value", f"“{word}”应填“是”或“否”。")
    return word == "是"


def word_of(vocabulary: type[StrEnum]) -> Reader:
    """A reader of one closed vocabulary."""

    def read(cell: object) -> StrEnum | Fault:
        word = code(cell)
        try:
            return vocabulary(word)
        except ValueError:
            return Fault("unknown-value", f"“{word}”不在可选的词里;请从 {'、'.join(vocabulary)} 中选一个。")

    return read


def identity_number(cell: object) -> str | Fault:
    """An ID number; as a number Excel has already rounded it."""
    if not isinstance(cell, str):
        return Fault("bad-id-number", "身份证号存成了数字,末几位已被 Excel 舍入;请把该列设为文本格式后重新录入。")
    number = squeeze(cell).upper()
    if not is_identity_number(number):
        return Fault("bad-id-number", "身份证号的位数、出生日期或校验码不对;请核对原件。")
    return number


def telephone(cell: object) -> str | Fault:
    """A telephone number, mobile or landline, digits only."""
    number = telephone_number(as_text(cell))
    if number is None:
        return Fault("bad-telephone", "联系电话不是手机号或固定电话号码;请核对,固定电话要带区号。")
    return number


def list_of(reader: Reader) -> Reader:
    """A reader of a list in one cell, each item once; of several faults the first in the order of codes."""
    known: dict[str, object] = {}

    def read_item(item: str) -> object:
        if item not in known:
            known[item] = reader(item)
        return known[item]

    def read(cell: object) -> tuple[object, ...] | Fault:
        if not isinstance(cell, str):
            item = reader(cell)
            return item if isinstance(item, Fault) else (item,)
        items = [read_item(item) for item in SEPARATORS.split(normalize("NFKC", cell)) if not is_blank(item)]
        faults = [item for item in items if isinstance(item, Fault)]
        if not faults:
            return tuple(dict.fromkeys(items))
        first = min(faults, key=lambda fault: fault.rank)
        return _in_list(first, items) if isinstance(first, Ambiguous) else first

    return read


def _in_list(first: Ambiguous, items: list[Any]) -> Ambiguous:
    """A list in which nothing is wrong but names that several bear."""
    choices = tuple(item.choices[0] if isinstance(item, Ambiguous) else (item,) for item in items)
    return Ambiguous(first.code, first.message, choices, is_list=True)
