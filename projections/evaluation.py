"""Evaluation: a pack over a term, for every teacher and preparation group; a pure function of the book and dates."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ledger.book import Book
from ledger.nearest import did_you_mean
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from projections.canonical import digest, number
from projections.county import County
from projections.facts import Facts
from projections.kernel import Kernel
from projections.language.exact import Exact
from projections.language.pack import Pack
from projections.language.schema import Eligibility
from projections.language.scopes import GROUP, TEACHER
from projections.standing import Standing, read_standing

Answers = dict[str, Any]
"""What is said of one subject: `quotas`, `points`, `eligibility`, in the form of docs/json-forms.md."""


def evaluate(book: Book, pack: Pack, term: str, as_of: date | None = None, known_at: int | None = None) -> "Evaluation":
    """Evaluate a pack over a term.

    `as_of`: what had happened by then (today); `known_at`: what the book held at that position (now).
    Raises Misuse `unknown-term`.
    """
    standing = read_standing(book, known_at)
    return Evaluation(pack, standing, find_term(standing, term), as_of or book.today())


def find_term(standing: Standing, name: str) -> TermAnnounced:
    """The term of a name. Raises Misuse `unknown-term`, naming the nearest known ones."""
    terms = standing.terms()
    if name not in terms:
        known = did_you_mean(name, terms)
        raise Misuse("unknown-term", f"账本里没有学期“{name}”(截至位置 {standing.position});{known}。")
    return terms[name]


@dataclass(frozen=True)
class Evaluation:
    """A pack evaluated over a term, as known at the standing's position."""

    pack: Pack
    standing: Standing
    term: TermAnnounced
    as_of: date

    @cached_property
    def county(self) -> County:
        """The county that was evaluated."""
        return County(Facts(self.standing), self.term, self.as_of, self.pack.head.conventions)

    @cached_property
    def kernel(self) -> Kernel:
        """The computed columns."""
        return Kernel(self.pack, self.county)

    def compute(self) -> None:
        """Compute all answers now, rather than when they are first read."""
        assert self.digest

    @cached_property
    def teachers(self) -> dict[str, Answers]:
        """The answers for every teacher on the register in the term, by code."""
        codes = self.county.teachers.codes
        answers: dict[str, Answers] = {code: {"quotas": {}, "points": {}, "eligibility": {}} for code in codes}
        self._add_quotas(TEACHER, list(answers.values()))
        self._add_points(list(answers.values()))
        self._add_eligibility(list(answers.values()))
        return answers

    @cached_property
    def groups(self) -> dict[str, Answers]:
        """The answers for every preparation group that met in the term, by `school/group`."""
        answers: dict[str, Answers] = {group: {"quotas": {}} for group in self.county.groups.ids}
        self._add_quotas(GROUP, list(answers.values()))
        return answers

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical form: pack digest, term, as_of and all answers; not of positions."""
        return digest(
            {
                "pack_digest": self.pack.digest,
                "term": self.term.term,
                "as_of": self.as_of.isoformat(),
                "teachers": self.teachers,
                "groups": self.groups,
                "schools": {},
            }
        )

    def to_json(self, teacher: str | None = None) -> dict[str, Any]:
        """The form of docs/json-forms.md; of one teacher only, where one is named. Raises Misuse `unknown-teacher`."""
        head = self.pack.head
        teachers = self.teachers if teacher is None else {self.code_now(teacher): self.of_teacher(teacher)}
        return {
            "pack": head.id,
            "pack_version": head.version,
            "pack_digest": self.pack.digest,
            "term": self.term.term,
            "as_of": self.as_of.isoformat(),
            "known_at": self.standing.position,
            "digest": self.digest,
            "teachers": teachers,
            "groups": self.groups if teacher is None else {},
            "schools": {},
        }

    def of_teacher(self, teacher: str) -> Answers:
        """The answers for one teacher; the old code of a merged file answers too. Raises Misuse `unknown-teacher`."""
        code = self.code_now(teacher)
        if code not in self.teachers:
            raise Misuse(
                "unknown-teacher",
                f"{self.term.term} 的名册上没有教师“{teacher}”;{did_you_mean(teacher, self.teachers)}。",
            )
        return self.teachers[code]

    def code_now(self, teacher: str) -> str:
        """The code that stands for a teacher, if the file was merged into another."""
        return self.standing.code_now(teacher)

    def _add_quotas(self, subject: str, answers: list[Answers]) -> None:
        for name, _ in self.pack.quotas(subject):
            result = self.kernel.quota(name)
            done, target = numbers(result.done, len(answers)), numbers(result.target, len(answers))
            for row in result.applies.nonzero()[0].tolist():
                answers[row]["quotas"][name] = {
                    "done": done[row],
                    "target": target[row],
                    "met": bool(result.met[row]),
                }

    def _add_points(self, answers: list[Answers]) -> None:
        for name, _ in self.pack.points():
            result = self.kernel.points(name)
            scale = 10**result.digits
            total = result.total.tolist()
            for row, answer in enumerate(answers):
                answer["points"] = {"parts": {}, "total": number(total[row], scale)}
            for part, (applies, column) in result.parts.items():
                units = column.tolist()
                for row in applies.nonzero()[0].tolist():
                    answers[row]["points"]["parts"][part] = number(units[row], scale)

    def _add_eligibility(self, answers: list[Answers]) -> None:
        for name, clause in self.pack.clauses.items():
            if not isinstance(clause, Eligibility):
                continue
            result = self.kernel.eligibility(name)
            verdicts = {condition: holds.tolist() for condition, holds in result.holds.items()}
            for row in result.applies.nonzero()[0].tolist():
                fails = [condition for condition, holds in verdicts.items() if not holds[row]]
                answers[row]["eligibility"][name] = {"eligible": not fails, "fails": fails}


def numbers(values: Exact, length: int) -> list[int | float]:
    """A column of exact numbers as JSON numbers."""
    num = np.broadcast_to(values.num, (length,)).tolist()
    den = np.broadcast_to(values.den, (length,)).tolist()
    return [number(units, scale) for units, scale in zip(num, den, strict=True)]
