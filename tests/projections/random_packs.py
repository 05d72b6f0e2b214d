"""Packs made up at random from all words of the language: named parts and clauses for every kind of subject.

A part's formulas name only what was made before it, so that no pack has a circle.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from hypothesis import strategies as st

from projections.language.clauses import Clause
from projections.language.pack import Pack
from projections.language.schema import SECTIONS, Head
from projections.language.scopes import GROUP, TEACHER, Scope
from projections.language.subject_scopes import (
    COUNTY,
    SCHOOL,
    TOWNSHIP,
    attributes_of,
    subject_kinds,
    subject_scope,
)
from projections.language.types import Type
from tests.projections.pack_formulas import DAYS, WORDS, Chance, Formulas
from tests.projections.random_clauses import Clauses
from tests.projections.random_measures import Measures
from tests.projections.random_pools import Pools

SAYS = {"zh": "某项", "en": "something"}
SHIPPED = Path("projections/packs/taikang-2022.yaml")
DEPENDS_ON_ALL = "own_quotas.unmet"
"""A name that reads every quota of a teacher: only the last clause may ask for it."""

_FROM = (
    "school_year.first_day",
    "term.first_day",
    'day("2021-09-01")',
    "years_after(term.first_day, -1)",
    'day("2020-02-29")',
)
_TO = ("term.last_day", "as_of", "school_year.last_day", 'day("2023-07-01")')
_SPLITS = ("week", "month", "term", "calendar_year", "school_year", "year_of_window", None)
_ROUNDINGS = ("half_up_2", "half_even_1", "up_0", "down_3", "none", "half_up_0", "half_even_0", "up_2")


@cache
def _shipped_head() -> dict[str, Any]:
    values = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return {name: value for name, value in values.items() if name not in (*SECTIONS, "clauses")}


class PackMaker:
    """A pack as it grows, and the names that formulas may use so far."""

    def __init__(self, seed: int) -> None:
        self.chance = Chance(seed)
        self.formulas = Formulas(self.chance)
        head = _shipped_head()
        conventions = head["conventions"] | {
            "records": self.chance.among(("attested", "attested", "all")),
            "rounding": self.chance.among(_ROUNDINGS),
            "law_on": self.chance.among(("term.first_day", "as_of", "term.last_day")),
            "school_year_from": self.chance.among(("08-15", "09-01", "03-01")),
            "caps": self.chance.among(("as_capped", "as_raw")),
            "vetoed": self.chance.among(("fails", "fails_and_zero")),
        }
        self.pack = Pack(SHIPPED, "0" * 64, msgspec.convert(head | {"conventions": conventions}, Head))
        self._count = 0
        self._scopes: dict[str, Scope] = {}

    def add(self, section: str, what: str, part: dict[str, Any]) -> str:
        """Add a part to a section; its name."""
        self._count += 1
        name = f"{what}_{self._count}"
        says = {} if section == "tables" else {"says": SAYS}
        schema: Any = Clause if section == "clauses" else SECTIONS[section]
        made = msgspec.convert(says | part, schema)
        self.pack = replace(self.pack, **{section: getattr(self.pack, section) | {name: made}})
        self._scopes.clear()
        self.formulas.favoured.add(name)
        return name

    @property
    def next_number(self) -> int:
        """The number at the end of the next part's name."""
        return self._count + 1

    def scope(self, kind: str) -> Scope:
        """The names of formulas about a kind of subject; those of historical clauses are not read."""
        if kind not in self._scopes:
            historical = {name for name, one in self.pack.clauses.items() if one.status == "historical"}
            self._scopes[kind] = {
                name: of
                for name, of in subject_scope(self.pack, kind).items()
                if name != DEPENDS_ON_ALL and historical.isdisjoint(name.split("."))
            }
        return self._scopes[kind]

    def subject(self) -> str:
        """A kind of subject, most often teachers."""
        return self.chance.among([TEACHER, TEACHER, TEACHER, *subject_kinds(self.pack)])

    def table(self) -> None:
        """A table of one to three words."""
        depth = 1 + self.chance.upto(2)

        def rows(level: int) -> Any:
            if level == 0:
                return self.chance.among([1, 2, "40%", "2/7", "-1.5", 10])
            return {self.chance.among(WORDS[1:]): rows(level - 1) for _ in range(1 + self.chance.upto(2))}

        part = {"by": ["word"] * depth, "rows": rows(depth), "otherwise": self.chance.among([0, 1, "1/3"])}
        self.formulas.tables[self.add("tables", "table", part)] = depth

    def scale(self) -> None:
        """A scale by steps or by slices."""
        marks = sorted({self.chance.upto(12) for _ in range(1 + self.chance.upto(3))})
        if self.chance.one_in(2):
            slices = [{"to": mark + 1, "rate": self.chance.among([1, "50%", "2/7", 0])} for mark in marks]
            part: dict[str, Any] = {"slices": slices, "beyond": self.chance.among([0, "0.1", 3])}
        else:
            steps = [{"from": mark, "gives": self.chance.among([5, "1.5", 0, "-2"])} for mark in marks]
            part = {"steps": steps, "ends": self.chance.among(["included", "excluded"]), "below": 0}
        self.formulas.scales.append(self.add("scales", "scale", part))

    def value(self) -> None:
        """A named value that changes on dates."""
        days = sorted({self.chance.among(DAYS) for _ in range(self.chance.upto(2))})
        dated: list[dict[str, Any]] = [{"value": self.chance.among([1, 2, "2.5"])}]
        dated += [{"value": self.chance.among([3, 4, "1/3"]), "from": day} for day in days]
        law_on = self.chance.among(("event", "event", "term.last_day", "as_of", "hired", "post_since", ""))
        self.add("values", "value", {"is": dated, "law_on": law_on})

    def kind_of_subject(self) -> None:
        """Subjects of their own: one for each key of a kind of record."""
        of, key = self.chance.among(
            [
                ("activity.done", "work"),
                ("result.reached", "what"),
                ("lesson.observed", "school.township"),
                ("teacher.registered", "school"),
                ("rotation.started", "host"),
            ]
        )
        self.add("subjects", "kind", {"of": of, "key": key})

    def people(self) -> None:
        """A set of teachers."""
        self.add("people", "people", {"if": self.formulas.yes(self.scope(TEACHER), 2)})

    def window(self) -> None:
        """A window between two days."""
        per, often = self.subject(), not self.chance.one_in(4)
        scope = self.scope(per)
        part = {
            "from": self.chance.among(_FROM) if often else self.formulas.day(scope, 2),
            "to": self.chance.among(_TO) if often else self.formulas.day(scope, 2),
            "split": self.chance.among(_SPLITS),
            "per": per,
        }
        self.add("windows", "window", part)

    def roster(self) -> None:
        """A roster of teachers, schools or school bands."""
        per = self.subject()
        same = self._shared(per)
        of = self.chance.among(["teachers", "teachers", "schools"])
        if of == "schools":
            same = [one for one in same if one in ("school", "township", "county") or one.startswith("school.")]
        if per == TEACHER and self.chance.one_in(5):
            self.add("rosters", "roster", {"of": "school_bands", "same": self.chance.among(["school", "township"])})
            return
        chosen: Any = self.chance.among(same)
        if self.chance.one_in(3):
            chosen = sorted({chosen, self.chance.among(same)})
        who = self.chance.among(["everyone", *self.pack.people]) if of == "teachers" else "everyone"
        without_self = self.chance.one_in(2)
        self.add("rosters", "roster", {"of": of, "same": chosen, "who": who, "without_self": without_self, "per": per})

    def _shared(self, per: str) -> list[str]:
        """What the members of a roster may share with a kind of subject."""
        if per == TEACHER:
            return ["school", "township", "county", "subject", "grade", "school.stage", "post"]
        if per in (SCHOOL, GROUP):
            return ["school", "township", "county", "school.stage", "school.weak"]
        if per in (TOWNSHIP, COUNTY):
            return [per, COUNTY]
        known = attributes_of(self.pack, per)
        return [COUNTY, *(name for name in ("school", "township", "subject", "grade") if name in known)]

    def total(self) -> None:
        """A number of those on a roster taken together."""
        rosters = {name: one for name, one in self.pack.rosters.items() if one.of != "school_bands"}
        if not rosters:
            return
        over = self.chance.among(list(rosters))
        scope = self.scope(TEACHER if rosters[over].of == "teachers" else SCHOOL)
        of = self.formulas.of(self.chance.among([Type.NUMBER, Type.NUMBER, Type.YES]), scope, 1)
        take = self.chance.among(["sum", "count", "mean", "highest", "lowest"])
        self.add("totals", "total", {"of": of, "over": over, "take": take})

    def earlier(self) -> None:
        """What a formula gave in a term before."""
        per = self.subject()
        of = self.formulas.of(self.chance.among([Type.NUMBER, Type.YES]), self.scope(per), 1)
        part = {
            "of": of,
            "back": 1 + self.chance.upto(1),
            "step": self.chance.among(["term", "school_year"]),
            "otherwise": self.chance.among([0, "-1", "1/3"]),
            "per": per,
        }
        self.add("earlier", "earlier", part)


def random_pack(seed: int, steps: int) -> Pack:
    """A pack of so many parts and clauses; with fewer steps it is the same pack from its beginning."""
    maker = PackMaker(seed)
    measures, clauses = Measures(maker), Clauses(maker)
    pools = Pools(maker, measures)
    ways = [
        *[measures.add] * 6,
        *[clauses.add] * 5,
        *[pools.add] * 3,
        *[maker.window, maker.roster, maker.total, maker.value] * 2,
        *[maker.people, maker.scale, maker.table, maker.earlier, maker.kind_of_subject],
    ]
    for _ in range(steps):
        maker.chance.among(ways)()
    clauses.figures()
    clauses.last()
    return maker.pack


RANDOM_PACKS = st.builds(random_pack, st.integers(0, 10**9), st.integers(1, 40))
