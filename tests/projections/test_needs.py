"""Ask once, and for nothing idle: what packs use of what is recorded, and how much rests on traces."""

from pathlib import Path
from typing import Any

import pytest

from ledger.home import Home
from ledger.records import KINDS
from ledger.records.key_fields import key_fields
from projections.about_packs.bounds_of_formulas import most_of
from projections.about_packs.idle_fields import idle_fields
from projections.about_packs.needs import needs_of
from projections.about_packs.traces import Traces
from projections.catalogue import find_pack
from projections.language.changing import changed_pack
from projections.language.pack import Pack
from projections.standing import read_standing
from tests.clauses.county import County


def _pack(*said: str) -> Pack:
    pack = find_pack("taikang-2022")
    return changed_pack(pack, said)[0] if said else pack


def _points(traces: Traces) -> dict[str, Any]:
    return next(one for one in traces.to_json()["points"] if one["clause"] == "evaluation-points")


def test_a_pack_needs_the_kinds_that_it_counts_and_the_fields_that_it_names() -> None:
    needs = needs_of([_pack()])
    assert needs["book.read"] == {"term", "teacher", "plan", "notes", "gains"}
    assert needs["rotation.month_confirmed"] == {"month"}
    assert {"form", "reflection", "grade", "school"} <= needs["lesson.observed"]
    assert "mentorship.formed" not in needs
    assert "weak" not in needs["school.registered"]


def test_every_field_that_is_needed_is_a_field_of_its_kind() -> None:
    kinds = {kind.partition("/")[0]: record for kind, record in KINDS.items()}
    for kind, fields in needs_of([_pack()]).items():
        assert fields <= set(kinds[kind].__struct_fields__), kind


def test_what_is_filled_in_and_nobody_uses_is_idle_but_for_what_a_record_is_known_by(
    home: Home, tmp_path: Path
) -> None:
    with home.opened() as ledger:
        county = County(ledger, tmp_path)
        found = {(one.kind, one.field): one for one in idle_fields(read_standing(county.book), needs_of([_pack()]))}
    assert found["school.registered", "weak"].records > 0
    assert found["school.registered", "weak"].label == "是否薄弱"
    assert ("teacher.registered", "identity") not in found
    assert ("teacher.registered", "post") not in found
    assert not [one for one in found.values() if one.kind == "term.announced"]


def test_a_record_is_known_by_the_fields_of_its_keys() -> None:
    assert key_fields(KINDS["lesson.observed/2"]) == {"observer", "on", "period"}
    assert key_fields(KINDS["award.won/2"]) == {"series", "level", "group", "teacher", "on"}


def test_what_is_computed_from_a_clause_that_rests_on_traces_rests_on_them() -> None:
    told = Traces(_pack()).to_json()
    assert "merit-selection" not in told["marked"]
    assert "merit-selection" in told["resting"]
    assert "three-ones" not in told["resting"]
    [merit] = [one for one in told["eligibility"] if one["clause"] == "merit-selection"]
    assert merit["resting"] == ["own-quotas-met", "at-least-80-points"]
    assert merit["conditions"] == 3


def test_the_share_of_traces_is_that_of_parts_that_rest_on_them() -> None:
    honest = _pack("evaluation-points.trace=false", "observe-20.trace=false", "essay-2000.trace=false")
    result = {
        "teachers": {
            "000001": {"points": {"parts": {"observation": 10, "awards": 2.5}, "total": 12.5}},
            "000002": {"points": {"parts": {"observation": 5, "learning": 2.5}, "total": 7.5}},
        }
    }
    points = _points(Traces(honest, result))
    assert {part["part"] for part in points["parts"] if part["trace"]} == set()
    assert points["share"]["sum"] == 0
    partly = _pack("evaluation-points.trace=false", "essay-2000.trace=false")
    points = _points(Traces(partly, result))
    assert [part["part"] for part in points["parts"] if part["trace"]] == ["observation"]
    assert points["share"] == {"maximum": None, "sum": 0.75}
    points = _points(Traces(_pack()))
    assert {part["sum"] for part in points["parts"]} == {None}


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("20 * min(1, counting_observations / 3)", 20),
        ("min(12, award_sum)", 12),
        ("award_sum", None),
        ("2 * award_points(\"县级\", \"一等奖\")", 20),
        ("if(young_teachers, 3, max(4, 5 - 2))", 4),
        ("-(3 + 2) / 2", -2.5),
        ("10 - counting_observations", 10),
        ("10 - award_sum", None),
        ("ceil(3)", 3),
        ("counting_observations / 3", None),
    ],
)  # fmt: skip
def test_a_formula_says_itself_how_much_it_can_come_to(text: str, most: float | None) -> None:
    assert most_of(_pack(), text) == most
