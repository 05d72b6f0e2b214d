"""The paper copy: typed again it is the same keys; mistyped it says in which line."""

import re
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.keys import PaperCopy, read_paper
from ledger.refusals import Refused

SECRETS = st.binary(min_size=32, max_size=32)
PAPER = PaperCopy("0123456789abcdef", bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96)))
OTHER = PaperCopy("0123456789abcdef", bytes(range(32)), bytes(range(33, 65)), bytes(range(64, 96)))
TEXT = PAPER.text(date(2026, 9, 1))
LABELS = ("A1", "N1", "N2", "S1", "S2", "B1", "B2")


def numbered(text: str) -> dict[str, tuple[int, str]]:
    """The lines with a label: their number and the whole line."""
    return {line[:2]: (at, line) for at, line in enumerate(text.split("\n"), 1) if line[:2] in LABELS}


LINES = numbered(TEXT)


def refusal(text: str) -> str:
    with pytest.raises(Refused) as caught:
        read_paper(text)
    assert caught.value.code == "paper-wrong"
    return caught.value.message


@given(st.integers(0, 2**64 - 1), SECRETS, SECRETS, SECRETS)
def test_a_paper_typed_again_is_the_same_keys(number: int, vault: bytes, seal: bytes, backup: bytes) -> None:
    paper = PaperCopy(f"{number:016x}", vault, seal, backup)
    assert read_paper(paper.text(date(2026, 9, 1))) == paper


def test_a_line_is_eight_groups_of_four_that_can_be_typed() -> None:
    assert tuple(LINES) == LABELS
    for _, line in LINES.values():
        assert re.fullmatch(r"[ANSB][12]  ([0-9A-HJKMNP-TV-Z]{4} ){7}[0-9A-HJKMNP-TV-Z]{4}", line)


@pytest.mark.parametrize(
    "typed",
    [
        TEXT.lower(),
        TEXT.replace(" ", ""),
        TEXT.replace(" ", "\u3000"),
        TEXT.replace("  ", " ").replace(" ", "-"),
        "\n".join(line for _, line in LINES.values()),
        "\n".join(line for _, line in reversed(LINES.values())),
        TEXT.replace("\n", "\r\n"),
        TEXT.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"}),
        "\n".join(line[:2] + line[2:].replace("0", "O").replace("1", "l") for _, line in LINES.values()),
    ],
)
def test_capitals_spaces_width_order_and_letters_that_look_like_digits_do_not_matter(typed: str) -> None:
    assert read_paper(typed) == PAPER


@pytest.mark.parametrize("label", LABELS)
def test_any_other_letter_in_a_line_is_found_and_its_line_named(label: str) -> None:
    at, line = LINES[label]
    for place in range(4, len(line)):
        for letter in {"7", "Q", "Z", "3"} - {line[place]}:
            if line[place] != " ":
                message = refusal(TEXT.replace(line, line[:place] + letter + line[place + 1 :]))
                # The number of the ledger is in every check sum, but its own line comes first.
                assert message.startswith(f"密钥纸质副本第 {at} 行({label})")


@pytest.mark.parametrize("label", LABELS)
def test_two_letters_or_two_groups_changed_over_are_found(label: str) -> None:
    _, line = LINES[label]
    groups = line[4:].split(" ")
    for at in range(7):
        changed = [*groups[:at], groups[at + 1], groups[at], *groups[at + 2 :]]
        if changed != groups:
            assert f"({label})" in refusal(TEXT.replace(line, f"{label}  {' '.join(changed)}"))
    for place in range(4, len(line) - 1):
        first, second = line[place], line[place + 1]
        if first != second and " " not in (first, second):
            assert f"({label})" in refusal(TEXT.replace(line, line[:place] + second + first + line[place + 2 :]))


def test_a_line_left_out_cut_short_or_typed_twice_is_named() -> None:
    for label, (at, line) in LINES.items():
        assert f"缺 {label} 这一行" in refusal(TEXT.replace(line, ""))
        assert f"第 {at} 行({label})应有 8 组" in refusal(TEXT.replace(line, line[:-1]))
        assert f"第 {at} 行({label})应有 8 组" in refusal(TEXT.replace(line, line + "0"))
        assert f"({label})重复了" in refusal(TEXT + line)
        assert f"第 {at} 行({label})第 3 组有副本里不用的字符“U”" in refusal(
            TEXT.replace(line, f"{line[:14]}U{line[15:]}")
        )


def test_lines_changed_over_or_taken_from_another_paper_are_found() -> None:
    theirs = numbered(OTHER.text(date(2026, 9, 1)))
    assert "(S2)" in refusal(TEXT.replace(LINES["S2"][1], theirs["S2"][1]))
    assert "(S2)" in refusal(TEXT.replace(LINES["S1"][1], theirs["S1"][1]))
    assert "(N1)" in refusal(TEXT.replace(LINES["N1"][1], "N1" + LINES["B1"][1][2:]))
    elsewhere = numbered(PaperCopy("f" * 16, PAPER.vault, PAPER.seal, PAPER.backup).text(date(2026, 9, 1)))
    assert "(N1)" in refusal(TEXT.replace(LINES["A1"][1], elsewhere["A1"][1]))


def test_a_thousand_random_mistakes_are_all_found_and_no_key_is_told() -> None:
    chance = Random(20260901)
    for _ in range(1000):
        label = chance.choice(LABELS)
        line = LINES[label][1]
        letters = list(line[4:].replace(" ", ""))
        for _ in range(chance.randrange(1, 5)):
            letters[chance.randrange(len(letters))] = chance.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        wrong = "".join(letters)
        if wrong != line[4:].replace(" ", ""):
            message = refusal(TEXT.replace(line, f"{label} {wrong}"))
            assert f"({label})" in message
            assert wrong[:4] not in message


def test_the_secrets_are_not_in_what_may_be_logged() -> None:
    assert repr(PAPER) == "PaperCopy(number='0123456789abcdef')"
