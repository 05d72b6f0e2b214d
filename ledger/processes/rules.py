"""Which rule across records a new record must keep; each process's rules stand in the file named after it."""

from collections.abc import Callable, Sequence
from typing import Any

from ledger.in_force import InForce
from ledger.processes.contest_announcing import check_announced, check_without_announced
from ledger.processes.contest_appeal import check_appealed, check_decided
from ledger.processes.contest_entry import check_entered
from ledger.processes.contest_prize import check_award, check_promoted, check_publicised
from ledger.processes.contest_score import check_closed, check_scored, check_stood_aside
from ledger.processes.mentorship import check_formed, check_of_mentorship, check_without_ended
from ledger.processes.pairing import check_agreed, check_of_pairing
from ledger.processes.rotation import (
    check_assessed,
    check_month,
    check_no_overlap,
    check_started,
    check_step,
    check_without_end,
)
from ledger.processes.studio import (
    check_dissolved,
    check_founded,
    check_joined,
    check_left,
    check_limits_announced,
    check_ranked,
    check_without_dissolved,
    check_without_left,
    check_without_limits,
)
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestClosed,
    ContestEntered,
    ContestPromoted,
    ContestPublicised,
    ContestScored,
    ContestStoodAside,
)
from ledger.records.mentorship import MentorshipActed, MentorshipAssessed, MentorshipEnded, MentorshipFormed
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingFunded,
    PairingReported,
)
from ledger.records.record import Record
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.records.studio import (
    StudioAssessed,
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)

Rule = Callable[[Any, InForce], None]
"""Refuses a record that what stands does not allow; other versions of the same entry are not in its way."""

RULES: dict[type[Record], Rule] = {
    RotationPlanned: check_no_overlap,
    RotationStarted: check_started,
    RotationMonthConfirmed: check_month,
    RotationInterrupted: check_step,
    RotationResumed: check_step,
    RotationAssessed: check_assessed,
    RotationCompleted: check_step,
    RotationEndedEarly: check_step,
    MentorshipFormed: check_formed,
    MentorshipActed: check_of_mentorship,
    MentorshipAssessed: check_of_mentorship,
    MentorshipEnded: check_of_mentorship,
    PairingAgreed: check_agreed,
    PairingActivityHeld: check_of_pairing,
    PairingFunded: check_of_pairing,
    PairingReported: check_of_pairing,
    PairingAssessed: check_of_pairing,
    PairingEnded: check_of_pairing,
    AwardWon: check_award,
    ContestAnnounced: check_announced,
    ContestEntered: check_entered,
    ContestScored: check_scored,
    ContestStoodAside: check_stood_aside,
    ContestClosed: check_closed,
    ContestPromoted: check_promoted,
    ContestPublicised: check_publicised,
    ContestAppealed: check_appealed,
    ContestAppealDecided: check_decided,
    StudioLimitsAnnounced: check_limits_announced,
    StudioFounded: check_founded,
    StudioJoined: check_joined,
    StudioLeft: check_left,
    StudioAssessed: check_ranked,
    StudioDissolved: check_dissolved,
}


def has_rule(record: Record) -> bool:
    """Whether a record of this kind may be refused for what stands in other entries."""
    return record.__class__ in RULES


def check_rules(record: Record, in_force: InForce) -> None:
    """Refuse a record that breaks the rule of its process."""
    rule = RULES.get(record.__class__)
    if rule:
        rule(record, in_force)


_WITHOUT: dict[type[Record], Rule] = {
    RotationCompleted: check_without_end,
    RotationEndedEarly: check_without_end,
    MentorshipEnded: check_without_ended,
    ContestAnnounced: check_without_announced,
    StudioLimitsAnnounced: check_without_limits,
    StudioLeft: check_without_left,
    StudioDissolved: check_without_dissolved,
}


def check_taken(records: Sequence[Record], in_force: InForce) -> None:
    """Refuse to take away what others rest on: an end after which something else began. `in_force`: without them."""
    for record in records:
        rule = _WITHOUT.get(record.__class__)
        if rule:
            rule(record, in_force)
