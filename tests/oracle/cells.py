"""What one cell says, once width, spacing and Excel's habits are taken away."""

import re
import unicodedata
from datetime import date, datetime

DAY_FORMS = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
MONTH_FORM = re.compile(r"([0-9]{4})-([0-9]{1,2})")
ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain(cell: object) -> str:
    """The cell as text: width and spacing are not content; a whole number stored as a float is written whole.

    Open in the page: whether a space inside a text matters. Read: "spacing is not content", so no space does
    (张 三 is 张三). Case is not named, so it stays content.
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "".join(unicodedata.normalize("NFKC", str(cell)).split())


def items(cell: object) -> list[str]:
    """The entries of a list in a cell, separated by 、; a separator with nothing beside it adds no entry."""
    return [item for item in plain(cell).split("、") if item]


def read_day(cell: object) -> date | None:
    """A day in one of the six spellings, or None if it is none (`bad-date`).

    Open: a month or day written with one digit where the page shows two. Read: the same day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in DAY_FORMS:
        if found := form.fullmatch(plain(cell)):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def read_month(cell: object) -> str | None:
    """A month written `2022-09`, or None (`bad-date`).

    Open: an Excel date in a month column. Read: no month, since the page names one spelling only.
    """
    found = MONTH_FORM.fullmatch(plain(cell))
    if found is None or int(found[1]) < 1 or not 1 <= int(found[2]) <= 12:
        return None
    return f"{found[1]}-{int(found[2]):02}"


def first_of(month: str) -> date:
    """The first day of a month written `2022-09`; a month lies ahead if this day does."""
    return date.fromisoformat(f"{month}-01")


def read_count(cell: object) -> int | None:
    """A number, or None (`bad-number`).

    Open: which numbers are good. Read: every number of the workbook counts something, so it is whole and not
    negative; no upper bound is named.
    """
    if isinstance(cell, bool) or not re.fullmatch(r"[0-9]+(\.0+)?", plain(cell)):
        return None
    return int(plain(cell).split(".")[0])


def read_id_number(cell: object) -> str | None:
    """An identity number whose GB 11643 check digit holds, or None (`bad-id-number`).

    A number cell has been rounded by Excel to fifteen digits, so it is refused whatever it shows.
    Open: a small x as check digit. Read: it is X.
    """
    text = plain(cell).upper()
    if not isinstance(cell, str) or not ID_FORM.fullmatch(text):
        return None
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, text[:17], strict=True))
    return text if "10X98765432"[total % 11] == text[17] else None


def read_code(cell: object) -> str | None:
    """A teacher's code of six digits, the leading zeros put back, or None if the cell holds no code."""
    text = plain(cell)
    return text.zfill(6) if re.fullmatch(r"[0-9]{1,6}", text) else None
