"""The board of schools against rules: each cell is what the plain reading counts person by person."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings

from ledger.records.record import TeacherId
from projections.catalogue import find_pack
from projections.county_board import Board, Cell, asked_of, county_board
from projections.county_figures import county_figures
from projections.evaluation import Evaluation
from projections.language.clauses import Quota
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.plain import PlainReading
from projections.plain.answers import of_everybody
from projections.standing import read_standing
from tests.projections.small_counties import SmallCounty, small_counties
from tests.projections.test_kernel_held_to_plain import book_of

PACK = find_pack("taikang-2022")
SOME = settings(deadline=None, max_examples=7, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _evaluated(county: SmallCounty) -> tuple[Evaluation, Board, dict[str, dict[str, list[tuple[str, bool]]]]]:
    """The evaluation, its board, and by the plain reading of each school and rule whom it is asked of and who has."""
    with book_of(county) as (book, known_at):
        standing = read_standing(book, known_at)
        evaluation = Evaluation(PACK, standing, county.term, county.as_of)
        board = county_board(evaluation)
        reading = PlainReading(PACK, standing, county.term, county.as_of, historical=False)
        said = of_everybody(reading)
        school_of = {row.teacher: str(row.school) for row in evaluation.county.teachers.records}
        by_hand: dict[str, dict[str, list[tuple[str, bool]]]] = defaultdict(lambda: defaultdict(list))
        for section, school in (
            ("teachers", lambda code: school_of[TeacherId(code)]),
            ("groups", lambda code: code.partition("/")[0]),
            ("schools", lambda code: code),
        ):
            for code, answers in said[section].items():
                for clause, quota in answers.get("quotas", {}).items():
                    by_hand[school(code)][clause].append((code, quota["met"]))
        for row in board.schools:
            for rule in board.rules:
                here = asked_of(evaluation, row.school, rule.clause)
                assert [(one.code, one.met) for one in here] == sorted(by_hand[row.school][rule.clause])
        return evaluation, board, by_hand


@SOME
@given(small_counties())
def test_every_cell_is_what_the_plain_reading_counts(county: SmallCounty) -> None:
    _, board, by_hand = _evaluated(county)
    for row in board.schools:
        for rule, cell in zip(board.rules, row.cells, strict=True):
            said = by_hand[row.school][rule.clause]
            assert cell == Cell(len(said), sum(met for _, met in said))
    listed = {rule.clause for rule in board.rules}
    known = {row.school for row in board.schools}
    asked = {clause for school, said in by_hand.items() if school in known for clause in said}
    assert listed == asked
    assert all(isinstance(PACK.clauses[clause], Quota) for clause in listed)
    assert {rule.per for rule in board.rules} <= {TEACHER, GROUP, SCHOOL}


@SOME
@given(small_counties())
def test_the_schools_behind_on_the_dashboard_are_those_of_the_board(county: SmallCounty) -> None:
    with book_of(county) as (book, known_at):
        evaluation = Evaluation(PACK, read_standing(book, known_at), county.term, county.as_of)
        board, figures = county_board(evaluation), county_figures(evaluation)
        behind = {row.school: (row.teachers, row.all.of, row.all.done) for row in board.schools if row.all.to_do}
        assert {one.school: (one.teachers, one.duties, one.done) for one in figures.behind} == behind
        for rule, cell in zip(board.rules, board.together(), strict=True):
            [whole] = [one for one in figures.duties if one.clause == rule.clause]
            assert (cell.of, cell.done) <= (whole.of, whole.reached)


@pytest.mark.parametrize(("of", "done", "percent"), [(3, 2, 66), (200, 199, 99), (7, 7, 100), (5, 0, 0)])
def test_a_hundred_percent_is_said_only_where_nobody_is_missing(of: int, done: int, percent: int) -> None:
    assert Cell(of, done).percent == percent
