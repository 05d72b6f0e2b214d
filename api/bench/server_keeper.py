"""Keeps one PostgreSQL server while a process lives: `python server_keeper.py WATCHED FOLDER COMMAND…`.

The server must not outlive who asked for it, however they end: a program that is killed cleans nothing up. When the
watched process is gone, the server is stopped at once and its folder removed. When the server ends by itself (it was
stopped or killed), so does its keeper, and the folder stays. PostgreSQL refuses root: then it runs as `nobody`.
"""

import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
from typing import TypedDict

IMMEDIATELY = signal.SIGQUIT


class As(TypedDict, total=False):
    """As whom a program is run: arguments of `Popen`."""

    user: int
    group: int
    extra_groups: list[int]


def owner() -> "As":
    """As whom PostgreSQL runs: as whoever runs the tests, root excepted."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def keep(watched: int, folder: str, command: list[str]) -> None:
    """Run the server until it ends, or the watched process does."""
    try:
        life = os.pidfd_open(watched)
    except ProcessLookupError:
        shutil.rmtree(folder, ignore_errors=True)
        return
    with subprocess.Popen(command, cwd=folder, **owner()) as server:
        poll = select.poll()
        poll.register(life, select.POLLIN)
        poll.register(os.pidfd_open(server.pid), select.POLLIN)
        ended = {descriptor for descriptor, _ in poll.poll()}
        if life in ended:
            server.send_signal(IMMEDIATELY)
    if life in ended:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
