"""A request that a person be forgotten waits for the second officer, also where the server starts anew meanwhile."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from api.desk.asked_to_forget import FILE, WAITS
from ledger.home import Home
from tests.api.programs import TAUGHT, programs, with_officers
from tests.api.two_schools import two_schools

ADDRESS, WHY = f"/api/v1/persons/{TAUGHT}/forgetting", {"reason": "退休满十年"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return with_officers(two_schools(tmp_path))


def test_it_is_there_after_the_server_was_stopped_and_is_confirmed_by_another(home: Home) -> None:
    with programs(home) as before:
        assert before.of("county").post(ADDRESS, json=WHY).status_code == 202
    with programs(home) as after:
        [waits] = after.of("second").get("/api/v1/persons/forgetting").json()
        assert (waits["teacher"], waits["by"], waits["reason"]) == (TAUGHT, "county", WHY["reason"])
        own = after.of("county").post(f"{ADDRESS}/confirm")
        assert own.json()["code"] == "second-missing"
        confirmed = after.of("second").post(f"{ADDRESS}/confirm")
        assert confirmed.json()["code"] == "still-employed", "it was asked of the book"


def test_what_is_kept_names_nobody_and_is_for_its_owner_alone(home: Home) -> None:
    with programs(home) as site:
        site.of("county").post(ADDRESS, json=WHY)
    kept = home.folder / FILE
    with home.opened() as ledger:
        names = set(ledger.names(ledger.register()).values())
    said = kept.read_text("utf-8")
    assert not [name for name in names if name in said]
    assert not re.search(r"\d{17}[\dXx]", said)
    assert kept.stat().st_mode & 0o077 == 0


def test_it_is_over_after_its_time_and_a_damaged_file_holds_nothing_up(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with programs(home) as site:
        site.of("county").post(ADDRESS, json=WHY)
        monkeypatch.setattr("api.desk.asked_to_forget.WAITS", timedelta(0))
        assert site.of("second").get("/api/v1/persons/forgetting").json() == []
        monkeypatch.setattr("api.desk.asked_to_forget.WAITS", WAITS)
    (home.folder / FILE).write_text("{", "utf-8")
    with programs(home) as site:
        assert site.of("second").get("/api/v1/persons/forgetting").json() == []
        assert site.of("county").post(ADDRESS, json=WHY).status_code == 202
