"""The row about many people asking: 200 requests a second of a server, nine in ten of what was asked before."""

from itertools import cycle, islice
from statistics import median

from api.bench.asked import ASKED
from api.bench.figures import Row
from api.bench.serving import HOST, free_port, question, served
from api.bench.web_load import Load, Times, ask_all, measured, share
from api.bench.workshop import Workshop
from ledger.refusals import Refused

_RATE = 200
_FRESH = 0.11 * _RATE
"""Fresh questions kept ready for each second: one request in ten, and some to spare."""
_KNOWN = 30
"""Teachers whose page and answers are asked for again and again."""
_OF_A_TEACHER = ("/teachers/", "/api/v1/teachers/")
"""Page and answers, in turn: both with every clause explained."""


def asking(shop: Workshop) -> list[Row]:
    """The 99th percentile of some runs: pages and answers that stand, and teachers who were not asked about before."""
    with shop.county.opened() as ledger:
        codes = iter(list(ledger.register().teachers))
    port, seconds = free_port(), shop.size.asking
    known = list(islice(codes, _KNOWN))
    standing = [f"{page}?{question()}" for page in ("/teachers", "/groups")]
    standing += [f"{where}{code}?{question()}" for code in known for where in _OF_A_TEACHER]
    told: list[Times] = []

    def sample() -> float:
        some = islice(codes, int(_FRESH * seconds))
        fresh = [f"{where}{code}?{question()}" for code, where in zip(some, cycle(_OF_A_TEACHER), strict=False)]
        times = measured(HOST, port, Load(standing, fresh, _RATE, seconds, cookie=server.cookie))
        if set(times.statuses) != {200}:
            raise Refused("bench-failed", f"测速时网页回答 {times.statuses};请先排除这个错误。")
        told.append(times)
        return share(times.every, 0.99)

    with served(shop.county, port) as server:
        server.wait_until_caught_up()
        ask_all(HOST, port, standing, server.cookie)
        figures, fewer = shop.again(sample, shop.size.long)
    row = ASKED["asking"].within(figures, f"{fewer}每次 {seconds:g} 秒,九成是问过的,一成没有问过,都已登录")
    row.beside = {
        "median": median(share(times.every, 0.5) for times in told[1:]),
        "fresh, 99 %": median(share(times.fresh, 0.99) for times in told[1:]),
    }
    return [row]
