"""Whole counties, made up and messy, against a plain computation of the same workbook that knows nothing of Shilu."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.processes.rotations import rotations
from tests.oracle.by_hand import county_by_hand

PLANS = [
    CountyPlan(seed=11, teachers=60, term="2022-2023-1", mess=1.0),
    CountyPlan(seed=12, teachers=40, term="2023-2024-2", mess=3.0),
    CountyPlan(seed=13, teachers=24, term="2020-2021-1", mess=0.0),
]
MID_TERM = {"1": (0, 11, 10), "2": (1, 4, 20)}


def early(plan: CountyPlan) -> CountyPlan:
    years, month, day = MID_TERM[plan.term[-1]]
    until = date(int(plan.term[:4]) + years, month, day)
    return CountyPlan(plan.seed, plan.teachers, plan.term, plan.observations, plan.mess, until)


def answers(ledger: Ledger, term: str) -> dict[str, Any]:
    pack = find_pack("taikang-2022")
    result = evaluate(ledger.book, pack, term).to_json()
    kept = ("teacher", "host", "months", "allowance", "to_weak")
    found = [{key: one.to_json()[key] for key in kept} for one in rotations(ledger.book, [pack])]
    return {"teachers": result["teachers"], "groups": result["groups"], "rotations": found}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"seed{plan.seed}")
@pytest.mark.parametrize("grown", [False, True], ids=["at once", "grown from mid-term"])
def test_a_county_comes_out_as_computed_by_hand(tmp_path: Path, plan: CountyPlan, grown: bool) -> None:
    workbook = tmp_path / "county.xlsx"
    write_county(workbook, plan)
    home = Home(tmp_path / "ledger")
    home.make()
    with home.opened() as ledger:
        wanted: dict[str, Any] = county_by_hand(workbook, ledger.book.today())
        if grown:
            write_county(tmp_path / "early.xlsx", early(plan))
            assert hand_in_workbook(ledger, tmp_path / "early.xlsx", HandIn("clerk")).rejections == []
        report = hand_in_workbook(ledger, workbook, HandIn("clerk")).to_json()
        refused = [{key: one[key] for key in ("sheet", "row", "code")} for one in report["rejections"]]
        assert refused == wanted["import"]["rejections"]
        if not grown:
            assert report["sheets"] == wanted["import"]["sheets"]
        found = answers(ledger, plan.term)
    assert found["rotations"] == wanted["rotations"]
    assert found["groups"] == wanted["evaluation"]["groups"]
    assert found["teachers"] == wanted["evaluation"]["teachers"]
