"""The machine that figures were taken on: cores, memory, versions, and what a wait for the disk costs."""

import os
import platform
import sqlite3
import statistics
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

_LIBRARIES = ("numpy", "pandas", "pyarrow", "duckdb", "eventsourcing", "psycopg", "python-calamine")


def described(folder: Path) -> dict[str, Any]:
    """The machine, as far as figures depend on it; the disk is that of `folder`."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
        if hasattr(os, "sysconf")
        else None,
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: _version(name) for name in _LIBRARIES},
        "disk_sync_ms": round(_sync_ms(folder), 2),
        "collector": "before each sample, off during it",
    }


def server_version(url: str) -> str:
    """The release of a PostgreSQL server."""
    import psycopg

    with psycopg.connect(url) as connection:
        return str(connection.info.server_version // 10000)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _sync_ms(folder: Path) -> float:
    """What it takes to have 4 KB more on the disk for certain, in milliseconds: the median of some tries."""
    took = []
    with (folder / "sync").open("wb") as file:
        for _ in range(15):
            file.write(bytes(4096))
            file.flush()
            begun = perf_counter()
            os.fsync(file.fileno())
            took.append(perf_counter() - begun)
    return statistics.median(took) * 1000


def _processor() -> str:
    """The processor's name, where the system tells."""
    info = Path("/proc/cpuinfo")
    if sys.platform == "linux" and info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
