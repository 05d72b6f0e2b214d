"""The second factor: asked for at sign-in, set up with a telephone, removed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.arriving import Arrival, Lacks
from api.accounts.second_factor import Enrolment
from api.accounts.sessions import Session
from api.http.door import TheArrival, TheDoorway, TheForm, not_signed_in
from api.http.sign_in_places import ACCOUNT, SECOND_FACTOR, safe_next
from api.pages.front.qr_picture import qr_picture
from api.pages.front.sign_in_routes import machine_of, said, with_session
from api.pages.rendering import render
from api.pages.texts import text
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)

_QR = f"{SECOND_FACTOR}/qr.svg"
_TOLD_ON_THE_PAGE = ("wrong-code", "wait-before-trying")


@routes.get(SECOND_FACTOR)
async def asked(door: TheDoorway, arrived: TheArrival, next: Annotated[str, Query()] = "/") -> Response:
    """The page that asks for the code, or the one that sets it up."""
    session = session_of(arrived)
    if arrived.lacks is Lacks.CODE:
        return _asking(arrived, next)
    if session.factor_set:
        return RedirectResponse(ACCOUNT, 303)
    return await _setting_up(door, arrived)


@routes.post(SECOND_FACTOR)
async def given(request: Request, door: TheDoorway, arrived: TheArrival, form: TheForm) -> Response:
    """A code of the telephone, or a recovery code."""
    session = session_of(arrived)
    try:
        token = await run_in_threadpool(door.signing_in.with_code, session, said(form, "code"), machine_of(request))
    except Refused as refused:
        if refused.code not in _TOLD_ON_THE_PAGE:
            raise
        return _asking(arrived, said(form, "next"), refused)
    return with_session(door, RedirectResponse(safe_next(said(form, "next")), 303), token)


@routes.get(_QR)
async def picture(door: TheDoorway, arrived: TheArrival) -> Response:
    """The QR code; only until it was set up."""
    told = await _enrolment(door, session_of(arrived))
    return Response(qr_picture(told.address), media_type="image/svg+xml")


@routes.post(f"{SECOND_FACTOR}/set")
async def put_to_use(request: Request, door: TheDoorway, arrived: TheArrival, form: TheForm) -> Response:
    """The first code; the recovery codes are shown this once."""
    session = session_of(arrived)
    try:
        token, codes = await run_in_threadpool(
            door.own_account.set_factor, session, said(form, "code"), machine_of(request)
        )
    except Refused as refused:
        if refused.code not in _TOLD_ON_THE_PAGE:
            raise
        return await _setting_up(door, arrived, refused)
    return with_session(door, HTMLResponse(render("front/recovery_codes.html", codes=codes)), token)


def session_of(arrived: Arrival) -> Session:
    """The session of somebody who signed in, perhaps not wholly. Raises Refused `not-signed-in`."""
    if arrived.session is None:
        raise not_signed_in()
    return arrived.session


async def _enrolment(door: TheDoorway, session: Session) -> Enrolment:
    return await run_in_threadpool(door.credentials.second_factors.enrol, session.account, text("site.name"))


def _asking(arrived: Arrival, going_to: str, refused: Refused | None = None) -> Response:
    wrong = refused.message if refused else ""
    page = render("front/second_factor.html", csrf=arrived.csrf, going_to=safe_next(going_to), wrong=wrong)
    return HTMLResponse(page, _status(refused))


async def _setting_up(door: TheDoorway, arrived: Arrival, refused: Refused | None = None) -> Response:
    told = await _enrolment(door, session_of(arrived))
    page = render(
        "front/second_factor_set.html",
        csrf=arrived.csrf,
        picture=_QR,
        secret=" ".join(told.secret[at : at + 4] for at in range(0, len(told.secret), 4)),
        account=session_of(arrived).account,
        must=arrived.lacks is Lacks.ENROLMENT,
        wrong=refused.message if refused else "",
    )
    return HTMLResponse(page, _status(refused))


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 200
    return 429 if refused.code == "wait-before-trying" else 422
