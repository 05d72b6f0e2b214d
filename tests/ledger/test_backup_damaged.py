"""A backup that was damaged, cut off or altered is refused, wherever in it, and nothing is left where it was tried."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from ledger.backup.checking import check_backup
from ledger.backup.contents import read_table, written_table
from ledger.backup.writing import write_backup
from ledger.home import Home
from ledger.refusals import Refused
from ledger.store.faults import STORE_FAULTS
from tests.books import by_another_hand
from tests.ledger.backup_samples import assert_clean, content_of, files_of, forged, keys_of, restored, rows_of
from tests.torture import times

pytestmark = pytest.mark.torture
FLIPS = times(60, 4_000)
CUTS = times(40, 1_000)
TOLD = ("backup-damaged", "backup-key", "backup-altered")

Files = list[tuple[str, bytes]]


def assert_refused(path: Path, sealed: Home) -> None:
    with pytest.raises(Refused) as refused:
        check_backup(path, keys_of(sealed))
    assert refused.value.code in TOLD, refused.value.message


def test_a_bit_flipped_anywhere_is_found(sealed: Home, full: Path, tmp_path: Path) -> None:
    chance = Random(20221113)
    content, altered = full.read_bytes(), tmp_path / "altered.age"
    head = content.index(b"\n--- ") + 60
    # Every tenth in the short head, of which each part is read differently; the others anywhere.
    places = [chance.randrange(head if number % 10 == 0 else len(content)) for number in range(FLIPS)]
    for place in (*places, 0, len(content) - 1):
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        altered.write_bytes(flipped)
        assert_refused(altered, sealed)


def test_a_file_cut_off_anywhere_or_with_something_behind_it_is_found(sealed: Home, full: Path, tmp_path: Path) -> None:
    chance = Random(20221114)
    content, altered = full.read_bytes(), tmp_path / "altered.age"
    payload = content.index(b"\n--- ") + 49 + 16
    chunks = range(payload, len(content), 64 * 1024 + 16)  # where the parts end that age authenticates one by one
    cuts = [chance.randrange(len(content)) for _ in range(CUTS)]
    for length in (*cuts, *chunks, 0, len(content) - 1):
        altered.write_bytes(content[:length])
        assert_refused(altered, sealed)
    for behind in (b"\0", bytes(64 * 1024 + 16), content):
        altered.write_bytes(content + behind)
        assert_refused(altered, sealed)
    chunk = slice(chunks[0], chunks[0] + 64 * 1024 + 16)
    altered.write_bytes(content[: chunk.start] + content[chunk.stop :])
    assert_refused(altered, sealed)


def _without(part: str) -> Callable[[Files], Files]:
    return lambda files: [one for one in files if part not in one[0]]


def _changed(part: str, change: Callable[[bytes], bytes]) -> Callable[[Files], Files]:
    def changed(files: Files) -> Files:
        assert any(part in name and change(content) != content for name, content in files), part
        return [(name, change(content) if part in name else content) for name, content in files]

    return changed


def _as_of_somebody_else(table: bytes) -> bytes:
    """The sealed particulars of two people exchanged."""
    first, second, *others = read_table(table)
    return written_table([(*first[:-1], second[-1]), (*second[:-1], first[-1]), *others])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_changed("rows/", lambda rows: rows.replace("板书".encode(), "书板".encode())), id="a word"),
        pytest.param(_changed("rows/", lambda rows: b"".join(rows.splitlines(keepends=True)[:-1])), id="the last row"),
        pytest.param(_changed("rows/", lambda rows: b"".join(rows.splitlines(keepends=True)[1:])), id="the first row"),
        pytest.param(_changed("rows/", lambda rows: rows + rows.splitlines(keepends=True)[-1]), id="a row twice"),
        pytest.param(_changed("rows/", lambda rows: rows.rstrip(b"\n")), id="half a row"),
        pytest.param(_changed("rows/", lambda rows: b"what is this\n"), id="no rows"),
        pytest.param(_changed("rows/", lambda rows: b""), id="empty rows"),
        pytest.param(_changed("rows/", lambda rows: rows.replace(b'"digest"', b'"digits"')), id="another field"),
        pytest.param(_without("rows/"), id="rows gone"),
        pytest.param(_without("evidence/"), id="an attached file gone"),
        pytest.param(_without("statements/"), id="results gone"),
        pytest.param(_changed("evidence/", lambda content: content[:-1] + b"?"), id="an attached file altered"),
        pytest.param(lambda files: [*files, ("evidence/00/00", b"")], id="a file more"),
        pytest.param(lambda files: [*files, ("../../elsewhere", b"")], id="a file outside"),
        pytest.param(_changed("person.ndjson", lambda table: b""), id="no keys of persons"),
        pytest.param(_changed("particulars.ndjson", _as_of_somebody_else), id="two people exchanged"),
        pytest.param(_changed("access.ndjson", lambda table: b""), id="reads of numbers hidden"),
        pytest.param(_changed("head.json", lambda head: head.replace(b'"succession"', b'"x"') + b" "), id="the head"),
        pytest.param(_changed("head.json", lambda head: head.replace(b'"first": 1', b'"first": 2')), id="the first"),
        pytest.param(_without("head.json"), id="no head"),
        pytest.param(lambda files: files[::-1], id="backwards"),
        pytest.param(lambda files: [], id="nothing"),
    ],
)
def test_who_has_only_the_public_key_cannot_alter_a_backup(
    change: Callable[[Files], Files], sealed: Home, full: Path, tmp_path: Path
) -> None:
    path = forged(full, sealed, tmp_path / "forged.age", change)
    assert_refused(path, sealed)
    with pytest.raises(Refused) as refused:
        restored(sealed, tmp_path / "again", path)
    assert refused.value.code in TOLD
    assert not (tmp_path / "again").exists()
    assert not (tmp_path.parent / "elsewhere").exists()


def test_unchanged_it_passes_the_same_hands(sealed: Home, full: Path, tmp_path: Path) -> None:
    path = forged(full, sealed, tmp_path / "same.age", lambda files: files)
    assert content_of(path, sealed) == content_of(full, sealed)
    assert check_backup(path, keys_of(sealed)).head.last == len(rows_of(sealed))


def test_a_place_is_empty_again_after_a_refusal_and_takes_a_sound_backup(
    sealed: Home, full: Path, tmp_path: Path
) -> None:
    content, altered = full.read_bytes(), tmp_path / "altered.age"
    again = Home(tmp_path / "again")
    for place in (len(content) - 1, len(content) // 2):
        altered.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(Refused):
            restored(sealed, again.folder, altered)
        assert not again.folder.exists()
        assert not again.exists
    restored(sealed, again.folder, full)
    assert rows_of(again) == rows_of(sealed)
    assert files_of(again) == files_of(sealed)
    assert_clean(again)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE events SET body = (SELECT body FROM events WHERE position = 101) WHERE position = 100", "第 100 条"),
        ("UPDATE events SET stream = substr(stream, 1, 15) WHERE position = 100", "第 100 条"),
        ("UPDATE events SET version = version + 7 WHERE position = 100", "第 100 条"),
        ("UPDATE events SET kind = 9999 WHERE position = 100", "9999"),
        ("DELETE FROM events WHERE position = 100", "第 100 条"),
        ("DELETE FROM events WHERE position > 290", "不能封存"),
    ],
)
def test_a_book_that_was_altered_is_not_backed_up(
    change: str, told: str, sealed: Home, full: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "altered")
    restored(sealed, home.folder, full)
    with by_another_hand(home.folder / "book.sqlite") as database:
        database.execute(change)
    with pytest.raises((Refused, *STORE_FAULTS), match=told):
        write_backup(home, tmp_path / "altered.age")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["altered"]
