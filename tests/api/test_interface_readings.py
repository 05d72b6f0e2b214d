"""Every reading of the command line over the web: the same answer, and the shape that the description tells."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from api.cli.main import main
from api.desk.showing import show_numbers
from api.desk.statements import StatementDesk
from api.interface.shapes.contradictions import ContradictionAnswer
from api.interface.shapes.evaluation import EvaluationAnswer
from api.interface.shapes.explanation import ExplanationAnswer
from api.interface.shapes.kinds import KindListed
from api.interface.shapes.looked_at import LookedAtAnswer
from api.interface.shapes.packs import ChangeAnswer, NeedsAnswer, PackAnswer, PackListed
from api.interface.shapes.processes import (
    ContestAnswer,
    MentorshipAnswer,
    PairingAnswer,
    RotationAnswer,
    ThreeOnesAnswer,
)
from api.interface.shapes.sealed import CheckpointAnswer, ReceiptAnswer
from api.interface.shapes.service import StatusAnswer
from api.interface.shapes.simulation import SimulationAnswer
from api.interface.shapes.statements import (
    AffectedAnswer,
    NoticeAnswer,
    ReproducedAnswer,
    StatementAnswer,
    StatementListed,
)
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.contest import ContestAnnounced, ContestPart, EntryTerms, PrizePlaces
from ledger.records.contest_course import ContestEntered, ContestScored
from ledger.records.pairing import PairingAgreed
from ledger.records.record import Record, SchoolId, TeacherId, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import DropRule, Level, PairingScope, Prize, TieRule
from projections.catalogue import find_pack
from tests.api.county_on_the_web import ASKED, golden_home, visited

Ran = Callable[..., Any]
QUESTION = ["--pack", ASKED["pack"], "--term", ASKED["term"], "--as-of", "2023-01-13"]
ASK = ASKED | {"as_of": "2023-01-13"}


ANNE, BEN, JUDGE, OTHER_JUDGE = map(TeacherId, ("000003", "000004", "000001", "000002"))
CONTEST = ContestAnnounced(
    "GK-1", "说课", Level.COUNTY, "太康县", date(2022, 11, 1), date(2022, 11, 30), ("小学组",), EntryTerms(),
    (ContestPart("展示", Decimal(100)),), (JUDGE, OTHER_JUDGE), DropRule.NONE, TieRule.SHARED,
    (PrizePlaces("小学组", Prize.FIRST, 1),), 0,
)  # fmt: skip
ENTERED = [ContestEntered("GK-1", "小学组", who, date(2022, 11, 2)) for who in (ANNE, BEN)]
DAY = date(2022, 11, 5)


def scored(judge: TeacherId, who: TeacherId, score: int) -> ContestScored:
    return ContestScored("GK-1", "小学组", who, judge, "展示", Decimal(score), DAY)


def write(home: Home, *records: Record) -> None:
    with home.opened() as ledger, ledger.book.writing(HandIn("clerk")) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome


def busy_county(folder: Path) -> Home:
    """The golden county, with a contest that is judged, schools that are paired, and a result made official."""
    home = golden_home(folder)
    signed, until = date(2022, 9, 1), date(2025, 8, 31)
    paired = PairingAgreed("P001", SchoolId("S001"), (SchoolId("S002"),), signed, until, PairingScope.WITHIN, ())
    write(home, paired, CONTEST, *ENTERED, *(scored(judge, who, 90) for judge in CONTEST.judges for who in (ANNE, BEN)))
    with home.opened() as ledger:
        pack = find_pack(ASKED["pack"])
        StatementDesk(ledger, HandIn("clerk")).issue(pack, ASKED["term"], "county", date(2023, 1, 13), "不需公示")
        show_numbers(ledger, home.seal_of_access(ledger), HandIn("clerk"), ANNE, "核对职称材料")
    return home


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return busy_county(tmp_path_factory.mktemp("readings") / "county")


@pytest.fixture(scope="module")
def client(county: Home) -> Iterator[TestClient]:
    with visited(county) as client:
        yield client


@pytest.fixture
def ran(county: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """What a command prints for programs."""
    monkeypatch.setenv("SHILU_HOME", str(county.folder))

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        assert main([*arguments, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


EXPLAINED, OTHER = list[ExplanationAnswer], {"to": "weak-school-2009"}
READINGS: list[tuple[list[str], str, dict[str, Any], Any]] = [
    (["evaluate", *QUESTION], "evaluations", ASK, EvaluationAnswer),
    (["evaluate", *QUESTION, "--teacher", "000003"], "evaluations", ASK | {"teacher": "000003"}, EvaluationAnswer),
    (["evaluate", *QUESTION, "--known-at", "400"], "evaluations", ASK | {"known_at": "400"}, EvaluationAnswer),
    (["explain", *QUESTION, "--teacher", "000003"], "explanations", ASK | {"teacher": "000003"}, EXPLAINED),
    (["explain", *QUESTION, "--school", "S001"], "explanations", ASK | {"school": "S001"}, EXPLAINED),
    (["explain", *QUESTION, "--county"], "explanations", ASK | {"county": "true"}, EXPLAINED),
    (["inbox"], "inbox", {}, list[Any]),
    (["rotations", "--as-of", "2022-12-31"], "rotations", {"as_of": "2022-12-31"}, list[RotationAnswer]),
    (["mentorships", "--as-of", "2023-01-13"], "mentorships", {"as_of": "2023-01-13"}, list[MentorshipAnswer]),
    (["pairings", "--as-of", "2023-01-13"], "pairings", {"as_of": "2023-01-13"}, list[PairingAnswer]),
    (["three-ones", "--as-of", "2023-01-13"], "three-ones", {"as_of": "2023-01-13"}, list[ThreeOnesAnswer]),
    (["three-ones", "--all"], "three-ones", {"all": "true"}, list[ThreeOnesAnswer]),
    (["contests", "--as-of", "2023-01-13"], "contests", {"as_of": "2023-01-13"}, list[ContestAnswer]),
    (["contradictions"], "contradictions", {"most": 1000}, list[ContradictionAnswer]),
    (["contradictions", "--teacher", "000003"], "contradictions", {"teacher": "000003"}, list[ContradictionAnswer]),
    (["packs", "list"], "packs", {}, list[PackListed]),
    (["packs", "show", "taikang-2022"], "packs/taikang-2022", {}, PackAnswer),
    (["packs", "diff", "taikang-2022", "weak-school-2009"], "packs/taikang-2022/changes", OTHER, list[ChangeAnswer]),
    (["packs", "needs", "taikang-2022", "--term", ASKED["term"]], "packs/needs", ASKED, NeedsAnswer),
    (["packs", "needs"], "packs/needs", {}, NeedsAnswer),
    (["checkpoint"], "checkpoint", {}, CheckpointAnswer),
    (["checkpoint", "--old", "100"], "checkpoint", {"old": 100}, CheckpointAnswer),
    (["receipt", "400"], "records/400/receipt", {}, ReceiptAnswer),
    (["statement", "list"], "statements", {}, list[StatementListed]),
    (["statement", "show", "JG-1"], "statements/JG-1", {}, StatementAnswer),
    (["statement", "show", "JG-1", "--notice"], "statements/JG-1/notice", {}, NoticeAnswer),
    (["statement", "reproduce", "JG-1"], "statements/JG-1/reproduction", {}, ReproducedAnswer),
    (["statement", "affected", "JG-1"], "statements/JG-1/affected", {}, AffectedAnswer),
    (["status"], "status", {}, StatusAnswer),
    (["schema"], "kinds", {}, list[KindListed]),
    (["schema", "lesson.observed"], "kinds/lesson.observed", {}, dict[str, Any]),
    (["schema", "lesson.observed/1"], "kinds/lesson.observed/1", {}, dict[str, Any]),
    (["person", "reads"], "reads", {}, list[LookedAtAnswer]),
    (["person", "reads", "000003"], "reads", {"teacher": "000003"}, list[LookedAtAnswer]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "path", "query", "shape"), READINGS, ids=lambda one: " ".join(one) if isinstance(one, list) else ""
)
def test_the_web_answers_what_the_command_prints(
    ran: Ran, client: TestClient, command: list[str], path: str, query: dict[str, Any], shape: Any
) -> None:
    answer = client.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    told, printed = answer.json(), ran(*command)
    if command == ["status"]:
        told["unprinted_paper"] = printed["unprinted_paper"]  # the web tells the name of the file, not where it lies
    assert told == printed
    TypeAdapter(shape).validate_python(told)


def test_a_simulation_is_that_of_the_command_and_writes_nothing(ran: Ran, client: TestClient, county: Home) -> None:
    before = client.get("/healthz").json()["position"]
    asked = ASKED | {"as_of": "2023-01-13", "set": ["observe-20.target=18"]}
    answer = client.post("/api/v1/simulations", json=asked)
    assert answer.status_code == 200, answer.text
    printed = ran("simulate", *QUESTION, "--set", "observe-20.target=18")
    for fault in printed["examples_that_no_longer_fit"]:
        fault["file"] = Path(fault["file"]).name  # where it lies is not told over the web
    assert answer.json() == printed
    SimulationAnswer.model_validate(answer.json())
    assert client.get("/healthz").json()["position"] == before
    assert client.post("/api/v1/simulations", json=ASKED).status_code == 422


def test_the_result_that_was_made_official_comes_byte_by_byte(client: TestClient) -> None:
    [listed] = client.get("/api/v1/statements").json()
    content = client.get("/api/v1/statements/JG-1/result").content
    assert sha256(content).hexdigest() == listed["digest"]


def test_the_export_is_that_of_the_command(
    client: TestClient, county: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(county.folder))
    assert main(["export", "--from", "100", "--out", str(tmp_path / "book.ndjson")]) == 0
    answer = client.get("/api/v1/export", params={"from": 100})
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.content == (tmp_path / "book.ndjson").read_bytes()
    assert int(answer.headers["shilu-position"]) == 99 + answer.text.count("\n")
    assert client.get("/api/v1/export", params={"from": 10**9}).content == b""


def test_whoever_has_an_answer_is_not_sent_it_again(client: TestClient) -> None:
    for path in ("rotations", "packs", "checkpoint", "teachers", "records/400", "status", "statements"):
        first = client.get(f"/api/v1/{path}")
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]


def test_scores_are_told_to_nobody_before_all_are_in(tmp_path: Path) -> None:
    home = golden_home(tmp_path / "county")
    write(home, CONTEST, *ENTERED, scored(JUDGE, ANNE, 95), scored(JUDGE, BEN, 80), scored(OTHER_JUDGE, ANNE, 90))
    with visited(home) as client:
        [told] = client.get("/api/v1/contests").json()
        nothing: dict[str, Any] = {"rank": None, "total": None, "exact": None, "parts": {}}
        assert told["groups"][0]["ranking"] == [{"teacher": who} | nothing for who in (ANNE, BEN)]
        secret = entry_of(scored(JUDGE, ANNE, 95)).hex()
        for path in ("", "/receipt"):
            answer = client.get(f"/api/v1/records/{secret}{path}")
            assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
        write(home, scored(OTHER_JUDGE, BEN, 85))
        [told] = client.get("/api/v1/contests").json()
        assert [one["total"] for one in told["groups"][0]["ranking"]] == [92.5, 82.5]
        assert client.get(f"/api/v1/records/{secret}").json()["versions"][0]["data"]["score"] == "95"
