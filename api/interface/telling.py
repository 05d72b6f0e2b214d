"""How a reading is sent: made in a thread, tagged, not sent again to whoever has it; long lists in parts.

A list goes on under the address in the `Link` header (`rel="next"`, RFC 8288). Its cursor names the position and the
day that the first part was of, so that the parts fit together whatever is written meanwhile.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, NamedTuple

import msgspec
from anyio import CapacityLimiter
from fastapi import Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.http.making import AT_ONCE, made_in_turn
from api.http.questions import Day, Filled
from ledger.refusals import Misuse

JSON = "application/json"
MOST = 1_000

_makers = CapacityLimiter(AT_ONCE)
_encode = msgspec.json.encode


class Moment(NamedTuple):
    """Of when a list is: what the book held at a position, what had happened by a day; and where to go on in it."""

    position: int
    day: date
    start: int = 0


class Listed(Filled):
    """What every list may be asked: so many at once, and on from where the last part ended."""

    model_config = ConfigDict(extra="forbid")

    most: Annotated[int, Field(ge=1, le=MOST, description="最多几条")] = 200
    cursor: str = Field("", description="接着上一部分:照 Link 里 rel=next 的网址来,不用自己写", max_length=200)


class ListedAsOf(Listed):
    """A list of what had happened by a day, as the book knew it at a position."""

    as_of: Day | None = Field(None, description="算到哪一天为止(默认今天)", examples=["2022-12-31"])
    known_at: str | None = Field(
        None, description="按账本在哪个位置或时间的内容算(默认现在)", examples=["3000"], max_length=40
    )


async def told(request: Request, make: Callable[[dict[str, str]], object]) -> Response:
    """A value as JSON, made in a thread of which there are few; `make` is given the headers, to add to them."""

    def made() -> Response:
        headers: dict[str, str] = {}
        value = make(headers)
        return tagged(request, value, headers)

    return await made_in_turn(made, _makers)


async def told_in_parts(
    request: Request, asked: Listed, moment: Callable[[Moment | None], Moment], rows: Callable[[Moment], Sequence[Any]]
) -> Response:
    """A part of a list; `moment` says of when it is, told of when the part before was, if there was one."""

    def made() -> Response:
        at = moment(_read(asked.cursor) if asked.cursor else None)
        found = rows(at)
        part = found[at.start : at.start + asked.most]
        ends = at.start + len(part)
        headers = next_link(request, _written(at._replace(start=ends))) if ends < len(found) else {}
        return tagged(request, part, headers)

    return await made_in_turn(made, _makers)


def next_link(request: Request, cursor: str) -> dict[str, str]:
    """The header that says where the list goes on."""
    address = request.url.include_query_params(cursor=cursor)
    return {"Link": f'<{address.path}?{address.query}>; rel="next"'}


def tagged(request: Request, value: object, headers: dict[str, str], etag: str = "") -> Response:
    """A value as JSON, with its tag: by default one of its content, weak, for it may be sent compressed."""
    body = _encode(value)
    etag = etag or f'W/"{sha256(body).hexdigest()[:32]}"'
    headers = headers | {"ETag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def _written(at: Moment) -> str:
    return urlsafe_b64encode(_encode([at.position, at.day, at.start])).decode().rstrip("=")


def _read(cursor: str) -> Moment:
    """Of when the part before was. Raises Misuse `bad-cursor`."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        at = Moment(*msgspec.json.decode(urlsafe_b64decode(padded), type=tuple[int, date, int]))
    except (ValueError, msgspec.DecodeError):
        raise bad_cursor() from None
    if at.position < 0 or at.start < 0:
        raise bad_cursor()
    return at


def bad_cursor() -> Misuse:
    """What was given as a cursor is none of ours."""
    return Misuse("bad-cursor", "cursor 不是本接口给出的;请从头取,再照 Link 里 rel=next 的网址接着取。")
