"""A school's inbox: what waits is told whole, judged one by one, many or by batch; nobody judges another school's."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.home import Home
from ledger.steps import Attested
from tests.api.small_workbook import observation
from tests.api.two_schools import Site, handed_in, observations, school_workbook, sent, served, two_schools


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return two_schools(tmp_path)


@pytest.fixture
def site(home: Home, tmp_path: Path) -> Iterator[Site]:
    handed_in(home, school_workbook(tmp_path, 听课记录=observations(3)))
    with served(home) as site:
        yield site


def words(page: str) -> str:
    """What a page says, without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def positions(page: str) -> list[str]:
    """The positions that can be ticked."""
    return re.findall(r'name="tick" value="(\d+)"', page)


def test_what_waits_is_told_whole_and_in_chinese(site: Site) -> None:
    page = site.of("head1").get("/school/inbox").text
    said = words(page)
    assert "第1小学的待办" in said
    assert "共 3 条" in said
    assert "听课记录 2022-09-05 赵新 000001" in said
    for one in ("授课人 钱立 000002", "学校代码 第1小学 S001", "课型 公开课", "反思 可以借鉴", "节次 3"):
        assert one in said
    assert "clerk1以第1小学的名义于" in said
    assert "听课记录第 2 行" in said
    assert "没有附件" in said
    assert len(positions(page)) == 3


def test_one_is_attested_one_returned_with_its_reason_and_each_is_told_in_a_sentence(site: Site) -> None:
    head = site.of("head1")
    first, second, _ = positions(head.get("/school/inbox").text)
    said = words(sent(head, "/school/inbox", one=f"attest:{first}").text)
    assert "听课记录 2022-09-05 赵新 000001\uff1a已审核。" in said
    answer = sent(head, "/school/inbox", one=f"return:{second}")
    assert answer.status_code in (409, 422)
    assert "要写明理由" in words(answer.text)
    said = words(sent(head, "/school/inbox", one=f"return:{second}", **{f"reason-{second}": "课型不对"}).text)
    assert "听课记录 2022-09-06 赵新 000001\uff1a已退回" in said
    assert len(positions(head.get("/school/inbox").text)) == 1
    clerk = words(site.of("clerk1").get("/school/inbox").text)
    assert "已退回\uff1a课型不对" in clerk


def test_many_are_attested_by_ticking_and_what_was_done_meanwhile_is_told_one_by_one(site: Site) -> None:
    head, office = site.of("head1"), site.of("office1")
    ticked = positions(head.get("/school/inbox").text)
    sent(office, "/school/inbox", one=f"attest:{ticked[0]}")
    said = words(sent(head, "/school/inbox", tick=ticked, decision="attest").text)
    assert "没有办成 1 条" in said
    assert "已经审核" in said
    assert "办成 2 条" in said
    assert "现在没有待办" in words(head.get("/school/inbox").text)


def test_a_clerk_reads_and_attests_nothing(site: Site) -> None:
    clerk = site.of("clerk1")
    page = clerk.get("/school/inbox").text
    assert positions(page) == []
    [first, *_] = positions(site.of("head1").get("/school/inbox").text)
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    answer = clerk.post("/school/inbox", data={"csrf": csrf, "one": f"attest:{first}"})
    assert "没有办成 1 条" in words(answer.text)
    assert "共 3 条" in words(site.of("head1").get("/school/inbox").text)


def test_another_school_sees_nothing_of_it_and_cannot_judge_it(site: Site) -> None:
    first, *_ = positions(site.of("head1").get("/school/inbox").text)
    other = site.of("head2")
    assert "现在没有待办" in words(other.get("/school/inbox").text)
    assert other.get("/school/inbox", params={"office": "school:S001"}).status_code == 403
    csrf = re.findall(r'name="csrf" value="([^"]+)"', other.get("/school/inbox").text)[0]
    said = words(other.post("/school/inbox", data={"csrf": csrf, "one": f"attest:{first}"}).text)
    assert "没有办成 1 条" in said
    assert "共 3 条" in words(site.of("head1").get("/school/inbox").text)


def test_a_form_without_its_token_or_without_a_button_does_nothing(site: Site) -> None:
    head = site.of("head1")
    ticked = positions(head.get("/school/inbox").text)
    head.headers.pop("X-CSRF-Token", None)  # which scripts add, and a form carries in a field
    assert head.post("/school/inbox", data={"tick": ticked, "decision": "attest"}).status_code == 403
    assert "没有勾选" in words(sent(head, "/school/inbox", tick=ticked).text)
    assert "没有勾选" in words(sent(head, "/school/inbox", decision="attest").text)
    for odd in ({"tick": "x", "decision": "attest"}, {"tick": ticked[0], "decision": "burn"}, {"one": "attest:9" * 9}):
        assert sent(head, "/school/inbox", **odd).status_code == 400
    assert "共 3 条" in words(head.get("/school/inbox").text)


def test_a_whole_batch_is_attested_after_a_sample_was_looked_at(home: Home, tmp_path: Path) -> None:
    handed_in(home, school_workbook(tmp_path, 听课记录=observations(20)))
    with served(home) as site:
        head = site.of("head1")
        listed = head.get("/school/inbox/batches").text
        [digest] = re.findall(r"/school/inbox/batches/([0-9a-f]{64})", listed)
        assert "听课记录 20 条" in words(listed)
        address = f"/school/inbox/batches/{digest}"
        page = head.get(address).text
        sample = positions(page)
        assert len(sample) == 8
        assert positions(head.get(address).text) == sample  # nobody picks the easy ones by loading it again
        assert positions(head.get(address, params={"draw": "2"}).text) != sample
        assert "至少看过一条" in words(sent(head, address, decision="attest").text)
        said = words(sent(head, address, decision="attest", tick=sample[:3]).text)
        assert "办成 20 条" in said
        assert "现在没有待办" in said
        assert head.get(address).status_code == 404
    with home.opened() as ledger:
        steps = [event.data for _, event in ledger.book.read(["lesson.observed/2#attested"])]
    assert len(steps) == 20
    assert {step.sample for step in steps if isinstance(step, Attested)} == {"3/20"}


def test_the_inbox_is_filtered_paged_and_taken_away_as_a_file(home: Home, tmp_path: Path) -> None:
    others = [observation(听课人="000003", 节次=number) for number in range(1, 6)]
    handed_in(home, school_workbook(tmp_path, 听课记录=observations(22) + others))
    with served(home) as site:
        head = site.of("head1")
        first = head.get("/school/inbox").text
        assert len(positions(first)) == 20
        [following] = re.findall(r'rel="next" href="([^"]+)"', first)
        assert len(positions(head.get(html.unescape(following)).text)) == 7
        only = head.get("/school/inbox", params={"whose": "000003"}).text
        assert len(positions(only)) == 5
        assert "没有这样的待办" in words(head.get("/school/inbox", params={"kind": "book.read"}).text)
        csv = head.get("/school/inbox", params={"format": "csv", "whose": "000003"}).content.decode("utf-8-sig")
        assert csv.count("孙华 000003") >= 5
        assert head.get("/school/inbox", params={"format": "xlsx"}).content.startswith(b"PK")


def test_nobody_attests_a_record_of_their_own(home: Home, tmp_path: Path) -> None:
    from api.accounts.visitor import Held, Role
    from tests.api.signed_in import open_account

    open_account(home, "000001", Held(Role.TEACHING_OFFICE, "school:S001"), teacher="000001")
    handed_in(home, school_workbook(tmp_path, 听课记录=observations(2)))
    with served(home) as site:
        own = site.of("000001")
        page = own.get("/school/inbox").text
        assert positions(page) == []
        assert "这是您本人的记录" in words(page)


def test_whoever_is_no_office_has_no_inbox(home: Home) -> None:
    from api.accounts.visitor import Held, Role
    from tests.api.signed_in import open_account

    open_account(home, "000002", Held(Role.TEACHER), teacher="000002")
    with served(home) as site:
        assert site.of("000002").get("/school/inbox").status_code == 403


def test_what_was_returned_is_mended_on_the_page_and_waits_again(site: Site) -> None:
    head, clerk = site.of("head1"), site.of("clerk1")
    first, *_ = positions(head.get("/school/inbox").text)
    sent(head, "/school/inbox", one=f"return:{first}", **{f"reason-{first}": "课型不对"})
    [link] = re.findall(r'href="(/school/mend/\d+)"', clerk.get("/school/inbox").text)
    form = clerk.get(link).text
    assert "退回的理由 课型不对" in words(form)
    assert "赵新 000001" in html.unescape(form)
    [tag] = re.findall(r'name="tag" value="([^"]+)"', form)
    fields = {
        "on": "2022-09-05",
        "period": "3",
        "observer": "赵新 000001",
        "teacher": "钱立 000002",
        "school": "第1小学 S001",
        "subject": "数学",
        "grade": "一年级",
        "form": "推门听课",
        "lessons": "1",
        "tag": html.unescape(tag),
        "reason": "改正课型",
    }
    wrong = clerk.post(link, data=fields | {"on": "2022-09-31"})
    assert "不是日期" in words(wrong.text)
    done = clerk.post(link, data=fields)
    assert "已改好再交" in words(done.text)
    waiting = words(head.get("/school/inbox").text)
    assert "共 3 条" in waiting
    assert "推门听课" in waiting
    assert clerk.get(link).status_code in (404, 409)
    assert site.of("clerk2").get(link).status_code == 403
