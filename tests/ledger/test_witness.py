"""A witness signs what goes on from what it saw, and finds two books kept under one name."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest

from ledger.checkpoint import COSIGNATURE, Checkpoint, Signer, add_signatures, open_note, parse_checkpoint, sign_note
from ledger.keys import Keys
from ledger.refusals import Misuse, Refused
from ledger.seal import Tree
from ledger.witness import Cosigned, Witness, WitnessRequest, read_request
from tests.ledger.test_keys import TODAY
from tests.ledger.test_keys import in_small_steps as in_small_steps

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)


class Office:
    """An office with a sealed book of made-up leaves, and what it says of it."""

    def __init__(self, folder: Path, name: str = "book", keys: Keys | None = None) -> None:
        self.keys = keys or Keys(folder / "keys")
        self.keys.make(TODAY)
        self.tree = Tree(folder / name)

    def write(self, *leaves: str) -> "Office":
        self.tree.append([sha256(b"\0" + leaf.encode()).digest() for leaf in leaves])
        self.tree.sync()
        return self

    def checkpoint(self, size: int | None = None) -> str:
        size = self.tree.size if size is None else size
        body = Checkpoint(self.keys.origin, size, self.tree.root(size)).text()
        return sign_note(body, self.keys.signing())

    def ask(self, old: int, size: int | None = None) -> WitnessRequest:
        size = self.tree.size if size is None else size
        proof = self.tree.consistency(old, size) if old else []
        return WitnessRequest(old, tuple(proof), self.checkpoint(size))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).write("a", "b", "c")


@pytest.fixture
def witness(tmp_path: Path, office: Office) -> Witness:
    made = Witness(tmp_path / "witness")
    made.make("某市教育局")
    made.trust(office.keys.verifier_key)
    return made


def refusal(do: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        do()
    return caught.value


def sizes(witness: Witness) -> Sequence[int]:
    return [one.last.size if one.last else 0 for one in witness.seen()]


def test_a_book_that_grows_is_signed_each_time_with_the_time(office: Office, witness: Witness) -> None:
    key = witness.signer.verifier_key
    for old, more in ((0, ()), (3, ("d",)), (4, ("e", "f", "g", "h", "i")), (9, ())):
        office.write(*more)
        signed = witness.sign(office.ask(old), NOW)
        note = open_note(signed, office.keys.verifier_key, key)
        assert parse_checkpoint(note.text) == parse_checkpoint(
            open_note(office.checkpoint(), *office.keys.verifier_keys).text
        )
        assert [one.time for one in note.signatures] == [None, int(NOW.timestamp())]
    assert sizes(witness) == [9]


def test_a_request_is_written_as_the_specification_says_and_read_again(office: Office) -> None:
    asked = office.ask(2)
    first, hashes, empty, origin = asked.text().split("\n")[:4]
    assert (first, empty, origin) == ("old 2", "", office.keys.origin)
    assert hashes
    assert read_request(asked.text()) == asked
    assert read_request(office.ask(0).text()) == office.ask(0)
    assert read_request(office.checkpoint()) == office.ask(0)


@pytest.mark.parametrize(
    "wrong",
    [
        "old\n\nx",
        "old 02\n\nx",
        "old x\n\nx",
        "old -1\n\nx",
        "old 2 \n\nx",
        "old 2\nxx\n\nx",
        "old 2\n" + "A" * 44 + "\n\nx",
        "old 2\n" + ("A" * 43 + "=\n") * 64 + "\nx",
    ],
)
def test_a_request_of_another_form_is_refused(wrong: str) -> None:
    assert refusal(lambda: read_request(wrong)).code == "bad-request"


# What is found


def test_another_book_of_the_same_length_is_found(office: Office, witness: Witness, tmp_path: Path) -> None:
    witness.sign(office.ask(0), NOW)
    other = Office(tmp_path, "other", office.keys).write("a", "b", "forged")
    refused = refusal(lambda: witness.sign(other.ask(0), NOW))
    assert refused.code == "split-view"
    assert "发现两本账" in refused.message
    [evidence] = (witness.folder / "split-views").iterdir()
    assert str(evidence) in refused.message
    for checkpoint in (office.checkpoint(), other.checkpoint()):
        assert checkpoint in evidence.read_text()  # both are signed by the same key: nobody can deny them
    assert witness.sign(office.ask(3), NOW)  # the honest one goes on


@pytest.mark.parametrize("forged_at", range(5))
def test_a_longer_book_with_an_altered_past_is_found_whatever_proof_it_brings(
    office: Office, witness: Witness, tmp_path: Path, forged_at: int
) -> None:
    office.write("d", "e")
    witness.sign(office.ask(0), NOW)
    leaves = [*"abcdefgh"]
    leaves[forged_at] = "forged"
    forged = Office(tmp_path, "forged", office.keys).write(*leaves)
    honest = Office(tmp_path, "honest", office.keys).write(*"abcdefgh")
    for proof in (forged.ask(5).proof, honest.ask(5).proof, (), (b"x" * 32,)):
        asked = WitnessRequest(5, proof, forged.checkpoint())
        assert refusal(partial(witness.sign, asked, NOW)).code == "split-view"
    assert sizes(witness) == [5]
    assert witness.sign(honest.ask(5), NOW)


def test_a_book_that_was_cut_short_is_not_signed(office: Office, witness: Witness, tmp_path: Path) -> None:
    witness.sign(office.ask(0), NOW)
    refused = refusal(lambda: witness.sign(office.ask(0, 2), NOW))
    assert (refused.code, "--old 3" in refused.message) == ("witness-smaller", True)
    regrown = Office(tmp_path, "regrown", office.keys).write("a", "b", "x", "y")
    assert refusal(lambda: witness.sign(regrown.ask(2), NOW)).code == "witness-old-size"
    assert refusal(lambda: witness.sign(regrown.ask(3), NOW)).code == "split-view"
    assert sizes(witness) == [3]


def test_a_proof_from_another_size_is_sent_back_with_the_size_to_ask_for(office: Office, witness: Witness) -> None:
    witness.sign(office.ask(0), NOW)
    office.write("d")
    for old in (0, 2):
        refused = refusal(partial(witness.sign, office.ask(old), NOW))
        assert (refused.code, "shilu checkpoint --old 3" in refused.message) == ("witness-old-size", True)
    first = Witness(witness.folder.parent / "other")
    first.make()
    first.trust(office.keys.verifier_key)
    assert refusal(lambda: first.sign(office.ask(2), NOW)).code == "witness-old-size"
    bare = WitnessRequest(0, office.ask(2).proof, office.checkpoint())
    assert refusal(lambda: first.sign(bare, NOW)).code == "bad-request"


def test_a_book_begun_empty_goes_on_without_a_proof(tmp_path: Path, witness: Witness) -> None:
    office = Office(tmp_path / "new")
    witness.trust(office.keys.verifier_key)
    witness.sign(office.ask(0), NOW)
    office.write("a")
    witness.sign(office.ask(0), NOW)
    assert 1 in sizes(witness)


def test_only_books_that_are_trusted_are_signed(office: Office, witness: Witness, tmp_path: Path) -> None:
    other = Office(tmp_path / "other").write("a")
    assert refusal(lambda: witness.sign(other.ask(0), NOW)).code == "witness-unknown-book"
    stranger = Signer.of(office.keys.origin, b"s" * 32)
    body = Checkpoint(office.keys.origin, 1, b"r" * 32).text()
    by_stranger = WitnessRequest(0, (), sign_note(body, stranger))
    assert refusal(lambda: witness.sign(by_stranger, NOW)).code == "note-of-others"
    altered = WitnessRequest(0, (), office.checkpoint().replace("\n3\n", "\n4\n"))
    assert refusal(lambda: witness.sign(altered, NOW)).code == "note-altered"
    no_checkpoint = WitnessRequest(0, (), sign_note("a\nb\n", office.keys.signing()))
    assert refusal(lambda: witness.sign(no_checkpoint, NOW)).code == "bad-checkpoint"
    assert refusal(lambda: witness.sign(WitnessRequest(0, (), "x"), NOW)).code == "bad-note"
    assert sizes(witness) == [0]


def test_the_access_log_of_a_trusted_book_is_witnessed_under_its_own_name(office: Office, witness: Witness) -> None:
    access = Checkpoint(office.keys.origin + "/access", 2, b"r" * 32).text()
    witness.sign(office.ask(0), NOW)
    witness.sign(WitnessRequest(0, (), sign_note(access, office.keys.signing())), NOW)
    assert [one.origin for one in witness.seen()] == [office.keys.origin, office.keys.origin + "/access"]
    assert sizes(witness) == [3, 2]


# The key of the book replaced


def test_after_a_signed_replacement_the_new_key_is_trusted_by_the_succession_alone(
    office: Office, witness: Witness
) -> None:
    witness.sign(office.ask(0), NOW)
    keys = office.keys
    keys.replace(parse_checkpoint(open_note(office.checkpoint(), keys.verifier_key).text), TODAY, "两年一换")
    office.write("d")
    assert refusal(lambda: witness.sign(office.ask(3), NOW)).code == "note-of-others"
    assert refusal(lambda: witness.trust(keys.verifier_key)).code == "witness-other-key"
    thief = Keys(keys.folder.parent / "thief")
    thief.make(TODAY)
    other = Signer.of(keys.origin, b"t" * 32).verifier_key
    assert refusal(lambda: witness.trust(other, keys.succession)).code == "witness-other-key"
    witness.trust(keys.verifier_key, keys.succession)
    assert witness.sign(office.ask(3), NOW)


def test_after_a_loss_the_book_must_still_go_on_from_what_was_seen(
    office: Office, witness: Witness, tmp_path: Path
) -> None:
    """The witness ties the old key's book to the new key's: nobody can begin another one by losing a key."""
    witness.sign(office.ask(0), NOW)
    keys = office.keys
    (keys.folder / "seal.key").unlink()
    keys.replace(Checkpoint(keys.origin, 3, office.tree.root(3)), TODAY, "硬盘坏了", lost=True)
    assert refusal(lambda: witness.trust(keys.verifier_key, keys.succession)).code == "witness-other-key"
    witness.trust(keys.verifier_key, lost=True)
    forged = Office(tmp_path, "forged", keys).write("a", "b", "forged", "d")
    assert refusal(lambda: witness.sign(forged.ask(3), NOW)).code == "split-view"
    assert witness.sign(office.write("d").ask(3), NOW)


# The witness itself


@pytest.mark.usefixtures("in_small_steps")
def test_those_who_sign_at_once_never_roll_back_what_was_seen(office: Office, witness: Witness) -> None:
    witness.sign(office.ask(0), NOW)
    for seen in range(3, 33, 3):
        office.write("x", "y", "z")
        ready = Barrier(3)

        def sign(request: WitnessRequest, ready: Barrier = ready) -> int:
            ready.wait()
            try:
                return parse_checkpoint(open_note(witness.sign(request, NOW), office.keys.verifier_key).text).size
            except Refused:
                return 0

        with ThreadPoolExecutor(3) as threads:
            found = threads.map(sign, [office.ask(seen, seen + more) for more in (1, 2, 3)])
            signed = [size for size in found if size]
        assert len(signed) == 1  # every other one was asked from a size that was no longer the last
        assert sizes(witness) == signed
        if signed != [seen + 3]:
            witness.sign(office.ask(*signed), NOW)


def test_a_witness_is_made_once_and_its_key_is_its_own(witness: Witness) -> None:
    assert refusal(lambda: witness.make()).code == "witness-exists"
    assert ((witness.folder / "witness.key").stat().st_mode & 0o777) == 0o600
    other = Witness(witness.folder.parent / "other")
    assert refusal(lambda: other.signer).code == "no-witness"
    for name in ("某 市", "a+b", "a\nb"):
        with pytest.raises(Misuse):
            other.make(name)
    assert other.make().startswith("shilu-witness-")
    with pytest.raises(Misuse):
        witness.trust(other.signer.verifier_key)  # a witness's key is no book's


def test_what_was_seen_and_is_damaged_is_not_begun_anew(office: Office, witness: Witness) -> None:
    witness.sign(office.ask(0), NOW)
    [seen] = (witness.folder / "books").iterdir()
    assert json.loads(seen.read_text())["checkpoint"].startswith(office.keys.origin)
    seen.write_text("{")
    assert refusal(lambda: witness.sign(office.ask(0), NOW)).code == "witness-damaged"


# What the book's office keeps


@pytest.fixture
def cosigned(office: Office, tmp_path: Path) -> Cosigned:
    return Cosigned(tmp_path / "cosigned", office.keys)


def test_what_a_trusted_witness_signed_is_kept_once_held_to_the_tree(
    office: Office, witness: Witness, cosigned: Cosigned
) -> None:
    signed = witness.sign(office.ask(0), NOW)
    assert refusal(lambda: cosigned.take(signed, office.tree)).code == "no-witness-trusted"
    assert cosigned.trust(witness.signer.verifier_key) == "某市教育局"
    second = Witness(witness.folder.parent / "second")
    cosigned.trust(second.make())
    second.trust(office.keys.verifier_key)
    assert refusal(lambda: cosigned.take(office.checkpoint(), office.tree)).code == "note-of-others"
    office.write("d")
    cosigned.take(signed, office.tree)
    cosigned.take(witness.sign(office.ask(0, 3), NOW + timedelta(days=1)), office.tree)  # his later line, not two
    both = second.sign(office.ask(0, 3), NOW)
    assert [one.name for one in cosigned.take(both, office.tree).signatures] == [second.signer.name]
    assert cosigned.sizes() == [3]
    kept = cosigned.kept(3)
    assert len(open_note(kept, *office.keys.verifier_keys, *cosigned.witnesses).signatures) == 3
    assert cosigned.with_cosignatures(office.checkpoint(3)) == kept
    assert cosigned.with_cosignatures(office.checkpoint()) == office.checkpoint()


def test_a_cosigned_checkpoint_that_the_tree_does_not_bear_out_is_an_alarm(
    office: Office, witness: Witness, cosigned: Cosigned, tmp_path: Path
) -> None:
    cosigned.trust(witness.signer.verifier_key)
    signed = witness.sign(office.ask(0), NOW)
    altered = Office(tmp_path, "altered", office.keys).write("a", "x", "c")
    shorter = Office(tmp_path, "shorter", office.keys).write("a", "b")
    for tree in (altered.tree, shorter.tree):
        refused = refusal(partial(cosigned.take, signed, tree))
        assert (refused.code, "shilu verify" in refused.message) == ("not-our-book", True)
    assert cosigned.sizes() == []
    line = witness.signer.cosign("other\n3\n" + open_note(signed, office.keys.verifier_key).text.split("\n", 2)[2], 7)
    body = "other\n3\n" + open_note(signed, office.keys.verifier_key).text.split("\n", 2)[2]
    elsewhere = add_signatures(sign_note(body, office.keys.signing()), line)
    assert refusal(lambda: cosigned.take(elsewhere, office.tree)).code == "not-our-book"


def test_lines_that_nobody_verified_are_not_kept(office: Office, witness: Witness, cosigned: Cosigned) -> None:
    cosigned.trust(witness.signer.verifier_key)
    stranger = Signer.of("stranger", b"s" * 32, COSIGNATURE)
    body = open_note(office.checkpoint(), *office.keys.verifier_keys).text
    cosigned.take(add_signatures(witness.sign(office.ask(0), NOW), stranger.cosign(body, 7)), office.tree)
    assert "stranger" not in cosigned.kept(3)
    with pytest.raises(Misuse):
        cosigned.trust(office.keys.verifier_key)
