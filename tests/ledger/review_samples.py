"""One record of every kind of a round of review, every field filled in; and their keys, days and grounds."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from ledger.records.certificate import CertificateIssued, CertificateRevoked
from ledger.records.honour import HonourGranted
from ledger.records.record import Record, SchoolId, TeacherId, entry_of
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.review import (
    ComputedPart,
    JudgedPart,
    Majority,
    PlacesShare,
    ReviewAnnounced,
    ReviewPlaces,
    ReviewTerms,
    ReviewTie,
    StepWindow,
)
from ledger.records.review_applying import (
    FrozenDossier,
    ReviewApplied,
    ReviewChecked,
    ReviewFrozen,
    ReviewWithdrawn,
)
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
from ledger.records.school_year import TermAnnounced
from ledger.records.statement import Scope
from ledger.vocabulary import (
    DropRule,
    Gives,
    Level,
    PlacesOf,
    PlacesRounding,
    Post,
    ReviewForm,
    ReviewStep,
    ReviewTieBy,
)
from tests.ledger.people import WANG, ZHAO
from tests.ledger.statement_samples import ADOPTED, AUTUMN

ROUND, GROUP = "PS-2023-01", "小学组"
CHEN = TeacherId("000104")
"""The member of the panel who does not stand aside."""
LIU = TeacherId("000105")
"""Who applies, with nothing against him."""

TERM = TermAnnounced(AUTUMN, date(2022, 9, 1), date(2023, 1, 13), 19)
SCHOOL = SchoolRegistered(
    TERM.start, SchoolId("S105"), "城关镇第五小学", "城关镇", "公办", "小学", ("一年级",), weak=False, band="甲方阵"
)
APPLICANT = TeacherRegistered(
    TERM.start,
    LIU,
    "1f" * 16,
    "男",
    date(1988, 5, 4),
    date(2010, 9, 1),
    SCHOOL.school,
    "语文",
    "一年级",
    Post.TEACHER,
    date(2010, 9, 1),
    "二级教师",
    "本科",
    45,
)
ANNOUNCED = ReviewAnnounced(
    ROUND,
    "2023年一级教师评审",
    date(2022, 12, 20),
    ReviewForm.TITLE,
    Gives.TITLE,
    "一级教师",
    Level.COUNTY,
    "县教育局",
    Scope("county"),
    ADOPTED.pack,
    ADOPTED.version,
    ADOPTED.digest,
    AUTUMN,
    date(2022, 12, 31),
    (GROUP, "中学组"),
    ReviewTerms(("小学", "初中"), (Post.TEACHER, Post.HOMEROOM), ("observe-20",), ("ethics",)),
    (
        ReviewPlaces(GROUP, 1, SCHOOL.school, 4, 1),
        ReviewPlaces(GROUP, 2, SchoolId(""), 8, 2),
        ReviewPlaces("中学组", 0),
    ),
    tuple(StepWindow(step, date(2023, 1, 1), date(2023, 2, 28)) for step in ReviewStep),
    (Level.SCHOOL, Level.COUNTY),
    (WANG, ZHAO, CHEN),
    (ComputedPart("业绩", "points.total", Decimal(100), Decimal(60)),),
    (JudgedPart("说课", Decimal(100), Decimal(40)),),
    (ReviewTie(ReviewTieBy.PART, "业绩"), ReviewTie(ReviewTieBy.YEARS_IN_POST)),
    DropRule.EXTREMES,
    2,
    5,
    ("name", "school", "total"),
    5,
    PlacesShare(Decimal(50), PlacesOf.POSTS, PlacesRounding.DOWN),
    Majority(2, 3, over=True),
    anonymous=True,
    renotice=True,
)


def announced(number: int) -> ReviewAnnounced:
    """Another round, announced the same."""
    return replace(ANNOUNCED, code=f"PS-2023-{number:02d}")


HONOUR = HonourGranted(LIU, "先进工作者", Level.COUNTY, date(2022, 9, 10), "县教育局", "荣字18号", "教发〔2022〕31号")
APPLIED = ReviewApplied(ROUND, LIU, GROUP, date(2023, 1, 3))
CHECKED = ReviewChecked(
    ROUND,
    LIU,
    Level.SCHOOL,
    True,
    date(2023, 1, 6),
    (entry_of(HONOUR).hex(),),
    "原件齐全。",
)
CHECKED_BY_COUNTY = replace(CHECKED, level=Level.COUNTY, on=date(2023, 1, 9))
FROZEN = ReviewFrozen(ROUND, date(2023, 1, 10), 1, (FrozenDossier(LIU, "ab" * 32, 1),), "cd" * 32)
RELATED = ReviewRelationDeclared(ROUND, WANG, LIU, "夫妻", date(2023, 1, 10))
ASIDE = ReviewStoodAside(ROUND, ZHAO, LIU, date(2023, 1, 10), "曾为师徒")
SCORED = ReviewScored(ROUND, 1, CHEN, "说课", Decimal("92.5"), date(2023, 1, 11))
VOTED = ReviewVoted(ROUND, 1, CHEN, True, date(2023, 1, 11))
LISTED = ReviewListed(ROUND, 1, date(2023, 1, 12), 1, "ef" * 32, (LIU,), "首次拟定。", "cd" * 32)
TIE_VOTED = ReviewTieVoted(ROUND, 1, 1, CHEN, True, date(2023, 1, 12))
LISTED_AGAIN = replace(LISTED, revision=2, because="同分表决以后。")
NOTICED = ReviewNoticed(ROUND, 2, date(2023, 1, 13), date(2023, 1, 19), 5)
OBJECTED = ReviewObjected(ROUND, 2, WANG, date(2023, 1, 16), "业绩分算高了。", LIU)
ANSWERED = ReviewObjectionDecided(
    ROUND,
    2,
    WANG,
    date(2023, 1, 16),
    date(2023, 1, 18),
    False,
    "已出示计算过程。",
    "observe-20",
    (entry_of(HONOUR).hex(),),
)
DECIDED = ReviewDecided(ROUND, 2, date(2023, 1, 20))
APPEALED = ReviewAppealed(ROUND, LIU, date(2023, 1, 24), "漏计一项荣誉。")
APPEAL_DECIDED = ReviewAppealDecided(
    ROUND,
    2,
    LIU,
    date(2023, 1, 24),
    date(2023, 1, 26),
    False,
    "荣誉在截止日期以后。",
    (entry_of(HONOUR).hex(),),
)
_CANCELLED = announced(3)
CLOSED = ReviewClosed(_CANCELLED.code, date(2023, 1, 20), date(2028, 1, 20), "没有人申报。")
_TAKEN_BACK = announced(2)
_APPLIED_THERE = replace(APPLIED, code=_TAKEN_BACK.code)
WITHDRAWN = ReviewWithdrawn(_TAKEN_BACK.code, LIU, date(2023, 1, 4))
ISSUED = CertificateIssued(
    "ZS-2023-0001", LIU, Gives.HONOUR, "先进工作者", date(2023, 1, 27), "县教育局", entry_of(HONOUR).hex(), ROUND
)
REVOKED = CertificateRevoked(ISSUED.number, date(2023, 1, 30), "编号打印有误。")

REVIEW_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        ANNOUNCED,
        APPLIED,
        WITHDRAWN,
        CHECKED,
        FROZEN,
        RELATED,
        ASIDE,
        SCORED,
        VOTED,
        LISTED,
        TIE_VOTED,
        NOTICED,
        OBJECTED,
        ANSWERED,
        DECIDED,
        APPEALED,
        APPEAL_DECIDED,
        CLOSED,
        ISSUED,
        REVOKED,
    )
}
"""By kind, in the order of a round."""

REVIEW_KEYS: dict[str, set[str]] = {
    "review.announced/1": {"code"},
    "review.applied/1": {"code", "teacher", "turn"},
    "review.withdrawn/1": {"code", "teacher", "turn"},
    "review.checked/1": {"code", "teacher", "level", "turn"},
    "review.frozen/1": {"code"},
    "review.relation_declared/1": {"code", "member", "teacher"},
    "review.stood_aside/1": {"code", "member", "teacher"},
    "review.scored/1": {"code", "number", "member", "part"},
    "review.voted/1": {"code", "number", "member"},
    "review.tie_voted/1": {"code", "revision", "number", "member"},
    "review.listed/1": {"code", "revision"},
    "review.noticed/1": {"code", "revision"},
    "review.objected/1": {"code", "teacher", "on"},
    "review.objection_decided/1": {"code", "teacher", "objected_on"},
    "review.decided/1": {"code", "revision"},
    "review.appealed/1": {"code", "teacher", "on"},
    "review.appeal_decided/1": {"code", "teacher", "appealed_on"},
    "review.closed/1": {"code"},
    "certificate.issued/1": {"number"},
    "certificate.revoked/1": {"number"},
}
"""The fields of each kind that make two records the same record."""

REVIEW_DAYS: dict[str, list[str]] = {
    **{kind: ["on"] for kind in REVIEW_SAMPLES if kind != "review.noticed/1"},
    "review.objection_decided/1": ["objected_on", "on"],
    "review.appeal_decided/1": ["appealed_on", "on"],
}
"""The days of what happened; kinds whose days may all lie ahead are not named."""

_BEGUN: list[Record] = [TERM, SCHOOL, APPLICANT, ADOPTED, ANNOUNCED]
_STEPS: list[Record] = [
    APPLIED,
    CHECKED,
    CHECKED_BY_COUNTY,
    FROZEN,
    RELATED,
    ASIDE,
    SCORED,
    VOTED,
    LISTED,
    TIE_VOTED,
    LISTED_AGAIN,
    NOTICED,
    OBJECTED,
    ANSWERED,
    DECIDED,
    APPEALED,
    APPEAL_DECIDED,
]

REVIEW_GROUNDS: dict[str, list[Record]] = {
    "review.announced/1": [ADOPTED],
    **{step.kind: [*_BEGUN, *_STEPS[:at]] for at, step in reversed(list(enumerate(_STEPS)))},
    "review.withdrawn/1": [*_BEGUN, _TAKEN_BACK, _APPLIED_THERE],
    "review.closed/1": [ADOPTED, _CANCELLED],
    "certificate.issued/1": [HONOUR],
    "certificate.revoked/1": [HONOUR, ISSUED],
}
"""What must stand before a sample may be written."""
