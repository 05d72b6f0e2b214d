"""A PostgreSQL server for a while, for tests and measurements: on a free local port, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psycopg

from api.bench.server_keeper import owner

KEEPER = Path(__file__).with_name("server_keeper.py")
PATIENCE_SECONDS = 20
ABSENT = "PostgreSQL's programs are missing: install postgresql (./install-system-packages.sh)."

SAFE: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "log_checkpoints": "off",
}
"""What every such server is told; all else is PostgreSQL's default, as on a server in use."""

QUICK: Mapping[str, str] = {
    **SAFE,
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""Where no machine dies: nothing is waited for until it is on disk."""


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian's newest, else what the path finds; None where there are none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _path_of(program: str) -> str:
    folder = programs()
    if folder is None:
        raise FileNotFoundError(ABSENT)
    return str(folder / program)


class Server:
    """One server: its folder (data, log), its port, its keeper."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = SAFE) -> None:
        """A server to be: nothing is made or started yet. `folder` must be one that everybody may enter."""
        self.folder = folder
        self.settings = dict(settings)
        self.port = free_port()
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.folder / "data"

    def make(self) -> None:
        """An empty cluster."""
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
        self.make_by("initdb", "--pgdata", str(self.data), *options)

    def make_by(self, program: str, *arguments: str) -> None:
        """A cluster made by a program of PostgreSQL's (`initdb`, `pg_basebackup`), owned by whoever may run it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if "user" in (as_whom := owner()):
            os.chown(self.folder, as_whom["user"], as_whom["group"])
        command = [_path_of(program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **as_whom)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")

    def start(self, *, while_lives: int | None = None) -> None:
        """Start it, and wait until it answers; it is stopped when the process `while_lives` (else this one) ends."""
        command = [sys.executable, "-I", str(KEEPER), str(while_lives or os.getpid()), str(self.folder)]
        command += [_path_of("postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            # A session of its own: what kills all processes of the tests at once must leave the keeper to clean up.
            self._keeper = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """Until somebody can sign in; raises RuntimeError with the log's end where the server gave up."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                if self.ask("SHOW data_directory") != [(str(self.data),)]:
                    raise RuntimeError(f"another server answers at port {self.port}")
                return
            except psycopg.OperationalError:
                gone = self._keeper is not None and self._keeper.poll() is not None
                if gone or time.monotonic() > until:
                    raise RuntimeError(f"no answer at port {self.port}: {self.log()[-2000:]}") from None
                time.sleep(0.01)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends every session, SIGQUIT is as a fall of the power to whoever uses it."""
        os.kill(self.pid(), how)
        self._wait()

    def kill(self) -> None:
        """As if the machine fell: the server and all its children, at once.

        All are halted before the first is killed: a session that lives on for a moment sees that the server is gone,
        gives up waiting for the standby and shows others what it never acknowledged.
        """
        first = self.pid()
        _send(first, signal.SIGSTOP)  # starts no more children
        for pid in (all_of_them := [*_children(first), first]):
            _send(pid, signal.SIGSTOP)
        for pid in all_of_them:
            _send(pid, signal.SIGKILL)
        self._wait()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def pid(self) -> int:
        """The number of the server's first process."""
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def running(self) -> bool:
        """Whether it was started here and has not ended."""
        return self._keeper is not None and self._keeper.poll() is None

    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "log").read_text(errors="replace")

    def url(self, database: str = "postgres") -> str:
        """Where a client finds it, as the superuser."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str) -> None:
        """Statements of an administrator, each in a transaction of its own."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """The rows that answer an administrator's question."""
        with psycopg.connect(self.url(), autocommit=True, connect_timeout=2) as connection:
            return connection.execute(question.encode()).fetchall()

    def _wait(self) -> None:
        assert self._keeper
        self._keeper.wait(PATIENCE_SECONDS)


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _children(pid: int) -> list[int]:
    """The processes that a process started, by `/proc`."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = status.read_text(errors="replace").rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid:
            found.append(int(status.parent.name))
    return found


def _send(pid: int, signal_sent: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal_sent)
