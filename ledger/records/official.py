"""The kinds that stand for ever: results made official, rounds of review, the packs' texts, who may what."""

from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.pack_adopted import PackAdopted
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
from ledger.records.seal_key import SealKeyReplaced
from ledger.records.statement import (
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)
from ledger.records.vault_renewed import VaultRenewed

REVIEW: tuple[type[Record], ...] = (
    ReviewAnnounced,
    ReviewApplied,
    ReviewWithdrawn,
    ReviewChecked,
    ReviewFrozen,
    ReviewRelationDeclared,
    ReviewStoodAside,
    ReviewScored,
    ReviewVoted,
    ReviewTieVoted,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
    ReviewDecided,
    ReviewAppealed,
    ReviewAppealDecided,
    ReviewClosed,
)
"""The steps of a round of review, in the order in which they first may come."""

CERTIFICATES: tuple[type[Record], ...] = (CertificateIssued, CertificateRevoked)

OFFICIAL: tuple[type[Record], ...] = (
    PackAdopted,
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
    PersonForgotten,
    SealKeyReplaced,
    VaultRenewed,
    AccountOpened,
    AccountClosed,
    RoleGiven,
    RoleTaken,
    *REVIEW,
    *CERTIFICATES,
)
"""None of them is recorded by hand, and none is taken back or altered."""

COMMANDS: dict[type[Record], str] = {
    PersonForgotten: "shilu person forget",
    SealKeyReplaced: "shilu keys replace",
    VaultRenewed: "shilu keys replace",
    AccountOpened: "shilu account",
    AccountClosed: "shilu account",
    RoleGiven: "shilu account",
    RoleTaken: "shilu account",
    **dict.fromkeys(REVIEW, "shilu review"),
    **dict.fromkeys(CERTIFICATES, "shilu certificate"),
}
"""What records them, where it is not `shilu statement`."""
