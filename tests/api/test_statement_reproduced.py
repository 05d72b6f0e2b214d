"""A statement derived again: the same, or where it differs and what made it so, or why it cannot be."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from ledger.book import Book
from ledger.home import Ledger
from ledger.records.lesson import LessonObserved
from ledger.records.record import entry_of
from ledger.records.statement import Scope
from ledger.refusals import Misuse, Refused
from projections.catalogue import PACKS, find_pack, shipped_packs
from projections.evaluation import Evaluation, evaluate
from projections.fact_files.building import build
from projections.fact_files.decoding import tables_of
from projections.fact_files.folders import FACTS
from projections.fact_files.manifest import new_manifest, write_manifest
from projections.fact_files.segments import write_segment
from projections.language.loading import load_pack
from projections.statements import reproducing
from projections.statements.fingerprint import ROWS, altered, fingerprint
from projections.statements.listing import Statement, find_statement
from projections.statements.reproducing import Reproduction, Verdict, official_result, reproduce
from projections.statements.scoped import Result, scoped
from tests.api.official_county import LAST_DAY, PACK, TERM, correct, desk, lesson, official_county, say, void
from tests.books import by_another_hand, open_book
from tests.ledger.people import LI
from tests.ledger.stories import SettableClock, changed


@pytest.fixture
def ledger(tmp_path: Path, book: Book) -> Iterator[Ledger]:
    with official_county(tmp_path, book) as ledger:
        yield ledger


@pytest.fixture
def made(ledger: Ledger) -> Statement:
    return desk(ledger).issue(PACK, TERM, "county", LAST_DAY, "不需要公示")


def again(ledger: Ledger, made: Statement) -> Reproduction:
    return reproduce(ledger.book, ledger.statements, made.drafted)


def tampered(tmp_path: Path, statement: str, *values: object) -> None:
    """Somebody writes into the database of the book, past the software."""
    with by_another_hand(tmp_path / "book.sqlite") as database:
        assert database.execute(statement, values).rowcount == 1


def reworded(tmp_path: Path, position: int, said: str, instead: str) -> None:
    """Somebody changes words of a row."""
    with by_another_hand(tmp_path / "book.sqlite") as database:
        [body] = database.execute("SELECT body FROM events WHERE position = ?", (position,)).fetchone()
    assert said.encode() in body
    put = body.replace(said.encode(), instead.encode())
    tampered(tmp_path, "UPDATE events SET body = ? WHERE position = ?", put, position)


def position_of(book: Book, period: int, day: int) -> int:
    for position, event in book.read(["lesson.observed/2"]):
        said = event.data
        if isinstance(said, LessonObserved) and (said.observer, said.period, said.on.day) == (LI, period, day):
            return position
    raise AssertionError


def test_whatever_is_recorded_afterwards_it_is_the_same(ledger: Ledger, made: Statement) -> None:
    say(ledger.book, lesson(6, day=7))
    void(ledger.book, lesson(1, day=5))
    correct(ledger.book, lesson(2, day=5), changed(lesson(2, day=5), reflection=""))
    told = again(ledger, made)
    assert (told.verdict, told.derived, told.kept, told.first) == (Verdict.SAME, made.drafted.result, "sound", None)


def test_a_draft_is_by_the_book_though_its_fact_files_were_altered_digests_and_all(
    tmp_path: Path, clock: SettableClock
) -> None:
    with (
        closing(open_book(tmp_path / "book.sqlite", clock, tmp_path / "derived")) as book,
        official_county(tmp_path, book) as ledger,
    ):
        assert build(book)
        generation = tmp_path / "derived" / FACTS / "g0001"
        tables = dict(tables_of(book.stored.lines()))
        tables["lesson.observed"] = tables["lesson.observed"].slice(0, 8)
        [last] = book.stored.at([book.position])
        write_manifest(generation, new_manifest([write_segment(generation, 1, book.position, tables)], last))
        made = desk(ledger).issue(PACK, TERM, "county", LAST_DAY, "不需要公示")
        assert evaluate(book, PACK, TERM, LAST_DAY).digest != made.drafted.result  # the altered files are believed
        assert again(ledger, made).verdict is Verdict.SAME


def test_it_is_the_same_when_the_pack_on_the_disk_has_moved_on(ledger: Ledger, tmp_path: Path) -> None:
    text = (PACKS / "taikang-2022.yaml").read_text(encoding="utf-8")
    path = tmp_path / "my.yaml"
    path.write_text(text.replace("id: taikang-2022", "id: our-county"), encoding="utf-8")
    first = load_pack(path)
    made = desk(ledger).issue(first, TERM, "county", LAST_DAY, "不需要公示")
    path.write_text(path.read_text(encoding="utf-8") + "\n# 改了一行\n", encoding="utf-8")
    assert again(ledger, made).verdict is Verdict.SAME

    with pytest.raises(Refused) as caught:
        desk(ledger).draft(load_pack(path), TERM, "county", LAST_DAY)
    assert caught.value.code == "pack-version-taken"

    path.unlink()
    assert again(ledger, made).verdict is Verdict.SAME
    found = find_pack("our-county@1", ledger.book)
    assert found.digest == first.digest == find_pack("our-county", ledger.book).digest
    assert evaluate(ledger.book, found, TERM, LAST_DAY, made.drafted.position).digest == made.drafted.result
    for unknown, near in (("our-county@2", "our-county@1"), ("taikang@1", "taikang-2022")):
        with pytest.raises(Misuse, match=near):
            find_pack(unknown, ledger.book)


def test_a_version_named_is_the_text_that_was_adopted_and_an_id_alone_what_is_shipped(
    ledger: Ledger, made: Statement
) -> None:
    assert find_pack("taikang-2022", ledger.book) is shipped_packs()["taikang-2022"]
    assert find_pack("taikang-2022@1", ledger.book).digest == made.drafted.pack_digest


def test_kept_bytes_that_are_lost_are_derived_again(ledger: Ledger, made: Statement, tmp_path: Path) -> None:
    path = ledger.statements.path(made.drafted.result)
    before = path.read_bytes()
    path.unlink()
    told = again(ledger, made)
    assert (told.verdict, told.kept) == (Verdict.SAME, "missing")
    assert official_result(ledger.book, ledger.statements, made.drafted) == before


def test_kept_bytes_that_were_altered_are_told_and_where(ledger: Ledger, made: Statement) -> None:
    path = ledger.statements.path(made.drafted.result)
    said = msgspec.json.decode(path.read_bytes())
    before = said["teachers"][LI]["quotas"]["observe-20"]["done"]
    said["teachers"][LI]["quotas"]["observe-20"]["done"] = 20
    path.write_bytes(msgspec.json.encode(said, order="sorted"))
    told = again(ledger, made)
    assert (told.verdict, told.kept, told.derived) == (Verdict.DIFFERS, "altered", made.drafted.result)
    assert told.first is not None
    assert told.first.to_json() == {"at": f"teachers/{LI}/quotas/observe-20/done", "before": 20, "after": before}
    assert told.made_by == {"what": "kept_bytes"}
    path.write_bytes(b"\xff")
    assert again(ledger, made).verdict is Verdict.DIFFERS


def test_an_altered_row_of_the_book_is_found_by_its_position(ledger: Ledger, made: Statement, tmp_path: Path) -> None:
    position = position_of(ledger.book, 3, 6)
    reworded(tmp_path, position, "学会了留白。", "")
    told = again(ledger, made)
    assert told.verdict is Verdict.DIFFERS
    assert told.first is not None
    assert told.first.subject == ("teachers", LI)
    assert told.made_by is not None
    assert told.made_by["what"] == "altered_rows"
    assert position in told.made_by["positions"]
    assert entry_of(lesson(3, day=6)).hex() in told.made_by["entries"]
    assert told.made_by["clause"]
    assert "请用备份恢复" in told.why


def test_a_draft_whose_own_record_was_altered_is_told_apart_from_altered_rows(
    ledger: Ledger, made: Statement, tmp_path: Path
) -> None:
    drafted = made.drafted
    for said, instead in (
        (f'"as_of":"{drafted.as_of}"', '"as_of":"2022-12-31"'),
        (f'"result":"{drafted.result}"', f'"result":"{"ab" * 32}"'),
    ):
        position = made.written[drafted.natural_key()]
        reworded(tmp_path, position, said, instead)
        told = reproduce(ledger.book, ledger.statements, find_statement(ledger.book, drafted.statement).drafted)
        assert told.verdict is Verdict.DIFFERS
        assert told.made_by == {"what": "altered_draft"}
        reworded(tmp_path, position, instead, said)


def test_a_row_that_was_taken_out_of_the_book_is_found(ledger: Ledger, made: Statement, tmp_path: Path) -> None:
    position = position_of(ledger.book, 3, 6)
    tampered(tmp_path, "DELETE FROM events WHERE position = ?", position)
    told = again(ledger, made)
    assert told.verdict is Verdict.DIFFERS
    assert told.made_by is not None
    assert told.made_by["what"] == "altered_rows"


def test_a_row_that_cannot_be_read_any_more_is_named(ledger: Ledger, made: Statement, tmp_path: Path) -> None:
    position = position_of(ledger.book, 3, 6)
    tampered(tmp_path, "UPDATE events SET body = ? WHERE position = ?", b"{", position)
    told = again(ledger, made)
    assert told.verdict is Verdict.CANNOT
    assert told.made_by == {"what": "altered_rows", "positions": [position], "entries": []}


def test_a_pack_text_that_was_altered_in_the_book_cannot_be_used(
    ledger: Ledger, made: Statement, tmp_path: Path
) -> None:
    [(position, _)] = ledger.book.read(["pack.adopted/1"])
    reworded(tmp_path, position, "observe-20", "observe-21")
    told = again(ledger, made)
    assert told.verdict is Verdict.CANNOT
    assert "被改动过" in told.why


def test_a_book_cut_short_cannot_reproduce(ledger: Ledger, made: Statement) -> None:
    ahead = changed(made.drafted, position=made.drafted.position + 1000)
    told = reproduce(ledger.book, ledger.statements, ahead)
    assert told.verdict is Verdict.CANNOT


def test_software_that_reads_a_clause_otherwise_is_told_from_an_altered_book(
    ledger: Ledger, made: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later release with a fault: everybody has observed enough lessons."""

    def generous(evaluation: Evaluation, scope: Scope) -> Result:
        result = msgspec.json.decode(msgspec.json.encode(scoped(evaluation, scope)))
        result["teachers"][LI]["quotas"]["observe-20"]["met"] = True
        return {**result}

    monkeypatch.setattr(reproducing, "scoped", generous)
    told = again(ledger, made)
    assert told.verdict is Verdict.DIFFERS
    assert told.first is not None
    assert told.first.to_json() == {"at": f"teachers/{LI}/quotas/observe-20/met", "before": False, "after": True}
    says = PACK.clauses["observe-20"].says.zh
    assert told.made_by == {"what": "clause", "clause": "observe-20", "says": says}
    assert "没有被改动" in told.why


def test_the_fingerprint_names_the_run_of_positions(ledger: Ledger, tmp_path: Path) -> None:
    book = ledger.book
    say(book, *(lesson(period, day=day) for day in range(12, 26) for period in range(1, 10)))
    last = book.position
    kept = fingerprint(book, last)
    assert last > 2 * ROWS
    assert altered(book, last, kept) == []
    say(book, lesson(1, day=27))
    assert altered(book, last, kept) == []
    tampered(tmp_path, "UPDATE events SET version = version + 1 WHERE position = ?", ROWS + 1)
    assert altered(book, last, kept) == [range(ROWS + 1, 2 * ROWS + 1)]
    assert fingerprint(book, 0) == b""
