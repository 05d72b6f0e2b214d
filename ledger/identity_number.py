"""身份证号: citizen identity numbers after GB 11643, 18 characters with a check digit."""

from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2


def is_identity_number(number: str) -> bool:
    """Whether form, birth date and check digit (ISO 7064 MOD 11-2) fit GB 11643."""
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        mod_11_2.validate(number.upper())
    except (ValueError, ValidationError):
        return False
    return True
