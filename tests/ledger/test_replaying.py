"""An export holds a book whole: read back, every row is the same byte by byte; what does not fit is refused."""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.interchange.exporting import _Line, export_lines
from ledger.interchange.forms import ExportLine
from ledger.interchange.replaying import Replaying
from ledger.records import EARLIER, KINDS
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Refused
from ledger.store.codec import decode
from ledger.store.rows import Row
from tests.books import open_book
from tests.ledger.stories import (
    AUTUMN,
    LESSON,
    LI,
    REPORT,
    TRAINING,
    SettableClock,
    changed,
    row,
)

STORED = Path(__file__).with_name("stored")
SCHOOL = Authority("school:S001")
NEW, COURSE, FOLLOWED = changed(LESSON, period=6), changed(TRAINING, code="PX-77"), changed(REPORT, code="PX-77")


@pytest.fixture
def book(book: Book, clock: SettableClock) -> Book:
    """A book that holds every kind, those of earlier versions too, and every act."""
    bodies = [(kind, (STORED / f"{kind.replace('/', '-')}.json").read_bytes().strip()) for kind in (*KINDS, *EARLIER)]
    counted: Counter[bytes] = Counter()
    rows: list[Row] = []
    for position, (kind, body) in enumerate(sorted(bodies, key=lambda one: json.loads(one[1])["recorded_at"]), 1):
        record = decode(kind, body).data
        assert isinstance(record, Record)
        stream = stream_of(record)
        counted[stream] += 1
        rows.append((position, stream, counted[stream], kind, body))
    with book.stored.writing(keep=True) as writing:
        writing.add(rows)

    clerk, office = HandIn("chen", SCHOOL, AUTUMN), HandIn("office", COUNTY)
    book.append(clerk, row(NEW))
    book.append(clerk, row(COURSE, FOLLOWED, number=3))
    clock.advance(days=1)
    book.act(office, asked(Act.RETURNED, "缺反思"))
    book.append(clerk, row(changed(NEW, reflection="补上。"), number=9))
    book.act(HandIn(LI, SCHOOL), asked(Act.OBJECTED, "没有听过"))
    book.act(office, asked(Act.DECIDED, "查无实据"))
    book.act(office, asked(Act.ATTESTED))
    book.correct(office, asked(Act.CORRECTED, "看错了节次"), changed(NEW, period=7))
    return book


def asked(act: Act, reason: str = "") -> Request:
    return Request(act, stream_of(NEW), entry_of(NEW), reason=reason)


def exported(book: Book) -> list[bytes]:
    return [line for lot in book.stored.lots(size=7) for line in export_lines(lot).splitlines(keepends=True)]


def replayed(lines: list[bytes], path: Path) -> list[Row]:
    """The rows of a new book that an export was read into."""
    with closing(open_book(path)) as other:
        try:
            other.replay(lambda standing: Replaying(standing).lots(enumerate(lines, 1)))
        finally:
            rows = other.stored.rows()
    return rows


def test_every_row_is_the_same_byte_by_byte(book: Book, tmp_path: Path) -> None:
    rows = replayed(exported(book), tmp_path / "other.sqlite")
    assert rows == book.stored.rows()
    acts = {json.loads(line)["act"] for line in exported(book)}
    assert acts >= {Act.RECORDED, Act.CORRECTED, Act.RETURNED, Act.OBJECTED, Act.DECIDED, Act.ATTESTED, Act.VOIDED}


def test_it_is_the_same_in_lots_of_any_size(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 3):
        monkeypatch.setattr("ledger.interchange.replaying.LOT", size)
        assert replayed(exported(book), tmp_path / f"{size}.sqlite") == book.stored.rows()


def test_a_book_can_be_written_on_after_it_was_replayed(book: Book, tmp_path: Path, clock: SettableClock) -> None:
    replayed(exported(book), tmp_path / "other.sqlite")
    with closing(open_book(tmp_path / "other.sqlite", clock)) as other:
        assert other.append(HandIn("chen", SCHOOL, AUTUMN), row(changed(NEW, period=8))) != []
        assert other.append(HandIn("chen", SCHOOL, AUTUMN), row(COURSE, FOLLOWED, number=3)) == []


def test_spaces_and_escapes_of_another_program_do_no_harm(book: Book, tmp_path: Path) -> None:
    lines = [json.dumps(json.loads(line)).encode() for line in exported(book)]
    assert replayed(lines, tmp_path / "other.sqlite") == book.stored.rows()


def test_both_forms_of_the_exported_line_have_the_same_fields() -> None:
    assert _Line.__struct_fields__ == ExportLine.__struct_fields__


def test_a_book_that_holds_something_takes_no_export(book: Book) -> None:
    before = book.stored.rows()
    with pytest.raises(Refused) as refused:
        book.replay(lambda standing: Replaying(standing).lots(enumerate(exported(book), 1)))
    assert refused.value.code == "ledger-not-empty"
    assert book.stored.rows() == before


def _said(**otherwise: Any) -> Callable[[dict[str, Any]], None]:
    return lambda line: line.update(otherwise)


def _data(**otherwise: Any) -> Callable[[dict[str, Any]], None]:
    return lambda line: line["data"].update(otherwise)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_said(position=900), "位置应是"),
        (_said(version=9), "版本应是"),
        (_said(version=0), "版本应是"),
        (_said(stream="00" * 16), "版本应是 1"),
        (_said(stream="xyz"), "不是十六进制"),
        (_said(entry="00" * 16), "entry"),
        (_said(kind="lesson.dreamt/1"), "种类“lesson.dreamt/1”不认识"),
        (_said(act="slept"), "“act”"),
        (_said(recorded_at="2022-09-01T00:00:00Z"), "早于上一行"),
        (_said(recorded_at="2023-02-09T08:00:00+08:00"), "世界时"),
        (_said(more=1), "“more”"),
        (_said(source={}), "“source.file”"),
        (_data(period="三"), "“data.period”"),
        (_data(observer="000999"), "entry 或 stream"),
        (lambda line: line["data"].pop("lessons"), "不是导出时的样子"),
        (lambda line: line["data"].pop("on"), "“data.on”"),
        (lambda line: line.pop("actor"), "“actor”"),
    ],
)
def test_a_line_that_was_altered_is_named_and_nothing_is_written(
    book: Book, tmp_path: Path, change: Callable[[dict[str, Any]], object], why: str
) -> None:
    lines = exported(book)
    place = next(at for at, line in enumerate(lines) if json.loads(line)["data"].get("reflection") == "补上。")
    altered = json.loads(lines[place])
    change(altered)
    lines[place] = json.dumps(altered, ensure_ascii=False).encode()
    _refused(lines, tmp_path, place + 1, why)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_data(of=[9]), "第 9 版不在它前面"),
        (_data(of=[]), "所处理的记录不符"),
        (_data(entry="00" * 16), "entry"),
        (_said(entry="00" * 16), "entry"),
        (_said(kind="term.announced/1"), "所处理的记录不符"),
    ],
)
def test_a_step_that_was_altered_is_named_and_nothing_is_written(
    book: Book, tmp_path: Path, change: Callable[[dict[str, Any]], object], why: str
) -> None:
    lines = exported(book)
    place = next(at for at, line in enumerate(lines) if json.loads(line)["act"] == "returned")
    altered = json.loads(lines[place])
    change(altered)
    lines[place] = json.dumps(altered, ensure_ascii=False).encode()
    _refused(lines, tmp_path, place + 1, why)


def test_a_lost_a_repeated_and_a_torn_line_are_found(book: Book, tmp_path: Path) -> None:
    lines = exported(book)
    _refused([*lines[:5], *lines[6:]], tmp_path, 6, "位置应是 6,写的是 7")
    _refused([*lines[:6], *lines[5:]], tmp_path, 7, "位置应是 7,写的是 6")
    _refused([*lines[:-1], lines[-1][:-9]], tmp_path, len(lines), "不是一条完整的导出记录")


def _refused(lines: list[bytes], folder: Path, number: int, why: str) -> None:
    path = folder / "other.sqlite"
    with pytest.raises(Refused) as refused:
        replayed(lines, path)
    assert refused.value.code == "broken-export"
    assert refused.value.message.startswith(f"第 {number} 行")
    assert why in refused.value.message, refused.value.message
    with closing(open_book(path)) as other:
        assert other.position == 0
