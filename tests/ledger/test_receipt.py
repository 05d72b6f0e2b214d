"""凭据: whoever has one, and the public key, can tell whether it holds, with our program or the one of the docs."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.checkpoint import Signer, sign_note
from ledger.home import BOOK, Home, Ledger
from ledger.receipt import Receipt, check_receipt, receipt_for
from ledger.refusals import Misuse, Refused
from ledger.seal import BookLog, Seal
from tests.books import by_another_hand
from tests.faults.office_day import line
from tests.house.pages import DOCS

LESSONS = 300


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    from api.cli.main import main
    from tests.api.small_workbook import small_county, written

    folder = tmp_path_factory.mktemp("receipts")
    home = Home(folder / "county")
    lines = folder / "lessons.ndjson"
    lines.write_text("".join(line(period, 60) + "\n" for period in range(1, LESSONS + 1)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHILU_HOME", str(home.folder))
        for command in (
            ["init"],
            ["import", str(written(small_county(), folder / "term.xlsx"))],
            ["append", str(lines)],
        ):
            assert main(command) == 0
        assert main(["correct", "20", "--set", "notes=板书清楚", "--reason", "抄错"]) == 0
    return home


@pytest.fixture
def ledger(home: Home) -> Iterator[Ledger]:
    with home.opened() as ledger:
        yield ledger


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [code] = re.findall(r"```python\n(.*?)```", (DOCS / "verify.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(code.splitlines()) <= 40
    path = tmp_path_factory.mktemp("program") / "check.py"
    path.write_text(code, encoding="utf-8")
    return path


def by_program(program: Path, content: bytes, key: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The program of the docs, with nothing of ours to import."""
    (folder / "receipt.json").write_bytes(content)
    command = [sys.executable, "-I", "-S", str(program), str(folder / "receipt.json"), key]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={"PYTHONIOENCODING": "utf-8"}
    )


def test_a_receipt_of_any_position_holds_and_says_what_stands_there(ledger: Ledger) -> None:
    key = ledger.keys.verifier_key
    for position in (1, 2, 255, 256, 257, ledger.book.position):
        receipt = receipt_for(ledger.book, ledger.seal, str(position))
        checked = check_receipt(msgspec.json.encode(receipt), key)
        [row] = ledger.book.stored.at([position])
        assert checked.receipt.row() == row
        assert checked.checkpoint.size == ledger.book.position
        assert checked.signed_by == (key,)


def test_a_receipt_of_an_entry_is_of_its_newest_record_or_of_the_version_asked_for(ledger: Ledger) -> None:
    last = ledger.book.position
    entry = receipt_for(ledger.book, ledger.seal, "20").entry
    newest = receipt_for(ledger.book, ledger.seal, entry)
    assert (newest.position, newest.version, newest.entry) == (last, 2, entry)
    assert "板书清楚" in newest.event
    assert receipt_for(ledger.book, ledger.seal, entry[:12], 1).position == 20
    for asked, version, code in ((entry, 99, "unknown-version"), ("ffffffffffffff", None, "unknown-entry")):
        with pytest.raises(Misuse) as refused:
            receipt_for(ledger.book, ledger.seal, asked, version)
        assert refused.value.code == code


def test_what_is_not_sealed_yet_is_sealed_first(home: Home, tmp_path: Path) -> None:
    with home.opened() as ledger:
        begun = Seal(tmp_path, BookLog(ledger.book.stored), ledger.keys, ledger.book.today)
        begun.allow_beginning()
        last = ledger.book.position
        assert (begun.size, receipt_for(ledger.book, begun, str(last)).size) == (0, last)


def test_without_a_seal_there_is_no_receipt_but_the_reason(home: Home, tmp_path: Path) -> None:
    with home.opened() as ledger:
        lost = Seal(tmp_path, BookLog(ledger.book.stored), ledger.keys, ledger.book.today)
        with pytest.raises(Refused) as refused:
            receipt_for(ledger.book, lost, "1")
        assert refused.value.code == "not-sealed"
        assert "不见了" in refused.value.message


def _altered(receipt: Receipt, **changes: Any) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(receipt, **changes))


def _flip(text: str, at: int) -> str:
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


ALTERATIONS: dict[str, Callable[[Receipt], bytes]] = {
    "the event": lambda one: _altered(one, event=one.event.replace("数学", "语文")),
    "its time": lambda one: _altered(one, event=one.event.replace("Z", "0Z", 1)),
    "its kind": lambda one: _altered(one, kind="lesson.given/1"),
    "its stream": lambda one: _altered(one, stream="0" * 32),
    "a stream cut short": lambda one: _altered(one, stream=one.stream[:30]),
    "its version": lambda one: _altered(one, version=one.version + 1),
    "a version that is none": lambda one: _altered(one, version=-1),
    "its position": lambda one: _altered(one, position=one.position + 1),
    "position and index": lambda one: _altered(one, position=one.position + 1, index=one.index + 1),
    "a position beyond the book": lambda one: _altered(one, position=one.size + 1, index=one.size),
    "the size": lambda one: _altered(one, size=one.size + 1),
    "a hash of the proof": lambda one: _altered(one, proof=[_flip(one.proof[0], 3), *one.proof[1:]]),
    "a hash too few": lambda one: _altered(one, proof=one.proof[:-1]),
    "a hash too many": lambda one: _altered(one, proof=[*one.proof, one.proof[0]]),
    "no proof": lambda one: _altered(one, proof=[]),
    "the size of the checkpoint": lambda one: _altered(
        one, size=one.size + 1, checkpoint=one.checkpoint.replace(f"\n{one.size}\n", f"\n{one.size + 1}\n")
    ),
    "the root": lambda one: _altered(one, checkpoint=_flip(one.checkpoint, one.checkpoint.index("\n\n") - 9)),
    "the signature": lambda one: _altered(one, checkpoint=_flip(one.checkpoint, len(one.checkpoint) - 20)),
    "no signature": lambda one: _altered(one, checkpoint=one.checkpoint[: one.checkpoint.index("\n\n") + 2]),
    "another's checkpoint": lambda one: _altered(one, checkpoint=_signed_by_a_stranger(one)),
    "half the file": lambda one: msgspec.json.encode(one)[:200],
}


def _signed_by_a_stranger(receipt: Receipt) -> str:
    body = receipt.checkpoint[: receipt.checkpoint.index("\n\n") + 1]
    return sign_note(body, Signer.of(body.partition("\n")[0], bytes(range(32))))


@pytest.fixture(scope="module")
def receipt(home: Home) -> tuple[Receipt, str]:
    with home.opened() as ledger:
        return receipt_for(ledger.book, ledger.seal, "40"), ledger.keys.verifier_key


@pytest.mark.parametrize("what", ALTERATIONS)
def test_a_receipt_altered_in_anything_is_refused_by_us_and_by_the_program_of_the_docs(
    receipt: tuple[Receipt, str], program: Path, what: str, tmp_path: Path
) -> None:
    content, key = ALTERATIONS[what](receipt[0]), receipt[1]
    assert content != msgspec.json.encode(receipt[0]), "nothing was altered"
    with pytest.raises(Refused) as refused:
        check_receipt(content, key)
    assert refused.value.message.endswith("。")
    ran = by_program(program, content, key, tmp_path)
    assert ran.returncode != 0
    assert not ran.stdout


def test_the_program_of_the_docs_takes_a_receipt_that_holds(
    receipt: tuple[Receipt, str], program: Path, tmp_path: Path
) -> None:
    ran = by_program(program, msgspec.json.encode(receipt[0]), receipt[1], tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert receipt[0].event in ran.stdout


def test_the_number_of_the_entry_must_be_that_of_the_event(receipt: tuple[Receipt, str]) -> None:
    with pytest.raises(Refused) as refused:
        check_receipt(_altered(receipt[0], entry="0" * 32), receipt[1])
    assert refused.value.code == "receipt-altered"
    assert "记录号" in refused.value.message


def test_another_key_is_told_apart_and_one_of_several_may_have_signed(
    receipt: tuple[Receipt, str], program: Path, tmp_path: Path
) -> None:
    stranger = Signer.of(receipt[1].partition("+")[0], bytes(range(32))).verifier_key
    content = msgspec.json.encode(receipt[0])
    with pytest.raises(Refused) as refused:
        check_receipt(content, stranger)
    assert refused.value.code == "note-of-others"
    assert by_program(program, content, stranger, tmp_path).returncode != 0
    assert check_receipt(content, stranger, receipt[1]).signed_by == (receipt[1],)
    with pytest.raises(Refused) as refused:
        check_receipt(content, "no key")
    assert refused.value.code == "bad-key"


@pytest.mark.parametrize("field", Receipt.__struct_fields__)
def test_a_receipt_that_lacks_anything_or_has_more_is_none(receipt: tuple[Receipt, str], field: str) -> None:
    said = json.loads(msgspec.json.encode(receipt[0]))
    for other in ({**said, field: None}, {one: value for one, value in said.items() if one != field}, {**said, "x": 1}):
        with pytest.raises(Refused) as refused:
            check_receipt(json.dumps(other), receipt[1])
        assert refused.value.code == "bad-receipt"


def test_no_receipt_is_given_for_a_row_that_was_altered(home: Home) -> None:
    with home.opened() as ledger:
        with by_another_hand(home.folder / BOOK) as other:
            [(body,)] = other.execute("SELECT body FROM events WHERE position=33").fetchall()
            changed = bytes(body).replace("数学".encode(), "语文".encode())
            other.execute("UPDATE events SET body=? WHERE position=33", (changed,))
        try:
            with pytest.raises(Refused) as refused:
                receipt_for(ledger.book, ledger.seal, "33")
            assert refused.value.code == "receipt-impossible"
        finally:
            with by_another_hand(home.folder / BOOK) as other:
                other.execute("UPDATE events SET body=? WHERE position=33", (bytes(body),))
