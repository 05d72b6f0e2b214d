"""Two files found to be one person: the records count for the code that is kept, and the old code still answers."""

from datetime import date

import pytest

from ledger.book import Book
from ledger.parties import code_now
from ledger.records.employment import TeacherMerged
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.catalogue import shipped_packs
from projections.evaluation import evaluate
from projections.explain import Explainer
from projections.standing import read_standing
from tests.ledger.stories import AUTUMN, LESSON, LI, MEETING, SCHOOL, TEACHER, WANG, ZHAO, changed, clerk, row

MERGED = TeacherMerged(ZHAO, LI, date(2023, 1, 20), "同一人两份档案")


@pytest.fixture
def county(book: Book) -> Book:
    """Li observed as herself and, under an old code, as Zhao; then the files were merged."""
    observed = [changed(LESSON, period=1), changed(LESSON, observer=ZHAO, period=2), MEETING]
    people = [TEACHER, changed(TEACHER, teacher=WANG), changed(TEACHER, teacher=ZHAO)]
    with book.writing(clerk()) as pen:
        pen.write([row(one, number=n) for n, one in enumerate([AUTUMN, SCHOOL, *people, *observed])])
        pen.write([row(MERGED)])
    return book


def done(book: Book, teacher: str, known_at: int | None = None) -> object:
    """How many observations count for a teacher."""
    evaluation = evaluate(book, shipped_packs()["taikang-2022"], AUTUMN.term, None, known_at)
    return evaluation.of_teacher(teacher)["quotas"]["observe-20"]["done"]


def test_the_records_of_both_codes_count_for_the_one_that_is_kept(county: Book) -> None:
    assert done(county, LI) == 2
    evaluation = evaluate(county, shipped_packs()["taikang-2022"], AUTUMN.term)
    assert sorted(evaluation.teachers) == [LI, WANG]


def test_the_old_code_still_answers(county: Book) -> None:
    assert done(county, ZHAO) == 2
    evaluation = evaluate(county, shipped_packs()["taikang-2022"], AUTUMN.term)
    assert list(evaluation.to_json(ZHAO)["teachers"]) == [LI]
    [told] = Explainer(evaluation).teacher(ZHAO, "observe-20")
    assert told.to_json()["teacher"] == LI
    assert len(told.counted) == 2
    with pytest.raises(Misuse):
        evaluation.of_teacher("000999")


def test_before_the_merger_was_recorded_they_were_two(county: Book) -> None:
    before = county.position - 1
    assert (done(county, LI, before), done(county, ZHAO, before)) == (1, 1)


def test_files_merged_one_after_the_other_end_at_the_last_and_a_circle_ends() -> None:
    one, two, three = (TeacherId(f"00000{n}") for n in (1, 2, 3))
    assert code_now(one, {one: two, two: three}.get) == three
    assert code_now(one, {one: two, two: one}.get) in (one, two)


def test_everybody_at_a_meeting_goes_by_the_code_that_is_kept(county: Book) -> None:
    [meeting] = read_standing(county).records_of("preparation.held").records
    assert meeting.attended == (LI, WANG, LI)
    assert [one.teacher for one in read_standing(county).records_of("preparation.attended").records] == [LI, WANG]
