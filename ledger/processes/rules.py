"""Which rule across records a new record must keep; each process's rules stand in the file named after it."""

from collections.abc import Callable, Sequence
from typing import Any

from ledger.in_force import InForce
from ledger.processes.account import check_closed as check_account_closed
from ledger.processes.account import check_given, check_opened, check_role_taken
from ledger.processes.certificate import check_certificate_issued, check_certificate_revoked
from ledger.processes.contest_announcing import check_announced
from ledger.processes.contest_appeal import check_appealed, check_decided
from ledger.processes.contest_entry import check_entered
from ledger.processes.contest_notice import check_noticed
from ledger.processes.contest_prize import check_award, check_promoted, check_publicised
from ledger.processes.contest_rested_on import (
    check_without_announced,
    check_without_appealed,
    check_without_award,
    check_without_closed,
    check_without_entered,
)
from ledger.processes.contest_score import check_closed, check_scored, check_stood_aside
from ledger.processes.forgetting import check_forgotten
from ledger.processes.mentorship import (
    check_formed,
    check_of_mentorship,
    check_terms_announced,
    check_without_ended,
    check_without_formed,
    check_without_terms,
)
from ledger.processes.pairing import check_agreed, check_of_pairing, check_without_agreed
from ledger.processes.review_announcing import check_review_announced
from ledger.processes.review_applying import (
    check_review_applied,
    check_review_checked,
    check_review_frozen,
    check_review_withdrawn,
)
from ledger.processes.review_deciding import check_review_closed, check_review_decided
from ledger.processes.review_listing import check_review_listed, check_review_noticed
from ledger.processes.review_objecting import (
    check_review_answered,
    check_review_appeal_decided,
    check_review_appealed,
    check_review_objected,
)
from ledger.processes.review_panel import (
    check_review_aside,
    check_review_scored,
    check_review_tie_voted,
    check_review_voted,
)
from ledger.processes.rotation import (
    check_assessed,
    check_month,
    check_no_overlap,
    check_started,
    check_step,
    check_without_end,
    check_without_started,
    check_without_step,
)
from ledger.processes.statement import check_drafted, check_pack_adopted, check_statement_step
from ledger.processes.statement_rested_on import (
    check_without_decided,
    check_without_drafted,
    check_without_finalised,
    check_without_noticed,
    check_without_objected,
    check_without_pack,
    check_without_superseded,
)
from ledger.processes.studio import (
    check_dissolved,
    check_founded,
    check_joined,
    check_left,
    check_limits_announced,
    check_ranked,
    check_without_dissolved,
    check_without_founded,
    check_without_left,
    check_without_limits,
)
from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.award import AwardWon
from ledger.records.certificate import CertificateIssued, CertificateRevoked
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
from ledger.records.mentorship import (
    MentorshipActed,
    MentorshipAssessed,
    MentorshipEnded,
    MentorshipFormed,
    MentorshipTermsAnnounced,
)
from ledger.records.pack_adopted import PackAdopted
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingFunded,
    PairingReported,
)
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import Record
from ledger.records.review import ReviewAnnounced
from ledger.records.review_applying import ReviewApplied, ReviewChecked, ReviewFrozen, ReviewWithdrawn
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.review_panel import (
    ReviewRelationDeclared,
    ReviewScored,
    ReviewStoodAside,
    ReviewTieVoted,
    ReviewVoted,
)
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
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
    MentorshipTermsAnnounced: check_terms_announced,
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
    ContestNoticed: check_noticed,
    ContestAppealed: check_appealed,
    ContestAppealDecided: check_decided,
    StudioLimitsAnnounced: check_limits_announced,
    StudioFounded: check_founded,
    StudioJoined: check_joined,
    StudioLeft: check_left,
    StudioAssessed: check_ranked,
    StudioDissolved: check_dissolved,
    PackAdopted: check_pack_adopted,
    StatementDrafted: check_drafted,
    StatementNoticed: check_statement_step,
    StatementObjected: check_statement_step,
    StatementObjectionDecided: check_statement_step,
    StatementFinalised: check_statement_step,
    StatementSuperseded: check_statement_step,
    StatementDropped: check_statement_step,
    PersonForgotten: check_forgotten,
    AccountOpened: check_opened,
    AccountClosed: check_account_closed,
    RoleGiven: check_given,
    RoleTaken: check_role_taken,
    ReviewAnnounced: check_review_announced,
    ReviewApplied: check_review_applied,
    ReviewWithdrawn: check_review_withdrawn,
    ReviewChecked: check_review_checked,
    ReviewFrozen: check_review_frozen,
    ReviewRelationDeclared: check_review_aside,
    ReviewStoodAside: check_review_aside,
    ReviewScored: check_review_scored,
    ReviewVoted: check_review_voted,
    ReviewTieVoted: check_review_tie_voted,
    ReviewListed: check_review_listed,
    ReviewNoticed: check_review_noticed,
    ReviewObjected: check_review_objected,
    ReviewObjectionDecided: check_review_answered,
    ReviewDecided: check_review_decided,
    ReviewAppealed: check_review_appealed,
    ReviewAppealDecided: check_review_appeal_decided,
    ReviewClosed: check_review_closed,
    CertificateIssued: check_certificate_issued,
    CertificateRevoked: check_certificate_revoked,
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
    RotationStarted: check_without_started,
    RotationInterrupted: check_without_step,
    RotationResumed: check_without_step,
    RotationCompleted: check_without_end,
    RotationEndedEarly: check_without_end,
    MentorshipTermsAnnounced: check_without_terms,
    MentorshipFormed: check_without_formed,
    MentorshipEnded: check_without_ended,
    PairingAgreed: check_without_agreed,
    AwardWon: check_without_award,
    ContestAnnounced: check_without_announced,
    ContestEntered: check_without_entered,
    ContestClosed: check_without_closed,
    ContestAppealed: check_without_appealed,
    StudioLimitsAnnounced: check_without_limits,
    StudioFounded: check_without_founded,
    StudioLeft: check_without_left,
    StudioDissolved: check_without_dissolved,
    PackAdopted: check_without_pack,
    StatementDrafted: check_without_drafted,
    StatementNoticed: check_without_noticed,
    StatementObjected: check_without_objected,
    StatementObjectionDecided: check_without_decided,
    StatementFinalised: check_without_finalised,
    StatementSuperseded: check_without_superseded,
}


def check_taken(records: Sequence[Record], in_force: InForce) -> None:
    """Refuse to take away what other entries rest on, or what kept others in bounds. `in_force`: without them."""
    for record in records:
        rule = _WITHOUT.get(record.__class__)
        if rule:
            rule(record, in_force)
