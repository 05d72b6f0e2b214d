"""师徒结对: how many pupils a mentor may have at once, how senior a mentor must be, and the steps of a mentorship.

The limits are the county's own announcement, an event; without one there is no limit. The steps are drawn in
docs/processes.md.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.rested_on import check_nothing_rests, named_alike
from ledger.records.employment import TeacherCareerBegun
from ledger.records.mentorship import (
    MentorshipActed,
    MentorshipAssessed,
    MentorshipEnded,
    MentorshipFormed,
    MentorshipTermsAnnounced,
)
from ledger.records.record import Record, TeacherId, entry_of
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.register import in_effect_on

R = TypeVar("R", bound=Record)

_NAMES = ("mentor", "mentee", "subject", "start")
"""The fields by which every record of a mentorship names it."""

OfMentorship = MentorshipActed | MentorshipAssessed | MentorshipEnded


def check_formed(said: MentorshipFormed, in_force: InForce) -> None:
    """Refuse `mentor-too-junior`, `mentor-limit`, and a span into which what stands of the mentorship does not fit."""
    _check_seniority(said, in_force)
    _check_pupils(said, in_force)
    _check_within(said, said, in_force)


def check_of_mentorship(said: OfMentorship, in_force: InForce) -> None:
    """Refuse an activity, an assessment or an end of a mentorship that was not formed, or outside its span.

    `not-begun`, `outside-span`, `after-end`. Assessed is the term, on whatever day: some of the term must lie in
    the span.
    """
    formed = _others(in_force, MentorshipFormed, said)
    if not formed:
        raise Refused(
            "not-begun",
            f"没有登记 {said.mentor} 和 {said.mentee} 自 {said.start} 起的{said.subject}师徒结对,"
            f"不能登记{said.called};请核对,或先登记师徒结对。",
            fields=["start"],
        )
    _check_within(said, formed[0], in_force)
    if isinstance(said, MentorshipEnded):
        _check_pupils(formed[0], in_force, said)  # a correction may let it end later than it did


def check_without_ended(said: MentorshipEnded, in_force: InForce) -> None:
    """Refuse to take away an end where the mentor, the mentorship going on, would have too many pupils."""
    for formed in _others(in_force, MentorshipFormed, said):
        _check_pupils(formed, in_force)


def check_without_formed(gone: MentorshipFormed, in_force: InForce) -> None:
    """Refuse to take away a mentorship of which activities, assessments or an end stand: `rested-on`."""
    if not _others(in_force, MentorshipFormed, gone):
        course = (MentorshipActed, MentorshipAssessed, MentorshipEnded)
        check_nothing_rests(gone, named_alike(gone, course, _NAMES, in_force))


def check_terms_announced(said: MentorshipTermsAnnounced, in_force: InForce) -> None:
    """Refuse terms that a mentorship broke which began while they are said to have held.

    `mentor-limit`, `mentor-too-junior`. Mentorships that began before may go on.
    """
    _check_terms(said.since, [*others(in_force.of(MentorshipTermsAnnounced), said), said], in_force)


def check_without_terms(gone: MentorshipTermsAnnounced, in_force: InForce) -> None:
    """Refuse to take away terms where those before them were broken since: `mentor-limit`, `mentor-too-junior`."""
    _check_terms(gone.since, in_force.of(MentorshipTermsAnnounced), in_force)


def last_day(formed: MentorshipFormed, ended: MentorshipEnded | None) -> date:
    """The last day of a mentorship: the day it was ended, else the day agreed."""
    return ended.on if ended else formed.end


def years_between(first: date, day: date) -> int:
    """Whole years from one day to another."""
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def _terms(announced: Sequence[MentorshipTermsAnnounced], day: date) -> MentorshipTermsAnnounced | None:
    """The announcement that holds on a day: the newest from then or before."""
    return max((terms for terms in announced if terms.since <= day), key=lambda terms: terms.since, default=None)


def _check_terms(since: date, announced: Sequence[MentorshipTermsAnnounced], in_force: InForce) -> None:
    """What is announced was kept by every mentorship that began from a day on, on the day when it began."""
    for formed in in_force.of(MentorshipFormed):
        terms = _terms(announced, formed.start) if formed.start >= since else None
        if terms is None:
            continue
        mentor, day, begun = formed.mentor, formed.start, _career_begun(in_force, formed.mentor, formed.start)
        of_mentor = in_force.by(MentorshipFormed, "mentor")(mentor)
        at_once = [other for other in of_mentor if other.start <= day <= _last_day(other, in_force)]
        pupils = len({other.mentee for other in at_once} | {formed.mentee})
        if pupils > terms.most_pupils:
            raise Refused(
                "mentor-limit",
                f"师傅 {mentor} 在 {day} 同时带 {pupils} 位徒弟,超过自 {terms.since} 起的师徒约定的"
                f" {terms.most_pupils} 位;请核对约定的日期和人数,或先终止一对。",
                see=entries_named(at_once),
                fields=["most_pupils"],
            )
        if begun and years_between(begun, day) < terms.least_years:
            raise Refused(
                "mentor-too-junior",
                f"师傅 {mentor} 自 {begun} 任教,{day} 结对时不满自 {terms.since} 起的师徒约定的"
                f" {terms.least_years} 年;请核对约定的日期和年数,或先更正那次结对。",
                see=entries_named([formed]),
                fields=["least_years"],
            )


def _check_seniority(said: MentorshipFormed, in_force: InForce) -> None:
    """The years count from the first day of teaching where that is on record, else from the day of hire."""
    terms = _terms(in_force.of(MentorshipTermsAnnounced), said.start)
    begun = _career_begun(in_force, said.mentor, said.start)
    if terms and begun and years_between(begun, said.start) < terms.least_years:
        raise Refused(
            "mentor-too-junior",
            f"师傅 {said.mentor} 自 {begun} 任教,到 {said.start} 不满 {terms.least_years} 年,"
            f"按师徒约定还不能带徒弟;请另选师傅。",
            see=[entry_of(terms).hex()],
            fields=["mentor"],
        )


def _career_begun(in_force: InForce, teacher: TeacherId, day: date) -> date | None:
    for career in in_force.by(TeacherCareerBegun, "teacher")(teacher):
        return career.on
    rows = in_force.by(TeacherRegistered, "teacher")(teacher)
    row = in_effect_on(rows, day) or min(rows, key=lambda one: one.in_effect, default=None)
    return row.hired if row else None


def _check_pupils(said: MentorshipFormed, in_force: InForce, ended: MentorshipEnded | None = None) -> None:
    """On the day any mentorship begins, the mentor has no more pupils than the announcement of that day allows."""
    announced = in_force.of(MentorshipTermsAnnounced)
    if not announced:
        return
    spans = [(other, _last_day(other, in_force)) for other in in_force.by(MentorshipFormed, "mentor")(said.mentor)]
    spans = [(other, end) for other, end in spans if entry_of(other) != entry_of(said)]
    said_end = ended.on if ended else _last_day(said, in_force)
    for day in sorted({said.start, *(other.start for other, _ in spans if said.start <= other.start <= said_end)}):
        terms = _terms(announced, day)
        at_once = [other for other, end in spans if other.start <= day <= end]
        pupils = {said.mentee, *(other.mentee for other in at_once)}
        if terms and len(pupils) > terms.most_pupils:
            raise Refused(
                "mentor-limit",
                f"师傅 {said.mentor} 在 {day} 同时带 {len(pupils)} 位徒弟({'、'.join(sorted(pupils))}),"
                f"按师徒约定最多 {terms.most_pupils} 位;请另选师傅,或先终止一对。",
                see=[entry_of(other).hex() for other in at_once],
                fields=["mentor"],
            )


def _last_day(formed: MentorshipFormed, in_force: InForce) -> date:
    return last_day(formed, next(iter(_others(in_force, MentorshipEnded, formed)), None))


def _check_within(said: Record, formed: MentorshipFormed, in_force: InForce) -> None:
    """Refuse what is said if with it anything of the mentorship lies outside its span."""
    if isinstance(said, MentorshipEnded):
        ended: MentorshipEnded | None = said
    else:
        ended = next(iter(_others(in_force, MentorshipEnded, formed)), None)
    whole: list[OfMentorship] = [ended] if ended else []
    if isinstance(said, MentorshipActed | MentorshipAssessed):
        whole.append(said)
    else:
        whole += _others(in_force, MentorshipActed, formed)
        whole += _others(in_force, MentorshipAssessed, formed)
    for record in whole:
        _check_one(record, said, formed, ended, in_force)


def _check_one(
    record: OfMentorship, said: Record, formed: MentorshipFormed, ended: MentorshipEnded | None, in_force: InForce
) -> None:
    span = _days(record, in_force)
    if span is None:
        return
    first, last = span
    if first > formed.end or last < formed.start:
        raise Refused(
            "outside-span",
            f"{record.called}({first})不在 {formed.mentor} 和 {formed.mentee} 结对的"
            f" {formed.start} 至 {formed.end} 之内;请核对日期。",
            see=entries_named([formed if record is said else record]),
            fields=[said.happened_on or "term"],
        )
    if ended and first > ended.on:
        raise Refused(
            "after-end",
            f"{formed.mentor} 和 {formed.mentee} 的结对已于 {ended.on} 终止,"
            f"其后({first})不能有{record.called};请核对日期。",
            see=entries_named(one for one in (ended, record) if one is not said),
            fields=[said.happened_on or "term"],
        )


def _days(record: OfMentorship, in_force: InForce) -> tuple[date, date] | None:
    """The first and last day that a record is of; None for a term that nobody announced."""
    if isinstance(record, MentorshipAssessed):
        for term in in_force.by(TermAnnounced, "term")(record.term):
            return term.start, term.end
        return None
    return record.on, record.on


def _others(in_force: InForce, kind: type[R], of: Record) -> list[R]:
    """The records of a kind that name the same mentorship."""
    key = tuple(getattr(of, name) for name in _NAMES)
    return in_force.by(kind, *_NAMES)(key)
