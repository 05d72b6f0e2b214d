"""The folder of keys: made once, readable by the owner only, made anew from paper, replaced without a gap."""

import stat
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copytree
from threading import Barrier

import pyrage
import pytest

from ledger.backup.keys_for import KeysFor
from ledger.checkpoint import Checkpoint, NoteRefused, open_note, sign_note
from ledger.keys import PAPER, SEAL_KEY, SEAL_PUBLIC, SUCCESSION, VAULT_KEY, Keys, follow, read_paper, read_succession
from ledger.keys.age_key import age_recipient, age_secret
from ledger.keys.key_files import NEXT_KEY
from ledger.refusals import Refused

TODAY = date(2026, 9, 1)
SECRET = {VAULT_KEY, SEAL_KEY, "backup.key", PAPER}
PUBLIC = {SEAL_PUBLIC, "backup.pub"}


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made = Keys(tmp_path / "keys")
    made.make(TODAY)
    return made


def at(keys: Keys, size: int = 5) -> Checkpoint:
    return Checkpoint(keys.origin, size, b"r" * 32)


def files(keys: Keys) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in keys.folder.iterdir()}


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        do()
    return caught.value.code


# Made


def test_three_keys_are_made_and_only_the_public_halves_are_for_others(keys: Keys) -> None:
    assert files(keys).keys() == SECRET | PUBLIC
    for path in keys.folder.iterdir():
        if path.name in SECRET:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert keys.origin.startswith("shilu-")
    assert keys.verifier_keys == (keys.verifier_key,) == (keys.signing().verifier_key,)
    assert keys.unprinted_paper == keys.folder / PAPER


@pytest.fixture
def in_small_steps() -> Iterator[None]:
    """Threads give way to each other after every few steps, so that those who do not wait get into each other's way."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("in_small_steps")
def test_those_who_make_at_once_make_one(tmp_path: Path) -> None:
    for number in range(10):
        keys, ready = Keys(tmp_path / str(number)), Barrier(4)

        def make(keys: Keys = keys, ready: Barrier = ready) -> None:
            ready.wait()
            Keys(keys.folder).make(TODAY)

        with ThreadPoolExecutor(4) as threads:
            for made in [threads.submit(make) for _ in range(4)]:
                made.result()
        assert read_paper((keys.folder / PAPER).read_text()) == keys.paper_copy()
        assert keys.backup_recipient == age_recipient(keys.paper_copy().backup)


def test_a_making_that_was_cut_off_anywhere_is_ended_by_the_next(keys: Keys, tmp_path: Path) -> None:
    """After each of the files, in the order in which they come to stand; between two of them the power failed."""
    in_order = (PAPER, VAULT_KEY, "backup.key", "backup.pub", SEAL_KEY, SEAL_PUBLIC)
    for done in range(len(in_order)):
        cut_off = Keys(Path(copytree(keys.folder, tmp_path / str(done))))
        for name in in_order[done:]:
            (cut_off.folder / name).unlink()
        before = files(cut_off)
        cut_off.make(TODAY)
        after = files(cut_off)
        assert set(after) == set(in_order)
        assert {name: after[name] for name in before if name != PAPER} == {
            name: told for name, told in before.items() if name != PAPER
        }
        assert cut_off.unfit_public_keys() == []
        assert read_paper((cut_off.folder / PAPER).read_text()) == cut_off.paper_copy()


def test_what_is_there_stays(keys: Keys) -> None:
    before = files(keys)
    keys.make(date(2027, 1, 1))
    assert files(keys) == before


def test_a_ledger_of_before_there_were_seals_keeps_its_vault_key(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    keys.folder.mkdir()
    (keys.folder / VAULT_KEY).write_text("ab" * 32 + "\n")
    keys.make(TODAY)
    assert keys.vault_key() == b"\xab" * 32
    assert read_paper((keys.folder / PAPER).read_text()).vault == b"\xab" * 32


def test_a_key_that_was_lost_is_not_made_anew_unseen(keys: Keys) -> None:
    (keys.folder / SEAL_KEY).unlink()
    (keys.folder / "backup.key").unlink()
    keys.make(TODAY)
    assert not (keys.folder / SEAL_KEY).exists()
    assert keys.signer() is None
    assert refusal(keys.signing) == "seal-key-lost"
    assert refusal(lambda: keys.backup_identity) == "backup-key-lost"
    assert keys.backup_recipient.startswith("age1")


def test_backups_are_read_by_age_itself(keys: Keys) -> None:
    recipient = pyrage.x25519.Recipient.from_str(keys.backup_recipient)
    identity = pyrage.x25519.Identity.from_str(keys.backup_identity)
    assert pyrage.decrypt(pyrage.encrypt(b"book", [recipient]), [identity]) == b"book"
    assert str(identity.to_public()) == keys.backup_recipient


@pytest.mark.parametrize("damage", ["", "x", "PRIVATE+KEY+x", "\ufffd", "ab" * 32])
def test_a_damaged_key_is_refused_and_never_told(keys: Keys, damage: str) -> None:
    other = Keys(keys.folder.parent / "other")
    other.make(TODAY)
    for content in (damage, (other.folder / SEAL_KEY).read_text()):
        (keys.folder / SEAL_KEY).write_text(content)
        assert refusal(keys.signing) == "seal-key-wrong"
        assert keys.signer() is None
    (keys.folder / "backup.key").write_text(damage)
    assert refusal(lambda: keys.backup_identity) == "backup-key-lost"
    if damage != "ab" * 32:
        (keys.folder / VAULT_KEY).write_text(damage)
        assert refusal(keys.vault_key) == "vault-unreadable"


# From paper


def test_from_paper_the_very_same_files_are_made(keys: Keys, tmp_path: Path) -> None:
    elsewhere = Keys(tmp_path / "elsewhere")
    paper = read_paper((keys.folder / PAPER).read_text())
    assert elsewhere.restore(paper).made == [VAULT_KEY, SEAL_KEY, "backup.key"]
    (keys.folder / PAPER).unlink()
    assert files(elsewhere) == files(keys)
    assert elsewhere.restore(paper) == ([], [])


def test_only_what_is_missing_is_made_and_another_key_is_not_overwritten(keys: Keys, tmp_path: Path) -> None:
    paper = read_paper((keys.folder / PAPER).read_text())
    (keys.folder / SEAL_KEY).unlink()
    assert keys.restore(paper) == ([SEAL_KEY], [])
    for name in (VAULT_KEY, SEAL_KEY, "backup.key"):
        other = Keys(tmp_path / name)
        other.make(TODAY)
        (other.folder / PAPER).unlink()
        for kept in {VAULT_KEY, SEAL_KEY, SEAL_PUBLIC, "backup.key", "backup.pub"} - {name}:
            (other.folder / kept).unlink()
        before = files(other)
        assert refusal(partial(other.restore, paper)) == "keys-differ"
        assert files(other) == before


def test_a_paper_of_before_the_replacement_brings_back_all_but_the_signing_key(keys: Keys) -> None:
    paper = read_paper((keys.folder / PAPER).read_text())
    keys.next_signer()
    keys.replace(at(keys), TODAY, "经手人调离")
    newest = sign_note(at(keys).text(), keys.signing())
    for name in (VAULT_KEY, SEAL_KEY, "backup.key"):
        (keys.folder / name).unlink()
    assert keys.restore(paper, newest) == ([VAULT_KEY, "backup.key"], [SEAL_KEY])
    assert refusal(keys.signing) == "seal-key-lost"
    for path in keys.folder.iterdir():  # everything is gone, and only the checkpoint tells which key is the newest
        path.unlink()
    assert keys.restore(paper, newest) == ([VAULT_KEY, "backup.key"], [SEAL_KEY])
    assert keys.signer() is None


def test_a_paper_of_before_the_backup_key_was_replaced_does_not_bring_that_back(keys: Keys) -> None:
    paper = read_paper((keys.folder / PAPER).read_text())
    keys.renew_backup_key(TODAY)
    now = keys.backup_recipient
    assert keys.restore(paper) == ([], [])
    (keys.folder / "backup.key").unlink()
    assert keys.restore(paper) == ([], ["backup.key"])
    assert keys.backup_recipient == now


# Replaced


def test_whoever_holds_an_old_public_key_follows_it_to_the_new_one(keys: Keys) -> None:
    first = keys.verifier_key
    before = sign_note(at(keys, 4).text(), keys.signing())
    for number, reason in enumerate(("经手人\n调离", "硬盘送修", "两年一换"), 1):
        step = keys.replace(at(keys, 4 + number), TODAY, reason)
        assert (step.number, step.size, step.lost, step.new) == (number, 4 + number, False, keys.verifier_key)
        assert step.new == keys.signing().verifier_key
    assert keys.origin == first.partition("+")[0]
    assert [step.reason for step in keys.steps] == ["经手人 调离", "硬盘送修", "两年一换"]
    assert follow(keys.succession, first) == keys.verifier_keys
    assert len(set(keys.verifier_keys)) == 4
    assert follow(keys.succession, keys.verifier_keys[2]) == keys.verifier_keys[2:]
    open_note(before, *keys.verifier_keys)
    open_note(before, first)
    other = Keys(keys.folder.parent / "other")
    other.make(TODAY)
    assert follow(keys.succession, other.verifier_key) == (other.verifier_key,)


def test_a_step_that_the_old_key_did_not_sign_is_listed_and_not_followed(keys: Keys) -> None:
    first = keys.verifier_key
    (keys.folder / SEAL_KEY).unlink()
    step = keys.replace(at(keys), TODAY, "硬盘坏了", lost=True)
    keys.replace(at(keys, 9), TODAY, "两年一换")
    assert step.lost
    assert keys.verifier_keys[0] == first
    assert len(keys.verifier_keys) == 3
    assert follow(keys.succession, first) == (first,)
    assert follow(keys.succession, step.new) == keys.verifier_keys[1:]


def test_the_new_paper_copy_holds_the_new_key(keys: Keys) -> None:
    old = read_paper((keys.folder / PAPER).read_text())
    keys.replace(at(keys), TODAY, "两年一换")
    new = read_paper((keys.folder / PAPER).read_text())
    assert (new.number, new.vault, new.backup) == (old.number, old.vault, old.backup)
    assert new.signer == keys.signing() != old.signer


def test_any_bit_turned_in_a_succession_breaks_it(keys: Keys) -> None:
    first = keys.verifier_key
    keys.replace(at(keys), TODAY, "经手人调离")
    keys.replace(at(keys, 9), TODAY, "两年一换")
    whole = bytearray(keys.succession.encode())
    for place in range(len(whole)):
        whole[place] ^= 1 << place % 7
        with pytest.raises(NoteRefused):
            read_succession(whole.decode(errors="replace"))
        whole[place] ^= 1 << place % 7
    steps = [f"shilu-succession/1\n{step}" for step in keys.succession.split("shilu-succession/1\n")[1:]]
    for wrong in (steps[1], steps[1] + steps[0], steps[0] + steps[0], keys.succession[:-1], "x" + keys.succession):
        with pytest.raises(NoteRefused):
            follow(wrong, first)
    assert follow(steps[0], first) == keys.verifier_keys[:2]


def test_a_succession_that_was_altered_does_not_put_another_key_in_charge(keys: Keys) -> None:
    keys.replace(at(keys), TODAY, "经手人调离")
    now = keys.verifier_key
    (keys.folder / SUCCESSION).write_text(keys.succession.replace("size 5", "size 6"))
    assert keys.verifier_key == now
    assert keys.signer()
    with pytest.raises(NoteRefused):
        assert keys.verifier_keys


def test_a_replacement_that_was_interrupted_anywhere_is_ended_or_begun_again(keys: Keys, tmp_path: Path) -> None:
    """Every moment between two durable writes of a replacement, put together from the files before and after."""
    old = keys.verifier_key
    new = keys.next_signer()
    assert keys.next_signer() == new  # asked again it is the same
    before = Keys(Path(copytree(keys.folder, tmp_path / "before")))
    keys.replace(at(keys), TODAY, "两年一换")
    assert not (keys.folder / NEXT_KEY).exists()

    assert before.verifier_key == old
    assert before.signing().verifier_key == old
    (before.folder / PAPER).write_bytes((keys.folder / PAPER).read_bytes())
    assert before.signing().verifier_key == old

    changed_over = Keys(Path(copytree(before.folder, tmp_path / "changed_over")))
    (changed_over.folder / SUCCESSION).write_text(keys.succession)
    assert changed_over.verifier_key == new.verifier_key  # from here on it is the new one
    nearly = Keys(Path(copytree(changed_over.folder, tmp_path / "nearly")))
    (nearly.folder / SEAL_PUBLIC).write_text(new.verifier_key + "\n")
    for one in (changed_over, nearly):
        assert one.signing() == new
        assert files(one) == files(keys)

    again = before.replace(at(before), TODAY, "两年一换")
    assert again.new == new.verifier_key == before.signing().verifier_key


def test_a_key_that_is_there_is_not_taken_for_lost(keys: Keys) -> None:
    assert refusal(keys.check_lost) == "key-not-lost"
    assert refusal(keys.renew_vault_key) == "key-not-lost"


def test_another_backup_key_leaves_the_old_one_beside(keys: Keys) -> None:
    old = keys.backup_identity
    sealed = pyrage.encrypt(b"book", [pyrage.x25519.Recipient.from_str(keys.backup_recipient)])
    aside = keys.renew_backup_key(TODAY)
    assert aside
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert aside.read_text().strip() == old != keys.backup_identity
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(aside.read_text().strip())]) == b"book"


def test_no_backup_key_is_lost_however_often_it_is_replaced_on_a_day(keys: Keys) -> None:
    identities = []
    for _ in range(4):
        identities.append(keys.backup_identity)
        keys.renew_backup_key(TODAY)
    assert sorted(path.read_text().strip() for path in keys.folder.glob("backup.key.*")) == sorted(identities)
    assert set(identities) < set(KeysFor.at(keys.folder).identities)


def cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_backup_key_whose_replacement_was_cut_off_is_the_one_that_backups_are_for(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, handed_out = keys.backup_identity, keys.backup_recipient
    monkeypatch.setattr(keys, "_write_public_key", cut_off)
    with pytest.raises(KeyboardInterrupt):
        keys.renew_backup_key(TODAY)
    monkeypatch.undo()
    assert (keys.folder / "backup.pub").read_text().strip() == handed_out
    assert keys.unfit_public_keys() == ["keys/backup.pub"]
    secret = age_secret(keys.backup_identity)
    assert secret
    assert keys.backup_recipient == age_recipient(secret) != handed_out
    between = keys.backup_identity
    keys.renew_backup_key(TODAY)
    assert {old, between, keys.backup_identity} == set(KeysFor.at(keys.folder).identities)
    assert keys.unfit_public_keys() == []


def test_the_public_key_that_was_handed_out_is_put_back_only_if_it_signed(keys: Keys) -> None:
    public, checkpoint = keys.verifier_key, sign_note(at(keys).text(), keys.signing())
    other = Keys(keys.folder.parent / "other")
    other.make(TODAY)
    (keys.folder / SEAL_KEY).unlink()
    (keys.folder / SEAL_PUBLIC).unlink()
    assert (keys.origin, keys.verifier_keys) == ("", ())
    assert refusal(keys.next_signer) == "seal-key-lost"
    assert refusal(lambda: keys.trust_old(other.verifier_key, checkpoint)) == "note-of-others"
    keys.trust_old(public, checkpoint)
    assert keys.verifier_key == public
