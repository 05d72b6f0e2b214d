"""The golden county with somebody of every role here and there, and what there is to be written about: by tests."""

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace
from starlette.testclient import TestClient

from api.accounts.credentials import Credentials
from api.accounts.visitor import Held, Role
from api.desk.account_changes import give, open_account
from api.desk.statements import StatementDesk
from ledger.acts.finding import find
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records.contest import ContestAnnounced
from ledger.records.record import Record, entry_of
from ledger.records.rotation import RotationStarted
from ledger.store.codec import decode
from ledger.submission import Submission
from projections.catalogue import find_pack
from projections.contradictions.report import contradictions
from tests.api.county_on_the_web import TERM
from tests.api.every_role import (
    AWAY,
    CONTEST,
    ELSEWHERE,
    GROUP,
    JUDGE,
    LI,
    OTHER_SUBJECT,
    PEOPLE,
    SCHOOL,
    county_of_every_role,
)
from tests.api.programs import job_when_over, lesson
from tests.api.small_workbook import observation
from tests.api.two_schools import school_workbook

CLERK, HEAD, OFFICE = (PEOPLE[role].account for role in (Role.SCHOOL_CLERK, Role.PRINCIPAL, Role.TEACHING_OFFICE))
SECTION, ADMIN = PEOPLE[Role.SECTION].account, PEOPLE[Role.ADMINISTRATOR].account
COLLEAGUE = "000012"
OTHERS = {
    "clerk-there": Held(Role.SCHOOL_CLERK, f"school:{ELSEWHERE}"),
    "office-there": Held(Role.TEACHING_OFFICE, f"school:{ELSEWHERE}"),
    "head-there": Held(Role.PRINCIPAL, f"school:{ELSEWHERE}"),
    "township-there": Held(Role.TOWNSHIP, "township:第三镇"),
    "training": Held(Role.SECTION, "county:师训"),
    "research": Held(Role.SECTION, "county:教研室"),
    "second": Held(Role.SECTION, "county"),
    "subject-there": Held(Role.SUBJECT_OFFICER, "county:教研室", OTHER_SUBJECT),
    "judge-there": Held(Role.JUDGE, "contest:SK-2"),
    AWAY: Held(Role.TEACHER),
    COLLEAGUE: Held(Role.TEACHER),
}
"""The same roles with other scopes."""

RECORDERS = ("clerk-there", "office-there", "head-there", "township-there", "training", "subject-there", AWAY)
ATTESTERS = ("office-there", "head-there", "township-there", "training", "subject-there")
PACK = "taikang-2022"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


class Sent(NamedTuple):
    """What is sent: the address, and what `TestClient.request` takes beside it."""

    address: str
    what: dict[str, Any] = {}  # noqa: RUF012  (never changed)


class County:
    """The golden county on the web, with somebody of every role here and there, each with a token.

    `more`: other accounts that a test opened.
    """

    def __init__(self, client: TestClient, home: Home, *more: str) -> None:
        self.client, self.home = client, home
        self._lessons = 0
        credentials = Credentials(home)
        accounts = [*OTHERS, *(one.account for one in PEOPLE.values()), *more]
        self._tokens = {one: credentials.tokens.make(one, "test", 1) for one in accounts}
        credentials.close()

    @property
    def ledger(self) -> Ledger:
        """The ledger that is served."""
        ledger = self.client.app.state.ledger  # type: ignore[attr-defined]
        assert isinstance(ledger, Ledger)
        return ledger

    def send(self, method: str, sent: Sent, account: str) -> Any:
        """What is answered to an account."""
        headers = {"Authorization": f"Bearer {self._tokens[account]}", **sent.what.get("headers", {})}
        what = {name: said for name, said in sent.what.items() if name != "headers"}
        return self.client.request(method, sent.address, headers=headers, follow_redirects=False, **what)

    def lesson(self) -> dict[str, Any]:
        """A lesson that Li observed, as it is said in JSON; each time another."""
        self._lessons += 1
        day = date(2022, 9, 1) + timedelta(days=self._lessons)
        said = lesson(observer=LI, teacher=COLLEAGUE, subject="音乐", period=8, on=day.isoformat())
        return {"kind": said["kind"], "data": said["data"]}

    def waiting(self, by: str = CLERK) -> str:
        """The entry of such a lesson, recorded at the school and waiting."""
        answer = self.send("POST", Sent("/api/v1/records", {"json": self.lesson()}), by)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["entry"])

    def acted(self, entry: str, act: Act, by: str, authority: str = f"school:{SCHOOL}") -> str:
        """An entry to which something was done, by somebody of an office."""
        place = find(self.ledger.book.stored, entry)
        self.ledger.book.act(HandIn(by, Authority(authority)), place.request(act, "缺反思"))
        return entry

    def form(self, address: str, by: str, action: str = "") -> dict[str, Any]:
        """The fields of a form of ours as a page shows them to somebody; the one sent to `action`, or to the page."""
        answer = self.send("GET", Sent(address), by)
        assert answer.status_code == 200, answer.text
        return _Form(answer.text, action or address.partition("?")[0]).fields

    def workbook(self, folder: Path, by: str = CLERK) -> tuple[str, Path]:
        """A workbook with a refused row that was handed in: the number of the job that is over, and the file."""
        self._lessons += 1
        folder.mkdir(exist_ok=True)
        path = school_workbook(folder, f"{self._lessons}.xlsx", 听课记录=[observation(日期="2022-13-01")])
        sent = Sent("/api/v1/workbooks", {"files": {"file": (path.name, path.read_bytes())}})
        job = self.send("POST", sent, by).json()["id"]
        job_when_over(lambda: self.send("GET", Sent(f"/api/v1/jobs/{job}"), by).json())
        return job, path

    def contested(self, *, judged: bool = False) -> None:
        """Somebody of the school is entered for the contest; judged, and the scores closed."""
        on, about = self.ledger.book.today().isoformat(), {"code": CONTEST, "group": GROUP, "teacher": COLLEAGUE}
        lines: list[tuple[str, dict[str, Any]]] = [("contest.entered", about | {"on": on})]
        if judged:
            scored = about | {"part": "说课", "on": on}
            lines += [("contest.scored", scored | {"judge": judge, "score": "90"}) for judge in (JUDGE, "000032")]
            lines += [("contest.closed", {"code": CONTEST, "on": on})]
        for kind, data in lines:
            answer = self.send("POST", Sent("/api/v1/records", {"json": {"kind": kind, "data": data}}), SECTION)
            assert answer.status_code in (200, 201), answer.text

    def contradiction(self) -> tuple[str, str]:
        """A contradiction that one teacher with an account here is asked about: its number, and the teacher."""
        accounts = {LI, AWAY, COLLEAGUE}
        asked = [(one.id, accounts & set(one.persons)) for one in contradictions(self.ledger.book)]
        return next((number, str(min(persons))) for number, persons in asked if len(persons) == 1)

    def host(self) -> str:
        """A school where somebody serves, not the one elsewhere."""
        hosts = [one.host for one in self.ledger.book.kept(RotationStarted).records]
        return str(next(host for host in hosts if host not in (SCHOOL, ELSEWHERE)))

    def position(self, entry: str) -> int:
        """Where an entry stands in the book."""
        place = find(self.ledger.book.stored, entry)
        rows = self.ledger.book.stored.standing([place.stream])
        events = [(row[0], decode(row[3], row[4]).data) for row in rows]
        return next(at for at, said in events if isinstance(said, Record) and entry_of(said) == place.entry)

    def statement(self, *, noticed: bool = False, objected: bool = False) -> str:
        """A draft of the school's result; on public notice, objected to by Li."""
        desk = StatementDesk(self.ledger, HandIn("local", COUNTY))
        today = self.ledger.book.today()
        made = desk.draft(find_pack(PACK), TERM, f"school:{SCHOOL}")
        if noticed or objected:
            made = desk.notice(made, 1, today, ["name"])
        if objected:
            made = desk.object(made, LI, "少算了。", today)
        return str(made.drafted.statement)


def made_county(folder: Path) -> Home:
    """The ledger of it."""
    home = county_of_every_role(folder)
    with home.opened() as ledger:
        who = HandIn("local")
        [announced] = ledger.book.kept(ContestAnnounced).records
        ledger.book.append(who, Submission([replace(announced, code="SK-2")]))
        for account, held in OTHERS.items():
            open_account(ledger, who, account, account if account.isdigit() else "")
            give(ledger, who, account, held)
    return home


class _Form(HTMLParser):
    """The fields of one form of a page, as a browser would send them."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self._action, self._inside, self._name, self._area = action, False, "", False
        self.feed(page)
        assert self.fields, f"no form for {action}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or a field of it."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = said.get("method") == "post" and said.get("action", self._action) in (self._action, "")
        name = said.get("name", "")
        if not self._inside:
            return
        if tag == "input" and name and said.get("type") not in ("file", "submit"):
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
                self.fields[name] = said.get("value", "")
        elif tag in ("select", "textarea"):
            self._name, self._area = name, tag == "textarea"
            self.fields.setdefault(name, "")
        elif tag == "option" and (not self.fields.get(self._name) or "selected" in said):
            self.fields[self._name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A form or a text ends."""
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = False

    def handle_data(self, data: str) -> None:
        """The words of a text."""
        if self._inside and self._area:
            self.fields[self._name] += data
