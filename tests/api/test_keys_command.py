"""`shilu keys`, and what becomes of a county that loses one: with the paper copy, and without."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from ledger.checkpoint import open_note
from ledger.home import VAULT, Home
from ledger.keys import PAPER, follow
from tests.api.key_offices import PACK, Office
from tests.books import by_another_hand
from tests.ledger.test_home import lose_vault


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    write_county(path, CountyPlan(seed=7, teachers=12))
    return path


@pytest.fixture
def county(new_office: Callable[[str], Office], workbook: Path) -> Office:
    office = new_office("county")
    office.text("init")
    office.text("import", str(workbook))
    return office


def lose(office: Office, *names: str) -> None:
    for name in names or [path.name for path in office.keys.iterdir()]:
        (office.keys / name).unlink()


# What an office sees


def test_the_reason_of_a_replacement_names_nobody(county: Office) -> None:
    name = max(county.names(), key=len)
    for said in (["--reason", f"{name}调离"], ["--reason", "换一把", "--actor", name]):
        assert county.json("keys", "replace", *said, status=1)["code"] == "names-a-person"
    assert county.json("keys", "show")["replaced"] == []


def test_init_tells_of_the_paper_and_the_public_key_and_no_secret(new_office: Callable[[str], Office]) -> None:
    office = new_office("new")
    told = office.text("init")
    assert str(office.keys / PAPER) in told
    assert (office.keys / "seal.pub").read_text().strip() in told
    for name in ("vault.key", "seal.key", "backup.key"):
        assert (office.keys / name).read_text().strip() not in told
    shown = office.json("keys", "show")
    assert shown["missing"] == shown["replaced"] == shown["witnesses"] == []
    assert shown["paper"] == str(office.keys / PAPER)
    assert shown["verifier_keys"] == [shown["verifier_key"]]


def test_secrets_are_shown_only_where_the_paper_is_asked_for_by_print(
    county: Office, caplog: pytest.LogCaptureFixture
) -> None:
    paper = (county.keys / PAPER).read_text()
    secret = [line for line in paper.splitlines() if line[:2] in ("N1", "S1", "B1")]
    secret += [(county.keys / name).read_text().strip() for name in ("vault.key", "seal.key", "backup.key")]
    lose(county, PAPER)
    said = [county.text("keys", "show"), county.text("status"), county.text("keys", "paper")]
    assert (county.keys / PAPER).read_text().splitlines()[5:] == paper.splitlines()[5:]
    assert stat.S_IMODE((county.keys / PAPER).stat().st_mode) == 0o600
    said += [county.text("keys", "replace", "--reason", "两年一换"), county.text("checkpoint"), caplog.text]
    secret += [(county.keys / "seal.key").read_text().strip()]
    assert not [one for one in secret for told in said if one in told]
    lose(county, PAPER)
    assert (county.keys / "seal.key").read_text() not in county.text("keys", "paper", "--print")
    assert county.text("keys", "paper", "--print").count("\nN1 ") == 1
    assert "S2" in county.json("keys", "paper", "--print")["paper"]
    assert not (county.keys / PAPER).exists()


def test_every_event_of_a_replacement_is_in_the_book_and_in_the_succession(county: Office) -> None:
    first = (county.keys / "seal.pub").read_text().strip()
    before = county.text("checkpoint")
    assert "no-reason" in county.text("keys", "replace", "--format", "json", status=1)
    told = county.json("keys", "replace", "--reason", "经手人调离", "--actor", "000101")
    now = county.json("keys", "show")
    assert (told["old"], told["new"], told["lost"]) == (first, now["verifier_key"], False)
    assert now["replaced"] == [{name: told[name] for name in ("number", "old", "new", "on", "size", "reason", "lost")}]
    event = json.loads(county.text("export").splitlines()[-1])
    assert (event["kind"], event["actor"], event["position"]) == ("seal_key.replaced/1", "000101", told["size"])
    assert event["data"] == {
        "on": told["on"],
        "old": first,
        "new": told["new"],
        "reason": "经手人调离",
        "lost": False,
    }
    # The last checkpoint of the old key covers the event, and opens with either key.
    newest = county.text("checkpoint")
    assert open_note(newest, first).text == open_note(newest, told["new"]).text
    open_note(before, first)
    assert follow((county.keys / "succession").read_text(), first) == (first, told["new"])
    for act in (["void", event["entry"], "--reason", "x"], ["withdraw", event["entry"]]):
        assert "official-step" in county.text(*act, "--format", "json", status=1)
    line = json.dumps({"kind": "seal_key.replaced", "data": event["data"]})
    (county.folder / "x.ndjson").write_text(line + "\n")
    assert "official-step" in county.text("append", str(county.folder / "x.ndjson"), "--format", "json")


def test_a_succession_that_is_gone_or_altered_is_a_fault(county: Office) -> None:
    county.text("keys", "replace", "--reason", "两年一换")
    path = county.keys / "succession"
    whole = path.read_text()
    for wrong in ("", whole.replace("两年一换", "两年二换"), whole + whole):
        path.write_text(wrong)
        assert county.json("verify", status=1)["faults"]
    path.unlink()
    assert county.json("verify", status=1)["faults"]
    path.write_text(whole)
    assert county.json("verify")["faults"] == []


def test_only_the_county_replaces_the_key(county: Office) -> None:
    before = (county.keys / "seal.pub").read_text()
    told = county.json("keys", "replace", "--reason", "x", "--authority", "school:S001", status=1)
    assert told["code"] == "out-of-scope"
    assert (county.keys / "seal.pub").read_text() == before
    assert county.json("keys", "replace", "--reason", "x", "--lost", status=1)["code"] == "key-not-lost"


# Stories of loss


def test_with_the_paper_everything_is_as_before(county: Office, tmp_path: Path) -> None:
    paper = tmp_path / "typed.txt"
    paper.write_bytes(b"\xef\xbb\xbf" + (county.keys / PAPER).read_text().lower().replace("\n", "\r\n").encode())
    names, digest, checkpoint = county.names(), county.digest(), county.text("checkpoint")
    lose(county)
    refused = county.json("evaluate", *PACK, status=2)
    assert (refused["code"], "shilu keys restore" in refused["message"]) == ("key-lost", True)
    assert county.json("keys", "restore", str(paper)) == {
        "made": ["vault.key", "seal.key", "backup.key"],
        "older": [],
    }
    assert (county.names(), county.digest(), county.text("checkpoint")) == (names, digest, checkpoint)
    county.text("keys", "replace", "--reason", "纸被人看过")  # the old key is whole: it signs the new one over


def test_a_mistyped_line_is_named_and_nothing_is_made(county: Office, tmp_path: Path) -> None:
    text = (county.keys / PAPER).read_text().replace("S1  ", "S1  0" if "S1  0" not in text_of(county) else "S1  1")
    (tmp_path / "typed.txt").write_text(text)
    lose(county)
    refused = county.json("keys", "restore", str(tmp_path / "typed.txt"), status=1)
    assert (refused["code"], "(S1)" in refused["message"]) == ("paper-wrong", True)
    assert not (county.keys / "vault.key").exists()
    (tmp_path / "typed.txt").write_bytes("密钥".encode("gb18030"))
    assert county.json("keys", "restore", str(tmp_path / "typed.txt"), status=1)["code"] == "bad-encoding"
    assert county.json("keys", "restore", str(tmp_path / "none.txt"), status=1)["code"] == "unreadable-file"


def text_of(office: Office) -> str:
    return (office.keys / PAPER).read_text()


def test_without_paper_the_signing_key_is_replaced_and_a_witness_ties_old_and_new(
    county: Office, new_office: Callable[[str], Office], tmp_path: Path
) -> None:
    request, answer = tmp_path / "request.txt", tmp_path / "answer.txt"
    city = new_office("city")
    city.text("witness", "init", "--name", "某市教育局")
    city.text("witness", "trust", str(county.keys / "seal.pub"))
    county.text("witness", "trust", str(city.folder / "witness" / "witness.pub"))
    county.text("checkpoint", "--old", "0", "--out", str(request))
    city.text("witness", "sign", str(request), "--out", str(answer))
    county.text("checkpoint", "--cosigned", str(answer))
    old = (county.keys / "seal.pub").read_text().strip()

    lose(county, "seal.key", PAPER)
    assert county.json("keys", "show")["missing"] == ["seal.key"]
    assert county.digest()  # the book is read and written as ever
    assert "keys replace --lost" in county.json("keys", "replace", "--reason", "硬盘坏了", status=1)["message"]
    told = county.json("keys", "replace", "--lost", "--reason", "硬盘坏了")
    assert (told["old"], told["lost"]) == (old, True)
    assert json.loads(county.text("export").splitlines()[-1])["data"]["lost"] is True
    newest = county.text("checkpoint")
    open_note(newest, told["new"])
    assert follow((county.keys / "succession").read_text(), old) == (old,)

    county.text("checkpoint", "--old", "--out", str(request))
    assert city.json("witness", "sign", str(request), status=1)["code"] == "note-of-others"
    refused = city.json("witness", "trust", told["new"], "--succession", str(county.keys / "succession"), status=1)
    assert refused["code"] == "witness-other-key"
    city.text("witness", "trust", told["new"], "--lost")
    city.text("witness", "sign", str(request), "--out", str(answer))
    assert "和账本一致" in county.text("checkpoint", "--cosigned", str(answer))


def test_where_the_public_key_is_lost_too_the_one_handed_out_is_brought_back(county: Office) -> None:
    handed_out = (county.keys / "seal.pub").read_text().strip()
    lose(county, "seal.key", "seal.pub", PAPER)
    assert county.json("keys", "replace", "--lost", "--reason", "x", status=1)["code"] in ("seal-lost", "seal-key-lost")
    stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    ask = ["keys", "replace", "--lost", "--reason", "电脑被盗"]
    assert county.json(*ask, "--old", stranger, status=1)["code"] == "note-of-others"
    told = county.json(*ask, "--old", handed_out)
    assert (told["old"], told["new"].partition("+")[0]) == (handed_out, handed_out.partition("+")[0])
    open_note(county.text("checkpoint"), told["new"])


def test_without_paper_the_names_are_lost_and_come_back_as_they_are_handed_in_anew(
    county: Office, workbook: Path
) -> None:
    names, digest, old = county.names(), county.digest(), county.text("checkpoint")
    mess = county.json("import", str(workbook))["sheets"]["教师"]["rejected"]
    assert len(names) > 5
    assert (
        county.json("keys", "replace", "--key", "vault", "--lost", "--reason", "x", status=1)["code"] == "key-not-lost"
    )
    lose(county, "vault.key", PAPER)
    assert county.json("keys", "replace", "--key", "vault", "--reason", "x", status=2)["code"] == "bad-arguments"
    told = county.json("keys", "replace", "--key", "vault", "--lost", "--reason", "硬盘坏了")
    assert told["people"] >= len(names)
    aside = Path(told["aside"])
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert not [name for name in names if name in aside.read_text()]
    assert told["paper"] == str(county.keys / PAPER)

    event = json.loads(county.text("export").splitlines()[-1])
    assert (event["kind"], event["data"]["people"], event["data"]["reason"]) == (
        "vault.renewed/1",
        told["people"],
        "硬盘坏了",
    )
    assert "official-step" in county.text("void", event["entry"], "--reason", "x", "--format", "json", status=1)
    assert county.names() == set()
    assert county.digest() == digest  # records stand under their codes
    assert county.json("verify")["faults"] == []
    report = county.json("import", str(workbook))
    assert report["sheets"]["教师"]["rejected"] == mess
    assert report["sheets"]["教师"]["accepted"] >= len(names)
    assert (county.names(), county.digest()) == (names, digest)
    assert county.json("import", str(workbook))["sheets"]["教师"]["accepted"] == 0
    assert county.json("verify")["faults"] == []
    open_note(old, *Home(county.folder).keys.verifier_keys)


def test_a_vault_that_was_emptied_without_a_word_in_the_book_is_a_fault(county: Office) -> None:
    with by_another_hand(county.folder / VAULT) as database:
        for table in ("person", "particulars"):
            database.execute(f"DELETE FROM {table}")
    assert county.json("verify", status=1)["faults"]


def test_a_new_vault_that_was_begun_and_interrupted_is_gone_on_with(county: Office) -> None:
    home, names = Home(county.folder), county.names()
    lose(county, "vault.key")
    school = ["--authority", "school:S001", "--reason", "x"]
    assert county.json("keys", "replace", "--key", "vault", "--lost", *school, status=1)["code"] == "out-of-scope"
    aside, people = home.renew_vault()  # and there it stops: the book says nothing yet
    assert county.json("verify", status=1)["faults"]
    told = county.json("keys", "replace", "--key", "vault", "--lost", "--reason", "硬盘坏了")
    assert (told["aside"], told["people"]) == (str(aside), people)
    assert people >= len(names)
    assert county.json("verify")["faults"] == []
    assert (
        county.json("keys", "replace", "--key", "vault", "--lost", "--reason", "x", status=1)["code"] == "key-not-lost"
    )


def test_what_was_put_aside_is_never_written_over_though_all_is_lost_again_on_the_same_day(
    county: Office, workbook: Path
) -> None:
    again = ["keys", "replace", "--key", "vault", "--lost", "--reason", "硬盘坏了"]
    aside = []
    for _ in range(2):
        lose(county, "vault.key")
        told = county.json(*again)
        assert told["people"] > 0
        aside.append(Path(told["aside"]))
        county.text("import", str(workbook))
    assert aside[0] != aside[1]
    first, second = (path.read_bytes() for path in aside)
    assert first != second
    key = (county.keys / "vault.key").read_text()
    for _ in range(2):
        lose_vault(Home(county.folder))
        county.json(*again)
    assert key in {path.read_text() for path in county.keys.glob("vault.key.*")}
    assert len(list(county.keys.glob("vault.key.*"))) == 2


def test_without_any_key_and_any_paper_the_book_still_stands(county: Office, workbook: Path) -> None:
    names, digest, public = county.names(), county.digest(), (county.keys / "seal.pub").read_text().strip()
    lose(county)
    reason = ["--lost", "--reason", "火灾"]
    county.text("keys", "replace", "--key", "vault", *reason)
    county.text("keys", "replace", "--old", public, *reason)
    county.text("keys", "replace", "--key", "backup", *reason)
    county.text("import", str(workbook))
    assert (county.names(), county.digest()) == (names, digest)
    assert county.json("keys", "show")["missing"] == []
    open_note(county.text("checkpoint"), county.json("keys", "show")["verifier_key"])
    assert (county.keys / PAPER).exists()


def test_another_backup_key_comes_with_another_paper(county: Office) -> None:
    before = county.json("keys", "show")["backup_recipient"]
    told = county.json("keys", "replace", "--key", "backup", "--reason", "两年一换")
    assert told["backup_recipient"] == county.json("keys", "show")["backup_recipient"] != before
    assert Path(told["old_key"]).is_file()
