"""From a round to what belongs to it: the dossier to be printed, for whoever sees it; its list among public notices."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.every_role import LI
from tests.api.walked_rounds import BY_PAGES, TOWN, Walk, county_of_rounds
from tests.api.writes_out_of_scope import CLERK, HEAD, Sent

SHOWN = 200
TITLE = "校级优秀教师评选"


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with county_of_rounds(tmp_path / "county") as county:
        yield Walk(county, BY_PAGES)


def _page(walk: Walk, account: str, address: str) -> str:
    answer = walk.county.send("GET", Sent(address), account)
    assert answer.status_code == SHOWN, (account, address, answer.text[-600:])
    return str(answer.text)


def _printed(walk: Walk, account: str, address: str) -> str:
    """Where a page leads to the dossier; whoever sees the link gets the page behind it."""
    [link] = re.findall(rf'href="(/teachers/{LI}/dossier[^"]*)"', _page(walk, account, address))
    _page(walk, account, link.replace("&amp;", "&"))
    return str(link)


def test_application_and_check_lead_to_the_dossier_and_after_freezing_to_the_frozen_one(walk: Walk) -> None:
    applied, checked = f"/reviews/{walk.code}/application", f"/reviews/{walk.code}/checks/{LI}"
    walk.until("apply")
    before = f"/teachers/{LI}/dossier?until=2023-01-31"
    assert _printed(walk, LI, applied) == before
    assert {_printed(walk, one, f"{applied}?teacher={LI}") for one in (CLERK, HEAD)} == {before}
    assert {_printed(walk, one, checked) for one in (HEAD, TOWN)} == {before}
    walk.until("freeze")
    assert _printed(walk, LI, applied) == _printed(walk, HEAD, checked) == f"/teachers/{LI}/dossier?review={walk.code}"
    answer = walk.county.send("GET", Sent(f"/teachers/{LI}/dossier.pdf?review={walk.code}"), LI)
    assert (answer.status_code, answer.content[:5]) == (SHOWN, b"%PDF-")


def test_a_list_on_notice_stands_among_the_public_notices_while_it_lasts(walk: Walk) -> None:
    def posted() -> str:
        return str(walk.county.client.get("/public/notices").text)

    walk.until("list")
    assert TITLE not in posted()
    walk.until("notice")
    assert f'href="/public/reviews/{walk.code}"' in posted()
    assert TITLE in posted()
    assert walk.county.client.get(f"/public/reviews/{walk.code}").status_code == SHOWN
    walk.until("decide")  # days later
    assert TITLE not in posted()
