"""The reading desk: one open ledger for all who ask over the web, with the evaluations lately asked for at hand.

Many threads ask. The book has a connection for each; the vault has one, so it answers one thread at a time. An
evaluation is a pure function of pack, term, day and position, so it is kept under these and never goes stale: a
new event asks for another one, which goes on from the last; a new day for one that begins anew.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from api.http.kept_answers import KeptAnswers
from api.http.lately import Lately
from api.pages.why import Names
from ledger.book import Book
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from projections.catalogue import adopted_packs, find_pack, shipped_packs
from projections.contradictions.contradiction import Contradiction
from projections.contradictions.report import contradictions
from projections.county_board import Board, county_board
from projections.county_figures import CountyFigures, county_figures
from projections.evaluation import Evaluation, find_term
from projections.explain import Explainer, Explanation
from projections.known_at import position_known
from projections.language.pack import Pack
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.last_recorded import Written, last_recorded
from projections.processes.rotations import RotationNow, rotations_in
from projections.school_reports import SchoolReport, school_reports
from projections.standing import Standing, read_standing
from projections.touched import touched_between

EVALUATIONS_KEPT = 4
STANDINGS_KEPT = 2
PACKS_KEPT = 4
LAST_RECORDED = 8
_FEW = 20
"""Names opened by the thread that listens: a fifth of a millisecond."""


class Question(NamedTuple):
    """What an evaluation is of: the digest of a pack, a term, a day, a position."""

    pack: str
    term: str
    as_of: date
    position: int


class Evaluated:
    """An evaluation, computed, and the explainer of it, which answers one thread at a time."""

    def __init__(self, evaluation: Evaluation, book: Book, before: "Evaluated | None" = None) -> None:
        """`before`: an evaluation of the same question at an earlier position."""
        self.evaluation = evaluation
        self._book = book
        evaluation.compute()  # here, in the one thread that makes it
        self._explaining = Lock()
        self._explainer = before._later(self) if before else None

    def of_teacher(self, code: str) -> list[Explanation]:
        """Each clause that applies to a teacher, explained. Raises Misuse `unknown-teacher`."""
        with self._explaining:
            return self._ready().teacher(code)

    def of_group(self, group: str) -> list[Explanation]:
        """Each clause that applies to a preparation group, explained. Raises Misuse `unknown-group`."""
        with self._explaining:
            return self._ready().group(group)

    def explained(self, kind: str, code: str, clause: str | None = None) -> list[Explanation]:
        """One clause, or each that applies, explained for a subject of any kind; of a school its groups too.

        Raises Misuse for an unknown name.
        """
        with self._explaining:
            explainer = self._ready()
            if kind == TEACHER:
                return explainer.teacher(code, clause)
            return explainer.school(code, clause) if kind == SCHOOL else explainer.subject(kind, code, clause)

    @cached_property
    def figures(self) -> CountyFigures:
        """The county at a glance."""
        return county_figures(self.evaluation)

    @cached_property
    def board(self) -> Board:
        """Of every school how many have done each duty."""
        return county_board(self.evaluation)

    @cached_property
    def reports(self) -> list[SchoolReport]:
        """What each school's records of the term are, and which are not there yet."""
        return school_reports(self.evaluation, self.board, self._book)

    @cached_property
    def rotations(self) -> list[RotationNow]:
        """Every rotation on record, as it stands on the day."""
        evaluation = self.evaluation
        return rotations_in(evaluation.standing, shipped_packs().values(), evaluation.as_of)

    @cached_property
    def contradictions(self) -> list[Contradiction]:
        """The records that cannot all be true; nobody is looked for in two files, which takes ID numbers."""
        return contradictions(self._book, as_of=self.evaluation.as_of, known_at=self.evaluation.standing.position)

    def _ready(self) -> Explainer:
        if self._explainer is None:
            self._explainer = Explainer(self.evaluation)
        return self._explainer

    def _later(self, later: "Evaluated") -> Explainer | None:
        """The explainer of a later position, if there is one of this, made from what this one has read."""
        explainer = self._explainer
        return Explainer(later.evaluation, explainer) if explainer else None


class ReadingDesk:
    """Answers questions about a ledger from any thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._vault_in_use = Lock()
        self._standings: Lately[int, Standing] = Lately(STANDINGS_KEPT)
        self._evaluations: Lately[Question, Evaluated] = Lately(EVALUATIONS_KEPT)
        self._packs: Lately[tuple[str, int], Pack] = Lately(PACKS_KEPT)
        self.answers = KeptAnswers()

    @property
    def position(self) -> int:
        """The book's last position."""
        return self._ledger.book.position

    def terms(self, known_at: str | None = None) -> list[TermAnnounced]:
        """The terms announced, newest first. Raises Misuse `bad-known-at`."""
        terms = self._standing(self._position(known_at)).terms()
        return sorted(terms.values(), key=lambda term: term.start, reverse=True)

    def current_term(self, terms: Iterable[TermAnnounced], as_of: date | None) -> str:
        """Of terms, newest first, the last that had begun by a day (today); else the first to come."""
        day = as_of or self._ledger.book.today()
        ordered = list(terms)
        return next((term for term in ordered if term.start <= day), ordered[-1]).term

    def today(self) -> date:
        """The day it is for the county."""
        return self._ledger.book.today()

    def question(self, pack: str, term: str, as_of: date | None = None, known_at: str | None = None) -> Question:
        """What is asked when a pack over a term is, by default as of today and as known now.

        Raises Misuse `unknown-pack`, `bad-known-at`.
        """
        return Question(self.pack(pack).digest, term, as_of or self.today(), self._position(known_at))

    def evaluated(self, pack: str, term: str, as_of: date | None = None, known_at: str | None = None) -> Evaluated:
        """A pack over a term, by default as of today and as known now.

        Raises Misuse `unknown-pack`, `unknown-term`, `bad-known-at`.
        """
        question = self.question(pack, term, as_of, known_at)

        def made() -> Evaluated:
            standing = self._standing(question.position)
            before = self._before(question)
            if before is None:
                found = Evaluation(self.pack(pack), standing, find_term(standing, term), question.as_of)
            else:
                earlier = before.evaluation.standing.position
                touched = touched_between(self._ledger.book.stored, earlier, question.position)
                found = before.evaluation.after(standing, touched)
            return Evaluated(found, self._ledger.book, before)

        return self._evaluations.get(question, made)

    def pack(self, name: str) -> Pack:
        """The pack `ID` or `ID@VERSION`: one that comes with Shilu, or was adopted. Raises Misuse `unknown-pack`."""
        if name in shipped_packs():
            return shipped_packs()[name]
        return self._packs.get((name, self.position), lambda: known_pack(name, self._ledger.book))

    def _before(self, question: Question) -> Evaluated | None:
        """The same evaluated at the last position before, if that is kept."""
        kept = [one for one in self._evaluations.those() if one[0][:3] == question[:3] and one[0][3] < question[3]]
        return max(kept, key=lambda one: one[0].position)[1] if kept else None

    def names(self, evaluation: Evaluation, codes: Iterable[str]) -> Names:
        """The names of teachers on the register of an evaluation; unsealed anew each time, never kept."""
        return self.unsealed(identities(evaluation, codes))

    def unsealed(self, identities: Mapping[TeacherId, str]) -> Names:
        """The names behind the identities of teachers."""
        if not identities:
            return {}
        with self._vault_in_use:
            return self._ledger.vault.names(identities)

    def unsealed_at_once(self, identities: Mapping[TeacherId, str]) -> Names | None:
        """The same of a few people, where nobody else is at the vault and it is a file; None where one would wait.

        For the thread that listens: to hand it to another takes longer than to open a name.
        """
        vault = self._ledger.vault
        if not vault.is_quick or len(identities) > _FEW or not self._vault_in_use.acquire(blocking=False):
            return None
        try:
            return vault.names(identities)
        finally:
            self._vault_in_use.release()

    def id_numbers(self, identities: Mapping[TeacherId, str]) -> dict[TeacherId, str]:
        """The ID numbers behind the identities of teachers: to be compared with each other, and shown to nobody."""
        with self._vault_in_use:
            return {code: person.id_number for code, person in self._ledger.vault.particulars(identities).items()}

    def rotations(self, evaluation: Evaluation, code: str) -> list[RotationNow] | None:
        """A teacher's rotations as of the evaluation's day; None for a position that is not the book's last."""
        if evaluation.standing.position != self.position:
            return None
        return rotations_in(evaluation.standing, shipped_packs().values(), evaluation.as_of, code)

    def last_recorded(self, evaluation: Evaluation) -> list[Written]:
        """What was written last, as the evaluation's position knows it."""
        return last_recorded(self._ledger.book, evaluation.standing.position, LAST_RECORDED)

    def _position(self, known_at: str | None) -> int:
        known = position_known(self._ledger.book, known_at)
        return self.position if known is None else known

    def _standing(self, position: int) -> Standing:
        return self._standings.get(position, lambda: read_standing(self._ledger.book, position))


def identities(evaluation: Evaluation, codes: Iterable[str]) -> dict[TeacherId, str]:
    """What stands in the register for the particulars of some teachers; of those who are not on it nothing."""
    rows = evaluation.county.teachers.of(codes)
    return {TeacherId(row.teacher): row.identity for row in rows if isinstance(row, TeacherRegistered)}


def known_pack(name: str, book: Book) -> Pack:
    """The pack `ID` or `ID@VERSION` of those that come with Shilu or were adopted; over the web no path of a file.

    Raises Misuse `unknown-pack`.
    """
    known = {one.pack for one in adopted_packs(book)} | shipped_packs().keys()
    if name.partition("@")[0] not in known or name.endswith((".yaml", ".yml")):
        raise Misuse("unknown-pack", f"没有叫“{name}”的考核办法;{did_you_mean(name, known)}。")
    return find_pack(name, book)
