"""Makes the examples that the interface's description shows: `python -m tests.api.interface_examples`."""

import json
import re
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.interface.described import EXAMPLES
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.records.record import TeacherId
from ledger.records.routine import DutiesChecked
from ledger.submission import Submission
from ledger.vocabulary import Grade
from tests.api.county_on_the_web import ASKED, visited
from tests.api.test_interface_readings import busy_county

_CODE = re.compile(r"\d{6}|S\d+|S\d+/.+|第.镇")
_MOST, _LONGEST = 2, 400

ASK = ASKED | {"as_of": "2023-01-13"}
GETS: dict[str, tuple[str, dict[str, Any]]] = {
    "/healthz": ("/healthz", {}),
    "/readyz": ("/readyz", {}),
    "/api/v1/status": ("/api/v1/status", {}),
    "/api/v1/evaluations": ("/api/v1/evaluations", ASK),
    "/api/v1/teachers/{teacher}": ("/api/v1/teachers/000003", ASK),
    "/api/v1/dashboard": ("/api/v1/dashboard", ASK),
    "/api/v1/explanations": ("/api/v1/explanations", ASK | {"teacher": "000003", "clause": "observe-20"}),
    "/api/v1/teachers/{teacher}/records": ("/api/v1/teachers/000003/records", {}),
    "/api/v1/teachers/{teacher}/dossier": (
        "/api/v1/teachers/000003/dossier",
        {"from": "2022-09-01", "until": "2022-12-31"},
    ),
    "/api/v1/records/{entry}": ("/api/v1/records/400", {}),
    "/api/v1/records/{entry}/receipt": ("/api/v1/records/400/receipt", {}),
    "/api/v1/inbox": ("/api/v1/inbox", {}),
    "/api/v1/reads": ("/api/v1/reads", {}),
    "/api/v1/kinds": ("/api/v1/kinds", {}),
    "/api/v1/kinds/{kind}": ("/api/v1/kinds/lesson.observed", {}),
    "/api/v1/terms": ("/api/v1/terms", {}),
    "/api/v1/schools": ("/api/v1/schools", {}),
    "/api/v1/teachers": ("/api/v1/teachers", {"names": True}),
    "/api/v1/search": ("/api/v1/search", {"words": "000003"}),
    "/api/v1/teachers/{teacher}/history": ("/api/v1/teachers/000003/history", {"as_of": "2023-01-13"}),
    "/api/v1/schools/{school}/history": ("/api/v1/schools/S001/history", {"as_of": "2023-01-13"}),
    "/api/v1/rotations": ("/api/v1/rotations", {"as_of": "2022-12-31"}),
    "/api/v1/mentorships": ("/api/v1/mentorships", {}),
    "/api/v1/pairings": ("/api/v1/pairings", {}),
    "/api/v1/three-ones": ("/api/v1/three-ones", {"all": True}),
    "/api/v1/contests": ("/api/v1/contests", {"as_of": "2023-01-13"}),
    "/api/v1/contradictions": ("/api/v1/contradictions", {}),
    "/api/v1/packs": ("/api/v1/packs", {}),
    "/api/v1/packs/needs": ("/api/v1/packs/needs", ASKED | {"pack": "taikang-2022"}),
    "/api/v1/packs/{pack}": ("/api/v1/packs/taikang-2022", {}),
    "/api/v1/packs/{pack}/changes": ("/api/v1/packs/taikang-2022/changes", {"to": "weak-school-2009"}),
    "/api/v1/statements": ("/api/v1/statements", {}),
    "/api/v1/statements/{statement}": ("/api/v1/statements/JG-1", {}),
    "/api/v1/statements/{statement}/notice": ("/api/v1/statements/JG-1/notice", {}),
    "/api/v1/statements/{statement}/result": ("/api/v1/statements/JG-1/result", {}),
    "/api/v1/statements/{statement}/reproduction": ("/api/v1/statements/JG-1/reproduction", {}),
    "/api/v1/statements/{statement}/affected": ("/api/v1/statements/JG-1/affected", {}),
    "/api/v1/checkpoint": ("/api/v1/checkpoint", {}),
    "/api/v1/verifications": ("/api/v1/verifications", {}),
    "/api/v1/events": ("/api/v1/events", {"after": 400, "most": 2}),
}
POSTS: dict[str, dict[str, Any]] = {
    "/api/v1/search": {"words": "000003"},
    "/api/v1/simulations": ASK | {"set": ["observe-20.target=18"]},
    "/api/v1/verifications": {"only": ["book"]},
}


def made() -> dict[str, Any]:
    """An answer of every reading, shortened."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        home = busy_county(folder / "county")
        with home.opened() as ledger:
            waits = DutiesChecked(TeacherId("000003"), date(2022, 11, 3), Grade.GOOD, "教导处", "批改及时。")
            ledger.book.append(HandIn("000001", Authority("school:S001")), Submission([waits]))
        client = stack.enter_context(visited(home))
        found = {f"POST {path}": client.post(path, json=body).json() for path, body in POSTS.items()}
        for path, (address, query) in GETS.items():
            answer = client.get(address, params=query)
            assert answer.status_code == 200, (path, answer.text)
            found[f"GET {path}"] = answer.json()
        [asked] = client.get("/api/v1/verifications").json()
        found["GET /api/v1/verifications/{id}"] = asked
        lines = client.get("/api/v1/export", params={"from": 400}).text.splitlines(keepends=True)[:2]
        return {name: _short(said) for name, said in sorted(found.items())} | {"GET /api/v1/export": "".join(lines)}


def _short(said: Any, name: str = "") -> Any:
    """A value with little of what there is much of."""
    if isinstance(said, list):
        return [_short(one, name) for one in said[:_MOST]]
    if isinstance(said, dict):
        kept = list(said.items())
        if len(kept) > _MOST and all(_CODE.fullmatch(key) for key in said):
            kept = kept[:_MOST]
        shown = {key: _short(one, key) for key, one in kept}
        return shown | {"name": "张三"} if {"teacher", "name"} <= shown.keys() else shown
    if isinstance(said, str) and len(said) > _LONGEST and name not in ("text", "checkpoint", "event"):
        return said[:_LONGEST]
    return said


if __name__ == "__main__":
    EXAMPLES.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
