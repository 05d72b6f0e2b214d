"""Everyday stories of a school in a real browser: a workbook mended, a photograph by telephone, a word back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from api.accounts.visitor import Role
from tests.api.browser import PHONE, Site, chromium, county_with_passwords, needs_browser, picture, site_of
from tests.api.every_role import LI, PEOPLE
from tests.patience import asked_until

pytestmark = needs_browser

CLERK, HEAD = PEOPLE[Role.SCHOOL_CLERK].account, PEOPLE[Role.PRINCIPAL].account
OFFICER = PEOPLE[Role.SECTION].account
COLLEAGUE = "000012"
PHOTOGRAPH = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
"""The least that is a photograph by its content."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    with site_of(county_with_passwords(tmp_path / "county"), browser) as site:
        yield site


def observed(page: Page) -> str:
    """What the bar of lessons observed says on a teacher's own page."""
    page.goto("/my")
    return page.locator("#observe-20").get_by_role("progressbar").get_attribute("aria-label") or ""


def waiting(page: Page, count: int) -> None:
    """The inbox, when so many wait there: it follows the book within a second or two."""

    def seen() -> int:
        page.goto("/school/inbox")
        return page.locator("ul.cards > li").count()

    asked_until(lambda found: found == count, seen)


def test_a_clerk_hands_in_a_workbook_with_a_fault_mends_it_the_head_attests_and_the_teacher_reads_why(
    site: Site, tmp_path: Path
) -> None:
    clerk = site.of(CLERK).page
    teacher = site.of(LI).page
    assert "已做 16" in observed(teacher)
    # The empty workbook that the page gives out, filled in at the school.
    clerk.goto("/school/workbooks")
    with clerk.expect_download() as download:
        clerk.locator("form[action='/school/workbooks/template'] button").click()
    filled = tmp_path / "十二月.xlsx"
    download.value.save_as(filled)
    workbook = load_workbook(filled)
    sheet = workbook["听课记录"]
    for row, (day, period) in enumerate((("2022-12-20", 7), ("2022-13-21", 8)), 2):
        said: tuple[str | int, ...] = (
            day,
            period,
            LI,
            COLLEAGUE,
            "S001",
            "语文",
            "三年级",
            "推门听课",
            "板书清楚。",
            "学到了提问。",
        )
        for column, value in enumerate(said, 1):
            sheet.cell(row, column, value)
    workbook.save(filled)
    # Handed in: one row is taken, one comes back and is mended on the page.
    clerk.locator("input[name=file]").set_input_files(filled)
    clerk.locator("form[action='/school/workbooks'] button[type=submit]").click()
    refused = clerk.locator("ul.cards li.card")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("2022-13-21")
    picture(clerk, "story-workbook-refused")
    refused.get_by_role("link").click()
    form = refused.locator("form")
    form.get_by_label("日期").fill("2022-12-21")
    form.get_by_role("button").click()
    expect(clerk.locator("body")).to_contain_text("收下")
    assert "已做 16" in observed(teacher), "nobody has attested it yet"
    # The head attests both at once.
    head = site.of(HEAD).page
    waiting(head, 2)
    picture(head, "story-inbox")
    head.get_by_label("勾选本页全部").check()
    head.locator("button[name=decision][value=attest]").click()
    expect(head.locator(".told")).to_contain_text("2")
    # The teacher sees it and reads why.
    assert "已做 18" in observed(teacher)
    card = teacher.locator("#observe-20")
    card.locator("summary").first.click()
    expect(card).to_contain_text("2022-12-20 听课记录第 2 行")
    picture(teacher, "story-why")


def test_a_teacher_on_a_telephone_hands_in_an_observation_with_a_photograph_and_sees_it_attested(
    site: Site, tmp_path: Path
) -> None:
    teacher = site.of(LI, PHONE).page
    teacher.goto("/my/hand-in/lesson.observed")
    _fill_in(teacher, "2022-12-22")
    photograph = tmp_path / "听课.jpg"
    photograph.write_bytes(PHOTOGRAPH)
    teacher.locator("main input[type=file]").last.set_input_files(photograph)
    picture(teacher, "story-telephone", PHONE)
    teacher.get_by_role("button", name="交上去").click()
    expect(teacher.locator("h1")).to_contain_text("听课记录")
    expect(teacher.locator("ul.files")).to_contain_text("听课.jpg")
    expect(teacher.locator("main")).to_contain_text("待审核")
    entry = teacher.url.rsplit("/", 1)[1].partition("?")[0]
    head = site.of(HEAD).page
    head.goto(f"/records/{entry}")
    expect(head.locator("ul.files")).to_contain_text("听课.jpg")
    waiting(head, 1)
    head.get_by_role("button", name="审核", exact=True).click()
    expect(head.locator(".told")).to_be_visible()
    teacher.goto(f"/records/{entry}")
    expect(teacher.locator("main")).to_contain_text("已审核")
    assert teacher.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_what_the_head_returned_with_a_reason_the_teacher_mends_and_hands_in_again(site: Site) -> None:
    teacher, head = site.of(LI, PHONE).page, site.of(HEAD).page
    teacher.goto("/my/hand-in/lesson.observed")
    _fill_in(teacher, "2022-12-23")
    teacher.get_by_role("button", name="交上去").click()
    expect(teacher.locator("h1")).to_contain_text("听课记录")
    record = teacher.url.partition("?")[0]
    waiting(head, 1)
    head.locator(".deciding summary").click()
    head.locator(".deciding input").fill("请补写反思。")
    head.locator(".deciding button.grave").click()
    expect(head.locator(".told")).to_be_visible()
    teacher.goto(record)
    expect(teacher.locator("main")).to_contain_text("请补写反思。")
    teacher.locator("a[href^='/my/correct/']").click()
    teacher.locator("textarea[name=reflection]").fill("学到了等待。")
    teacher.locator("main form button[type=submit]").last.click()
    expect(teacher.locator("main")).to_contain_text("学到了等待。")
    expect(teacher.locator("main")).to_contain_text("待审核")


def test_a_teacher_objects_and_the_county_decides_with_a_reason(site: Site) -> None:
    teacher, officer = site.of(LI).page, site.of(OFFICER).page
    teacher.goto("/my/records")
    teacher.locator("main a[href^='/records/']").first.click()
    record = teacher.url.partition("?")[0]
    teacher.locator("form[action$='/object'] textarea").fill("这一节我没有去听。")
    teacher.locator("form[action$='/object'] button").click()
    expect(teacher.locator("main")).to_contain_text("这一节我没有去听。")
    waiting(officer, 1)
    officer.locator(".deciding summary").click()
    officer.locator(".deciding input").fill("核对签到表,确有其事。")
    officer.locator("button[name=one][value^=dismiss]").click()
    expect(officer.locator(".told")).to_be_visible()
    teacher.goto(record)
    expect(teacher.locator("main")).to_contain_text("确有其事。")


def _fill_in(page: Page, day: str) -> None:
    """The form of a lesson that was observed."""
    page.locator("input[name=on]").fill(day)
    page.get_by_label("第 7 节").check()
    page.locator("input[name=teacher]").fill(COLLEAGUE)
    page.locator("input[name=school]").fill("S001")
    page.locator("[name=subject]").first.fill("语文")
    page.locator("[name=grade]").first.fill("三年级")
    page.get_by_label("推门听课").check()
    page.locator("textarea[name=notes]").fill("板书清楚。")
