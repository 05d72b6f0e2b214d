"""The table of kinds: every record that can be written, by its stored name."""

from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.home_visits import HomesVisited
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.preparation import PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import Record
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.records.training import TrainingAttended, TrainingFollowedUp

KINDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (
        TermAnnounced,
        DayDeclared,
        SchoolRegistered,
        TeacherRegistered,
        LessonObserved,
        PreparationHeld,
        TrainingAttended,
        TrainingFollowedUp,
        BookRead,
        EssayWritten,
        RoutineChecked,
        MentorshipFormed,
        RotationStarted,
        RotationMonthConfirmed,
        AwardWon,
        ConductSanctioned,
        LeaveTaken,
        HomesVisited,
    )
}
