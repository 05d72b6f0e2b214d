"""赛事: who may enter, who may score, what a correction may change, and appeals."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ledger.book import Book
from ledger.records.contest import ContestAnnounced, ContestPart
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestPublicised,
    ContestStoodAside,
)
from ledger.records.post import PostHeld
from ledger.records.record import Record
from ledger.vocabulary import Post
from tests.ledger.contest_stories import (
    BELOW,
    CLOSES,
    FIVE_PARTS,
    GIVEN,
    HEADS_AT_COUNTY,
    HEADS_AT_TOWNSHIP,
    JUDGES,
    OPEN_TO_ALL,
    OPENS,
    PRIMARY,
    PRINCIPALS_AT_COUNTY,
    SECONDARY,
    award,
    begin,
    closed,
    entered,
    promoted,
    refusals,
    refused,
    registered,
    school,
    scored,
    teacher,
    write,
)
from tests.ledger.stories import HILL, TOWN, changed

COUNTY_ENTRY = entered(1, "JB-X")


@pytest.fixture
def stages(book: Book) -> Book:
    """班主任讲班 at township stage, closed and won by teacher 1, and announced at county stage."""
    write(book, school("S001", "城关镇"), registered(1), HEADS_AT_TOWNSHIP, closed("JB-XZ", date(2022, 10, 21)))
    write(book, BELOW, HEADS_AT_COUNTY)
    return book


@pytest.fixture
def run(book: Book) -> Book:
    """A contest open to all that ten entered, and that is still running."""
    begin(book)
    return book


@pytest.fixture
def over(run: Book) -> Book:
    """The same when it is closed."""
    write(run, closed())
    return run


# Entry


def test_who_won_at_the_township_enters_at_the_county(stages: Book) -> None:
    assert refused(stages, COUNTY_ENTRY) == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"born": date(1972, 11, 1)}, ""),
        ({"born": date(1971, 11, 2)}, ""),
        ({"born": date(1971, 11, 1)}, "over-age"),
        ({"born": date(1960, 1, 1)}, "over-age"),
        ({"post_since": date(2019, 11, 1)}, ""),
        ({"post_since": date(2019, 11, 2)}, "too-new-in-post"),
        ({"post_since": date(2022, 11, 2)}, "post-not-admitted"),
        ({"post": Post.TEACHER}, "post-not-admitted"),
        ({"post": Post.PRINCIPAL}, "post-not-admitted"),
    ],
)
def test_a_county_homeroom_teacher_is_50_or_under_and_three_years_in_the_post_on_the_day_the_contest_opens(
    stages: Book, fields: dict[str, Any], code: str
) -> None:
    write(stages, changed(BELOW, teacher=teacher(2)), registered(2, **fields))
    assert refused(stages, entered(2, "JB-X")) == code


def test_another_post_held_on_the_day_admits_too_and_counts_from_when_it_was_held(stages: Book) -> None:
    write(stages, registered(2, post=Post.DEAN), changed(BELOW, teacher=teacher(2)))
    assert refused(stages, entered(2, "JB-X")) == "post-not-admitted"
    write(stages, PostHeld(teacher(2), Post.HOMEROOM, TOWN, date(2015, 9, 1), date(2022, 10, 31)))
    assert refused(stages, entered(2, "JB-X")) == "post-not-admitted"
    write(stages, PostHeld(teacher(2), Post.HOMEROOM, TOWN, date(2021, 9, 1)))
    assert refused(stages, entered(2, "JB-X")) == "too-new-in-post"
    write(stages, PostHeld(teacher(2), Post.HOMEROOM, HILL, date(2019, 9, 1)))
    assert refused(stages, entered(2, "JB-X")) == ""


def test_who_neither_won_below_nor_was_promoted_does_not_enter(stages: Book) -> None:
    write(stages, registered(2))
    assert refused(stages, entered(2, "JB-X")) == "not-from-stage-below"


def test_whoever_another_townships_contest_promoted_enters_too(stages: Book) -> None:
    other = changed(HEADS_AT_TOWNSHIP, code="JB-WJ", unit="王集乡")
    write(stages, registered(2), other, closed("JB-WJ", date(2022, 10, 21)))
    write(stages, changed(BELOW, teacher=teacher(2), contest="JB-WJ"), promoted(2, "JB-WJ", "JB-X"))
    assert refused(stages, entered(2, "JB-X")) == ""


def test_conditions_on_the_person_need_a_person_on_the_register_and_an_open_contest_none(stages: Book) -> None:
    assert refused(stages, entered(77, "JB-X")) == "unknown-teacher"
    write(stages, OPEN_TO_ALL)
    assert refused(stages, entered(77)) == ""


@pytest.mark.parametrize("post", [Post.PRINCIPAL, Post.VICE_PRINCIPAL, Post.VICE_FOR_TEACHING, Post.KINDERGARTEN_HEAD])
def test_principals_vice_principals_and_kindergarten_heads_enter_the_principals_contest(book: Book, post: Post) -> None:
    write(book, PRINCIPALS_AT_COUNTY, registered(1, post=post), registered(2))
    assert refusals(book, [entered(1, "XZ-X"), entered(2, "XZ-X")]) == ["", "post-not-admitted"]


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2022, 10, 31), "outside-contest"),
        (OPENS, ""),
        (CLOSES, ""),
        (date(2022, 12, 1), "outside-contest"),
    ],
)
def test_entries_are_taken_from_the_first_day_to_the_last(run: Book, on: date, code: str) -> None:
    assert refused(run, entered(20, on=on)) == code


def test_nothing_happens_in_a_contest_that_was_not_announced(book: Book) -> None:
    said: list[Record] = [
        entered(1),
        scored(1),
        ContestStoodAside("GK", JUDGES[0], teacher(1), OPENS),
        closed(),
        award(1),
        promoted(1, "GK", "GK"),
        ContestPublicised("GK", PRIMARY, teacher(1), GIVEN, "县电视台"),
        ContestAppealed("GK", teacher(1), GIVEN, "漏计。"),
        ContestAppealDecided("GK", teacher(1), GIVEN, True, "补计。"),
    ]
    assert set(refusals(book, said)) == {"contest-unknown"}


def test_a_group_that_was_not_announced_is_refused_and_spacing_is_no_difference(run: Book) -> None:
    assert refused(run, entered(20, group="幼儿组")) == "group-not-announced"
    assert refused(run, entered(20, group="小 学 组")) == ""


# Scores


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, ""),
        ({"part": "主题 班会"}, ""),
        ({"judge": teacher(9)}, "judge-not-announced"),
        ({"part": "书法"}, "part-not-announced"),
        ({"teacher": teacher(20)}, "not-entered"),
        ({"group": SECONDARY}, "not-entered"),
        ({"group": "幼儿组"}, "group-not-announced"),
        ({"score": Decimal("100.01")}, "score-out-of-range"),
        ({"score": Decimal("-0.5")}, "score-out-of-range"),
        ({"score": Decimal(100)}, ""),
        ({"score": Decimal(0)}, ""),
        ({"on": date(2022, 10, 31)}, "outside-contest"),
    ],
    ids=str,
)
def test_a_score_is_given_by_a_judge_for_a_part_to_who_entered(run: Book, fields: dict[str, Any], code: str) -> None:
    assert refused(run, changed(scored(1), **fields)) == code


def test_a_judge_gives_one_score_for_a_part(run: Book) -> None:
    write(run, scored(1))
    assert refused(run, scored(1, score="95")) == "clash"
    assert refused(run, scored(1, score="95"), "误登") == ""
    assert refusals(run, [scored(1, "主题班会"), scored(1, judge=JUDGES[1]), scored(2)]) == ["", "", ""]


def test_who_stood_aside_does_not_score_that_teacher_and_who_scored_does_not_stand_aside(run: Book) -> None:
    aside = ContestStoodAside("GK", JUDGES[0], teacher(1), OPENS, "同校")
    write(run, aside)
    assert refusals(run, [scored(1), scored(1, judge=JUDGES[1]), scored(2)]) == ["judge-stood-aside", "", ""]
    assert refused(run, changed(aside, teacher=teacher(2))) == "already-scored"
    assert refused(run, changed(aside, judge=teacher(9))) == "judge-not-announced"


def test_after_the_closing_nobody_enters_and_nothing_is_scored(over: Book) -> None:
    assert refusals(over, [entered(20), scored(1)]) == ["contest-closed", "contest-closed"]


def test_a_contest_is_not_closed_before_it_opens(run: Book) -> None:
    assert refused(run, closed(on=date(2022, 10, 31))) == "outside-contest"


# The announcement


def test_an_announcement_said_otherwise_is_a_clash(run: Book) -> None:
    assert refused(run, changed(OPEN_TO_ALL, promoted=9)) == "clash"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"promoted": 9}, ""),
        ({"groups": (SECONDARY,), "prizes": ()}, "contest-under-way"),
        ({"judges": JUDGES[1:]}, "contest-under-way"),
        ({"parts": (ContestPart("演讲", Decimal(100)),)}, "contest-under-way"),
        ({"parts": tuple(reversed(FIVE_PARTS))}, ""),
    ],
    ids=str,
)
def test_a_corrected_announcement_keeps_what_was_entered_and_scored_under_it(
    run: Book, fields: dict[str, Any], code: str
) -> None:
    write(run, scored(1))
    assert refused(run, changed(OPEN_TO_ALL, **fields), "误登") == code


def test_the_announcement_of_a_closed_contest_is_not_corrected(over: Book) -> None:
    assert refused(over, changed(OPEN_TO_ALL, promoted=9), "误登") == "contest-closed"


# Appeals


def appealed(number: int = 1, on: date = GIVEN) -> ContestAppealed:
    return ContestAppealed("GK", teacher(number), on, "答辩一项漏计。")


def decided(*, upheld: bool, on: date = date(2022, 11, 28)) -> ContestAppealDecided:
    return ContestAppealDecided("GK", teacher(1), on, upheld, "已复核。")


def test_who_entered_appeals_once_after_the_closing(over: Book) -> None:
    said = [appealed(20), appealed(1, date(2022, 11, 20)), appealed(), appealed(1, date(2022, 11, 26)), appealed(2)]
    assert refusals(over, said) == ["not-entered", "contest-not-closed", "", "already-appealed", ""]


def test_nobody_appeals_while_a_contest_runs(run: Book) -> None:
    assert refused(run, appealed()) == "contest-not-closed"


def test_an_appeal_is_decided_once_and_not_before_it_was_made(over: Book) -> None:
    assert refused(over, decided(upheld=True)) == "no-appeal"
    write(over, appealed())
    said = [
        decided(upheld=True, on=date(2022, 11, 24)),
        decided(upheld=True),
        decided(upheld=False, on=date(2022, 12, 1)),
    ]
    assert refusals(over, said) == ["no-appeal", "", "appeal-decided"]
    assert refused(over, decided(upheld=False), "误登") == ""


@pytest.mark.parametrize(("upheld", "code"), [(True, ""), (False, "contest-closed")])
def test_only_of_whose_appeal_was_upheld_a_score_is_taken_after_the_closing(
    over: Book, upheld: bool, code: str
) -> None:
    write(over, appealed(), decided(upheld=upheld))
    assert refusals(over, [scored(1), scored(2)]) == [code, "contest-closed"]


def test_announcements_of_other_levels_and_series_do_not_stand_in_the_way(book: Book) -> None:
    said: Sequence[ContestAnnounced] = [HEADS_AT_TOWNSHIP, HEADS_AT_COUNTY, PRINCIPALS_AT_COUNTY, OPEN_TO_ALL]
    write(book, *said)
