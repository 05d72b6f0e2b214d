"""核对证书: whether an electronic certificate is sound, for everybody; and the list of those taken back.

What is sent is looked at and forgotten: nothing of it is kept, or written into a log.
"""

from secrets import token_urlsafe

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.accounts.arriving import Arrival
from api.accounts.sessions import csrf_of
from api.credentials.at_hand import text_in
from api.credentials.issuer import issuer_of, own_did
from api.credentials.issuing import status_list
from api.credentials.own_status import status_in
from api.credentials.status_list import LEAST
from api.credentials.strict_json import MOST_BYTES
from api.credentials.verdict import Verdict
from api.credentials.verifying import Given, verify
from api.http.cookies import cookies_in
from api.http.door import Anybody, TheArrival, TheDoorway, TheForm
from api.http.doorway import Doorway
from api.http.open_ledger import TheHome, TheLedger
from api.pages.rendering import render
from ledger.home import Home, Ledger
from ledger.refusals import Refused

routes = APIRouter(include_in_schema=False)

_VC = "application/vc"


@routes.get("/check")
def ask(request: Request, door: TheDoorway, arrived: TheArrival, home: TheHome) -> Response:
    """The page that takes a certificate."""
    return _page(request, door, arrived, home)


@routes.post("/check")
async def check(
    request: Request, door: TheDoorway, arrived: TheArrival, form: TheForm, ledger: TheLedger, home: TheHome
) -> Response:
    """What a certificate says, and whether it is sound."""
    try:
        text = await _sent(form.get("file")) or str(form.get("text", "")).strip()
    except Refused as refused:
        return _page(request, door, arrived, home, wrong=refused.message)
    if not text:
        return _page(request, door, arrived, home, wrong="请选一个证书文件,或把证书的内容贴在框里。")
    verdict = await run_in_threadpool(_verdict, text, ledger, home)
    return _page(request, door, arrived, home, verdict=verdict)


@routes.get("/credentials/status/{number}")
def taken_back(number: int, ledger: TheLedger, home: TheHome, _: Anybody) -> Response:
    """The list of the certificates that were taken back, signed (W3C Bitstring Status List)."""
    if not own_did(home.folder) or not 0 <= number <= ledger.book.position // LEAST:
        return Response("没有这份状态清单。", 404, media_type="text/plain; charset=utf-8")
    return JSONResponse(status_list(ledger.book, issuer_of(home.folder), number), media_type=_VC)


@routes.get("/credentials/issuer")
def issuer(home: TheHome, _: Anybody) -> Response:
    """Who issues here: the identity document with the public key."""
    if not own_did(home.folder):
        return Response("这里还没有签发过证书。", 404, media_type="text/plain; charset=utf-8")
    return JSONResponse(issuer_of(home.folder).document())


async def _sent(file: object) -> str:
    """The certificate in a file that was sent; empty where none was. Raises Refused."""
    if not isinstance(file, UploadFile) or not file.filename:
        return ""
    content = await file.read(4 * MOST_BYTES + 1)
    if len(content) > 4 * MOST_BYTES:
        raise Refused("credential-too-large", "文件太大,不像一份电子证书;请核对选的文件。")
    return text_in(content, "选的文件")


def _verdict(text: str, ledger: Ledger, home: Home) -> Verdict:
    return verify(text, Given(at=ledger.book.clock(), status_of=status_in(ledger.book, home.folder)))


def _page(
    request: Request, door: Doorway, arrived: Arrival, home: Home, verdict: Verdict | None = None, wrong: str = ""
) -> HTMLResponse:
    """The page; whoever is not signed in gets a cookie by which its form is known for ours."""
    before = arrived.text or cookies_in(request.scope["headers"]).get(door.cookies.before) or token_urlsafe(32)
    own = verdict is not None and bool(verdict.issuer_id) and verdict.issuer_id == own_did(home.folder)
    answer = HTMLResponse(
        render("front/check.html", csrf=csrf_of(before), verdict=verdict, wrong=wrong, own=own),
        422 if wrong else 200,
    )
    if not arrived.text:
        door.cookies.give(answer, door.cookies.before, before)
    return answer
