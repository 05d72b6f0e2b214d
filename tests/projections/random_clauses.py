"""Clauses made up at random: of every kind, for every kind of subject."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from projections.language.clauses import Veto
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.language.types import Type
from tests.projections.pack_formulas import DAYS

if TYPE_CHECKING:
    from tests.projections.random_packs import PackMaker

_SENSES = ("at_least", "at_least", "at_most", "exactly", "more_than", "less_than")
_BASE: dict[str, Any] = {
    "covers": [],
    "source": {"section": "一"},
    "origin": "local_default",
    "examples": [],
}
_BARRED = ("eligibility", "ranking", "points")


class Clauses:
    """Adds clauses to a pack."""

    def __init__(self, maker: "PackMaker") -> None:
        self._maker = maker
        self._chance = maker.chance
        self._formulas = maker.formulas

    def add(self) -> None:
        """A clause more."""
        ways: dict[str, Callable[[str], dict[str, Any] | None]] = {
            "quota": self._quota,
            "points": self._points,
            "eligibility": self._eligibility,
            "veto": self._veto,
            "ranking": self._ranking,
            "target": self._target,
            "day": self._day,
            "measure": self._figure,
        }
        kind = self._chance.among(list(ways))
        per = self._maker.subject()
        part = ways[kind](per)
        if part is None:
            return
        name = self._maker.add("clauses", kind, _BASE | self._whom(per) | {"kind": kind, "per": per} | part)
        if kind in _BARRED:
            self._bar(name, per)

    def figures(self) -> None:
        """Every measure, pool and total shown, so that nothing is made up in vain."""
        pack = self._maker.pack
        for per in dict.fromkeys(("teacher", *pack.subjects, "school", "township", "county", "preparation_group")):
            scope = self._maker.scope(per)
            for name in (*pack.measures, *pack.pools, *pack.totals, *pack.earlier):
                if scope.get(name) is Type.NUMBER:
                    self._maker.add("clauses", "figure", _BASE | {"kind": "measure", "per": per, "value": name})
                elif scope.get(name) is Type.DAY:
                    day = {"kind": "day", "per": per, "day": name, "judged_on": "as_of"}
                    self._maker.add("clauses", "shown_day", _BASE | day)

    def last(self) -> None:
        """How many of the own quotas are not met: it reads every quota, so nothing may come after it."""
        self._maker.add("clauses", "last", _BASE | {"kind": "measure", "value": "own_quotas.unmet"})

    def _whom(self, per: str) -> dict[str, Any]:
        """Whom a clause is for, when, and since when it is in force."""
        chance, found = self._chance, dict[str, Any]()
        if per == TEACHER and chance.one_in(3):
            found["for"] = chance.among(["everyone", *self._maker.pack.people])
        if chance.one_in(4):
            found["when"] = self._yes(per)
        if chance.one_in(4):
            found["in_force"] = {"from": chance.among(DAYS[:3])} | (
                {"to": chance.among(DAYS[3:])} if chance.one_in(2) else {}
            )
            if chance.one_in(2):
                found["dated_by"] = self._formulas.day(self._maker.scope(per), 1)
        if chance.one_in(8):
            found["status"] = "historical"
        return found

    def _quota(self, per: str) -> dict[str, Any]:
        chance = self._chance
        part: dict[str, Any] = {"done": self._number(per), "target": self._number(per), "sense": chance.among(_SENSES)}
        if chance.one_in(3):
            part["also"] = {f"line-{number}": self._line(per) for number in range(1 + chance.upto(1))}
        if chance.one_in(3):
            part["exempt"] = [self._settled(per, number) for number in range(1 + chance.upto(1))]
        if chance.one_in(4):
            part["deemed_met"] = [self._settled(per, 7)]
        return part

    def _line(self, per: str) -> dict[str, Any]:
        line = {
            "says": {"zh": "另有", "en": "also"},
            "done": self._number(per, 1),
            "target": self._number(per, 0),
            "sense": self._chance.among(_SENSES),
        }
        if self._chance.one_in(2):
            line["due"] = self._formulas.day(self._maker.scope(per), 1)
        return line

    def _settled(self, per: str, number: int) -> dict[str, Any]:
        return {"says": {"zh": f"情形{number}", "en": "case"}, "if": self._yes(per)}

    def _points(self, per: str) -> dict[str, Any]:
        chance = self._chance
        part: dict[str, Any] = {"parts": {f"part-{number}": self._part(per) for number in range(1 + chance.upto(2))}}
        for word in ("at_least", "at_most"):
            if chance.one_in(4):
                part[word] = self._number(per, 0)
        if chance.one_in(4):
            part["rounding"] = chance.among(["half_up_1", "half_even_0", "none", "down_0"])
        if chance.one_in(4):
            part["gates"] = [self._settled(per, 1), self._settled(per, 2)]
        return part

    def _part(self, per: str) -> dict[str, Any]:
        chance = self._chance
        part: dict[str, Any] = {"says": {"zh": "部分", "en": "part"}, "value": self._number(per)}
        if per == TEACHER and chance.one_in(3):
            part["for"] = chance.among(["everyone", *self._maker.pack.people])
        for word in ("weight", "at_least", "at_most"):
            if chance.one_in(3):
                part[word] = self._number(per, 0)
        if chance.one_in(3):
            part["rounding"] = chance.among(["half_up_1", "half_even_2", "none", "up_1"])
        return part

    def _eligibility(self, per: str) -> dict[str, Any]:
        judged_on = self._formulas.day(self._maker.scope(per), 1)
        scope = self._maker.scope(per) | {"judging_day": Type.DAY}

        def requirement(deep: int) -> dict[str, Any]:
            says = {"says": {"zh": "某条", "en": "one"}}
            if deep and self._chance.one_in(3):
                inner = {f"either-{number}": requirement(deep - 1) for number in range(1 + self._chance.upto(2))}
                return says | {"any": inner, "need": 1 + self._chance.upto(1)}
            return says | {"if": self._formulas.yes(scope, 1)}

        conditions = {f"condition-{number}": requirement(2) for number in range(1 + self._chance.upto(2))}
        return {"judged_on": judged_on, "conditions": conditions}

    def _veto(self, per: str) -> dict[str, Any]:
        return {"if": self._yes(per), "bars": []}

    def _ranking(self, per: str) -> dict[str, Any]:
        chance, scope = self._chance, self._maker.scope(per)
        keys = [
            {"value": self._number(per, 1), "first": chance.among(["highest", "lowest"])}
            for _ in range(1 + chance.upto(1))
        ]
        part: dict[str, Any] = {"by": keys, "after_shared": chance.among(["skip", "next"])}
        if chance.one_in(2):
            wanted = chance.among([Type.WORD, Type.WORD, Type.YES, Type.NUMBER, Type.DAY])
            among = self._formulas.name(wanted, scope)
            part["among"] = [among] if among else []
        if not chance.one_in(3):
            part |= {"places": self._places(per), "border": chance.among(["all_in", "none_in"])}
        return part

    def _places(self, per: str) -> str:
        """How many places there are; one in two of the ranking's own population."""
        if self._chance.one_in(2):
            own = f"ranking_{self._maker.next_number}"
            return self._chance.among([f"ceil(40% * {own}.of)", f"{own}.of / 2", f"max(1, round(30% * {own}.of, 0))"])
        return self._chance.among(["1", "2", self._number(per, 0)])

    def _target(self, per: str) -> dict[str, Any] | None:
        rosters = {name: one for name, one in self._maker.pack.rosters.items() if one.per == per}
        over = [name for name, one in rosters.items() if one.of != "school_bands"]
        if not over:
            return None
        name = self._chance.among(over)
        reach = self._yes(TEACHER if rosters[name].of == "teachers" else SCHOOL)
        return {"over": name, "reach": reach, "target": self._chance.among(["95%", "0.5", self._number(per, 0)])}

    def _day(self, per: str) -> dict[str, Any]:
        scope = self._maker.scope(per)
        return {"day": self._formulas.day(scope, 2), "judged_on": self._formulas.day(scope, 1)}

    def _figure(self, per: str) -> dict[str, Any]:
        return {"value": self._number(per)}

    def _bar(self, clause: str, per: str) -> None:
        """Let some of the vetoes that were there before bar a clause; they cannot read it."""
        pack = self._maker.pack
        made = dict(pack.clauses)
        status = made[clause].status
        for name, veto in pack.clauses.items():
            same = isinstance(veto, Veto) and veto.per == per and (status, veto.status) != ("in_force", "historical")
            if same and isinstance(veto, Veto) and not self._chance.one_in(3):
                made[name] = msgspec.structs.replace(veto, bars=[*veto.bars, clause])
        self._maker.pack = replace(pack, clauses=made)

    def _number(self, per: str, depth: int = 2) -> str:
        return self._formulas.number(self._maker.scope(per), depth)

    def _yes(self, per: str) -> str:
        return self._formulas.yes(self._maker.scope(per), 1)
