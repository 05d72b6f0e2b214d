"""Asks a running server at a steady rate, as many people do: nine in ten ask what stands, one in ten what is fresh.

Requests come at random times, on average so many a second, whether or not the earlier ones were answered; the time of
an answer counts from when it was due to be asked, so that a server that stands still is not measured too kindly.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter

_CONNECTIONS = 32


@dataclass(frozen=True)
class Load:
    """What is asked: paths with their queries. `standing` were asked before; each of `fresh` is asked once.

    `cookie`: that of whoever is signed in.
    """

    standing: Sequence[str]
    fresh: Sequence[str]
    rate: float = 200
    seconds: float = 10
    seed: int = 1
    cookie: str = ""


@dataclass(frozen=True)
class Times:
    """How long answers took, in milliseconds; `statuses`: how many there were of each."""

    standing: list[float]
    fresh: list[float]
    statuses: dict[int, int]

    @property
    def every(self) -> list[float]:
        """All of them."""
        return self.standing + self.fresh


def share(times: Sequence[float], of: float) -> float:
    """The time within which so large a share was answered; 0 of none."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(of * len(ordered)))] if ordered else 0.0


def ask_all(host: str, port: int, paths: Sequence[str], cookie: str = "") -> list[int]:
    """Ask one after the other; the statuses."""

    async def asking() -> list[int]:
        connection = await _Connection.opened(host, port, cookie)
        try:
            return [await connection.ask(path) for path in paths]
        finally:
            await connection.close()

    return asyncio.run(asking())


def measured(host: str, port: int, load: Load) -> Times:
    """The times of a load on a server."""
    return asyncio.run(_measured(host, port, load))


async def _measured(host: str, port: int, load: Load) -> Times:
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(_CONNECTIONS):
        free.put_nowait(await _Connection.opened(host, port, load.cookie))
    random, fresh = Random(load.seed), iter(load.fresh)
    standing, others, statuses = list[float](), list[float](), Counter[int]()

    async def ask(path: str, due: float, times: list[float]) -> None:
        connection = await free.get()
        try:
            statuses[await connection.ask(path)] += 1
        finally:
            free.put_nowait(connection)
        times.append((perf_counter() - due) * 1000)

    asked, due, end = set[asyncio.Task[None]](), perf_counter(), perf_counter() + load.seconds
    while due < end:
        due += random.expovariate(load.rate)
        await asyncio.sleep(due - perf_counter())
        path = next(fresh, "") if random.random() < 0.1 else ""
        asked.add(asyncio.create_task(ask(path or random.choice(load.standing), due, others if path else standing)))
    await asyncio.gather(*asked)
    while not free.empty():
        await free.get_nowait().close()
    return Times(standing, others, dict(statuses))


class _Connection:
    """One kept connection, asked one thing after the other."""

    def __init__(self, host: str, cookie: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._head = f"Host: {host}\r\nCookie: {cookie}\r\n\r\n"
        self._reader = reader
        self._writer = writer

    @classmethod
    async def opened(cls, host: str, port: int, cookie: str) -> "_Connection":
        return cls(f"{host}:{port}", cookie, *await asyncio.open_connection(host, port, limit=2**20))

    async def ask(self, path: str) -> int:
        """Ask for a path; the status, once all of the answer is there."""
        self._writer.write(f"GET {path} HTTP/1.1\r\n{self._head}".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        await self._reader.readexactly(length)
        return int(head.split(" ", 2)[1])

    async def close(self) -> None:
        """Close it."""
        self._writer.close()
        await self._writer.wait_closed()
