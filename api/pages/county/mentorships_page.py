"""全县师徒结对: who is bound to whom, what they did together, which terms are assessed."""

from collections.abc import Iterable, Sequence

from api.pages.asked import Asked
from api.pages.county.listing import Cell, Listing, Row, persons, record, record_link, schools_of
from api.pages.texts import printed_text
from projections.processes.mentorships import MentorshipNow


def mentorships_listing(asked: Asked, mentorships: Iterable[MentorshipNow]) -> Listing:
    """Every mentorship, by mentor and start."""
    return Listing(
        "county_mentorships",
        ("mentor", "mentee", "school", "subject", "start", "end", "state", "activities", "assessed", "record"),
        [_row(asked, one) for one in mentorships],
        numbers=frozenset(["activities"]),
        days=frozenset(["start", "end"]),
        people=frozenset(["mentor", "mentee"]),
        states=("formed", "idle", "unassessed", "ended"),
    )


def _row(asked: Asked, one: MentorshipNow) -> Row:
    grades = [f"{term} {grade}" for term, grade in one.assessed] or [one.result] * bool(one.result)
    schools = schools_of(asked, [one.mentor, one.mentee])
    key = (one.mentor, one.mentee, one.subject, one.start)
    return Row(
        [
            persons(asked, [one.mentor]),
            persons(asked, [one.mentee]),
            Cell("、".join(asked.school_name(code) for code in dict.fromkeys(schools))),
            Cell(one.subject),
            Cell(one.start),
            Cell(one.end),
            Cell(printed_text(f"county_mentorships.state_{_state(one)}"), badge="gone" if one.ended else "good"),
            Cell(one.activities),
            Cell("、".join(grades)),
            record(record_link(asked.evaluation.standing, "mentorship", key)),
        ],
        schools=schools,
        teachers=(one.mentor, one.mentee),
        states=_states(asked, one, grades),
    )


def _state(one: MentorshipNow) -> str:
    return "ended" if one.ended else "formed"


def _states(asked: Asked, one: MentorshipNow, grades: Sequence[str]) -> list[str]:
    """How it stands; and while it lasts: nothing was done together yet, the term is not assessed yet."""
    states = [_state(one)]
    if not one.ended and one.start <= asked.evaluation.as_of:
        term = asked.evaluation.term.term
        assessed = bool(grades) if not one.assessed else any(named == term for named, _ in one.assessed)
        states += ["idle"] * (not one.activities) + ["unassessed"] * (not assessed)
    return states
