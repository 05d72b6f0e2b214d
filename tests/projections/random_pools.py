"""Pools made up at random, of measures of one subject that take the sum, with every step."""

from typing import TYPE_CHECKING, Any

import msgspec

from projections.language.schema import Pool
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import pool_scope, subject_of_measure
from tests.projections.random_measures import Measures

if TYPE_CHECKING:
    from tests.projections.random_packs import PackMaker

_TAKES = ("sum", "sum", "count", "mean", "highest", "lowest", "latest")


class Pools:
    """Adds pools to a pack."""

    def __init__(self, maker: "PackMaker", measures: Measures) -> None:
        self._maker = maker
        self._measures = measures

    def add(self) -> None:
        """A pool more, where there are measures to be put together."""
        chance, pack = self._maker.chance, self._maker.pack
        per = self._maker.subject()
        known = [
            name
            for name, one in pack.measures.items()
            if subject_of_measure(one) == per
            and one.take == "sum"
            and one.periods_with is None
            and not one.periods_reaching
        ]
        if not known:
            return
        of = list(dict.fromkeys(chance.among(known) for _ in range(1 + chance.upto(3))))
        part: dict[str, Any] = {"of": of}
        windows = [name for name, one in pack.windows.items() if one.per == per]
        built_in = ["term", "teaching_weeks", *(["present_weeks", "present_months"] if per == TEACHER else [])]
        if chance.one_in(2):
            part["window"] = chance.among(windows) if windows and chance.one_in(2) else chance.among(built_in)
        mine = self._maker.scope(per)
        scope = {
            name: found
            for name, found in pool_scope(pack, msgspec.convert({"says": {"zh": "某", "en": "a"}} | part, Pool)).items()
            if not name.startswith("my.") or name.removeprefix("my.") in mine
        }
        self._measures.beside(part, scope, mine)
        if self._measures.has_periods(part.get("window", "")) and chance.one_in(2):
            self._measures.periods(part, mine)
        else:
            part["take"] = chance.among(_TAKES)
        self._maker.add("pools", "pool", part)
