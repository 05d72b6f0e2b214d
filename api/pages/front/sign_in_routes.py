"""Signing in and out: the page with account and password, and the one that asks for the telephone's code."""

from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.arriving import Lacks
from api.accounts.sessions import csrf_of
from api.http.cookies import cookies_in
from api.http.door import TheArrival, TheDoorway, TheForm
from api.http.sign_in_places import SIGN_IN, SIGN_OUT, safe_next
from api.pages.rendering import render
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)


@routes.get(SIGN_IN)
async def sign_in(
    request: Request, door: TheDoorway, arrived: TheArrival, next: Annotated[str, Query()] = "/"
) -> Response:
    """The page that asks for account and password."""
    if arrived.lacks is Lacks.NOTHING:
        return RedirectResponse(safe_next(next), 303)
    return _asking(request, door, next)


@routes.post(SIGN_IN)
async def signed_in(request: Request, door: TheDoorway, form: TheForm) -> Response:
    """Account and password sent: a session begins, with a name of its own."""
    account, going_to = said(form, "account"), safe_next(said(form, "next"))
    try:
        token = await run_in_threadpool(
            door.signing_in.with_password, account, said(form, "password"), machine_of(request)
        )
    except Refused as refused:
        if refused.code not in ("wrong-password", "wait-before-trying"):
            raise
        status = 429 if refused.code == "wait-before-trying" else 401
        return _asking(request, door, going_to, account=account, wrong=refused.message, status=status)
    return with_session(door, RedirectResponse(going_to, 303), token)


@routes.post(SIGN_OUT)
async def signed_out(request: Request, door: TheDoorway, arrived: TheArrival) -> Response:
    """The session ends; the browser forgets it."""
    if arrived.session:
        await run_in_threadpool(door.signing_in.sign_out, arrived.session, machine_of(request))
    answer = RedirectResponse(SIGN_IN, 303)
    door.cookies.take_back(answer, door.cookies.session)
    return answer


def _asking(
    request: Request, door: TheDoorway, going_to: str, account: str = "", wrong: str = "", status: int = 200
) -> Response:
    """The page, with a cookie by which its form is known for ours."""
    before = cookies_in(request.scope["headers"]).get(door.cookies.before) or token_urlsafe(32)
    page = render(
        "front/sign_in.html", csrf=csrf_of(before), going_to=safe_next(going_to), account=account, wrong=wrong
    )
    answer = HTMLResponse(page, status)
    door.cookies.give(answer, door.cookies.before, before)
    return answer


def with_session(door: TheDoorway, answer: Response, token: str) -> Response:
    """An answer that gives the browser a session, and takes back the cookie from before there was one."""
    door.cookies.give(answer, door.cookies.session, token)
    door.cookies.take_back(answer, door.cookies.before)
    return answer


def said(form: FormData, field: str) -> str:
    """What a field of a form says; nothing where it is not there, or is a file."""
    found = form.get(field, "")
    return found if isinstance(found, str) else ""


def machine_of(request: Request) -> str:
    """The address of the machine that asks; of one behind a proxy that is believed, as the proxy says."""
    return request.client.host if request.client else ""
