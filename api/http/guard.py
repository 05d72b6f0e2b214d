"""The guard before the application: only names of this machine, and the same head on every answer.

There are no accounts yet, so only this machine may ask. Listening on the loopback address alone does not do it: a
page from elsewhere can have its own name resolved to 127.0.0.1 and ask under that name (DNS rebinding).
"""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.headers import headers_for
from api.http.problems import answer, wrong_host

_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on what is asked under a name of this machine."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http" or not _asked_here(scope["headers"]):
            await answer(scope["path"], wrong_host())(scope, receive, send)
            return

        async def send_with_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(scope["path"]).items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_head)


def _asked_here(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the one Host header names this machine, whatever the port."""
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(hosts) != 1:
        return False
    name, _, port = hosts[0].rpartition(":")
    if not name or hosts[0].endswith("]"):
        name, port = hosts[0], "0"
    return name.lower() in _OWN_NAMES and port.isascii() and port.isdigit()
