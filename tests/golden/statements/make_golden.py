"""Makes the golden statements of a release: a small county's book, its statements, and the bytes of their results.

Run once for a release, from the root of the house; what is there already is never made again:

    .venv/bin/python -m tests.golden.statements.make_golden v1
"""

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.desk.statements import StatementDesk
from api.workbook.handing_in import hand_in_workbook
from ledger.acts.finding import Place, find
from ledger.book import Book
from ledger.event import Act
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.interchange.exporting import export_lines
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, entry_of
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.submission import Submission
from ledger.vault import Vault
from projections.catalogue import find_pack
from projections.statements.listing import Statement, statements
from projections.statements.public_notice import DEFAULT_FIELDS
from projections.statements.reproducing import official_result
from tests.books import ledger_over
from tests.ledger.stories import SettableClock, changed

HERE = Path(__file__).parent
TERM, LAST_DAY = "2022-2023-1", date(2023, 1, 13)
OFFICER = HandIn("officer")


def make(folder: Path) -> None:
    """Make the golden statements of a release in a folder that is not there yet."""
    folder.mkdir()
    with TemporaryDirectory() as place:
        clock = SettableClock(datetime(2023, 1, 16, 1, tzinfo=UTC))
        book = Book(Path(place) / "book.sqlite", clock)
        vault = Vault(Path(place) / "vault.sqlite", bytes(32))
        ledger = ledger_over(Path(place), book, vault)
        workbook = Path(place) / "county.xlsx"
        write_county(workbook, CountyPlan(seed=7, teachers=16, term=TERM))
        hand_in_workbook(ledger, workbook, HandIn("local"))
        _live(ledger, clock)
        _write(ledger, folder)
        vault.close()
        book.close()


def _live(ledger: Ledger, clock: SettableClock) -> None:
    """What the county does in the weeks after the term: every kind of statement there is."""
    book, desk, pack = ledger.book, StatementDesk(ledger, HandIn("local")), find_pack("taikang-2022")
    teacher = book.kept(TeacherRegistered).records[5].teacher
    school = book.kept(SchoolRegistered).records[0]

    first = desk.notice(desk.draft(pack, TERM, "county", LAST_DAY), 3, None, DEFAULT_FIELDS)
    clock.advance(days=1)
    desk.object(first, teacher, "听课少算一节", None)
    clock.advance(days=3)
    first = desk.decide(_now(book), teacher, upheld=False, reason="那一节没有反思")
    desk.finalise(first)
    desk.issue(pack, TERM, f"school:{school.school}", LAST_DAY, "校内使用")
    desk.issue(pack, TERM, f"township:{school.township}", date(2022, 11, 30), "期中通报")

    clock.advance(days=10)
    lessons = [one for one in book.kept(LessonObserved).records if isinstance(one, LessonObserved)]
    late = changed(lessons[0], on=lessons[0].on + timedelta(days=7), period=8)
    with book.writing(OFFICER) as pen:
        pen.write([Submission([late])])
    book.act(OFFICER, _place(book, lessons[1]).request(Act.VOIDED, "没有这节课"))
    book.correct(
        OFFICER, _place(book, lessons[2]).request(Act.CORRECTED, "漏抄"), changed(lessons[2], reflection="补记")
    )
    desk.issue(pack, TERM, "county", LAST_DAY, "有补登和更正", supersedes=first.drafted.statement)
    desk.draft(pack, TERM, "county", date(2022, 12, 31))


def _now(book: Book) -> Statement:
    return statements(book)[-1]


def _place(book: Book, record: Record) -> Place:
    return find(book.stored, entry_of(record).hex())


def _write(ledger: Ledger, folder: Path) -> None:
    with (folder / "book.ndjson").open("wb") as file:
        for lot in ledger.book.stored.lots():
            file.write(export_lines(lot))
    made = statements(ledger.book)
    for one in made:
        name = f"{one.drafted.statement}.json"
        (folder / name).write_bytes(official_result(ledger.book, ledger.statements, one.drafted))
    text = json.dumps([one.whole_json() for one in made], ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(HERE / sys.argv[1])
