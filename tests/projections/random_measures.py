"""Measures made up at random: of every kind of record, for every kind of subject, with every step."""

from typing import TYPE_CHECKING, Any

import msgspec

from projections.language.schema import Measure
from projections.language.scopes import (
    GROUP,
    TEACHER,
    Scope,
    names_of_record,
    recorded_fields,
)
from projections.language.subject_scopes import COUNTY, SCHOOL, measure_scope
from projections.language.types import Type

if TYPE_CHECKING:
    from tests.projections.random_packs import PackMaker

COUNTED = (
    "lesson.observed",
    "lesson.observed",
    "activity.done",
    "activity.done",
    "training.credited",
    "service.served",
    "service.served",
    "award.won",
    "mark.given",
    "mark.given",
    "result.reached",
    "preparation.held",
    "preparation.attended",
    "joint_activity.held",
    "training.attended",
    "training.followed_up",
    "rotation.started",
    "rotation.month_confirmed",
    "book.read",
    "essay.written",
    "routine.checked",
    "conduct.sanctioned",
    "leave.taken",
)
SPANS = {
    "activity.done": ("on", "until"),
    "training.credited": ("on", "until"),
    "service.served": ("since", "until"),
    "leave.taken": ("start", "end"),
    "rotation.started": ("start", "planned_end"),
    "training.attended": ("start", "end"),
}
LISTS = {
    "preparation.held": {TEACHER: ["attended", "reflections"], SCHOOL: []},
    "joint_activity.held": {TEACHER: ["teachers"], SCHOOL: ["schools"]},
}
_TAKES = ("sum", "sum", "sum", "count", "mean", "highest", "lowest", "latest", "first_day", "last_day")
_KEEPS = ("most_points", "first", "last", "highest")


class Measures:
    """Adds measures to a pack."""

    def __init__(self, maker: "PackMaker") -> None:
        self._maker = maker
        self._chance = maker.chance
        self._formulas = maker.formulas

    def add(self) -> None:
        """A measure more."""
        chance, per = self._chance, self._maker.subject()
        of = "preparation.held" if per == GROUP else chance.among(COUNTED)
        by = self._by(of, per)
        if by is None:
            return
        part: dict[str, Any] = {"of": of, "by": by, "per": "" if per in (TEACHER, GROUP) else per}
        if chance.one_in(4):
            part["records"] = chance.among(["all", "attested"])
        if chance.one_in(4):
            part["link"] = self._link(of)
        self._within(part, per)
        scope, mine = self._scope(part), self._maker.scope(per)
        if chance.one_in(3):
            yes = self._formulas.yes(scope, 1)
            part["where"] = [{"if": f"{yes} or {self._formulas.yes(scope, 1)}", "otherwise": "不合"}]
        self._among(part, scope, per)
        if not chance.one_in(3):
            part["value"] = self._formulas.number(scope, 2)
        self._steps(part, scope, mine)
        self._take(part, mine, per)
        self._maker.add("measures", "measure", part)

    def _by(self, of: str, per: str) -> str | None:
        """The name under which a record names the subject."""
        if per in (GROUP, COUNTY):
            return per
        lists = LISTS.get(of, {}).get(per, [])
        if lists and not self._chance.one_in(3):
            return self._chance.among(lists)
        words = [name for name, found in names_of_record(of).items() if found is Type.WORD]
        endings = {TEACHER: "teacher", SCHOOL: "school", "township": "township"}
        if per == TEACHER:
            found = [name.removesuffix(".post_since") for name in names_of_record(of) if name.endswith(".post_since")]
        elif per in endings:
            found = [name for name in words if name.rpartition(".")[2] in (endings[per], "host", "served_at")]
        else:
            rule = self._maker.pack.subjects[per]
            ending = rule.key.rpartition(".")[2]
            found = [rule.key] if rule.of == of else [name for name in words if name.rpartition(".")[2] == ending]
        return self._chance.among(found) if found else None

    def _link(self, of: str) -> dict[str, Any]:
        """Another record that shares a field."""
        to = self._chance.among(COUNTED)
        theirs, mine = recorded_fields(to), recorded_fields(of)
        pairs = [
            (their, my)
            for their, found in theirs.items()
            for my, other in mine.items()
            if found is other
            and (their == my or {their, my} <= {"teacher", "main.teacher", "observer", "work", "follows"})
        ]
        chosen = [self._chance.among(pairs) for _ in range(1 + self._chance.upto(1))] if pairs else []
        return {"to": to, "alike": dict(chosen) or {next(iter(theirs)): next(iter(mine))}}

    def _scope(self, part: dict[str, Any]) -> Scope:
        measure = msgspec.convert({"says": {"zh": "某数", "en": "number"}} | part, Measure)
        known = self._maker.scope(measure.per or (GROUP if measure.by == GROUP else TEACHER))
        return {
            name: of
            for name, of in measure_scope(self._maker.pack, measure).items()
            if not name.startswith("my.") or name.removeprefix("my.") in known
            if name not in self._maker.pack.values or self._is_read(name, known)
        }

    def _is_read(self, value: str, known: Scope) -> bool:
        return self._maker.pack.values[value].law_on == "event" or value in known

    def _within(self, part: dict[str, Any], per: str) -> None:
        chance, of = self._chance, part["of"]
        if chance.one_in(3):
            return
        windows = [name for name, one in self._maker.pack.windows.items() if one.per == per]
        built_in = ["term", "teaching_weeks", *(["present_weeks", "present_months"] if per == TEACHER else [])]
        window = chance.among(windows) if windows and not chance.one_in(4) else chance.among(built_in)
        scope = self._scope(part)
        fields = recorded_fields(of)
        days = [name for name, found in fields.items() if found is Type.DAY]
        if of in SPANS and window in ("term", *windows) and not chance.one_in(3):
            first, until = SPANS[of]
            part["within"] = {"day": first, "until": until, "window": window}
            rule = self._maker.pack.windows.get(window)
            if rule and rule.split and chance.one_in(2):
                part["within"]["each_period"] = True
        elif "term" in fields and window in ("term", *windows):
            part["within"] = {"day": "term", "window": window}
        elif days:
            day = chance.among(days) if not chance.one_in(6) else self._formulas.day(scope, 1)
            part["within"] = {"day": day, "window": window}

    def _among(self, part: dict[str, Any], scope: Scope, per: str) -> None:
        rosters = {name: one for name, one in self._maker.pack.rosters.items() if one.per == per}
        if not rosters or not self._chance.one_in(4):
            return
        name = self._chance.among(list(rosters))
        endings = {"teachers": ("teacher", "observer"), "schools": ("school", "host"), "school_bands": ("school",)}
        words = [
            one
            for one, found in scope.items()
            if found is Type.WORD and one.rpartition(".")[2] in endings[rosters[name].of] and not one.startswith("my.")
        ]
        if words:
            item = [self._chance.among(words)]
            if rosters[name].of == "school_bands":
                item.append("band" if "band" in scope else item[0])
            part["among"] = {"roster": name, "item": item}

    def _steps(self, part: dict[str, Any], scope: Scope, mine: Scope) -> None:
        """Once per, lots, best, caps and what is dropped, each now and then."""
        if self._chance.one_in(3):
            part |= {"once_per": self._alike(scope), "keep": self._chance.among(_KEEPS)}
            if part["keep"] == "highest":
                part["highest"] = self._formulas.number(scope, 1)
        self.beside(part, scope, mine)

    def beside(self, part: dict[str, Any], scope: Scope, mine: Scope) -> None:
        """The steps that a pool has too."""
        chance = self._chance
        if chance.one_in(6):
            part["lots"] = {"per": self._alike(scope), "at_least": self._amount(mine, 1)}
        if chance.one_in(3):
            part["best"] = self._best(scope, mine)
        if chance.one_in(3):
            part["caps"] = [self._cap(scope) for _ in range(1 + chance.upto(2))]
        if chance.one_in(8):
            part["drop"] = {"highest": chance.upto(2), "lowest": chance.upto(2), "if_more_than": chance.upto(4)}

    def _best(self, scope: Scope, mine: Scope) -> dict[str, Any]:
        chance = self._chance
        best: dict[str, Any] = {"count": self._amount(mine, 0), "by": chance.among(("most_points", "latest"))}
        if chance.one_in(2):
            best["per"] = self._alike(scope)
        if chance.one_in(2):
            best["share"] = self._formulas.number(mine, 0)
        if chance.one_in(3):
            best["shares"] = [self._formulas.number(mine, 0) for _ in range(1 + chance.upto(2))]
            best["count"] = str(len(best["shares"]))
        elif chance.one_in(4):
            best["each"] = self._formulas.number(mine, 0)
        return best

    def _amount(self, scope: Scope, depth: int) -> str:
        """How much, most often a small number."""
        if self._chance.one_in(3):
            return self._formulas.number(scope, depth)
        return self._chance.among(["1", "2", "2.5", "4", "7"])

    def _cap(self, scope: Scope) -> dict[str, Any]:
        per = self._alike(scope) if self._chance.one_in(2) else []
        cap: dict[str, Any] = {"at_most": self._amount(scope, self._chance.upto(1)), "per": per}
        return cap | ({"if": self._formulas.yes(scope, 1)} if self._chance.one_in(3) else {})

    def _alike(self, scope: Scope) -> list[str]:
        """Formulas by which records are alike: mostly names of fields."""
        own = {name: of for name, of in scope.items() if "." not in name}
        wanted = self._chance.among([Type.WORD, Type.WORD, Type.DAY, Type.NUMBER, Type.YES])
        first = self._formulas.name(wanted, own) or self._formulas.word(scope, 0)
        if self._chance.one_in(4):
            return [first, self._formulas.of(self._chance.among(list(Type)), scope, 1)]
        return [first]

    def _take(self, part: dict[str, Any], mine: Scope, per: str) -> None:
        chance, within = self._chance, part.get("within")
        window = within["window"] if within else ""
        if self.has_periods(window) and chance.one_in(2):
            self.periods(part, mine)
        elif within and "until" in within and chance.one_in(2):
            part["take"] = chance.among(["days_covered", "months_covered"])
        else:
            part["take"] = chance.among(_TAKES)

    def has_periods(self, window: str) -> bool:
        """Whether a window has periods."""
        rule = self._maker.pack.windows.get(window)
        built_in = ("teaching_weeks", "present_weeks", "present_months")
        return (rule is not None and rule.split is not None) or window in built_in

    def periods(self, part: dict[str, Any], mine: Scope) -> None:
        """Count periods, those with so many records or those worth so much; now and then those in a row."""
        if self._chance.one_in(2):
            part["periods_with"] = 1 + self._chance.upto(1)
        else:
            part["periods_reaching"] = self._formulas.number(mine, 1)
        part["in_a_row"] = self._chance.one_in(2)
