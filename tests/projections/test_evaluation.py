"""The answers of an evaluation as a whole: sections only where they say something, history only when asked for."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.records.record import TeacherId
from projections.evaluation import Evaluation
from projections.language.pack import Pack
from projections.language.scopes import TEACHER
from projections.plain import PlainReading
from projections.standing import read_standing
from tests.ledger.stories import AUTUMN, clerk, fresh_book, row
from tests.projections.books_over_years import standing_over_years
from tests.projections.counties_over_years import COUNTIES_OVER_YEARS
from tests.projections.random_packs import random_pack
from tests.projections.small_counties import SmallCounty
from tests.projections.test_kernel_held_to_plain import FEWER, SEEDS, STEPS

PACKS = st.builds(random_pack, SEEDS, STEPS)


def _in_force(answers: dict[str, Any], pack: Pack) -> dict[str, Any]:
    """The answers without those of historical clauses and without sections that are empty then."""
    left = {
        section: {name: one for name, one in said.items() if pack.clauses[name].status != "historical"}
        for section, said in answers.items()
        if section not in ("points", "scores")
    }
    return {section: said for section, said in left.items() if said}


@FEWER
@given(county=COUNTIES_OVER_YEARS, pack=PACKS)
def test_what_is_only_history_changes_no_answer_in_force(county: SmallCounty, pack: Pack) -> None:
    with standing_over_years(county, 1) as standing:
        now = Evaluation(pack, standing, county.term, county.as_of)
        ever = Evaluation(pack, standing, county.term, county.as_of, historical=True)
        for code, answers in now.teachers.items():
            said = ever.teachers[code]
            assert _in_force(said, pack) == _in_force(answers, pack)
            assert said["points"] == answers["points"]
            assert answers.get("scores", {}).items() <= said.get("scores", {}).items()


@FEWER
@given(county=COUNTIES_OVER_YEARS, pack=PACKS)
def test_a_section_is_given_only_where_it_says_something(county: SmallCounty, pack: Pack) -> None:
    with standing_over_years(county, 1) as standing:
        evaluation = Evaluation(pack, standing, county.term, county.as_of)
        told = evaluation.to_json()
        assert set(told) - {"townships", "county", "subjects"} == set(
            evaluation.to_json(next(iter(told["teachers"]), None))
        )
        assert all(told.get(section, True) for section in ("townships", "county", "subjects"))
        about = {clause.per for clause in pack.clauses.values() if clause.status != "historical"}
        assert bool(told["schools"]) == ("school" in about and len(evaluation.county.schools) > 0)
        assert set(told.get("subjects", {})) <= about
        for answers in told["teachers"].values():
            assert all(said for section, said in answers.items() if section not in ("quotas", "points", "eligibility"))
        for code, answers in told["schools"].items():
            assert evaluation.of_subject("school", code) == answers


@FEWER
@given(county=COUNTIES_OVER_YEARS, pack=PACKS)
def test_a_single_value_is_that_of_the_plain_reading(county: SmallCounty, pack: Pack) -> None:
    with standing_over_years(county, 1) as standing:
        evaluation = Evaluation(pack, standing, county.term, county.as_of)
        plain = PlainReading(pack, standing, county.term, county.as_of)
        names = ["post", "hired", "school.weak", "weeks_present", "term.first_day", "own_school.school"]
        for code in list(evaluation.teachers)[:3]:
            for name in [*names, *pack.people]:
                assert evaluation.value_of(TEACHER, code, name) == plain.value(TeacherId(code), name)
        assert evaluation.value_of("county", "county", "as_of") == county.as_of != date.min


@FEWER
@given(pack=PACKS)
def test_a_county_with_nobody_on_its_register_is_answered_with_nothing(pack: Pack) -> None:
    with fresh_book() as book:
        with book.writing(clerk()) as pen:
            pen.write([row(AUTUMN)])
        evaluation = Evaluation(pack, read_standing(book), AUTUMN, AUTUMN.end)
        assert (evaluation.teachers, evaluation.groups, evaluation.schools) == ({}, {}, {})
        assert set(evaluation.others) <= {"county"}
        plain = PlainReading(pack, evaluation.standing, AUTUMN, AUTUMN.end)
        assert evaluation.of_subject("county", "county") == plain.of_subject("county", "county")
