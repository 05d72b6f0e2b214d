"""The reading desk: one open ledger for all who ask over the web, with the evaluations lately asked for at hand.

Many threads ask. The book has a connection for each; the vault has one, so it answers one thread at a time. An
evaluation is a pure function of pack, term, day and position, so it is kept under these and never goes stale: a
new event or a new day asks for another one.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from threading import Lock

from api.http.lately import Lately
from api.pages.why import Names
from ledger.book import Book
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from projections.catalogue import find_pack, shipped_packs
from projections.evaluation import Evaluation, find_term
from projections.explain import Explainer, Explanation
from projections.known_at import position_known
from projections.language.pack import Pack
from projections.rotations import RotationNow, rotations
from projections.standing import Standing, read_standing

EVALUATIONS_KEPT = 4
STANDINGS_KEPT = 2


class Evaluated:
    """An evaluation, computed, and the explainer of it, which answers one thread at a time."""

    def __init__(self, evaluation: Evaluation, book: Book) -> None:
        self.evaluation = evaluation
        self._book = book
        self.evaluation.digest  # noqa: B018 - computes all answers here, in the one thread that makes it
        self._explaining = Lock()

    def of_teacher(self, code: str) -> list[Explanation]:
        """Each clause that applies to a teacher, explained. Raises Misuse `unknown-teacher`."""
        with self._explaining:
            return self._explainer.teacher(code)

    def of_group(self, group: str) -> list[Explanation]:
        """Each clause that applies to a preparation group, explained. Raises Misuse `unknown-group`."""
        with self._explaining:
            return self._explainer.group(group)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.evaluation, self._book)


class ReadingDesk:
    """Answers questions about a ledger from any thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._vault_in_use = Lock()
        self._standings: Lately[int, Standing] = Lately(STANDINGS_KEPT)
        self._evaluations: Lately[tuple[str, str, date, int], Evaluated] = Lately(EVALUATIONS_KEPT)

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

    def evaluated(self, pack: str, term: str, as_of: date | None = None, known_at: str | None = None) -> Evaluated:
        """A pack over a term, by default as of today and as known now.

        Raises Misuse `unknown-pack`, `unknown-term`, `bad-known-at`.
        """
        found, position, day = shipped_pack(pack), self._position(known_at), as_of or self._ledger.book.today()

        def made() -> Evaluated:
            standing = self._standing(position)
            return Evaluated(Evaluation(found, standing, find_term(standing, term), day), self._ledger.book)

        return self._evaluations.get((found.digest, term, day, position), made)

    def names(self, evaluation: Evaluation, codes: Iterable[str]) -> Names:
        """The names of teachers on the register of an evaluation; unsealed anew each time, never kept."""
        wanted, roll = set(codes), evaluation.county.teachers
        identities = {
            TeacherId(code): row.identity
            for code, row in zip(roll.codes, roll.records, strict=True)
            if code in wanted and isinstance(row, TeacherRegistered)
        }
        with self._vault_in_use:
            return self._ledger.vault.names(identities)

    def rotations(self, evaluation: Evaluation, code: str) -> list[RotationNow] | None:
        """A teacher's rotations as of the evaluation's day; None for a position that is not the book's last."""
        if evaluation.standing.position != self.position:
            return None
        found = rotations(self._ledger.book, shipped_packs().values(), evaluation.as_of)
        return [one for one in found if one.teacher == code]

    def _position(self, known_at: str | None) -> int:
        known = position_known(self._ledger.book, known_at)
        return self.position if known is None else known

    def _standing(self, position: int) -> Standing:
        return self._standings.get(position, lambda: read_standing(self._ledger.book, position))


def shipped_pack(name: str) -> Pack:
    """The pack `ID` or `ID@VERSION` of those that come with Shilu; over the web no path of a file is taken.

    Raises Misuse `unknown-pack`.
    """
    packs = shipped_packs()
    if name.partition("@")[0] not in packs or name.endswith((".yaml", ".yml")):
        raise Misuse("unknown-pack", f"没有叫“{name}”的考核办法;{did_you_mean(name, packs)}。")
    return find_pack(name)
