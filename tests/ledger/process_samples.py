"""One record of every kind that tells of schools, processes and authorities, every field filled in; and their keys."""

from datetime import date
from decimal import Decimal

from ledger.records.authority import AuthorityGranted
from ledger.records.contradiction import ContradictionExplained, ContradictionSettled
from ledger.records.joint_activity import Evaluation, JointActivityHeld
from ledger.records.record import Record, SchoolId, TeacherId, TermId
from ledger.records.school_inspection import PlanFiled, SchoolInspected, SchoolVisited
from ledger.records.school_standing import SchoolAppraised, SchoolHonoured, SchoolVetoed
from ledger.records.school_test import SchoolTestReported, TopPupils
from ledger.records.supervision import FaultFound, FaultMended, SupervisionReported, SupervisionVisited
from ledger.vocabulary import (
    AppraisalGrade,
    Carrier,
    EvaluationWay,
    Grade,
    InspectionPart,
    JointPath,
    Level,
    Office,
    PlanKind,
    Post,
    ReportPeriod,
    SchoolAppraisal,
    Settlement,
)
from tests.ledger.contest_samples import CONTEST_KEYS, CONTEST_SAMPLES
from tests.ledger.help_samples import HELP_KEYS, HELP_SAMPLES

LI, WANG = TeacherId("000101"), TeacherId("000102")
TOWN, HILL = SchoolId("S001"), SchoolId("S002")
AUTUMN = TermId("2022-2023-1")

GRANT = AuthorityGranted(
    "lesson.observed", Office.TOWNSHIP, date(2022, 9, 1), "教管办", (Post.PRINCIPAL,), 2, date(2023, 8, 31)
)
SUPERVISION = SupervisionVisited("语文组", HILL, date(2022, 9, 14), (LI, WANG), "新课标落实")
FAULT = FaultFound("语文组", HILL, date(2022, 9, 14), 1, "作业批改不及时", date(2022, 9, 30))
MENDED = FaultMended("语文组", HILL, date(2022, 9, 14), 1, date(2022, 9, 28), "已补批,并建立登记")
TEST = SchoolTestReported(
    HILL,
    AUTUMN,
    "期中检测",
    "数学",
    "九年级",
    120,
    115,
    2,
    3,
    Decimal("9315.5"),
    (TopPupils(3000, 12), TopPupils(5000, 21)),
    True,
)
ACTIVITY = JointActivityHeld(
    date(2022, 10, 19),
    JointPath.TEACHING_RESEARCH,
    Carrier.LESSON,
    "县教师进修学校",
    (TOWN, HILL),
    (LI, WANG),
    "同课异构",
    (Evaluation(EvaluationWay.PERFORMANCE, Grade.GOOD), Evaluation(EvaluationWay.WHOLE, Grade.EXCELLENT)),
)

_SCHOOLS_AND_AUTHORITIES: tuple[Record, ...] = (
    GRANT,
    ContradictionExplained("6f1c", LI, "第三节调课到上午。", date(2022, 10, 8)),
    ContradictionSettled("6f1c", Settlement.EXPLAINED, "调课单已核对。", date(2022, 10, 10)),
    SUPERVISION,
    FAULT,
    MENDED,
    SupervisionReported("语文组", ReportPeriod.WEEK, date(2022, 9, 12), date(2022, 9, 16), ("作业批改不及时",)),
    SchoolVisited(LI, HILL, date(2022, 9, 20), "督导常规"),
    SchoolInspected(HILL, AUTUMN, InspectionPart.PROCESS, Decimal("87.5"), date(2022, 11, 25)),
    PlanFiled("S002", PlanKind.TARGETS, "2022-2023", date(2022, 9, 10), "三年级", True),
    TEST,
    SchoolAppraised(
        "S002",
        "2022",
        SchoolAppraisal.WEAK_SCHOOL,
        AppraisalGrade.EXCELLENT,
        date(2022, 12, 20),
        Decimal("91.25"),
        True,
        False,
    ),
    SchoolHonoured(TOWN, "文明校园", Level.CITY, date(2022, 12, 1), "市教育局", "市教〔2022〕9号"),
    SchoolVetoed(HILL, date(2022, 12, 30), "结对帮扶未到位", date(2023, 12, 31), "县教〔2022〕77号"),
    ACTIVITY,
)

PROCESS_SAMPLES: dict[str, Record] = (
    {record.kind: record for record in _SCHOOLS_AND_AUTHORITIES} | HELP_SAMPLES | CONTEST_SAMPLES
)
"""By kind."""

PROCESS_KEYS: dict[str, set[str]] = (
    {
        "authority.granted/1": {"of", "office", "section", "posts", "step", "since"},
        "contradiction.explained/1": {"contradiction", "teacher"},
        "contradiction.settled/1": {"contradiction"},
        "supervision.visited/1": {"group", "school", "on"},
        "fault.found/1": {"group", "school", "on", "number"},
        "fault.mended/1": {"group", "school", "on", "number"},
        "supervision.reported/1": {"group", "period", "start"},
        "school.visited/1": {"visitor", "school", "on"},
        "school.inspected/1": {"school", "term", "part"},
        "plan.filed/1": {"unit", "plan", "year", "grade"},
        "test.reported/1": {"school", "term", "test", "subject", "grade"},
        "school.appraised/1": {"unit", "year", "appraisal"},
        "school.honoured/1": {"school", "honour", "level", "on"},
        "school.vetoed/1": {"school", "on", "ground"},
        "joint_activity.held/1": {"on", "path", "carrier", "institute", "topic"},
    }
    | HELP_KEYS
    | CONTEST_KEYS
)
"""The fields of each kind that make two records the same record."""
