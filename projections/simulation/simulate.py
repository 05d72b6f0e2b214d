"""Simulation: a changed value, or another pack, against the real facts; who gains, who loses, by school and service."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from ledger.book import Book
from ledger.register import in_effect_on
from ledger.verifying.report import Told
from projections.canonical import as_json
from projections.evaluation import Evaluation, find_term
from projections.language.days import months_between
from projections.language.pack import Pack
from projections.processes.rotations import rotations
from projections.simulation.shifts import CHANGES, GAINS, LOSES, Shift, points_total, shifts, verdict
from projections.simulation.subjects_answered import subjects_answered
from projections.standing import Standing, read_standing

SERVICE_BANDS = ((3, "不满3年"), (10, "3至9年"), (20, "10至19年"), (30, "20至29年"))
BEYOND, UNKNOWN = "30年及以上", "未登记"
"""Ages of service (教龄), in whole years on the term's last day: below so many, and those beyond."""

_TEACHERS = "teachers"
SAME = "same"


def simulate(
    book: Book,
    pack: Pack,
    against: Pack,
    term: str,
    as_of: date | None = None,
    known_at: int | None = None,
    told: Told = lambda what, done, of: None,
) -> "Simulation":
    """What is different if `against` were in force instead of `pack`. Raises Misuse `unknown-term`."""
    day = as_of or book.today()
    standing = read_standing(book, known_at)  # read once for both
    before, after = (Evaluation(one, standing, find_term(standing, term), day) for one in (pack, against))
    told("按原来的办法", 0, 3)
    before.compute()
    told("按改动以后的办法", 1, 3)
    after.compute()
    told("逐人对照", 2, 3)
    allowances = None if known_at is not None else (_allowances(book, pack, day), _allowances(book, against, day))
    return Simulation(before, after, allowances)


@dataclass(frozen=True)
class Changed:
    """A subject whose answers are others: in which list it stands, of teachers with school and age of service."""

    subject: str
    change: str
    shifts: list[Shift]
    before: dict[str, Any]
    after: dict[str, Any]
    of: str = _TEACHERS
    school: str = ""
    service: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        who: dict[str, Any] = {"of": self.of, "subject": self.subject}
        if self.of == _TEACHERS:
            who = {"teacher": self.subject, "school": self.school, "service": self.service}
        told = [shift.to_json() for shift in self.shifts]
        return {**who, "before": self.before, "after": self.after, "change": self.change, "clauses": told}


@dataclass
class _Tally:
    """How many teachers of a school or age of service gain, lose, change or stay, and their points in all."""

    teachers: int = 0
    gains: int = 0
    loses: int = 0
    changes: int = 0
    points_before: Fraction = Fraction(0)
    points_after: Fraction = Fraction(0)

    def to_json(self) -> dict[str, Any]:
        moved = self.points_after - self.points_before
        return {
            "teachers": self.teachers,
            "gains": self.gains,
            "loses": self.loses,
            "changes": self.changes,
            "same": self.teachers - self.gains - self.loses - self.changes,
            "points_before": as_json(self.points_before),
            "points_after": as_json(self.points_after),
            "difference": as_json(moved),
        }


class Simulation:
    """Two evaluations of the same facts, held against each other."""

    def __init__(
        self,
        before: Evaluation,
        after: Evaluation,
        allowances: tuple[Mapping[str, Fraction], Mapping[str, Fraction]] | None = None,
    ) -> None:
        self.before = before
        self.after = after
        self._allowances = allowances or ({}, {})
        self._was, self._now = before.to_json(), after.to_json()
        self._people = _People(before.standing, before.term.end)

    @cached_property
    def teachers(self) -> list[Changed]:
        """The teachers whose answers are others, by code."""
        found = []
        for code in self._codes:
            was, now = self._answers(self._was, 0, code), self._answers(self._now, 1, code)
            if moved := shifts(was, now):
                school, service = self._people.of(code)
                found.append(
                    Changed(code, verdict(moved), moved, _summary(was), _summary(now), school=school, service=service)
                )
        return found

    @cached_property
    def others(self) -> list[Changed]:
        """The groups, schools and other subjects whose answers are others, in the order of the lists."""
        return [
            Changed(name, verdict(moved), moved, _summary(was), _summary(now), of)
            for of, name, was, now in self._other_subjects()
            if (moved := shifts(was, now))
        ]

    def by_school(self) -> list[dict[str, Any]]:
        """Totals of each school, by code."""
        tallies = self._tallied(lambda code: self._people.of(code)[0])
        return [{"school": school, **tallies[school].to_json()} for school in sorted(tallies)]

    def by_service(self) -> list[dict[str, Any]]:
        """Totals of each age of service, the youngest first."""
        tallies = self._tallied(lambda code: service_band(self._people.of(code)[1]))
        order = [*(band for _, band in SERVICE_BANDS), BEYOND, UNKNOWN]
        return [{"service": band, **tallies[band].to_json()} for band in order if band in tallies]

    def in_all(self) -> dict[str, Any]:
        """Totals of the county."""
        return self._tallied(lambda code: "")[""].to_json() if self._codes else _Tally().to_json()

    def to_json(self, settings: list[str] | None = None) -> dict[str, Any]:
        """The form of docs/json-forms.md; `settings` are the values that were changed."""
        return {
            "pack": _name(self.before.pack),
            "pack_digest": self.before.pack.digest,
            "against": _name(self.after.pack),
            "against_digest": self.after.pack.digest,
            "set": settings or [],
            "term": self._was["term"],
            "as_of": self._was["as_of"],
            "known_at": self._was["known_at"],
            "changed": [one.to_json() for one in self.teachers],
            "others": [one.to_json() for one in self.others],
            "totals": {"all": self.in_all(), "by_school": self.by_school(), "by_service": self.by_service()},
        }

    @cached_property
    def _codes(self) -> list[str]:
        return sorted({*self._was[_TEACHERS], *self._now[_TEACHERS]})

    def _answers(self, result: Mapping[str, Any], side: int, code: str) -> dict[str, Any]:
        answers = dict(result[_TEACHERS].get(code, {}))
        if code in self._allowances[0] or code in self._allowances[1]:
            answers["allowances"] = {"total": as_json(self._allowances[side].get(code, Fraction(0)))}
        return answers

    def _other_subjects(self) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
        was, now = (
            {(of, code): answers for of, code, answers in subjects_answered(one) if of != _TEACHERS}
            for one in (self._was, self._now)
        )
        for of, code in dict.fromkeys([*was, *now]):
            yield of, code, was.get((of, code), {}), now.get((of, code), {})

    def _tallied(self, key: Any) -> defaultdict[str, _Tally]:
        tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
        verdicts = {one.subject: one.change for one in self.teachers}
        for code in self._codes:
            tally, change = tallies[key(code)], verdicts.get(code, SAME)
            tally.teachers += 1
            tally.gains += change == GAINS
            tally.loses += change == LOSES
            tally.changes += change == CHANGES
            tally.points_before += points_total(self._was[_TEACHERS].get(code, {}))
            tally.points_after += points_total(self._now[_TEACHERS].get(code, {}))
        return tallies


class _People:
    """The school and the age of service of every teacher on a day."""

    def __init__(self, standing: Standing, day: date) -> None:
        rows: defaultdict[str, list[Any]] = defaultdict(list)
        for record in standing.records_of("teacher.registered").records:
            rows[record.teacher].append(record)
        begun = {record.teacher: record.on for record in standing.records_of("teacher.career_begun").records}
        self._rows = {code: row for code, found in rows.items() if (row := in_effect_on(found, day))}
        self._begun = begun
        self._day = day

    def of(self, code: str) -> tuple[str, int | None]:
        """School, and whole years since the person began to teach (else was hired)."""
        row = self._rows.get(code)
        if row is None:
            return "", None
        first = self._begun.get(code, row.hired)
        return row.school, months_between(first, self._day) // 12


def service_band(years: int | None) -> str:
    """The age of service that so many whole years belong to."""
    if years is None:
        return UNKNOWN
    return next((band for below, band in SERVICE_BANDS if years < below), BEYOND)


def _allowances(book: Book, pack: Pack, day: date) -> dict[str, Fraction]:
    """What is due to each teacher for rotations, in yuan."""
    due: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in rotations(book, [pack], day):
        due[one.teacher] += one.allowance
    return due


def _summary(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of somebody in short: points, quotas not met, what is open to them."""
    quotas, eligibility = answers.get("quotas") or {}, answers.get("eligibility") or {}
    return {
        "points": as_json(points_total(answers)) if answers.get("points") else None,
        "unmet": [name for name, one in quotas.items() if not one.get("met")],
        "eligible": [name for name, one in eligibility.items() if one.get("eligible")],
    }


def _name(pack: Pack) -> str:
    return f"{pack.head.id}@{pack.head.version}"
