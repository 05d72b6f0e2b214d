"""Signed notes: the published example opens, what is broken in any way does not."""

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.checkpoint import COSIGNATURE, NoteRefused, Signer, Verifier, add_signatures, body_of, open_note, sign_note

# The example of Go's sumdb/note, with both keys of its tests.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
BODY = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
NOTE = f"{BODY}\n{BY_PETER}"
BOTH = NOTE + BY_ENOCH
# From transparency-dev's tlog-cosignature text: a witness's line that no key here knows.
BY_A_WITNESS = (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA==\n"
)


def refusal(text: str | bytes, *keys: str) -> str:
    with pytest.raises(NoteRefused) as caught:
        open_note(text, *(keys or (PETER,)))
    return caught.value.code


def test_the_published_example_opens_as_text_and_as_bytes() -> None:
    for text in (NOTE, NOTE.encode()):
        note = open_note(text, PETER)
        assert (note.text, note.others) == (BODY, ())
        assert [(one.name, one.line, one.verifier_key) for one in note.signatures] == [
            ("PeterNeumann", BY_PETER, PETER)
        ]


def test_signing_gives_the_published_bytes() -> None:
    signer = Signer(PETERS_SECRET)
    assert (signer.name, signer.verifier_key) == ("PeterNeumann", PETER)
    assert sign_note(BODY, signer) == NOTE
    assert PETERS_SECRET not in repr(signer)
    assert PETERS_SECRET not in str(signer)


def test_lines_of_keys_not_asked_for_are_left_aside() -> None:
    assert open_note(BOTH, PETER).others == (BY_ENOCH,)
    assert open_note(BOTH, ENOCH).others == (BY_PETER,)
    assert [one.name for one in open_note(BOTH, PETER, ENOCH).signatures] == ["PeterNeumann", "EnochRoot"]
    assert open_note(NOTE + BY_A_WITNESS, PETER).others == (BY_A_WITNESS,)
    assert refusal(f"{BODY}\n{BY_ENOCH}") == "note-of-others"


def test_a_key_that_shares_the_name_or_the_id_but_not_both_is_another() -> None:
    namesake = Signer.of("PeterNeumann", b"n" * 32)
    assert open_note(NOTE + namesake.sign(BODY), PETER).others == (namesake.sign(BODY),)
    same_id = BY_PETER.replace("PeterNeumann", "CarmenSandiego")
    assert open_note(NOTE + same_id, PETER).others == (same_id,)
    assert refusal(f"{BODY}\n{same_id}") == "note-of-others"
    assert refusal(f"{BODY}\n{BY_PETER.replace('x08g', 'xxxx')}") == "note-of-others"


def test_a_line_twice_counts_once_and_a_wrong_one_of_a_known_key_refuses_all() -> None:
    note = open_note(NOTE + BY_PETER + BY_ENOCH + BY_ENOCH, PETER)
    assert len(note.signatures) == len(note.others) == 1
    wrong = Signer(PETERS_SECRET).sign("something else\n")
    assert refusal(f"{BODY}\n{wrong}") == "note-altered"
    assert refusal(f"{BODY}\n{wrong}{BY_PETER}") == "note-altered"
    assert refusal(f"{BODY}\n{BY_PETER}{wrong}") == "note-altered"
    longer = BY_PETER[:60] + "ABCD" + BY_PETER[60:]
    assert refusal(f"{BODY}\n{longer}") == "note-altered"
    unknown = BY_ENOCH[:60] + "ABCD" + BY_ENOCH[60:]
    assert open_note(NOTE + BY_ENOCH + unknown, PETER).others == (BY_ENOCH, unknown)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "\n",
        "\n\n",
        BODY,
        BODY + "\n",
        NOTE[:-1],
        NOTE + "\n",
        "\n" + BY_PETER,
        BODY + BY_PETER,
        BODY.rstrip("\n") + "\n" + BY_PETER,
        NOTE.replace("\n", "\r\n"),
        NOTE + "\r\n",
        NOTE.replace("think", "th\tink"),
        "\x01" + NOTE,
        "\x00" + NOTE,
        NOTE + "Unexpected line.\n",
        f"{BODY}\nUnexpected line.\n{BY_PETER}",
        NOTE.replace("— Peter", "- Peter"),
        NOTE.replace("— Peter", "– Peter"),
        NOTE.replace("— Peter", "—Peter"),
        NOTE.replace("— Peter", "—  Peter"),
        NOTE.replace("— Peter", " — Peter"),
        NOTE.replace("PeterNeumann x08", "PeterNeumann  x08"),
        NOTE.replace("PeterNeumann x08", "Peter Neumann x08"),
        NOTE.replace("PeterNeumann x08", "Peter\u00a0Neumann x08"),
        NOTE.replace("PeterNeumann x08", "Peter\u3000Neumann x08"),
        NOTE.replace("PeterNeumann x08", "Peter+Neumann x08"),
        NOTE.replace("PeterNeumann x08", "x08"),
        NOTE.replace("wJnAM=", "wJnAM"),
        NOTE.replace("wJnAM=", "wJnAM=="),
        NOTE.replace("wJnAM=", "wJnAM= "),
        NOTE.replace("wJnAM=", "wJnAM= x"),
        NOTE.replace("wJnAM=", "wJnAN="),
        NOTE.replace("x08go", "x08-o"),
        f"{BODY}\n— PeterNeumann \n",
        f"{BODY}\n— PeterNeumann\n",
        f"{BODY}\n— PeterNeumann x08gow==\n",
        f"{BODY}\n" + BY_PETER * 101,
        "\ud800" + NOTE,
        b"\xff" + NOTE.encode(),
        b"\xed\xa0\x80" + NOTE.encode(),
        b"\xc0\xaf" + NOTE.encode(),
        NOTE.encode("utf-16"),
        NOTE.encode("gb18030"),
    ],
)
def test_what_is_not_of_the_form_is_no_note_whoever_signed_it(broken: str | bytes) -> None:
    assert refusal(broken) == "bad-note"
    assert refusal(broken, PETER, ENOCH) == "bad-note"


def test_a_hundred_lines_are_read_and_the_text_may_hold_empty_ones() -> None:
    assert len(open_note(f"{BODY}\n" + BY_PETER * 100, PETER).signatures) == 1
    signer = Signer(PETERS_SECRET)
    for body in ("\n", "a\n\nb\n", "\n\n\n", f"{BODY}\n{BY_ENOCH}", "师录\x7f\n"):
        note = sign_note(body, signer)
        assert open_note(note, PETER).text == body == body_of(note)
    with pytest.raises(NoteRefused):
        open_note(sign_note(f"{BODY}\n{BY_PETER}", signer).partition("\n\n")[0], PETER)


def test_a_signature_of_the_text_without_its_last_newline_is_another_texts() -> None:
    line = Signer(PETERS_SECRET).sign(BODY.rstrip("\n"))
    assert refusal(f"{BODY}\n{line}") == "note-altered"


def test_any_bit_turned_in_a_note_refuses_it() -> None:
    whole = bytearray(NOTE.encode())
    for at in range(len(whole)):
        for bit in range(8):
            whole[at] ^= 1 << bit
            with pytest.raises(NoteRefused):
                open_note(bytes(whole), PETER)
            whole[at] ^= 1 << bit


def test_any_byte_turned_under_another_signature_leaves_the_text_or_refuses_it() -> None:
    whole = bytearray(BOTH.encode())
    opened = 0
    for at in range(len(whole)):
        for turned in (1, 0x20, 0x80, 0xFF):
            whole[at] ^= turned
            try:
                note = open_note(bytes(whole), PETER)
            except NoteRefused:
                assert at < len(NOTE.encode()) or whole[at] != BOTH.encode()[at]
            else:
                opened += 1
                assert (note.text, note.signatures[0].line) == (BODY, BY_PETER)
                assert at >= len(NOTE.encode())
            whole[at] ^= turned
    assert opened


@given(st.binary(max_size=300))
def test_whatever_is_put_in_place_of_a_note_is_refused_and_nothing_else_is_raised(content: bytes) -> None:
    for text in (content, f"{BODY}\n— PeterNeumann ".encode() + content, content + NOTE.encode()):
        try:
            assert open_note(text, PETER).text.endswith(BODY)
        except NoteRefused:
            continue
        assert text == NOTE.encode()


@given(st.text(max_size=60), st.binary(min_size=32, max_size=32))
def test_what_is_signed_opens_with_its_own_key_and_with_no_other(text: str, seed: bytes) -> None:
    signer, body = Signer.of("某县/账本", seed), text + "\n"
    if any(character < " " and character != "\n" for character in body):
        with pytest.raises(NoteRefused):
            sign_note(body, signer)
        return
    note = sign_note(body, signer)
    assert open_note(note, signer.verifier_key).text == body
    assert refusal(note, PETER) == "note-of-others"


# Keys


def test_any_part_of_a_verifier_key_and_any_other_letter_in_it_is_no_key() -> None:
    parts = [PETER[start:end] for start in range(len(PETER)) for end in range(start + 1, len(PETER) + 1)]
    turned = [PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :] for at in range(len(PETER))]
    for wrong in [*(part for part in parts if part != PETER), *turned, "", PETER + "\n", " " + PETER, PETER + "="]:
        assert refusal(NOTE, wrong) == "bad-key"


@pytest.mark.parametrize(
    "wrong",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # too long, with the id of that
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # an algorithm unknown, with its id
        "PeterNeumann+c74f20a3",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "\ud800+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETERS_SECRET,
    ],
)
def test_a_key_of_another_form_is_refused(wrong: str) -> None:
    assert refusal(NOTE, wrong) == "bad-key"


def test_any_part_of_a_secret_key_and_any_other_letter_in_it_is_no_key() -> None:
    key = PETERS_SECRET
    parts = [key[start:end] for start in (0, 1, 8, 12, 25) for end in range(start + 1, len(key) + 1)]
    turned = [key[:at] + chr(ord(key[at]) + 1) + key[at + 1 :] for at in range(len(key))]
    for wrong in [*(part for part in parts if part != key), *turned]:
        with pytest.raises(NoteRefused) as caught:
            Signer(wrong)
        assert wrong not in caught.value.message  # never a secret in what may be logged


def test_an_unsound_key_cannot_be_asked_with_a_good_one() -> None:
    assert refusal(NOTE, PETER, "x") == "bad-key"


# Cosignatures


def test_a_witness_signs_the_time_and_the_text_as_the_specification_says() -> None:
    seed, at = b"w" * 32, 1679315147
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    message = f"cosignature/v1\ntime {at}\n{BODY}".encode()
    key_id = sha256(b"witness.example.com/w1\n\x04" + public).digest()[:4]
    line = b64encode(key_id + at.to_bytes(8, "big") + key.sign(message)).decode()
    witness = Signer.of("witness.example.com/w1", seed, COSIGNATURE)
    assert witness.cosign(BODY, at) == f"— witness.example.com/w1 {line}\n"
    assert witness.verifier_key == f"{witness.name}+{key_id.hex()}+{b64encode(bytes([4]) + public).decode()}"
    note = open_note(add_signatures(NOTE, witness.cosign(BODY, at)), PETER, witness.verifier_key)
    assert [(one.name, one.time) for one in note.signatures] == [("PeterNeumann", None), (witness.name, at)]


def test_another_time_another_text_or_another_kind_of_signature_is_refused() -> None:
    witness = Signer.of("w", b"w" * 32, COSIGNATURE)
    log = Signer.of("w", b"w" * 32)
    for line in (witness.cosign("b\n", 7), witness.cosign("a\n", 2**63)):
        assert refusal(f"a\n\n{line}", witness.verifier_key) == "note-altered"
    whole = bytearray(add_signatures(f"a\n\n{witness.cosign('a' + chr(10), 7)}").encode())
    for at in range(len(whole)):
        whole[at] ^= 1
        with pytest.raises(NoteRefused):
            open_note(bytes(whole), witness.verifier_key)
        whole[at] ^= 1
    assert refusal(sign_note("a\n", log), witness.verifier_key) == "note-of-others"
    assert refusal(f"a\n\n{witness.cosign('a' + chr(10), 7)}", log.verifier_key) == "note-of-others"
    with pytest.raises(ValueError):
        witness.sign("a\n")
    with pytest.raises(ValueError):
        log.cosign("a\n", 7)


def test_signatures_are_added_once_and_only_under_a_note() -> None:
    assert add_signatures(NOTE, BY_PETER, BY_ENOCH, BY_ENOCH) == BOTH
    for text, line in ((BODY, BY_PETER), (NOTE, "no line"), (NOTE, "— x\n"), (NOTE[:-1], BY_ENOCH)):
        with pytest.raises(NoteRefused):
            add_signatures(text, line)


def test_a_verifier_key_is_made_from_its_parts() -> None:
    verifier = Verifier.parse(PETER)
    assert Verifier.of(verifier.name, verifier.type, verifier.public) == verifier
