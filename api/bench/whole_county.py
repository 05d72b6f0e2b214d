"""A whole county in a ledger: the imported one's people again under other codes, and lessons enough for a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, takewhile
from pathlib import Path
from shutil import copytree

from msgspec.structs import replace

from api.bench.in_a_process import sampled
from api.bench.records_in_hand import InHand, recorded, under_other_codes
from api.bench.workshop import Workshop
from api.desk.batches import BATCH
from ledger.bulk import no_collection
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records.lesson import LessonObserved
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import TermAnnounced

_DAYS, _PERIODS = 366, 8


def made_county(shop: Workshop) -> Home:
    """A ledger of as many teachers and facts as the size says; made in a process of its own, which gives back all."""
    home = Home(shop.folder() / "ledger", database="")
    copytree(shop.home.folder, home.folder)
    sampled("api.bench.whole_county:fill", str(home.folder), *shop.size.county)
    return home


def fill(folder: str, teachers: int, facts: int) -> int:
    """Make the imported ledger in a folder one of so many teachers and facts; the last position."""
    with Home(Path(folder), database="").opened() as ledger:
        term = next(iter(ledger.register().terms.values()))
        more = _more(ledger, term, teachers)
        while ledger.book.position < facts:
            lot = list(islice(more, min(BATCH, facts - ledger.book.position)))
            with no_collection(), ledger.book.writing(HandIn("local", term=term)) as pen:
                pen.write([one.submitted() for one in lot])
        return ledger.book.position


def _more(ledger: Ledger, term: TermAnnounced, teachers: int) -> Iterator[InHand]:
    """People first, then lessons without end; some of these are there already and are not written again."""
    known = ledger.register().teachers
    people = list(known)
    own = recorded(ledger.book)

    def still_few(one: InHand) -> bool:
        if isinstance(one.record, TeacherRegistered):
            people.append(one.record.teacher)
        return len(people) <= teachers

    yield from takewhile(still_few, under_other_codes(own))
    yield from _lessons(people, own, term.start - timedelta(days=_DAYS // 2))


def _lessons(people: list[TeacherId], own: list[InHand], first: date) -> Iterator[InHand]:
    """A lesson for each in turn, at another hour each time, worded as those that were recorded."""
    like = [one for one in own if isinstance(one.record, LessonObserved)]
    for number in range(_DAYS * _PERIODS):
        day, period = first + timedelta(days=number * 7 % _DAYS), 1 + number // _DAYS
        for place, teacher in enumerate(people):
            record, source = like[(number * 31 + place) % len(like)]
            observed = people[(place + 1 + number) % len(people)]
            yield InHand(replace(record, observer=teacher, teacher=observed, on=day, period=period), source)
