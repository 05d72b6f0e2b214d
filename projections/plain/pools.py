"""One pool of one subject: the records that its measures have left, put together and taken as one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from projections.language.schema import Pool
from projections.plain.measures import Sifted
from projections.plain.records import Item
from projections.plain.takes import taken
from projections.plain.trace import Key, Sieve, Trace
from projections.plain.windows import Inside, Window
from projections.plain.worths import Standing, beside_each_other

_MY = "my."


@dataclass(frozen=True)
class AskingOfPool:
    """What a pool asks of those around it, for one subject."""

    caps: str | None  # the convention
    term: Callable[[str], Any]  # the value of a name that is the term's; None of others
    my: Callable[[str], Any]  # of a name of whoever it is counted for
    value_of: Callable[[str, Callable[[str], Any]], Any]  # of a formula's text, with its names looked up
    of_subject: Callable[[str], Any]  # a formula's text, over whoever it is counted for
    window: Window | None


def pooled(pool: Pool, measures: dict[str, Sifted], asking: AskingOfPool) -> Trace:
    """The pool of whoever the measures are of, and how it came about; a record of two measures is there twice."""
    sieve, days = _put_together(measures)

    def evaluated(text: str, item: Item) -> Any:
        def lookup(name: str) -> Any:
            if name in ("day", "measure"):
                return days[item.key] if name == "day" else item.measure
            of_term = asking.term(name)
            return asking.my(name.removeprefix(_MY)) if of_term is None else of_term

        return asking.value_of(text, lookup)

    def day(item: Item) -> date:
        return days[item.key]

    inside: dict[Key, Inside] = {}
    if asking.window:
        for item in sieve.items:
            if where := asking.window.inside(day(item), None):
                inside[item.key] = where
        sieve.leave_out(lambda item: item.key not in inside, asking.window.outside)
    beside_each_other(pool, asking.caps, Standing(sieve, day, evaluated, asking.of_subject))
    return sieve.trace(taken(pool, sieve, day, inside, asking.window, asking.of_subject))


def _put_together(measures: dict[str, Sifted]) -> tuple[Sieve, dict[Key, date]]:
    """The records left in each measure with what they are worth, by day; of one day in the order of the measures."""
    mine_of = {name: [item.of_measure(name) for item in one.sieve.remaining] for name, one in measures.items()}
    days = {
        mine.key: measures[name].days[item.key]
        for name, items in mine_of.items()
        for mine, item in zip(items, measures[name].sieve.remaining, strict=True)
    }
    whole = Sieve(sorted((item for items in mine_of.values() for item in items), key=lambda item: days[item.key]))
    whole.split = any(sifted.sieve.split for sifted in measures.values())
    for name, sifted in measures.items():
        sieve = sifted.sieve
        for item, mine in zip(sieve.remaining, mine_of[name], strict=True):
            whole.worth[mine.key] = sieve.worth[item.key]
            for theirs, ours in ((sieve.notes, whole.notes), (sieve.spent, whole.spent)):
                if item.key in theirs:
                    ours[mine.key] = theirs[item.key]
            if item.origin in sieve.linked:
                whole.linked[mine.origin] = sieve.linked[item.origin]
    return whole, days
