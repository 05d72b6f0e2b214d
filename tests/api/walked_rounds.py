"""A round of review on the golden county, deed by deed by a door: what is sent, who may not send it, and who may.

One of a school's, walked by the interface, and one of a township's, walked on the pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.configuration import Configuration
from api.desk.account_changes import give, open_account
from api.http.application import application
from api.pages.reviews.announcing import first_values
from ledger.hand_in import HandIn
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record, entry_of
from ledger.store.codec import decode
from ledger.vocabulary import ReviewStep
from projections.reviews.course import Course, course_of
from tests.api.county_on_the_web import TERM
from tests.api.every_role import LI, PEOPLE, SCHOOL, TOWNSHIP
from tests.api.signed_in import HERE
from tests.api.writes_out_of_scope import CLERK, COLLEAGUE, HEAD, OFFICE, PACK, SECTION, County, Sent, made_county
from tests.ledger.stories import SettableClock

DONE_BY = range(200, 400)
TOWN = PEOPLE[Role.TOWNSHIP].account
THIRD = "000013"
"""Another teacher of the school of Li, who applies and takes it back."""
PANEL = ("000031", "000032", "000050", "000090")
"""Two of them stand aside for one applicant each."""
PART, SCORE = "答辩", "87.5"
BY_INTERFACE, BY_PAGES = "PS-1", "PS-2"
HOLDERS = {BY_INTERFACE: (HEAD, f"school:{SCHOOL}"), BY_PAGES: (TOWN, f"township:{TOWNSHIP}")}
"""Who holds each round, and for whose teachers."""

INTERFACE = {
    "announce": "",
    "apply": "/{review}/applications",
    "withdraw": "/{review}/withdrawals",
    "check": "/{review}/checks",
    "freeze": "/{review}/freezing",
    "relation": "/{review}/relations",
    "aside": "/{review}/standing-aside",
    "score": "/{review}/scores",
    "tie_vote": "/{review}/tie-votes",
    "list": "/{review}/lists",
    "notice": "/{review}/notices",
    "object": "/{review}/objections",
    "answer": "/{review}/answers",
    "decide": "/{review}/decision",
    "give": "/{review}/giving",
    "appeal": "/{review}/appeals",
    "answer_appeal": "/{review}/appeal-answers",
    "close": "/{review}/closing",
}
PAGES = {
    "announce": "/new",
    "apply": "/{code}/application",
    "withdraw": "/{code}/withdrawal",
    "check": "/{code}/checks/{teacher}",
    "relation": "/{code}/panel/relations",
    "aside": "/{code}/panel/relations",
    "score": "/{code}/panel",
    "tie_vote": "/{code}/panel",
}
"""Where each deed is done; every other one on the page of the round, as a step of it."""
STEP = "/{code}/steps/{step}"


class Deed(NamedTuple):
    """A deed as both doors are told of it, who may not do it beside strangers, and who does it."""

    name: str
    body: dict[str, Any]
    form: dict[str, Any]
    wrong: tuple[str, ...]
    right: str

    def sent(self, code: str) -> Sent:
        """What is sent."""
        if code == BY_INTERFACE:
            path = INTERFACE[self.name].format(review=code)
            return Sent(f"/api/v1/reviews{path}", {"json": self.body})
        path = PAGES.get(self.name, STEP).format(code=code, step=self.name, teacher=self.body.get("teacher"))
        return Sent(f"/reviews{path}", {"data": self.form})


class Walk:
    """A round of a school or township, deed by deed."""

    def __init__(self, county: County, code: str) -> None:
        self.county, self.code = county, code
        self.holder, self.scope = HOLDERS[code]
        self._clock = SettableClock(_morning(county.ledger.book.today() + timedelta(days=1)))
        county.ledger.book.clock = self._clock
        self._first = county.ledger.book.today()
        self._ahead = self.deeds()
        self._not_holder = tuple(one for one in (HEAD, TOWN) if one != self.holder)

    @property
    def course(self) -> Course:
        """How it stands."""
        return course_of(self.county.ledger.book, self.code)

    def deeds(self) -> Iterator[Deed]:
        """Every deed in order, each made when those before it are done."""
        inside = (CLERK, OFFICE, LI, self.member(0))
        nobodys = (*inside, *self._not_holder)
        yield self.announcement((CLERK, OFFICE, LI))
        for teacher, by in ((LI, LI), (COLLEAGUE, CLERK), (THIRD, HEAD)):
            others = tuple(one for one in (LI, COLLEAGUE) if one != teacher)
            wrong = (OFFICE, TOWN, self.member(0), *others)
            yield Deed("apply", {"teacher": teacher}, {"teacher": teacher}, wrong, by)
        withdrawn = {"teacher": THIRD}
        yield Deed("withdraw", withdrawn, withdrawn, (LI, COLLEAGUE, OFFICE, TOWN, self.member(0)), HEAD)
        for teacher in (LI, COLLEAGUE):
            for level, by in (("校级", HEAD), ("乡级", TOWN)):
                if level in self.checks:
                    said = {"teacher": teacher, "level": level}
                    yield Deed("check", said | {"passed": True}, said | {"passed": "yes"}, (*inside, COLLEAGUE), by)
        yield Deed("freeze", {}, {}, nobodys, self.holder)
        yield from self._judged((*inside[:-1], HEAD, TOWN, SECTION, "panel", self.of_the_other(0)))
        because = {"because": "同分表决以后重新拟定。"}
        yield Deed("list", because, because, nobodys, self.holder)
        yield Deed("notice", {}, {}, nobodys, self.holder)
        said = {"teacher": LI, "words": "答辩分数请再核对。"}
        others = (COLLEAGUE, OFFICE, TOWN, self.member(0))
        yield Deed("object", said, said, others, LI)
        answer = {"teacher": LI, "answer": "已核对无误。"}
        yield Deed("answer", answer | {"upheld": False}, answer | {"upheld": "no"}, nobodys, self.holder)
        self._on(10)
        yield Deed("decide", {}, {}, nobodys, self.holder)
        yield Deed("give", {}, {}, nobodys, self.holder)
        yield Deed("appeal", said, said, others, LI)
        reply = {"teacher": LI, "reason": "维持原决定。"}
        yield Deed("answer_appeal", reply | {"reopens": False}, reply | {"reopens": "no"}, nobodys, self.holder)
        self._on(40)
        yield Deed("close", {}, {}, nobodys, self.holder)

    def until(self, name: str) -> list[tuple[int, str]]:
        """Every deed is done by whoever may, to the next one of a name: what this wrote, position and entry."""
        book = self.county.ledger.book
        for deed in self._ahead:
            before = book.position
            answer = self.county.send("POST", deed.sent(self.code), deed.right)
            assert answer.status_code in DONE_BY, (deed, answer.status_code, answer.text)
            if deed.name == name:
                rows = book.stored.at(range(before + 1, book.position + 1))
                said = [(row[0], decode(row[3], row[4]).data) for row in rows]
                return [(at, entry_of(one).hex()) for at, one in said if isinstance(one, Record)]
        raise AssertionError(name)

    def _judged(self, wrong: tuple[str, ...]) -> Iterator[Deed]:
        """The panel scores all the same, and votes on who of the equals has the place."""
        first, second = (one.teacher for one in self.frozen())
        yield self._about("relation", second, wrong, 2)
        yield self._about("aside", first, wrong, 3)
        numbers = {0: (1, 2), 1: (1, 2), 2: (1,), 3: (2,)}
        for at, own in numbers.items():
            body = {"dossiers": [{"number": one, "scores": {PART: SCORE}, "in_favour": True} for one in own]}
            form = {f"score.{one}.0": SCORE for one in own} | {f"vote.{one}": "yes" for one in own}
            yield Deed("score", body, form, wrong, self.member(at))
        yield Deed("list", {}, {}, (LI, CLERK, *self._not_holder), self.holder)
        for at, own in numbers.items():
            votes = {"votes": [{"number": one, "in_favour": one == 1} for one in own]}
            form = {f"tie.{one}": "yes" if one == 1 else "no" for one in own}
            yield Deed("tie_vote", votes, form, wrong, self.member(at))

    def _about(self, name: str, teacher: str, wrong: tuple[str, ...], at: int) -> Deed:
        said, word = {"teacher": teacher}, "表亲"
        body = said | ({"relation": word} if name == "relation" else {"reason": word})
        form = said | {"relation": word} | ({"aside": "yes"} if name == "aside" else {})
        return Deed(name, body, form, wrong, self.member(at))

    def frozen(self) -> list[Any]:
        """The frozen dossiers by number."""
        frozen = self.course.frozen
        assert frozen
        return sorted(frozen.dossiers, key=lambda one: one.number)

    def member(self, at: int) -> str:
        """The account of a member of the panel."""
        return _account(PANEL[at], self.code)

    def of_the_other(self, at: int) -> str:
        """The account by which the same member judges in the other round only."""
        return _account(PANEL[at], BY_PAGES if self.code == BY_INTERFACE else BY_INTERFACE)

    @property
    def checks(self) -> list[str]:
        """The levels that look through an application."""
        return ["校级", "乡级"] if self.holder == TOWN else ["校级"]

    def announcement(self, inside: tuple[str, ...]) -> Deed:
        """One place for two, one judged part, every step open for a month."""
        opens, closes = self._first.isoformat(), (self._first + timedelta(days=30)).isoformat()
        plain = {
            "code": self.code,
            "title": "校级优秀教师评选",
            "form": "评优评先",
            "gives": "荣誉称号",
            "named": "优秀教师",
            "level": "校级",
            "unit": "第一镇中心小学",
            "scope": self.scope,
            "pack": PACK,
            "term": TERM,
            "as_of": date(2023, 1, 31).isoformat(),
        }
        body = plain | {
            "places": [{"group": "全体", "places": 1}],
            "steps": [{"step": one.value, "opens": opens, "closes": closes} for one in ReviewStep],
            "checks": self.checks,
            "panel": list(PANEL),
            "judged": [{"name": PART, "most": 100, "weight": 100}],
            "drop": "不去",
            "majority": {"parts": 1, "of": 2, "over": True},
            "notice_days": 1,
        }
        form = first_values(self._first) | plain
        form |= {f"opens_{one.name}": opens for one in ReviewStep}
        form |= {f"closes_{one.name}": closes for one in ReviewStep}
        form |= {"groups": "全体", "places": "全体 1", "checks": self.checks, "panel": " ".join(PANEL)}
        form |= {"judged_name_1": PART, "judged_most_1": "100", "judged_weight_1": "100"}
        form |= {"drop": "不去", "notice_days": "1", "majority": "half"}
        return Deed("announce", body, form, (*inside, *self._not_holder[: self.holder == TOWN]), self.holder)

    def _on(self, days: int) -> None:
        """So many days after it was announced."""
        self._clock.now = _morning(self._first + timedelta(days=days))


def _account(member: str, code: str) -> str:
    return f"panel-{member}-{code.lower()}"


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), COUNTY_TIME)


@contextmanager
def county_of_rounds(folder: Path) -> Iterator[County]:
    """The golden county on the web, with the members of the panel of each round."""
    home = made_county(folder)
    members = {_account(one, code): (one, code) for one in PANEL for code in HOLDERS}
    with home.opened() as ledger:
        who = HandIn("local")
        for account, (teacher, code) in members.items():
            open_account(ledger, who, account, teacher)
            give(ledger, who, account, Held(Role.PANEL, f"review:{code}"))
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        yield County(client, home, *members)
