"""师徒结对: a mentor and a younger teacher bound together for a time."""

from datetime import date
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId, TermId
from ledger.vocabulary import AppraisalGrade, MentorActivity


class MentorshipFormed(Record, frozen=True):
    """师徒结对: a mentor takes a pupil in a subject for a time."""

    kind: ClassVar[str] = "mentorship.formed/1"
    called: ClassVar[str] = "师徒结对"
    labels: ClassVar[dict[str, str]] = {
        "mentor": "师傅",
        "mentee": "徒弟",
        "subject": "学科",
        "start": "开始日期",
        "end": "结束日期",
        "assessment": "考核结果",
    }
    whose: ClassVar[str] = "mentor"
    happened_on: ClassVar[str] = "start"
    mentor: TeacherId
    mentee: TeacherId
    subject: str
    start: date
    end: date
    assessment: str = ""

    def natural_key(self) -> NaturalKey:
        return self.mentor, self.mentee, self.subject, self.start


class MentorshipTermsAnnounced(Record, frozen=True):
    """师徒约定: from a day on, how many mentees a mentor may have at once and for how many years at least (C1)."""

    kind: ClassVar[str] = "mentorship.terms_announced/1"
    called: ClassVar[str] = "师徒约定"
    labels: ClassVar[dict[str, str]] = {
        "since": "开始日期",
        "most_pupils": "最多徒弟数",
        "least_years": "最少年数",
    }
    happened_on: ClassVar[str] = "since"
    since: date
    most_pupils: Count
    least_years: Count

    def natural_key(self) -> NaturalKey:
        return "terms", self.since


class MentorshipActed(Record, frozen=True):
    """师徒活动: mentor and mentee observed, planned, discussed or studied together (C1, D6, E7)."""

    kind: ClassVar[str] = "mentorship.acted/1"
    called: ClassVar[str] = "师徒活动"
    labels: ClassVar[dict[str, str]] = {
        "mentor": "师傅",
        "mentee": "徒弟",
        "subject": "学科",
        "start": "开始日期",
        "on": "活动日期",
        "what": "活动类型",
        "period": "节次",
        "notes": "活动记录",
    }
    whose: ClassVar[str] = "mentor"
    happened_on: ClassVar[str] = "on"
    mentor: TeacherId
    mentee: TeacherId
    subject: str
    start: date
    on: Happened
    what: MentorActivity
    period: Count = 0  # of the timetable; 0 where the activity was no lesson
    notes: str = ""

    def natural_key(self) -> NaturalKey:
        return "acted", self.mentor, self.mentee, self.subject, self.start, self.on, self.what, self.period


class MentorshipAssessed(Record, frozen=True):
    """师徒考核: what came of a mentorship in a term (E7)."""

    kind: ClassVar[str] = "mentorship.assessed/1"
    called: ClassVar[str] = "师徒考核"
    labels: ClassVar[dict[str, str]] = {
        "mentor": "师傅",
        "mentee": "徒弟",
        "subject": "学科",
        "start": "开始日期",
        "term": "学期",
        "grade": "考核等次",
        "summary": "总结",
    }
    whose: ClassVar[str] = "mentor"
    mentor: TeacherId
    mentee: TeacherId
    subject: str
    start: date
    term: TermId
    grade: AppraisalGrade
    summary: str = ""

    def natural_key(self) -> NaturalKey:
        return "assessed", self.mentor, self.mentee, self.subject, self.start, self.term


class MentorshipEnded(Record, frozen=True):
    """师徒结对终止: a mentorship ended, before its time or with it (C1)."""

    kind: ClassVar[str] = "mentorship.ended/1"
    called: ClassVar[str] = "师徒结对终止"
    labels: ClassVar[dict[str, str]] = {
        "mentor": "师傅",
        "mentee": "徒弟",
        "subject": "学科",
        "start": "开始日期",
        "on": "终止日期",
        "reason": "原因",
    }
    whose: ClassVar[str] = "mentor"
    happened_on: ClassVar[str] = "on"
    mentor: TeacherId
    mentee: TeacherId
    subject: str
    start: date
    on: Happened
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "ended", self.mentor, self.mentee, self.subject, self.start
