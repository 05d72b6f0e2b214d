"""赛事的前提: what of a contest is not taken away while something later rests on it.

An award without the contest's code rests on its closing and on the teacher's entry like one that bears it; with the
announcement it goes over to the contest before, which must have places for it.
"""

from ledger.in_force import InForce
from ledger.processes.contest import closing, entries_of
from ledger.processes.contest_announcing import check_prizes_without
from ledger.processes.contest_prize import awards_of, won_by
from ledger.processes.rested_on import check_nothing_rests, named_alike
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestClosed,
    ContestEntered,
    ContestNoticed,
    ContestPromoted,
    ContestPublicised,
    ContestScored,
    ContestStoodAside,
)
from ledger.records.record import Record
from ledger.spelling import squeeze

_COURSE: tuple[type[Record], ...] = (
    ContestEntered,
    ContestStoodAside,
    ContestScored,
    ContestClosed,
    ContestAppealed,
    ContestAppealDecided,
    ContestPromoted,
    ContestPublicised,
    ContestNoticed,
)


def check_without_announced(gone: ContestAnnounced, in_force: InForce) -> None:
    """Refuse to take away an announcement while anything of the contest stands: `rested-on`, `prizes-given`."""
    if not in_force.by(ContestAnnounced, "code")(gone.code):
        resting = named_alike(gone, _COURSE, ["code"], in_force)
        resting += in_force.by(AwardWon, "contest")(gone.code)
        resting += in_force.by(ContestPromoted, "to")(gone.code)
        check_nothing_rests(gone, resting)
    check_prizes_without(gone, in_force)


def check_without_entered(gone: ContestEntered, in_force: InForce) -> None:
    """Refuse to take away an entry of which scores, an award or an appeal stand: `rested-on`."""
    left, group = entries_of(gone.teacher, gone.code, in_force), squeeze(gone.group)
    resting: list[Record] = []
    if not any(squeeze(one.group) == group for one in left):
        scored = named_alike(gone, [ContestScored], ["code", "teacher"], in_force)
        resting += [one for one in scored if squeeze(getattr(one, "group", "")) == group]
        for contest in in_force.by(ContestAnnounced, "code")(gone.code):
            resting += won_by(gone.teacher, contest, in_force, gone.group)
    if not left:
        resting += named_alike(gone, [ContestAppealed, ContestAppealDecided], ["code", "teacher"], in_force)
    check_nothing_rests(gone, resting)


def check_without_closed(gone: ContestClosed, in_force: InForce) -> None:
    """Refuse to take away a closing after which there were awards, appeals or a notice: `rested-on`."""
    if closing(gone.code, in_force):
        return
    resting = named_alike(gone, [ContestAppealed, ContestAppealDecided, ContestNoticed], ["code"], in_force)
    for contest in in_force.by(ContestAnnounced, "code")(gone.code):
        resting += awards_of(contest, in_force)
    check_nothing_rests(gone, resting)


def check_without_appealed(gone: ContestAppealed, in_force: InForce) -> None:
    """Refuse to take away an appeal that was decided: `rested-on`."""
    if not in_force.by(ContestAppealed, "code", "teacher")((gone.code, gone.teacher)):
        check_nothing_rests(gone, named_alike(gone, [ContestAppealDecided], ["code", "teacher"], in_force))


def check_without_award(gone: AwardWon, in_force: InForce) -> None:
    """Refuse to take away an award with which a teacher was promoted or made known: `rested-on`."""
    resting: list[Record] = []
    winners: list[ContestPromoted | ContestPublicised] = [
        *in_force.by(ContestPromoted, "teacher")(gone.teacher),
        *in_force.by(ContestPublicised, "teacher")(gone.teacher),
    ]
    for one in winners:
        for contest in in_force.by(ContestAnnounced, "code")(one.code):
            own = contest.stage == gone.stage and squeeze(one.group) == squeeze(gone.group)
            if own and not won_by(gone.teacher, contest, in_force, one.group):
                resting.append(one)
    check_nothing_rests(gone, resting)
