"""电话号码: mobile and landline numbers as people in China write them."""

import re

from ledger.spelling import squeeze

MOBILE = r"1[3-9][0-9]{9}"
_NUMBER = re.compile(rf"(?:\+?86)?({MOBILE})|(0[0-9]{{2,3}})?([2-9][0-9]{{6,7}})")


def telephone_number(written: str) -> str | None:
    """The number as it is kept, digits only, a landline's area code first; None where it is no number."""
    said = re.sub(r"[()-]", "", squeeze(written))
    match = _NUMBER.fullmatch(said)
    return (match[1] or f"{match[2] or ''}{match[3]}") if match else None
