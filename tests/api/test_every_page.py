"""Every page, as somebody sees it who may: fits a telephone, is open to everybody, says nothing in the console."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.accounts.visitor import Role
from api.http.application import application
from ledger.home import Home
from tests.api.browser import (
    DESK,
    PHONE,
    Site,
    chromium,
    county_with_passwords,
    faults_of,
    needs_browser,
    picture,
    site_of,
)
from tests.api.county_on_the_web import TERM
from tests.api.every_role import CONTEST, JUDGE, LI, PEOPLE, SCHOOL, SUBJECT, entry_about, routes_of
from tests.api.finished import finished

pytestmark = needs_browser

CLERK, PRINCIPAL = PEOPLE[Role.SCHOOL_CLERK].account, PEOPLE[Role.PRINCIPAL].account
SECTION, ADMIN, AUDITOR = (PEOPLE[role].account for role in (Role.SECTION, Role.ADMINISTRATOR, Role.AUDITOR))

WHO_LOOKS = [
    ("/sign-in", ""),
    ("/public/", ""),
    ("/check", ""),
    ("/my", LI),
    ("/contests/{code}/score", JUDGE),
    ("/school/workbooks", CLERK),
    ("/school", PRINCIPAL),
    ("/accounts", ADMIN),
    ("/audit", AUDITOR),
    ("/", SECTION),
]
"""Who looks at a page, by the beginning of its path: the first that fits."""

NO_PAGE = re.compile(
    r"^/(api/|healthz|readyz|metrics|static|computing/|credentials/)|\.svg$"
    r"|/(template|marked|receipt|credential|certificate)$|/notes?/|/checkpoints/|/dossier\.|/history/statement$"
)
"""What is no page for people, but a file or an answer for programs."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return county_with_passwords(tmp_path_factory.mktemp("pages") / "county")


@pytest.fixture(scope="module")
def site(home: Home, browser: Browser) -> Iterator[Site]:
    with site_of(home, browser) as site:
        yield site


def test_every_page_fits_says_nothing_wrong_and_leaves_nobody_out(site: Site) -> None:
    faults: list[str] = []
    for path in pages_of(site.home):
        account = next(who for beginning, who in WHO_LOOKS if path.startswith(beginning))
        somebody = site.of(account)
        somebody.complaints.clear()
        status = finished(somebody.page, filled(path, site.home))
        if status >= 500:
            faults.append(f"{path}: {status}")
        faults += [f"{path}: {fault}" for fault in faults_of(somebody.page)]
        if status == 200:
            faults += [f"{path}: said {said[:200]}" for said in somebody.complaints]
            name = re.sub(r"\W+", "-", path).strip("-") or "start"
            picture(somebody.page, name, DESK)
            picture(somebody.page, f"{name}-phone", PHONE)
        faults += [f"{path}: asked for {url}" for url in somebody.elsewhere()]
    assert not faults, "\n".join(faults)


def pages_of(home: Home) -> list[str]:
    """The paths of every page, as they are written in the code."""
    found = [path for method, path, _ in routes_of(application(home)) if method == "GET" and not NO_PAGE.search(path)]
    assert len(found) > 30
    return list(dict.fromkeys(found))


def filled(path: str, home: Home) -> str:
    """An address of a page, with what there is in the county."""
    values = {
        "school": SCHOOL,
        "code": CONTEST if "contests" in path else LI,
        "entry": entry_about(home, LI, SUBJECT),
        "group": "文科组",
        "account": CLERK,
        "clause": "observe-20",
        "kind": "lesson.observed",
        "pack": "taikang-2022",
        "term": TERM,
    }
    return re.sub(r"\{(\w+)(:path)?\}", lambda found: values.get(found[1], "1"), path)
