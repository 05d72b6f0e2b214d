"""A county of two schools with accounts, and its application: a clerk, a teaching office and a principal of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.http.application import application
from api.workbook.handing_in import hand_in_workbook
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.authority import AuthorityGranted
from ledger.submission import Submission
from ledger.vocabulary import Office
from tests.api.signed_in import HERE, csrf_in, open_account, sign_in
from tests.api.small_workbook import Rows, add, observation, small_county, written

GRANTED = ("lesson.observed", "routine.checked", "book.read", "preparation.held", "mentorship.formed")
ROLES = {"clerk": Role.SCHOOL_CLERK, "office": Role.TEACHING_OFFICE, "head": Role.PRINCIPAL}


def county_workbook() -> dict[str, Rows]:
    """The register of two schools: five teachers at S001, two at S002; nothing observed yet."""
    sheets = small_county()
    sheets["听课记录"] = sheets["听课记录"][:1]
    header, first = sheets["教师"][0], sheets["教师"][1]
    for code, name in (("000011", "周云"), ("000012", "吴海")):
        add(
            sheets,
            "教师",
            **(dict(zip(header, first, strict=True)) | {"教师编号": code, "姓名": name, "学校代码": "S002"}),
        )
    for row in sheets["教师"][1:6]:
        row[header.index("备课组")] = "语文组"
    return sheets


def school_workbook(folder: Path, name: str = "school.xlsx", **sheets: list[dict[str, Any]]) -> Path:
    """What a school hands in: the term, and rows by sheet and heading."""
    whole = county_workbook()
    made = {"学期": whole["学期"]}
    for sheet, rows in sheets.items():
        made[sheet] = [whole[sheet][0]]
        for row in rows:
            add(made, sheet, **row)
    return written(made, folder / name)


def observations(count: int, **changed: Any) -> list[dict[str, Any]]:
    """So many lessons observed, a day after the other."""
    return [observation(日期=date(2022, 9, 5 + number), **changed) for number in range(count)]


def two_schools(folder: Path) -> Home:
    """A new ledger with the register of two schools, and grants to their own schools; its first account."""
    home = Home(folder / "county")
    home.make()
    with home.opened() as ledger:
        hand_in_workbook(ledger, written(county_workbook(), folder / "county.xlsx"), HandIn("bureau"))
        for kind in GRANTED:
            granted = AuthorityGranted(of=kind, office=Office.OWN_SCHOOL, since=date(2022, 8, 1))
            ledger.book.append(HandIn("bureau"), Submission([granted]))
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    return home


def handed_in(home: Home, path: Path, school: str = "S001", actor: str = "clerk1") -> None:
    """A school's workbook, handed in on the command line."""
    with home.opened() as ledger:
        hand_in_workbook(ledger, path, HandIn(actor, Authority(f"school:{school}")))


class Site:
    """The running application, and a client of it for everybody who signs in."""

    def __init__(self, home: Home, first: TestClient) -> None:
        self.app = first.app
        self._home = home
        self._clients: dict[str, TestClient] = {}

    def of(self, account: str) -> TestClient:
        """The client of an account, signed in; `clerk1`, `office1`, `head2` … are opened when they first come."""
        if account not in self._clients:
            name, number = account[:-1], account[-1]
            if name in ROLES:
                open_account(self._home, account, Held(ROLES[name], f"school:S00{number}"))
            client = TestClient(self.app, base_url=HERE)
            sign_in(client, account)
            self._clients[account] = client
        return self._clients[account]


@contextmanager
def served(home: Home) -> Iterator[Site]:
    """The application of a ledger, while it runs."""
    with TestClient(application(home), base_url=HERE) as first:
        yield Site(home, first)


def sent(client: TestClient, address: str, page: str = "", **fields: Any) -> Any:
    """A form sent as a browser sends it, with what the page that it stands on gave it."""
    csrf = csrf_in(client.get(page or address).text)
    return client.post(address, data={"csrf": csrf, **fields}, follow_redirects=True)
