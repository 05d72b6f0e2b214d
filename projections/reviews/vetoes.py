"""What shuts an applicant out of a list on a day: a sanction or veto in force, or a clause of the announced vetoes.

Asked of all that the book holds when the list is drawn up, whenever it came in: it is judged until the decision. What
is recorded counts, attested or not, as it does for the writer of the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.book import Book
from ledger.in_force import InForce
from ledger.processes.sanctions import sanctions_on
from ledger.processes.sanctions import vetoes_on as imposed_on
from ledger.records.conduct import VetoImposed
from ledger.records.record import Record, TeacherId, entry_of
from ledger.records.review import ReviewAnnounced
from ledger.vocabulary import Gives, VetoEffect
from projections.evaluation import Evaluation, find_term
from projections.language.pack import Pack
from projections.processes.contests import standing_at
from projections.reviews.sources import verdict_of
from projections.standing import read_standing


@dataclass(frozen=True)
class VetoFound:
    """Something that shuts a teacher out: the clause it goes by, or the record (kind, entry in hexadecimal)."""

    clause: str
    kind: str = ""
    entry: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {"clause": self.clause or None, "kind": self.kind or None, "entry": self.entry or None}


def vetoes_found(
    book: Book, position: int, announced: ReviewAnnounced, pack: Pack, teachers: Iterable[TeacherId], day: date
) -> dict[TeacherId, tuple[VetoFound, ...]]:
    """By teacher what shuts the person out on a day, by what the book held at a position; nothing for most."""
    in_force, standing = standing_at(book, position), read_standing(book, position, afresh=True)
    evaluation = Evaluation(pack, standing, find_term(standing, announced.term), day)
    found = {}
    for teacher in teachers:
        codes = {teacher, *(old for old, now in standing.merges.items() if now == standing.code_now(teacher))}
        against = [
            one
            for code in sorted({*codes, TeacherId(standing.code_now(teacher))})
            for one in _against(code, announced, day, in_force)
        ]
        clauses = [one for one in announced.terms.vetoes if not verdict_of(evaluation, teacher, one).met]
        found[teacher] = (
            *(VetoFound("", one.kind.partition("/")[0], entry_of(one).hex()) for one in against),
            *map(VetoFound, clauses),
        )
    return found


def _against(teacher: TeacherId, announced: ReviewAnnounced, day: date, in_force: InForce) -> list[Record]:
    """The sanctions and vetoes in force; one that bars from what is excellent only does not bar from a title."""
    barred: list[VetoImposed] = []
    if announced.gives is not Gives.TITLE:
        barred = [
            one
            for one in in_force.by(VetoImposed, "teacher")(teacher)
            if one.effect is VetoEffect.NOT_EXCELLENT and one.on <= day and (one.until is None or day <= one.until)
        ]
    return [*sanctions_on(teacher, day, in_force), *imposed_on(teacher, day, in_force), *barred]
