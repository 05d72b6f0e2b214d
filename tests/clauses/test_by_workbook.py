"""What some clauses speak of, brought in by a workbook instead: the same stands as when it came as lines."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from api.workbook.handing_in import hand_in_workbook
from api.workbook.sheets import SHEETS, all_sheets
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records import KINDS
from ledger.records.record import Record, entry_of
from ledger.records.registered import Registered
from ledger.records.school_year import TermAnnounced
from tests.clauses import test_a_weak_schools as a
from tests.clauses import test_b_schools as b_schools
from tests.clauses import test_b_teaching as b_teaching
from tests.clauses import test_c_balanced_school as c
from tests.clauses import test_d_campaigns as d
from tests.clauses import test_e_pairing as e
from tests.clauses import test_other_offices as other_offices
from tests.clauses.county import AUTUMN, County

Story = Callable[[County], None]

STORIES: tuple[Story, ...] = (
    a.test_A4_schools_and_township_offices_are_assessed_in_december_and_it_enters_the_post_appraisal,
    a.test_A5_every_leader_of_a_central_school_is_linked_with_one_weak_school,
    a.test_A11_saturday_preparation_model_lessons_and_an_examination_after_training,
    a.test_A12_pupils_with_difficulties_and_the_lowest_fifth_are_tutored_and_only_counted,
    b_schools.test_B3_routine_is_half_process_supervision_and_half_term_end_inspection,
    b_schools.test_B13_twelve_mental_health_lessons_a_year_in_a_primary_and_fourteen_in_a_secondary_grade,
    b_schools.test_B16_subject_groups_supervise_three_times_a_week_close_each_day_and_report,
    b_schools.test_B27_leaders_visit_every_school_of_their_township_each_term_and_the_director_all_in_a_year,
    b_schools.test_B30_leaders_sign_for_a_grade_and_middle_leaders_for_a_class,
    b_teaching.test_B4_leaders_teach_a_share_of_a_full_load_and_all_on_the_roll_work_at_the_post,
    b_teaching.test_B6_a_principal_observes_and_reviews_every_teacher_of_the_school,
    b_teaching.test_B11_a_class_head_visits_every_home_and_holds_a_parents_meeting,
    b_teaching.test_B12_forbidden_conduct_is_sanctioned_and_a_sanction_may_be_lifted,
    b_teaching.test_B21_plans_homework_and_notes_are_checked_every_month_and_the_best_are_exchanged,
    c.test_C2_models_of_professional_ethics_are_commended_again_and_again,
    c.test_C5_projects_papers_summaries_and_lesson_plans,
    d.test_D8_a_grave_fault_vetoes_a_serious_one_bars_from_the_best_grade_and_merit_is_commended,
    e.test_E5_twenty_to_thirty_thousand_yuan_a_term_of_which_ten_thousand_for_research,
    other_offices.test_hours_and_credits_of_continuing_education_by_area_and_unit,
    other_offices.test_activities_that_only_the_office_has_a_word_for,
    other_offices.test_what_self_school_and_bureau_give_never_overwrites_one_another,
    other_offices.test_an_exemption_is_approved_beside_the_leave_that_it_is_for,
    other_offices.test_a_jury_and_a_peer_population_are_fixed_on_a_day_with_stage_place_and_post,
    other_offices.test_how_a_clause_is_read_is_decided_by_somebody_on_a_day,
    other_offices.test_spells_of_service_before_and_beside_what_the_register_knows,
    other_offices.test_results_of_teaching_with_their_rank_among_how_many,
)


def _clause(story: Story) -> str:
    named = story.__name__.split("_")
    return named[1] if named[1][0].isupper() else "-".join(named[1:6])


@pytest.mark.parametrize("story", STORIES, ids=_clause)
def test_a_workbook_says_the_same_as_lines_do(story: Story, county: County, tmp_path: Path) -> None:
    story(county)
    told = {record_class: county.kept(record_class) for record_class in _brought(county)}
    assert told
    other = Home(tmp_path / "other")
    other.make()
    with other.opened() as ledger:
        again = County(ledger, tmp_path)
        report = hand_in_workbook(ledger, _workbook(told, tmp_path / "story.xlsx"), HandIn("clerk"))
        assert not report.rejections, report.rejections[0].message
        for record_class, records in told.items():
            assert _by_part(again.kept(record_class)) == _by_part(records)


def _brought(county: County) -> list[type[Record]]:
    """The kinds that a story recorded."""
    return [
        record
        for record in KINDS.values()
        if not issubclass(record, Registered | TermAnnounced) and county.kept(record)
    ]


def _by_part(records: Sequence[Record]) -> dict[object, object]:
    """What each entry, or part of one, says."""
    said: dict[object, object] = {(entry_of(one), one.part_key()): one.content() for one in records}
    assert len(said) == len(records)
    return said


def _workbook(told: dict[type[Record], list[Record]], path: Path) -> Path:
    """A term workbook with the sheets that one must have, and those of the kinds told of, under their headings."""
    rows: dict[type[Record], Sequence[Record]] = dict.fromkeys((sheet.record for sheet in SHEETS), ())
    rows |= told | {TermAnnounced: [AUTUMN]}
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for record_class, records in rows.items():
        sheet = book.add_worksheet(record_class.called)
        form = all_sheets()[record_class.called]
        for column, heading in enumerate(form.all_headings):
            sheet.write(0, column, heading)
            for number, record in enumerate(records, 1):
                value = _cell(getattr(record, form.headings.get(heading, ""), None))
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                else:
                    sheet.write(number, column, value)
    book.close()
    return path


def _cell(value: Any) -> Any:
    """A value as a clerk types it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if value is None or isinstance(value, int | date):
        return "" if value is None else value
    return str(value)
