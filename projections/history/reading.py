"""Reads a history: each term by the pack of its time, and what it came to before later changes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np

from ledger.book import Book
from ledger.nearest import did_you_mean
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from ledger.register import in_effect_on
from ledger.spelling import squeeze
from ledger.verifying.report import Told as Hears
from projections.answers import Answers
from projections.canonical import as_json
from projections.catalogue import find_pack
from projections.contradictions.thresholds import DAYS_LATE, TERM_DAYS_LATE
from projections.county_board import county_board
from projections.county_figures import points_of
from projections.evaluation import Evaluation
from projections.history.credits import Before, Figures, History, TermCredits, Told
from projections.history.records_about import Written, records_about
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.packs_of_time import pack_of_term
from projections.simulation.shifts import points_total
from projections.standing import read_standing
from projections.statements.differences import differences
from projections.statements.listing import Statement, StatementState, statements
from projections.statements.reproducing import adopted_pack


def history_of_teacher(
    book: Book,
    teacher: str,
    as_of: date | None = None,
    known_at: int | None = None,
    told: Hears = lambda what, done, of: None,
    *,
    afresh: bool = False,
) -> History:
    """All terms of a teacher, from the first in which the register had them. Raises Misuse `unknown-teacher`.

    `as_of`: today; `known_at`: what the book held at that position (now); `afresh`: from the book's own rows.
    """
    return _Reading(book, TEACHER, teacher, as_of, known_at, afresh=afresh).history(told)


def history_of_school(
    book: Book,
    school: str,
    as_of: date | None = None,
    known_at: int | None = None,
    told: Hears = lambda what, done, of: None,
    *,
    afresh: bool = False,
) -> History:
    """All terms of a school, from the first in which the register had it. Raises Misuse `unknown-school`."""
    return _Reading(book, SCHOOL, school, as_of, known_at, afresh=afresh).history(told)


class _Reading:
    """One history as it is read."""

    def __init__(
        self, book: Book, of: str, code: str, as_of: date | None, known_at: int | None, *, afresh: bool
    ) -> None:
        self._book, self._of, self._afresh = book, of, afresh
        self._as_of = as_of or book.today()
        self._standing = read_standing(book, known_at, afresh=afresh)
        self._code = self._known(code)
        self._final = [one for one in statements(book, self._standing.position) if one.state is StatementState.FINAL]

    def history(self, told: Hears) -> History:
        """The history; `told` hears which term is at work."""
        told("查找相关记录", 0, 1)
        written = records_about(self._book, *self._whom(), self._standing.position)
        terms = sorted(self._standing.terms().values(), key=lambda one: one.start)
        begun = [one for one in terms if one.start <= self._as_of]
        found: list[TermCredits] = []
        for done, term in enumerate(begun):
            told(term.term, done + 1, len(begun) + 1)
            if (one := self._credits(term, written)) is not None:
                found.append(one)
        return History(self._of, self._code, self._as_of, self._standing.position, tuple(found))

    def _credits(self, term: TermAnnounced, written: list[Written]) -> TermCredits | None:
        """A term; None where the register has no such teacher or school in it."""
        day = min(term.end, self._as_of)
        name = pack_of_term(self._book, term, self._standing.position)
        those = [one for one in written if one.is_of(term)]
        late = tuple(_late(those, term))
        row = in_effect_on(self._rows, term.end)
        if row is None:
            return None
        if name is None:
            return TermCredits(term.term, term.start, term.end, day, None, row.school, {}, {}, late, None)
        pack = find_pack(name, self._book)
        evaluation = Evaluation(pack, self._standing, term, day)
        if self._of == SCHOOL:
            there = _teachers_at(evaluation, self._code)
            those = [one for one in those if one.names(there, self._code)]
            late = tuple(_late(those, term))
        official = self._official(term, pack.head.id, evaluation, row.school)
        if official is not None:
            drafted = official.drafted
            pack, day = adopted_pack(self._book, drafted.pack_digest), drafted.as_of
            evaluation = Evaluation(pack, self._standing, term, day)
        answers, figures = self._said(evaluation)
        before = self._before(evaluation, official, those, answers)
        return TermCredits(term.term, term.start, term.end, day, pack, row.school, figures, answers, late, before)

    def _before(
        self, now: Evaluation, official: Statement | None, those: list[Written], answers: Answers
    ) -> Before | None:
        changes = [one for one in those if one.is_change and one.on > now.term.end]
        if official is not None:
            position, number = official.drafted.position, str(official.drafted.statement)
        elif changes:
            position, number = changes[0].position - 1, ""
        else:
            return None
        if not any(one.position > position for one in those):
            return None
        then = Evaluation(now.pack, read_standing(self._book, position, afresh=self._afresh), now.term, now.as_of)
        was, figures = self._said(then)
        records = tuple(_told(one) for one in those if one.position > position)
        place = ("schools" if self._of == SCHOOL else "teachers", self._code)
        return Before(position, number, figures, tuple(differences(was, answers, place)), records)

    def _said(self, evaluation: Evaluation) -> tuple[Answers, Figures]:
        """The answers and the numbers of an evaluation; nothing where it does not know the teacher or school."""
        if _row_of(evaluation, self._of, self._code) is None:
            return {}, {}
        if self._of == TEACHER:
            answers = evaluation.of_teacher(self._code)
            return answers, _of_teacher(answers)
        return evaluation.schools.get(self._code, {}), _of_school(evaluation, self._code)

    def _official(self, term: TermAnnounced, pack: str, evaluation: Evaluation, school: str) -> Statement | None:
        """The newest final statement of the term by the pack of its time, within whose scope this is."""
        there = next((row for row in evaluation.county.schools.of([school]) if isinstance(row, SchoolRegistered)), None)
        scopes = {"county", f"school:{squeeze(school)}", f"township:{squeeze(there.township)}" if there else ""}
        for one in self._final:
            drafted = one.drafted
            of_it = (drafted.term, drafted.pack) == (term.term, pack) and squeeze(drafted.scope) in scopes
            if of_it and drafted.as_of <= self._as_of:
                return one
        return None

    def _known(self, code: str) -> str:
        """The code as the register has it now. Raises Misuse `unknown-teacher`, `unknown-school`."""
        now = self._standing.code_now(code) if self._of == TEACHER else code
        kind, field = f"{self._of}.registered", self._of
        self._rows = self._registered(kind, field, now)
        if not self._rows:
            known = did_you_mean(code, {getattr(one, field) for one in self._standing.records_of(kind).records})
            what = "教师" if self._of == TEACHER else "学校"
            raise Misuse(
                f"unknown-{self._of}", f"名册上没有{what}“{code}”(截至位置 {self._standing.position});{known}。"
            )
        return now

    def _registered(self, kind: str, field: str, code: str) -> list[Any]:
        """The register's rows that name a code in a field."""
        places = self._standing.rows_where(kind, field, code).tolist()
        return list(self._standing.records_of(kind).records.taken(places))

    def _whom(self) -> tuple[set[str], set[str]]:
        """The codes of the teachers and schools that records are looked for of; of merged files the old codes too."""
        if self._of == TEACHER:
            teachers, schools = {self._code}, set[str]()
        else:
            rows = self._registered("teacher.registered", "school", self._code)
            teachers, schools = {one.teacher for one in rows}, {self._code}
        old = {code for code, into in self._standing.merges.items() if into in teachers}
        return teachers | old, schools


def _row_of(evaluation: Evaluation, of: str, code: str) -> TeacherRegistered | SchoolRegistered | None:
    """The row of the register in effect in the term."""
    roll = evaluation.county.teachers if of == TEACHER else evaluation.county.schools
    found = roll.of([code]) if code in roll.codes else []
    return next((one for one in found if isinstance(one, TeacherRegistered | SchoolRegistered)), None)


def _teachers_at(evaluation: Evaluation, school: str) -> set[str]:
    """The codes of the teachers that the register has at a school in the term."""
    roll = evaluation.county.teachers
    here = roll.column("school").values == evaluation.county.facts.words.code(school)
    return {roll.codes[place] for place in np.flatnonzero(here).tolist()}


def _of_teacher(answers: Answers) -> Figures:
    quotas, eligible = answers.get("quotas") or {}, answers.get("eligibility") or {}
    has_points = bool(answers.get("scores") or answers.get("points"))
    return {
        "points": as_json(points_total(answers)) if has_points else None,
        "duties_done": sum(bool(one["met"]) for one in quotas.values()),
        "duties_of": len(quotas),
        "eligible": sum(bool(one["eligible"]) for one in eligible.values()),
    }


def _of_school(evaluation: Evaluation, code: str) -> Figures:
    here = county_board(evaluation).of({code}).schools
    points = [one for one in points_of(evaluation, {code}) if one.per == TEACHER]
    return {
        "points": points[0].median if points else None,
        "duties_done": sum(row.all.done for row in here),
        "duties_of": sum(row.all.of for row in here),
        "teachers": sum(row.teachers for row in here),
    }


def _late(those: Iterable[Written], term: TermAnnounced) -> Iterator[Told]:
    """The first versions of records that came later than the checks for contradictions allow."""
    for one in those:
        if one.act != "recorded" or one.replaces:
            continue
        since = one.day if one.day and not one.from_workbook else term.end
        days = (one.on - since).days
        if days > (TERM_DAYS_LATE if since is term.end else DAYS_LATE):
            yield _told(one, days)


def _told(one: Written, days: int = 0) -> Told:
    return Told(one.position, one.entry, one.kind, one.act, one.day, one.on, days)
