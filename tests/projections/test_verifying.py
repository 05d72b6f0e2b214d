"""`verify` finds what was altered, says where, and finds nothing where nothing was; one story an alteration."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import pytest

from ledger.book import Book
from ledger.checkpoint import COSIGNATURE, Checkpoint, Signer, add_signatures, body_of, sign_note
from ledger.home import BOOK
from ledger.records.record import Record, entry_of
from ledger.seal import Tree, hashes_of_rows
from ledger.store.rows import Row
from projections.verifying.whole import PARTS, verify
from tests.books import ON_POSTGRESQL, OtherHand, by_another_hand
from tests.faults.alterations import Alterable
from tests.projections.verified_ledgers import altered, as_bytes, first, flip, found, ledger, rewritten, row_at, sample

__all__ = ["ledger", "sample"]  # fixtures

SEAL = "seal"


def test_a_ledger_that_nobody_altered_has_no_fault_in_any_part(sample: Alterable) -> None:
    report = verify(sample.home, only=PARTS)
    assert report.found == []
    assert report.size == report.sealed == len(sample.rows["events"])
    assert not [note for note in report.notes if "封存" in note]


@pytest.mark.parametrize("column", ["stream", "body"])
def test_one_bit_of_a_column_of_bytes_is_found_and_its_position_and_entry_are_named(
    ledger: Alterable, column: str
) -> None:
    row = row_at(ledger, 100)
    value = bytearray(as_bytes(row[ledger.tables["events"].index(column)]))
    value[len(value) // 2] ^= 4
    altered(ledger, f"UPDATE events SET {column}=? WHERE position=100", bytes(value))
    assert first(ledger).position == 100
    assert len(found(ledger)) == 1


def test_the_entry_that_an_altered_row_is_of_is_named(ledger: Alterable) -> None:
    body = row_at(ledger, 100)[4]
    assert isinstance(body, bytes)
    with closing(Book(ledger.home.book_place)) as book:
        [event] = book.at([100]).values()
    altered(ledger, "UPDATE events SET body=? WHERE position=100", body.replace("数学".encode(), "语文".encode()))
    fault = first(ledger)
    assert fault.position == 100
    assert isinstance(event.data, Record)
    assert fault.entry == entry_of(event.data).hex()


@pytest.mark.parametrize(("column", "value"), [("version", 7), ("kind", 1)])
def test_another_version_or_kind_of_a_row_is_found(ledger: Alterable, column: str, value: int) -> None:
    altered(ledger, f"UPDATE events SET {column}=? WHERE position=100", value)
    assert first(ledger).position == 100


def test_another_position_of_a_row_is_found(ledger: Alterable) -> None:
    altered(ledger, "UPDATE events SET position=99999 WHERE position=100")
    assert first(ledger).position == 100


def test_a_position_below_one_is_found(ledger: Alterable) -> None:
    last = len(ledger.rows["events"])
    altered(ledger, "INSERT INTO events SELECT 0, stream, 77, kind, body FROM events WHERE position=?", last)
    assert "位置 0" in first(ledger).what


def test_another_name_of_a_kind_is_found_at_every_row_of_it(ledger: Alterable) -> None:
    altered(ledger, "UPDATE kinds SET name='lesson.invented/1' WHERE name='lesson.observed/2'")
    assert len(found(ledger)) > 200


def test_a_kind_that_no_row_is_of_is_found(ledger: Alterable) -> None:
    altered(ledger, "INSERT INTO kinds VALUES (777, 'lesson.invented/1')")
    assert "777" in first(ledger).what


def test_another_release_named_in_the_book_is_found(ledger: Alterable) -> None:
    altered(ledger, "UPDATE book SET since_release='0.1'")
    assert "版本" in first(ledger).what


def test_another_format_of_the_book_is_told_not_raised(ledger: Alterable) -> None:
    altered(ledger, "UPDATE book SET format=77")
    assert "77" in first(ledger).what


def test_a_deleted_row_is_found_at_its_position(ledger: Alterable) -> None:
    altered(ledger, "DELETE FROM events WHERE position=100")
    assert first(ledger).position == 100
    assert "缺失" in first(ledger).what


def test_a_row_inserted_between_others_is_found_where_it_stands(ledger: Alterable) -> None:
    def insert(other: OtherHand) -> None:
        other.execute("UPDATE events SET position=-position WHERE position>=100")
        other.execute("UPDATE events SET position=1-position WHERE position<0")
        other.execute("INSERT INTO events SELECT 100, ?, 1, kind, body FROM events WHERE position=99", (bytes(16),))

    ledger.in_table("events", insert)
    assert first(ledger).position == 100


def test_two_rows_that_changed_places_are_both_found(ledger: Alterable) -> None:
    def swap(other: OtherHand) -> None:
        for old, new in ((100, -1), (110, 100), (-1, 110)):
            other.execute("UPDATE events SET position=? WHERE position=?", (new, old))

    ledger.in_table("events", swap)
    assert [one.position for one in found(ledger)] == [100, 110]


def test_an_older_content_put_back_into_a_row_is_found(ledger: Alterable) -> None:
    altered(ledger, "UPDATE events SET body=(SELECT body FROM events WHERE position=101) WHERE position=100")
    assert [one.position for one in found(ledger)] == [100]


def test_a_tail_cut_off_is_found_at_the_first_position_missing(ledger: Alterable) -> None:
    altered(ledger, "DELETE FROM events WHERE position>200")
    fault = first(ledger)
    assert fault.position == 201
    assert "尾部" in fault.what


def test_an_older_copy_of_book_and_seal_is_found_by_a_checkpoint_held_elsewhere(
    ledger: Alterable, tmp_path: Path
) -> None:
    held = (ledger.home.folder / SEAL / "checkpoint").read_bytes()
    altered(ledger, "DELETE FROM events WHERE position>200")
    _sealed_anew(ledger, 200)
    assert not [one for one in found(ledger) if "表" not in one.what], "only a kind without rows may be told"
    report = verify(ledger.home, [("校验点.txt", held)], only=("book",))
    assert report.faults[0].position == 201
    assert "校验点.txt" in report.faults[0].what


def test_a_book_rewritten_and_sealed_anew_is_found_by_a_checkpoint_held_elsewhere(ledger: Alterable) -> None:
    held = (ledger.home.folder / SEAL / "checkpoint").read_bytes()
    altered(ledger, "UPDATE events SET body=(SELECT body FROM events WHERE position=101) WHERE position=100")
    _sealed_anew(ledger, len(ledger.rows["events"]))
    assert found(ledger) == []  # whoever has the key can seal anything; so checkpoints are kept elsewhere
    report = verify(ledger.home, [("校验点.txt", held)], only=("book",))
    assert [one.what for one in report.faults if "校验点.txt" in one.what]


def test_a_book_rewritten_and_sealed_with_another_key_is_found_without_help(ledger: Alterable) -> None:
    altered(ledger, "UPDATE events SET body=(SELECT body FROM events WHERE position=101) WHERE position=100")
    stranger = Signer.of(ledger.home.keys.origin, bytes(range(32)))
    _sealed_anew(ledger, len(ledger.rows["events"]), stranger)
    assert "校验点" in first(ledger).what


def test_a_checkpoint_of_another_ledger_is_told_apart(ledger: Alterable) -> None:
    stranger = Signer.of("shilu-0000000000000000", bytes(range(32)))
    other = sign_note(f"{stranger.name}\n5\n{'A' * 43}=\n", stranger)
    report = verify(ledger.home, [("别处.txt", other.encode())], only=("book",))
    assert "别处.txt" in report.faults[0].what


def test_what_is_no_checkpoint_is_told(ledger: Alterable) -> None:
    report = verify(ledger.home, [("照片.jpg", b"\xff\xd8\xff")], only=("book",))
    assert "照片.jpg" in report.faults[0].what


def test_a_public_key_known_from_elsewhere_is_held_to_the_ledgers_own(ledger: Alterable) -> None:
    own = ledger.home.keys.verifier_key
    assert verify(ledger.home, trusted=own, only=("book",)).ok
    stranger = Signer.of(ledger.home.keys.origin, bytes(range(32))).verifier_key
    assert not verify(ledger.home, trusted=stranger, only=("book",)).ok


@pytest.mark.parametrize("name", ["tree.0", "tree.1"])
def test_an_altered_file_of_the_tree_is_found_and_how_to_mend_it(ledger: Alterable, name: str) -> None:
    rewritten(ledger, ledger.home.folder / SEAL / name, flip(7))
    [fault] = found(ledger)
    assert name in fault.what
    assert "shilu rebuild --seal" in fault.what


@pytest.mark.parametrize("name", ["tree.0", "tree.1"])
def test_a_file_of_the_tree_that_is_gone_or_short_is_found(ledger: Alterable, name: str) -> None:
    def shorten(content: bytearray) -> None:
        del content[20:]

    rewritten(ledger, ledger.home.folder / SEAL / name, shorten)
    assert name in first(ledger).what
    (ledger.home.folder / SEAL / name).unlink()
    assert name in first(ledger).what


def test_an_altered_and_a_missing_checkpoint_are_found(ledger: Alterable) -> None:
    path = ledger.home.folder / SEAL / "checkpoint"
    rewritten(ledger, path, flip(30))
    assert "最新的校验点" in first(ledger).what
    path.unlink()
    assert "没有校验点" in first(ledger).what


def test_an_altered_checkpoint_of_a_day_is_found(ledger: Alterable) -> None:
    [path] = (ledger.home.folder / SEAL / "checkpoints").iterdir()
    rewritten(ledger, path, flip(30))
    assert path.name in first(ledger).what


@pytest.mark.skipif(ON_POSTGRESQL, reason="an index that does not agree can be made by hand in an SQLite file only")
def test_an_index_that_does_not_agree_with_its_table_is_found(ledger: Alterable) -> None:
    def stale(index: str, away: str, back: str) -> None:
        """The index says what was altered; the table, altered back while the index was not known, does not."""
        path = ledger.home.folder / BOOK
        with by_another_hand(path) as other:
            other.execute(away)
            kept = other.execute("SELECT * FROM sqlite_schema WHERE name=?", (index,)).fetchone()
            other.execute("PRAGMA writable_schema=ON")
            other.execute("DELETE FROM sqlite_schema WHERE name=?", (index,))
        with by_another_hand(path) as other:
            other.execute(back)
            other.execute("PRAGMA writable_schema=ON")
            other.execute("INSERT INTO sqlite_schema VALUES (?,?,?,?,?)", tuple(kept))

    kind = row_at(ledger, 100)[3]
    ledger.in_table("events", lambda _: None)
    stale(
        "events_by_kind",
        "UPDATE events SET kind=1 WHERE position=100",
        f"UPDATE events SET kind={kind} WHERE position=100",
    )
    assert [one for one in found(ledger) if "按种类" in one.what]


def test_a_table_a_trigger_or_a_view_that_is_not_ours_is_found(ledger: Alterable) -> None:
    ledger.in_table("events", lambda other: other.execute(_TRIGGER))
    try:
        assert "not_ours" in first(ledger).what
    finally:
        if ON_POSTGRESQL:
            altered(ledger, "DROP TRIGGER not_ours ON events ")


_TRIGGER = (
    "CREATE TRIGGER not_ours BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    if ON_POSTGRESQL
    else "CREATE TRIGGER not_ours AFTER INSERT ON events BEGIN SELECT 1; END"
)


def test_events_not_sealed_yet_are_told_and_no_fault(tmp_path: Path, ledger: Alterable) -> None:
    _written_by_hand(ledger, lambda row: row[4])
    report = verify(ledger.home, only=("book",))
    assert report.ok
    assert report.size == report.sealed + 1
    assert any("还没有封存" in note for note in report.notes)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("读得出的记录", lambda row: b"not JSON"),
        ("读得出的记录", lambda row: b'{"recorded_at":"2126-01-01T00:00:00Z"}'),
        ("早于前一条", lambda row: b'{"recorded_at":"2020-01-01T00:00:00Z"}' + row[4][len(row[4]) :]),
        ("不是师录写的样子", lambda row: row[4].replace(b'","actor"', b'", "actor"', 1)),
    ],
)
def test_an_event_not_sealed_yet_must_be_one_as_we_write_them(
    ledger: Alterable, what: str, body: Callable[[Row], bytes]
) -> None:
    _written_by_hand(ledger, body)
    assert what in first(ledger).what
    assert first(ledger).position == len(ledger.rows["events"]) + 1


def test_a_stream_with_a_hole_is_found(ledger: Alterable) -> None:
    _written_by_hand(ledger, lambda row: row[4], version=9)
    fault = first(ledger)
    assert fault.position == len(ledger.rows["events"]) + 1
    assert "第 9 版" in fault.what


def _written_by_hand(ledger: Alterable, body: Callable[[Row], bytes], version: int = 0) -> None:
    """A row after the last, in the stream of the last lesson."""
    with closing(Book(ledger.home.book_place)) as book:
        row = book.stored.rows(kinds=["lesson.observed/2"])[-1]
        time = f'"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"'.encode()
        row = (*row[:4], b'{"recorded_at":' + time + row[4][row[4].index(b',"actor"') :])
        number = version or len(book.stored.stream(row[1])) + 1
        kind = row_at(ledger, row[0])[3]
        position = book.position + 1
    values = (position, row[1], number, kind, body(row))
    ledger.in_table("events", lambda other: other.execute("INSERT INTO events VALUES (?,?,?,?,?)", values))


def _sealed_anew(ledger: Alterable, size: int, signer: Signer | None = None) -> None:
    """What somebody who has the key, and the folder, can do: tree and checkpoint made over what is there now."""
    folder = ledger.home.folder / SEAL
    for path in [*folder.glob("tree.*"), folder / "checkpoint", *(folder / "checkpoints").iterdir()]:
        ledger.touch(path).unlink()
    tree = Tree(folder)
    with closing(Book(ledger.home.book_place)) as book:
        tree.append(hashes_of_rows(book.stored.rows(size)))
    body = Checkpoint(ledger.home.keys.origin, size, tree.root()).text()
    (folder / "checkpoint").write_text(sign_note(body, signer or ledger.home.keys.signing()), encoding="utf-8")


def test_a_cosigned_checkpoint_whose_witness_line_was_altered_is_found(ledger: Alterable) -> None:
    witness = Signer.of("witness.example", bytes(range(32)), COSIGNATURE)
    newest = (ledger.home.folder / SEAL / "checkpoint").read_text(encoding="utf-8")
    folder, trusted = ledger.home.folder / SEAL / "cosigned", ledger.home.keys.folder / "witnesses"
    folder.mkdir()
    try:
        trusted.write_text(f"{witness.verifier_key}\n", encoding="utf-8")
        line = witness.cosign(body_of(newest), 1_700_000_000)
        path = folder / str(len(ledger.rows["events"]))
        path.write_text(add_signatures(newest, line), encoding="utf-8")
        assert found(ledger) == []
        content = bytearray(path.read_bytes())
        content[-30] = ord("A") if content[-30] != ord("A") else ord("B")
        path.write_bytes(content)
        assert "见证过的校验点" in first(ledger).what
    finally:
        rmtree(folder)
        trusted.unlink(missing_ok=True)
