"""Whom a clause may be about (teachers, groups, schools, townships, the county, others), and the names of each."""

from projections.language.clauses import (
    Allowance,
    Clause,
    DayClause,
    Eligibility,
    Figure,
    Points,
    Quota,
    Ranking,
    Target,
    Veto,
)
from projections.language.pack import Pack, formula, spoken
from projections.language.schema import Measure, NamedValue, Pool, Total
from projections.language.scopes import (
    GROUP,
    TEACHER,
    TERM,
    Scope,
    kinds_of_record,
    names_of_record,
    person_attributes,
    record_scope,
    school_attributes,
)
from projections.language.syntax import FormulaError, names_in
from projections.language.types import Type

SCHOOL, TOWNSHIP, COUNTY = "school", "township", "county"
BUILT_IN = (TEACHER, GROUP, SCHOOL, TOWNSHIP, COUNTY)
EVENT = "event"
"""The day on which a named value is looked up: that of each record counted."""

WIDER = {"own_school": SCHOOL, "own_township": TOWNSHIP, "county": COUNTY}
"""How a narrower subject names what is said of the school, township and county that it belongs to."""


def subject_kinds(pack: Pack) -> list[str]:
    """Every kind of subject that the clauses of a pack may be about."""
    return [*BUILT_IN, *pack.subjects]


def attributes_of(pack: Pack, subject: str) -> Scope:
    """What is recorded of a subject."""
    if subject == TEACHER:
        return person_attributes()
    if subject == GROUP:
        return {"school": Type.WORD, "group": Type.WORD} | school_attributes("school.")
    if subject == SCHOOL:
        return {"school": Type.WORD} | school_attributes("school.")
    if subject == TOWNSHIP:
        return {"township": Type.WORD}
    if subject == COUNTY:
        return {}
    kind = pack.subjects[subject].of
    return names_of_record(kind) if kind in kinds_of_record() else {}


def wider_subjects(pack: Pack, subject: str) -> dict[str, str]:
    """The prefixes under which a subject's formulas name what is said of its school, township and county."""
    if subject == COUNTY:
        return {}
    if subject == TOWNSHIP:
        return {"county": COUNTY}
    if subject == SCHOOL:
        return {name: of for name, of in WIDER.items() if name != "own_school"}
    if subject in (TEACHER, GROUP) or "school" in attributes_of(pack, subject):
        return dict(WIDER)
    return {"county": COUNTY}


def subject_of_measure(measure: Measure) -> str:
    """Whose number a measure is."""
    return measure.per or (GROUP if measure.by == GROUP else TEACHER)


def subject_of(pack: Pack, name: str) -> str:
    """Whose number a measure, pool or total is."""
    if name in pack.pools:
        return subject_of_pool(pack, pack.pools[name])
    if name in pack.totals:
        return subject_of_total(pack, pack.totals[name])
    return subject_of_measure(pack.measures[name])


def subject_of_total(pack: Pack, total: Total) -> str:
    """Whose number a total is: that of whoever the roster is of."""
    roster = pack.rosters.get(total.over)
    return roster.per if roster else TEACHER


def subject_of_pool(pack: Pack, pool: Pool) -> str:
    """Whose number a pool is: that of the measures in it."""
    measures = [pack.measures[name] for name in pool.of if name in pack.measures]
    return subject_of_measure(measures[0]) if measures else TEACHER


def pool_scope(pack: Pack, pool: Pool) -> Scope:
    """The names of a pool's formulas about each record: its day, the measure it comes from, and `my.`."""
    subject = subject_of_pool(pack, pool)
    mine = {f"my.{name}": of for name, of in subject_scope(pack, subject).items() if name not in TERM}
    return TERM | {"day": Type.DAY, "measure": Type.WORD} | mine


def type_of_measure(measure: Measure) -> Type:
    """Most measures are numbers; the first or last day of records is a day."""
    return Type.DAY if measure.take in ("first_day", "last_day") else Type.NUMBER


def subject_scope(pack: Pack, subject: str) -> Scope:
    """The names of a clause's formulas about a subject; made once a pack: do not change them in place."""
    if subject not in pack.scopes:
        pack.scopes[subject] = _scope(pack, subject)
    return pack.scopes[subject]


def _scope(pack: Pack, subject: str) -> Scope:
    scope = _narrow_scope(pack, subject)
    for prefix, wider in wider_subjects(pack, subject).items():
        further = {name: of for name, of in _narrow_scope(pack, wider).items() if name not in TERM}
        scope |= {f"{prefix}.{name}": of for name, of in further.items()}
    return scope


def _narrow_scope(pack: Pack, subject: str) -> Scope:
    """The names of a subject's own; not those of the school or township that it belongs to."""
    scope = TERM | attributes_of(pack, subject)
    if subject == TEACHER:
        scope |= dict.fromkeys(("weeks_present", "months_present", "own_quotas.unmet"), Type.NUMBER)
        scope |= dict.fromkeys(pack.people, Type.YES)
    scope |= {f"{name}.size": Type.NUMBER for name, roster in pack.rosters.items() if roster.per == subject}
    for name, window in pack.windows.items():
        if window.per == subject:
            scope |= {f"{name}.{day}": Type.DAY for day in ("first_day", "last_day")}
            scope |= {f"{name}.{count}": Type.NUMBER for count in ("days", "periods")}
    scope |= {name: type_of_measure(one) for name, one in pack.measures.items() if subject_of_measure(one) == subject}
    scope |= {name: Type.NUMBER for name, one in pack.pools.items() if subject_of_pool(pack, one) == subject}
    scope |= {name: Type.NUMBER for name, one in pack.totals.items() if subject_of_total(pack, one) == subject}
    scope |= {name: Type.NUMBER for name, one in pack.earlier.items() if one.per == subject}
    scope |= _results(pack, subject)
    return scope | {
        name: Type.NUMBER
        for name, value in pack.values.items()
        if law_on(pack, value) != EVENT and _mentioned(law_on(pack, value)) <= scope.keys()
    }


def law_on(pack: Pack, value: NamedValue) -> str:
    """The day on which a named value is looked up: its own word, else the pack's convention."""
    return value.law_on or pack.head.conventions.law_on


def measure_scope(pack: Pack, measure: Measure) -> Scope:
    """The names of a measure's formulas about each record.

    Those of the record (`record_scope`); `my.` and any name of whoever it is counted for; `linked.` the record that
    it is linked to; `inside.` the part of a span inside the window; `place`, from 1, in a list of teachers or schools.
    """
    subject = subject_of_measure(measure)
    scope = record_scope(measure.of) | dict.fromkeys(pack.values, Type.NUMBER)
    if subject in subject_kinds(pack):
        scope |= {f"my.{name}": of for name, of in subject_scope(pack, subject).items() if name not in TERM}
    if measure.link and measure.link.to in kinds_of_record():
        linked = names_of_record(measure.link.to) | record_facts()
        scope |= {f"linked.{name}": of for name, of in linked.items()} | {"linked.known": Type.YES}
    if measure.within and measure.within.until:
        scope |= {"inside.first_day": Type.DAY, "inside.last_day": Type.DAY}
    if measure.by not in scope:
        scope["place"] = Type.NUMBER
    return scope | record_facts()


def record_facts() -> Scope:
    """What the book itself says of a record: who attested it and when, and how much evidence is with it."""
    return {
        "record.recorded_on": Type.DAY,
        "record.attested_on": Type.DAY,
        "record.attested_by": Type.WORD,
        "record.authority": Type.WORD,
        "record.evidence": Type.NUMBER,
    }


def _results(pack: Pack, subject: str) -> Scope:
    """The names of what clauses about a subject give."""
    scope: Scope = {}
    for name, clause in pack.clauses.items():
        if not isinstance(clause, Allowance) and clause.per == subject:
            scope |= {f"{spoken(name)}.{one}": of for one, of in results_of(clause).items()}
    return scope


def results_of(clause: Clause) -> Scope:
    """What a clause gives, by the word after the dot."""
    if isinstance(clause, Points):
        parts = {spoken(part): Type.NUMBER for part in (*clause.parts, "total")}
        return parts | ({"gated": Type.YES} if clause.gates else {})
    return _RESULTS.get(type(clause), {})


_RESULTS: dict[type, Scope] = {
    Quota: dict.fromkeys(("done", "target", "short", "over"), Type.NUMBER) | {"met": Type.YES, "exempt": Type.YES},
    Eligibility: {"eligible": Type.YES},
    Veto: {"vetoed": Type.YES},
    Ranking: dict.fromkeys(("place", "of", "from_bottom"), Type.NUMBER) | {"chosen": Type.YES, "last": Type.YES},
    Target: dict.fromkeys(("base", "reached", "share", "target"), Type.NUMBER) | {"met": Type.YES},
    DayClause: {"day": Type.DAY, "reached": Type.YES},
    Figure: {"value": Type.NUMBER},
}


def _mentioned(text: str) -> set[str]:
    try:
        return names_in(formula(text))
    except FormulaError:
        return set()
