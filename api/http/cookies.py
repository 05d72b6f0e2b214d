"""The cookies: the session, and what the form of the sign-in page carries before there is one."""

from collections.abc import Iterable

from starlette.responses import Response

_SESSION, _BEFORE = "shilu", "shilu-before"
_HOST = "__Host-"
"""A browser takes a cookie of such a name only over https, for this host alone and for all its paths."""


class Cookies:
    """What the cookies of one server are called."""

    def __init__(self, *, https: bool) -> None:
        self._https = https
        self.session = f"{_HOST}{_SESSION}" if https else _SESSION
        self.before = f"{_HOST}{_BEFORE}" if https else _BEFORE

    def give(self, answer: Response, name: str, text: str) -> None:
        """Put a cookie into an answer; it is gone with the browser, and no script reads it."""
        answer.set_cookie(name, text, httponly=True, samesite="lax", secure=self._https, path="/")

    def take_back(self, answer: Response, name: str) -> None:
        """Have the browser forget a cookie."""
        answer.delete_cookie(name, httponly=True, samesite="lax", secure=self._https, path="/")


def cookies_in(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The cookies that a request carries. Ours need no quoting, and every request is looked through."""
    said = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    parts = (one.partition("=") for one in said.split(";"))
    return {name.strip(): value.strip() for name, _, value in parts}
