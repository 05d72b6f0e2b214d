"""Recorded once, said again, grown, or refused because something else stands there."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.entry import Entering, decide
from ledger.life import Stream
from ledger.records import KINDS
from ledger.records.record import Record, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import LessonForm
from tests.ledger.grounds import ground
from tests.ledger.stories import (
    ESSAY,
    LESSON,
    LI,
    MEETING,
    REFLECTION,
    REPORT,
    ROTATION,
    SAMPLES,
    TRAINING,
    VISITS,
    WANG,
    ZHAO,
    SettableClock,
    assert_no_gap,
    changed,
    clerk,
    codes,
    fresh_book,
    month_confirmed,
    row,
    stood,
    versions,
)

SEPTEMBER, OCTOBER, NOVEMBER = (month_confirmed(number) for number in (9, 10, 11))
MAIN_KINDS = [
    kind for kind, record in KINDS.items() if record.part_of is None and not kind.startswith(("school.", "teacher."))
]


def hand_in(book: Book, *records: Record, file: str, number: int = 2) -> str:
    """What becomes of one row of one more workbook."""
    with book.writing(clerk()) as pen:
        return codes(pen.write([row(*records, file=file, number=number)]))[0]


# Once, and again


@pytest.mark.parametrize("kind", MAIN_KINDS)
def test_a_record_said_again_is_a_duplicate_and_adds_nothing(book: Book, kind: str) -> None:
    before = ground(SAMPLES[kind])
    for one in before:
        assert hand_in(book, one, file="c") == "written"
    assert hand_in(book, SAMPLES[kind], file="a") == "written"
    assert hand_in(book, SAMPLES[kind], file="a") == "duplicate"
    assert hand_in(book, SAMPLES[kind], file="b") == "duplicate"
    assert book.position == len(before) + 1


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (LESSON, changed(LESSON, notes="导入　自然 。", reflection="学会了留白｡")),
        (MEETING, changed(MEETING, attended=(ZHAO, WANG, LI), reflections=(ZHAO, WANG))),
        (changed(LESSON, notes="优(A1)"), changed(LESSON, notes="优（Ａ１）")),
    ],
)
def test_however_it_is_spelled_the_same_content_is_a_duplicate(book: Book, first: Record, again: Record) -> None:
    assert again != first
    assert hand_in(book, first, file="a") == "written"
    assert hand_in(book, again, file="b") == "duplicate"
    assert [event.data for _, event in book.read([first.kind])] == [first]


def test_other_content_under_the_same_key_is_a_clash_that_names_entry_fields_and_the_row_that_came_first(
    book: Book,
) -> None:
    hand_in(book, LESSON, file="a", number=17)
    other = changed(LESSON, form=LessonForm.OPEN, notes="另写")
    with pytest.raises(Refused) as caught:
        book.append(clerk(), row(other, file="b"))
    clash = caught.value
    assert (clash.code, clash.see, clash.fields) == ("clash", (entry_of(LESSON).hex(),), ("form", "notes"))
    assert "“听课记录”第 17 行(文件 aaaaaaaa)" in clash.message
    assert book.position == 1


def test_a_clash_with_what_was_written_without_a_workbook_names_no_row() -> None:
    by_hand = msgspec.structs.replace(stood(LESSON)[0], actor="li", source=None)
    with pytest.raises(Refused) as caught:
        decide(Stream([by_hand]).versions, [changed(LESSON, notes="另写")])
    assert "先登记的在" not in caught.value.message


def test_the_row_that_came_first_stands_within_one_hand_in_too(book: Book) -> None:
    other = changed(LESSON, notes="另写")
    with book.writing(clerk()) as pen:
        outcomes = pen.write([row(LESSON, number=2), row(other, number=3), row(LESSON, number=4), row(other, number=5)])
    assert codes(outcomes) == ["written", "clash", "duplicate", "clash"]
    assert [event.data for _, event in book.read([LESSON.kind])] == [LESSON]


def test_an_essay_that_was_absent_is_written_later_and_then_stands(book: Book) -> None:
    assert hand_in(book, ESSAY, file="a") == "written"
    assert hand_in(book, changed(ESSAY, characters=2100), file="b") == "clash"


def test_deciding_on_an_entry_where_nothing_stands_adds_all_that_is_said() -> None:
    assert decide([], [TRAINING, REPORT]) == [Entering(TRAINING), Entering(REPORT)]


# Growth by itself


def test_home_visits_grow_and_the_earlier_counts_are_duplicates_for_ever(book: Book) -> None:
    grown = changed(VISITS, pupils=31, meetings=1)
    assert hand_in(book, VISITS, file="a") == "written"
    assert hand_in(book, grown, file="b") == "written"
    assert [hand_in(book, said, file="c") for said in (VISITS, grown)] == ["duplicate", "duplicate"]
    assert [event.data for _, event in book.read([VISITS.kind])] == [VISITS, grown]


@pytest.mark.parametrize(("pupils", "meetings"), [(19, 1), (31, 0), (25, 1)])
def test_home_visits_do_not_shrink_nor_go_back_to_what_was_never_said(book: Book, pupils: int, meetings: int) -> None:
    hand_in(book, VISITS, file="a")
    hand_in(book, changed(VISITS, pupils=31), file="b")
    assert hand_in(book, changed(VISITS, pupils=pupils, meetings=meetings), file="c") == "clash"


def test_a_clash_with_grown_counts_names_the_fields_that_differ_from_what_stands_now(book: Book) -> None:
    hand_in(book, VISITS, file="a")
    hand_in(book, changed(VISITS, pupils=31, meetings=2), file="b")
    with pytest.raises(Refused) as caught:
        book.append(clerk(), row(changed(VISITS, pupils=20, meetings=2), file="c"))
    assert caught.value.fields == ("pupils",)


def test_growth_written_without_a_workbook_keeps_its_versions_though_the_clock_stands_still(book: Book) -> None:
    """As from a form on a page: no source; and a clock that was set back gives two events one time."""
    grown = changed(VISITS, pupils=31)
    with book.writing(clerk()) as pen:
        outcomes = [pen.write([Submission([said])])[0] for said in (VISITS, grown, VISITS, grown)]
    assert codes(outcomes) == ["written", "written", "duplicate", "duplicate"]


# Growth by parts


def test_what_was_still_owed_after_a_training_is_added_part_by_part(book: Book) -> None:
    assert hand_in(book, TRAINING, file="a") == "written"
    assert hand_in(book, TRAINING, REPORT, file="b") == "written"
    assert hand_in(book, TRAINING, REPORT, REFLECTION, file="c") == "written"
    assert [event.data for _, event in book.read([REPORT.kind])] == [REPORT, REFLECTION]
    assert book.position == 3


def test_every_earlier_version_of_a_training_is_a_duplicate(book: Book) -> None:
    hand_in(book, TRAINING, file="a")
    hand_in(book, TRAINING, REPORT, file="b")
    assert hand_in(book, TRAINING, file="c") == "duplicate"
    assert hand_in(book, TRAINING, REPORT, file="c") == "duplicate"


def test_a_part_that_was_said_with_another_day_is_a_clash_and_nothing_of_the_row_is_added(book: Book) -> None:
    hand_in(book, TRAINING, REPORT, file="a")
    assert hand_in(book, TRAINING, changed(REPORT, on=date(2022, 10, 21)), REFLECTION, file="b") == "clash"
    assert book.position == 2


def test_a_training_that_grows_while_its_main_record_differs_is_a_clash(book: Book) -> None:
    hand_in(book, TRAINING, file="a")
    assert hand_in(book, changed(TRAINING, title="别的研修"), REPORT, file="b") == "clash"


def test_a_clash_of_a_grown_entry_names_the_fields_of_its_main_record() -> None:
    with pytest.raises(Refused) as caught:
        decide(versions(TRAINING, REPORT), [changed(TRAINING, title="别的研修"), REPORT])
    assert caught.value.fields == ("title",)


def test_a_part_that_stands_alone_still_refuses_what_differs() -> None:
    with pytest.raises(Refused) as caught:
        decide(versions(REPORT), [changed(REPORT, on=date(2022, 10, 21))])
    assert (caught.value.code, caught.value.fields) == ("clash", ("on", REPORT.part))


def test_months_of_a_rotation_are_added_as_they_are_confirmed(book: Book) -> None:
    assert hand_in(book, ROTATION, SEPTEMBER, file="a") == "written"
    assert hand_in(book, ROTATION, SEPTEMBER, OCTOBER, file="b") == "written"
    assert hand_in(book, ROTATION, OCTOBER, SEPTEMBER, file="c") == "duplicate"
    assert [event.data for _, event in book.read([SEPTEMBER.kind])] == [SEPTEMBER, OCTOBER]


def test_fewer_months_than_stand_are_a_clash_unless_an_earlier_hand_in_said_just_those(book: Book) -> None:
    hand_in(book, ROTATION, SEPTEMBER, file="a")
    hand_in(book, ROTATION, SEPTEMBER, OCTOBER, NOVEMBER, file="b")
    assert hand_in(book, ROTATION, SEPTEMBER, file="c") == "duplicate"
    assert hand_in(book, ROTATION, SEPTEMBER, OCTOBER, file="c") == "clash"
    assert hand_in(book, ROTATION, OCTOBER, file="c") == "clash"
    assert hand_in(book, ROTATION, file="c") == "clash"


def test_a_row_that_wrote_several_events_is_one_version(book: Book) -> None:
    """What was never handed in is no version, though the events of one row were written one after another."""
    assert hand_in(book, ROTATION, SEPTEMBER, OCTOBER, file="a") == "written"
    assert book.position == 3
    assert hand_in(book, ROTATION, file="b") == "clash"
    assert hand_in(book, ROTATION, SEPTEMBER, file="b") == "clash"


def test_a_part_named_twice_in_a_row_is_written_once(book: Book) -> None:
    assert hand_in(book, ROTATION, SEPTEMBER, SEPTEMBER, file="a") == "written"
    assert [event.data for _, event in book.read([SEPTEMBER.kind])] == [SEPTEMBER]


# Whatever is handed in


@st.composite
def school_months(draw: st.DrawFn) -> list[list[Record]]:
    """What a school's workbooks may say of a training, a rotation and home visits, in any order of growing."""
    said: list[list[Record]] = []
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["training", "rotation", "visits"]))
        if kind == "training":
            said.append([TRAINING, *draw(st.permutations([REPORT, REFLECTION]))[: draw(st.integers(0, 2))]])
        elif kind == "rotation":
            months = draw(st.permutations([SEPTEMBER, OCTOBER, NOVEMBER]))
            said.append([ROTATION, *months[: draw(st.integers(0, 3))]])
        else:
            said.append([changed(VISITS, pupils=draw(st.integers(0, 3)), meetings=draw(st.integers(0, 2)))])
    return said


@settings(deadline=None, max_examples=60)
@given(school_months())
def test_whatever_was_written_or_refused_handing_all_of_it_in_again_adds_nothing(said: list[list[Record]]) -> None:
    with fresh_book() as book:
        first = [hand_in(book, *records, file=f"{i:x}") for i, records in enumerate(said)]
        position = book.position
        again = [hand_in(book, *records, file=f"{i:x}") for i, records in enumerate(said, len(said))]
        assert again == ["clash" if outcome == "clash" else "duplicate" for outcome in first]
        assert book.position == position
        assert_no_gap(book)


def test_growth_keeps_the_time_of_each_hand_in(book: Book, clock: SettableClock) -> None:
    hand_in(book, VISITS, file="a")
    clock.advance(days=30)
    hand_in(book, changed(VISITS, pupils=31), file="b")
    first, second = (event.recorded_at for _, event in book.read([VISITS.kind]))
    assert (second - first).days == 30


# Parts that no row holds together with the main record


def test_a_review_is_added_to_a_lesson_by_itself_and_the_lesson_said_again_leaves_it(book: Book) -> None:
    review = SAMPLES["lesson.reviewed/1"]
    assert hand_in(book, SAMPLES[LESSON.kind], file="a") == "written"
    assert hand_in(book, review, file="b") == "written"
    assert hand_in(book, review, file="c") == "duplicate"
    assert hand_in(book, SAMPLES[LESSON.kind], file="d") == "duplicate"
    assert hand_in(book, changed(review, review="另一段评语。"), file="e") == "clash"
    assert hand_in(book, changed(SAMPLES[LESSON.kind], notes="另写"), file="f") == "clash"
    assert book.position == 2


def test_a_month_or_a_part_of_the_three_ones_may_come_without_the_row_of_its_main_record(book: Book) -> None:
    assert hand_in(book, ROTATION, SEPTEMBER, file="a") == "written"
    assert hand_in(book, OCTOBER, file="b") == "written"
    assert hand_in(book, SEPTEMBER, file="c") == "duplicate"
    assert hand_in(book, TRAINING, file="a") == "written"
    assert hand_in(book, REPORT, file="b") == "written"
    assert hand_in(book, TRAINING, REPORT, REFLECTION, file="c") == "written"
