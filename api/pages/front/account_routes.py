"""One's own account: roles, password, second factor, where one is signed in, tokens for programs."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.arriving import Arrival, Lacks
from api.accounts.passwords import SHORTEST
from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.http.door import TheArrival, TheDoorway, TheForm, TheVisitor, needs, not_signed_in
from api.http.doorway import Doorway
from api.http.register_desk import RegisterDesk, TheRegister
from api.http.sign_in_places import ACCOUNT, OWN_PASSWORD
from api.pages.frame import page
from api.pages.front.roles_said import roles_said, said_of
from api.pages.front.second_factor_routes import session_of
from api.pages.front.sign_in_routes import machine_of, said, with_session
from api.pages.rendering import render
from api.pages.texts import text
from ledger.pen import COUNTY_TIME
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)

_OWN = [Depends(needs(Deed.OWN_ACCOUNT))]
_DONE = {
    "password": "password.changed",
    "sessions": "session.ended",
    "revoked": "token.revoked",
    "factor": "factor.removed",
}
"""What is said above the page after something was done."""


@routes.get(ACCOUNT, dependencies=_OWN)
def account(
    request: Request,
    door: TheDoorway,
    register: TheRegister,
    visitor: TheVisitor,
    arrived: TheArrival,
    done: str = "",
) -> Response:
    """The page of one's own account."""
    return _own_page(request, door, register, visitor, arrived, told=_DONE.get(done, ""))


@routes.get(OWN_PASSWORD)
async def password(arrived: TheArrival) -> Response:
    """The page that changes the password; all that is open to whoever has a temporary one."""
    session_of(arrived)
    return _password_page(arrived)


@routes.post(OWN_PASSWORD)
async def change_password(request: Request, door: TheDoorway, arrived: TheArrival, form: TheForm) -> Response:
    """Old and new password sent."""
    session = session_of(arrived)
    old, new, again = (said(form, field) for field in ("old", "new", "again"))
    if arrived.lacks not in (Lacks.NOTHING, Lacks.PASSWORD):
        raise not_signed_in()
    try:
        token = await run_in_threadpool(door.own_account.change_password, session, old, new, again, machine_of(request))
    except Refused as refused:
        if refused.code not in ("bad-password", "wrong-password", "wait-before-trying"):
            raise
        return _password_page(arrived, refused)
    return with_session(door, RedirectResponse(f"{ACCOUNT}?done=password", 303), token)


@routes.post(f"{ACCOUNT}/sessions/end", dependencies=_OWN)
async def end_others(door: TheDoorway, arrived: TheArrival) -> Response:
    """Sign out everywhere else."""
    await run_in_threadpool(door.own_account.end_others, session_of(arrived))
    return RedirectResponse(f"{ACCOUNT}?done=sessions", 303)


@routes.post(f"{ACCOUNT}/second-factor/remove", dependencies=_OWN)
async def remove_factor(
    request: Request,
    door: TheDoorway,
    register: TheRegister,
    visitor: TheVisitor,
    arrived: TheArrival,
    form: TheForm,
) -> Response:
    """No second factor any more; who has to have one sets up another at once."""
    session, password = session_of(arrived), said(form, "password")
    try:
        await run_in_threadpool(door.own_account.remove_factor, session, password, machine_of(request))
    except Refused as refused:
        if refused.code not in ("wrong-password", "wait-before-trying"):
            raise
        told = refused
        return await run_in_threadpool(lambda: _own_page(request, door, register, visitor, arrived, refused=told))
    return RedirectResponse(f"{ACCOUNT}?done=factor", 303)


@routes.post(f"{ACCOUNT}/tokens", dependencies=_OWN)
async def make_token(
    request: Request,
    door: TheDoorway,
    register: TheRegister,
    visitor: TheVisitor,
    arrived: TheArrival,
    form: TheForm,
) -> Response:
    """A new token, shown on the page that answers, and never again."""
    session, days = session_of(arrived), said(form, "days")
    chosen = {one for one in form.getlist("role") if isinstance(one, str)}
    roles = [held for number, held in enumerate(visitor.held) if str(number) in chosen]
    told, refused = "", None
    try:
        told = await run_in_threadpool(
            door.own_account.make_token, session, said(form, "name"), int(days) if days.isdecimal() else 0, roles
        )
    except Refused as one:
        if one.code not in ("bad-token", "too-many-tokens"):
            raise
        refused = one
    return await run_in_threadpool(
        lambda: _own_page(request, door, register, visitor, arrived, told_once=told, refused=refused)
    )


@routes.post(f"{ACCOUNT}/tokens/revoke", dependencies=_OWN)
async def revoke_token(door: TheDoorway, arrived: TheArrival, form: TheForm) -> Response:
    """A token opens nothing any more."""
    await run_in_threadpool(door.own_account.revoke_token, session_of(arrived), said(form, "number"))
    return RedirectResponse(f"{ACCOUNT}?done=revoked", 303)


def _own_page(
    request: Request,
    door: Doorway,
    register: RegisterDesk,
    visitor: Visitor,
    arrived: Arrival,
    *,
    told: str = "",
    told_once: str = "",
    refused: Refused | None = None,
) -> HTMLResponse:
    session = session_of(arrived)
    credentials = door.credentials
    return page(
        request,
        visitor,
        "front/account.html",
        status=200 if refused is None else 422,
        section="account",
        said=text(told) if told else "",
        wrong=refused.message if refused else "",
        roles=roles_said(visitor.held, register.school_name),
        factor_set=session.factor_set,
        codes_left=credentials.second_factors.recovery_codes_left(visitor.account),
        sessions=[
            {"begun": moment(one.begun), "seen": moment(one.seen), "this": one.digest == session.digest}
            for one in credentials.sessions.of(visitor.account)
        ],
        tokens=[
            {
                "name": one.name,
                "number": one.number,
                "roles": ";".join(said_of(held, register.school_name) for held in one.roles),
                "expires": day(one.expires),
                "used": moment(one.used) if one.used else "",
            }
            for one in credentials.tokens.of(visitor.account)
        ],
        told_once=told_once,
        token_open=refused is not None,
    )


def _password_page(arrived: Arrival, refused: Refused | None = None) -> HTMLResponse:
    shown = render(
        "front/password.html",
        csrf=arrived.csrf,
        account=session_of(arrived).account,
        must=arrived.lacks is Lacks.PASSWORD,
        shortest=SHORTEST,
        wrong=refused.message if refused else "",
    )
    return HTMLResponse(shown, 200 if refused is None else 422)


def moment(seconds: int) -> str:
    """A time as it is shown in the county: 2022-09-05 14:30."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M")


def day(seconds: int) -> str:
    """The day of a time."""
    return moment(seconds)[:10]
