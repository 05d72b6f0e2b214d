"""Merit selections: equals whom the panel parts, an objection that is right, a sanction found during the notice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from api.desk import reviews
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.honour import HonourGranted, HonourRevoked
from ledger.records.record import Record, TeacherId, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import Level, Prize
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.reviews.comparing import Comparison, compare
from projections.reviews.course import RoundState, course_of
from projections.reviews.judging import judging_of
from projections.reviews.listing import Ranked, ReviewResult, result_of_list
from projections.reviews.ranking import Outcome
from projections.reviews.reproducing import reproduce_round
from projections.reviews.scoring import total_of
from projections.statements.reproducing import Verdict
from tests.api.review_rounds import MERIT, OFFICE, Round, by_points, morning, of_title, refused
from tests.api.three_years import AS_OF, PACK, TERM, copied_county, county_time
from tests.ledger.stories import SettableClock


@pytest.fixture
def clock() -> Iterator[SettableClock]:
    with county_time() as clock:
        yield clock


@pytest.fixture
def ledger(clock: SettableClock, tmp_path: Path) -> Iterator[Ledger]:
    with copied_county(tmp_path / "county").opened() as ledger:
        yield ledger


def record(ledger: Ledger, one: Record) -> str:
    """Something that the county's section recorded; its entry."""
    with ledger.book.writing(HandIn("renshi")) as pen:
        for outcome in pen.write([Submission([one])]):
            if isinstance(outcome, Refused):
                raise outcome
    return entry_of(one).hex()


def prize(teacher: str, level: Level = Level.NATION, given: Prize = Prize.FIRST) -> AwardWon:
    return AwardWon("新课程教学比赛", level, "小学组", TeacherId(teacher), given, date(2023, 6, 1), "R-1")


def standing_list(ledger: Ledger, code: str, revision: int) -> ReviewResult:
    """A list derived again."""
    return result_of_list(ledger.book, code, course_of(ledger.book, code).lists[revision - 1])


def scored(one: Ranked) -> object:
    """What the record says of an applicant, whatever became of others."""
    return one.parts, one.total, one.conditions, one.vetoes


def equals(ledger: Ledger) -> tuple[list[str], list[str]]:
    """Those before the first two equals below the third place, and the equals."""
    answers = evaluate(ledger.book, find_pack(str(PACK)), TERM, AS_OF).teachers
    ordered = [one for one in by_points(ledger) if answers[one]["points"]["parts"]["prizes"] == 0]
    totals = [answers[one]["points"]["total"] for one in ordered]
    at = next(n for n in range(2, len(ordered)) if totals[n - 1] > totals[n] == totals[n + 1])
    tied = [one for one, total in zip(ordered, totals, strict=True) if total == totals[at]]
    return ordered[at - 2 : at], tied


def check_change(told: Comparison) -> None:
    """So much more of the one part, and the other comes first; two hundredths less are not enough."""
    [part] = told.other.parts
    assert part.value is not None
    assert told.one.total is not None
    [said] = told.changes
    more = re.search(r"再高 ([\d.]+)", said)
    if more is None:
        full = total_of([replace(part, value=part.most)], 2)
        assert full is not None
        assert full <= told.one.total
        return
    enough = total_of([replace(part, value=part.value + Fraction(more[1]))], 2)
    short = total_of([replace(part, value=part.value + Fraction(more[1]) - Fraction("0.02"))], 2)
    assert enough is not None
    assert short is not None
    assert short <= told.one.total < enough


def test_equals_and_an_objection_that_is_right(ledger: Ledger, clock: SettableClock) -> None:
    before, tied = equals(ledger)
    panel = [one for one in of_title(ledger, "正高级教师") if one not in (*before, *tied)][:5]
    places = len(before) + len(tied) - 1
    merit = Round(ledger, MERIT | {"places": [{"group": "全体", "places": places}]}, panel)
    below = by_points(ledger)[-3:]
    merit.apply([*before, *tied, *below])
    morning(clock, 9, 6)
    merit.check()
    merit.freeze()
    morning(clock, 9, 14)

    # Equals who have not all a place: none of them is listed, nobody behind takes what they wait for.
    first = merit.list()
    assert first.listed is not None
    assert list(first.listed.listed) == before
    waiting = standing_list(ledger, merit.code, 1).tied
    assert sorted(one.teacher for one in waiting) == sorted(tied)

    # The panel votes; the list is drawn up again, with the one out whom nobody wanted.
    out = waiting[0]
    for one in waiting:
        for member in first_judges(ledger, merit.code, one.number):
            reviews.tie_vote(ledger, HandIn(member), merit.code, member, one.number, in_favour=one.number != out.number)
    second = merit.list("同分表决")
    assert second.listed is not None
    assert len(second.listed.listed) == places
    assert out.teacher not in second.listed.listed

    # On notice the one who is out objects: a prize was not recorded. It is right; the list is derived again.
    morning(clock, 9, 19)
    merit.notice()
    school = ledger.register().teachers[out.teacher].school
    own = HandIn(out.teacher, Authority(f"school:{school}"))
    reviews.object_(ledger, own, merit.code, out.teacher, "全国赛课一等奖没有算", about=out.teacher)
    morning(clock, 9, 20)
    entry = record(ledger, prize(out.teacher))
    late = record(ledger, prize(below[0]))  # recorded as late, but nobody objected: it counts for nothing here
    assert entry != late
    reviews.decide_objection(
        ledger, OFFICE, merit.code, out.teacher, upheld=True, answer="确有此奖,已补登", corrected=[entry]
    )
    assert refused(merit.decide) in ("list-outdated", "objection-upheld")
    third = merit.list("异议成立,补登获奖")
    assert third.listed is not None
    assert third.listed.listed[0] == out.teacher
    assert len(third.listed.listed) <= places

    # It is otherwise only where the correction reaches.
    was, now = standing_list(ledger, merit.code, 2), standing_list(ledger, merit.code, 3)
    changed = [one.teacher for one in now.ranked if scored(one) != scored(was.of(one.teacher))]
    assert changed == [out.teacher]

    # Side by side: what put the one before the other, and what would have changed it.
    told = compare(ledger.book, merit.course, below[0], out.teacher)
    assert told.one.teacher == out.teacher
    assert "高" in told.decided_by
    check_change(told)
    assert any(line.what == "points.table.prizes" and line.ahead == out.teacher for line in told.lines)

    merit.notice()
    morning(clock, 9, 27)
    assert merit.decide().state is RoundState.DECIDED
    reviews.give(ledger, OFFICE, merit.code, document="县教〔2023〕9号")
    granted = {one.teacher for one in ledger.book.kept(HonourGranted).records if one.honour == "优秀教师"}
    assert granted >= set(third.listed.listed)
    told_again = reproduce_round(ledger.book, ledger.statements, merit.code)
    assert told_again.verdict is Verdict.SAME, told_again.why
    assert len(told_again.lists) == 3


def first_judges(ledger: Ledger, code: str, number: int) -> tuple[TeacherId, ...]:
    return judging_of(ledger.book, course_of(ledger.book, code)).judges[number]


def test_a_sanction_found_during_the_notice_lets_the_next_one_move_up(ledger: Ledger, clock: SettableClock) -> None:
    applicants = by_points(ledger)[:8]
    panel = [one for one in of_title(ledger, "正高级教师") if one not in applicants][:3]
    merit = Round(ledger, MERIT, panel)
    merit.apply(applicants)
    morning(clock, 9, 6)
    merit.check()
    merit.freeze()
    morning(clock, 9, 14)
    first = merit.list()
    assert first.listed is not None
    morning(clock, 9, 19)
    merit.notice()
    listed = list(first.listed.listed)
    gone = listed[1]
    ranked = [one.teacher for one in standing_list(ledger, merit.code, 1).ranked if one.place]
    next_one = next(one for one in ranked if one not in listed)

    morning(clock, 9, 21)
    entry = record(ledger, ConductSanctioned(gone, date(2023, 9, 1), "有偿家教", "警告", 6))
    morning(clock, 9, 26)
    assert refused(merit.decide) == "list-outdated"
    second = merit.list("公示期间查实有偿家教,在处分影响期内")
    assert second.listed is not None
    assert set(second.listed.listed) == {*listed, next_one} - {gone}
    out = standing_list(ledger, merit.code, 2).of(gone)
    assert (out.outcome, [one.entry for one in out.vetoes]) == (Outcome.VETOED, [entry])
    merit.notice()
    morning(clock, 9, 27)
    assert merit.decide().state is RoundState.DECIDED
    reviews.give(ledger, OFFICE, merit.code, document="教人〔2023〕7号")
    told = reproduce_round(ledger.book, ledger.statements, merit.code)
    assert (told.verdict, [one.same for one in told.lists]) == (Verdict.SAME, [True, True])

    # Who was last of those out appeals: a prize was recorded too late by the school. The round is opened again.
    morning(clock, 10, 16)
    last = next(one.teacher for one in reversed(standing_list(ledger, merit.code, 2).ranked) if one.place)
    school = ledger.register().teachers[last].school
    entry = record(ledger, prize(last))
    reviews.appeal(ledger, HandIn(last, Authority(f"school:{school}")), merit.code, last, "获奖证书学校漏交")
    reviews.decide_appeal(ledger, OFFICE, merit.code, last, reopens=True, reason="学校漏交,证书属实", corrected=[entry])
    assert course_of(ledger.book, merit.code).state is RoundState.REOPENED
    assert refused(lambda: reviews.give(ledger, OFFICE, merit.code)) == "not-decided"
    third = merit.list("申诉成立")
    assert third.listed is not None
    assert third.listed.listed != second.listed.listed
    assert last in third.listed.listed
    assert gone not in third.listed.listed
    merit.notice()
    morning(clock, 10, 18)
    assert merit.decide().state is RoundState.DECIDED
    # Who was on both lists keeps the honour of the first decision and gets no second one; who is on none any more
    # has it taken back before the round is closed.
    reviews.give(ledger, OFFICE, merit.code, document="教人〔2023〕9号")
    granted = {one.teacher: one.on for one in ledger.book.kept(HonourGranted).records if one.honour == "优秀教师"}
    assert granted == dict.fromkeys(second.listed.listed, date(2023, 9, 27)) | {last: date(2023, 10, 18)}
    assert len(ledger.book.kept(HonourGranted).records) == len(granted)
    [dropped] = set(second.listed.listed) - set(third.listed.listed)
    morning(clock, 11, 1)
    with pytest.raises(Refused) as caught:
        reviews.close(ledger, OFFICE, merit.code)
    assert caught.value.code == "given-to-others"
    [entry] = caught.value.see
    assert {one.teacher for one in ledger.book.kept(HonourGranted).records if entry_of(one).hex() == entry} == {dropped}
    record(ledger, HonourRevoked(dropped, "优秀教师", Level.COUNTY, date(2023, 9, 27), date(2023, 11, 1), "申诉成立"))
    closed = reviews.close(ledger, OFFICE, merit.code)
    assert closed.closed is not None
    assert closed.closed.keep_until == date(2033, 11, 1)
    again = reproduce_round(ledger.book, ledger.statements, merit.code)
    assert (again.verdict, [one.same for one in again.lists]) == (Verdict.SAME, [True, True, True])
