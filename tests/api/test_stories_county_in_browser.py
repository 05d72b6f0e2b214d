"""Everyday stories of the county in a real browser: a contest, an altered byte, a new account, a township's board."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.accounts.visitor import Held, Role
from ledger.home import BOOK, Home
from tests.api.browser import PHONE, Site, Somebodys, chromium, county_with_passwords, needs_browser, picture, site_of
from tests.api.every_role import ELSEWHERE, PEOPLE, SCHOOL
from tests.api.signed_in import open_account
from tests.books import by_another_hand

pytestmark = needs_browser

OFFICER, AUDITOR = PEOPLE[Role.SECTION].account, PEOPLE[Role.AUDITOR].account
ADMIN, TOWNSHIP = PEOPLE[Role.ADMINISTRATOR].account, PEOPLE[Role.TOWNSHIP].account
CODE, GROUP, PART = "YZK-9", "小学组", "上课"
JUDGES = ("000031", "000032")
ENTERED = [f"{number:06d}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)]
PLACES = 8
ALTERED = 500
"""The position of an observed lesson."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return county_with_passwords(tmp_path / "county")


@pytest.fixture
def site(home: Home, browser: Browser) -> Iterator[Site]:
    with site_of(home, browser) as site:
        yield site


def test_a_contest_from_its_announcement_to_the_winners_and_the_ninth_first_prize_is_refused(site: Site) -> None:
    officer = site.of(OFFICER).page
    with site.home.opened() as ledger:
        today = ledger.book.today()
        names = ledger.names(ledger.register())
    officer.goto("/contests/new")
    said = {
        "code": CODE,
        "series": "优质课大赛",
        "unit": "太康县",
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=3)).isoformat(),
        "groups": GROUP,
        "part_1": PART,
        "weight_1": "100",
        "judges": " ".join(JUDGES),
        "places_FIRST": str(PLACES),
    }
    for name, value in said.items():
        officer.locator(f"main [name={name}]").fill(value)
    officer.locator("main [name=level]").select_option("县级")
    picture(officer, "story-contest-announced")
    officer.locator("main form button[type=submit]").last.click()
    expect(officer.locator("h1")).to_contain_text("优质课大赛")
    for teacher in ENTERED:
        _step(officer, "enter", teacher=teacher)
    for judge in JUDGES:
        account = f"judge-{judge}"
        open_account(site.home, account, Held(Role.JUDGE, f"contest:{CODE}"), teacher=judge)
        page = site.of(account, PHONE).page
        page.goto(f"/contests/{CODE}/score")
        assert not [
            name for code, name in names.items() if code in ENTERED and name in page.locator("main").inner_text()
        ]
        fields = page.locator("main form input[inputmode=decimal]")
        assert fields.count() == len(ENTERED)
        for place in range(len(ENTERED)):
            fields.nth(place).fill(str(95 - place))
        picture(page, "story-judge", PHONE)
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator("main")).to_contain_text(f"已保存 {len(ENTERED)} 项")
    officer.goto(f"/contests/{CODE}")
    _step(officer, "close")
    officer.goto(f"/contests/{CODE}/prizes")
    prizes = officer.locator("main form select")
    for place in range(PLACES + 1):
        prizes.nth(place).select_option("一等奖")
    officer.locator("main form button[type=submit]").last.click()
    expect(officer.locator("main")).to_contain_text("8 个一等奖已全部授出")
    picture(officer, "story-ninth-first-prize")
    officer.goto(f"/contests/{CODE}")
    form = officer.locator("form[action$='/steps/notice']")
    form.evaluate("form => { const fold = form.closest('details'); if (fold) fold.open = true }")
    form.locator("[name=until]").fill((today + timedelta(days=5)).isoformat())
    for field in ("prize", "name"):
        form.locator(f"[name=fields][value={field}]").check()
    form.locator("button[type=submit]").click()
    anybody = site.of("").page
    anybody.goto(f"/public/contests/{CODE}")
    expect(anybody.locator("main table tbody tr")).to_have_count(PLACES)
    expect(anybody.locator("main")).not_to_contain_text(ENTERED[0])
    picture(anybody, "story-winners")


def test_an_auditor_verifies_finds_nothing_and_then_the_byte_that_somebody_altered(site: Site, home: Home) -> None:
    auditor = site.of(AUDITOR).page
    _verify(auditor)
    expect(auditor.locator("main .told")).to_be_visible()
    position = _alter(home)
    _verify(auditor)
    expect(auditor.locator("main .refused")).to_be_visible()
    expect(auditor.locator("main table tbody tr").first).to_contain_text(str(position))
    picture(auditor, "story-altered-byte")


def test_an_administrator_opens_an_account_and_its_owner_signs_in_and_chooses_a_password(
    site: Site, browser: Browser
) -> None:
    admin = site.of(ADMIN).page
    admin.goto("/accounts/new")
    admin.locator("main [name=account]").fill("s005-clerk")
    admin.locator("main [name=role]").select_option(label="学校经办人")
    admin.locator("main [name=scope]").fill(f"school:{ELSEWHERE}")
    admin.locator("main form button[type=submit]").last.click()
    slip = admin.locator("main .slip dd")
    expect(slip.nth(1)).to_have_text("s005-clerk")
    password = slip.nth(2).inner_text().strip()
    newcomer = Somebodys(browser, site.address, PHONE)
    page = newcomer.sign_in("s005-clerk", password)
    expect(page.locator("h1")).to_contain_text("密码")
    for name, value in (("old", password), ("new", "four quiet words here"), ("again", "four quiet words here")):
        page.locator(f"main input[name={name}]").fill(value)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto("/school/workbooks")
    expect(page.locator("main form input[type=file]")).to_be_visible()
    assert page.goto(f"/county/board/{SCHOOL}").status == 403  # type: ignore[union-attr]
    assert admin.goto("/teachers").status == 403  # type: ignore[union-attr]
    newcomer.close()


def test_a_township_sees_its_own_schools_on_the_board_and_comes_by_clicks_to_a_person_and_to_why(site: Site) -> None:
    officer = site.of(TOWNSHIP).page
    officer.goto("/county/board")
    board = officer.locator("main table").first
    expect(board).to_contain_text("第一镇中心校")
    expect(officer.locator("main")).not_to_contain_text("第二镇中心校")
    picture(officer, "story-board")
    board.locator("tbody a[href*='/county/board/S001/']").first.click()
    expect(officer.locator("h1")).to_be_visible()
    officer.locator("main a.name[href*='/teachers/0']").first.click()
    officer.locator("main #observe-20 summary, main li.card summary").first.click()
    expect(officer.locator("main")).to_contain_text("出处")
    assert officer.goto(f"/county/board/{ELSEWHERE}").status == 403  # type: ignore[union-attr]


def _step(page: Page, step: str, **fields: str) -> None:
    """A step of a contest, by its form on the page."""
    form = page.locator(f"form[action$='/steps/{step}']").first
    form.evaluate("form => { const fold = form.closest('details'); if (fold) fold.open = true }")
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert not page.locator("main .refused").count(), page.locator("main .refused").first.inner_text()


def _verify(page: Page) -> None:
    page.goto("/audit/verify")
    page.locator("main form button[type=submit]").click()


def _alter(home: Home) -> int:
    """Alter the words of one row, as somebody could who has the file or the database; its position."""
    with by_another_hand(home.folder / BOOK) as other:
        [(body,)] = other.execute("SELECT body FROM events WHERE position=?", (ALTERED,)).fetchall()
        forged = bytes(body if isinstance(body, bytes) else str(body).encode()).replace(
            "听课".encode(), "评课".encode()
        )
        other.execute("UPDATE events SET body=? WHERE position=?", (forged, ALTERED))
    return ALTERED
