"""How a question is answered: from what is kept, or in a thread; not at all where whoever asks has the answer.

What is kept is sent by the thread that listens, at once, before any route is looked for.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from importlib.metadata import version

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.accounts.visitor import Visitor
from api.http.door import not_signed_in
from api.http.doorway import Doorway
from api.http.kept_answers import Answer, Asked, with_form_key, with_names, without_form_key
from api.http.making import AT_ONCE, made_in_turn
from api.http.measuring import ROUTE
from api.http.reading_desk import Question, ReadingDesk
from ledger.refusals import Refused
from ledger.store.faults import STORE_FAULTS

JSON, HTML = "application/json", "text/html; charset=utf-8"

_RELEASE = version("shilu")
_makers = CapacityLimiter(AT_ONCE)
_encode = msgspec.json.encode


async def answered(
    request: Request, desk: ReadingDesk, question: Callable[[], Question | None], make: Callable[[], Answer]
) -> Response:
    """The answer to a question, made if it is not kept.

    `question`: what the answer is made of, where it shows no names; whoever asks with its tag is told `304`.
    """
    who, asked = await _who(desk, request.scope)
    known = request.headers.get("if-none-match", "")
    found = await made_in_turn(partial(_made, asked, known, question, make), _makers)
    body = without_form_key(found.body, who.csrf)
    has_forms = body != found.body
    # A page with a form is another one in every session: it has no tag.
    etag = "" if has_forms else found.etag
    kept = replace(found, body=body, etag=etag, route=request.scope["route"].path, has_forms=has_forms)
    desk.answers.keep(asked, kept)
    return await _sent(desk, kept, known, who.csrf)


class Ready:
    """ASGI middleware before the routes: what is kept is sent without asking them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is kept, or pass the question on."""
        answer = await _ready(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (answer or self._app)(scope, receive, send)


async def _ready(scope: Scope) -> Response | None:
    """What is kept of an answer; None where nothing is, or book or vault cannot be read: the route tells why."""
    desk = getattr(scope["app"].state, "desk", None)
    if not isinstance(desk, ReadingDesk) or not desk.answers.may_have(scope["path"]):
        return None
    try:
        who, asked = await _who(desk, scope)
        found = desk.answers.find(asked)
        known = next((value for name, value in scope["headers"] if name == b"if-none-match"), b"")
        if found is None:
            return None
        scope[ROUTE] = found.route
        return await _sent(desk, found, known.decode("latin-1"), who.csrf)
    except (Refused, *STORE_FAULTS):
        return None


async def _who(desk: ReadingDesk, scope: Scope) -> tuple[Visitor, Asked]:
    """Who asks, and what. Raises Refused `not-signed-in`: nothing is sent to whom the gate should not have let in."""
    door = scope["app"].state.door
    assert isinstance(door, Doorway)
    who = (await door.arrival(scope)).visitor
    if who is None:
        raise not_signed_in()
    position, query = door.accounts.position, scope["query_string"].decode("latin-1")
    return who, Asked(position, desk.today().toordinal(), scope["path"], query, _by(who))


def _by(who: Visitor) -> str:
    """The account and all that decides what it may do, as one text."""
    held = sorted("\t".join(one) for one in who.held)
    return "\n".join([who.account, who.way, who.teacher, *held])


async def _sent(desk: ReadingDesk, found: Answer, known: str, csrf: str) -> Response:
    """An answer as it is sent, names and form key put in; `known`: the tags that whoever asks has the content of."""
    body = with_form_key(found.body, csrf) if found.has_forms else found.body
    if found.people:
        names = desk.unsealed_at_once(found.people)
        if names is None:
            names = await to_thread.run_sync(desk.unsealed, found.people)
        body = with_names(body, names)
    headers = {"ETag": found.etag} if found.etag else {}
    if found.etag and found.etag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, found.status, headers, found.media_type)


def json_answer(value: object) -> Answer:
    """An answer for programs."""
    return Answer(_encode(value), JSON)


def _made(asked: Asked, known: str, question: Callable[[], Question | None], make: Callable[[], Answer]) -> Answer:
    """An answer with its tag; without its content where the tag is known already."""
    of = question()
    etag = _tag(of, asked) if of else ""
    if etag and etag in known:
        return Answer(b"", JSON, 304, etag)
    answer = make()
    tagged = answer.status == 200 and not answer.people
    return Answer(answer.body, answer.media_type, answer.status, etag if tagged else "", answer.people)


def _tag(of: Question, asked: Asked) -> str:
    """The tag of an answer: of the release, of the evaluation that it is from, and of what was asked about it."""
    parts = (_RELEASE, *of, asked.path, asked.query, asked.by)
    said = [str(one.isoformat() if isinstance(one, date) else one) for one in parts]
    return f'W/"{sha256(_encode(said)).hexdigest()[:32]}"'  # weak: what is sent may be compressed
