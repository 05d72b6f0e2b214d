"""Every route that writes, sent what is whole and right by somebody who may do such a thing, but not to this: refused.

What is refused to them is taken from whoever may: so it was refused for whose it is, and for nothing else.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from api.configuration import Configuration
from api.http.application import application
from ledger.event import Act
from ledger.vocabulary import DropRule, TieRule
from tests.api.county_on_the_web import TERM
from tests.api.every_role import AWAY, CONTEST, JUDGE, LI, SCHOOL, routes_of
from tests.api.signed_in import HERE
from tests.api.test_every_route import ON_THE_WAY, OPEN, READ_BY_POST
from tests.api.writes_out_of_scope import (
    ADMIN,
    ATTESTERS,
    CLERK,
    COLLEAGUE,
    HEAD,
    JPEG,
    OFFICE,
    PACK,
    RECORDERS,
    SECTION,
    County,
    Sent,
    made_county,
)

FORBIDDEN, UNKNOWN, NOBODYS = 403, 404, 409
"""`NOBODYS`: an account that is no teacher's has no records of its own."""
DONE = range(200, 400)
NOT_OTHERS = ("/account/",)
"""What is done to one's own account names nobody else's."""
REVIEWS = ("/reviews", "/api/v1/reviews")
"""A round is walked deed by deed, each held to its scope in the same way: tests/api/test_every_write_of_reviews.py."""


class Write(NamedTuple):
    """What is sent to a route; who may not, and who may. `status`: what they are answered who may not."""

    sent: Callable[[County, Path], Sent]
    wrong: tuple[str, ...]
    right: str
    status: int = FORBIDDEN
    answered: range = DONE
    """What whoever may is answered."""


def _act(name: str, act: Act | None = None, by: str = CLERK) -> Callable[[County, Path], Sent]:
    """An act by the interface on an entry that waits at the school, or to which something was done before."""

    def sent(county: County, _: Path) -> Sent:
        entry = county.waiting(by)
        if act:
            county.acted(entry, act, LI if act is Act.OBJECTED else OFFICE)
        return Sent(f"/api/v1/records/{entry}/{name}", {"json": {"reason": "缺反思"}})

    return sent


def _own(name: str, **fields: str) -> Callable[[County, Path], Sent]:
    """An act on a page on an entry that Li recorded."""
    return lambda county, _: Sent(f"/records/{county.waiting(LI)}/{name}", {"data": fields})


def _statement(name: str, said: dict[str, Any], **kept: bool) -> Callable[[County, Path], Sent]:
    return lambda county, _: Sent(f"/api/v1/statements/{county.statement(**kept)}/{name}", {"json": said})


def _account(name: str, said: dict[str, str], *, form: bool = False) -> Callable[[County, Path], Sent]:
    address = f"/accounts/{CLERK}/{name}" if form else f"/api/v1/accounts/{CLERK}/{name}"
    return lambda _county, _folder: Sent(address, {"data" if form else "json": said})


def _file(county: County, folder: Path, address: str, **fields: str) -> Sent:
    _, path = county.workbook(folder)
    return Sent(address, {"files": {"file": (path.name, path.read_bytes())}, "data": fields})


def _mending(county: County, folder: Path) -> Sent:
    job, _ = county.workbook(folder)
    address = f"/school/workbooks/{job}/mend"
    fields = county.form(f"{address}?sheet=听课记录&row=2", CLERK, address)
    return Sent(address, {"data": fields | {"cell:日期": "2022-11-01", "cell:课型": "公开课"}})


def _returned(county: County, _: Path) -> Sent:
    entry = county.acted(county.waiting(), Act.RETURNED, OFFICE)
    address = f"/school/mend/{county.position(entry)}"
    return Sent(address, {"data": county.form(address, CLERK) | {"notes": "补上了板书。"}})


def _batch(county: County, _: Path) -> Sent:
    answer = county.send("POST", Sent("/api/v1/records", {"json": [county.lesson(), county.lesson()]}), CLERK)
    address = f"/school/inbox/batches/{answer.json()['batch']}"
    looked_at = str(answer.json()["position"])
    return Sent(address, {"data": {"office": f"school:{SCHOOL}", "decision": "attest", "tick": looked_at}})


def _correction(county: County, _: Path) -> Sent:
    entry, said = county.waiting(), county.lesson()
    return Sent(
        f"/api/v1/records/{entry}",
        {"json": {"data": said["data"] | {"notes": "改过"}, "reason": "抄错"}, "headers": {"If-Match": "*"}},
    )


def _explained(county: County, _: Path) -> Sent:
    number, _teacher = county.contradiction()
    return Sent(f"/my/contradictions/{number}", {"data": {"words": "临时调课。"}})


def _score(county: County, _: Path) -> Sent:
    county.contested()
    address = f"/contests/{CONTEST}/score"
    return Sent(address, {"data": dict.fromkeys(county.form(address, JUDGE), "90")})


def _prizes(county: County, _: Path) -> Sent:
    county.contested(judged=True)
    address = f"/contests/{CONTEST}/prizes"
    return Sent(address, {"data": county.form(address, SECTION)})


def _own_form(county: County, _: Path) -> Sent:
    address = f"/my/correct/{county.waiting(LI)}"
    return Sent(address, {"data": county.form(address, LI) | {"notes": "补上了板书。", "reason": "补记"}})


def _hand_in(county: County, _: Path) -> Sent:
    fields = county.form("/my/hand-in/book.read", LI)
    return Sent("/my/hand-in/book.read", {"data": fields | {"term": TERM, "title": "给教师的建议", **_READ_WHOLE}})


_READ_WHOLE = dict.fromkeys(("plan", "notes", "gains"), "是")


def _forgetting(county: County, _: Path) -> Sent:
    county.send("POST", Sent("/api/v1/persons/000090/forgetting", {"json": {"reason": "退休满十年"}}), SECTION)
    return Sent("/api/v1/persons/000090/forgetting/confirm")


_ROLE = {"role": "学校经办人", "scope": "school:S002", "subject": ""}
_NOT_ADMIN = (SECTION, HEAD, CLERK)
_NOT_PUBLISHING = ("training",)
_DRAFT = {"pack": PACK, "term": TERM, "scope": f"school:{SCHOOL}"}
_CONTEST = {"code": "SK-9", "series": "优质课", "level": "县级", "unit": "太康县", "opens": "2023-03-01",
            "closes": "2023-03-09", "groups": "小学组", "part_1": "上课", "weight_1": "100", "places_FIRST": "1",
            "judges": f"{JUDGE} 000032", "drop": DropRule.NONE.value, "ties": TieRule.SHARED.value}  # fmt: skip

WRITES: dict[str, Write] = {
    "POST /api/v1/records": Write(
        lambda county, _: Sent("/api/v1/records", {"json": county.lesson()}), RECORDERS, CLERK
    ),
    "POST /api/v1/records/{entry}/attest": Write(_act("attest"), ATTESTERS, OFFICE),
    "POST /api/v1/records/{entry}/return": Write(_act("return"), ATTESTERS, OFFICE),
    "POST /api/v1/records/{entry}/withdraw": Write(_act("withdraw"), RECORDERS, CLERK),
    "POST /api/v1/records/{entry}/void": Write(_act("void"), ("head-there", "township-there", "training"), HEAD),
    "POST /api/v1/records/{entry}/object": Write(_act("object"), (AWAY, "training"), LI),
    "POST /api/v1/records/{entry}/decide": Write(
        _act("decide", Act.OBJECTED), ("office-there", "head-there", "township-there", "training"), OFFICE
    ),
    "POST /api/v1/acts": Write(
        lambda county, _: Sent("/api/v1/acts", {"json": {"act": "attest", "entries": [county.waiting()]}}),
        ATTESTERS,
        OFFICE,
    ),
    "PUT /api/v1/records/{entry}": Write(_correction, RECORDERS, CLERK),
    "POST /api/v1/records/{entry}/evidence": Write(
        lambda county, _: Sent(f"/api/v1/records/{county.waiting()}/evidence", {"files": {"file": ("a.jpg", JPEG)}}),
        RECORDERS,
        CLERK,
    ),
    "POST /api/v1/workbooks": Write(
        lambda county, folder: _file(county, folder, "/api/v1/workbooks", office=f"school:{SCHOOL}"),
        ("clerk-there", "head-there", AWAY),
        CLERK,
    ),
    "DELETE /api/v1/jobs/{job}": Write(
        lambda county, folder: Sent(f"/api/v1/jobs/{county.workbook(folder)[0]}"),
        ("clerk-there", HEAD, SECTION),
        CLERK,
        UNKNOWN,
    ),
    "POST /api/v1/statements": Write(
        lambda _county, _folder: Sent("/api/v1/statements", {"json": _DRAFT}), _NOT_PUBLISHING, SECTION
    ),
    "POST /api/v1/statements/{statement}/notice": Write(
        _statement("notice", {"days": 1, "fields": ["name"]}), _NOT_PUBLISHING, SECTION
    ),
    "POST /api/v1/statements/{statement}/objections": Write(
        _statement("objections", {"teacher": LI, "reason": "少算了。"}, noticed=True), (AWAY, "training"), LI
    ),
    "POST /api/v1/statements/{statement}/decisions": Write(
        _statement("decisions", {"teacher": LI, "upheld": False, "reason": "已核对。"}, objected=True),
        ("office-there", "head-there", "township-there", "training"),
        SECTION,
    ),
    "POST /api/v1/statements/{statement}/final": Write(
        _statement("final", {}, noticed=True),  # its notice lasts until tomorrow at least
        _NOT_PUBLISHING,
        SECTION,
        answered=range(409, 410),
    ),
    "POST /api/v1/statements/{statement}/drop": Write(_statement("drop", {"reason": "重拟"}), _NOT_PUBLISHING, SECTION),
    "POST /api/v1/rotations/months": Write(
        lambda county, _: Sent("/api/v1/rotations/months", {"json": {"host": county.host(), "months": ["2022-09"]}}),
        ("clerk-there", "head-there", "township-there", "training", AWAY),
        SECTION,
    ),
    "POST /api/v1/persons/{teacher}/numbers": Write(
        lambda _county, _folder: Sent(f"/api/v1/persons/{COLLEAGUE}/numbers", {"json": {"reason": "核对材料"}}),
        ("research", "training"),
        SECTION,
    ),
    "POST /api/v1/persons/{teacher}/forgetting": Write(
        lambda _county, _folder: Sent("/api/v1/persons/000091/forgetting", {"json": {"reason": "退休满十年"}}),
        ("research", "training"),
        SECTION,
    ),
    "POST /api/v1/persons/{teacher}/forgetting/confirm": Write(
        _forgetting,  # of somebody who is still at a school, for whom it is too early
        ("research", "training"),
        "second",
        answered=range(422, 423),
    ),
    "POST /api/v1/accounts": Write(
        lambda _county, _folder: Sent("/api/v1/accounts", {"json": {"account": "newcomer"}}), _NOT_ADMIN, ADMIN
    ),
    "POST /api/v1/accounts/{account}/roles": Write(_account("roles", _ROLE), _NOT_ADMIN, ADMIN),
    "POST /api/v1/accounts/{account}/roles/take": Write(_account("roles/take", _ROLE), _NOT_ADMIN, ADMIN),
    "POST /api/v1/accounts/{account}/password": Write(_account("password", {}), _NOT_ADMIN, ADMIN),
    "POST /api/v1/accounts/{account}/close": Write(
        lambda _county, _folder: Sent("/api/v1/accounts/nobody/close", {"json": {"reason": "调走"}}), _NOT_ADMIN, ADMIN
    ),
    "POST /accounts": Write(
        lambda _county, _folder: Sent("/accounts", {"data": {"account": "another"}}), _NOT_ADMIN, ADMIN
    ),
    "POST /accounts/of-school": Write(
        lambda _county, _folder: Sent("/accounts/of-school", {"data": {"school": "S009"}}), _NOT_ADMIN, ADMIN
    ),
    "POST /accounts/{account}/roles": Write(_account("roles", _ROLE, form=True), _NOT_ADMIN, ADMIN),
    "POST /accounts/{account}/roles/take": Write(_account("roles/take", _ROLE, form=True), _NOT_ADMIN, ADMIN),
    "POST /accounts/{account}/password": Write(_account("password", {}, form=True), _NOT_ADMIN, ADMIN),
    "POST /accounts/{account}/second-factor/remove": Write(
        _account("second-factor/remove", {}, form=True), _NOT_ADMIN, ADMIN
    ),
    "POST /accounts/{account}/tokens/revoke": Write(
        lambda _county, _folder: Sent("/accounts/admin/tokens/revoke"), _NOT_ADMIN, ADMIN
    ),
    "POST /accounts/{account}/sessions/end": Write(_account("sessions/end", {}, form=True), _NOT_ADMIN, ADMIN),
    "POST /accounts/{account}/close": Write(
        lambda _county, _folder: Sent("/accounts/another/close", {"data": {"reason": "调走"}}), _NOT_ADMIN, ADMIN
    ),
    "POST /my/hand-in/{kind}": Write(_hand_in, (HEAD, SECTION), LI, NOBODYS),
    "POST /my/correct/{entry}": Write(_own_form, (AWAY, COLLEAGUE), LI),
    "POST /my/contradictions/{number}": Write(_explained, (AWAY, LI), "", UNKNOWN),
    "POST /records/{entry}/withdraw": Write(_own("withdraw"), (AWAY, "clerk-there", "head-there"), LI),
    "POST /records/{entry}/object": Write(_own("object", reason="不对"), (AWAY, "training"), LI),
    "POST /records/{entry}/evidence": Write(
        lambda county, _: Sent(f"/records/{county.waiting(LI)}/evidence", {"files": {"evidence": ("a.jpg", JPEG)}}),
        (AWAY, "clerk-there", "head-there", "subject-there"),
        LI,
    ),
    "POST /contests/new": Write(
        lambda _county, _folder: Sent("/contests/new", {"data": _CONTEST}), ("training", AWAY), SECTION
    ),
    "POST /contests/{code}/steps/{step}": Write(
        lambda county, _: Sent(
            f"/contests/{CONTEST}/steps/enter",
            {"data": {"group": "小学组", "teacher": "000013", "on": county.ledger.book.today().isoformat()}},
        ),
        ("training", "township-there", AWAY),
        SECTION,
        UNKNOWN,
    ),
    "POST /contests/{code}/score": Write(_score, ("judge-there",), JUDGE),
    "POST /contests/{code}/prizes": Write(_prizes, ("training", "township-there", AWAY), SECTION),
    "POST /statements/new": Write(
        lambda _county, _folder: Sent("/statements/new", {"data": _DRAFT}), _NOT_PUBLISHING, SECTION
    ),
    "POST /statements/{number}/{step}": Write(
        lambda county, _: Sent(f"/statements/{county.statement()}/notice", {"data": {"days": "1", "fields": "name"}}),
        _NOT_PUBLISHING,
        SECTION,
    ),
    "POST /school/inbox": Write(
        lambda county, _: Sent(
            "/school/inbox",
            {"data": {"office": f"school:{SCHOOL}", "one": f"attest:{county.position(county.waiting())}"}},
        ),
        ("office-there", "head-there", "township-there"),
        OFFICE,
    ),
    "POST /school/inbox/batches/{digest}": Write(_batch, ("office-there", "head-there", "township-there"), OFFICE),
    "POST /school/mend/{position}": Write(_returned, ("clerk-there", "head-there", "township-there", AWAY), CLERK),
    "POST /school/workbooks": Write(
        lambda county, folder: _file(county, folder, "/school/workbooks", office=f"school:{SCHOOL}"),
        ("clerk-there", "head-there", "township-there"),
        CLERK,
    ),
    "POST /school/workbooks/{number}/mend": Write(_mending, ("clerk-there", HEAD, SECTION), CLERK, UNKNOWN),
}


def _said(page: str) -> str:
    """What a page refuses, for whoever reads of a failure."""
    return " ".join(re.findall(r'(?:role="alert"|class="(?:wrong|refused)").{0,400}', page, re.DOTALL)) or page[-600:]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    home = made_county(tmp_path_factory.mktemp("writes") / "county")
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        yield County(client, home)


def test_every_route_that_writes_is_named_here(county: County) -> None:
    there = {
        f"{method} {path}"
        for method, path, _ in routes_of(county.client.app)  # type: ignore[arg-type]
        if method != "GET"
        and (method, path) not in OPEN | READ_BY_POST
        and not path.startswith((*ON_THE_WAY, *NOT_OTHERS, *REVIEWS))
    }
    assert WRITES.keys() == there


@pytest.mark.parametrize("route", WRITES)
def test_who_may_do_it_elsewhere_may_not_do_it_here_and_whoever_may_is_taken_at_the_word(
    county: County, route: str, tmp_path: Path
) -> None:
    method, write = route.partition(" ")[0], WRITES[route]
    sent = write.sent(county, tmp_path)
    before = county.ledger.book.position
    right = write.right
    if not right:
        [right] = {county.contradiction()[1]}
    for account in write.wrong:
        if account != right:
            answer = county.send(method, sent, account)
            assert answer.status_code == write.status, (account, answer.status_code, _said(answer.text))
    assert county.ledger.book.position == before
    answer = county.send(method, sent, right)
    assert answer.status_code in write.answered, (right, answer.status_code, _said(answer.text))


def test_what_another_school_ticks_is_not_done_and_nobody_is_named_to_it(county: County) -> None:
    position, before = county.position(county.waiting()), county.ledger.book.position + 1
    names = county.ledger.names(county.ledger.register())
    sent = Sent("/school/inbox", {"data": {"one": f"attest:{position}"}})
    answer = county.send("POST", sent, "head-there")
    assert 'class="refused"' in answer.text
    assert names[LI] not in answer.text  # type: ignore[index]
    assert county.ledger.book.position == before - 1
