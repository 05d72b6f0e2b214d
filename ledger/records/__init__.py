"""The table of kinds: every record that can be written, by its stored name."""

from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.activity import ActivityDone
from ledger.records.appraisal import MeritCommended, PersonAppraised
from ledger.records.authority import AuthorityGranted
from ledger.records.award import AwardWon
from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.clause_reading import ReadingDecided
from ledger.records.conduct import ConductLifted, ConductSanctioned, EthicsFiled, VetoImposed
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
from ledger.records.continuing_education import TrainingCredited
from ledger.records.contradiction import ContradictionExplained, ContradictionSettled
from ledger.records.employment import TeacherArrived, TeacherCareerBegun, TeacherEmployed, TeacherLeft, TeacherMerged
from ledger.records.exemption import ExemptionApproved
from ledger.records.fixed_list import ListFixed
from ledger.records.home_visits import HomesVisited
from ledger.records.honour import HonourGranted, HonourRecommended, HonourRevoked
from ledger.records.joint_activity import JointActivityHeld
from ledger.records.leadership import LeaderLinked, ResponsibilityAssigned, TownshipAssigned
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved, LessonReviewed, ObservationsCounted
from ledger.records.lesson_given import LessonGiven, MentalHealthTaught
from ledger.records.mark import MarkGiven
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
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.post import ClassHeaded, PostHeld, PostsPublished
from ledger.records.preparation import PlanSelected, PreparationHeld
from ledger.records.qualification import DegreeEarned, DesignationMade, ExaminationPassed, TitleHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import Record
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.research import ProjectUndertaken, ResearchProduced
from ledger.records.result import ResultReached
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
    LoanMade,
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.records.routine import DutiesChecked, RoutineChecked
from ledger.records.school_inspection import PlanFiled, SchoolInspected, SchoolVisited
from ledger.records.school_standing import SchoolAppraised, SchoolHonoured, SchoolVetoed
from ledger.records.school_status import SchoolClosed, SchoolDesignatedWeak, SchoolMerged
from ledger.records.school_test import SchoolTestReported
from ledger.records.school_year import DayDeclared, TermAnnounced, WeekDeclared
from ledger.records.seal_key import SealKeyReplaced
from ledger.records.service import ServiceServed
from ledger.records.standard import ResearchRoutineJudged, StandardJudged
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
from ledger.records.supervision import FaultFound, FaultMended, SupervisionReported, SupervisionVisited
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.records.tutoring import PupilsTutored
from ledger.records.vault_renewed import VaultRenewed
from ledger.records.workload import LessonsTaught, TeachingAssigned

KINDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (
        TermAnnounced,
        DayDeclared,
        WeekDeclared,
        SchoolRegistered,
        SchoolDesignatedWeak,
        SchoolMerged,
        SchoolClosed,
        TeacherRegistered,
        TeacherEmployed,
        TeacherCareerBegun,
        TeacherArrived,
        TeacherLeft,
        TeacherMerged,
        PostHeld,
        PostsPublished,
        ClassHeaded,
        TitleHeld,
        DegreeEarned,
        DesignationMade,
        ExaminationPassed,
        TeachingAssigned,
        LeaderLinked,
        TownshipAssigned,
        ResponsibilityAssigned,
        LessonObserved,
        LessonReviewed,
        ObservationsCounted,
        LessonGiven,
        LessonsTaught,
        MentalHealthTaught,
        PreparationHeld,
        PlanSelected,
        TrainingAttended,
        TrainingFollowedUp,
        BookRead,
        EssayWritten,
        RoutineChecked,
        DutiesChecked,
        MentorshipFormed,
        RotationStarted,
        RotationMonthConfirmed,
        AwardWon,
        ProjectUndertaken,
        ResearchProduced,
        HonourRecommended,
        HonourGranted,
        HonourRevoked,
        PersonAppraised,
        StandardJudged,
        ResearchRoutineJudged,
        MeritCommended,
        ConductSanctioned,
        ConductLifted,
        VetoImposed,
        EthicsFiled,
        LeaveTaken,
        HomesVisited,
        PupilsTutored,
        RotationPlanned,
        RotationInterrupted,
        RotationResumed,
        RotationAssessed,
        RotationCompleted,
        RotationEndedEarly,
        LoanMade,
        MentorshipTermsAnnounced,
        MentorshipActed,
        MentorshipAssessed,
        MentorshipEnded,
        PairingAgreed,
        PairingActivityHeld,
        PairingFunded,
        PairingReported,
        PairingAssessed,
        PairingEnded,
        ContestAnnounced,
        ContestEntered,
        ContestScored,
        ContestStoodAside,
        ContestClosed,
        ContestPromoted,
        ContestPublicised,
        ContestNoticed,
        ContestAppealed,
        ContestAppealDecided,
        StudioLimitsAnnounced,
        StudioFounded,
        StudioJoined,
        StudioLeft,
        StudioAssessed,
        StudioDissolved,
        SupervisionVisited,
        FaultFound,
        FaultMended,
        SupervisionReported,
        SchoolVisited,
        SchoolInspected,
        PlanFiled,
        SchoolTestReported,
        JointActivityHeld,
        SchoolAppraised,
        SchoolHonoured,
        SchoolVetoed,
        AuthorityGranted,
        ContradictionExplained,
        ContradictionSettled,
        TrainingCredited,
        ActivityDone,
        MarkGiven,
        ExemptionApproved,
        ListFixed,
        ReadingDecided,
        ServiceServed,
        ResultReached,
        PackAdopted,
        StatementDrafted,
        StatementNoticed,
        StatementObjected,
        StatementObjectionDecided,
        StatementFinalised,
        StatementSuperseded,
        StatementDropped,
        RetentionDeclared,
        PersonForgotten,
        SealKeyReplaced,
        VaultRenewed,
        AccountOpened,
        AccountClosed,
        RoleGiven,
        RoleTaken,
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
        CertificateIssued,
        CertificateRevoked,
    )
}

EARLIER: dict[str, type[Record]] = {
    "lesson.observed/1": LessonObserved,
    "award.won/1": AwardWon,
    "leave.taken/1": LeaveTaken,
}
"""Names that records were stored under before their shape changed, with the class that reads them now."""
