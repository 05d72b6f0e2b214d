"""Backups: what goes in comes out, from either store to either, whole, in steps, and while writing goes on."""

import json
import os
import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL
from subprocess import DEVNULL, PIPE, Popen
from sys import executable

import pytest
from pyrage import x25519

from api.cli.main import main
from ledger.backup.checking import check_backup
from ledger.backup.contents import TABLES
from ledger.backup.keys_for import KeysFor
from ledger.backup.last import last_backup
from ledger.backup.proving import head_of
from ledger.backup.restoring import restore
from ledger.backup.writing import Made, write_backup
from ledger.forgotten_list import Forgotten
from ledger.hand_in import HandIn
from ledger.home import KEYS, RESTORING, Home, name_of
from ledger.records.record import TeacherId
from ledger.refusals import Misuse, Refused
from ledger.seal import CHECKPOINT
from ledger.store.vault_tables import vault_tables
from ledger.submission import Submission
from projections.verifying.whole import verify
from tests.books import ON_POSTGRESQL, schema_url
from tests.faults.office_day import SINGLES_READY, lesson
from tests.ledger.backup_samples import (
    assert_clean,
    content_of,
    files_of,
    keys_of,
    opened_by_the_specification,
    restored,
    rows_of,
    vault_of,
)


def append(home: Home, day: int, count: int = 3) -> None:
    with home.opened() as ledger:
        for period in range(1, count + 1):
            ledger.book.append(HandIn("clerk"), Submission([lesson(period, day)]))


def test_a_restored_ledger_is_what_was_backed_up_to_the_byte(sealed: Home, tmp_path: Path) -> None:
    made = write_backup(sealed, tmp_path / "all.age")
    assert (made.head.first, made.head.last) == (1, len(rows_of(sealed)))
    assert (made.evidence, made.statements, made.lacking) == (1, 2, ())
    again = Home(tmp_path / "again")
    restored(sealed, again.folder, tmp_path / "all.age")
    assert rows_of(again) == rows_of(sealed)
    assert vault_of(again) == vault_of(sealed)
    assert files_of(again) == files_of(sealed)
    assert (again.folder / "seal" / CHECKPOINT).read_text() == made.head.checkpoint
    for name in ("vault.key", "seal.key", "backup.key", "seal.pub", "backup.pub"):
        assert (again.folder / KEYS / name).read_bytes() == (sealed.folder / KEYS / name).read_bytes()
        assert (again.folder / KEYS / name).stat().st_mode & 0o77 == 0
    assert not (again.folder / KEYS / "paper-copy.txt").exists()
    assert_clean(again)
    append(again, 300)
    assert_clean(again)


def test_the_paper_copy_is_enough_to_restore(sealed: Home, full: Path, tmp_path: Path) -> None:
    again = Home(tmp_path / "again")
    restore(again, [full], KeysFor.at(sealed.folder / KEYS / "paper-copy.txt"))
    assert again.keys.verifier_keys == sealed.keys.verifier_keys
    assert_clean(again)
    append(again, 300)
    assert_clean(again)


def test_keys_that_were_replaced_since_still_restore(
    sealed: Home, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every backup with every later set of keys, and a later backup with the signing key's older set."""
    home, old = Home(tmp_path / "home"), tmp_path / "old-keys"
    restored(sealed, home.folder, full)
    shutil.copytree(home.folder / KEYS, old)
    before = write_backup(home, tmp_path / "before.age")
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    assert main(["keys", "replace", "--reason", "每年更换"]) == 0
    between = write_backup(home, tmp_path / "between.age", after=before.head)
    assert main(["keys", "replace", "--key", "backup", "--reason", "每年更换"]) == 0
    append(home, 360)
    write_backup(home, tmp_path / "after.age", after=between.head)
    paths = [tmp_path / name for name in ("before.age", "between.age", "after.age")]
    restored(home, tmp_path / "with-new", *paths)
    assert rows_of(Home(tmp_path / "with-new")) == rows_of(home)
    assert_clean(Home(tmp_path / "with-new"))
    paper = KeysFor.at(home.folder / KEYS / "paper-copy.txt")
    assert len(paper.trusted) == 1  # the newest, which the succession in the backups leads back from
    with pytest.raises(Refused) as refused:
        restore(Home(tmp_path / "with-paper"), paths, paper)
    assert refused.value.code == "backup-key"  # of the earlier backup key there is another paper
    paper = replace(paper, identities=keys_of(home).identities)
    restore(Home(tmp_path / "with-paper"), paths, paper)
    assert rows_of(Home(tmp_path / "with-paper")) == rows_of(home)
    restore(Home(tmp_path / "with-old"), paths[:2], KeysFor.at(old))
    again = Home(tmp_path / "with-old")
    assert again.keys.verifier_keys == home.keys.verifier_keys
    assert not (again.folder / KEYS / "seal.key").exists()  # the old one, which signs no more
    assert_clean(again)


def test_without_the_vault_key_the_book_can_still_be_had(
    sealed: Home, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys"
    shutil.copytree(sealed.folder / KEYS, keys)
    (keys / "vault.key").write_text(bytes(32).hex() + "\n")
    with pytest.raises(Refused) as refused:
        restore(Home(tmp_path / "again"), [full], KeysFor.at(keys))
    assert refused.value.code == "vault-unreadable"
    assert not (tmp_path / "again").exists()
    (keys / "vault.key").unlink()
    again = Home(tmp_path / "again")
    restore(again, [full], KeysFor.at(keys))
    with pytest.raises(Misuse) as lost, again.opened():
        pass
    assert lost.value.code == "key-lost"
    monkeypatch.setenv("SHILU_HOME", str(again.folder))
    assert main(["keys", "replace", "--key", "vault", "--lost", "--reason", "火灾"]) == 0
    assert rows_of(again)[:300] == rows_of(sealed)[:300]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="both stores are there when the tests run on PostgreSQL")
def test_a_backup_goes_from_either_store_to_the_other(sealed: Home, full: Path, tmp_path: Path) -> None:
    in_files = Home(tmp_path / "files", database="")
    restore(in_files, [full], keys_of(sealed))
    assert rows_of(in_files)[: head_of(full, keys_of(sealed)).last] == rows_of(in_files)
    assert_clean(in_files)
    write_backup(in_files, tmp_path / "from-files.age")
    in_database = Home(tmp_path / "database", database=schema_url("{home}"))
    restore(in_database, [tmp_path / "from-files.age"], keys_of(sealed))
    assert rows_of(in_database) == rows_of(in_files)
    assert vault_of(in_database) == vault_of(in_files)
    assert_clean(in_database)


def test_increments_go_on_where_the_one_before_ended(sealed: Home, full: Path, tmp_path: Path) -> None:
    chain = [full]
    for number in range(3):
        if number != 1:  # an hour in which nothing happened
            append(sealed, 310 + number)
        chain.append(tmp_path / f"{number}.age")
        before = head_of(chain[-2], keys_of(sealed))
        made = write_backup(sealed, chain[-1], after=before)
        assert made.head.first == before.last + 1
        assert made.bytes < 60_000
        assert check_backup(chain[-1], keys_of(sealed)).head == made.head
    restored(sealed, tmp_path / "again", *chain)
    assert rows_of(Home(tmp_path / "again")) == rows_of(sealed)
    assert_clean(Home(tmp_path / "again"))


def test_a_gap_a_repeat_and_the_wrong_order_are_refused(sealed: Home, full: Path, tmp_path: Path) -> None:
    last = head_of(full, keys_of(sealed)).last
    append(sealed, 320)
    append(sealed, 321)
    for name, first in (("next", last + 1), ("late", last + 2), ("early", last)):
        write_backup(sealed, tmp_path / name, first=first)
    for wrong in (["late"], ["early"], ["next", "next"], [full]):
        with pytest.raises(Refused) as refused:
            restored(sealed, tmp_path / "again", full, *(tmp_path / name for name in wrong))
        assert refused.value.code == "backup-gap"
    with pytest.raises(Refused) as refused:
        restored(sealed, tmp_path / "again", tmp_path / "next")
    assert refused.value.code == "backup-gap"
    assert not (tmp_path / "again").exists()


def test_an_increment_of_another_course_of_the_same_ledger_is_refused(sealed: Home, full: Path, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    restored(sealed, other.folder, full)  # the same keys; from here on two ledgers are one no more
    append(sealed, 330)
    append(other, 331)
    last = head_of(full, keys_of(sealed)).last
    here = write_backup(sealed, tmp_path / "here.age", first=last + 1)
    while len(rows_of(other)) <= here.head.last:
        append(other, 332 + len(rows_of(other)))
    write_backup(other, tmp_path / "there.age", first=here.head.last + 1)
    with pytest.raises(Refused) as refused:
        restored(sealed, tmp_path / "again", full, tmp_path / "here.age", tmp_path / "there.age")
    assert refused.value.code == "backup-fork"
    assert not (tmp_path / "again").exists()
    with pytest.raises(Refused) as refused:
        write_backup(other, tmp_path / "no.age", after=here.head)
    assert refused.value.code == "backup-fork"
    assert not (tmp_path / "no.age").exists()


def test_a_backup_of_another_county_is_refused(sealed: Home, full: Path, home: Home, tmp_path: Path) -> None:
    made = write_backup(home, tmp_path / "other.age", also_to=[sealed.keys.backup_recipient])
    assert made.head.last == 0  # a ledger in which there is nothing yet has a backup too
    with pytest.raises(Refused) as refused:
        restored(sealed, tmp_path / "again", tmp_path / "other.age")
    assert refused.value.code == "backup-foreign"
    with pytest.raises(Refused) as refused:
        write_backup(sealed, tmp_path / "next.age", after=made.head)
    assert refused.value.code == "backup-foreign"
    with pytest.raises(Refused) as refused:
        restored(home, tmp_path / "again", full)
    assert refused.value.code == "backup-key"
    restored(home, tmp_path / "empty", tmp_path / "other.age")
    assert_clean(Home(tmp_path / "empty"))


def test_another_recipient_can_open_it_too(sealed: Home, tmp_path: Path) -> None:
    auditor = x25519.Identity.generate()
    write_backup(sealed, tmp_path / "all.age", also_to=[str(auditor.to_public())])
    assert check_backup(tmp_path / "all.age", replace(keys_of(sealed), identities=(str(auditor),))).lacking == ()
    with pytest.raises(Misuse, match="age1"):
        write_backup(sealed, tmp_path / "more.age", also_to=["age1nobody"])
    assert not (tmp_path / "more.age").exists()


def test_the_file_opens_by_the_specification_of_age_and_unpacks_with_tar(
    sealed: Home, full: Path, tmp_path: Path
) -> None:
    plain = opened_by_the_specification(full.read_bytes(), sealed.keys.backup_identity)
    (tmp_path / "plain").mkdir()
    subprocess.run(["tar", "-xf", "-"], input=plain, cwd=tmp_path / "plain", check=True)
    checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "plain", check=False)
    assert checked.returncode == 0
    first = (tmp_path / "plain" / "rows" / "000000000001.txt").read_bytes().split(b"\n")[0]
    position, stream, version, kind, body = rows_of(sealed)[0]
    assert first == f"{position} {stream.hex()} {version} {kind} ".encode() + body
    assert json.loads((tmp_path / "plain" / "head.json").read_text())["origin"] == sealed.keys.origin


def test_nothing_of_anybody_stands_in_the_file_or_unsealed_in_it(sealed: Home, full: Path) -> None:
    with sealed.opened() as ledger:
        names = set(ledger.names(ledger.register()).values())
    assert len(names) > 3
    raw, inside = full.read_bytes(), b"".join(content for _, content in content_of(full, sealed))
    secrets = [(sealed.folder / KEYS / key).read_text().strip() for key in ("vault.key", "seal.key", "backup.key")]
    for told in (*names, *secrets):
        assert told.encode() not in raw
        assert told.encode() not in inside
    assert sealed.keys.origin.encode() not in raw
    assert b"lesson.observed" in inside
    assert b"lesson.observed" not in raw


def test_every_table_of_the_vault_is_taken_along(sealed: Home) -> None:
    with closing(vault_tables(sealed.vault_place)) as tables:
        there = (
            tables.select("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            if ON_POSTGRESQL
            else tables.select("SELECT name FROM sqlite_schema WHERE type='table'")
        )
    assert {name for (name,) in there} - {"book", "events", "kinds"} == set(TABLES)


def test_writing_goes_on_meanwhile_and_the_backup_holds_one_position_of_it(
    sealed: Home, full: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "busy")
    restored(sealed, home.folder, full)
    environment = dict(os.environ) | {"SHILU_HOME": str(home.folder), "PYTHONUNBUFFERED": "1"}
    command = [executable, "-m", "tests.faults.office_day", "singles", "340"]
    made: list[Made] = []
    with Popen(command, env=environment, stdout=PIPE, stderr=DEVNULL, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == SINGLES_READY + "\n"
        told = (json.loads(line)["position"] for line in writer.stdout)
        for number in range(3):
            after = made[-1].head if made else None
            assert next(position for position in told if not after or position > after.last)  # the writer is at work
            made.append(write_backup(home, tmp_path / f"{number}.age", after=after))
        assert next(position for position in told if position > made[-1].head.last)
        writer.send_signal(SIGKILL)
    restored(home, tmp_path / "again", *(tmp_path / f"{number}.age" for number in range(3)))
    again = Home(tmp_path / "again")
    assert rows_of(again) == rows_of(home)[: made[-1].head.last]
    assert_clean(again)


def test_who_was_forgotten_stays_forgotten_whichever_list_says_so(sealed: Home, full: Path, tmp_path: Path) -> None:
    with sealed.opened() as ledger:
        codes = sorted(ledger.names(ledger.register()))[:3]
    lines = [Forgotten(TeacherId(code), date(2023, 1, 13), sha256(code.encode()).hexdigest()) for code in codes]
    keys = tmp_path / "keys"
    shutil.copytree(sealed.folder / KEYS, keys)
    (keys / "forgotten").write_text(f"{lines[0].code} {lines[0].day} {lines[0].digest}\n")
    again = Home(tmp_path / "again")
    found = restore(again, [full], KeysFor.at(keys), forgotten=lines[1:2])
    assert found.withheld == tuple(codes[:2])
    with again.opened() as ledger:
        names = ledger.names(ledger.register())
        assert not names.keys() & set(codes[:2])
        assert codes[2] in names
    assert again.forgotten.codes == set(codes[:2])
    report = verify(again, only=["vault"])
    assert report.ok
    assert any(f"{codes[0]}、{codes[1]}" in note for note in report.notes)
    write_backup(again, tmp_path / "later.age")
    late = Home(tmp_path / "late")
    assert restored(again, late.folder, tmp_path / "later.age").withheld == ()
    assert late.forgotten.codes == set(codes[:2])
    assert vault_of(late) == vault_of(again)
    assert verify(late, only=["vault"]).ok


def test_a_checkpoint_held_elsewhere_is_held_to_what_is_restored(sealed: Home, full: Path, tmp_path: Path) -> None:
    head = head_of(full, keys_of(sealed))
    restored(sealed, tmp_path / "again", full, against=head.checkpoint)
    append(sealed, 350)
    later = (sealed.folder / "seal" / CHECKPOINT).read_text()
    with pytest.raises(Refused, match="手里的校验点") as refused:
        restored(sealed, tmp_path / "no", full, against=later)
    assert refused.value.code == "backup-against"
    other = Home(tmp_path / "again")
    append(other, 351, 60)
    write_backup(other, tmp_path / "other.age")
    with pytest.raises(Refused, match="不是同一段历史"):
        restored(sealed, tmp_path / "no", tmp_path / "other.age", against=later)
    assert not (tmp_path / "no").exists()


def test_a_place_that_is_not_empty_is_left_alone(sealed: Home, full: Path, home: Home) -> None:
    before = rows_of(home), sorted(home.folder.iterdir())
    with pytest.raises(Misuse) as refused:
        restored(sealed, home.folder, full)
    assert refused.value.code == "restore-not-empty"
    assert (rows_of(home), sorted(home.folder.iterdir())) == before


@pytest.mark.skipif(not ON_POSTGRESQL, reason="about a schema that two folders name")
def test_a_schema_of_somebody_else_is_left_alone_even_behind_a_mark(
    sealed: Home, full: Path, home: Home, tmp_path: Path
) -> None:
    schema = schema_url(name_of(home.folder))
    before = rows_of(home), vault_of(home)
    target = Home(tmp_path / "target", database=schema)
    with pytest.raises(Misuse) as refused:
        restore(target, [full], keys_of(sealed))
    assert refused.value.code == "restore-not-empty"
    assert not target.folder.exists()
    target.folder.mkdir()
    (target.folder / RESTORING).write_text("of a restore that was cut off, into another schema")
    with pytest.raises(Misuse) as refused:
        restore(target, [full], keys_of(sealed))
    assert refused.value.code == "restore-not-empty"
    assert (rows_of(home), vault_of(home)) == before
    assert_clean(home)


def test_a_place_that_holds_anything_of_anybody_is_left_alone(sealed: Home, full: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "lost+found").mkdir()  # a disk of its own has this at its root
    foreign = target / "minutes.docx"
    foreign.write_text("of somebody else")
    with pytest.raises(Misuse) as refused:
        restored(sealed, target, full)
    assert refused.value.code == "restore-not-empty"
    assert sorted(path.name for path in target.iterdir()) == ["lost+found", "minutes.docx"]
    foreign.unlink()
    restored(sealed, target, full)
    assert Home(target).exists


def test_up_to_which_day_the_lists_of_the_forgotten_go_is_told(sealed: Home, full: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    shutil.copytree(sealed.folder / KEYS, keys)
    (keys / "forgotten").unlink(missing_ok=True)
    assert restore(Home(tmp_path / "none"), [full], KeysFor.at(keys)).listed_until is None
    (keys / "forgotten").write_text(f"000001 2023-01-12 {'ab' * 32}\n")
    assert restore(Home(tmp_path / "stale"), [full], KeysFor.at(keys)).listed_until == date(2023, 1, 12)
    newer = [Forgotten(TeacherId("000002"), date(2023, 1, 13), "cd" * 32)]
    found = restore(Home(tmp_path / "newer"), [full], KeysFor.at(keys), forgotten=newer)
    assert found.listed_until == date(2023, 1, 13)


def test_a_place_where_a_restore_was_cut_off_is_no_ledger_and_is_taken_by_the_next(
    sealed: Home, full: Path, tmp_path: Path
) -> None:
    again = Home(tmp_path / "again")
    restored(sealed, again.folder, full)
    (again.folder / RESTORING).write_text("of another restore")
    assert not again.exists
    with pytest.raises(Misuse, match="shilu restore"), again.opened():
        pass
    with pytest.raises(Misuse, match="shilu restore"):
        again.make()


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(sealed: Home, full: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "holed")
    restored(sealed, home.folder, full)
    [photograph] = [path for path in (home.folder / "evidence").rglob("*") if path.is_file()]
    photograph.unlink()
    made = write_backup(home, tmp_path / "holed.age")
    assert [one.digest for one in made.lacking] == [photograph.name]
    assert check_backup(tmp_path / "holed.age", keys_of(home)).lacking == made.lacking
    found = restored(home, tmp_path / "again", tmp_path / "holed.age")
    assert found.lacking == made.lacking
    write_backup(home, tmp_path / "more.age", after=made.head)
    assert restored(home, tmp_path / "both", full, tmp_path / "more.age").lacking == ()


def test_the_last_backup_is_remembered(sealed: Home, tmp_path: Path) -> None:
    made = write_backup(sealed, tmp_path / "all.age")
    last = last_backup(sealed.folder)
    assert last
    assert (last.file, last.position, last.bytes) == ("all.age", made.head.last, (tmp_path / "all.age").stat().st_size)
    assert last.digest == sha256((tmp_path / "all.age").read_bytes()).hexdigest()
    assert (tmp_path / "all.age").stat().st_mode & 0o777 == 0o600


def test_a_backup_writes_over_nothing(sealed: Home, tmp_path: Path) -> None:
    (tmp_path / "there.age").write_text("the only other backup")
    with pytest.raises(Misuse) as refused:
        write_backup(sealed, tmp_path / "there.age")
    assert refused.value.code == "backup-exists"
    assert (tmp_path / "there.age").read_text() == "the only other backup"
    with pytest.raises(Refused) as nowhere:
        write_backup(sealed, tmp_path / "no" / "folder.age")
    assert nowhere.value.code == "unwritable-file"
