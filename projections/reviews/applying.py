"""What the record holds for somebody who applies or may apply: which conditions are met, what each part comes to.

Before the dossiers are frozen it is what the book holds now; afterwards what it held then.
"""

from dataclasses import dataclass
from typing import Any

from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.evaluation import Evaluation, find_term
from projections.explain import Explainer
from projections.explain.explanation import Explanation
from projections.language.clauses import Points
from projections.reviews.as_known import standing_as_known
from projections.reviews.course import Course
from projections.reviews.scoring import PartScore, computed_parts
from projections.reviews.sources import PARTS, TOTAL, Verdict, verdict_of
from projections.reviews.vetoes import VetoFound, vetoes_found
from projections.standing import read_standing
from projections.statements.reproducing import adopted_pack


@dataclass(frozen=True)
class Holding:
    """What the record holds for one person. `explained`: each clause that bears on it, with the records counted."""

    teacher: TeacherId
    position: int
    conditions: tuple[Verdict, ...]
    vetoes: tuple[VetoFound, ...]
    parts: tuple[PartScore, ...]
    explained: tuple[Explanation, ...]

    @property
    def eligible(self) -> bool:
        """Whether every condition is met and nothing shuts the person out."""
        return not self.vetoes and all(one.met for one in self.conditions)

    @property
    def lacking(self) -> list[str]:
        """What is lacking, in words: of each condition that is not met what would have to happen."""
        unmet = {one.clause: one for one in self.conditions if not one.met}
        told = []
        for one in self.explained:
            if one.clause in unmet:
                wanted = one.next or "、".join(unmet[one.clause].lacks)
                told.append(f"{one.says}:{wanted}" if wanted else one.says)
        return told

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "teacher": self.teacher,
            "position": self.position,
            "eligible": self.eligible,
            "conditions": [one.to_json() for one in self.conditions],
            "vetoes": [one.to_json() for one in self.vetoes],
            "parts": {one.name: one.to_json() for one in self.parts},
            "lacking": self.lacking,
            "explained": [one.to_json() for one in self.explained],
        }


def holding_of(book: Book, course: Course, teacher: str) -> Holding:
    """What the record holds for a teacher in a round. Raises Misuse `unknown-teacher`, Refused `pack-lost`."""
    announced = course.announced
    evaluation = evaluation_now(book, course)
    code = TeacherId(evaluation.code_now(teacher))
    evaluation.of_teacher(code)  # raises where nobody has the code
    vetoes = vetoes_found(book, book.position, announced, evaluation.pack, [code], book.today())
    return Holding(
        code,
        evaluation.standing.position,
        tuple(verdict_of(evaluation, code, one) for one in announced.terms.clauses),
        vetoes[code],
        tuple(computed_parts(announced, evaluation, code)),
        tuple(explained(evaluation, course, code)),
    )


def evaluation_now(book: Book, course: Course) -> Evaluation:
    """What a round goes by: what the book holds, once dossiers are frozen what it held then and was put right."""
    announced, frozen = course.announced, course.frozen
    pack = adopted_pack(book, announced.pack_digest)
    standing = (
        standing_as_known(book, frozen.position, course.corrections(), book.position) if frozen else read_standing(book)
    )
    return Evaluation(pack, standing, find_term(standing, announced.term), announced.as_of)


def explained(evaluation: Evaluation, course: Course, teacher: str) -> list[Explanation]:
    """Each clause that bears on a round, explained for somebody, in the order of the announcement."""
    explainer = Explainer(evaluation)
    found = []
    for clause in clauses_of(course, evaluation):
        try:
            found += explainer.teacher(teacher, clause)
        except Misuse as unknown:
            if unknown.code != "unknown-clause":
                raise
    return found


def clauses_of(course: Course, evaluation: Evaluation) -> list[str]:
    """The clauses of the pack that a round goes by: conditions, vetoes, sources of computed parts and of ties."""
    announced, pack = course.announced, evaluation.pack
    scores = {name: clause for name, clause in pack.clauses.items() if isinstance(clause, Points)}
    found = [*announced.terms.clauses, *announced.terms.vetoes]
    for source in (*(one.source for one in announced.computed), *(one.named for one in announced.ties)):
        if source == TOTAL:
            found += [name for name, clause in scores.items() if clause.status != "historical"][:1]
        elif source.startswith(PARTS):
            found += [name for name, clause in scores.items() if source.removeprefix(PARTS) in clause.parts][:1]
        elif source in pack.clauses:
            found.append(source)
    return list(dict.fromkeys(found))
