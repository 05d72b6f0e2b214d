"""The commands about processes: months confirmed by the host, mentorships, pairings, three ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main

GOLDEN = Path(__file__).parent.parent / "golden"

Run = Any


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the golden county."""
    home = tmp_path_factory.mktemp("county") / "ledger"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHILU_HOME", str(home))
        assert main(["init"]) == 0
        assert main(["import", str(GOLDEN / "county.xlsx")]) == 0
    return home


@pytest.fixture
def shilu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], county: Path) -> Run:
    """Runs a command on the golden county: exit status, standard output, standard error."""
    monkeypatch.setenv("SHILU_HOME", str(county))

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def months(shilu: Run) -> dict[str, int]:
    return {one["teacher"]: one["months"] for one in json.loads(shilu("rotations", "--format", "json")[1])}


def test_a_host_confirms_months_for_all_but_some_and_again_adds_nothing(shilu: Run) -> None:
    before = months(shilu)
    asked = ["confirm-months", "--host", "S006", "--month", "2023-02", "--month", "2023-03", "--except"]
    status, out, err = shilu(*asked, "000105:2023-03", "--except", "146", "--format", "json")
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert [(one["teacher"], one["month"]) for one in told["confirmed"]] == [
        ("000053", "2023-02"),
        ("000053", "2023-03"),
        ("000105", "2023-02"),
    ]
    after = months(shilu)
    assert {code: after[code] - before[code] for code in after if after[code] > before[code]} == {
        "000053": 2,
        "000105": 1,
    }
    again = json.loads(shilu(*asked, "000146", "--except", "000105:2023-03", "--format", "json")[1])
    assert (again["confirmed"], again["position"]) == ([], told["position"])
    assert "000105" in shilu("confirm-months", "--host", "S006", "--month", "2023-03", "--except", "000146")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["--host", "S999", "--month", "2023-02"], 1, "unknown-school"),
        (["--host", "S006", "--month", "2199-02"], 1, "future-date"),
        (["--host", "S006", "--month", "2022-09", "--except", "000053"], 1, "already-confirmed"),
        (["--host", "S006", "--month", "2023-04", "--except", "000001"], 1, "not-at-host"),
        (["--host", "S006", "--month", "2023年"], 2, "bad-arguments"),
        (["--host", "S006"], 2, "bad-arguments"),
    ],
)
def test_months_that_cannot_be_confirmed_are_refused(shilu: Run, arguments: list[str], status: int, code: str) -> None:
    found, out, err = shilu("confirm-months", *arguments, "--format", "json")
    assert (found, out, json.loads(err)["code"]) == (status, "", code)


def test_mentorships_three_ones_and_pairings_are_listed(shilu: Run) -> None:
    told = json.loads(shilu("mentorships", "--as-of", "2022-12-31", "--format", "json")[1])
    assert {one["state"] for one in told} == {"formed"}
    assert {"mentor", "mentee", "subject", "start", "end", "activities", "assessments"} <= told[0].keys()
    assert "合格" in shilu("mentorships")[1]
    owed = json.loads(shilu("three-ones", "--as-of", "2022-12-31", "--format", "json")[1])
    assert all(one["missing"] for one in owed)
    assert "逾期" in shilu("three-ones")[1]
    assert "已完成" in shilu("three-ones", "--all")[1]
    assert json.loads(shilu("pairings", "--format", "json")[1]) == []


def test_a_pairing_is_listed_with_its_reports(shilu: Run, tmp_path: Path) -> None:
    lines = [
        {
            "kind": "pairing.agreed",
            "data": {
                "code": "JD-1",
                "strong": "S001",
                "weak": ["S006"],
                "signed": "2022-09-01",
                "until": "2025-08-31",
                "scope": "县内",
                "fields": ["教育教学"],
            },
        },
        {"kind": "pairing.reported", "data": {"code": "JD-1", "year": "2022", "on": "2022-12-02"}},
    ]
    path = tmp_path / "pairing.ndjson"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert shilu("append", str(path))[0] == 0
    _, out, _ = shilu("pairings")
    assert "2022(迟报)" in out
    assert "2023(逾期未报)" in out
