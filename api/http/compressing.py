"""Answers for programs, and files that pages load, sent compressed (gzip) to whoever takes it so.

Pages are not: they hold the key of their forms beside what was asked for, and how well a page compresses would tell
somebody who can have a browser ask for it, and count bytes on the way, the key letter by letter (BREACH). What
programs are answered holds no secret beside what they ask, and it is what is large.
"""

import gzip
import zlib
from collections.abc import MutableMapping

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FOLDERS = ("/api/v1/", "/static/")
_SMALLEST = 1_000
_AT_ONCE = 100_000
"""Bytes that are compressed by the thread that listens; more is left to another, so that others need not wait."""
_LEVEL = 4  # a county's answers: 12 times smaller; 9 takes four times as long for a tenth less
_KINDS = ("application/json", "application/x-ndjson", "application/cloudevents-batch+json", "text/", "image/svg+xml")
_SCRIPTS = ("application/javascript", "text/javascript")


class Compressing:
    """ASGI middleware around routes and kept answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; compress what comes back where it may be."""
        if scope["type"] == "http" and scope["path"].startswith(_FOLDERS):
            takes = "gzip" in Headers(scope=scope).get("accept-encoding", "")
            await self._app(scope, receive, _Sending(send, takes=takes))
        else:
            await self._app(scope, receive, send)


class _Sending:
    """What is sent, message by message."""

    def __init__(self, send: Send, *, takes: bool) -> None:
        self._send = send
        self._takes = takes
        self._start: Message | None = None
        self._stream: zlib._Compress | None = None

    async def __call__(self, message: MutableMapping[str, object]) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        if self._start is not None:
            await self._begin(self._start, message)
        elif self._stream:
            await self._go_on(message)
        else:
            await self._send(message)

    async def _begin(self, start: Message, message: Message) -> None:
        """The first part of the body is here: by it it is known whether there are more, and how large it is."""
        self._start = None
        headers = MutableHeaders(scope=start)
        if not _may_be_compressed(headers):
            await self._send(start)
            await self._send(message)
            return
        headers.add_vary_header("Accept-Encoding")
        body, more = message.get("body", b""), message.get("more_body", False)
        if not self._takes or (not more and len(body) < _SMALLEST):
            await self._send(start)
            await self._send(message)
            return
        headers["Content-Encoding"] = "gzip"
        etag = headers.get("etag", "")
        if etag and not etag.startswith("W/"):
            headers["ETag"] = f"W/{etag}"  # other bytes under the same tag: no longer a strong one (RFC 9110, 8.8.3)
        if more:
            del headers["Content-Length"]
            self._stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
            await self._send(start)
            await self._go_on(message)
            return
        small = len(body) <= _AT_ONCE
        squeezed = _whole(body) if small else await to_thread.run_sync(_whole, body)
        headers["Content-Length"] = str(len(squeezed))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": squeezed})

    async def _go_on(self, message: Message) -> None:
        stream, body, more = self._stream, message.get("body", b""), message.get("more_body", False)
        assert stream
        squeezed = await to_thread.run_sync(_part, stream, body, more)
        await self._send({"type": "http.response.body", "body": squeezed, "more_body": more})


def _may_be_compressed(headers: Headers) -> bool:
    is_whole = "content-encoding" not in headers and "content-range" not in headers
    return is_whole and headers.get("content-type", "").startswith((*_KINDS, *_SCRIPTS))


def _whole(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)


def _part(stream: "zlib._Compress", body: bytes, more: bool) -> bytes:
    """A part compressed, so that whoever reads has all of it now."""
    return stream.compress(body) + stream.flush(zlib.Z_SYNC_FLUSH if more else zlib.Z_FINISH)
