"""Contradictions: for each check a story that makes exactly it, and one that nearly does."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ledger.book import Book
from ledger.records.employment import (
    TeacherArrived,
    TeacherCareerBegun,
    TeacherEmployed,
    TeacherLeft,
    TeacherMerged,
)
from ledger.records.honour import HonourGranted
from ledger.records.leave import LeaveTaken
from ledger.records.lesson_given import LessonGiven
from ledger.records.mentorship import MentorshipFormed
from ledger.records.preparation import PreparationHeld
from ledger.records.qualification import DegreeEarned, TitleHeld
from ledger.records.record import Record, TeacherId
from ledger.records.rotation import RotationStarted
from ledger.records.rotation_course import LoanMade, RotationEndedEarly, RotationInterrupted, RotationResumed
from ledger.records.school_year import DayDeclared
from ledger.records.workload import TeachingAssigned
from ledger.vocabulary import DayKind, Employment, Leaving, LessonForm, Level, Post, RotationKind
from tests.ledger.contest_samples import CONTEST_SAMPLES
from tests.ledger.people import HILL, LI, TOWN, WANG, ZHAO
from tests.ledger.stories import AUTUMN, AWARD, changed
from tests.projections.contradicting import MONDAY, SEEN, county, found, registered, seen, what, write_as_of_old

CHRISTMAS = date(2022, 12, 26)  # a Monday


@pytest.fixture
def town(book: Book) -> Book:
    """The county in which nothing contradicts anything."""
    county(book)
    return book


def given(**fields: Any) -> LessonGiven:
    """A lesson that LI gives on the day of SEEN, in the fourth period."""
    form = LessonForm.OPEN
    return changed(LessonGiven(MONDAY, 4, LI, form, Level.SCHOOL, TOWN, "语文", "一年级", "《秋天》"), **fields)


def meeting(**fields: Any) -> PreparationHeld:
    """A meeting of ZHAO and LI two days after SEEN."""
    return changed(PreparationHeld(date(2022, 9, 7), TOWN, "文科组", ZHAO, (LI,)), **fields)


def test_a_county_without_contradictions_has_none(town: Book) -> None:
    assert what(town, given(), meeting(), seen(1), seen(2, lessons=2)) == []


class TestTwoPlaces:
    def test_who_is_observed_while_observing_is_in_two_places(self, town: Book) -> None:
        other = changed(SEEN, observer=ZHAO, teacher=LI)
        [one] = found(town, other)
        assert (one.what, one.persons, one.days) == ("two-places", (LI,), (MONDAY,))
        assert len(one.entries) == len(one.positions) == 2
        assert "第 3 节" in one.says

    def test_in_another_period_it_is_none(self, town: Book) -> None:
        assert what(town, changed(SEEN, observer=ZHAO, teacher=LI, period=4)) == []

    def test_a_record_of_several_lessons_takes_the_periods_after_it_too(self, town: Book) -> None:
        assert what(town, seen(1, lessons=2), seen(1, observer=ZHAO, teacher=LI, period=4)) == ["two-places"]

    def test_one_lesson_that_two_observe_is_one_place(self, town: Book) -> None:
        assert what(town, changed(SEEN, observer=ZHAO), changed(SEEN, observer=ZHAO, period=5)) == []

    def test_a_grade_that_only_says_more_is_the_same_place(self, town: Book) -> None:
        assert what(town, changed(SEEN, observer=ZHAO, grade="一年级 1班")) == []

    @pytest.mark.parametrize("elsewhere", [{"school": HILL}, {"grade": "二年级"}])
    def test_one_teacher_in_two_schools_or_grades_is_in_two_places(self, town: Book, elsewhere: dict[str, Any]) -> None:
        [one] = found(town, changed(SEEN, observer=ZHAO, **elsewhere))
        assert (one.what, one.persons) == ("two-places", (WANG,))

    def test_who_gives_a_lesson_while_observing_one_is_in_two_places(self, town: Book) -> None:
        assert what(town, given(period=3)) == ["two-places"]

    def test_without_a_period_nothing_can_be_told(self, town: Book) -> None:
        assert what(town, given(period=0), changed(SEEN, period=0, observer=ZHAO, teacher=LI)) == []

    def test_two_lessons_observed_in_a_row_may_not_overlap(self, town: Book) -> None:
        assert what(town, seen(1, lessons=2), seen(1, period=4)) == ["two-places"]


class TestAway:
    def test_a_lesson_observed_on_leave(self, town: Book) -> None:
        [one] = found(town, LeaveTaken(LI, MONDAY, MONDAY, "病假"))
        assert (one.what, one.persons, one.days) == ("active-on-leave", (LI,), (MONDAY,))

    def test_a_meeting_attended_on_leave(self, town: Book) -> None:
        assert what(town, meeting(), LeaveTaken(LI, date(2022, 9, 6), date(2022, 9, 9), "事假")) == ["active-on-leave"]

    @pytest.mark.parametrize("days", [Decimal("0.5"), Decimal("3.5")])
    def test_half_a_day_may_be_the_other_half(self, town: Book, days: Decimal) -> None:
        last = MONDAY if days < 1 else date(2022, 9, 8)
        assert what(town, LeaveTaken(LI, MONDAY, last, "事假", days)) == []

    def test_between_the_ends_of_a_leave_with_a_half_day_there_is_no_doubt(self, town: Book) -> None:
        assert what(town, LeaveTaken(LI, date(2022, 9, 2), date(2022, 9, 6), "事假", Decimal("2.5"))) != []

    def test_the_day_before_a_leave_is_no_leave(self, town: Book) -> None:
        assert what(town, LeaveTaken(LI, date(2022, 9, 6), date(2022, 9, 9), "病假")) == []

    def test_before_the_day_of_hire(self, town: Book) -> None:
        new = registered(ZHAO, hired=date(2022, 10, 10), post=Post.TEACHER, post_since=date(2022, 10, 10))
        [one] = found(town, new, meeting())
        assert (one.what, one.persons, one.days) == ("active-before-hire", (ZHAO,), (date(2022, 9, 7),))

    def test_on_the_day_of_hire_one_is_there(self, town: Book) -> None:
        new = registered(ZHAO, hired=date(2022, 9, 7), post=Post.TEACHER, post_since=date(2022, 9, 7))
        assert what(town, new, meeting()) == []

    def test_after_having_left(self, town: Book) -> None:
        [one] = found(town, TeacherLeft(LI, date(2022, 9, 6), Leaving.RETIRED), meeting())
        assert (one.what, one.persons, one.days) == ("active-after-leaving", (LI,), (date(2022, 9, 7),))

    def test_on_the_last_day_and_after_coming_back_one_is_there(self, town: Book) -> None:
        left = TeacherLeft(LI, MONDAY, Leaving.TRANSFERRED)
        assert what(town, left, TeacherArrived(LI, "邻县", date(2022, 9, 7)), meeting()) == []


class TestElsewhere:
    rotation = RotationStarted(LI, TOWN, HILL, RotationKind.EXCHANGE, AUTUMN.start, AUTUMN.end)

    def test_at_home_while_full_time_elsewhere(self, town: Book) -> None:
        [one] = found(town, self.rotation)
        assert (one.what, one.persons, one.days) == ("active-on-rotation", (LI,), (MONDAY,))

    def test_who_serves_part_time_has_lessons_at_home(self, town: Book) -> None:
        assert what(town, changed(self.rotation, rotation=RotationKind.PART_TIME)) == []

    def test_at_the_host_one_is_where_one_should_be(self, town: Book) -> None:
        assert what(town, changed(self.rotation, host=TOWN, home=HILL)) == []

    def test_after_an_early_end_one_is_back(self, town: Book) -> None:
        ended = RotationEndedEarly(LI, AUTUMN.start, date(2022, 9, 2), "家中有事")
        assert what(town, self.rotation, ended) == []

    def test_while_it_is_broken_off_one_is_back(self, town: Book) -> None:
        broken = RotationInterrupted(LI, AUTUMN.start, date(2022, 9, 2))
        taken_up = RotationResumed(LI, AUTUMN.start, date(2022, 9, 6))
        assert what(town, self.rotation, broken, taken_up) == []
        assert what(town, meeting()) == ["active-on-rotation"]

    def test_at_home_while_on_loan(self, town: Book) -> None:
        [one] = found(town, LoanMade(LI, TOWN, "县教研室", AUTUMN.start))
        assert (one.what, one.persons) == ("active-on-loan", (LI,))

    def test_before_the_loan_or_at_the_school_lent_to_it_is_none(self, town: Book) -> None:
        assert what(town, LoanMade(LI, TOWN, "县教研室", date(2022, 9, 6)), LoanMade(WANG, HILL, TOWN, MONDAY)) == []


class TestSchoolDays:
    def test_a_lesson_on_a_holiday(self, town: Book) -> None:
        [one] = found(town, changed(SEEN, on=date(2022, 10, 3)))
        assert (one.what, one.persons, one.days) == ("lesson-on-free-day", (LI,), (date(2022, 10, 3),))

    def test_a_lesson_at_the_weekend(self, town: Book) -> None:
        assert what(town, given(on=date(2022, 10, 8))) == ["lesson-on-free-day"]

    def test_a_make_up_day_has_school(self, town: Book) -> None:
        assert what(town, DayDeclared(date(2022, 10, 8), DayKind.MAKE_UP), given(on=date(2022, 10, 8))) == []

    def test_a_meeting_on_a_holiday_is_no_lesson(self, town: Book) -> None:
        assert what(town, meeting(on=date(2022, 10, 3))) == []

    def test_more_lessons_in_a_day_than_the_timetable_has(self, town: Book) -> None:
        day = date(2022, 9, 6)
        lessons = [seen(1, period=period) for period in range(1, 8)]
        assert what(town, *lessons, seen(1, period=8)) == []
        [one] = found(town, given(on=day, period=9))
        assert (one.what, one.persons, one.days) == ("beyond-timetable", (LI,), (day,))
        assert one.parameters == {"periods_a_day": 8}

    def test_one_record_may_stand_for_more_lessons_than_there_are(self, town: Book) -> None:
        assert what(town, seen(1, period=1, lessons=9)) == ["beyond-timetable"]

    def test_a_period_that_the_timetable_does_not_have(self, town: Book) -> None:
        [one] = found(town, seen(1, period=9))
        assert (one.what, one.persons) == ("beyond-timetable", (LI,))

    def test_a_lesson_that_many_observe_is_one_lesson_of_its_teacher(self, town: Book) -> None:
        crowd = [TeacherId(f"{number:06d}") for number in range(200, 212)]
        assert what(town, *map(registered, crowd), *(seen(1, observer=one) for one in crowd)) == []


class TestCertificates:
    contest = changed(
        CONTEST_SAMPLES["contest.announced/1"],
        code="YZK-2022",
        series=AWARD.series,
        level=AWARD.level,
        groups=(AWARD.group,),
        opens=date(2022, 11, 1),
        closes=date(2022, 11, 30),
    )
    award = changed(AWARD, contest="")

    def test_a_certificate_older_than_its_contest(self, town: Book) -> None:
        write_as_of_old(town, self.contest, changed(AWARD, on=date(2022, 8, 31)))
        [one] = found(town)
        assert (one.what, one.persons) == ("certificate-before-contest", (LI,))
        assert one.days == (date(2022, 8, 31), date(2022, 11, 1))

    def test_one_dated_in_the_contest_is_none(self, town: Book) -> None:
        write_as_of_old(town, self.contest, changed(AWARD, on=date(2022, 11, 1)))
        assert what(town) == []

    def test_without_a_code_it_is_the_contest_that_opened_soon_after(self, town: Book) -> None:
        [one] = found(town, self.contest, changed(self.award, on=date(2022, 10, 31)))
        assert (one.what, one.parameters) == ("certificate-before-contest", {"contest_window_days": 60})

    @pytest.mark.parametrize(
        "other",
        [{"on": date(2022, 9, 1)}, {"group": "中学语文"}, {"series": "经典诵读"}, {"level": Level.CITY}],
    )
    def test_of_long_before_or_of_another_sort_it_was_won_elsewhere(self, town: Book, other: dict[str, Any]) -> None:
        assert what(town, self.contest, changed(self.award, **({"on": date(2022, 10, 31)} | other))) == []

    def test_where_one_was_announced_before_it_is_of_that(self, town: Book) -> None:
        spring = changed(self.contest, code="YZK-2021", opens=date(2022, 3, 1), closes=date(2022, 3, 31))
        write_as_of_old(town, spring, self.contest, changed(self.award, on=date(2022, 10, 31)))
        assert what(town) == []

    def test_the_same_number_twice(self, town: Book) -> None:
        [one] = found(town, self.award, changed(self.award, teacher=WANG, certificate=" 县字 001号"))
        assert (one.what, one.persons) == ("same-certificate", (LI, WANG))

    def test_numbers_of_two_issuers_are_two(self, town: Book) -> None:
        other = changed(self.award, teacher=WANG, issuer="邻县教研室")
        assert what(town, self.award, other, changed(self.award, teacher=ZHAO, certificate="")) == []
        assert what(town, changed(self.award, teacher=ZHAO, certificate="县字 001号", group="中学")) == [
            "same-certificate"
        ]

    def test_one_paper_may_not_be_award_and_honour(self, town: Book) -> None:
        honour = HonourGranted(LI, "教学能手", Level.COUNTY, self.award.on, "", self.award.certificate)
        assert what(town, self.award, honour) == ["same-certificate"]

    def test_numbers_of_titles_and_of_degrees_are_counted_apart(self, town: Book) -> None:
        title = TitleHeld(LI, "一级教师", date(2020, 12, 1), None, "2020-1")
        degree = DegreeEarned(WANG, "本科", "师范学院", date(2012, 7, 1), "", "2020-1")
        assert what(town, title, degree) == []
        assert what(town, changed(title, teacher=ZHAO), changed(degree, teacher=LI)) == ["same-certificate"] * 2


class TestNotes:
    text = "导入用生活里的例子,先让学生猜,再动手验证,板书随讲随写。"

    def copies(self, count: int, **fields: Any) -> list[Record]:
        return [seen(number, **({"notes": self.text} | fields)) for number in range(1, count + 1)]

    def test_the_same_notes_in_five_records(self, town: Book) -> None:
        [one] = found(town, *self.copies(5))
        assert (one.what, one.persons, len(one.entries)) == ("same-notes", (LI,), 5)
        assert one.parameters == {"same_notes_characters": 20, "same_notes_records": 5}

    def test_spacing_and_width_are_not_content(self, town: Book) -> None:
        wide = self.text.replace(",", ", ")
        [one] = found(town, *self.copies(3), *self.copies(2, observer=ZHAO, notes=wide))
        assert (one.what, one.persons) == ("same-notes", (LI, ZHAO))

    def test_in_four_records_or_where_they_are_short_it_is_none(self, town: Book) -> None:
        assert what(town, *self.copies(4)) == []
        assert what(town, *self.copies(9, observer=ZHAO, notes="课堂气氛好,学生发言积极。")) == []


class TestMentors:
    pair = MentorshipFormed(LI, WANG, "语文", AUTUMN.start, date(2023, 7, 1))

    def test_a_mentor_hired_after_the_pupil(self, town: Book) -> None:
        [one] = found(town, registered(WANG, hired=date(2012, 8, 31), degree="专科"), self.pair)
        assert (one.what, one.persons, len(one.entries)) == ("mentor-younger", (LI, WANG), 3)

    def test_of_one_day_of_hire_neither_is_younger(self, town: Book) -> None:
        assert what(town, self.pair) == []

    def test_years_of_teaching_count_before_the_day_of_hire(self, town: Book) -> None:
        first = TeacherCareerBegun(LI, date(2010, 9, 1))
        assert what(town, registered(WANG, hired=date(2012, 8, 31), degree="专科"), self.pair, first) == []
        assert what(town, TeacherCareerBegun(WANG, date(2009, 9, 1))) == ["mentor-younger"]


class TestPosts:
    elsewhere = TeacherEmployed(ZHAO, TOWN, TOWN, HILL, Employment.ON_ROLL, AUTUMN.start)
    assigned = TeachingAssigned(AUTUMN.term, LI, TOWN, "语文", "一年级", ("一(1)班",), 12, 14)

    def test_on_the_roll_but_works_elsewhere(self, town: Book) -> None:
        [one] = found(town, self.elsewhere)
        assert (one.what, one.persons, len(one.entries)) == ("on-roll-works-elsewhere", (ZHAO,), 2)

    def test_who_works_where_the_register_has_it_or_no_longer_elsewhere_is_at_the_post(self, town: Book) -> None:
        here = changed(self.elsewhere, roll_unit=HILL, works_at=TOWN)
        assert what(town, here, changed(self.elsewhere, teacher=WANG, until=date(2022, 9, 30))) == []

    @pytest.mark.parametrize(
        "why",
        [
            LoanMade(ZHAO, TOWN, HILL, AUTUMN.start),
            RotationStarted(ZHAO, TOWN, HILL, RotationKind.CIRCUIT, AUTUMN.start, date(2023, 6, 30)),
        ],
    )
    def test_a_loan_or_rotation_to_that_place_is_the_reason(self, town: Book, why: Record) -> None:
        assert what(town, self.elsewhere, why) == []

    def test_without_lessons_where_others_have_some(self, town: Book) -> None:
        assert what(town, self.assigned, changed(self.assigned, teacher=WANG, grade="二年级")) == ["on-roll-no-lessons"]
        assert what(town, changed(self.assigned, teacher=ZHAO)) == []

    @pytest.mark.parametrize(
        "why",
        [
            RotationStarted(ZHAO, TOWN, HILL, RotationKind.FULL_TIME, AUTUMN.start, AUTUMN.end),
            LoanMade(ZHAO, TOWN, "县教研室", AUTUMN.start),
            LeaveTaken(ZHAO, date(2022, 9, 1), date(2022, 10, 30), "产假"),
            TeacherLeft(ZHAO, date(2022, 9, 15), Leaving.RETIRED),
            registered(ZHAO, post=Post.RESEARCHER),
            registered(ZHAO, school=HILL),
            registered(ZHAO, hired=date(2023, 2, 1)),
            TeacherMerged(ZHAO, LI, date(2022, 9, 15), "同一人两次建档"),
        ],
    )
    def test_who_has_a_reason_need_have_no_lessons(self, town: Book, why: Record) -> None:
        assert what(town, self.assigned, changed(self.assigned, teacher=WANG), why) == []

    def test_a_short_leave_is_no_reason(self, town: Book) -> None:
        leave = LeaveTaken(ZHAO, date(2022, 9, 1), date(2022, 10, 29), "病假")
        assert what(town, self.assigned, changed(self.assigned, teacher=WANG), leave) == ["on-roll-no-lessons"]


class TestFiles:
    def test_one_id_number_under_two_codes(self, town: Book) -> None:
        numbers = {LI: "11010119900307001x", WANG: "11010119900307001X", ZHAO: ""}
        [one] = found(town, id_numbers=numbers)
        assert (one.what, one.persons, len(one.entries)) == ("one-person-two-files", (LI, WANG), 2)
        assert "0307" not in one.says

    def test_files_made_one_or_without_a_number_are_none(self, town: Book) -> None:
        numbers = {LI: "", WANG: "110101199003070011", ZHAO: "110101199003070011"}
        assert what(town, TeacherMerged(ZHAO, WANG, date(2022, 9, 15), "同一人两次建档"), id_numbers=numbers) == []
        assert what(town, id_numbers={LI: "", WANG: ""}) == []

    def test_what_a_merged_code_did_its_person_did(self, town: Book) -> None:
        merged = TeacherMerged(WANG, LI, date(2022, 9, 1), "同一人两次建档")
        [one] = found(town, merged)
        assert (one.what, one.persons) == ("two-places", (LI,))  # observing oneself
        assert len(found(town, teacher=WANG)) == 1
