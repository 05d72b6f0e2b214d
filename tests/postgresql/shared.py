"""The one PostgreSQL server of a test session, for all its workers: started by whoever needs it first."""

import fcntl
import os
import secrets
import sys
import tempfile
from pathlib import Path

import pytest

from api.bench.postgresql_server import QUICK, Server, programs

UNTESTED = "NOT TESTED: the book on PostgreSQL. Install postgresql (./install-system-packages.sh)."
NO_SERVER = programs() is None and not os.environ.get("CI")
if NO_SERVER:
    print(f"\n{UNTESTED}", file=sys.__stderr__)
needs_postgresql = pytest.mark.skipif(NO_SERVER, reason=UNTESTED)
"""For tests that start servers: they say so where they cannot be run, and fail there in CI."""

_SESSION = "SHILU_TEST_SESSION"
_started: list[Server] = []  # held, since a Popen that is forgotten while its process lives warns


def announce() -> None:
    """Name the place of the session's server, for this process and the workers it will start; nothing is made yet."""
    place = Path(tempfile.gettempdir()) / f"shilu-test-{secrets.token_hex(8)}"
    os.environ.setdefault(_SESSION, f"{os.getpid()}:{place}")


def shared_url() -> str:
    """The URL of the session's server, which is started where nobody has yet; it ends with the session."""
    session, _, place = os.environ[_SESSION].partition(":")
    folder = Path(place)
    folder.mkdir(mode=0o755, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = folder / "url"
        if not written.exists():
            server = Server(folder, {**QUICK, "autovacuum": "off"})
            _started.append(server)
            server.make()
            server.start(while_lives=int(session))
            written.write_text(server.url())
        return written.read_text()
