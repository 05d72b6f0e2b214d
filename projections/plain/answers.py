"""The answers for one subject in the form of docs/json-forms.md: a section for each kind of clause."""

from typing import TYPE_CHECKING, Any

from projections.canonical import as_json
from projections.language.clauses import DayClause, Eligibility, Figure, Points, Quota, Ranking, Target, Veto
from projections.language.days import NO_DAY
from projections.language.pack import spoken
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP, subject_kinds
from projections.plain.subjects import Subject

if TYPE_CHECKING:
    from projections.plain.reading import PlainReading

_ALWAYS: dict[str, tuple[str, ...]] = {TEACHER: ("quotas", "points", "eligibility"), GROUP: ("quotas",)}
"""The sections that are given even where they are empty."""


def of_subject(reading: "PlainReading", subject: Subject) -> dict[str, Any]:
    """What the clauses that are shown say of a subject."""
    answers: dict[str, Any] = {section: {} for section in _ALWAYS.get(subject.kind, ())}
    shown = {
        name: clause
        for name, clause in reading.pack.clauses.items()
        if clause.per == subject.kind and reading.results.is_shown(clause)
    }
    several = {name: clause for name, clause in shown.items() if isinstance(clause, Points)}
    first = next((name for name, clause in several.items() if clause.status != "historical"), None)
    with_scores = (
        len(several) > 1
        or first is None
        or any(clause.gates or _may_be_zeroed(reading, name) for name, clause in several.items())
    )
    for name, clause in shown.items():
        if not reading.results.says_something(subject, name):
            continue
        if isinstance(clause, Points):
            points = reading.results.points(subject, name)
            if name == first:
                answers["points"] = points.to_json(as_json)
            if with_scores:
                gated = {"gated": points.gated} if points.gated else {}
                answers.setdefault("scores", {})[name] = points.to_json(as_json) | gated
            continue
        section, answer = _answer(reading, subject, name, clause)
        answers.setdefault(section, {})[name] = answer
    return answers


def of_everybody(reading: "PlainReading") -> dict[str, Any]:
    """What is said of all subjects of the term: `teachers`, `groups`, `schools`; and others where anything is."""
    said: dict[str, Any] = {kind: _of_kind(reading, kind) for kind in subject_kinds(reading.pack)}
    others = {kind: said[kind] for kind in reading.pack.subjects if said[kind]}
    found = {"townships": said[TOWNSHIP], "county": said[COUNTY].get(COUNTY, {}), "subjects": others}
    return {
        "teachers": said[TEACHER],
        "groups": said[GROUP],
        "schools": said[SCHOOL],
        **{section: answers for section, answers in found.items() if answers},
    }


def _of_kind(reading: "PlainReading", kind: str) -> dict[str, Any]:
    """What is said of the subjects of a kind; nothing where no clause is about them, teachers and groups apart."""
    about = any(clause.per == kind and reading.results.is_shown(clause) for clause in reading.pack.clauses.values())
    if not about and kind not in _ALWAYS:
        return {}
    return {code: of_subject(reading, Subject(kind, code)) for code in reading.subjects.codes(kind)}


def _answer(reading: "PlainReading", subject: Subject, name: str, clause: Any) -> tuple[str, Any]:
    """The section of a clause, and what it says."""

    def result(part: str) -> Any:
        return reading.of(subject, f"{spoken(name)}.{part}")

    if isinstance(clause, Quota):
        return "quotas", reading.results.quota(subject, name).to_json(as_json)
    if isinstance(clause, Eligibility):
        fails = reading.results.fails(subject, name)
        return "eligibility", {"eligible": not fails, "fails": fails}
    if isinstance(clause, Veto):
        return "vetoes", result("vetoed")
    if isinstance(clause, Ranking):
        place = {"place": as_json(result("place")), "of": as_json(result("of"))}
        return "ranks", place | ({"chosen": result("chosen")} if clause.places else {})
    if isinstance(clause, Target):
        numbers = {part: as_json(result(part)) for part in ("base", "reached", "share", "target")}
        return "targets", numbers | {"met": result("met"), "missing": reading.missing(subject, name)}
    if isinstance(clause, DayClause):
        day = result("day")
        return "days", {"day": None if day == NO_DAY else day.isoformat(), "reached": result("reached")}
    assert isinstance(clause, Figure)
    return "values", as_json(result("value"))


def _may_be_zeroed(reading: "PlainReading", points: str) -> bool:
    """Whether a veto may bring a clause's points to 0."""
    zeroed = reading.pack.head.conventions.vetoed == "fails_and_zero"
    return zeroed and any(isinstance(one, Veto) and points in one.bars for one in reading.pack.clauses.values())
