"""A dossier printed on the web: by the teacher, by offices that see the teacher, each only what they may see of it."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.testclient import TestClient

from api.accounts.visitor import Role
from api.configuration import Configuration
from api.http.application import application
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.conduct import ConductSanctioned
from ledger.records.record import TeacherId
from ledger.submission import Submission
from tests.api.every_role import AWAY, LI, PEOPLE, county_of_every_role, tokens_of
from tests.api.signed_in import HERE

SECTION, CLERK = PEOPLE[Role.SECTION].account, PEOPLE[Role.SCHOOL_CLERK].account
LAST = {"until": "2023-01-31"}


class Web:
    """Asks with the tokens of everybody."""

    def __init__(self, client: TestClient, home: Home) -> None:
        self.client, self.home, self._tokens = client, home, tokens_of(home)
        with home.opened() as ledger:
            self.name = ledger.names(ledger.register())[LI]  # type: ignore[index]

    def get(self, path: str, account: str, **asked: str) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._tokens[account]}"}
        answer = self.client.get(path, params={**LAST, **asked}, headers=headers)
        return answer.status_code, answer.content


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    home = county_of_every_role(tmp_path_factory.mktemp("dossiers") / "county")
    with home.opened() as ledger:
        sanction = ConductSanctioned(TeacherId(LI), date(2022, 10, 8), "有偿补课", "警告", 6)
        ledger.book.append(HandIn("office"), Submission([sanction]))
    with TestClient(application(home, Configuration()), base_url=HERE) as client:
        yield Web(client, home)


def test_a_teacher_prints_the_own_dossier_in_every_form_and_gets_the_same_bytes_again(web: Web) -> None:
    made = {}
    for form in ("pdf", "docx", "xlsx"):
        status, made[form] = web.get(f"/teachers/{LI}/dossier.{form}", LI)
        assert status == 200
        assert web.get(f"/teachers/{LI}/dossier.{form}", LI)[1] == made[form]
    shown = "".join(page.extract_text() for page in PdfReader(BytesIO(made["pdf"])).pages)
    assert web.name in shown
    cells = [cell.text for table in Document(BytesIO(made["docx"])).tables for row in table.rows for cell in row.cells]
    assert web.name in cells
    assert load_workbook(BytesIO(made["xlsx"])).worksheets[0].max_row > 5


def test_the_page_that_asks_offers_the_templates_and_says_what_is_printed(web: Web) -> None:
    status, content = web.get(f"/teachers/{LI}/dossier", LI)
    page = content.decode()
    assert status == 200
    assert "打印业务档案" in page
    assert "example-2-qualification" in page
    assert f'formaction="/teachers/{LI}/dossier.docx"' in page


@pytest.mark.parametrize("path", ["/teachers/{}/dossier", "/teachers/{}/dossier.pdf", "/api/v1/teachers/{}/dossier"])
def test_nobody_prints_the_dossier_of_somebody_whom_they_do_not_see(web: Web, path: str) -> None:
    for account in (LI, CLERK):
        assert web.get(path.format(AWAY), account)[0] == 403


def test_programs_are_told_the_digest_of_the_whole_and_the_records_that_may_be_seen(web: Web) -> None:
    by_section = web.client.get(
        f"/api/v1/teachers/{LI}/dossier", params=LAST, headers={"Authorization": f"Bearer {web._tokens[SECTION]}"}
    ).json()
    by_teacher = web.client.get(
        f"/api/v1/teachers/{LI}/dossier", params=LAST, headers={"Authorization": f"Bearer {web._tokens[LI]}"}
    ).json()
    assert by_section["digest"] == by_teacher["digest"]
    for told in (by_section, by_teacher):
        assert told["withheld"] >= 0
        assert len(told["dossier"]["records"]) > 5
        assert web.name not in str(told)


def test_what_an_office_may_not_see_is_not_printed_and_said_to_be_left_out(web: Web) -> None:
    """A sanction is seen by the section and not by the school."""
    by_section = _text(web.get(f"/teachers/{LI}/dossier.pdf", SECTION)[1])
    by_clerk = _text(web.get(f"/teachers/{LI}/dossier.pdf", CLERK)[1])
    assert "师德处分" in by_section
    assert "没有印出" not in by_section
    assert "师德处分" not in by_clerk
    assert "另有 1 条不在打印人可以查看的范围内，没有印出" in by_clerk
    assert _digest(by_section) == _digest(by_clerk)


def _digest(shown: str) -> str:
    return shown.partition("档案摘要 ")[2][:16]


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"from": "2023-13-01"}, 400),
        ({"from": "2023-02-01"}, 422),
        ({"template": "nobody"}, 404),
        ({"template": "/tmp/a.docx"}, 404),
        ({"review": "PS-9"}, 404),
    ],
)
def test_what_cannot_be_printed_is_said_in_one_sentence(web: Web, asked: dict[str, str], status: int) -> None:
    found, content = web.get(f"/teachers/{LI}/dossier.docx", LI, **asked)
    assert found == status, content.decode()[:300]
    assert b"Traceback" not in content
