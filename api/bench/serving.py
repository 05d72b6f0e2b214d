"""`shilu serve` in a process of its own, for rows about what is asked over the web."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from json import loads
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

from api.accounts.register import AccountsInForce
from api.accounts.visitor import Held, Role
from api.bench.workshop import PACK, SHILU, TERM
from api.desk.account_changes import give, open_account
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.refusals import Refused

HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60
_CATCHING_UP_SECONDS = 1_200
_ACCOUNT = "bench"


class Served:
    """A server that runs, and one connection to it; `cookie`: that of somebody who is signed in and sees everything."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", cookie: str) -> None:
        self.port = port
        self.cookie = cookie
        self.process = process
        self._connection = HTTPConnection(HOST, port, timeout=600)

    def page(self, path: str) -> bytes:
        """What a path answers. Raises Refused `bench-failed` unless it answers 200."""
        try:
            self._connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = self._connection.getresponse()
            body = answer.read()
        except OSError:
            self._connection.close()
            raise
        if answer.status != 200:
            raise Refused("bench-failed", f"测速时 {path} 回答 {answer.status};请先排除这个错误。")
        return body

    def wait_until_caught_up(self) -> None:
        """Wait until views and seal have come as far as the book, which a server sees to when it begins.

        Raises Refused `bench-failed` where that takes longer than is to be expected of the largest book.
        """
        until = monotonic() + _CATCHING_UP_SECONDS
        while monotonic() < until:
            self._connection.request("GET", "/readyz")
            told = loads(self._connection.getresponse().read())
            if told["ready"] and not any(told[one] and told[one]["lag"] for one in ("views", "seal")):
                return
            sleep(0.2)
        raise Refused("bench-failed", "测速时服务器迟迟没有就绪;请单独运行 shilu serve 并查看 /readyz。")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def object(self, path: str) -> Any:
        """The JSON that a path answers."""
        return loads(self.page(path))


def question(**more: str) -> str:
    """The query that asks for the pack and term of the bench."""
    return urlencode({"pack": PACK, "term": TERM, **more})


@contextmanager
def served(home: Home, port: int) -> Iterator[Served]:
    """A server of a ledger on a port, ready to answer somebody who is signed in; ended afterwards."""
    # One account asks here as often as a whole county does.
    environment = {"SHILU_HOME": str(home.folder), "SHILU_DATABASE_URL": "", "SHILU_REQUESTS_A_MINUTE": "1000000"}
    cookie = _signed_in(home)
    command = [*SHILU, "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet) as process:
        server = Served(port, process, cookie)
        try:
            yield _ready(server, process)
        finally:
            server.close()
            process.terminate()
            process.wait(_PATIENCE_SECONDS)


def _signed_in(home: Home) -> str:
    """The cookie of an auditor, whose account is opened where there is none yet."""
    from api.accounts.credentials import Credentials  # loads SQLAlchemy, which other rows do without

    with home.opened() as ledger:
        if AccountsInForce(ledger.book).of(_ACCOUNT) is None:
            open_account(ledger, HandIn("local"), _ACCOUNT)
            give(ledger, HandIn("local"), _ACCOUNT, Held(Role.AUDITOR))
    with closing(Credentials(home)) as credentials:
        return f"shilu={credentials.sessions.begin(_ACCOUNT)}"


def _ready(server: Served, process: "subprocess.Popen[bytes]") -> Served:
    """The server, once it answers. Raises Refused `bench-failed` where it does not."""
    until = monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            server.page("/healthz")
            return server
        except OSError:
            if process.poll() is not None or monotonic() > until:
                raise Refused("bench-failed", "测速时 shilu serve 没有启动;请先单独运行它。") from None
            sleep(0.05)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.create_server((HOST, 0)) as listening:
        return int(listening.getsockname()[1])
