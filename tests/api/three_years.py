"""A demo county of three past school years on a morning in September 2023, for stories of rounds of review.

Made once a session and copied (`copied_county`); the clock stands where it is set (`county_time`), for every ledger
that is opened meanwhile, by the command line and by the server too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

from api.demo.years import YearsPlan, write_years
from api.workbook.handing_in import hand_in_workbook
from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.pen import COUNTY_TIME
from tests.books import ON_POSTGRESQL
from tests.ledger.stories import SettableClock

PLAN = YearsPlan(seed=7, teachers=200, last="2022-2023-2", years=3, observations=120)
TERM = "2022-2023-2"
AS_OF = date(2023, 8, 31)
"""The cut-off day of the record."""
MORNING = datetime(2023, 9, 4, 9, tzinfo=COUNTY_TIME).astimezone(UTC)
"""A Monday after the last workbook was handed in."""
PACK = Path(__file__).parent / "review_packs" / "county-title.yaml"
"""A county's way to review titles, made up; of merit the stories use `taikang-2022`."""


@contextmanager
def county_time(now: datetime = MORNING) -> Iterator[SettableClock]:
    """The time it is for every book that is opened inside; moved on with `clock.advance(days=1)`."""
    clock, before = SettableClock(now), Book.__init__.__defaults__
    Book.__init__.__defaults__ = (clock, None)
    try:
        yield clock
    finally:
        Book.__init__.__defaults__ = before


def copied_county(folder: Path) -> Home:
    """The county's ledger in a folder of the test's own, empty or not there yet."""
    if ON_POSTGRESQL:
        return _made(folder)
    copytree(_model(), folder, dirs_exist_ok=True)
    return Home(folder)


@cache
def _model() -> Path:
    return _made(Path(mkdtemp(prefix="three-years-")) / "county").folder


def _made(folder: Path) -> Home:
    home = Home(folder)
    with county_time():
        home.make()
        workbooks = folder.parent / f"{folder.name}-workbooks"
        workbooks.mkdir()
        with home.opened() as ledger:
            for path in write_years(workbooks, PLAN):
                assert not hand_in_workbook(ledger, path, HandIn("local")).rejections
    return home
