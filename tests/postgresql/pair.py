"""A PostgreSQL primary with a synchronous standby, set up as docs/operations.md says; and servers by themselves."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM

from api.bench.postgresql_server import SAFE, Server

STANDBY = "standby"
IN_USE = {**SAFE, "wal_retrieve_retry_interval": "200ms"}
PATIENCE_SECONDS = 20


@contextmanager
def folder_for_servers() -> Iterator[Path]:
    """A temporary folder that a server's own user may enter, as pytest's may not be."""
    folder = Path(tempfile.mkdtemp(prefix="shilu-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server_in_use() -> Iterator[Server]:
    """One server that waits for its disk, as one in use does."""
    with folder_for_servers() as folder:
        server = Server(folder, IN_USE)
        server.make()
        server.start()
        try:
            yield server
        finally:
            if server.running():
                server.kill()


@contextmanager
def primary_and_standby() -> Iterator[tuple[Server, Server]]:
    """Both running; the primary acknowledges only what the standby has on its disk, too."""
    with server_in_use() as primary, folder_for_servers() as folder:
        primary.run(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        standby = Server(folder, IN_USE)
        source = f"host=127.0.0.1 port={primary.port} user=postgres application_name={STANDBY}"
        options = ["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--dbname", source]
        standby.make_by("pg_basebackup", "--pgdata", str(standby.data), *options)
        standby.start()
        try:
            primary.run("SELECT pg_reload_conf()")
            _until(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
            yield primary, standby
        finally:
            if standby.running():
                standby.kill()


@contextmanager
def cut_off(standby: Server) -> Iterator[None]:
    """Inside, nothing of the primary reaches the standby: its line is broken, and it does not look for another."""
    [(receiver, recovery)] = standby.ask(
        "SELECT receiver.pid, recovery.pid FROM pg_stat_wal_receiver receiver, pg_stat_activity recovery "
        "WHERE recovery.backend_type = 'startup'"
    )
    assert isinstance(receiver, int)
    assert isinstance(recovery, int)
    os.kill(recovery, SIGSTOP)
    os.kill(receiver, SIGTERM)
    try:
        yield
    finally:
        os.kill(recovery, SIGCONT)


def promote(standby: Server) -> None:
    """Make the standby the one that is written to; it has no standby of its own, and must not wait for one."""
    standby.run(
        "ALTER SYSTEM SET synchronous_standby_names = ''",
        "SELECT pg_reload_conf()",
        "SELECT pg_promote(wait => false)",
    )


def url_of_all(*servers: Server, schema: str) -> str:
    """One URL for several servers, of which clients find the one that takes writes."""
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return f"postgresql://postgres@{hosts}/postgres?target_session_attrs=read-write&options=-csearch_path%3D{schema}"


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)
