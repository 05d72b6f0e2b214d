"""Formulas made up at random, of every type and with every function of the language."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeVar

from projections.language.types import Type

T = TypeVar("T")
Scope = Mapping[str, Type]

NUMBERS = ("0", "1", "1", "2", "3", "7", "0.5", "40%", "10")
DAYS = ("2021-09-01", "2022-02-28", "2022-08-28", "2022-09-15", "2022-12-31", "2023-03-01")
WORDS = (
    "",
    "语文",
    "数学",
    "班主任",
    "教师",
    "县级",
    "市级",
    "课题一",
    "课题二",
    "甲乡",
    "乙乡",
    "小学",
    "S1",
    "100001",
    "文科组",
    "一等奖",
    "优",
)
_OF_TWO_DAYS = ("days_between", "months_between", "years_between", "calendar_years_between", "school_years_between")
_FIRST_OF = ("week", "month", "calendar_year", "school_year", "term")


class Chance:
    """Choices that follow from a seed: Hypothesis draws the seed, since drawing each choice takes ten times as long."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def upto(self, most: int) -> int:
        """A whole number from 0."""
        return self._random.randint(0, most)

    def among(self, choices: Sequence[T]) -> T:
        """One of several; the first is the plainest."""
        return choices[self.upto(len(choices) - 1)]

    def one_in(self, number: int) -> bool:
        """Yes once in so many times."""
        return self.upto(number - 1) == number - 1


class Formulas:
    """Makes formulas up; `tables` say by how many words each is looked up."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.tables: dict[str, int] = {}
        self.scales: list[str] = []
        self.favoured: set[str] = set()  # names that are more likely than others: those of the pack itself

    def of(self, wanted: Type, scope: Scope, depth: int = 2) -> str:
        """A formula of a type over the names of a scope."""
        makers: dict[Type, Callable[[Scope, int], str]] = {
            Type.NUMBER: self.number,
            Type.DAY: self.day,
            Type.WORD: self.word,
            Type.YES: self.yes,
        }
        return makers[wanted](scope, depth)

    def name(self, wanted: Type, scope: Scope) -> str | None:
        """A name of a type; none where the scope has none."""
        names = [name for name, found in scope.items() if found is wanted]
        favoured = [name for name in names if self._is_favoured(name)]
        if favoured and not self.chance.one_in(3):
            return self.chance.among(favoured)
        return self.chance.among(names) if names else None

    def number(self, scope: Scope, depth: int) -> str:
        """A formula that gives a number."""
        a, b = self._parts(Type.NUMBER, scope, depth)
        ways: list[Callable[[], str]] = [
            lambda: self.name(Type.NUMBER, scope) or self.chance.among(NUMBERS),
            lambda: self.chance.among(NUMBERS),
        ]
        if depth > 0:
            ways += [
                lambda: f"({a()} {self.chance.among(('+', '-', '*', '/'))} {b()})",
                lambda: f"{self.chance.among(('min', 'max'))}({a()}, {b()})",
                lambda: f"{self.chance.among(('floor', 'ceil', 'abs', '-'))}({a()})",
                lambda: f"{self.chance.among(('round', 'round_up', 'round_down'))}({a()}, {self._digits()})",
                lambda: f"if({self.yes(scope, depth - 1)}, {a()}, {b()})",
                lambda: f"share_at_most({a()}, {b()}, {self.chance.among(('40%', '1', '0', '2 / 7'))})",
                lambda: f"count_of({self.yes(scope, depth - 1)}, {self.yes(scope, depth - 1)})",
                lambda: self._of_two_days(scope, depth),
                lambda: f"{self.chance.among(('year', 'month'))}({self.day(scope, depth - 1)})",
                lambda: f"length({self.word(scope, depth - 1)})",
                lambda: self._looked_up(scope, depth),
            ]
        return self.chance.among(ways)()

    def day(self, scope: Scope, depth: int) -> str:
        """A formula that gives a day."""
        a, b = self._parts(Type.DAY, scope, depth)
        ways: list[Callable[[], str]] = [
            lambda: self.name(Type.DAY, scope) or f'day("{self.chance.among(DAYS)}")',
            lambda: f'day("{self.chance.among(DAYS)}")',
        ]
        if depth > 0:
            ways += [
                lambda: f"days_after({a()}, {self.number(scope, 0)})",
                lambda: f"months_after({a()}, {self.chance.among(('1', '-5', '12'))})",
                lambda: f"years_after({a()}, {self.chance.among(('1', '-1', '3'))})",
                lambda: f"{self.chance.among(('latest_day', 'earliest_day', 'first_known'))}({a()}, {b()})",
                lambda: f"first_of_{self.chance.among(_FIRST_OF)}({a()})",
                lambda: f"if_day({self.yes(scope, depth - 1)}, {a()}, {b()})",
            ]
        return self.chance.among(ways)()

    def word(self, scope: Scope, depth: int) -> str:
        """A formula that gives a word."""
        name = self.name(Type.WORD, scope)
        return f'"{self.chance.among(WORDS)}"' if name is None or self.chance.one_in(4) else name

    def yes(self, scope: Scope, depth: int) -> str:
        """A formula that gives yes or no."""
        n, d, w = Type.NUMBER, Type.DAY, Type.WORD
        ways: list[Callable[[], str]] = [
            lambda: self.name(Type.YES, scope) or f"{self.word(scope, 0)} != {self.word(scope, 0)}",
            lambda: self._compared(n, scope, depth, ("<=", "<", ">", ">=", "==", "!=")),
            lambda: self._compared(d, scope, depth, ("<=", "<", ">", ">=", "==", "!=")),
            lambda: self._compared(w, scope, depth, ("!=", "==")),
        ]
        if depth > 0:
            ways += [
                lambda: (
                    f"({self.yes(scope, depth - 1)} {self.chance.among(('or', 'and'))} {self.yes(scope, depth - 1)})"
                ),
                lambda: f"not ({self.yes(scope, depth - 1)})",
                lambda: f"known({self.day(scope, depth - 1)})",
                lambda: f"has({self.word(scope, depth - 1)}, {self.word(scope, 0)})",
                lambda: f"{self.word(scope, 0)} in [{self.word(scope, 0)}, {self.word(scope, 0)}]",
            ]
        return self.chance.among(ways)()

    def _is_favoured(self, name: str) -> bool:
        start, _, rest = name.partition(".")
        return start in self.favoured or rest.partition(".")[0] in self.favoured

    def _parts(self, wanted: Type, scope: Scope, depth: int) -> tuple[Callable[[], str], Callable[[], str]]:
        return (lambda: self.of(wanted, scope, depth - 1)), (lambda: self.of(wanted, scope, 0))

    def _digits(self) -> str:
        return self.chance.among(("0", "1", "2", "-1"))

    def _of_two_days(self, scope: Scope, depth: int) -> str:
        return f"{self.chance.among(_OF_TWO_DAYS)}({self.day(scope, depth - 1)}, {self.day(scope, 0)})"

    def _compared(self, wanted: Type, scope: Scope, depth: int, signs: Sequence[str]) -> str:
        return f"{self.of(wanted, scope, depth - 1)} {self.chance.among(signs)} {self.of(wanted, scope, 0)}"

    def _looked_up(self, scope: Scope, depth: int) -> str:
        known = [*self.tables, *self.scales]
        if not known:
            return self.number(scope, depth - 1)
        name = self.chance.among(known)
        if name in self.scales:
            return f"{name}({self.number(scope, depth - 1)})"
        return f"{name}({', '.join(self.word(scope, 0) for _ in range(self.tables[name]))})"
