"""One record of every kind that tells of teachers and schools helping each other: rotations, mentorships, pairings."""

from datetime import date
from decimal import Decimal

from ledger.records.mentorship import (
    MentorshipActed,
    MentorshipAssessed,
    MentorshipEnded,
    MentorshipTermsAnnounced,
)
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingFunded,
    PairingReported,
)
from ledger.records.record import Record, SchoolId, TeacherId, TermId
from ledger.records.rotation_course import (
    LoanMade,
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.vocabulary import (
    AppraisalGrade,
    MentorActivity,
    PairedSchooling,
    PairingActivity,
    PairingField,
    PairingScope,
    RotationKind,
)

LI, WANG = TeacherId("000101"), TeacherId("000102")
TOWN, HILL = SchoolId("S001"), SchoolId("S002")
START, PAIR = date(2022, 9, 1), "JD-2022-01"

PLAN = RotationPlanned(LI, TOWN, HILL, RotationKind.EXCHANGE, START, date(2023, 1, 13), "语文", "县教〔2022〕31号")
LESSON_WITH_MENTEE = MentorshipActed(
    LI, WANG, "语文", START, date(2022, 9, 21), MentorActivity.MENTOR_OBSERVES, 3, "板书有进步。"
)
AGREEMENT = PairingAgreed(
    PAIR,
    TOWN,
    (HILL, SchoolId("S003")),
    date(2022, 8, 25),
    date(2025, 8, 31),
    PairingScope.WITHIN,
    (PairingField.MANAGEMENT, PairingField.TEACHING),
    "县教〔2022〕28号",
    PairedSchooling.PRIMARY,
)
FUNDING = PairingFunded(PAIR, TermId("2022-2023-1"), Decimal("25000.00"), Decimal("10000.00"))

HELP_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        PLAN,
        RotationInterrupted(LI, START, date(2022, 10, 10), "病假"),
        RotationResumed(LI, START, date(2022, 10, 31), "返岗"),
        RotationAssessed(LI, START, date(2022, 12, 30), AppraisalGrade.EXCELLENT, "S002"),
        RotationCompleted(LI, START, date(2023, 1, 13)),
        RotationEndedEarly(LI, START, date(2022, 12, 1), "调回原校任毕业班"),
        LoanMade(LI, TOWN, "县教研室", START, date(2023, 1, 31)),
        MentorshipTermsAnnounced(START, 3, 1),
        LESSON_WITH_MENTEE,
        MentorshipAssessed(LI, WANG, "语文", START, TermId("2022-2023-1"), AppraisalGrade.QUALIFIED, "上汇报课两节"),
        MentorshipEnded(LI, WANG, "语文", START, date(2023, 7, 1), "期满"),
        AGREEMENT,
        PairingActivityHeld(
            PAIR,
            date(2022, 10, 12),
            PairingField.TEACHING,
            PairingActivity.MODEL_LESSON,
            12,
            (LI,),
            "语文",
            "整本书阅读",
        ),
        FUNDING,
        PairingReported(PAIR, "2022", date(2022, 11, 25)),
        PairingAssessed(PAIR, "2022", AppraisalGrade.EXCELLENT, date(2022, 12, 15)),
        PairingEnded(PAIR, date(2023, 6, 30), "两校合并"),
    )
}
"""By kind, every field filled in."""

_MENTORSHIP = {"mentor", "mentee", "subject", "start"}

HELP_KEYS: dict[str, set[str]] = {
    "rotation.planned/1": {"teacher", "start"},
    "rotation.interrupted/1": {"teacher", "start", "on"},
    "rotation.resumed/1": {"teacher", "start", "on"},
    "rotation.assessed/1": {"teacher", "start", "on"},
    "rotation.completed/1": {"teacher", "start"},
    "rotation.ended_early/1": {"teacher", "start"},
    "loan.made/1": {"teacher", "since"},
    "mentorship.terms_announced/1": {"since"},
    "mentorship.acted/1": {*_MENTORSHIP, "on", "what", "period"},
    "mentorship.assessed/1": {*_MENTORSHIP, "term"},
    "mentorship.ended/1": _MENTORSHIP,
    "pairing.agreed/1": {"code"},
    "pairing.activity_held/1": {"code", "on", "what", "subject", "topic"},
    "pairing.funded/1": {"code", "term"},
    "pairing.reported/1": {"code", "year"},
    "pairing.assessed/1": {"code", "year"},
    "pairing.ended/1": {"code"},
}
"""The fields of each kind that make two records the same record."""
