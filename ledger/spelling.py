"""Width and spacing are not content: how text is tidied for keeping and squeezed for comparing."""

from functools import lru_cache
from unicodedata import normalize


def tidy(text: str) -> str:
    """Text as it is kept: no space around it, each run of white space inside made one space."""
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Text as it is compared: full-width forms made half-width (Unicode NFKC), all white space taken out."""
    return "".join(normalize("NFKC", text).split())


def teacher_code(written: str) -> str:
    """A teacher's code as it was meant: spreadsheets drop leading zeros, people add spaces and full-width digits.

    What is no number of up to six digits comes back squeezed, to be told from a code by whoever asks.
    """
    code = squeeze(written)
    return code.zfill(6) if code.isascii() and code.isdigit() else code
