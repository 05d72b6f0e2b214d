"""Days in the spelling of one list: `m/d/yyyy`, `d.m.yy`, `yyyy年m月d日`."""

import re
from datetime import date

from ledger.spelling import squeeze

_PARTS = {"yyyy": r"(?P<year>\d{4})", "yy": r"(?P<year>\d{2})", "mm": r"(?P<month>\d{1,2})", "m": r"(?P<month>\d{1,2})"}
_PARTS |= {"dd": r"(?P<day>\d{1,2})", "d": r"(?P<day>\d{1,2})"}
_PART = re.compile("yyyy|yy|mm|m|dd|d")


class PatternFault(ValueError):
    """A pattern that does not say year, month and day once each; the message is a sentence's part."""


class DatePattern:
    """Reads days of one spelling; `yy` is a year of this century."""

    def __init__(self, pattern: str) -> None:
        squeezed = squeeze(pattern)
        found = _PART.findall(squeezed)
        if sorted(part[0] for part in found) != ["d", "m", "y"]:
            raise PatternFault(f"日期的样子“{pattern}”应写明年月日各一次,如 m/d/yyyy")
        between = [re.escape(text) for text in _PART.split(squeezed)]
        parts = [*(_PARTS[part] for part in found), ""]
        self._expression = re.compile("".join(text + part for text, part in zip(between, parts, strict=True)))

    def day(self, written: str) -> date | None:
        """The day that a text in this spelling means; none for any other text."""
        match = self._expression.fullmatch(squeeze(written))
        if not match:
            return None
        year = int(match["year"])
        try:
            return date(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]))
        except ValueError:
            return None
