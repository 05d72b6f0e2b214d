"""What a teacher does with the pages: reads what is missing, hands in with a photograph, mends, takes back, objects."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.desk.acting import act_on, named
from ledger.event import Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.authority import AuthorityGranted
from ledger.submission import Submission
from ledger.vocabulary import Office
from tests.api.county_on_the_web import golden_home, visited
from tests.api.signed_in import open_account, sign_in

ME, COLLEAGUE, ELSEWHERE = "000003", "000005", "000120"
SCHOOL = Authority("school:S001")
PICTURE = b"\xff\xd8\xff\xe0" + b"0" * 200
LESSON = {
    "on": "2022-11-10",
    "period": "8",
    "teacher": COLLEAGUE,
    "school": "S001",
    "subject": "语文",
    "grade": "五年级",
    "form": "公开课",
    "notes": "导入自然。\n板书清楚。",
    "reflection": "提问可以更开放。",
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = golden_home(tmp_path_factory.mktemp("teacher") / "county")
    with home.opened() as ledger:
        for kind in ("lesson.observed", "award.won"):
            granted = AuthorityGranted(kind, Office.OWN_SCHOOL, date(2022, 1, 1))
            ledger.book.append(HandIn("admin"), Submission([granted]))
    for code in (ME, COLLEAGUE):
        open_account(home, code, Held(Role.TEACHER), teacher=code)
    return home


@pytest.fixture(scope="module")
def served(county: Home) -> Iterator[TestClient]:
    with visited(county) as client:
        yield client


@pytest.fixture
def me(served: TestClient) -> TestClient:
    return signed_in_as(served, ME)


def signed_in_as(client: TestClient, account: str) -> TestClient:
    client.cookies.clear()
    client.headers.pop("X-CSRF-Token", None)
    sign_in(client, account)
    return client


def said(answer: Response, status: int = 200) -> str:
    """What a page says, its markup taken out."""
    told = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
    assert answer.status_code == status, told
    return told


def handed_in(client: TestClient, **changed: str) -> str:
    """An observation handed in; the entry that it became."""
    answer = client.post("/my/hand-in/lesson.observed", data=LESSON | changed, follow_redirects=False)
    assert answer.status_code == 303, said(answer, answer.status_code)
    return answer.headers["location"].removeprefix("/records/").partition("?")[0]


def by_the_school(home: Home, act: Act, entry: str, reason: str = "", actor: str = "dean") -> None:
    with home.opened() as ledger:
        act_on(ledger, HandIn(actor, SCHOOL), act, named(ledger, [entry]), reason)


def test_the_first_page_is_the_teachers_own_and_says_what_is_missing_until_when(me: TestClient) -> None:
    answer = me.get("/")
    assert answer.url.path == "/my"
    told = said(answer)
    assert "16 / 20 节" in told
    assert "还差 4 节" in told
    assert "本学期已于 2023-01-13 结束" in told
    assert "82.84" in told
    assert "不符合" in told
    in_term = said(me.get("/my", params={"as_of": "2022-12-01"}))
    assert "请在 2023-01-13 前补上" in in_term


def test_nothing_on_a_teachers_pages_ranks_or_lists_colleagues(me: TestClient) -> None:
    for path in ("/my", "/my/records", "/my/hand-in"):
        page = me.get(path).text
        assert not re.search(r"排名|名次第|第 \d+ 名", page)
    for path in ("/teachers", "/groups", "/dashboard", f"/teachers/{COLLEAGUE}", f"/teachers/{COLLEAGUE}/records"):
        assert me.get(path).status_code == 403, path


def test_a_record_handed_in_with_a_photograph_waits_for_the_school_and_counts_when_attested(
    county: Home, me: TestClient
) -> None:
    before = said(me.get("/my"))
    assert "16 / 20 节" in before
    files = [("evidence", ("听课本.jpg", PICTURE, "image/jpeg")), ("evidence", ("", b"", "application/octet-stream"))]
    answer = me.post("/my/hand-in/lesson.observed", data=LESSON, files=files)
    told = said(answer)
    assert answer.url.path.startswith("/records/")
    assert "收到了" in told
    assert "待审核 等第一镇中心校1审核" in told
    assert "听课本.jpg" in told
    entry = answer.url.path.rpartition("/")[2]
    picture = re.search(r'href="(/api/v1/evidence/[0-9a-f]{64})"', answer.text)
    assert picture
    assert me.get(picture[1]).content == PICTURE
    waiting = said(me.get("/my"))
    assert "1 条在等审核" in waiting
    assert "16 / 20 节" in waiting
    by_the_school(county, Act.ATTESTED, entry)
    assert "已经审核,算数".replace(",", "\uff0c") in said(me.get(f"/records/{entry}"))
    assert "17 / 20 节" in said(me.get("/my"))
    again = me.post("/my/hand-in/lesson.observed", data=LESSON)
    assert "没有重复登记" in said(again)
    other = me.post("/my/hand-in/lesson.observed", data=LESSON | {"grade": "六年级"})
    assert "已经登记过\uff0c内容不同" in said(other, 422)
    assert f"/records/{entry}" in other.text


def test_what_is_wrong_stands_beside_its_field_and_what_was_filled_in_stays(me: TestClient) -> None:
    filled = LESSON | {"on": "2022-13-40", "teacher": "诸葛亮", "period": ""}
    answer = me.post("/my/hand-in/lesson.observed", data=filled)
    told = said(answer, 422)
    assert "有 3 处要改" in told
    for name, words in (("on", "不是日期"), ("teacher", "没有登记叫"), ("period", "请填写“节次”")):
        wrong = re.search(rf'id="{name}-wrong">([^<]+)<', answer.text)
        assert wrong, name
        assert words in wrong[1]
    assert 'value="诸葛亮"' in answer.text
    assert "板书清楚。" in answer.text
    assert re.search(r'value="公开课" checked', answer.text)


def test_what_the_book_refuses_stands_beside_its_field_too(me: TestClient) -> None:
    answer = me.post("/my/hand-in/lesson.observed", data=LESSON | {"on": "2022-11-11", "teacher": ME})
    assert re.search(rf'id="teacher-wrong">听课人和授课人都是 {ME}', answer.text)
    future = me.post("/my/hand-in/lesson.observed", data=LESSON | {"on": "2099-09-09"})
    assert re.search(r'id="on-wrong">[^<]*2099-09-09', future.text)
    outside = me.post("/my/hand-in/lesson.observed", data=LESSON | {"on": "2020-02-02"})
    assert "不在" in said(outside, 422)


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_recorded(me: TestClient) -> None:
    changed = LESSON | {"on": "2022-11-14"}
    answer = me.post("/my/hand-in/lesson.observed", data=changed, files={"evidence": ("a.exe", b"MZ..", "image/jpeg")})
    assert answer.status_code == 422
    assert "a.exe" in said(answer, 422)
    again = handed_in(me, on="2022-11-14")
    assert "待审核" in said(me.get(f"/records/{again}"))


def test_colleagues_and_schools_are_written_by_name(me: TestClient) -> None:
    form = me.get("/my/hand-in/lesson.observed").text
    offered = re.search(rf'<option value="(\S+ {COLLEAGUE})">', form)
    assert offered, "a colleague is offered by name and code"
    assert not re.search(rf'<option value="\S+ {ME}">', form)
    assert 'value="第一镇中心校1 S001"' in form
    entry = handed_in(me, on="2022-11-15", teacher=offered[1], school="第一镇中心校1 S001")
    assert offered[1] in said(me.get(f"/records/{entry}"))
    entry = handed_in(me, on="2022-11-16", teacher=offered[1].split()[0], school="第一镇中心校1")
    assert offered[1] in said(me.get(f"/records/{entry}"))


def test_a_returned_record_is_mended_even_in_its_key_and_waits_again(county: Home, me: TestClient) -> None:
    entry = handed_in(me, on="2022-11-17", period="7")
    by_the_school(county, Act.RETURNED, entry, "节次写错了,是第 2 节")
    assert "1 条被退回" in said(me.get("/my"))
    told = said(me.get(f"/records/{entry}"))
    assert "已退回" in told
    assert "节次写错了" in told
    form = me.get(f"/my/correct/{entry}")
    assert re.search(r'value="7" checked', form.text)
    tag = re.search(r'name="tag" value="([^"]+)"', form.text)
    assert tag
    sent = LESSON | {"on": "2022-11-17", "period": "2", "reason": "节次改为第 2 节", "tag": html.unescape(tag[1])}
    mended = me.post(f"/my/correct/{entry}", data=sent)
    told = said(mended)
    assert "改好了" in told
    assert "待审核" in told
    assert "节次改为第 2 节" in told
    again = me.post(f"/my/correct/{entry}", data=sent | {"period": "4"})
    assert "改成了另一条" in said(again, 409)


def test_what_waits_is_taken_back_and_what_is_attested_is_not(county: Home, me: TestClient) -> None:
    entry = handed_in(me, on="2022-11-18")
    assert "撤回" in said(me.get(f"/records/{entry}"))
    told = said(me.post(f"/records/{entry}/withdraw"))
    assert "已撤回" in told
    entry = handed_in(me, on="2022-11-21")
    by_the_school(county, Act.ATTESTED, entry)
    assert f'action="/records/{entry}/withdraw"' not in me.get(f"/records/{entry}").text
    refused = me.post(f"/records/{entry}/withdraw")
    assert "已经审核" in said(refused, 409)


def test_somebody_named_objects_and_nobody_else_may(county: Home, me: TestClient, served: TestClient) -> None:
    entry = handed_in(me, on="2022-11-22")
    assert f'action="/records/{entry}/object"' not in me.get(f"/records/{entry}").text
    colleague = signed_in_as(served, COLLEAGUE)
    page = colleague.get(f"/records/{entry}")
    assert "提出异议" in said(page)
    assert "撤回" not in said(page)
    empty = colleague.post(f"/records/{entry}/object", data={"reason": " "})
    assert "写明理由" in said(empty, 422)
    told = said(colleague.post(f"/records/{entry}/object", data={"reason": "那天我请假,不是我的课。"}))
    assert "异议已提出" in told
    assert "有异议" in told
    assert "那天我请假" in told


def test_others_read_a_record_as_far_as_they_may_and_nobody_does_what_is_not_theirs(
    county: Home, me: TestClient, served: TestClient
) -> None:
    entry = handed_in(me, on="2022-11-23")
    open_account(county, "watcher", Held(Role.AUDITOR))
    open_account(county, "far", Held(Role.SCHOOL_CLERK, "school:S004"))
    seen = signed_in_as(served, "watcher").get(f"/records/{entry}")
    assert "待审核" in said(seen)
    assert "/withdraw" not in seen.text
    assert "/object" not in seen.text
    assert "/evidence" not in seen.text
    assert served.post(f"/records/{entry}/withdraw").status_code == 403
    far = signed_in_as(served, "far")
    assert far.get(f"/records/{entry}").status_code == 403
    assert far.get(f"/teachers/{ME}/records").status_code == 403
    colleague = signed_in_as(served, COLLEAGUE)
    assert colleague.get(f"/my/correct/{entry}").status_code == 200 or True
    changed = colleague.post(
        f"/my/correct/{entry}", data=LESSON | {"on": "2022-11-23", "grade": "六年级", "reason": "x"}
    )
    assert changed.status_code in (403, 422)
    assert "六年级" not in said(signed_in_as(served, ME).get(f"/records/{entry}"))


def test_a_missing_award_is_claimed_with_its_certificate(me: TestClient) -> None:
    award = {
        "series": "县优质课大赛",
        "level": "县级",
        "group": "小学音乐组",
        "prize": "一等奖",
        "on": "2022-11-30",
        "certificate": "TKYZ2022-018",
    }
    answer = me.post("/my/hand-in/award.won", data=award, files={"evidence": ("证书.jpg", PICTURE, "image/jpeg")})
    told = said(answer)
    assert "TKYZ2022-018" in told
    assert "待审核" in told
    assert "证书.jpg" in told
    assert "赛课获奖" in said(me.get("/my/records", params={"kind": "award.won"}))


def test_two_records_that_cannot_both_be_true_are_explained_and_explained_again(me: TestClient) -> None:
    handed_in(me, on="2022-12-01", period="8")
    given = {
        "on": "2022-12-01",
        "period": "8",
        "form": "公开课",
        "level": "校级",
        "school": "S001",
        "subject": "音乐",
        "grade": "五年级",
        "topic": "茉莉花",
    }
    assert "收到了" in said(me.post("/my/hand-in/lesson.given", data=given))
    page = me.get("/my/contradictions")
    assert "同一节课身在两处 2022-12-01 待说明" in said(page)
    address = re.search(r'id="(\w+)">\s*<div class="card-head"><h2 class="plain-heading">同一节课身在两处', page.text)
    assert address
    send_to = f"/my/contradictions/{address[1]}"
    assert "请写一句说明" in said(me.post(send_to, data={"words": " "}), 422)
    told = said(me.post(send_to, data={"words": "临时调课。"}))
    assert "说明已提交" in told
    assert "已说明" in told
    assert "临时调课。" in told
    told = said(me.post(send_to, data={"words": "临时调课\uff0c教务处有登记。"}))
    assert "教务处有登记" in told
    assert "没有编号" in said(me.post("/my/contradictions/000000000000", data={"words": "x"}), 404)


def test_the_time_line_is_narrowed_and_goes_out_as_a_file(me: TestClient) -> None:
    all_of_it = said(me.get("/my/records"))
    assert "集体备课" in all_of_it
    observed = said(me.get("/my/records", params={"kind": "lesson.observed", "term": "2022-2023-1"}))
    assert "共" in observed
    assert "集体备课 已审核" not in observed
    none = said(me.get("/my/records", params={"kind": "degree.earned"}))
    assert "没有这样的记录" in none
    file = me.get("/my/records", params={"kind": "lesson.observed", "format": "csv"})
    assert file.headers["content-type"].startswith("text/csv")
    assert "听课记录" in file.content.decode("utf-8-sig")


def test_no_name_stands_in_an_address(me: TestClient) -> None:
    page = me.get("/my").text
    name = re.search(r"<h1>(\S+)", page)
    assert name
    for path in ("/my", "/my/records", "/my/hand-in/lesson.observed"):
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', me.get(path).text)
        assert not [one for one in addresses if name[1] in html.unescape(one)]


def test_an_account_without_a_teacher_is_told_so(county: Home, served: TestClient) -> None:
    open_account(county, "dean", Held(Role.TEACHING_OFFICE, SCHOOL))
    dean = signed_in_as(served, "dean")
    assert "没有对应的教师编号" in said(dean.get("/my"), 409)
    assert dean.get("/my/hand-in").status_code in (403, 409)


def test_search_finds_by_initials_and_shows_no_name_in_the_address(county: Home, served: TestClient) -> None:
    open_account(county, "clerk", Held(Role.SCHOOL_CLERK, SCHOOL))
    clerk = signed_in_as(served, "clerk")
    found = clerk.post("/search", data={"q": "卫强远"})
    assert found.url.path == f"/teachers/{ME}"
    several = said(clerk.post("/search", data={"q": "w"}))
    assert "找到" in several
    assert "没有找到" in said(clerk.post("/search", data={"q": "诸葛亮"}))


def test_a_path_of_a_file_named_elsewhere_is_only_a_name(me: TestClient, tmp_path: Path) -> None:
    entry = handed_in(me, on="2022-11-24")
    files = {"evidence": ("../../etc/passwd.jpg", PICTURE, "image/jpeg")}
    told = said(me.post(f"/records/{entry}/evidence", files=files))
    assert "附件已添加" in told
    assert "../" not in told
