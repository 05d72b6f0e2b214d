"""Part B, the three-year plan: contests from stage to stage, and studios."""

from datetime import date
from decimal import Decimal

from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced, EntryTerms
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestEntered,
    ContestPromoted,
    ContestPublicised,
    ContestScored,
    ContestStoodAside,
)
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.registered import TeacherRegistered
from ledger.records.studio import (
    StudioAssessed,
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)
from ledger.vocabulary import Level, Post, Prize, StudioKind
from tests.clauses.contests import awarded, closed, contest, entered, held, run, scored, total
from tests.clauses.county import (
    HEADS,
    HILL,
    JUNIOR,
    JUNIOR_HOMEROOM,
    KINDERGARTEN,
    KINDERGARTEN_HEAD,
    LI,
    OTHER_RESEARCHER,
    PRIMARY_HOMEROOM,
    PRINCIPAL,
    RESEARCHER,
    SECTION_HEAD,
    TOWN,
    TOWNSHIP,
    VICE,
    ZHAO,
    County,
)

JUDGES = (RESEARCHER, OTHER_RESEARCHER, SECTION_HEAD)
TELEVISION = "县教育电视台"
LEADERS = (Post.PRINCIPAL, Post.VICE_PRINCIPAL, Post.VICE_FOR_TEACHING, Post.KINDERGARTEN_HEAD)
TWO_PARTS = {"演讲": 80, "答辩": 20}
FIVE_PARTS = {"育人故事": 20, "带班育人方略": 20, "主题班会": 20, "班级管理答辩": 20, "个人才艺展示": 20}


def test_B14_principals_speak_of_their_schools_at_school_township_and_county(county: County) -> None:
    series, groups = "校长讲校", ("中小学组", "幼儿园组")

    def stage(code: str, level: Level, unit: str, opens: date, places: int) -> ContestAnnounced:
        return contest(
            code,
            series,
            level,
            unit,
            judges=JUDGES,
            groups=groups,
            entry=EntryTerms(LEADERS),
            parts=TWO_PARTS,
            promoted=places,
            opens=opens,
        )

    at_county = stage("JX-X", Level.COUNTY, "太康县", date(2022, 12, 1), 0)
    at_township = stage("JX-Z", Level.TOWNSHIP, TOWNSHIP, date(2022, 11, 1), 1)
    county.say(at_county, at_township)
    held(
        county,
        stage("JX-S1", Level.SCHOOL, TOWN, date(2022, 10, 8), 2),
        {"中小学组": (VICE, PRINCIPAL)},
        promoted_to="JX-Z",
    )
    held(
        county,
        stage("JX-S5", Level.SCHOOL, KINDERGARTEN, date(2022, 10, 8), 1),
        {"幼儿园组": (KINDERGARTEN_HEAD,)},
        promoted_to="JX-Z",
    )
    run(county, at_township, {"中小学组": (PRINCIPAL, VICE), "幼儿园组": (KINDERGARTEN_HEAD,)}, promoted_to="JX-X")
    run(county, at_county, {"中小学组": (PRINCIPAL,), "幼儿园组": (KINDERGARTEN_HEAD,)})
    county.say(ContestPublicised("JX-X", "中小学组", PRINCIPAL, date(2022, 12, 25), TELEVISION))

    announced = {one.code: one for one in county.kept(ContestAnnounced)}
    assert {one.level for one in announced.values()} == {Level.SCHOOL, Level.TOWNSHIP, Level.COUNTY}
    assert {part.name: part.weight for part in announced["JX-X"].parts} == {"演讲": 80, "答辩": 20}
    assert total(county, at_county, PRINCIPAL) == Decimal(80 * 98 + 20 * 97) / 100 == Decimal("97.8")
    posts = {one.teacher: one.post for one in county.kept(TeacherRegistered)}
    showed = {posts[one.teacher] for one in county.kept(ContestEntered)}
    assert showed == {Post.PRINCIPAL, Post.VICE_PRINCIPAL, Post.KINDERGARTEN_HEAD}
    went_on = [(one.teacher, one.to) for one in county.kept(ContestPromoted)]
    assert went_on[-2:] == [(PRINCIPAL, "JX-X"), (KINDERGARTEN_HEAD, "JX-X")]
    assert [one.teacher for one in county.kept(ContestPublicised)] == [PRINCIPAL]


def test_B15_homeroom_teachers_speak_of_their_classes_and_twenty_of_each_group_win(county: County) -> None:
    def stage(code: str, level: Level, unit: str, opens: date, **more: object) -> ContestAnnounced:
        judges = (RESEARCHER, SECTION_HEAD) if level is Level.COUNTY else (RESEARCHER,)
        return contest(code, "班主任讲班", level, unit, judges=judges, parts=FIVE_PARTS, opens=opens, **more)  # type: ignore[arg-type]

    homeroom = EntryTerms((Post.HOMEROOM,))
    at_county = stage(
        "JB-X",
        Level.COUNTY,
        "太康县",
        date(2022, 12, 1),
        entry=EntryTerms((Post.HOMEROOM,), oldest=50, years_in_post=3, from_contest="JB-Z"),
        prizes={Prize.FIRST: 8, Prize.SECOND: 12},
    )
    at_township = stage("JB-Z", Level.TOWNSHIP, TOWNSHIP, date(2022, 11, 1), entry=homeroom, promoted=20)
    county.say(at_county, at_township)
    for code, school, group, teachers in (
        ("JB-S1", TOWN, "小学组", PRIMARY_HOMEROOM[:10]),
        ("JB-S2", HILL, "小学组", PRIMARY_HOMEROOM[10:]),
        ("JB-S4", JUNIOR, "中学组", JUNIOR_HOMEROOM),
    ):
        at_school = stage(code, Level.SCHOOL, school, date(2022, 10, 8), entry=homeroom, promoted=len(teachers))
        held(county, at_school, {group: teachers}, promoted_to="JB-Z")
    everybody = {"小学组": PRIMARY_HOMEROOM, "中学组": JUNIOR_HOMEROOM}
    run(county, at_township, everybody, promoted_to="JB-X")

    best, last = PRIMARY_HOMEROOM[0], JUNIOR_HOMEROOM[-1]
    entered(county, at_county, everybody)
    county.say(ContestStoodAside("JB-X", SECTION_HEAD, best, date(2022, 12, 7), "亲属"))
    scored(county, at_county, everybody, aside={SECTION_HEAD: best})
    closed(county, at_county)
    county.say(ContestAppealed("JB-X", last, date(2022, 12, 16), "才艺展示时间没有记满。"))
    county.say(ContestAppealDecided("JB-X", last, date(2022, 12, 16), upheld=False, words="录像核对无误。"))
    awarded(county, at_county, everybody)
    county.say(
        ContestPublicised("JB-X", "小学组", best, date(2022, 12, 25), TELEVISION),
        HonourRecommended(best, "优秀班主任", Level.CITY, date(2023, 2, 20), "县教育局", "JB-X"),
    )

    # Every homeroom teacher took part at school.
    homerooms = {one.teacher for one in county.kept(TeacherRegistered) if one.post is Post.HOMEROOM}
    assert {one.teacher for one in county.kept(ContestEntered) if one.code.startswith("JB-S")} == homerooms
    # Who enters at the county: in the post, 50 or under, three years in it, put forward from the township.
    entry = next(one.entry for one in county.kept(ContestAnnounced) if one.code == "JB-X")
    assert (entry.posts, entry.oldest, entry.years_in_post, entry.from_contest) == ((Post.HOMEROOM,), 50, 3, "JB-Z")
    assert county.refusal(ContestEntered("JB-X", "小学组", LI, date(2022, 12, 2)))
    # Five parts of 20 per cent each.
    parts = next(one.parts for one in county.kept(ContestAnnounced) if one.code == "JB-X")
    assert [part.weight for part in parts] == [20, 20, 20, 20, 20]
    assert total(county, at_county, best) == Decimal(98 + 97 + 96 + 95 + 94) / 5 == 96
    scores = [one for one in county.kept(ContestScored) if one.code == "JB-X"]
    assert {one.judge for one in scores if one.teacher == last} == {RESEARCHER, SECTION_HEAD}
    assert {one.judge for one in scores if one.teacher == best} == {RESEARCHER}
    # Eight first and twelve second prizes in each of the two groups.
    won = [one for one in county.kept(AwardWon) if one.contest == "JB-X"]
    for group in ("小学组", "中学组"):
        prizes = [one.prize for one in won if one.group == group]
        assert (prizes.count(Prize.FIRST), prizes.count(Prize.SECOND), len(prizes)) == (8, 12, 20)
    # The best are shown to the county, and recommended for an honour of the city, which is no further stage.
    [recommended] = county.kept(HonourRecommended)
    assert (recommended.teacher, recommended.level, recommended.contest) == (best, Level.CITY, "JB-X")
    assert not [one for one in county.kept(ContestPromoted) if one.code == "JB-X"]
    assert not county.kept(HonourGranted)
    [decided] = county.kept(ContestAppealDecided)
    assert (decided.teacher, decided.upheld) == (last, False)


def test_B17_a_lesson_contest_every_school_year_from_stage_to_stage(county: County) -> None:
    for year in (2022, 2023):
        stages = [
            contest(
                f"SK-{year}-{number}",
                "教师赛课",
                level,
                unit,
                judges=JUDGES,
                groups=("小学组",),
                promoted=1,
                opens=date(year, 10 + number, 8),
            )
            for number, (level, unit) in enumerate(
                ((Level.SCHOOL, TOWN), (Level.TOWNSHIP, TOWNSHIP), (Level.COUNTY, "太康县"))
            )
        ]
        county.say(*stages)
        school, township, at_county = stages
        run(county, school, {"小学组": (LI, ZHAO)}, promoted_to=township.code)
        run(county, township, {"小学组": (LI,)}, promoted_to=at_county.code)
        run(county, at_county, {"小学组": (LI,)})
    for year in (2022, 2023):
        announced = [one for one in county.kept(ContestAnnounced) if one.opens.year == year]
        assert [one.level for one in announced] == [Level.SCHOOL, Level.TOWNSHIP, Level.COUNTY]
        codes = {one.code for one in announced}
        assert [one.teacher for one in county.kept(ContestEntered) if one.code in codes] == [LI, ZHAO, LI, LI]
        assert [one.to for one in county.kept(ContestPromoted) if one.code in codes] == [
            f"SK-{year}-1",
            f"SK-{year}-2",
        ]
        assert [one.level for one in county.kept(AwardWon) if one.contest in codes and one.teacher == LI] == [
            Level.SCHOOL,
            Level.TOWNSHIP,
            Level.COUNTY,
        ]


def test_B26_ten_ten_and_a_hundred_studios_with_ten_ten_and_thirty_core_members(county: County) -> None:
    since = date(2022, 10, 14)
    county.say(
        StudioLimitsAnnounced(since, StudioKind.PRINCIPALS, 10, 10),
        StudioLimitsAnnounced(since, StudioKind.HOMEROOM, 10, 10),
        StudioLimitsAnnounced(since, StudioKind.TEACHERS, 100, 30),
    )
    on = date(2022, 11, 1)
    county.say(
        StudioFounded("XZ-01", PRINCIPAL, StudioKind.PRINCIPALS, on, TOWN),
        StudioFounded("BZR-01", PRIMARY_HOMEROOM[0], StudioKind.HOMEROOM, on, TOWN),
        StudioFounded("BZR-02", PRIMARY_HOMEROOM[11], StudioKind.HOMEROOM, on, HILL),
        StudioFounded("JS-01", LI, StudioKind.TEACHERS, on, TOWN),
    )
    members = {
        "XZ-01": HEADS,
        "BZR-01": PRIMARY_HOMEROOM[1:11],
        "BZR-02": PRIMARY_HOMEROOM[12:],
        "JS-01": (*PRIMARY_HOMEROOM[10:], *JUNIOR_HOMEROOM),
    }
    county.say(*(StudioJoined(code, one, date(2022, 11, 10)) for code, joined in members.items() for one in joined))
    limits = {one.studio: (one.studios, one.members) for one in county.kept(StudioLimitsAnnounced)}
    assert limits == {
        StudioKind.PRINCIPALS: (10, 10),
        StudioKind.HOMEROOM: (10, 10),
        StudioKind.TEACHERS: (100, 30),
    }
    joined = {code: [one.teacher for one in county.kept(StudioJoined) if one.code == code] for code in members}
    assert (len(joined["BZR-01"]), len(joined["JS-01"])) == (10, 30)
    assert county.refusal(StudioJoined("BZR-01", JUNIOR_HOMEROOM[0], date(2022, 12, 1)))  # the eleventh
    assert county.refusal(StudioJoined("JS-01", ZHAO, date(2022, 12, 1)))  # the thirty-first
    county.say(StudioLeft("BZR-01", PRIMARY_HOMEROOM[1], date(2022, 12, 20)))
    county.say(StudioJoined("BZR-01", JUNIOR_HOMEROOM[0], date(2022, 12, 21)))

    assessed_on = date(2023, 7, 1)
    county.say(
        StudioAssessed("BZR-01", "2022-2023", Decimal("93.5"), 1, assessed_on),
        StudioAssessed("BZR-02", "2022-2023", Decimal("71.25"), 2, assessed_on),
    )
    county.say(StudioDissolved("BZR-02", date(2023, 7, 10), "末位淘汰"))
    last = max(county.kept(StudioAssessed), key=lambda one: one.rank)
    assert [one.code for one in county.kept(StudioDissolved)] == [last.code] == ["BZR-02"]
    assert [one.teacher for one in county.kept(StudioLeft)] == [PRIMARY_HOMEROOM[1]]
    assert {one.leader for one in county.kept(StudioFounded)} == {
        PRINCIPAL,
        LI,
        PRIMARY_HOMEROOM[0],
        PRIMARY_HOMEROOM[11],
    }


def test_B31_a_contest_in_setting_examination_papers(county: County) -> None:
    papers = contest(
        "MT-2022",
        "中高考模拟考试命题",
        Level.COUNTY,
        judges=JUDGES,
        groups=("中学组",),
        parts={"试题": 100},
        prizes={Prize.FIRST: 1, Prize.SECOND: 2},
    )
    setters = JUNIOR_HOMEROOM[:3]
    held(county, papers, {"中学组": setters})
    assert {one.teacher: one.prize for one in county.kept(AwardWon)} == dict(
        zip(setters, (Prize.FIRST, Prize.SECOND, Prize.SECOND), strict=True)
    )
    assert total(county, papers, setters[0]) > total(county, papers, setters[1])
    assert [one.series for one in county.kept(ContestAnnounced)] == ["中高考模拟考试命题"]
