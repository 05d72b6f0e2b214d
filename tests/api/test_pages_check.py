"""The page that checks a certificate: for everybody, without an account; what is sent is not kept."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.credentials.given import given_by
from api.credentials.issuer import issuer_of
from api.credentials.issuing import credential_for
from ledger.acts.finding import find
from ledger.event import Act
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.award import AwardWon
from ledger.records.record import TeacherId, entry_of
from ledger.submission import Submission
from ledger.vocabulary import Level, Prize
from tests.api.county_on_the_web import golden_home
from tests.api.credentials_kit import badge, signed
from tests.api.office_web import CountyOnTheWeb, county_on_the_web, words
from tests.api.signed_in import csrf_in, open_account

AWARD = AwardWon("优质课", Level.COUNTY, "小学组", TeacherId("000001"), Prize.FIRST, date(2022, 11, 3))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyOnTheWeb]:
    home = golden_home(tmp_path_factory.mktemp("check") / "county")
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    for teacher in ("000001", "000002"):
        open_account(home, teacher, Held(Role.TEACHER), teacher=teacher)
    with county_on_the_web(home) as county:
        yield county


@pytest.fixture(scope="module")
def issued(county: CountyOnTheWeb) -> str:
    with county.home.opened() as ledger:
        ledger.book.append(HandIn("local"), Submission([AWARD]))
        given = given_by(ledger.book, entry_of(AWARD).hex())
        return json.dumps(credential_for(ledger, issuer_of(county.home.folder), given), ensure_ascii=False)


def _sent(client: TestClient, **sent: object) -> str:
    form = client.get("/check")
    assert form.status_code == 200
    files = {"file": ("证书.json", sent.pop("file"))} if "file" in sent else {}
    answer = client.post("/check", data={"csrf": csrf_in(form.text), **sent}, files=files)  # type: ignore[arg-type]
    assert answer.status_code in (200, 422)
    return words(answer.text)


def test_anybody_sees_holder_achievement_day_and_issuer(county: CountyOnTheWeb, issued: str) -> None:
    for client in (county.anybody, county.of("clerk")):
        page = _sent(client, file=issued.encode())
        for said in (
            "证书有效",
            "000001",
            "县级优质课",
            "2022-11-03",
            "县教育局",
            "由本系统签发",
            "没有撤销",
        ):
            assert said in page, said


def test_a_certificate_of_another_office_pasted(county: CountyOnTheWeb) -> None:
    page = _sent(county.anybody, text=json.dumps(signed(), ensure_ascii=False))
    assert "证书有效" in page
    assert "某县教育局" in page
    assert "由本系统签发" not in page


def test_what_was_changed_is_not_accepted_and_what_it_says_is_not_called_true(
    county: CountyOnTheWeb, issued: str
) -> None:
    page = _sent(county.anybody, text=issued.replace("一等奖", "特等奖"))
    assert "证书不能认可" in page
    assert "签名不对" in page
    assert "没有得到证实" in page


def test_nothing_and_nonsense(county: CountyOnTheWeb) -> None:
    assert "请选一个证书文件" in _sent(county.anybody)
    assert "读不出证书" in _sent(county.anybody, text="不是证书")
    assert "不是 UTF-8" in _sent(county.anybody, file=b"\xff\xfe\xfd")
    assert "证书没有证明" in _sent(county.anybody, text=json.dumps(badge()))
    assert "文件太大" in _sent(county.anybody, file=b" " * (5 << 20))


def test_a_form_from_elsewhere_is_refused(county: CountyOnTheWeb) -> None:
    assert county.anybody.post("/check", data={"text": "{}"}).status_code == 403


def test_revoked_at_once_on_the_page_and_in_the_list(county: CountyOnTheWeb, issued: str) -> None:
    with county.home.opened() as ledger:
        place = find(ledger.book.stored, entry_of(AWARD).hex())
        ledger.book.act(HandIn("local"), place.request(Act.VOIDED, "发错了"))
    assert "已经撤销" in _sent(county.anybody, text=issued)
    answer = county.anybody.get("/credentials/status/0")
    assert answer.headers["content-type"].startswith("application/vc")
    assert answer.json()["credentialSubject"]["statusPurpose"] == "revocation"
    assert county.anybody.get("/credentials/status/7").status_code == 404
    assert county.anybody.get("/credentials/issuer").json()["id"].startswith("did:key:z6Mk")


def test_before_anything_was_issued_there_is_no_list(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    with county_on_the_web(home) as county:
        assert county.anybody.get("/credentials/status/0").status_code == 404
        assert county.anybody.get("/check").status_code == 200
        assert not (home.folder / "keys" / "credential.key").exists()


def test_the_holder_takes_the_certificate_from_the_page_of_the_record(county: CountyOnTheWeb) -> None:
    won = AwardWon("微课", Level.COUNTY, "小学组", TeacherId("000001"), Prize.SECOND, date(2022, 11, 4))
    with county.home.opened() as ledger:
        ledger.book.append(HandIn("local"), Submission([won]))
    entry = entry_of(won).hex()
    holder, colleague = county.of("000001"), county.of("000002")
    page = holder.get(f"/records/{entry}").text
    assert f"/records/{entry}/credential" in page
    taken = holder.get(f"/records/{entry}/credential")
    assert "证书有效" in _sent(county.anybody, file=taken.content)
    assert holder.get(f"/records/{entry}/certificate").content.startswith(b"%PDF")
    for what in ("credential", "certificate"):
        assert colleague.get(f"/records/{entry}/{what}", follow_redirects=False).status_code in (403, 404)
        assert county.anybody.get(f"/records/{entry}/{what}", follow_redirects=False).status_code == 303
