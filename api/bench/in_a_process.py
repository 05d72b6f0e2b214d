"""A sample in a process of its own: nothing that ran before speeds it up, and its memory is its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ledger.refusals import Refused


class Sampled(NamedTuple):
    """What a function gave in its process, and the most memory that this held, in bytes (None: not known here)."""

    value: Any
    memory: int | None


def sampled(function: str, *arguments: str | int, environment: Mapping[str, str] | None = None) -> Sampled:
    """Call `module:name` with the arguments in a fresh process; it gives something that JSON can say."""
    command = [sys.executable, "-m", "api.bench.in_a_process", function, json.dumps(arguments)]
    told = json.loads(run_to_end(command, environment).rsplit("\n", 2)[-2])
    return Sampled(told["value"], told["memory"])


def run_to_end(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a command prints. Raises Refused `bench-failed` with what it complained of, where it fails."""
    ran = subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        said = ran.stderr.strip().rsplit("\n", 1)[-1] or f"退出状态 {ran.returncode}"
        raise Refused("bench-failed", f"测速时运行的程序 {' '.join(command[2:5])} 出错:{said};请先排除这个错误。")
    return ran.stdout


def most_memory() -> int | None:
    """The most memory that this process has held so far, in bytes; None where the system does not tell.

    `ru_maxrss` would do but for what Linux counts into it: the process that this one was forked from.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    [line] = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def free_memory() -> int | None:
    """How much memory this machine has to spare, in bytes; None where the system does not tell."""
    told = Path("/proc/meminfo")
    if not told.exists():
        return None
    [line] = (line for line in told.read_text().splitlines() if line.startswith("MemAvailable:"))
    return int(line.split()[1]) * 1024


def on_one_core() -> None:
    """Keep this process on one core, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _main() -> None:
    module, _, name = sys.argv[1].partition(":")
    value = getattr(import_module(module), name)(*json.loads(sys.argv[2]))
    sys.stdout.write(json.dumps({"value": value, "memory": most_memory()}) + "\n")


if __name__ == "__main__":
    _main()
