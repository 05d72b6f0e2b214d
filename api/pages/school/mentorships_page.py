"""本校师徒: who is bound to whom, what they did this term, which appraisal is due, and until when it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.teachers_page import NamesOf
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.records.record import TeacherId, key_digest
from projections.processes.mentorships import MentorshipNow

ENDS_SOON = timedelta(days=60)
ENDED = "ended"


@dataclass(frozen=True)
class ShownMentorship:
    """A mentorship's line. `due`: what somebody has to do now, in words; `record`: where its record is shown."""

    now: MentorshipNow
    mentor: str
    mentee: str
    mentor_link: str
    mentee_link: str
    of_term: int
    last: date | None
    grade: str
    due: list[str]
    record: str


def mentorships_shown(
    asked: Asked, school: str, only: str, found: Sequence[MentorshipNow], names_of: NamesOf
) -> dict[str, Any]:
    """What the page shows: those that last, and with `only` = `ended` those that are over."""
    own = [one for one in found if _is_of(asked, school, one)]
    names = names_of({code for one in own for code in (one.mentor, one.mentee)})
    shown = [_shown(asked, one, names) for one in own if one.ended == (only == ENDED)]
    return {
        "mentorships": sorted(shown, key=lambda one: (not one.due, one.now.mentor, one.now.start)),
        "lasting": sum(not one.ended for one in own),
        "ended": sum(one.ended for one in own),
    }


def mentorships_table(asked: Asked, school: str, only: str, found: Sequence[MentorshipNow], names_of: NamesOf) -> Table:
    """The same as a file."""
    shown = mentorships_shown(asked, school, only, found, names_of)["mentorships"]
    heads = ("mentor", "mentee", "subject", "start", "end", "activities", "of_term", "last", "grade", "due")
    rows = [
        (
            f"{one.mentor} {one.now.mentor}".strip(),
            f"{one.mentee} {one.now.mentee}".strip(),
            one.now.subject,
            one.now.start,
            one.now.end,
            one.now.activities,
            one.of_term,
            one.last,
            one.grade,
            "；".join(one.due),
        )
        for one in shown
    ]
    title = printed_text("school_mentorships.file", school=asked.school_name(school), day=asked.evaluation.as_of)
    return Table(title, [printed_text(f"school_mentorships.{name}") for name in heads], rows)


def _is_of(asked: Asked, school: str, one: MentorshipNow) -> bool:
    return any(code in asked.people and asked.people[code].school == school for code in (one.mentor, one.mentee))


def _shown(asked: Asked, one: MentorshipNow, names: Any) -> ShownMentorship:
    term = asked.evaluation.term
    of_term = [day for day in one.acted_on if term.start <= day <= term.end]
    key = (one.mentor, one.mentee, one.subject, one.start)
    grade = next((str(grade) for name, grade in one.assessed if name == term.term), "") or one.result
    return ShownMentorship(
        one,
        names.get(TeacherId(one.mentor), ""),
        names.get(TeacherId(one.mentee), ""),
        asked.link(f"/teachers/{one.mentor}"),
        asked.link(f"/teachers/{one.mentee}"),
        len(of_term),
        max(one.acted_on, default=None),
        in_print(grade),
        _due(asked, one, bool(of_term), grade),
        f"/records/{key_digest('mentorship', key).hex()}",
    )


def _due(asked: Asked, one: MentorshipNow, acted: bool, grade: str) -> list[str]:
    """What is lacking while a mentorship lasts: something done together, this term's appraisal, what comes after."""
    term, today = asked.evaluation.term, asked.evaluation.as_of
    if one.ended or one.start > min(today, term.end):
        return []
    due = []
    if not acted:
        due.append(printed_text("school_mentorships.no_activity", term=term.term))
    if not grade and today > term.end:
        due.append(printed_text("school_mentorships.not_assessed_yet", term=term.term))
    elif not grade:
        due.append(printed_text("school_mentorships.to_assess", day=term.end.isoformat()))
    if one.end <= today + ENDS_SOON:
        due.append(printed_text("school_mentorships.ends_soon", day=one.end.isoformat()))
    return due
