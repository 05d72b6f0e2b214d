"""The rooms of contests, results, policies and audit in a browser: fit for a phone, open to everybody, as they look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.accounts.visitor import Held, Role
from tests.api.browser import PHONE, Site, chromium, faults_of, needs_browser, picture, site_of
from tests.api.county_on_the_web import ASKED, golden_home
from tests.api.finished import finished
from tests.api.office_web import county_on_the_web, send, today
from tests.api.signed_in import open_account
from tests.api.test_pages_contests import CODE, ENTERED, GROUP, JUDGES, announcement, score

pytestmark = needs_browser

TRIED = "pack=taikang-2022&term=2022-2023-1&as_of=2023-01-13&path_1=observe-20.target&value_1=5&go=1"
PAGES = {
    "office": {
        "contests": "/contests",
        "contest-new": "/contests/new",
        "contest": f"/contests/{CODE}",
        "contest-prizes": f"/contests/{CODE}/prizes",
        "statements": "/statements",
        "statement-new": "/statements/new?pack=taikang-2022&term=2022-2023-1&as_of=2023-01-13",
        "statement": "/statements/JG-1",
        "statement-draft": "/statements/JG-2",
        "policies": "/policies",
        "policy": "/policies/taikang-2022",
        "policy-changes": "/policies/weak-school-2009/changes?to=balanced-school-2019",
        "simulation": f"/policies/simulate?{TRIED}",
    },
    "auditor": {
        "audit": "/audit",
        "audit-late": "/audit/late",
        "audit-exemptions": "/audit/exemptions",
        "audit-held": "/audit/held",
        "audit-shown": "/audit/shown",
        "audit-verify": "/audit/verify",
        "audit-checkpoints": "/audit/checkpoints",
        "audit-history": "/records/170/history",
        "statement-reproduced": "/statements/JG-1/reproduce",
        "statement-affected": "/statements/JG-1/affected",
    },
    f"judge-{JUDGES[1]}": {"contest-score": f"/contests/{CODE}/score"},
    "": {"public-notices": "/public/notices", "public-notice": "/public/statements/JG-1"},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = golden_home(tmp_path_factory.mktemp("office") / "county")
    open_account(home, "office", Held(Role.SECTION, "county"))
    open_account(home, "auditor", Held(Role.AUDITOR))
    with county_on_the_web(home) as county:
        office = county.of("office")
        assert send(office, "/contests/new", announcement())[0] == 200
        for judge in JUDGES:
            open_account(home, f"judge-{judge}", Held(Role.JUDGE, f"contest:{CODE}"), teacher=judge)
        for teacher in ENTERED[:3]:
            form = {"group": GROUP, "teacher": teacher, "on": today().isoformat()}
            assert send(office, f"/contests/{CODE}/steps/enter", form)[0] == 200
        score(county, JUDGES[0], {1: ("95", "90")})
        for scope in ("county", "school:S002"):
            assert send(office, "/statements/new", {**ASKED, "scope": scope, "as_of": "2023-01-13"})[0] == 200
        assert send(office, "/statements/JG-1/notice", {"days": "3", "fields": ["name", "points.total"]})[0] == 200
    with site_of(home, browser) as site:
        yield site


@pytest.mark.parametrize("account", PAGES)
def test_every_page_fits_and_leaves_nobody_out(site: Site, account: str) -> None:
    somebody = site.of(account)
    found = {}
    for name, address in PAGES[account].items():
        assert finished(somebody.page, address) == 200, address
        if faults := faults_of(somebody.page):
            found[address] = faults
        picture(somebody.page, name, *([PHONE] if name == "contest-score" else []))
    assert found == {}
    assert (somebody.complaints, somebody.elsewhere()) == ([], [])
