"""Whether a pack is sound: every name known, every formula fitting, no circle, every example right."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ledger.nearest import did_you_mean
from projections.language.examples import run_examples
from projections.language.loading import Draft
from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.references import find_circle
from projections.language.schema import Allowance, Clause, Eligibility, Measure, Points, Quota
from projections.language.scopes import (
    GROUP,
    TEACHER,
    Scope,
    field_hints,
    kinds_of_record,
    own_names,
    record_scope,
    recorded_fields,
    rotation_scope,
    subject_scope,
    table_signatures,
    vocabularies,
)
from projections.language.syntax import FormulaError
from projections.language.types import Type, type_of, unknown_words
from projections.language.yaml_text import Path as Place

_WINDOW_TYPES = {
    "term": (Type.DAY, Type.WORD),
    "teaching_weeks": (Type.DAY,),
    "present_weeks": (Type.DAY,),
    "present_months": (Type.DAY,),
}


def check_pack(pack: Pack, draft: Draft) -> None:
    """Note every fault of a converted pack in the draft; examples are run only when all else is sound."""
    _Check(pack, draft).all()
    if not draft.faults and (circle := find_circle(pack)):
        draft.fault(circle[0], "circle", f"互相引用成了圈:{' → '.join(circle[1])}", "请断开其中一处引用")
    if not draft.faults:
        run_examples(pack, draft)


class _Check:
    """One pack under check."""

    def __init__(self, pack: Pack, draft: Draft) -> None:
        self.pack = pack
        self.draft = draft
        self.tables = table_signatures(pack)
        self.people = {EVERYONE, *pack.people}
        self.scopes = {subject: subject_scope(pack, subject) for subject in (TEACHER, GROUP)}

    def all(self) -> None:
        """Every part of the pack."""
        pack = self.pack
        self._head()
        for name, table in pack.tables.items():
            self._table(("tables", name), table.by, table.rows, table.otherwise)
        for name, people in pack.people.items():
            self._formula(("people", name, "if"), people.if_, self.scopes[TEACHER], Type.YES)
        for name, roster in pack.rosters.items():
            self._known(("rosters", name, "who"), roster.who, self.people, "人群")
        for name, measure in pack.measures.items():
            self._measure(("measures", name), measure)
        for name, total in pack.totals.items():
            self._known(("totals", name, "of"), total.of, pack.measures, "计量")
            self._known(("totals", name, "over"), total.over, pack.rosters, "名册")
        self._names()
        for name, clause in pack.clauses.items():
            self._clause(("clauses", name), clause)

    def _head(self) -> None:
        span = self.pack.head.in_force
        if span.to and span.to < span.from_:
            self.draft.fault(("in_force",), "wrong-value", "in_force 的 to 早于 from", "请核对施行日期")
        for day in self.pack.head.conventions.weekdays:
            if not 1 <= day <= 7:
                self.draft.fault(
                    ("conventions", "weekdays"), "wrong-value", f"星期 {day} 不存在", "请用 1(周一)到 7(周日)"
                )

    def _names(self) -> None:
        """No two things that formulas name alike."""
        seen: dict[str, str] = {}
        for section in ("people", "rosters", "measures", "totals", "clauses"):
            for name in getattr(self.pack, section):
                said = spoken(name)
                if said in seen:
                    self.draft.fault((section, name), "name-taken", f"“{name}”与 {seen[said]} 里的同名", "请换一个名称")
                seen[said] = section

    def _table(self, place: Place, by: list[str], rows: Mapping[str, Any], otherwise: Any) -> None:
        if len(by) not in (1, 2):
            self.draft.fault((*place, "by"), "wrong-value", "表只能按一个或两个词查", "请改 by")
        for path, value in _leaves(rows, len(by)):
            if not _is_number(value):
                self.draft.fault(
                    (*place, "rows", *path), "wrong-value", f"表里的“{value}”不是数", "请填数,层数与 by 相同"
                )
        if not _is_number(otherwise):
            self.draft.fault((*place, "otherwise"), "wrong-value", "otherwise 不是数", "请填数")

    def _measure(self, place: Place, measure: Measure) -> None:
        kinds = kinds_of_record()
        if measure.of not in kinds:
            self.draft.fault(
                (*place, "of"),
                "unknown-kind",
                f"没有叫“{measure.of}”的记录",
                did_you_mean(measure.of, kinds),
            )
            return
        scope = record_scope(measure.of)
        self._subject(place, measure)
        if measure.within:
            wanted = _WINDOW_TYPES[measure.within.window]
            self._field((*place, "within", "day"), measure.within.day, recorded_fields(measure.of), wanted)
        for number, condition in enumerate(measure.where):
            self._formula((*place, "where", number, "if"), condition.if_, scope, Type.YES, measure.of)
        self._formula((*place, "value"), measure.value, scope, Type.NUMBER, measure.of)
        for number, name in enumerate(measure.once_per):
            self._field((*place, "once_per", number), name, own_names(measure.of), tuple(Type))
        if measure.once_per and measure.value != "1" and not measure.keep:
            self.draft.fault(
                (*place, "once_per"),
                "unsaid",
                "同一项有几条记录时取哪一条没有说",
                "请加 keep: most_points(取分数最高的)",
            )
        if measure.periods_with is not None and measure.periods_with < 1:
            self.draft.fault(
                (*place, "periods_with"), "wrong-value", "每周或每月至少 1 条才算得出周数、月数", "请填 1 或更大的数"
            )
        if measure.periods_with is not None and (not measure.within or measure.within.window == "term"):
            self.draft.fault(
                (*place, "periods_with"),
                "unsaid",
                "按周或按月计,却没有说是哪些周或月",
                "请在 within.window 写 teaching_weeks、present_weeks 或 present_months",
            )
        if measure.among:
            self._among(place, measure)

    def _subject(self, place: Place, measure: Measure) -> None:
        if measure.by == GROUP:
            if {"school", "group"} - field_hints(kinds_of_record()[measure.of]).keys():
                self.draft.fault((*place, "by"), "wrong-value", f"{measure.of} 不是备课组的记录", "请改 by")
            if measure.within and measure.within.window.startswith("present"):
                self.draft.fault(
                    (*place, "within", "window"),
                    "wrong-value",
                    "备课组没有在岗周、在岗月",
                    "请用 teaching_weeks",
                )
            return
        teachers = [name.removesuffix(".post") for name in record_scope(measure.of) if name.endswith(".post")]
        self._known((*place, "by"), measure.by, [one for one in teachers if one != "my"], "当事教师字段")

    def _among(self, place: Place, measure: Measure) -> None:
        assert measure.among
        at = (*place, "among")
        if not self._known((*at, "roster"), measure.among.roster, self.pack.rosters, "名册"):
            return
        wanted = 1 if self.pack.rosters[measure.among.roster].of == "teachers" else 2
        if len(measure.among.item) != wanted:
            self.draft.fault((*at, "item"), "wrong-value", f"这个名册的一项要用 {wanted} 个字段指明", "请改 item")
        for number, name in enumerate(measure.among.item):
            self._field((*at, "item", number), name, own_names(measure.of), (Type.WORD,))

    def _clause(self, place: Place, clause: Clause) -> None:
        if not clause.source.section.strip():
            self.draft.fault((*place, "source"), "no-source", "没有写出处", "请写文件的章节")
        if not clause.examples:
            self.draft.fault((*place, "examples"), "no-example", "没有算例", "请至少写一个 given / gives")
        span = clause.in_force
        if span and span.to and span.to < span.from_:
            self.draft.fault((*place, "in_force"), "wrong-value", "in_force 的 to 早于 from", "请核对施行日期")
        for check in (self._quota, self._points, self._eligibility, self._allowance):
            check(place, clause)

    def _quota(self, place: Place, clause: Clause) -> None:
        if isinstance(clause, Quota):
            scope = self.scopes[clause.per]
            self._known((*place, "for"), clause.for_, self.people, "人群")
            if clause.per == GROUP and clause.for_ != EVERYONE:
                self.draft.fault((*place, "for"), "wrong-value", "备课组不是人,不能用 for 限定人群", "请改用 when")
            if clause.when:
                self._formula((*place, "when"), clause.when, scope, Type.YES)
            self._formula((*place, "done"), clause.done, scope, Type.NUMBER)
            self._formula((*place, "target"), clause.target, scope, Type.NUMBER)

    def _points(self, place: Place, clause: Clause) -> None:
        if isinstance(clause, Points):
            for name, part in clause.parts.items():
                at = (*place, "parts", name)
                self._known((*at, "for"), part.for_, self.people, "人群")
                self._formula((*at, "value"), part.value, self.scopes[TEACHER], Type.NUMBER)

    def _eligibility(self, place: Place, clause: Clause) -> None:
        if isinstance(clause, Eligibility):
            scope = self.scopes[TEACHER]
            self._known((*place, "for"), clause.for_, self.people, "人群")
            self._formula((*place, "judged_on"), clause.judged_on, scope, Type.DAY)
            scope = scope | {"judging_day": Type.DAY}
            for name, condition in clause.conditions.items():
                self._formula((*place, "conditions", name, "if"), condition.if_, scope, Type.YES)

    def _allowance(self, place: Place, clause: Clause) -> None:
        if isinstance(clause, Allowance):
            self._formula((*place, "amount"), clause.amount, rotation_scope(), Type.NUMBER, "rotation.started")

    def _formula(self, place: Place, text: str, scope: Scope, wanted: Type, kind: str | None = None) -> None:
        try:
            found = type_of(formula(text), scope, self.tables)
        except FormulaError as error:
            unknown = "没有叫" in str(error)
            message, _, hint = str(error).partition(";")
            self.draft.fault(place, "unknown-name" if unknown else "bad-formula", message, hint or "请核对公式")
            return
        if found is not wanted:
            self.draft.fault(place, "wrong-type", f"“{text}”给出的是{found},这里要{wanted}", "请改公式")
        closed = vocabularies(kind)
        for name, word in unknown_words(formula(text), closed):
            self.draft.fault(place, "unknown-word", f"{name} 没有“{word}”这个词", did_you_mean(word, closed[name]))

    def _field(self, place: Place, name: str, scope: Scope, wanted: tuple[Type, ...]) -> None:
        if self._known(place, name, scope, "字段") and scope[name] not in wanted:
            self.draft.fault(
                place, "wrong-type", f"字段 {name} 是{scope[name]},这里要{'或'.join(wanted)}", "请换一个字段"
            )

    def _known(self, place: Place, name: str, known: Any, what: str) -> bool:
        if name in known:
            return True
        self.draft.fault(place, "unknown-name", f"没有叫“{name}”的{what}", did_you_mean(name, known))
        return False


def _leaves(rows: Any, depth: int) -> Iterator[tuple[Place, Any]]:
    """The values at a depth of nested tables, with the keys that lead to them; what is not that deep as it is."""
    if depth == 0 or not isinstance(rows, Mapping):
        yield (), None if depth else rows
        return
    for key, value in rows.items():
        for path, leaf in _leaves(value, depth - 1):
            yield (key, *path), leaf


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)
