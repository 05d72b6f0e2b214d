"""Identity numbers for made-up people, right by GB 11643 but of a county that does not exist."""

from __future__ import annotations

from datetime import date

CITY, FIRST_COUNTY = "4199", 6
"""Assigned to no city, so that no number is a living person's."""

A_DAY = 500
"""People of one day, county and sex whom a number tells apart."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(first_seventeen: str) -> str:
    """The eighteenth digit by ISO 7064 MOD 11-2, as GB 11643 asks."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def identity_number(born: date, serial: int, *, man: bool) -> str:
    """A number for someone born that day; `serial` tells apart people of one day and sex, 0–47,000."""
    county, serial = divmod(serial, A_DAY)
    first_seventeen = f"{CITY}{FIRST_COUNTY + county:02d}{born:%Y%m%d}{serial * 2 + man:03d}"
    return first_seventeen + check_digit(first_seventeen)
