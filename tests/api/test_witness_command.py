"""`shilu checkpoint` and `shilu witness`: two offices, and a book that is kept twice."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.checkpoint import Checkpoint, open_note, parse_checkpoint, sign_note
from ledger.home import BOOK, Home
from ledger.seal import Tree
from tests.api.key_offices import Office
from tests.books import by_another_hand


@pytest.fixture
def county(new_office: Callable[[str], Office]) -> Office:
    office = new_office("county")
    office.text("init")
    return office


@pytest.fixture
def city(new_office: Callable[[str], Office], county: Office) -> Office:
    """The office that is the county's witness; each trusts the other's key."""
    office = new_office("city")
    office.text("witness", "init", "--name", "某市教育局")
    office.text("witness", "trust", str(county.keys / "seal.pub"))
    county.text("witness", "trust", str(office.folder / "witness" / "witness.pub"))
    return office


def write(office: Office, *days: str) -> None:
    """Events of the office's own, one for each day."""
    lines = [json.dumps({"kind": "day.declared", "data": {"on": day, "day": "放假"}}) for day in days]
    path = office.folder.parent / "lines.ndjson"
    path.write_text("".join(f"{line}\n" for line in lines))
    told = office.json("append", str(path))
    assert told["accepted"] == len(days), told


def forge(office: Office, keep: int) -> None:
    """Whoever has the machine and its keys cuts the book's tail off, and makes the seal fit what is left."""
    home = Home(office.folder)
    with by_another_hand(home.folder / BOOK) as database:
        database.execute("DELETE FROM events WHERE position > ?", (keep,))
    tree = Tree(home.folder / "seal")
    tree.cut(keep)
    tree.sync()
    body = Checkpoint(home.keys.origin, keep, tree.root(keep)).text()
    (home.folder / "seal" / "checkpoint").write_text(sign_note(body, home.keys.signing()))


def round_trip(county: Office, city: Office, folder: Path) -> str:
    """The county asks, the city signs, the county takes it back; what it says."""
    county.text("checkpoint", "--old", "--out", str(folder / "asked.txt"))
    city.text("witness", "sign", str(folder / "asked.txt"), "--out", str(folder / "signed.txt"))
    return county.text("checkpoint", "--cosigned", str(folder / "signed.txt"))


def test_a_checkpoint_is_printed_written_and_told_to_programs(county: Office, tmp_path: Path) -> None:
    write(county, "2022-10-03", "2022-10-04")
    public = (county.keys / "seal.pub").read_text().strip()
    printed = county.text("checkpoint")
    told = parse_checkpoint(open_note(printed, public).text)
    assert told.size == 2
    as_json = county.json("checkpoint")
    assert (as_json["origin"], as_json["size"], as_json["text"]) == (told.origin, 2, printed)
    county.text("checkpoint", "--out", str(tmp_path / "c.txt"))
    county.text("checkpoint", "--out", str(tmp_path))
    assert (tmp_path / "c.txt").read_text() == (tmp_path / f"{told.origin}-2.txt").read_text() == printed
    assert county.json("checkpoint", "--out", str(tmp_path / "no" / "c.txt"), status=1)["code"] == "unwritable-file"
    assert county.json("checkpoint", "--old", "3", status=2)["code"] == "bad-arguments"


def test_an_honest_book_is_witnessed_again_and_again(county: Office, city: Office, tmp_path: Path) -> None:
    for day in ("2022-10-03", "2022-10-04", "2022-10-05"):
        write(county, day)
        assert "某市教育局" in round_trip(county, city, tmp_path)
    [seen] = city.json("witness", "list")
    assert (seen["size"], seen["verifier_key"]) == (3, (county.keys / "seal.pub").read_text().strip())
    assert "某市教育局" in county.text("checkpoint")  # its line goes along from now on
    assert len(list((county.folder / "seal" / "cosigned").iterdir())) == 3
    assert county.json("keys", "show")["witnesses"] == [(city.folder / "witness" / "witness.pub").read_text().strip()]
    assert seen["origin"] in city.text("witness", "list")


def test_a_file_that_went_through_notepad_is_still_taken(county: Office, city: Office, tmp_path: Path) -> None:
    write(county, "2022-10-03")
    asked = tmp_path / "asked.txt"
    county.text("checkpoint", "--old", "0", "--out", str(asked))
    asked.write_bytes(b"\xef\xbb\xbf" + asked.read_bytes().replace(b"\n", b"\r\n"))
    open_note(city.text("witness", "sign", str(asked)), (county.keys / "seal.pub").read_text().strip())


def test_a_tail_cut_off_and_a_book_written_anew_are_found_by_the_witness_and_at_home(
    county: Office, city: Office, tmp_path: Path
) -> None:
    write(county, "2022-10-03", "2022-10-04", "2022-10-05")
    round_trip(county, city, tmp_path)
    forge(county, 1)
    write(county, "2022-12-12")
    asked = tmp_path / "asked again.txt"
    county.text("checkpoint", "--old", "0", "--out", str(asked))  # the forger's ledger seems whole
    told = city.json("witness", "sign", str(asked), status=1)
    assert told["code"] == "witness-smaller"
    write(county, "2022-12-13", "2022-12-14")
    county.text("checkpoint", "--old", "3", "--out", str(asked))
    said = city.text("witness", "sign", str(asked), status=1)
    assert "发现两本账" in said
    assert said.count("\n") == 1
    assert city.json("witness", "list")[0]["size"] == 3
    at_home = county.json("checkpoint", "--cosigned", str(tmp_path / "signed.txt"), status=1)
    assert at_home["code"] == "not-our-book"


def test_what_a_witness_needs_is_asked_for_in_one_sentence(
    county: Office, city: Office, new_office: Callable[[str], Office], tmp_path: Path
) -> None:
    other = new_office("other")
    assert other.json("witness", "sign", str(county.keys / "seal.pub"), status=2)["code"] == "no-witness"
    assert other.json("witness", "trust", str(city.folder / "witness" / "witness.pub"), status=2)["code"] == "no-ledger"
    assert city.json("witness", "init", status=2)["code"] == "witness-exists"
    assert city.json("witness", "sign", str(tmp_path / "none"), status=1)["code"] == "unreadable-file"
    assert city.json("witness", "trust", "x+y", status=2)["code"] == "bad-key"
    assert city.json("witness", "trust", "x", status=2)["code"] == "unreadable-file"
    assert city.json("witness", "watch", status=2)["code"] == "bad-arguments"
    assert city.json("witness", "sign", str(county.keys / "seal.pub"), status=1)["code"] == "bad-note"
    county.text("checkpoint", "--out", str(tmp_path / "c.txt"))
    assert county.json("checkpoint", "--cosigned", str(tmp_path / "c.txt"), status=1)["code"] == "note-of-others"
