"""Evaluation: a pack over a term, for everybody its clauses are about; a pure function of the book and dates.

After a new event `after` goes on from an earlier evaluation of the same book; its answers are those of a fresh one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from ledger.book import Book
from ledger.nearest import did_you_mean
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from projections.answers import Answers as Answers
from projections.answers import answers_of, clauses_about
from projections.canonical import canonical, canonical_object
from projections.county import County
from projections.facts import Facts
from projections.kernel import Kernel
from projections.language.days import NO_DAY
from projections.language.pack import Pack
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP
from projections.language.types import Type
from projections.standing import Standing, read_standing
from projections.touched import Touched
from projections.written import WrittenAnswers, written


def evaluate(
    book: Book,
    pack: Pack,
    term: str,
    as_of: date | None = None,
    known_at: int | None = None,
    *,
    historical: bool = False,
) -> "Evaluation":
    """Evaluate a pack over a term.

    `as_of`: what had happened by then (today); `known_at`: what the book held at that position (now); `historical`:
    with the clauses that are only history. Raises Misuse `unknown-term`.
    """
    standing = read_standing(book, known_at)
    return Evaluation(pack, standing, find_term(standing, term), as_of or book.today(), historical)


def find_term(standing: Standing, name: str) -> TermAnnounced:
    """The term of a name. Raises Misuse `unknown-term`, naming the nearest known ones."""
    terms = standing.terms()
    if name not in terms:
        known = did_you_mean(name, terms)
        raise Misuse("unknown-term", f"账本里没有学期“{name}”(截至位置 {standing.position});{known}。")
    return terms[name]


@dataclass(frozen=True)
class Evaluation:
    """A pack evaluated over a term, as known at the standing's position; `historical` clauses only if asked for."""

    pack: Pack
    standing: Standing
    term: TermAnnounced
    as_of: date
    historical: bool = False

    @cached_property
    def county(self) -> County:
        """The county that was evaluated."""
        return County(Facts(self.standing), self.term, self.as_of, self.pack.head.conventions)

    @cached_property
    def kernel(self) -> Kernel:
        """The computed columns."""
        return Kernel(self.pack, self.county)

    @cached_property
    def _rows(self) -> dict[str, dict[str, int]]:
        """The row of each code, by kind of subject, once it was asked for."""
        return {}

    def compute(self) -> None:
        """Compute all answers now, rather than when they are first read."""
        assert self.digest

    def after(self, standing: Standing, touched: Touched | None) -> "Evaluation":
        """The same pack, term and day at a later position of the same book; what is `touched` between the two.

        What did not change is taken over, so that this takes a fraction of a second; where that cannot be told
        (`touched` is None), it is a fresh evaluation.
        """
        later = Evaluation(self.pack, standing, find_term(standing, self.term.term), self.as_of, self.historical)
        if touched is None or "written" not in vars(self):
            return later
        kernel = self.kernel.after(self.county.facts.after(standing, set(touched.kinds)), touched)
        vars(later).update(county=kernel.county, kernel=kernel, written=self.written.after(kernel))
        kernel.settle()
        return later

    @cached_property
    def teachers(self) -> dict[str, Answers]:
        """The answers for every teacher on the register in the term, by code."""
        return self._answers(TEACHER)

    @cached_property
    def groups(self) -> dict[str, Answers]:
        """The answers for every preparation group that met in the term, by `school/group`."""
        return self._answers(GROUP)

    @cached_property
    def schools(self) -> dict[str, Answers]:
        """The answers for every school, by code; none where no clause is about schools."""
        return self._answers_if_any(SCHOOL)

    @cached_property
    def others(self) -> Answers:
        """The answers for `townships` by name, the `county`, and `subjects` by kind and code, where there are any."""
        found = {
            "townships": self._answers_if_any(TOWNSHIP),
            "county": self._answers_if_any(COUNTY).get(COUNTY, {}),
            "subjects": {kind: said for kind in self.pack.subjects if (said := self._answers_if_any(kind))},
        }
        return {section: said for section, said in found.items() if said}

    @cached_property
    def written(self) -> WrittenAnswers:
        """All answers in their canonical form, subject by subject."""
        return written(self.kernel, historical=self.historical)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical form of the result, in hexadecimal."""
        head = {"pack_digest": self.pack.digest, "term": self.term.term, "as_of": self.as_of.isoformat()}
        members = {name: canonical(said) for name, said in head.items()} | self.written.sections()
        return sha256(canonical_object(members)).hexdigest()

    @cached_property
    def result(self) -> dict[str, Any]:
        """What the digest is of, and statements keep: pack digest, term, as_of and all answers; not positions.

        Results of packs in use keep their bytes for ever (docs/statements.md): what the language learns to answer
        later is listed only where a pack has a clause that asks for it.
        """
        return {
            "pack_digest": self.pack.digest,
            "term": self.term.term,
            "as_of": self.as_of.isoformat(),
            "teachers": self.teachers,
            "groups": self.groups,
            "schools": self.schools,
            **self.others,
        }

    def head(self) -> dict[str, Any]:
        """What is said before all answers: which pack, term, day and position they are of, and their digest."""
        head = self.pack.head
        return {
            "pack": head.id,
            "pack_version": head.version,
            "pack_digest": self.pack.digest,
            "term": self.term.term,
            "as_of": self.as_of.isoformat(),
            "known_at": self.standing.position,
            "digest": self.digest,
        }

    def to_json(self, teacher: str | None = None) -> dict[str, Any]:
        """The form of docs/json-forms.md; of one teacher only, where one is named. Raises Misuse `unknown-teacher`."""
        if teacher is not None:
            answers = {self.code_now(teacher): self.of_teacher(teacher)}
            return {**self.head(), "teachers": answers, "groups": {}, "schools": {}}
        return {
            **self.head(),
            "teachers": self.teachers,
            "groups": self.groups,
            "schools": self.schools,
            **self.others,
        }

    def of_teacher(self, teacher: str) -> Answers:
        """The answers for one teacher; the old code of a merged file answers too. Raises Misuse `unknown-teacher`."""
        [said] = self.of_teachers([teacher])
        return said

    def of_teachers(self, teachers: Sequence[str]) -> list[Answers]:
        """The answers for some teachers, in the order asked. Raises Misuse `unknown-teacher`."""
        rows = []
        for teacher in teachers:
            row = self._row(TEACHER, self.code_now(teacher))
            if row is None:
                known = did_you_mean(teacher, self.kernel.subjects.of(TEACHER).codes)
                raise Misuse("unknown-teacher", f"{self.term.term} 的名册上没有教师“{teacher}”;{known}。")
            rows.append(row)
        return answers_of(self.kernel, TEACHER, np.array(rows, np.int64), historical=self.historical)

    def of_subject(self, kind: str, code: str) -> Answers:
        """The answers for one subject of any kind. Raises KeyError where there is none of the code."""
        if kind == TEACHER and "teachers" in vars(self):
            return self.teachers[code]
        if kind == TEACHER and self._row(TEACHER, code) is not None:
            return self.of_teacher(code)
        if kind in (GROUP, SCHOOL):
            return (self.groups if kind == GROUP else self.schools)[code]
        if kind == COUNTY:
            return dict(self.others.get("county", {}))
        found: dict[str, Answers] = self.others["townships"] if kind == TOWNSHIP else self.others["subjects"][kind]
        return found[code]

    def value_of(self, kind: str, code: str, name: str) -> Any:
        """The value of a name in a subject's scope: a fraction, a day, a word, yes or no; raises KeyError.

        Of a target also `CLAUSE.missing`: the codes of those on its roster who have not reached it.
        """
        row = self._row(kind, code)
        if row is None:
            raise KeyError(code)
        if name.endswith(".missing"):
            return self.kernel.missing(name.removesuffix(".missing"), row)
        column = self.kernel.column(kind, name)
        if column.type is Type.NUMBER:
            return column.values[row : row + 1].fractions(1)[0]
        values = np.asarray(column.values)
        value: Any = (values[row] if values.ndim else values).item()
        if column.type is Type.DAY:
            return date.fromordinal(value) if value else NO_DAY
        return self.county.facts.words.word(value) if column.type is Type.WORD else bool(value)

    def has_register_of(self, other: "Evaluation") -> bool:
        """Whether it is known to have the register of another: it goes on from that one, or both go on from one."""
        return self.county.teachers is other.county.teachers

    def code_now(self, teacher: str) -> str:
        """The code that stands for a teacher, if the file was merged into another."""
        return self.standing.code_now(teacher)

    def _row(self, kind: str, code: str) -> int | None:
        if kind not in self._rows:
            self._rows[kind] = {one: row for row, one in enumerate(self.kernel.subjects.of(kind).codes)}
        return self._rows[kind].get(code)

    def _answers(self, kind: str) -> dict[str, Answers]:
        said = answers_of(self.kernel, kind, historical=self.historical)
        return dict(zip(self.kernel.subjects.of(kind).codes, said, strict=True))

    def _answers_if_any(self, kind: str) -> dict[str, Answers]:
        about = list(clauses_about(self.kernel, kind, historical=self.historical))
        return self._answers(kind) if about else {}
