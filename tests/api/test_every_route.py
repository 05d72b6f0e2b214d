"""Every route of the application × everybody: what docs/roles.md does not allow is refused, and nothing is written."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.accounts.circle import BookCircle
from api.accounts.permitted import Deed, Matter, may, sees
from api.accounts.visitor import Role, Visitor, Way
from api.configuration import Configuration
from api.http.application import application
from ledger.acts.finding import find
from ledger.home import Home
from ledger.records.record import TeacherId
from tests.api.county_on_the_web import TERM
from tests.api.every_role import (
    AWAY,
    CONTEST,
    ELSEWHERE,
    LI,
    NOBODY,
    OTHER_SUBJECT,
    PEOPLE,
    SCHOOL,
    SUBJECT,
    county_of_every_role,
    entry_about,
    routes_of,
    tokens_of,
)
from tests.api.signed_in import HERE
from tests.torture import times

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
    ("GET", "/check"),
    ("POST", "/check"),
    ("GET", "/credentials/status/{number}"),
    ("GET", "/credentials/issuer"),
}
"""What is open to everybody, signed in or not; and all under /public/."""

ON_THE_WAY = ("/second-factor", "/account/password")
"""What somebody may do who is signed in and lacks something yet."""

START = ("GET", "/")
"""Leads everybody who is signed in to where they belong; who has no role is told so there."""

ROUTES_OF_THREE = 3
"""In CI a role asks every third of the routes that are read, each route is asked by several roles; in torture all."""

FORBIDDEN = 403
REFUSED = range(400, 500)
"""What is refused, if not for the role then before that: an empty form, a thing that is not there."""

READ_BY_POST = {
    ("POST", path)
    for path in ("/search", "/audit/verify", "/api/v1/search", "/api/v1/simulations", "/api/v1/verifications")
}
"""What is only asked, though by a form: what is written there stands in no address."""


class Done(NamedTuple):
    """What is done on a route that asks in its body, since what it is about decides.

    `kind`: of which records; `whole`: only for those who see the whole county; `own`: with one's own records.
    """

    deed: Deed
    kind: str = ""
    whole: bool = False
    own: bool = False


_READ, _COMPARE = Done(Deed.READ), Done(Deed.COMPARE)
_OWN = Done(Deed.READ, own=True)
_ANNOUNCED, _DRAFTED = "contest.announced", "statement.drafted"
_SANCTIONED = "conduct.sanctioned"
_ROUNDS = Done(Deed.READ, "review.announced")

BY_BODY: dict[str, Done] = {
    "GET /teachers": _COMPARE,
    "GET /dashboard": Done(Deed.COMPARE, whole=True),
    "GET /teachers/{code}": _READ,
    "GET /groups": _COMPARE,
    "GET /groups/{school}/{group:path}": _COMPARE,
    "GET /search": _COMPARE,
    "POST /search": _COMPARE,
    "GET /api/v1/evaluations": _READ,
    "GET /api/v1/teachers/{teacher}": _READ,
    "GET /api/v1/dashboard": Done(Deed.COMPARE, whole=True),
    "GET /api/v1/explanations": Done(Deed.COMPARE, whole=True),  # of the whole county, where nobody is named
    "GET /api/v1/teachers/{teacher}/records": _READ,
    "GET /api/v1/teachers/{teacher}/dossier": _READ,
    "GET /api/v1/inbox": _COMPARE,
    "GET /api/v1/records/{entry}": _READ,
    "GET /api/v1/records/{entry}/receipt": _READ,
    "GET /api/v1/terms": _READ,
    "GET /api/v1/schools": Done(Deed.READ, "school.registered"),
    "GET /api/v1/teachers": Done(Deed.READ, "teacher.registered"),
    "GET /api/v1/search": _READ,
    "POST /api/v1/search": _READ,
    "GET /api/v1/rotations": Done(Deed.READ, "rotation.started"),
    "GET /api/v1/mentorships": Done(Deed.READ, "mentorship.formed"),
    "GET /api/v1/pairings": Done(Deed.READ, "pairing.agreed"),
    "GET /api/v1/three-ones": Done(Deed.READ, "training.attended"),
    "GET /api/v1/contests": Done(Deed.READ, _ANNOUNCED),
    "GET /api/v1/contradictions": Done(Deed.READ, "contradiction.explained"),
    "GET /api/v1/statements": _READ,
    "GET /api/v1/statements/{statement}": _READ,
    "GET /api/v1/statements/{statement}/notice": _READ,
    "GET /api/v1/statements/{statement}/result": _READ,
    "GET /api/v1/statements/{statement}/reproduction": Done(Deed.READ, whole=True),
    "GET /api/v1/statements/{statement}/affected": Done(Deed.READ, whole=True),
    "GET /api/v1/checkpoint": _READ,
    "GET /api/v1/export": Done(Deed.READ, whole=True),
    "GET /api/v1/events": Done(Deed.READ, whole=True),
    "GET /api/v1/packs/needs": Done(Deed.COMPARE, whole=True),
    "GET /my": _OWN,
    "GET /my/hand-in": Done(Deed.RECORD, own=True),
    "GET /my/hand-in/{kind}": Done(Deed.RECORD, "book.read", own=True),
    "POST /my/hand-in/{kind}": Done(Deed.RECORD, "book.read", own=True),
    "GET /my/correct/{entry}": Done(Deed.CORRECT, "lesson.observed", own=True),
    "POST /my/correct/{entry}": Done(Deed.CORRECT, "lesson.observed", own=True),
    "GET /my/contradictions": _OWN,
    "POST /my/contradictions/{number}": Done(Deed.RECORD, "contradiction.explained", own=True),
    "GET /my/records": _OWN,
    "GET /teachers/{code}/records": _READ,
    "GET /teachers/{code}/dossier": _READ,
    "GET /teachers/{code}/dossier.{form}": _READ,
    "GET /records/{entry}": _READ,
    "GET /records/{entry}/history": _READ,
    "GET /records/{entry}/receipt": _READ,
    "GET /records/{entry}/credential": _READ,
    "GET /records/{entry}/certificate": _READ,
    "POST /records/{entry}/withdraw": Done(Deed.WITHDRAW),
    "POST /records/{entry}/object": Done(Deed.OBJECT),
    "POST /records/{entry}/evidence": Done(Deed.EVIDENCE),
    "GET /county/board": _COMPARE,
    "GET /county/board/{school}": _COMPARE,
    "GET /county/board/{school}/{clause}": _COMPARE,
    "GET /county/reports": _COMPARE,
    "GET /county/reports/{school}": _COMPARE,
    "GET /county/rotations": _COMPARE,
    "GET /county/mentorships": _COMPARE,
    "GET /county/pairings": _COMPARE,
    "GET /county/studios": _COMPARE,
    "GET /county/three-ones": _COMPARE,
    "GET /county/contradictions": _COMPARE,
    "GET /county/charts": _COMPARE,
    "GET /county/terms": _COMPARE,
    "GET /contests/new": Done(Deed.RECORD, _ANNOUNCED),
    "POST /contests/new": Done(Deed.RECORD, _ANNOUNCED),
    "GET /contests/{code}": Done(Deed.READ, _ANNOUNCED),
    "POST /contests/{code}/steps/{step}": Done(Deed.RECORD, "contest.closed"),
    "GET /contests/{code}/score": Done(Deed.SCORE, "contest.scored"),
    "POST /contests/{code}/score": Done(Deed.SCORE, "contest.scored"),
    "GET /contests/{code}/prizes": Done(Deed.RECORD, "award.won"),
    "POST /contests/{code}/prizes": Done(Deed.RECORD, "award.won"),
    "GET /statements/{number}/reproduce": Done(Deed.READ, whole=True),
    "GET /my/history": _OWN,
    "GET /teachers/{code}/history": _READ,
    "GET /schools/{school}/history": _COMPARE,
    "GET /teachers/{code}/history/statement": Done(Deed.READ, _SANCTIONED),
    "GET /schools/{school}/history/statement": Done(Deed.READ, _SANCTIONED),
    "GET /api/v1/teachers/{teacher}/history": _READ,
    "GET /api/v1/schools/{school}/history": _COMPARE,
    "GET /statements/{number}/affected": Done(Deed.READ, whole=True),
    "GET /reviews": _ROUNDS,
    "GET /reviews/new": Done(Deed.CONDUCT),
    "POST /reviews/new": Done(Deed.CONDUCT),
    "GET /reviews/{code}": _ROUNDS,
    "POST /reviews/{code}/steps/{step}": Done(Deed.APPLY, "review.objected"),
    "GET /reviews/{code}/application": Done(Deed.APPLY, "review.applied"),
    "POST /reviews/{code}/application": Done(Deed.APPLY, "review.applied"),
    "POST /reviews/{code}/withdrawal": Done(Deed.APPLY, "review.withdrawn"),
    "GET /reviews/{code}/checks": Done(Deed.CHECK, "review.checked"),
    "GET /reviews/{code}/checks/{teacher}": Done(Deed.CHECK, "review.checked"),
    "POST /reviews/{code}/checks/{teacher}": Done(Deed.CHECK, "review.checked"),
    "GET /reviews/{code}/panel": Done(Deed.SCORE, "review.scored"),
    "GET /reviews/{code}/panel/{number}": Done(Deed.SCORE, "review.scored"),
    "POST /reviews/{code}/panel": Done(Deed.SCORE, "review.scored"),
    "POST /reviews/{code}/panel/relations": Done(Deed.SCORE, "review.relation_declared"),
    "GET /reviews/{code}/ranking": Done(Deed.COMPARE, whole=True),
    "GET /reviews/{code}/compare": Done(Deed.COMPARE, whole=True),
    "GET /reviews/{code}/reproduce": Done(Deed.COMPARE, whole=True),
    "GET /api/v1/reviews": _ROUNDS,
    "GET /api/v1/reviews/{review}": _ROUNDS,
    "GET /api/v1/reviews/{review}/holdings/{teacher}": Done(Deed.READ, "review.applied"),
    "GET /api/v1/reviews/{review}/notice": _ROUNDS,
    "GET /api/v1/reviews/{review}/ranking": Done(Deed.COMPARE, whole=True),
    "GET /api/v1/reviews/{review}/comparison": Done(Deed.COMPARE, whole=True),
    "GET /api/v1/reviews/{review}/reproduction": Done(Deed.COMPARE, whole=True),
    "GET /statements/new": Done(Deed.PUBLISH, _DRAFTED),
    "POST /statements/new": Done(Deed.PUBLISH, _DRAFTED),
    "POST /statements/{number}/{step}": Done(Deed.PUBLISH, _DRAFTED),
}
"""The routes that say what is done there in their body; all others say it by their dependency `needs`."""


class Asking:
    """The application asked with tokens, for every route with what stands in its path filled in."""

    def __init__(self, client: TestClient, home: Home) -> None:
        self.client, self.home = client, home
        self.tokens = tokens_of(home)
        self.circle = BookCircle(client.app.state.ledger.book)  # type: ignore[attr-defined]
        self.inside = self._filled(SCHOOL, LI, entry_about(home, LI, SUBJECT))
        self.outside = self._filled(ELSEWHERE, AWAY, entry_about(home, AWAY, OTHER_SUBJECT))

    def _filled(self, school: str, teacher: str, entry: str) -> dict[str, str]:
        stored = self.client.app.state.ledger.book.stored  # type: ignore[attr-defined]
        [[position, *_], *_] = stored.standing([find(stored, entry).stream])
        return _filled(school, teacher, entry) | {"position": str(position)}

    def ask(self, method: str, path: str, account: str = "", filled: dict[str, str] | None = None) -> int:
        """The status of the answer."""
        values = filled or self.inside
        if path.startswith(("/contests/", "/api/v1/contests/")):
            values = values | {"code": CONTEST}
        address = re.sub(r"\{(\w+)(:path)?\}", lambda found: values.get(found[1], "1"), path)
        headers = {"Authorization": f"Bearer {self.tokens[account]}"} if account else {}
        answer = self.client.request(method, address, headers=headers, follow_redirects=False)
        if answer.status_code == 422 and method == "GET":
            term = {"pack": "taikang-2022", "term": TERM}
            answer = self.client.get(address, params=term, headers=headers, follow_redirects=False)
        return answer.status_code

    def visitor(self, role: Role) -> Visitor:
        """Somebody of a role, as the door makes them."""
        one = PEOPLE[role]
        return Visitor(one.account, Way.TOKEN, (one.held,), TeacherId(one.teacher), circle=self.circle)

    def routes(self) -> list[tuple[str, str, APIRoute]]:
        """Every route that is not open to all."""
        every = routes_of(self.client.app)  # type: ignore[arg-type]
        return [one for one in every if one[:2] not in OPEN and not one[1].startswith("/public/")]

    def position(self) -> int:
        """How far the book has come."""
        position: int = self.client.app.state.ledger.book.position  # type: ignore[attr-defined]
        return position


def _filled(school: str, teacher: str, entry: str) -> dict[str, str]:
    return {
        "school": school,
        "teacher": teacher,
        "code": teacher,
        "entry": entry,
        "group": "文科组",
        "account": "clerk",
        "clause": "observe-20",
        "kind": "book.read",
        "digest": "0" * 64,
        "job": "0" * 32,
        "number": "0" * 32,
        "step": "close",
        "term": TERM,
        "pack": "taikang-2022",
        "statement": "1",
        "form": "pdf",
    }


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    home = county_of_every_role(tmp_path_factory.mktemp("roles") / "county")
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        yield Asking(client, home)


def every_route(asking: Asking) -> list[tuple[str, str]]:
    found = [(method, path) for method, path, _ in asking.routes()]
    assert len(found) > 50
    return found


def test_whoever_is_not_signed_in_comes_to_no_route_but_the_open_ones(asking: Asking) -> None:
    passed = []
    for method, path in every_route(asking):
        status = asking.ask(method, path)
        if status != (401 if path.startswith("/api/") else 303):
            passed.append((method, path, status))
    assert not passed, "\n".join(map(str, passed))


def test_an_account_without_a_role_may_do_nothing_on_any_route(asking: Asking) -> None:
    """So a route that asks nobody for a role is found, whoever wrote it."""
    before, passed = asking.position(), []
    for method, path in every_route(asking):
        if (method, path) == START or path.startswith(ON_THE_WAY):
            continue
        status = asking.ask(method, path, NOBODY)
        if status not in REFUSED:
            passed.append((method, path, status))
    assert not passed, "\n".join(map(str, passed))
    assert asking.position() == before


def test_an_administrator_of_accounts_sees_no_record_and_writes_none(asking: Asking) -> None:
    passed = []
    for method, path in every_route(asking):
        if (method, path) == START or path.startswith(("/account", "/api/v1/account", *ON_THE_WAY)):
            continue
        status = asking.ask(method, path, PEOPLE[Role.ADMINISTRATOR].account)
        if status not in REFUSED:
            passed.append((method, path, status))
    assert not passed, "\n".join(map(str, passed))


def test_an_auditor_writes_nothing_by_any_route(asking: Asking) -> None:
    before, passed = asking.position(), []
    for method, path in every_route(asking):
        if method == "GET" or path.startswith(("/account", *ON_THE_WAY)):
            continue
        status = asking.ask(method, path, PEOPLE[Role.AUDITOR].account)
        if status not in REFUSED and (method, path) not in READ_BY_POST:
            passed.append((method, path, status))
    assert not passed, "\n".join(map(str, passed))
    assert asking.position() == before


@pytest.mark.parametrize("role", Role)
def test_a_route_is_open_to_a_role_inside_its_scope_and_not_outside_it_as_the_page_says(
    asking: Asking, role: Role
) -> None:
    who, differing = asking.visitor(role), []
    turn, asked = list(Role).index(role), times(1, ROUTES_OF_THREE)
    for number, (method, path, route) in enumerate(asking.routes()):
        done = done_on(method, path, route)
        if method != "GET" or not done or (number + turn) % ROUTES_OF_THREE >= asked:
            continue
        scoped = any(name in path for name in ("{school}", "{teacher}", "/teachers/{code}", "{entry}", "{position}"))
        for filled in (asking.inside, asking.outside) if scoped else (asking.inside,):
            allowed = any(is_allowed(who, one, path, filled) for one in done)
            status = asking.ask(method, path, PEOPLE[role].account, filled)
            if allowed == (status == FORBIDDEN) and (allowed or status not in REFUSED):
                differing.append(f"{path} at {filled['school']}: {status}, {'allowed' if allowed else 'not allowed'}")
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_not_do_at_all_is_refused_on_every_route_that_writes(asking: Asking, role: Role) -> None:
    who, before, passed = asking.visitor(role), asking.position(), []
    for method, path, route in asking.routes():
        done = done_on(method, path, route)
        if method == "GET" or not done or any(may(who, one.deed) for one in done):
            continue
        status = asking.ask(method, path, PEOPLE[role].account)
        if status not in REFUSED:
            passed.append((method, path, status))
    assert not passed, "\n".join(map(str, passed))
    assert asking.position() == before


def test_every_route_says_what_is_done_there(asking: Asking) -> None:
    unsaid = [
        f"{method} {path}"
        for method, path, route in asking.routes()
        if not done_on(method, path, route) and not path.startswith(ON_THE_WAY) and (method, path) != START
    ]
    assert not unsaid, "\n".join(unsaid)
    there = {f"{method} {path}" for method, path, _ in asking.routes()}
    assert BY_BODY.keys() <= there, BY_BODY.keys() - there


def done_on(method: str, path: str, route: APIRoute) -> list[Done]:
    """What is done on a route: as the list above says, or its dependency `needs`; empty where neither does."""
    if f"{method} {path}" in BY_BODY:
        return [BY_BODY[f"{method} {path}"]]
    for call in _calls(route.dependant):
        if getattr(call, "__qualname__", "").startswith("needs."):
            said = inspect.getclosurevars(call).nonlocals
            return [Done(deed) for deed in (said["deed"], *said.get("others", ()))]
    return []


def is_allowed(who: Visitor, done: Done, path: str, filled: dict[str, str]) -> bool:
    """Whether docs/roles.md lets somebody do it, by what stands in the path."""
    if done.whole and not sees(who).everything:
        return False
    if done.own:
        if "{entry}" in path and done.deed is Deed.CORRECT:
            return False  # it came with a workbook, and is corrected by who handed that in
        own_entry = "{entry}" not in path or filled["teacher"] == who.teacher
        return bool(who.teacher) and own_entry and may(who, done.deed, Matter(done.kind, who.teacher))
    if "/contests/" in path:
        return may(who, done.deed, Matter(done.kind, contest=CONTEST))
    if "{entry}" in path or "{position}" in path:
        subject = SUBJECT if filled["teacher"] == LI else OTHER_SUBJECT
        return may(who, done.deed, Matter(LESSON, filled["teacher"], subject=subject))
    teacher = filled["teacher"] if "{teacher}" in path or "/teachers/{code}" in path else ""
    return may(who, done.deed, Matter(done.kind, teacher, filled["school"] if "{school}" in path else ""))


LESSON = "lesson.observed"


def _calls(dependant: Dependant) -> Iterator[Callable[..., object]]:
    for one in dependant.dependencies:
        if one.call:
            yield one.call
        yield from _calls(one)
