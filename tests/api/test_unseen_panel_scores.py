"""What a member of a panel gave is told to nobody else, whoever asks and wherever, before the list it went into."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.accounts.visitor import Role
from tests.api.every_role import LI, PEOPLE
from tests.api.walked_rounds import BY_INTERFACE, PANEL, SCORE, Walk, county_of_rounds
from tests.api.writes_out_of_scope import HEAD, SECTION, Sent

AUDITOR = PEOPLE[Role.AUDITOR].account
FORBIDDEN, TOO_EARLY, SHOWN = 403, 409, 200
SECRETS = ("score", "in_favour")


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with county_of_rounds(tmp_path / "county") as county:
        yield Walk(county, BY_INTERFACE)


def _read(walk: Walk, account: str, address: str) -> tuple[int, str]:
    answer = walk.county.send("GET", Sent(address), account)
    return answer.status_code, answer.text


def _exported(walk: Walk, account: str, position: int) -> dict[str, Any]:
    """What the export says of one position."""
    status, text = _read(walk, account, f"/api/v1/export?from={position}")
    assert status == SHOWN, text
    said: dict[str, Any] = json.loads(text.splitlines()[0])["data"]
    return said


def _is_told(walk: Walk, written: list[tuple[int, str]], *, shown: bool) -> None:
    """What was given is told at every door where it is for sections and auditors; or at none, and nobody else's."""
    everybody = (SECTION, AUDITOR, HEAD, LI, walk.member(1))
    for position, entry in written:
        addresses = (f"/api/v1/records/{entry}", f"/api/v1/records/{entry}/receipt", f"/records/{entry}")
        for account in everybody:
            for address in (*addresses, f"/records/{entry}/history"):
                status, _ = _read(walk, account, address)
                if not shown:
                    assert status == FORBIDDEN, (account, address)
                elif account in (SECTION, AUDITOR):
                    assert status == SHOWN, (account, address)
        for account in (SECTION, AUDITOR):
            said = _exported(walk, account, position)
            [secret] = [said[name] for name in SECRETS if name in said]
            assert (secret is not None) == shown, (account, said)
            assert said["member"] == PANEL[0]


def test_what_a_member_gave_is_nowhere_told_before_there_is_a_list(walk: Walk) -> None:
    own = f"/reviews/{walk.code}/panel"
    written = walk.until("score")
    assert len(written) == 4  # two dossiers, each a score and a vote
    _is_told(walk, written, shown=False)
    first = written[0][0]
    pages = {
        SECTION: ("/school/inbox", f"/teachers/{PANEL[0]}/records", f"/api/v1/events?after={first - 1}"),
        AUDITOR: (f"/api/v1/events?after={first - 1}", f"/api/v1/export?from={first}"),
        HEAD: ("/school/inbox",),
        LI: ("/my/records", f"/reviews/{walk.code}/application"),
        walk.member(1): (own, f"/reviews/{walk.code}/panel/1"),
    }
    for account, addresses in pages.items():
        for address in (*addresses, f"/reviews/{walk.code}", f"/api/v1/reviews/{walk.code}"):
            status, text = _read(walk, account, address)
            assert (status, SCORE in text) == (SHOWN, False), (account, address)
    for account in (SECTION, AUDITOR, HEAD):
        assert _read(walk, account, f"/api/v1/reviews/{walk.code}/ranking")[0] == TOO_EARLY
    assert SCORE in _read(walk, walk.member(0), own)[1]

    for _ in range(3):  # the other members: all is in, yet there is no list
        walk.until("score")
    _is_told(walk, written[:2], shown=False)
    walk.until("list")
    _is_told(walk, written[:2], shown=True)

    ballots = walk.until("tie_vote")
    _is_told(walk, ballots[:1], shown=False)
    walk.until("list")
    _is_told(walk, ballots[:1], shown=True)
