"""The row about one new event: how long until the teacher's page and the county's dashboard are right again."""

from datetime import timedelta
from itertools import count
from shutil import copytree
from time import perf_counter
from typing import Any

from msgspec.structs import replace

from api.bench.asked import ASKED
from api.bench.figures import Row
from api.bench.records_in_hand import each_recorded
from api.bench.serving import Served, free_port, question, served
from api.bench.workshop import TERM, Workshop
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.lesson import LessonObserved
from ledger.refusals import Refused
from ledger.submission import Submission

_DASHBOARD = ("/teachers", "/groups")
_CLAUSE = "observe-20"


def after_an_event(shop: Workshop) -> list[Row]:
    """From the moment the event is on the disk until the page and the dashboard have come, both with it."""
    home = Home(shop.folder() / "ledger", database="")
    copytree(shop.county.folder, home.folder)
    with home.opened() as ledger, served(home, free_port()) as server:
        lessons = (one.record for one in each_recorded(ledger.book) if isinstance(one.record, LessonObserved))
        like = next(one for one in lessons if _CLAUSE in _duties(server, one.observer))
        term = ledger.register().terms[TERM]
        days = count()

        def sample() -> float:
            before = _done(server, like.observer)
            day = term.start + timedelta(days=next(days))
            ledger.book.append(HandIn("local"), Submission([replace(like, on=day, period=12)]))
            begun = perf_counter()
            server.page(f"/teachers/{like.observer}?{question()}")
            for page in _DASHBOARD:
                server.page(f"{page}?{question()}")
            took = perf_counter() - begun
            if _done(server, like.observer) != before + 1:
                raise Refused("bench-failed", f"测速时新登记的听课没有计入 {_CLAUSE};请先排除这个错误。")
            return took

        for page in (f"/teachers/{like.observer}", *_DASHBOARD):
            server.page(f"{page}?{question()}")
        figures, fewer = shop.again(sample, shop.size.short)
    return [ASKED["after-an-event"].within(figures, f"{fewer}登记落盘后,依次打开教师页、全县名单和备课组页")]


def _done(server: Served, teacher: str) -> float:
    """How many lessons the teacher has, by the interface."""
    return float(_duties(server, teacher)[_CLAUSE]["done"])


def _duties(server: Served, teacher: str) -> dict[str, Any]:
    """A teacher's duties, by clause."""
    told = server.object(f"/api/v1/evaluations?{question(teacher=teacher)}")["teachers"]
    found: dict[str, Any] = told[teacher]["quotas"]
    return found
