"""核查 over the web: what came late, who granted exemptions, what is held, what was altered, what proves it."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.desk.showing import show_numbers
from ledger.acts.finding import find
from ledger.event import Act, Authority
from ledger.hand_in import HandIn
from ledger.home import BOOK, Home, Ledger
from ledger.receipt import check_receipt
from ledger.records.exemption import ExemptionApproved
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, TeacherId, entry_of
from ledger.submission import Submission
from tests.api.county_on_the_web import ASKED, golden_home
from tests.api.office_web import CountyOnTheWeb, Model, county_on_the_web, send, words
from tests.api.signed_in import open_account
from tests.books import by_another_hand
from tests.patience import asked_until

TEACHER = TeacherId("000003")
LISTS = ("late", "exemptions", "held", "shown")
RELIEVED = ExemptionApproved(TEACHER, "听课", date(2022, 9, 1), "孕期", "王局长", document="太教〔2022〕8号")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Model:
    def made(folder: Path) -> Home:
        home = golden_home(folder)
        open_account(home, "auditor", Held(Role.AUDITOR))
        open_account(home, "office", Held(Role.SECTION, "county"))
        open_account(home, "personnel", Held(Role.SECTION, "county:人事股"))
        open_account(home, "inspector", Held(Role.SECTION, "county:督导室"))
        open_account(home, "teacher", Held(Role.TEACHER), teacher=TEACHER)
        return home

    return Model(tmp_path_factory.mktemp("audit"), made)


@pytest.fixture
def county(golden: Model, tmp_path: Path) -> Iterator[CountyOnTheWeb]:
    with county_on_the_web(golden.again(tmp_path)) as county:
        yield county


@pytest.fixture
def auditor(county: CountyOnTheWeb) -> TestClient:
    return county.of("auditor")


def say(ledger: Ledger, record: Record, who: HandIn) -> str:
    ledger.book.append(who, Submission([record]))
    return entry_of(record).hex()


def a_lesson(ledger: Ledger) -> LessonObserved:
    found: LessonObserved = ledger.book.kept(LessonObserved).records[0]
    return found


def verified(client: TestClient, form: dict[str, object]) -> str:
    """A verification asked for on the page, waited for; the page of its result."""
    answer = client.post("/audit/verify", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return asked_until(
        lambda page: 'http-equiv="refresh"' not in page, lambda: client.get(answer.headers["location"]).text
    )


def test_an_altered_byte_is_found_with_its_position_and_leads_to_the_record(
    county: CountyOnTheWeb, auditor: TestClient
) -> None:
    assert "没有发现改动" in verified(auditor, {"parts": ["book"]})
    with by_another_hand(county.home.folder / BOOK) as other:
        rows = other.execute("SELECT position, body FROM events ORDER BY position").fetchall()
        position, body = next((at, bytes(body)) for at, body in rows if b'"period":3' in body)
        altered = body.replace(b'"period":3', b'"period":4')
        other.execute("UPDATE events SET body=? WHERE position=?", (altered, position))
    page = verified(auditor, {"parts": ["book"]})
    assert "发现 1 处不符" in page
    assert f"第一处： 第 {position} 条" in words(page)
    assert f'href="/records/{position}/history"' in page
    assert auditor.get(f"/records/{position}/history").status_code == 200
    [link] = re.findall(r'href="(\?format=csv)"', page)
    where = re.findall(r"/audit/verify/[0-9a-f]+", auditor.get("/audit/verify").text)[0]
    table = auditor.get(where + link).content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith(f"{position},")


def test_a_checkpoint_taken_away_proves_later_that_the_book_went_on_unaltered(
    county: CountyOnTheWeb, auditor: TestClient
) -> None:
    page = auditor.get("/audit/checkpoints")
    assert page.status_code == 200
    taken = auditor.get("/audit/checkpoints/now")
    assert "attachment" in taken.headers["content-disposition"]
    with county.home.opened() as ledger:
        say(ledger, RELIEVED, HandIn("office"))
        key = ledger.keys.verifier_keys[0]
    assert key in page.text
    page_after = verified(auditor, {"parts": ["book"], "against": taken.text, "key": key})
    assert "没有发现改动" in page_after
    forged = taken.text.replace(taken.text.splitlines()[2], "A" * 43 + "=")
    assert "没有发现改动" not in verified(auditor, {"parts": ["book"], "against": forged})


def test_what_was_entered_late_is_listed_with_days_and_by_whom_and_the_threshold_is_in_the_address(
    county: CountyOnTheWeb, auditor: TestClient
) -> None:
    with county.home.opened() as ledger:
        lesson = a_lesson(ledger)
        from msgspec.structs import replace

        late = replace(lesson, period=8, notes="补记")
        entry = say(ledger, late, HandIn("000050", Authority(f"school:{lesson.school}")))
        days = (ledger.book.today() - lesson.on).days
    page = auditor.get("/audit/late?days=30&how=single").text
    assert page.count('<th scope="row">') == 1
    assert f'href="/records/{entry}/history"' in page
    assert re.search(rf'class="number"[^>]*>(<span>)?{days}<', page)
    assert "000050" in page
    assert "没有这样的记录" in auditor.get(f"/audit/late?days={days}&how=single").text
    table = auditor.get("/audit/late?days=30&how=single&format=csv").content.decode("utf-8-sig")
    assert str(days) in table
    assert len(table.splitlines()) == 2


def test_late_entries_go_on_page_after_page_and_none_is_told_twice(auditor: TestClient) -> None:
    table = auditor.get("/audit/late?days=0&how=workbook&format=csv").content.decode("utf-8-sig")
    taken = [line.split(",")[0] for line in table.splitlines()[1:]]
    seen: list[str] = []
    address = "/audit/late?days=0&how=workbook"
    while True:
        page = auditor.get(address).text
        seen += re.findall(r'<th scope="row"><a href="/records/[0-9a-f]{32}/history">(.*?)</a>', page)
        following = re.findall(r'rel="next" href="([^"]+)"', page)
        if not following or len(seen) >= 300:
            break
        address = "/audit/late" + following[0].replace("&amp;", "&")
    assert len(seen) == 300
    assert seen == taken[:300]


def test_exemptions_say_who_approved_and_who_recorded_and_what_became_of_them(
    county: CountyOnTheWeb, auditor: TestClient
) -> None:
    assert "没有减免" in auditor.get("/audit/exemptions").text
    with county.home.opened() as ledger:
        entry = say(ledger, RELIEVED, HandIn("office"))
    said = words(auditor.get("/audit/exemptions").text)
    for part in ("听课", "孕期", "王局长", "太教〔2022〕8号", "office", "单位自己登记", "已审核"):
        assert part in said, part
    with county.home.opened() as ledger:
        place = find(ledger.book.stored, entry)
        ledger.book.act(HandIn("other"), place.request(Act.VOIDED, "误登"))
    assert "已作废" in auditor.get("/audit/exemptions").text


def test_what_holds_a_person_is_listed_with_where_it_is_dealt_with(county: CountyOnTheWeb, auditor: TestClient) -> None:
    with county.home.opened() as ledger:
        place = find(ledger.book.stored, entry_of(a_lesson(ledger)).hex())
        observer = a_lesson(ledger).observer
        ledger.book.act(HandIn(observer), place.request(Act.OBJECTED, "不是这一节"))
    send(county.of("office"), "/statements/new", {**ASKED, "scope": "county", "as_of": "2023-01-13"})
    page = auditor.get("/audit/held").text
    assert "异议没有处理" in page
    assert place.entry.hex() in page
    assert "结果 JG-1" in words(page)
    own = auditor.get("/audit/held", params={"teacher": observer})
    assert "异议没有处理" in own.text
    assert "异议没有处理" not in auditor.get("/audit/held", params={"teacher": "999999"}).text


def test_the_history_of_a_record_has_every_version_and_marks_what_changed(
    county: CountyOnTheWeb, auditor: TestClient
) -> None:
    from msgspec.structs import replace

    with county.home.opened() as ledger:
        lesson = a_lesson(ledger)
        place = find(ledger.book.stored, entry_of(lesson).hex())
        ledger.book.correct(
            HandIn("office"), place.request(Act.CORRECTED, "课题抄错"), replace(lesson, topic="二次函数的图像")
        )
        ledger.book.act(HandIn("office"), place.request(Act.VOIDED, "没有这节课"))
    page = auditor.get(f"/records/{entry_of(lesson).hex()}/history").text
    assert "<ins>二次函数的图像</ins>" in page
    if lesson.topic:
        assert f"<del>{lesson.topic}</del>" in page
    said = words(page)
    assert "理由：课题抄错" in said
    assert "理由：没有这节课" in said
    assert said.index("登记") < said.index("课题抄错") < said.index("没有这节课")
    found = auditor.get("/audit/record", params={"entry": entry_of(lesson).hex()[:8]}, follow_redirects=False)
    assert found.headers["location"] == f"/records/{entry_of(lesson).hex()}/history"


def test_a_receipt_taken_from_the_page_holds_with_the_public_key_alone(
    county: CountyOnTheWeb, auditor: TestClient
) -> None:
    with county.home.opened() as ledger:
        entry = entry_of(a_lesson(ledger)).hex()
        key = ledger.keys.verifier_keys[0]
    taken = auditor.get(f"/records/{entry}/receipt")
    assert "attachment" in taken.headers["content-disposition"]
    assert check_receipt(taken.content, key).receipt.entry == entry
    assert json.loads(taken.content)["entry"] == entry


def test_who_saw_an_id_number_is_listed_and_the_number_is_not(county: CountyOnTheWeb, auditor: TestClient) -> None:
    assert "还没有人看过" in auditor.get("/audit/shown").text
    with county.home.opened() as ledger:
        seal = county.home.seal_of_access(ledger)
        shown = show_numbers(ledger, seal, HandIn("personnel", Authority("county:人事股")), TEACHER, "核对社保")
    page = auditor.get("/audit/shown").text
    said = words(page)
    for part in ("personnel", "人事股", TEACHER, "核对社保"):
        assert part in said, part
    assert shown.id_number not in page
    assert shown.id_number not in auditor.get("/audit/shown?format=csv").text


def test_who_may_not_audit_sees_none_of_it_and_the_auditor_writes_nothing(county: CountyOnTheWeb) -> None:
    before = county.position
    for name in (*LISTS, "verify", "checkpoints"):
        assert county.of("auditor").get(f"/audit/{name}").status_code == 200, name
        assert county.of("inspector").get(f"/audit/{name}").status_code == 200, name
        assert county.of("personnel").get(f"/audit/{name}").status_code == 403, name
        assert county.of("teacher").get(f"/audit/{name}").status_code == 403, name
    assert county.of("teacher").post("/audit/verify", data={"parts": "book"}).status_code == 403
    assert 'href="/audit"' not in county.of("personnel").get("/statements").text
    assert 'href="/audit"' in county.of("inspector").get("/statements").text
    assert county.position == before


def test_every_list_is_taken_away_as_a_table(auditor: TestClient) -> None:
    for name in LISTS:
        for kind in ("xlsx", "csv"):
            assert auditor.get(f"/audit/{name}?format={kind}").status_code == 200, (name, kind)


def test_a_teacher_reads_the_history_of_an_own_record_and_of_no_colleagues(county: CountyOnTheWeb) -> None:
    with county.home.opened() as ledger:
        lessons: list[LessonObserved] = ledger.book.kept(LessonObserved).records
        own = next(one for one in lessons if one.observer == TEACHER)
        other = next(one for one in lessons if TEACHER not in (one.observer, one.teacher))
    assert county.of("teacher").get(f"/records/{entry_of(own).hex()}/history").status_code == 200
    assert county.of("teacher").get(f"/records/{entry_of(other).hex()}/history").status_code == 403
    assert county.of("teacher").get(f"/records/{entry_of(other).hex()}/receipt").status_code == 403
