"""Checkpoints: three lines and perhaps more, each spelt in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.checkpoint import Checkpoint, NoteRefused, parse_checkpoint

# The example of the tlog-checkpoint text.
BODY = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_published_example_is_read_and_written() -> None:
    told = parse_checkpoint(BODY)
    assert (told.origin, told.size, told.root.hex()[:8]) == ("example.com/behind-the-sofa", 20852163, "0ac5186a")
    assert told.text() == BODY
    assert parse_checkpoint(BODY + "more\nlines\n").extensions == ("more", "lines")
    assert parse_checkpoint(BODY + "more\nlines\n").text() == BODY + "more\nlines\n"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
)
def test_what_is_written_is_read_again(origin: str, size: int, root: bytes) -> None:
    told = Checkpoint(origin, size, root)
    assert parse_checkpoint(told.text()) == told


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "\n",
        BODY[:-1],
        BODY + "\n",
        "\n" + BODY,
        BODY.replace("\n", "\n\n", 1),
        BODY + "\nmore\n",
        BODY + "more",
        BODY.partition("\n")[2],
        BODY.replace("20852163", "020852163"),
        BODY.replace("20852163", "00"),
        BODY.replace("20852163", "+20852163"),
        BODY.replace("20852163", "-1"),
        BODY.replace("20852163", " 20852163"),
        BODY.replace("20852163", "20852163 "),
        BODY.replace("20852163", "2085_2163"),
        BODY.replace("20852163", "0x13"),
        BODY.replace("20852163", "1e7"),
        BODY.replace("20852163", "٢"),
        BODY.replace("20852163", "²"),
        BODY.replace("20852163", "9" * 5000),
        BODY.replace("20852163", str(2**63)),
        BODY.replace("q2I=", "q2I"),
        BODY.replace("q2I=", "q2J="),
        BODY.replace("q2I=", "q2I= "),
        BODY.replace("CsUY", ""),
        BODY.replace("CsUY", "CsUYCsUY"),
    ],
)
def test_every_other_spelling_is_refused(broken: str) -> None:
    with pytest.raises(NoteRefused) as caught:
        parse_checkpoint(broken)
    assert caught.value.code == "bad-checkpoint"


@pytest.mark.parametrize(
    "wrong",
    [
        Checkpoint("", 1, b"r" * 32),
        Checkpoint("a\nb", 1, b"r" * 32),
        Checkpoint("a", -1, b"r" * 32),
        Checkpoint("a", 1, b"r" * 31),
        Checkpoint("a", 1, b"r" * 32, ("",)),
        Checkpoint("a", 1, b"r" * 32, ("x\ny",)),
    ],
)
def test_what_could_not_be_read_again_is_not_written(wrong: Checkpoint) -> None:
    with pytest.raises(NoteRefused):
        wrong.text()
