"""师徒结对: a mentor and a younger teacher bound together for a time."""

from datetime import date
from typing import ClassVar

from ledger.records.record import NaturalKey, Record, TeacherId


class MentorshipFormed(Record, frozen=True):
    """师徒结对: a mentor takes a pupil in a subject for a time."""

    kind: ClassVar[str] = "mentorship.formed/1"
    happened_on: ClassVar[str] = "start"
    mentor: TeacherId
    mentee: TeacherId
    subject: str
    start: date
    end: date
    assessment: str = ""

    def natural_key(self) -> NaturalKey:
        return self.mentor, self.mentee, self.subject, self.start
