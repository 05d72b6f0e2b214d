"""同分先后: what parts equals, in the order announced; always the larger value first."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ledger.records.registered import TeacherRegistered
from ledger.records.review import ReviewAnnounced
from ledger.spelling import squeeze
from ledger.vocabulary import ReviewTieBy
from projections.evaluation import Evaluation
from projections.reviews.scoring import PartScore
from projections.reviews.sources import value_of


class Parting:
    """The values that part equals, by the rules of a round."""

    def __init__(self, announced: ReviewAnnounced, evaluation: Evaluation) -> None:
        self._ties = announced.ties
        self._as_of = announced.as_of
        self._evaluation = evaluation
        records = evaluation.county.teachers.records
        self._rows = {row.teacher: row for row in records if isinstance(row, TeacherRegistered)}

    def values(self, teacher: str, parts: Sequence[PartScore]) -> tuple[Fraction, ...]:
        """One value for each rule; a part that nobody has scored yet is 0."""
        by_name = {squeeze(part.name): part.counts or Fraction(0) for part in parts}
        found = []
        for tie in self._ties:
            if tie.by is ReviewTieBy.PART:
                found.append(by_name.get(squeeze(tie.named), Fraction(0)))
            elif tie.by is ReviewTieBy.CLAUSE:
                found.append(value_of(self._evaluation, teacher, tie.named))
            else:
                found.append(self._days_in_post(teacher))
        return tuple(found)

    def _days_in_post(self, teacher: str) -> Fraction:
        """To the day: who was in the post a day longer comes first."""
        row = self._rows.get(self._evaluation.standing.code_now(teacher))  # type: ignore[call-overload]
        since: date | None = row.post_since if row else None
        return Fraction((self._as_of - since).days if since else 0)
