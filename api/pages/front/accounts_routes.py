"""The accounts of the county, for its administrators: opened and closed, roles given and taken, doors opened anew."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.kind_groups import SECTIONS
from api.accounts.permitted import Deed, check
from api.accounts.register import OpenAccount
from api.accounts.visitor import Held, Role, Visitor
from api.desk.account_changes import close_account, give, open_account, open_for_teachers, take
from api.http.door import TheDoorway, TheForm, TheVisitor, needs
from api.http.doorway import Doorway
from api.http.open_ledger import TheLedger
from api.http.register_desk import RegisterDesk, TheRegister
from api.http.sign_in_places import ACCOUNTS
from api.pages.frame import page
from api.pages.front.roles_said import roles_said, scope_of
from api.pages.front.sign_in_routes import said
from api.pages.rendering import parted
from api.pages.texts import text
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import TeacherId
from ledger.refusals import Misuse, Refused
from ledger.spelling import tidy

routes = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Deed.ADMINISTER))])

_PER_PAGE = 50
_PAGES = ("new", "of-school")
"""What stands in the place of an account in addresses of this room."""
_DONE = {
    "given": "accounts.given",
    "given_already": "accounts.given_already",
    "taken": "accounts.taken",
    "factor": "accounts.factor_removed",
    "tokens": "accounts.tokens_revoked",
    "sessions": "accounts.sessions_ended",
}


@dataclass
class Administration:
    """What the pages of accounts are made with: who administers, what is open, where it is written."""

    request: Request
    visitor: Visitor
    door: Doorway
    ledger: Ledger
    register: RegisterDesk

    @cached_property
    def school_names(self) -> dict[str, str]:
        """The schools of the register, by code."""
        return {code: row.name for code, row in self.register.now.schools.items()}

    def school_name(self, code: str) -> str:
        """A school's name; its code where the register has none."""
        return self.school_names.get(code, code)

    @property
    def who(self) -> HandIn:
        """Who the book says did it."""
        return HandIn(self.visitor.actor, check(self.visitor, Deed.ADMINISTER))

    def found(self, account: str) -> OpenAccount:
        """An account that is open. Raises Misuse `unknown-account`."""
        opened = self.door.accounts.of(account)
        if opened is None:
            raise Misuse("unknown-account", f"没有开立“{account[:40]}”这个账号,或者它已经停用;请从账号列表里找。")
        return opened

    def shown(self, template: str, status: int = 200, **what: Any) -> HTMLResponse:
        """A page of this room."""
        return page(self.request, self.visitor, template, status=status, section="accounts", **what)


def _administration(
    request: Request, visitor: TheVisitor, door: TheDoorway, ledger: TheLedger, register: TheRegister
) -> Administration:
    return Administration(request, visitor, door, ledger, register)


TheAdministration = Annotated[Administration, Depends(_administration)]


@routes.get(ACCOUNTS)
def accounts(
    at: TheAdministration,
    q: Annotated[str, Query()] = "",
    role: Annotated[str, Query()] = "",
    number: Annotated[int, Query(ge=1, alias="page")] = 1,
    closed: str = "",
) -> Response:
    """The accounts that are open, by their words."""
    sought = tidy(q).lower()
    every = [
        one
        for one in at.door.accounts.all()
        if (not sought or sought in one.account or sought in one.teacher)
        and (not role or any(held.role == role for held in one.held))
    ]
    on_page, shown, pages = parted(every, number, _PER_PAGE)
    passwords, factors = at.door.credentials.passwords.states(), at.door.credentials.second_factors.those_set()
    rows = [
        {
            "account": one.account,
            "teacher": one.teacher,
            "roles": [each.said for each in roles_said(one.held, at.school_name)],
            "since": one.since,
            "password": _password_state(passwords.get(one.account)),
            "temporary": passwords.get(one.account, True),
            "factor": one.account in factors,
        }
        for one in on_page
    ]
    return at.shown(
        "front/accounts.html",
        rows=rows,
        count=len(every),
        number=shown,
        pages=pages,
        q=q,
        role=role,
        roles=list(Role),
        said=text("accounts.closed", account=closed) if closed.isascii() and closed else "",
    )


@routes.get(f"{ACCOUNTS}/new")
def new_account(at: TheAdministration, teacher: str = "") -> Response:
    """The form that opens an account."""
    return _new_page(at, {"account": teacher, "teacher": teacher})


@routes.post(ACCOUNTS)
async def opened(at: TheAdministration, form: TheForm) -> Response:
    """An account opened, with a role where one is chosen; its temporary password on the page that answers."""

    def made() -> Response:
        word, teacher = tidy(said(form, "account")).lower(), tidy(said(form, "teacher"))
        try:
            held = _held(form) if said(form, "role") else None
            if word in _PAGES:
                raise Refused("bad-account", f"账号不能叫“{word}”,那是一个网页的名称;请换一个。", fields=["account"])
            if at.door.accounts.of(word) and at.door.credentials.passwords.has_one(word):
                raise Refused("account-open", f"账号 {word} 早已开立;请在它的页面上授予角色或重给密码。")
            open_account(at.ledger, at.who, word, teacher)
            if held:
                give(at.ledger, at.who, word, held)
            password = at.door.for_others.give_password(at.visitor.account, word)
        except Refused as refused:
            return _new_page(at, {name: said(form, name) for name in form}, refused)
        return at.shown("front/account_slip.html", account=word, password=password, site=_address(at))

    return await run_in_threadpool(made)


@routes.get(f"{ACCOUNTS}/of-school")
def of_school(at: TheAdministration) -> Response:
    """Schools, with how many of their teachers have no account yet."""
    return _schools_page(at)


@routes.post(f"{ACCOUNTS}/of-school")
async def opened_for_school(at: TheAdministration, form: TheForm) -> Response:
    """An account for every teacher of a school who has none; the slips on the page that answers."""

    def made() -> Response:
        school = said(form, "school")
        lacking = _without_account(at).get(school, [])
        new = open_for_teachers(at.ledger, at.who, lacking)
        slips = [(code, at.door.for_others.give_password(at.visitor.account, code)) for code in new]
        if not slips:
            return _schools_page(at)
        names = at.register.names(new)
        return at.shown(
            "front/account_slips.html",
            school=at.school_names.get(school, school),
            slips=[(code, names.get(code, ""), password) for code, password in slips],
            site=_address(at),
        )

    return await run_in_threadpool(made)


@routes.get(f"{ACCOUNTS}/{{account}}")
def one_account(account: str, at: TheAdministration, done: str = "") -> Response:
    """The page of one account."""
    return _account_page(at, at.found(account), told=_DONE.get(done, ""))


@routes.post(f"{ACCOUNTS}/{{account}}/roles")
async def role_given(account: str, at: TheAdministration, form: TheForm) -> Response:
    """A role given."""
    return await _changed(
        at, account, lambda: "given" if give(at.ledger, at.who, account, _held(form)) else "given_already"
    )


@routes.post(f"{ACCOUNTS}/{{account}}/roles/take")
async def role_taken(account: str, at: TheAdministration, form: TheForm) -> Response:
    """A role taken back, at once for whoever is signed in."""

    def taken() -> str:
        take(at.ledger, at.who, account, Held(_role(form), said(form, "scope"), said(form, "subject")))
        return "taken"

    return await _changed(at, account, taken)


@routes.post(f"{ACCOUNTS}/{{account}}/password")
async def password_given(account: str, at: TheAdministration) -> Response:
    """A temporary password, on the page that answers."""

    def given() -> Response:
        password = at.door.for_others.give_password(at.visitor.account, at.found(account).account)
        return at.shown("front/account_slip.html", account=account, password=password, site=_address(at))

    return await run_in_threadpool(given)


@routes.post(f"{ACCOUNTS}/{{account}}/second-factor/remove")
async def factor_removed(account: str, at: TheAdministration) -> Response:
    """The second factor of somebody who lost it taken off."""
    return await _changed(
        at, account, lambda: _done("factor", at.door.for_others.remove_factor(at.visitor.account, account))
    )


@routes.post(f"{ACCOUNTS}/{{account}}/tokens/revoke")
async def tokens_revoked(account: str, at: TheAdministration) -> Response:
    """Every token of an account revoked."""
    return await _changed(
        at, account, lambda: _done("tokens", at.door.for_others.revoke_tokens(at.visitor.account, account))
    )


@routes.post(f"{ACCOUNTS}/{{account}}/sessions/end")
async def sessions_ended(account: str, at: TheAdministration) -> Response:
    """Somebody signed out everywhere."""
    return await _changed(
        at, account, lambda: _done("sessions", at.door.for_others.end_sessions(at.visitor.account, account))
    )


@routes.post(f"{ACCOUNTS}/{{account}}/close")
async def closed(account: str, at: TheAdministration, form: TheForm) -> Response:
    """An account closed: its roles end, and nothing that it had opens a door any more."""

    def close() -> Response:
        try:
            close_account(at.ledger, at.who, at.found(account).account, tidy(said(form, "reason")))
        except Refused as refused:
            return _account_page(at, at.found(account), refused=refused)
        at.door.for_others.closed(account)
        return RedirectResponse(f"{ACCOUNTS}?closed={account}", 303)

    return await run_in_threadpool(close)


async def _changed(at: Administration, account: str, change: Callable[[], str]) -> Response:
    """Something done to an account, and its page again: saying so, or why not."""

    def made() -> Response:
        opened = at.found(account)
        try:
            done = change()
        except Refused as refused:
            return _account_page(at, opened, refused=refused)
        return RedirectResponse(f"{ACCOUNTS}/{account}?done={done}", 303)

    return await run_in_threadpool(made)


def _without_account(at: Administration) -> dict[str, list[TeacherId]]:
    """The teachers of each school who have no account, by code."""
    have = {one.teacher for one in at.door.accounts.all()}
    found: dict[str, list[TeacherId]] = {}
    for code, row in sorted(at.register.now.teachers.items()):
        if code not in have:
            found.setdefault(row.school, []).append(code)
    return found


def _schools_page(at: Administration) -> HTMLResponse:
    lacking = _without_account(at)
    schools = [(code, name, len(lacking.get(code, ()))) for code, name in sorted(at.school_names.items())]
    return at.shown("front/account_schools.html", schools=[one for one in schools if one[2]])


def _done(what: str, _: object) -> str:
    return what


def _held(form: FormData) -> Held:
    """The role that a form names, its scope completed. Raises Refused `unknown-role`."""
    role = _role(form)
    return Held(role, scope_of(role, said(form, "scope")), tidy(said(form, "subject")))


def _role(form: FormData) -> Role:
    word = said(form, "role")
    role = next((one for one in Role if one == word), None)
    if role is None:
        raise Refused("unknown-role", f"没有“{word[:20]}”这个角色;请从列表里选。", fields=["role"])
    return role


def _new_page(at: Administration, filled: dict[str, str], refused: Refused | None = None) -> HTMLResponse:
    return at.shown(
        "front/account_new.html",
        422 if refused else 200,
        filled={"account": "", "teacher": "", "role": "", "scope": "", "subject": ""} | filled,
        wrong=refused,
        **_choices(at),
    )


def _account_page(
    at: Administration, opened: OpenAccount, *, told: str = "", refused: Refused | None = None
) -> HTMLResponse:
    credentials = at.door.credentials
    temporary = credentials.passwords.states().get(opened.account)
    return at.shown(
        "front/account_of.html",
        422 if refused else 200,
        opened=opened,
        roles=roles_said(opened.held, at.school_name),
        own=at.visitor.actor in (opened.account, opened.teacher),
        password=_password_state(temporary),
        factor=credentials.second_factors.is_set(opened.account),
        sessions=len(credentials.sessions.of(opened.account)),
        tokens=len(credentials.tokens.of(opened.account)),
        said=text(told) if told else "",
        wrong=refused,
        filled={"role": "", "scope": "", "subject": ""},
        **_choices(at),
    )


def _choices(at: Administration) -> dict[str, Any]:
    """What may be chosen in the forms: roles, and the scopes that the register and the county's sections give."""
    schools = at.register.now.schools
    townships = sorted({one.township for one in schools.values() if one.township})
    sections = [one.partition(":")[2] for one in SECTIONS if one != COUNTY]
    return {
        "roles_of_all": [(one, text(f"role_hint.{one.name.lower()}")) for one in Role],
        "scopes": sorted(at.school_names.items())
        + [(one, text("accounts.township")) for one in townships]
        + [(one, text("accounts.section")) for one in sections],
    }


def _password_state(temporary: bool | None) -> str:
    if temporary is None:
        return text("accounts.password_none")
    return text("accounts.password_temporary" if temporary else "accounts.password_set")


def _address(at: Administration) -> str:
    """The address that the slip tells: the first name that was configured, else the one asked under."""
    settings = at.door.configuration
    if settings.names:
        return f"{'https' if settings.https else 'http'}://{settings.names[0]}/"
    return str(at.request.base_url)
