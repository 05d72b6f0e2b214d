"""The guard before the application: only the names of this server, no body that is too long, one head on every answer.

Listening on the loopback address alone does not keep others out: a page from elsewhere can have its own name resolved
to 127.0.0.1 and ask under that name (DNS rebinding). So the name that is asked under is looked at.
"""

from collections.abc import Iterable
from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.configuration import Configuration
from api.http.headers import headers_for
from api.http.problems import TooLarge, answer, of_refusal, wrong_host


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, configuration: Configuration) -> None:
        self._app, self._configuration = app, configuration

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on what is asked under a name of this server."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http" or not _asked_here(scope["headers"], self._configuration.host_names):
            await answer(scope["path"], wrong_host(is_open=self._configuration.is_open))(scope, receive, send)
            return
        most, taken, begun = self._configuration.most_bytes, 0, False

        async def receive_so_much() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLarge(self._configuration.upload_megabytes)
            return message

        async def send_with_head(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(scope["path"], https=self._configuration.https).items():
                    headers[name] = value
            await send(message)

        try:
            if _said_length(scope["headers"]) > most:
                raise TooLarge(self._configuration.upload_megabytes)
            await self._app(scope, receive_so_much, send_with_head)
        except TooLarge as error:
            if not begun:
                await answer(scope["path"], of_refusal(error.refused))(scope, receive, send)


def _asked_here(headers: Iterable[tuple[bytes, bytes]], names: frozenset[str]) -> bool:
    """Whether the one Host header names this server, whatever the port."""
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(hosts) != 1:
        return False
    name, _, port = hosts[0].rpartition(":")
    if not name or hosts[0].endswith("]"):
        name, port = hosts[0], "0"
    return name.lower() in names and port.isascii() and port.isdigit()


def _said_length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """How long the body is to be, as far as that is said."""
    for name, value in headers:
        if name == b"content-length":
            with suppress(ValueError):
                return int(value)
    return 0
