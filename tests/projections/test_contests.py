"""赛事, 名师工作室: rankings held to a computation by hand, prizes given and left, members on a day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act
from ledger.records.contest import ContestAnnounced, ContestPart, PrizePlaces
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed, ContestScored
from ledger.records.record import TeacherId, entry_of, stream_of
from ledger.vocabulary import DropRule, Prize, TieRule
from projections.processes.contests import contests, rounded
from projections.processes.ranking import Ranked, ranking
from projections.processes.studios import kinds_of_studios, studios
from tests.ledger.contest_stories import (
    GIVEN,
    HEADS_AT_COUNTY,
    HEADS_AT_TOWNSHIP,
    JUDGES,
    OPEN_TO_ALL,
    PRIMARY,
    PRINCIPALS_AT_COUNTY,
    SECONDARY,
    award,
    closed,
    entered,
    promoted,
    refused,
    scored,
    teacher,
    write,
)
from tests.ledger.stories import changed, clerk
from tests.ledger.studio_stories import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    PRINCIPALS,
    TEACHERS,
    assessed,
    dissolved,
    founded,
    joined,
    left,
    limits,
    person,
)

SPEECH, DEFENCE = "演讲", "答辩"


def scores(number: int, part: str, *given: str, judges: Sequence[TeacherId] = JUDGES) -> list[ContestScored]:
    """What the judges gave, in order; an empty text where one gave nothing."""
    return [scored(number, part, score, judge) for judge, score in zip(judges, given, strict=False) if score]


def ranked(contest: ContestAnnounced, *said: list[ContestScored]) -> list[Ranked]:
    flat = [one for some in said for one in some]
    return ranking(contest, dict.fromkeys(one.teacher for one in flat), flat)


def told(results: Sequence[Ranked]) -> list[tuple[str, int | None, Fraction | None]]:
    return [(one.teacher, one.rank, one.total) for one in results]


def test_a_county_score_of_principals_is_80_per_cent_speech_and_20_per_cent_defence() -> None:
    results = ranked(
        PRINCIPALS_AT_COUNTY,
        # Speech (90 + 91 + 91) / 3 = 272/3; defence (80 + 85) / 2 = 165/2; 0.8 × 272/3 + 0.2 × 165/2 = 2671/30.
        scores(1, SPEECH, "90", "91", "91"),
        scores(1, DEFENCE, "80", "85"),
        # 0.8 × 89.5 + 0.2 × 87 = 89.
        scores(2, SPEECH, "89.5"),
        scores(2, DEFENCE, "87"),
        # 0.8 × 89 + 0.2 × 90.2 = 89.24.
        scores(3, SPEECH, "89"),
        scores(3, DEFENCE, "90.2"),
    )
    assert told(results) == [
        (teacher(3), 1, Fraction(2231, 25)),
        (teacher(1), 2, Fraction(2671, 30)),
        (teacher(2), 3, Fraction(89)),
    ]
    assert results[1].parts == {SPEECH: Fraction(272, 3), DEFENCE: Fraction(165, 2)}


def test_homeroom_teachers_are_scored_in_five_parts_of_20_per_cent_without_the_highest_and_lowest_judge() -> None:
    # Totals of the judges: 90, 95, 80, 91, 90; without 95 and 80 they are 90, 91, 90, of mean 271/3.
    given = ("90", "95", "80", "91", "90")
    said = [scores(1, part.name, *given) for part in HEADS_AT_COUNTY.parts]
    assert told(ranked(HEADS_AT_COUNTY, *said)) == [(teacher(1), 1, Fraction(271, 3))]
    assert rounded(Fraction(271, 3)) == 90.33


def test_who_is_dropped_is_a_judge_by_the_total_not_a_score_by_its_part() -> None:
    contest = changed(PRINCIPALS_AT_COUNTY, drop=DropRule.EXTREMES)
    # Totals 0.8 s + 0.2 d: 92, 88, 90. The first two are dropped; the highest defence, 100, stays with its judge.
    said = scores(1, SPEECH, "100", "90", "87.5"), scores(1, DEFENCE, "60", "80", "100")
    assert told(ranked(contest, *said)) == [(teacher(1), 1, Fraction(90))]


@pytest.mark.parametrize(
    ("speech", "defence", "wanted"),
    [
        (("90", "60"), ("90", "60"), Fraction(75)),  # two judges: nobody is dropped
        (("90", "60", "100"), ("90", "60", ""), Fraction(4 * 250, 15) + Fraction(75, 5)),  # the third scored no defence
        (("90", "90", "90"), ("90", "90", "90"), Fraction(90)),  # all alike: two of them are dropped
        (("90", "60", "75"), ("90", "60", "75"), Fraction(75)),
    ],
)
def test_nobody_is_dropped_of_fewer_than_three_judges_who_scored_every_part(
    speech: Sequence[str], defence: Sequence[str], wanted: Fraction
) -> None:
    contest = changed(PRINCIPALS_AT_COUNTY, drop=DropRule.EXTREMES)
    assert ranked(contest, scores(1, SPEECH, *speech), scores(1, DEFENCE, *defence))[0].total == wanted


ONE_PART = changed(OPEN_TO_ALL, parts=(ContestPart(SPEECH, Decimal(60)), ContestPart(DEFENCE, Decimal(40))))


@pytest.mark.parametrize(
    ("ties", "wanted"),
    [
        (TieRule.SHARED, [(1, 1), (2, 1), (3, 1), (4, 2), (5, 3)]),
        (TieRule.SHARED_TAKING_PLACES, [(1, 1), (2, 1), (3, 1), (4, 4), (5, 5)]),
        (TieRule.FIRST_PART, [(3, 1), (1, 2), (2, 2), (4, 4), (5, 5)]),
    ],
    ids=str,
)
def test_equal_totals_are_ranked_as_announced(ties: TieRule, wanted: list[tuple[int, int]]) -> None:
    contest = changed(ONE_PART, ties=ties, drop=DropRule.NONE)
    given = {1: ("90", "90"), 2: ("90", "90"), 3: ("92", "87"), 4: ("80", "80"), 5: ("70", "70")}
    said = [
        score
        for number, (speech, defence) in given.items()
        for score in (scores(number, SPEECH, speech), scores(number, DEFENCE, defence))
    ]
    assert [(one.teacher, one.rank) for one in ranked(contest, *said)] == [
        (teacher(number), rank) for number, rank in wanted
    ]


def test_totals_that_differ_by_less_than_is_shown_are_no_tie() -> None:
    contest = changed(ONE_PART, drop=DropRule.NONE)
    said = [scores(1, SPEECH, "90", "90", "90.01"), scores(1, DEFENCE, "90")]
    said += [scores(2, SPEECH, "90"), scores(2, DEFENCE, "90")]
    first, second = ranked(contest, *said)
    assert (first.rank, second.rank) == (1, 2)
    assert first.total is not None
    assert rounded(first.total) == 90
    assert str(first.total) == "45001/500"


def test_without_a_score_in_some_part_there_is_no_rank() -> None:
    contest = changed(ONE_PART, drop=DropRule.NONE)
    said = [scores(1, SPEECH, "100"), scores(2, SPEECH, "1"), scores(2, DEFENCE, "1")]
    assert told(ranked(contest, *said)) == [(teacher(2), 1, Fraction(1)), (teacher(1), None, None)]


@pytest.mark.parametrize(("value", "shown"), [("271/3", 90.33), ("89.005", 89.01), ("90", 90), ("0.004", 0)])
def test_totals_are_shown_with_two_decimals_half_up(value: str, shown: float) -> None:
    assert rounded(Fraction(value)) == shown


# On a book


def test_a_contest_is_told_with_its_ranking_prizes_and_places_left(book: Book) -> None:
    higher = changed(HEADS_AT_COUNTY, code="JB-S")
    contest = changed(
        HEADS_AT_TOWNSHIP,
        parts=ONE_PART.parts,
        promoted=2,
        prizes=(PrizePlaces(PRIMARY, Prize.FIRST, 2), PrizePlaces(PRIMARY, Prize.SECOND, 3)),
        entry=OPEN_TO_ALL.entry,
    )
    code = contest.code
    write(book, contest, higher, *(entered(number, code, on=contest.opens) for number in (1, 2, 3)))
    for number, speech in ((1, "80"), (2, "90"), (3, "85.55")):
        write(book, scored(number, SPEECH, speech, code=code), scored(number, DEFENCE, "90", code=code))
    write(book, closed(code), award(2, of=contest), award(3, Prize.SECOND, contest, coded=False))
    write(book, promoted(2, code, "JB-S"), ContestAppealed(code, teacher(1), GIVEN, "漏计。"))
    write(book, ContestAppealDecided(code, teacher(1), date(2022, 11, 28), False, "无误。"))
    told_then = contests(book, date(2022, 11, 26))[0].to_json()
    assert told_then == {
        "code": code,
        "series": "班主任讲班",
        "level": "乡级",
        "unit": "城关镇",
        "opens": "2022-10-08",
        "closes": "2022-10-20",
        "state": "closed",
        "groups": [
            {
                "group": PRIMARY,
                "entries": 3,
                "ranking": [
                    {"teacher": "000002", "rank": 1, "total": 90, "exact": "90", "parts": {SPEECH: 90, DEFENCE: 90}},
                    {
                        "teacher": "000003",
                        "rank": 2,
                        "total": 87.33,
                        "exact": "8733/100",
                        "parts": {SPEECH: 85.55, DEFENCE: 90},
                    },
                    {"teacher": "000001", "rank": 3, "total": 84, "exact": "84", "parts": {SPEECH: 80, DEFENCE: 90}},
                ],
                "prizes": [
                    {"prize": "一等奖", "places": 2, "given": 1, "left": 1, "teachers": ["000002"]},
                    # Without a code it is of this contest only where the register has the teacher in the township.
                    {"prize": "二等奖", "places": 3, "given": 0, "left": 3, "teachers": []},
                ],
                "promoted": {"places": 2, "left": 1, "teachers": ["000002"]},
            },
            {
                "group": SECONDARY,
                "entries": 0,
                "ranking": [],
                "prizes": [],
                "promoted": {"places": 2, "left": 2, "teachers": []},
            },
        ],
        "appeals": {"made": 1, "decided": 0},
    }


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2022, 10, 31), "announced"),
        (date(2022, 11, 1), "open"),
        (date(2022, 11, 30), "open"),
        (date(2022, 12, 1), "ended"),
        (date(2022, 12, 5), "closed"),
    ],
)
def test_the_state_of_a_contest_is_that_of_the_day(book: Book, day: date, state: str) -> None:
    write(book, OPEN_TO_ALL, entered(1), scored(1), closed(on=date(2022, 12, 5)))
    [found] = contests(book, day)
    assert found.state == state
    assert (found.groups[0].entered, len(found.groups[0].ranking)) == ((0, 0) if state == "announced" else (1, 1))


def test_the_places_left_are_those_that_the_next_award_may_take(book: Book) -> None:
    write(book, changed(OPEN_TO_ALL, prizes=(PrizePlaces(PRIMARY, Prize.FIRST, 3),)), closed())
    for number in range(1, 4):
        [first] = contests(book)[0].groups[0].prizes
        assert first.left == 4 - number
        assert refused(book, award(number, coded=number % 2 == 0)) == ""
    assert refused(book, award(4)) == "no-prize-left"
    void = Request(Act.VOIDED, stream_of(award(2)), entry_of(award(2)), reason="评错")
    book.act(clerk(), void)
    assert contests(book)[0].groups[0].prizes[0].left == 1
    assert contests(book, known_at=book.position - 1)[0].groups[0].prizes[0].left == 0
    assert refused(book, award(4)) == ""


def test_without_announced_numbers_prizes_have_no_places_left(book: Book) -> None:
    write(book, changed(OPEN_TO_ALL, prizes=()), closed(), award(1))
    [prize] = contests(book)[0].to_json()["groups"][0]["prizes"]
    assert prize == {"prize": "一等奖", "places": None, "given": 1, "left": None, "teachers": ["000001"]}


# Studios


def test_studios_are_told_with_their_members_of_the_day_and_who_is_last(book: Book) -> None:
    write(book, limits(100, 30), founded(1), founded(2), founded(3, kind=PRINCIPALS))
    write(book, joined(1, 1), joined(1, 2), left(1, 2, NOVEMBER), joined(1, 2, DECEMBER), joined(2, 3))
    write(book, assessed(1, 2), assessed(2, 1), assessed(2, 2, DECEMBER, "2023"), assessed(1, 1, DECEMBER, "2023"))
    write(book, dissolved(2, DECEMBER))
    there = {day: studios(book, day) for day in (OCTOBER, NOVEMBER, DECEMBER)}
    codes = {day: [one.founded.code for one in found] for day, found in there.items()}
    assert set(map(tuple, codes.values())) == {("GZS-3", "GZS-1", "GZS-2")}
    members = {day: [list(one.members) for one in found] for day, found in there.items()}
    assert members[OCTOBER] == [[], [person(1), person(2)], [person(3)]]
    assert members[NOVEMBER] == [[], [person(1)], [person(3)]]
    assert members[DECEMBER] == [[], [person(1), person(2)], []]
    assert [one.last for one in there[OCTOBER]] == [False, False, False]
    assert [one.last for one in there[NOVEMBER]] == [False, True, False]
    assert [one.last for one in there[DECEMBER]] == [False, False, True]
    assert [one.dissolved for one in there[DECEMBER]] == [None, None, DECEMBER]
    assert [said.rank for said in there[DECEMBER][1].assessed] == [2, 1]


def test_kinds_of_studios_are_told_with_how_many_there_are_and_may_be(book: Book) -> None:
    write(book, limits(100, 30), limits(90, 20, NOVEMBER), founded(1), founded(2), dissolved(2, DECEMBER))
    told_on = {day: kinds_of_studios(book, day)[2] for day in (OCTOBER, NOVEMBER, DECEMBER)}
    assert [(one.studio, one.studios) for one in told_on.values()] == [(TEACHERS, 2), (TEACHERS, 2), (TEACHERS, 1)]
    assert [one.limits and one.limits.studios for one in told_on.values()] == [100, 90, 90]
    assert kinds_of_studios(book)[0].limits is None
