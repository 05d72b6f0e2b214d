"""A small county whose results are made official: two schools in two townships, a calendar, a term of lessons."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from api.desk.statements import StatementDesk
from ledger.acts.finding import find
from ledger.book import Book
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, TeacherId, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vault import Particulars, Vault
from ledger.vocabulary import Post
from projections.catalogue import find_pack
from tests.books import ledger_over, open_vault
from tests.ledger.people import HILL, LI, WANG, ZHAO
from tests.ledger.stories import AUTUMN, HOLIDAY, LESSON, MEETING, SCHOOL, TEACHER, changed, clerk

TERM = AUTUMN.term
PACK = find_pack("taikang-2022")
LAST_DAY = date(2023, 1, 13)
NAMES = {LI: "李静", WANG: "王强", ZHAO: "赵敏"}


def lesson(period: int, observer: TeacherId = LI, day: int = 5) -> LessonObserved:
    teacher = WANG if observer != WANG else LI
    return changed(LESSON, on=date(2022, 9, day), period=period, observer=observer, teacher=teacher)


def say(book: Book, *records: Record, authority: Authority = COUNTY) -> None:
    with book.writing(clerk(authority=authority)) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome


def records(vault: Vault) -> list[Record]:
    """What the county recorded in the autumn."""
    vault.begin()
    identity = {code: vault.keep(code, Particulars(name)) for code, name in NAMES.items()}
    vault.commit()
    return [
        AUTUMN,
        HOLIDAY,
        SCHOOL,
        changed(SCHOOL, school=HILL, name="张集乡中心小学", township="张集乡", weak=True),
        changed(TEACHER, identity=identity[LI]),
        changed(TEACHER, teacher=WANG, identity=identity[WANG], post=Post.TEACHER, post_since=date(2020, 9, 1)),
        changed(TEACHER, teacher=ZHAO, identity=identity[ZHAO], school=HILL, group="理科组"),
        *(lesson(period, day=day) for day in (5, 6, 7) for period in range(1, 6)),
        *(lesson(period, WANG, 8) for period in range(1, 4)),
        *(lesson(period, ZHAO, 9) for period in range(1, 3)),
        MEETING,
    ]


@contextmanager
def official_county(folder: Path, book: Book) -> Iterator[Ledger]:
    """The county's ledger over a book, with everything of the autumn recorded."""
    vault = open_vault(folder / "vault.sqlite", bytes(32))
    ledger = ledger_over(folder, book, vault)
    say(book, *records(vault))
    yield ledger
    vault.close()


def desk(ledger: Ledger, actor: str = "local", authority: Authority = COUNTY) -> StatementDesk:
    return StatementDesk(ledger, HandIn(actor, authority))


def void(book: Book, record: Record) -> None:
    place = find(book.stored, entry_of(record).hex())
    book.act(HandIn("officer"), place.request(Act.VOIDED, "没有这节课"))


def correct(book: Book, record: Record, new: Record) -> None:
    place = find(book.stored, entry_of(record).hex())
    book.correct(HandIn("officer"), place.request(Act.CORRECTED, "抄错"), new)
