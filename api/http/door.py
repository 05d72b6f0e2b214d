"""The door: who asks, whether they may, and whether a form that is sent is one of ours."""

import hmac
from collections.abc import AsyncIterator, Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.accounts.arriving import Arrival
from api.accounts.permitted import Deed, check, may
from api.accounts.sessions import csrf_of
from api.accounts.visitor import Visitor, Way
from api.http.cookies import cookies_in
from api.http.doorway import Doorway
from ledger.refusals import Refused

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf-token"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_OURS = ("same-origin", "none")
"""What a browser says of where a request comes from: from a page of ours, or from nowhere (an address typed in)."""


async def doorway(request: Request) -> Doorway:
    """What tells who asks."""
    found = request.app.state.door
    assert isinstance(found, Doorway)
    return found


TheDoorway = Annotated[Doorway, Depends(doorway)]


async def arrival(request: Request, door: TheDoorway) -> Arrival:
    """Who asks, perhaps with something lacking."""
    return await door.arrival(request.scope)


TheArrival = Annotated[Arrival, Depends(arrival)]


async def visitor(arrived: TheArrival) -> Visitor:
    """Who asks. Raises Refused `not-signed-in`."""
    if arrived.visitor is None:
        raise not_signed_in()
    return arrived.visitor


TheVisitor = Annotated[Visitor, Depends(visitor)]


async def anybody(arrived: TheArrival) -> Visitor | None:
    """Who asks, of a page for everybody; None for whoever is not signed in."""
    return arrived.visitor


Anybody = Annotated[Visitor | None, Depends(anybody)]


def needs(deed: Deed, *others: Deed) -> Callable[[Visitor], None]:
    """A dependency of routes: refuses a visitor who may do nothing of the kind, nor any of the others."""

    def checked(who: TheVisitor) -> None:
        if not any(may(who, other) for other in others):
            check(who, deed)

    return checked


async def ours(request: Request) -> AsyncIterator[None]:
    """A dependency of every route: what changes something, and is sent with a cookie, comes from a page of ours.

    The form carries what its session was given (field `csrf` or header `X-CSRF-Token`), and the browser does not say
    that it comes from elsewhere. Programs with a token send no cookie by themselves and need neither.
    Raises Refused `form-not-ours`.
    """
    if request.method not in SAFE:
        await _check_ours(request)
    yield
    await request.close()  # files of a form that was read here


async def _check_ours(request: Request) -> None:
    door = await doorway(request)
    arrived = await door.arrival(request.scope)
    if arrived.visitor and arrived.visitor.way is Way.TOKEN:
        return
    if not _from_here(request, door):
        raise _not_ours()
    if arrived.visitor and arrived.visitor.way is Way.HERE:
        return
    text = arrived.text or cookies_in(request.scope["headers"]).get(door.cookies.before, "")
    given = request.headers.get(CSRF_HEADER, "")
    if not given and request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        given = str((await request.form()).get(CSRF_FIELD, ""))
    if not text or not hmac.compare_digest(given.encode(), csrf_of(text).encode()):
        await request.close()  # the files of the form, if it was read
        raise _not_ours()


async def writer(who: TheVisitor, _: Annotated[None, Depends(ours)]) -> Visitor:
    """Who sends something that is to be written."""
    return who


TheWriter = Annotated[Visitor, Depends(writer)]


async def form(request: Request, _: Annotated[None, Depends(ours)]) -> AsyncIterator[FormData]:
    """The fields and files of a form of ours; the files are closed when it is answered."""
    async with request.form() as found:
        yield found


TheForm = Annotated[FormData, Depends(form)]


def not_signed_in() -> Refused:
    """Nobody is signed in."""
    return Refused("not-signed-in", "还没有登录,或登录已经过期;请先登录。程序请在 Authorization 里带上令牌。")


def _from_here(request: Request, door: Doorway) -> bool:
    """Whether the browser does not say that a request was made by another site's page."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in _OURS:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    said, settings = urlsplit(origin), door.configuration
    if said.netloc.lower() == request.headers.get("host", "").lower():
        return said.scheme in ("http", "https")
    # A proxy may have left out the port that browsers ask at.
    return settings.https and said.scheme == "https" and said.hostname in settings.names


def _not_ours() -> Refused:
    return Refused("form-not-ours", "这一页打开太久了,或者不是从本站打开的,没有提交;请刷新这一页再填一次。")
