"""Numbers as they are written in a pack: 12, 0.8, "40%", "2/7", "-1.5"; exact."""

import re
from fractions import Fraction

from ledger.spelling import squeeze

_DECIMAL = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?%?")
_QUOTIENT = re.compile(r"[+-]?[0-9]{1,30}/[0-9]{1,30}")


def exact_number(written: object) -> Fraction:
    """The number that is written. Raises ValueError for what is none."""
    if isinstance(written, int | Fraction) and not isinstance(written, bool):
        return Fraction(written)
    if isinstance(written, str):
        text = squeeze(written)
        if _DECIMAL.fullmatch(text):
            return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        if _QUOTIENT.fullmatch(text) and int(text.partition("/")[2]):
            return Fraction(text)
    raise ValueError(f"{written!r} is not a number")


def is_number(written: object) -> bool:
    """Whether what is written is a number."""
    try:
        exact_number(written)
    except ValueError:
        return False
    return True


_IN_WORDS = re.compile(r"\d+(?:\.\d+)?")


def first_number(word: str) -> Fraction:
    """The first number written in a word, such as the year in `2018-2019学年`; 0 where there is none."""
    found = _IN_WORDS.search(squeeze(word))
    return Fraction(found[0]) if found else Fraction(0)
