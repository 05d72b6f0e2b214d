"""One record of every kind that tells of contests and studios, every field filled in; the contest is 班主任讲班."""

from datetime import date
from decimal import Decimal

from ledger.records.contest import ContestAnnounced, ContestPart, EntryTerms, PrizePlaces
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
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.studio import (
    StudioAssessed,
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)
from ledger.vocabulary import DropRule, Level, Post, Prize, StudioKind, TieRule

LI, WANG, ZHAO = TeacherId("000101"), TeacherId("000102"), TeacherId("000103")
CONTEST, STUDIO, GROUP = "JB-2022-X", "GZS-01", "小学组"

ANNOUNCEMENT = ContestAnnounced(
    CONTEST,
    "班主任讲班",
    Level.COUNTY,
    "太康县",
    date(2022, 11, 1),
    date(2022, 11, 30),
    (GROUP, "中学组"),
    EntryTerms((Post.HOMEROOM,), 50, 3, "JB-2022-C"),
    tuple(
        ContestPart(name, Decimal(20))
        for name in ("育人故事", "带班育人方略", "主题班会", "班级管理答辩", "个人才艺展示")
    ),
    (WANG, ZHAO),
    DropRule.EXTREMES,
    TieRule.SHARED,
    (PrizePlaces(GROUP, Prize.FIRST, 8), PrizePlaces(GROUP, Prize.SECOND, 12)),
    2,
)
SCORE = ContestScored(CONTEST, GROUP, LI, WANG, "育人故事", Decimal("92.5"), date(2022, 11, 20))

CONTEST_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        ANNOUNCEMENT,
        ContestEntered(CONTEST, GROUP, LI, date(2022, 11, 3), "城关镇中心校"),
        SCORE,
        ContestStoodAside(CONTEST, ZHAO, LI, date(2022, 11, 19), "同校"),
        ContestClosed(CONTEST, date(2022, 11, 21)),
        ContestPromoted(CONTEST, GROUP, LI, "JB-2022-S", date(2022, 11, 25)),
        ContestPublicised(CONTEST, GROUP, LI, date(2022, 12, 10), "县教育电视台"),
        ContestNoticed(CONTEST, date(2022, 12, 1), date(2022, 12, 7), ("group", "prize", "name", "school")),
        ContestAppealed(CONTEST, LI, date(2022, 11, 26), "答辩一项漏计。"),
        ContestAppealDecided(CONTEST, LI, date(2022, 11, 28), True, "已补计。"),
        StudioLimitsAnnounced(date(2022, 9, 1), StudioKind.TEACHERS, 100, 30),
        StudioFounded(STUDIO, LI, StudioKind.TEACHERS, date(2022, 10, 20), SchoolId("S001")),
        StudioJoined(STUDIO, WANG, date(2022, 10, 25)),
        StudioLeft(STUDIO, WANG, date(2023, 6, 1)),
        StudioAssessed(STUDIO, "2023", Decimal("88.5"), 3, date(2023, 6, 20)),
        StudioDissolved(STUDIO, date(2023, 6, 30), "末位淘汰"),
    )
}
"""By kind."""

CONTEST_KEYS: dict[str, set[str]] = {
    "contest.announced/1": {"code"},
    "contest.entered/1": {"code", "group", "teacher"},
    "contest.scored/1": {"code", "group", "teacher", "judge", "part"},
    "contest.stood_aside/1": {"code", "judge", "teacher"},
    "contest.closed/1": {"code"},
    "contest.promoted/1": {"code", "group", "teacher"},
    "contest.publicised/1": {"code", "group", "teacher", "medium"},
    "contest.noticed/1": {"code", "since"},
    "contest.appealed/1": {"code", "teacher", "on"},
    "contest.appeal_decided/1": {"code", "teacher", "on"},
    "studio.limits_announced/1": {"since", "studio"},
    "studio.founded/1": {"code"},
    "studio.joined/1": {"code", "teacher", "on"},
    "studio.left/1": {"code", "teacher", "on"},
    "studio.assessed/1": {"code", "year"},
    "studio.dissolved/1": {"code"},
}
"""The fields of each kind that make two records the same record."""
