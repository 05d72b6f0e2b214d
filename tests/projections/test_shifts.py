"""What it means for somebody that an answer is another: who gains, who loses, and what merely changes."""

from typing import Any

import pytest

from projections.simulation.shifts import points_total, shifts, verdict

_QUOTA = {"done": 3, "target": 4, "met": False}


def _came_to(before: dict[str, Any], after: dict[str, Any]) -> str:
    return verdict(shifts(before, after))


@pytest.mark.parametrize(
    ("what", "before", "after", "change"),
    [
        ("quotas", _QUOTA, {"done": 3, "target": 3, "met": True}, "gains"),
        ("quotas", {"done": 3, "target": 3, "met": True}, _QUOTA, "loses"),
        ("quotas", _QUOTA, {"done": 3, "target": 5, "met": False}, "changes"),
        ("quotas", None, _QUOTA, "loses"),
        ("quotas", _QUOTA, None, "gains"),
        ("quotas", None, {"done": 4, "target": 4, "met": True}, "changes"),
        ("eligibility", {"eligible": False, "fails": ["a"]}, {"eligible": True, "fails": []}, "gains"),
        ("eligibility", {"eligible": True, "fails": []}, None, "loses"),
        ("eligibility", None, {"eligible": False, "fails": ["a"]}, "changes"),
        ("ranks", {"place": 3, "of": 9}, {"place": 2, "of": 9}, "gains"),
        ("ranks", {"place": 3, "of": 9, "chosen": True}, {"place": 2, "of": 9, "chosen": False}, "loses"),
        ("vetoes", False, True, "loses"),
        ("vetoes", True, None, "gains"),
        ("vetoes", None, False, "changes"),
        ("days", {"day": "2025-09-01", "reached": False}, {"day": "2022-09-01", "reached": True}, "gains"),
        ("values", 3, 4, "changes"),
        ("targets", {"reached": 0, "met": False}, {"reached": 9, "met": False}, "changes"),
    ],
)
def test_a_clause_that_answers_otherwise_is_a_gain_a_loss_or_a_change(
    what: str, before: Any, after: Any, change: str
) -> None:
    was = {what: {"clause": before}} if before is not None else {what: {}}
    now = {what: {"clause": after}} if after is not None else {}
    [shift] = shifts(was, now)
    assert (shift.what, shift.clause, shift.before, shift.after, shift.change) == (
        what,
        "clause",
        before,
        after,
        change,
    )


def test_the_total_says_who_gains_points_and_parts_only_say_where() -> None:
    before = {"points": {"parts": {"a": 1.25, "b": 2}, "total": 3.25}}
    after = {"points": {"parts": {"a": 2.5, "b": 1}, "total": 3.5}}
    assert [(one.clause, one.change) for one in shifts(before, after)] == [
        ("a", "changes"),
        ("b", "changes"),
        ("total", "gains"),
    ]
    assert _came_to(after, before) == "loses"
    assert _came_to({"points": before["points"]}, {"points": {}}) == "loses"


def test_who_gains_here_and_loses_there_merely_changes() -> None:
    before = {"quotas": {"a": _QUOTA}, "points": {"parts": {}, "total": 5}}
    after = {"quotas": {}, "points": {"parts": {}, "total": 4}}
    assert _came_to(before, after) == "changes"


def test_several_clauses_of_points_are_added_and_told_apart() -> None:
    one = {"parts": {"a": 1}, "total": 1}
    other = {"parts": {"b": 0.1}, "total": 0.1}
    before = {"points": one}
    after = {"points": one, "scores": {"first": one, "second": other}}
    assert [(shift.clause, shift.change) for shift in shifts(before, after)] == [
        ("second.b", "changes"),
        ("second.total", "gains"),
    ]
    assert points_total(after) * 10 == 11
    assert not shifts(after, after)
