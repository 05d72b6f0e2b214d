"""The gate before every route: whoever is not signed in goes to the sign-in page, but for what is open to everybody.

It stands before what is kept too. A route that forgot to ask who comes is closed all the same to those outside.
"""

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.accounts.arriving import Lacks
from api.http.door import not_signed_in
from api.http.doorway import Doorway
from api.http.pace import Pace
from api.http.problems import answer, fault_answer, is_for_programs, of_refusal
from api.http.sign_in_places import OWN_PASSWORD, SECOND_FACTOR, SIGN_IN, SIGN_OUT
from ledger.refusals import Refused
from ledger.store.faults import STORE_FAULTS

OPEN_TO_ALL = (SIGN_IN, "/healthz", "/readyz", "/metrics", "/favicon.ico", "/check")
OPEN_FOLDERS = ("/static/", "/public/", "/credentials/")
"""What everybody may see: the style sheet, results on public notice, whether a certificate is sound."""

_ON_THE_WAY = {
    Lacks.CODE: (SECOND_FACTOR, Refused("second-factor-needed", "还要填手机上的动态口令,才能继续;请打开网页填写。")),
    Lacks.ENROLMENT: (SECOND_FACTOR, Refused("second-factor-needed", "这个账号要先启用动态口令;请打开网页启用。")),
    Lacks.PASSWORD: (OWN_PASSWORD, Refused("password-to-change", "现在用的是临时密码;请先改成自己的密码。")),
}


class Gate:
    """ASGI middleware before routes and kept answers."""

    def __init__(self, app: ASGIApp, pace: Pace) -> None:
        self._app, self._pace = app, pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on who may come in; send all others where they can."""
        stopped = await _stopped(scope, self._pace) if scope["type"] == "http" else None
        await (stopped or self._app)(scope, receive, send)


async def _stopped(scope: Scope, pace: Pace) -> Response | None:
    path, door = scope["path"], getattr(scope["app"].state, "door", None)
    if path in OPEN_TO_ALL or path.startswith(OPEN_FOLDERS) or not isinstance(door, Doorway):
        return None
    try:
        arrived = await door.arrival(scope)
    except Refused as unreadable:
        return answer(path, of_refusal(unreadable))
    except STORE_FAULTS as error:
        return fault_answer(path, error)
    lacks = arrived.lacks
    if arrived.visitor and not pace.allows(arrived.visitor.account):
        refused = Refused("too-many-requests", "这个账号一分钟里要的太多了;请等几秒再试,程序请放慢。")
        return answer(path, of_refusal(refused))
    if lacks is Lacks.NOTHING or path == SIGN_OUT:
        return None
    if lacks is Lacks.SIGN_IN:
        refused, place = not_signed_in(), f"{SIGN_IN}{_next(scope)}"
    else:
        where, refused = _ON_THE_WAY[lacks]
        if path == where or path.startswith(f"{where}/"):
            return None
        place = where + (_next(scope) if where == SECOND_FACTOR else "")
    if is_for_programs(path):
        return answer(path, of_refusal(refused))
    return RedirectResponse(place, 303)


def _next(scope: Scope) -> str:
    """Where to go on to after signing in; what was searched for, which may be a name, is left out."""
    if scope["method"] != "GET" or scope["path"] == "/":
        return ""
    query = scope["query_string"].decode("latin-1")
    asked = f"?{query}" if query and not any(part.startswith("q=") for part in query.split("&")) else ""
    return f"?next={quote(scope['path'] + asked, safe='/')}"
