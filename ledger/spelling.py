"""Width and spacing are not content: how text is tidied for keeping and squeezed for comparing."""

from functools import lru_cache
from unicodedata import normalize

CODE_DIGITS = 6


def tidy(text: str) -> str:
    """Text as it is kept: no space around it, each run of white space inside made one space."""
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Text as it is compared: full-width forms made half-width (Unicode NFKC), all white space taken out."""
    return "".join(normalize("NFKC", text).split())


def masked(name: str) -> str:
    """A name as a report says it, which people pass on: 严某某; enough to find it among several in one cell."""
    return name if name.isascii() else name[:1] + "某" * (len(name) - 1)


def teacher_code(written: str) -> str:
    """A teacher's code as it was meant: spreadsheets drop leading zeros, people add spaces and full-width digits.

    What is no number of up to six digits comes back squeezed, to be told from a code by whoever asks.
    """
    code = squeeze(written)
    return code.zfill(CODE_DIGITS) if code.isascii() and code.isdigit() else code


def is_teacher_code(text: str) -> bool:
    """Whether a text is a teacher's code: six digits."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()
