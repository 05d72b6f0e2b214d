"""One pack under check: the names that its formulas may use, and what is noted of one that does not fit."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.nearest import did_you_mean
from projections.language.checks.units import MisfitUnits, unit_of, units_of_measure, units_of_subject
from projections.language.checks.words import Words, words_compared, words_of_measure, words_of_subject
from projections.language.loading import Draft
from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.references import owner_of
from projections.language.schema import Measure
from projections.language.scopes import TEACHER, Scope, rotation_scope, table_signatures
from projections.language.subject_scopes import measure_scope, subject_kinds, subject_scope
from projections.language.syntax import Call, Formula, FormulaError, calls_in, names_in
from projections.language.types import Type, type_of
from projections.language.yaml_text import Path as Place

_OF_SCHOOL_YEARS = ("first_of_school_year", "school_years_between")


@dataclass(frozen=True)
class Names:
    """What a formula may name: each name's type, the closed list of its words, its unit."""

    types: Scope
    words: Words
    units: Mapping[str, str]

    def with_day(self, name: str) -> "Names":
        """These names, and one more for a day."""
        return Names(self.types | {name: Type.DAY}, self.words, self.units)


class Checking:
    """A pack, and the draft in which its faults are noted."""

    def __init__(self, pack: Pack, draft: Draft) -> None:
        self.pack = pack
        self.draft = draft
        self.tables = table_signatures(pack)
        self.people: Collection[str] = {EVERYONE, *pack.people}
        self.subjects = subject_kinds(pack)
        self.calls: dict[str, list[tuple[Words, Call]]] = {}  # of each table, where it is asked
        self._of_subject: dict[str, Names] = {}

    def fault(self, place: Place, code: str, message: str, hint: str) -> None:
        """Note a fault."""
        self.draft.fault(place, code, message, hint)

    def of_subject(self, subject: str) -> Names:
        """The names of a subject's formulas; those of a teacher where there is no such subject."""
        subject = subject if subject in self.subjects else TEACHER
        if subject not in self._of_subject:
            words = words_of_subject(self.pack, subject)
            types = subject_scope(self.pack, subject)
            self._of_subject[subject] = Names(types, words, units_of_subject(self.pack, subject))
        return self._of_subject[subject]

    def of_measure(self, measure: Measure) -> Names:
        """The names of a measure's formulas about each record."""
        scope = measure_scope(self.pack, measure)
        return Names(scope, words_of_measure(self.pack, measure), units_of_measure(self.pack, measure))

    @cached_property
    def of_rotation(self) -> Names:
        """The names of an allowance's formula."""
        return Names(rotation_scope(), {}, {})

    def formula(self, place: Place, text: str, names: Names, *wanted: Type) -> Type | None:
        """Check a formula, that it gives one of the types wanted; the type it gives, or None where it has a fault."""
        try:
            tree = formula(text)
            if self.is_excused(tree):
                return None
            found = type_of(tree, names.types, self.tables)
        except FormulaError as error:
            self._misread(place, text, str(error), names)
            return None
        except RecursionError:
            self.fault(place, "bad-formula", "公式太长", "请拆成几个计量或条款")
            return None
        if found not in wanted:
            self.fault(
                place, "wrong-type", f"“{text}”给出的是{found},这里要{'或'.join(wanted)}", _instead(found, wanted)
            )
            return None
        for name, word in words_compared(tree, names.words):
            hint = did_you_mean(word, names.words[name])
            self.fault(place, "unknown-word", f"{name} 没有“{word}”这个词", hint)
        try:
            unit_of(tree, names.units)
        except MisfitUnits as misfit:
            self.fault(place, "wrong-unit", str(misfit), "请先换算成同一个单位(乘、除不限),再相加或比较")
        self._conventions(place, tree, names)
        return found

    def unit(self, text: str, names: Names) -> str:
        """The unit of a formula that fits; empty for a pure number, and where it cannot be said."""
        try:
            return unit_of(formula(text), names.units)
        except (FormulaError, MisfitUnits):
            return ""

    def same_unit(self, place: Place, one: str, other: str, names: Names, what: str) -> None:
        """Check that two formulas that are compared have no two units."""
        units = self.unit(one, names), self.unit(other, names)
        if all(units) and units[0] != units[1]:
            message = f"{what}的单位不合:“{one}”是{units[0]},“{other}”是{units[1]}"
            self.fault(place, "wrong-unit", message, "请先换算成同一个单位(乘、除不限)")

    def known(self, place: Place, name: str, known: Collection[str], what: str, section: str = "") -> bool:
        """Check that something named is there; parts of a section that could not be read are not looked for."""
        if name in known:
            return True
        if (section, name) not in self.draft.broken:
            self.fault(place, "unknown-name", f"没有叫“{name}”的{what}", did_you_mean(name, known))
        return False

    def for_people(self, place: Place, name: str) -> None:
        """Check the people that something is for."""
        self.known(place, name, self.people, "人群", "people")

    def per(self, place: Place, subject: str) -> bool:
        """Check whom something is about."""
        if self.known((*place, "per"), subject, self.subjects, "对象", "subjects"):
            return True
        self.draft.broken.add(place[:2])
        return False

    def is_excused(self, tree: Formula) -> bool:
        """Whether a formula names a part that could not be read, so that nothing can be said of it."""
        if not self.draft.broken:
            return False
        broken = {spoken(str(place[1])) for place in self.draft.broken}
        called = {call.function for call in calls_in(tree)}
        return bool(broken & (called | {owner_of(name) for name in names_in(tree)}))

    def _misread(self, place: Place, text: str, error: str, names: Names) -> None:
        message, _, hint = error.partition(";")
        if "没有叫" not in error:
            self.fault(place, "bad-formula", message, hint or _misspelt(text) or "请核对公式")
            return
        name = next((one for one in sorted(names_of(text)) if one not in names.types), "")
        self.fault(place, "unknown-name", message, self._whose(name) or hint)

    def _whose(self, name: str) -> str:
        """Where a name is known that is not known here."""
        if name in self.pack.values:
            return "这个值按每条记录发生的那天取(law_on: event),只能用在记录的公式里"
        whose = [one for one in self.subjects if name in subject_scope(self.pack, one)]
        if not whose:
            return ""
        way = {"school": "own_school.", "township": "own_township.", "county": "county."}.get(whose[0])
        return f"它说的是 {whose[0]};这里可以试 {way}{name}" if way else f"它说的是 {whose[0]},不是这里的对象"

    def _conventions(self, place: Place, tree: Formula, names: Names) -> None:
        asks = any(name.removeprefix("my.").startswith("school_year.") for name in names_in(tree))
        for call in calls_in(tree):
            self.calls.setdefault(call.function, []).append((names.words, call))
            asks = asks or call.function in _OF_SCHOOL_YEARS
        if asks:
            self.needs_school_year(place)

    def needs_school_year(self, place: Place) -> None:
        """Check that the conventions say when a school year begins."""
        if not self.pack.head.conventions.school_year_from:
            hint = "请在 conventions 里写 school_year_from,如 08-01"
            self.fault(place, "unsaid", "这里按学年算,学年从哪一天起却没有说", hint)


def names_of(text: str) -> set[str]:
    """Every name in the text of a formula; none where it cannot be read."""
    try:
        return names_in(formula(text))
    except FormulaError:
        return set()


def _instead(found: Type, wanted: tuple[Type, ...]) -> str:
    """What to write where a formula gives the wrong type."""
    if found is Type.DAY and Type.NUMBER in wanted:
        return "日期可以用 days_between(日期, as_of)、year(日期) 变成数"
    return "请改公式"


def _misspelt(text: str) -> str:
    """What is written otherwise in formulas than in letters; empty where nothing of the kind is there."""
    if any(sign in text for sign in "\uff08\uff09\uff0c\u201c\u201d\uff1e\uff1c\u00d7\u00f7"):
        return '括号、逗号、引号、运算符都用半角:( ) , " * / > <'
    if re.search(r"(?<![=!<>])=(?!=)", text):
        return "相等写 ==(两个等号)"
    return ""
