"""Wrong files named for a key, a checkpoint or a place to write: no secret is shown, nothing is written over."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.home import VAULT
from tests.api.key_offices import Office
from tests.api.test_witness_command import write

PNG = b"\x89PNG\r\n\x1a\n" + b"a photograph"


@pytest.fixture
def county(new_office: Callable[[str], Office]) -> Office:
    office = new_office("county")
    office.text("init")
    write(office, "2022-10-03", "2022-10-04", "2022-10-05")
    return office


# Keys


@pytest.mark.parametrize("name", ["seal.key", "vault.key", "backup.key", "paper-copy.txt"])
def test_a_secret_key_named_for_a_public_one_is_misuse_and_never_shown(
    county: Office, tmp_path: Path, name: str
) -> None:
    receipt = tmp_path / "receipt.json"
    county.text("receipt", "1", "--out", str(receipt))
    path = county.keys / name
    secrets = [(county.keys / one).read_text().strip() for one in ("seal.key", "vault.key", "backup.key")]
    for command in (
        ["verify-receipt", str(receipt), "--key"],
        ["verify", "--key"],
        ["witness", "trust"],
        ["keys", "replace", "--reason", "遗失", "--old"],
    ):
        for said in (str(path), path.read_text().strip()) if name != "paper-copy.txt" else (str(path),):
            told = county.text(*command, said, status=2)
            assert not any(secret in told for secret in secrets)
            assert "私钥" in told or name == "paper-copy.txt"
            assert ("seal.pub" in told) == ("私钥" in told)


def test_another_kind_of_file_for_a_key_is_misuse_before_anything_is_read(county: Office, tmp_path: Path) -> None:
    for wrong in (county.folder / VAULT, county.folder, tmp_path / "none", county.folder / "seal" / "checkpoint"):
        told = county.json("verify", "--key", str(wrong), status=2)
        assert not any("a" <= letter <= "z" for letter in told["message"].replace(str(wrong), "").replace("base", ""))
        told = county.json("verify-receipt", str(tmp_path / "no receipt"), "--key", str(wrong), status=2)
        assert told["code"] in ("bad-key", "unreadable-file", "bad-encoding")


def test_a_public_key_exchanged_beside_the_secret_one_is_not_handed_out(
    county: Office, new_office: Callable[[str], Office]
) -> None:
    other = new_office("other")
    other.text("init")
    public = county.keys / "seal.pub"
    own, foreign = public.read_text(), (other.keys / "seal.pub").read_text()
    for said in (foreign, "garbage\n"):
        public.write_text(said)
        told = county.text("keys", "show", status=1)
        assert "keys/seal.pub 和它旁边的密钥不是一对" in told
        assert foreign.partition("+")[0] not in told
        shown = county.json("keys", "show", status=1)
        assert (shown["unfit"], shown["origin"], shown["verifier_key"]) == (["keys/seal.pub"], "", "")
        assert "seal.pub" in county.text("verify", "--only", "book", status=1)
    public.write_text(foreign)
    (county.keys / "seal.key").rename(county.folder / "in the safe")
    assert county.json("keys", "show", status=1)["unfit"] == ["keys/seal.pub"]  # by the origin of the seal
    (county.folder / "in the safe").rename(county.keys / "seal.key")
    public.write_text(own)
    assert county.json("keys", "show")["unfit"] == []


def test_the_reason_of_a_replacement_holds_no_number_and_no_name(county: Office, tmp_path: Path) -> None:
    book = county.text("export")
    for reason in ("13812345678 调离", "11010519491231002X 调离"):
        assert county.json("keys", "replace", "--reason", reason, status=1)["code"] == "names-a-person"
    assert county.text("export") == book
    (county.keys / "vault.key").rename(tmp_path / "lost")
    told = county.json("keys", "replace", "--key", "vault", "--lost", "--reason", "电话 13812345678", status=1)
    assert told["code"] == "names-a-person"
    assert not (county.keys / "vault.key").exists()


# Places to write


def test_nothing_is_written_into_the_ledgers_own_folder(county: Office, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(county.folder)
    before = {path: path.read_bytes() for path in county.folder.rglob("*") if path.is_file()}
    for out in (county.keys / "vault.key", county.keys / "new", county.folder / "seal", county.folder, link / "book"):
        for command in (["checkpoint", "--out"], ["receipt", "1", "--out"], ["evidence", "get", "00"]):
            assert county.json(*command, str(out), status=2)["code"] == "inside-ledger"
    assert {path: path.read_bytes() for path in county.folder.rglob("*") if path.is_file()} == before


def test_another_file_is_never_written_over(county: Office, tmp_path: Path) -> None:
    kept = tmp_path / "notes.txt"
    kept.write_text("mine")
    link = tmp_path / "link.txt"
    link.symlink_to(kept)
    for out in (kept, link):
        for command in (["checkpoint", "--out"], ["receipt", "1", "--out"], ["evidence", "get", "00"]):
            assert county.json(*command, str(out), status=2)["code"] == "file-exists"
    assert kept.read_text() == "mine"
    assert link.is_symlink()


def test_a_checkpoint_is_written_over_an_older_one_of_the_same_ledger_only(
    county: Office, new_office: Callable[[str], Office], tmp_path: Path
) -> None:
    out, asked = str(tmp_path / "c.txt"), str(tmp_path / "asked.txt")
    county.text("checkpoint", "--out", out)
    county.text("checkpoint", "--old", "0", "--out", asked)
    write(county, "2022-10-06")
    county.text("checkpoint", "--out", out)
    assert county.json("checkpoint", "--out", asked, status=2)["code"] == "file-exists"  # another kind
    county.text("checkpoint", "--old", "0", "--out", asked)
    other = new_office("other")
    other.text("init")
    assert other.json("checkpoint", "--out", out, status=2)["code"] == "file-exists"


def test_a_witness_writes_over_what_it_signed_earlier_only(
    county: Office, new_office: Callable[[str], Office], tmp_path: Path
) -> None:
    city = new_office("city")
    city.text("witness", "init", "--name", "某市教育局")
    city.text("witness", "trust", str(county.keys / "seal.pub"))
    asked, kept = tmp_path / "asked.txt", tmp_path / "kept.txt"
    county.text("checkpoint", "--old", "0", "--out", str(asked))
    kept.write_text("mine")
    assert city.json("witness", "sign", str(asked), "--out", str(kept), status=2)["code"] == "file-exists"
    inside = city.folder / "witness" / "witness.key"
    assert city.json("witness", "sign", str(asked), "--out", str(inside), status=2)["code"] == "inside-ledger"
    assert kept.read_text() == "mine"


# What stands in a file


def test_a_request_taken_for_a_checkpoint_is_told_so(
    county: Office, new_office: Callable[[str], Office], tmp_path: Path
) -> None:
    city = new_office("city")
    city.text("witness", "init")
    county.text("witness", "trust", str(city.folder / "witness" / "witness.pub"))
    for old in ("0", "2"):
        asked = tmp_path / f"asked {old}.txt"
        county.text("checkpoint", "--old", old, "--out", str(asked))
        assert county.json("checkpoint", "--cosigned", str(asked), status=1)["code"] == "note-is-request"
        told = county.text("verify", "--against", str(asked), "--only", "book", status=1)
        assert f"{asked.name} 不能采信:这是交给见证单位的请求" in told


def test_evidence_and_codes_that_nobody_named_are_told_so(county: Office, tmp_path: Path) -> None:
    told = county.json("evidence", "get", "00", str(tmp_path / "out"), status=2)
    assert told["code"] == "unknown-evidence"
    assert county.json("person", "reads", "--code", "999999", status=2)["code"] == "unknown-teacher"
    assert county.json("person", "reads") == []
    photograph = tmp_path / "photograph.png"
    photograph.write_bytes(PNG)
    entry = json.loads(county.text("receipt", "3"))["entry"]
    county.text("evidence", "add", entry, str(photograph))
    digest = json.loads(county.text("receipt", "4"))["event"]
    digest = json.loads(digest)["data"]["digest"]
    county.text("evidence", "get", digest.upper(), str(tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == PNG
    assert county.json("evidence", "get", digest, str(tmp_path / "out"), status=2)["code"] == "file-exists"
    for path in (county.folder / "evidence").rglob(digest):
        path.unlink()
    assert county.json("evidence", "get", digest, str(tmp_path / "again"), status=1)["code"] == "evidence-missing"
