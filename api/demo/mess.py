"""How untidily the office writes: dates, codes and lists spelled now one way, now another."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date

from api.demo.columns import kinds
from api.demo.form import Cell, Kind, Row, Teacher

_DATE_FORMS = (
    "%Y-%m-%d",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}.{0.month}.{0.day}",
    "%Y/%m/%d",
    "%Y%m%d",
)
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


class Spelling:
    """Spells rows of one county; `mess` scales how often another than the tidy way is taken."""

    def __init__(self, rng: random.Random, mess: float, teachers: Sequence[Teacher]) -> None:
        self._rng = rng
        self._mess = mess
        bearers = Counter(teacher.name for teacher in teachers)
        self._name = {t.code: t.name for t in teachers if bearers[t.name] == 1}
        self._codes = {t.code for t in teachers}

    def row(self, sheet: str, row: Row) -> list[str | int | float | date | None]:
        """The cells of a row as they are typed in; list cells become text."""
        registers = sheet == "教师"
        return [self._cell(kind, cell, registers) for kind, cell in zip(kinds(sheet), row, strict=True)]

    def _cell(self, kind: Kind, cell: Cell, registers: bool) -> str | int | float | date | None:
        match cell:
            case None:
                return None
            case date():
                return self._day(cell)
            case tuple():
                return self._several(kind, cell)
            case str() if kind is Kind.TEACHER and (registers or cell in self._codes):
                return self._teacher(cell, by_name=not registers)
            case str() if kind is Kind.TEXT:
                return self._text(cell)
            case _:
                return cell

    def _chance(self, chance: float) -> bool:
        return self._mess > 0 and self._rng.random() < chance * self._mess

    def _day(self, day: date) -> str | date:
        if not self._chance(0.3):
            return day
        form = self._rng.choice(_DATE_FORMS)
        return form.format(day) if "{" in form else day.strftime(form)

    def _teacher(self, code: str, *, by_name: bool) -> str | int:
        if not self._chance(0.25):
            return code
        match self._rng.randrange(4):
            case 0:
                return int(code)
            case 1:
                return code.translate(_FULL_WIDTH)
            case 2 if by_name and code in self._name:
                return self._name[code]
            case _:
                return self._rng.choice((f" {code} ", f"{code} ", f"\u3000{code}"))

    def _several(self, kind: Kind, items: tuple[str, ...]) -> str | int | None:
        if kind is Kind.TEACHERS:
            if len(items) == 1:
                return self._teacher(items[0], by_name=True) if items[0] in self._codes else items[0]
            spelled = [self._one_of_several(item) for item in items]
        else:
            spelled = list(items)
        if self._chance(0.1):
            self._rng.shuffle(spelled)
        return "、".join(spelled) or None

    def _one_of_several(self, code: str) -> str:
        if not self._chance(0.03):
            return code
        match self._rng.randrange(3):
            case 0:
                return code.translate(_FULL_WIDTH)
            case 1 if code in self._name:
                return self._name[code]
            case _:
                return f" {code}"

    def _text(self, text: str) -> str:
        if not self._chance(0.01):
            return text
        return self._rng.choice((f"{text} ", f" {text}", text.translate(_FULL_WIDTH)))
