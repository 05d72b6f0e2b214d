"""What changed between two versions of a pack: added, removed, moved and changed, in words and from when."""

from pathlib import Path

import pytest

from projections.about_packs.diff import pack_changes
from projections.catalogue import find_pack
from projections.language.changing import changed_pack
from projections.language.loading import load_pack
from projections.language.pack import Pack


def _pack() -> Pack:
    return find_pack("taikang-2022")


def _told(*said: str) -> list[tuple[str, str, str, str, str]]:
    changed, _ = changed_pack(_pack(), said)
    return [(one.what, one.section, one.clause, one.field, one.since) for one in pack_changes(_pack(), changed)]


def test_a_pack_is_like_itself() -> None:
    assert pack_changes(_pack(), _pack()) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("observe-20.target=18", ("changed", "clauses", "observe-20", "target", "2022-08-01")),
        ("in_force.from=2023-08-01", ("changed", "head", "", "in_force.from", "2023-08-01")),
        ("tables.award_points.otherwise=1", ("changed", "tables", "award_points", "otherwise", "2022-08-01")),
        ("merit-selection.conditions.no-sanction.if=sanctions_in_force <= 1",
         ("changed", "clauses", "merit-selection", "conditions.no-sanction.if", "2022-08-01")),
    ],
)  # fmt: skip
def test_a_changed_value_is_told_with_its_way_and_from_when(said: str, told: tuple[str, str, str, str, str]) -> None:
    assert _told(said) == [told]


def test_a_clause_with_a_day_of_its_own_changes_from_that_day() -> None:
    dated = ("observe-20.in_force={from: 2023-09-01}", "observe-20.dated_by=term.last_day")
    told = _told("observe-20.target=18", *dated)
    assert {(field, since) for _, _, _, field, since in told} == {
        ("target", "2023-09-01"),
        ("in_force", "2023-09-01"),
        ("dated_by", "2023-09-01"),
    }


def test_a_change_is_told_in_words() -> None:
    changed, _ = changed_pack(_pack(), ["observe-20.target=18", "conventions.rounding=half_up_1"])
    assert [one.says for one in pack_changes(_pack(), changed)] == [
        "办法的通则的取舍由 四舍五入到两位小数 改为 四舍五入到一位小数,从 2022-08-01 起",
        "条款 observe-20(每学期听课不少于20节)的应做由 “进一取整(20 * 在岗周数 / 教学周数)” 改为 “18”,从 2022-08-01 起",
    ]


def test_clauses_are_added_removed_renamed_and_moved(tmp_path: Path) -> None:
    text = _pack().path.read_text(encoding="utf-8")
    start, end = text.index("  essay-2000:"), text.index("  monthly-check:")
    parted = text[:start].replace("  home-visits:", "  visits:") + text[end:].replace("  home-visits:", "  visits:")
    without = parted.replace("if(essay_2000.met, 25%, 0)", "0%").replace("          essay_2000.met: true\n", "")
    path = tmp_path / "other.yaml"
    path.write_text(
        without.replace("          learning: 20", "          learning: 15").replace("94.84", "89.84"), "utf-8"
    )
    other = load_pack(path)
    gone = pack_changes(_pack(), other)
    assert ("removed", "essay-2000") in {(one.what, one.clause) for one in gone}
    renamed = [(one.clause, one.before) for one in gone if (one.what, one.field) == ("moved", "name")]
    assert renamed == [("visits", "home-visits")]
    assert {"added", "moved"} <= {one.what for one in pack_changes(other, _pack())}
    assert next(one for one in gone if one.what == "removed").says.startswith("条款 essay-2000(")


def test_clauses_in_another_order_have_moved(tmp_path: Path) -> None:
    text = _pack().path.read_text(encoding="utf-8")
    start, middle, end = (text.index(f"  {name}:") for name in ("home-visits", "parent-meeting", "evaluation-points"))
    path = tmp_path / "other.yaml"
    path.write_text(text[:start] + text[middle:end] + text[start:middle] + text[end:], encoding="utf-8")
    [moved] = pack_changes(_pack(), load_pack(path))
    assert (moved.what, moved.field, moved.to_json()["from"]) == ("moved", "order", "")
