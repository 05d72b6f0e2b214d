"""Explains clauses: for one clause or each that applies, of a teacher, group, school, township, the county, others.

Explanations are read by `projections.plain`, the reading that the kernel is held to; what takes many together
(places, sums over rosters, what was in earlier terms) it asks of the kernel.
"""

from collections.abc import Callable, Iterable
from typing import Any

from ledger.event import AnyEvent
from ledger.nearest import did_you_mean
from ledger.records.record import Record
from ledger.refusals import Misuse
from projections.evaluation import Evaluation
from projections.explain.content import about
from projections.explain.duties import tell_duty
from projections.explain.explanation import Explanation, Item
from projections.explain.honours import tell_day, tell_eligibility, tell_veto
from projections.explain.lookups import Lookups
from projections.explain.places import tell_figure, tell_place, tell_target
from projections.explain.scores import tell_points
from projections.explain.telling import Telling
from projections.language.clauses import DayClause, Eligibility, Figure, Points, Quota, Ranking, Target, Veto
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import SCHOOL, TOWNSHIP, subject_kinds
from projections.plain import PlainReading
from projections.plain.subjects import Subject

_TELL: dict[type, Callable[[Telling, Any], None]] = {
    Quota: tell_duty,
    Points: tell_points,
    Eligibility: tell_eligibility,
    Veto: tell_veto,
    Ranking: tell_place,
    Target: tell_target,
    DayClause: tell_day,
    Figure: tell_figure,
}

_ASKED_LATELY = 50
"""After so many explanations what was worked out for them is let go: whole counties are asked about, one by one."""


class Explainer:
    """Explains the clauses of one evaluation."""

    def __init__(self, evaluation: Evaluation, before: "Explainer | None" = None) -> None:
        """`before`: the explainer of an earlier position; what it read of the register is used if that is the same."""
        self._evaluation = evaluation
        self._pack = evaluation.pack
        self._asked = 0
        self._lookups: Lookups = before._lookups if before else Lookups(evaluation.pack)
        self.reading: PlainReading = PlainReading(
            evaluation.pack,
            evaluation.standing,
            evaluation.term,
            evaluation.as_of,
            evaluation,
            historical=True,
            before=before.reading if before and evaluation.has_register_of(before._evaluation) else None,
        )

    def teacher(self, code: str, clause: str | None = None) -> list[Explanation]:
        """What one clause, or each that applies, says of a teacher. Raises Misuse for an unknown name."""
        return self.subject(TEACHER, self._evaluation.standing.code_now(code), clause)

    def group(self, group: str, clause: str | None = None) -> list[Explanation]:
        """What one clause, or each that applies, says of a preparation group. Raises Misuse for an unknown name."""
        return self.subject(GROUP, group, clause)

    def school(self, school: str, clause: str | None = None) -> list[Explanation]:
        """What the clauses say of a school, and of each of its preparation groups. Raises Misuse."""
        told = []
        if clause is None or self._known(clause).per == SCHOOL:
            told += self.subject(SCHOOL, school, clause)
        elif school not in self.reading.subjects.codes(SCHOOL):
            self._refuse(SCHOOL, school)
        if clause is None or self._known(clause).per == GROUP:
            groups = [group for group in self.reading.groups() if group.partition("/")[0] == school]
            told += [one for group in groups for one in self._explained(group, GROUP, clause)]
        return told or [self._not_for(school, SCHOOL, str(clause))] if clause else told

    def subject(self, kind: str, code: str, clause: str | None = None) -> list[Explanation]:
        """What one clause, or each that applies, says of a subject of a kind. Raises Misuse for an unknown name."""
        if kind not in subject_kinds(self._pack):
            known = did_you_mean(kind, subject_kinds(self._pack))
            raise Misuse("unknown-subject", f"这个办法里没有叫“{kind}”的对象;{known}。")
        if not self.reading.subjects.there_is(Subject(kind, code)):
            self._refuse(kind, code)
        return self._explained(code, kind, clause)

    def _refuse(self, kind: str, code: str) -> None:
        term, known = self._evaluation.term.term, did_you_mean(code, self.reading.subjects.codes(kind))
        if kind == TEACHER:
            raise Misuse("unknown-teacher", f"{term} 的名册上没有教师“{code}”;{known}。")
        if kind == GROUP:
            raise Misuse("unknown-group", f"{term} 没有备课组“{code}”;{known}。")
        if kind == SCHOOL:
            raise Misuse("unknown-school", f"{term} 的名册上没有学校“{code}”;{known}。")
        what = "乡镇" if kind == TOWNSHIP else f"“{kind}”"
        raise Misuse("unknown-subject", f"{term} 没有{what}“{code}”;{known}。")

    def _known(self, clause: str) -> Any:
        if clause not in self._pack.clauses:
            raise Misuse("unknown-clause", f"没有条款“{clause}”;{did_you_mean(clause, self._pack.clauses)}。")
        return self._pack.clauses[clause]

    def _explained(self, subject: str, per: str, wanted: str | None) -> list[Explanation]:
        if wanted is None:
            return self._told(subject, per, self._listed(subject, per))
        if not self.reading.concerns(subject, per, self._known(wanted)):
            return [self._not_for(subject, per, wanted)]
        return self._told(subject, per, [wanted])

    def _told(self, subject: str, per: str, clauses: Iterable[str]) -> list[Explanation]:
        self._asked += 1
        if self._asked % _ASKED_LATELY == 0:
            self.reading.forget()
        told = [self._clause(subject, per, name) for name in clauses]
        self._name_sources([record for one in told for record in (*one.counted, *one.left_out)])
        return told

    def _listed(self, subject: str, per: str) -> list[str]:
        """The clauses in force that say something of the subject, in the pack's order."""
        return [
            name
            for name, clause in self._pack.clauses.items()
            if type(clause) in _TELL
            and (clause.status == "in_force" or self._evaluation.historical)
            and clause.per == per
            and self.reading.results.says_something(Subject(per, subject), name)
        ]

    def _head(self, subject: str, per: str, name: str) -> Explanation:
        says, source = self._pack.clauses[name].says.zh, self._lookups.source(name)
        return Explanation(subject, per, name, says, source)

    def _not_for(self, subject: str, per: str, name: str) -> Explanation:
        """The clause applies to others only."""
        told = self._head(subject, per, name)
        clause, people = self._pack.clauses[name], self._pack.people
        telling = Telling(told, self._evaluation, self.reading, self._lookups)
        if clause.per != per:
            told.working = "这一条不适用:它说的是另一类对象。"
        elif clause.for_ in people and not telling.value(clause.for_):
            told.working = f"这一条不适用:它只适用于{people[clause.for_].says.zh}。"
        elif clause.when and not telling.of(clause.when):
            told.working = f"这一条不适用:{telling.words(clause.when)},前提不成立。"
        else:
            told.working = "这一条不适用:按要看的那一天,它没有施行,或被一票否决。"
        return told

    def _clause(self, subject: str, per: str, name: str) -> Explanation:
        told = self._head(subject, per, name)
        clause = self._pack.clauses[name]
        telling = Telling(told, self._evaluation, self.reading, self._lookups)
        _TELL[type(clause)](telling, clause)
        telling.say_what_is_in_force(clause)
        telling.say_whom_totals_take(clause)
        return told

    def _name_sources(self, records: list[Item]) -> None:
        """Say of each record on whose authority it stands, and in which row of which sheet it was read."""
        said = {
            position: _said_of(event)
            for position, event in self._evaluation.standing.events_at({one["position"] for one in records}).items()
        }
        for record in records:
            record.update(said[record["position"]])


def _said_of(event: AnyEvent) -> Item:
    assert isinstance(event.data, Record)
    read = event.source if event.source and event.source.sheet else None
    return {
        "about": about(event.data),
        "kind": event.data.kind.partition("/")[0],
        "authority": event.authority,
        "source": {"sheet": read.sheet, "row": read.row} if read else None,
    }
